// The published comments, kept up to date. New ones wait behind a button: nothing moves by itself.

import { call, letGo } from "./api.js";
import { byId, draw, fillTime, sync } from "./drawing.js";

const list = byId("comment-list");
const news = byId("news");
const itemOf = ({ id }) => byId("comment-" + id);
let newest = [];
let etag;

export const { article } = byId("comments").dataset;
export const comments = `/articles/${article}/comments`;

/** Ask for the list again. The comment with the id `own` is shown at once. */
export async function refresh(own) {
  const known = etag ? { "If-None-Match": etag } : {};
  const answer = await call("GET", comments + "?order=newest", null, known);
  if (answer.data) {
    const { count, next } = answer.data;
    newest = answer.data.comments;
    etag = answer.etag;
    byId("comments-heading").textContent = `Comments (${count})`;
    byId("empty").textContent = count ? "" : "There are no comments for now";
    byId("older").hidden = !next;
    byId("older").search = "cursor=" + next;
  }
  const first = !list.children.length;
  show((comment) => first || comment.id === own || itemOf(comment));
}

function show(wanted) {
  sync(list, newest.filter(wanted), render);
  const waiting = newest.filter((comment) => !itemOf(comment)).length;
  news.hidden = !waiting;
  news.textContent = `Show ${waiting} new comment${waiting === 1 ? "" : "s"}`;
}

function render(comment) {
  const item = draw("comment-template", comment);
  item.id = "comment-" + comment.id;
  item.querySelector("a").href = "#" + item.id;
  return item;
}

export function keepFresh() {
  for (const time of list.querySelectorAll("time")) fillTime(time, time.dateTime);
  news.onclick = () => {
    const first = newest.find((comment) => !itemOf(comment));
    show(() => true);
    itemOf(first).querySelector("a").focus();
  };
  const look = () => document.hidden || refresh().catch(letGo);
  document.onvisibilitychange = look;
  setInterval(look, 15_000);
}
