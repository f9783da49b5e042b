// For moderators: the held comments of this article. The whole review queue has its own place.

import { call, letGo } from "./api.js";
import { byId, draw, fillReasons, sync } from "./drawing.js";
import { article, refresh } from "./published.js";

const list = byId("desk-list");
let timer;

export function show(visible) {
  byId("desk").hidden = !visible;
  byId("desk-says").textContent = "";
  timer = clearInterval(timer);
  list.replaceChildren();
  if (!visible) return;
  timer = setInterval(() => document.hidden || load(), 5_000);
  load();
}

async function load() {
  const answer = await call("GET", "/moderation/queue?article=" + article).catch(letGo);
  if (answer && timer) sync(list, answer.data.comments, render);
}

function render(comment) {
  const item = draw("held-template", comment);
  fillReasons(item.querySelector(".reasons"), comment.reasons);
  for (const button of item.querySelectorAll("button")) {
    button.onclick = () => decide(comment, button.value, item);
  }
  return item;
}

async function decide({ id, revision }, action, item) {
  const reason = action === "reject" ? item.querySelector("select").value : undefined;
  const says = byId("desk-says");
  try {
    await call("POST", `/moderation/comments/${id}/${action}`, { revision, reason });
    says.textContent = reason ? "Rejected." : "Approved: readers see it now.";
  } catch (problem) {
    letGo(problem);
    says.textContent = problem.message;
  }
  const place = [...list.children].indexOf(item);
  await load(); // what is decided, here or by somebody else, leaves the list
  const next = list.children[place] ?? list.lastElementChild;
  (next?.querySelector("button") ?? byId("desk-heading")).focus();
  refresh(id).catch(letGo);
}
