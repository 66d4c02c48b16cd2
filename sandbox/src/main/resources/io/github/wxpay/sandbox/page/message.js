import { el } from "./dom.js";
import { say } from "./texts.js";

const pre = (label, ...content) =>
  el("pre", { tabindex: "0", role: "region", "aria-label": label }, ...content);

// A message as it went over the wire: first line, headers, body.
export function message(title, firstLine, headers, body) {
  const head = el("div", { class: "head" });
  if (firstLine) head.append(el("b", {}, firstLine), "\n");
  for (const [name, value] of headers) {
    head.append(el("span", { class: "name" }, `${name}:`), ` ${value}\n`);
  }
  return el("section", {}, el("h3", {}, title), pre(title, head), content(title, body));
}

// A body, or what is to be said in its place.
export function content(title, body) {
  if (!body.kept) return el("p", { class: "note" }, say("notKept"));
  if (body.length === 0) return el("p", { class: "note" }, say("noBody"));
  if (body.text === undefined) return el("p", { class: "note" }, say("binary", { n: body.length }));
  return pre(title, body.text);
}

export const text = (title, value) =>
  el("section", {}, el("h3", {}, title), pre(title, value));

// The text that was to be signed, beside the one that was, where that is known.
export function signing(signing) {
  const section = el("section", { class: "signing" }, el("h3", {}, say("signing")));
  if (!signing) {
    section.append(el("p", { class: "note" }, say("unsigned")));
    return section;
  }
  section.append(el("p", { class: "note" }, say(signing.version === 2 ? "signingHint2" : "signingHint")));
  const { expected, actual } = signing;
  const show = signing.version === 2 ? pairs : lines;
  if (actual === undefined) {
    section.append(pre(say("signing"), ...show(expected, expected)));
  } else {
    section.append(
      el("h4", {}, say("expected")), pre(say("expected"), ...show(expected, actual)),
      el("h4", {}, say("actual")), pre(say("actual"), ...show(actual, expected)));
  }
  return section;
}

// The mark at the end of a line is drawn by the style sheet: it is not copied with the text.
function lines(text, other) {
  const mine = text.split("\n");
  const theirs = other.split("\n");
  return mine.slice(0, mine[mine.length - 1] === "" ? -1 : mine.length).map((line, i) => {
    const ended = i < mine.length - 1;
    const same = line === theirs[i] && ended === i < theirs.length - 1;
    return el("span", { class: same ? "" : "differs" },
      line, ended ? el("span", { class: "eol" }, "\n") : null);
  });
}

function pairs(text, other) {
  const mine = text.split("&");
  const theirs = other.split("&");
  // In another order, places are compared; else what one has and the other has not.
  const sorted = (list) => [...list].sort().join("&");
  const moved = sorted(mine) === sorted(theirs);
  return mine.flatMap((pair, i) => [
    i ? "&" : "",
    el("span", { class: (moved ? theirs[i] === pair : theirs.includes(pair)) ? "" : "differs" },
      pair),
  ]);
}
