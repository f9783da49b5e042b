// The comment block: who is signed in, and what they write.

import { call, letGo } from "./api.js";
import { byId } from "./drawing.js";
import { follow, followUndecided } from "./fate.js";
import { comments, keepFresh } from "./published.js";

const signIn = byId("sign-in");
const write = byId("write");
const box = write.body;
const saved = sessionStorage; // the draft, and the key of an attempt to post it
let desk; // loaded for moderators only

async function showUser(user) {
  byId("stranger").hidden = signIn.hidden = user !== null;
  write.hidden = !user;
  byId("who").textContent = user?.name;
  byId("cards").replaceChildren();
  if (user) followUndecided().catch(letGo);
  const moderates = ["moderator", "admin"].includes(user?.role);
  if (moderates) desk ??= await import("./desk.js");
  desk?.show(moderates);
}

async function loadUser() {
  await showUser((await call("GET", "/auth/session")).data.user);
}

/** What a button asks for, once at a time; a refusal is said. The button is not disabled: it keeps the focus. */
const attempt = (action) => async (event) => {
  event.preventDefault();
  const button = event.submitter ?? event.target;
  if (button.ariaDisabled) return;
  button.ariaDisabled = true;
  byId("refusal").textContent = "";
  await action().catch(say);
  button.ariaDisabled = null;
};

function say(problem) {
  letGo(problem);
  byId("refusal").textContent = problem.message;
}

async function enter() {
  const { data } = await call("POST", "/auth/login", Object.fromEntries(new FormData(signIn)));
  signIn.reset();
  await showUser(data.user);
  box.focus();
}

async function leave() {
  await call("POST", "/auth/logout");
  write.reset();
  saved.clear();
  await loadUser();
  signIn.username.focus();
}

async function post() {
  // The same key until an answer comes or the text changes: a second try posts nothing twice.
  saved.attempt ??= crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
  try {
    const { data } = await call("POST", comments, { body: box.value }, { "Idempotency-Key": saved.attempt });
    saved.clear();
    write.reset();
    box.focus();
    follow(data);
  } catch (problem) {
    letGo(problem);
    if (problem.status && problem.status < 500) delete saved.attempt;
    else problem.message += " Your text is kept. Try again: it will not be posted twice.";
    // Signed out, or in as somebody else, in another window: show who it is now.
    if ([401, 403].includes(problem.status)) await loadUser().catch(letGo);
    throw problem;
  }
}

keepFresh();
signIn.onsubmit = attempt(enter);
write.onsubmit = attempt(post);
byId("sign-out").onclick = attempt(leave);
box.value = saved.draft ?? "";
box.oninput = () => {
  saved.draft = box.value;
  delete saved.attempt;
};
loadUser().catch((problem) => {
  signIn.hidden = false;
  say(problem);
});
