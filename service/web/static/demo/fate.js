// What became of the reader's own comments: a card for each, which changes when a decision falls.

import { call, letGo } from "./api.js";
import { byId, draw, fillReasons } from "./drawing.js";
import { article, refresh } from "./published.js";

// Milliseconds. Most comments are decided by the first look; a moderator takes longer.
const FIRST_LOOK = 150;
const SLOWEST_LOOK = 3_000;
const LOOK_WHILE_HELD = 5_000;
const PATIENCE = 120_000;

const isOpen = ({ state }) => state === "pending" || state === "held";

/** Show the comment's state, and follow it until it is decided. */
export async function follow(comment) {
  const card = draw("card-template", comment);
  card.id = "card-" + comment.id;
  if (byId(card.id)) return;
  const began = Date.now();
  show(card, comment);
  byId("cards").prepend(card);
  for (let wait = FIRST_LOOK; isOpen(comment); wait = Math.min(wait * 1.5, SLOWEST_LOOK)) {
    const held = comment.state === "held";
    if (!held && Date.now() - began > PATIENCE) return show(card, comment, "slow");
    await new Promise((resolve) => setTimeout(resolve, held ? LOOK_WHILE_HELD : wait));
    if (!card.isConnected) return; // signed out
    try {
      comment = (await call("GET", "/comments/" + comment.id)).data;
      show(card, comment);
    } catch (problem) {
      letGo(problem);
      if ([401, 404].includes(problem.status)) return show(card, comment, "unseen");
    }
  }
  if (comment.state === "approved") refresh(comment.id).catch(letGo);
}

/** After a reload: the reader's comments here that are not decided yet. */
export async function followUndecided() {
  const { comments } = (await call("GET", "/me/comments")).data;
  const open = comments.filter((comment) => comment.article === article && isOpen(comment));
  open.reverse().forEach(follow);
}

function show(card, { state, reasons }, words = state) {
  if (card.dataset.words === words) return; // nothing new to announce
  card.dataset.words = words;
  for (const part of card.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== words;
  fillReasons(card.querySelector(".reasons"), reasons);
}
