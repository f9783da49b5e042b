// Comments as nodes of the page. A reader's text never passes as markup.

const LINK = /https?:\/\/[^\s<>"]{1,2000}/gi;
const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });
const create = (tag, properties) => Object.assign(document.createElement(tag), properties);
const keyOf = ({ id, revision }) => `${id}/${revision}`;

export const byId = (id) => document.getElementById(id);

/** A template of the page, filled with the comment. */
export function draw(template, comment) {
  const item = byId(template).content.firstElementChild.cloneNode(true);
  const each = (part, fill) => item.querySelectorAll(part).forEach(fill);
  item.dataset.key = keyOf(comment);
  each(".name", (name) => (name.textContent = comment.author.name));
  each("time", (time) => fillTime(time, comment.created_at));
  each(".comment-body", (body) => body.append(...withLinks(comment.body)));
  return item;
}

/** Bring a list in line with these comments. What is there already is not touched, so it keeps the focus. */
export function sync(list, comments, render) {
  const keys = comments.map(keyOf);
  const there = new Map(Array.from(list.children, (item) => [item.dataset.key, item]));
  for (const [key, item] of there) if (!keys.includes(key)) item.remove();
  comments.forEach((comment, place) => {
    const item = there.get(keys[place]) ?? render(comment);
    if (item !== list.children[place]) list.insertBefore(item, list.children[place]);
  });
}

/** In the reader's own time zone. */
export function fillTime(time, moment) {
  time.dateTime = moment;
  time.textContent = clock.format(new Date(moment));
}

export function fillReasons(list, reasons) {
  list.replaceChildren(...reasons.map((reason) => create("li", { textContent: reason.message })));
}

// The server draws links by the same rules.
function withLinks(text) {
  const parts = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    let href = found.replace(/[.,:;!?'…]{1,9}$/, "");
    if (href.endsWith(")") && !href.includes("(")) href = href.slice(0, -1);
    parts.push(
      text.slice(done, index),
      create("a", { href, textContent: href, rel: "ugc nofollow noopener", dir: "ltr" }),
    );
    done = index + href.length;
  }
  return [...parts, text.slice(done)];
}
