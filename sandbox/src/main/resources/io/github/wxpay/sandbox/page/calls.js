import { el, get, path, rows, split } from "./dom.js";
import { known } from "./live.js";
import { message, signing } from "./message.js";
import { say, time } from "./texts.js";

const MOST_SHOWN = 1000;
let wanted = "";
let onlyFailed = false;
let list = null;
let note = null;
let newest = 0;
let open = 0;

export function show(number) {
  open = Number(number) || 0;
  list = rows(el("ol", { class: "rows", id: "call-list" }));
  newest = 0;
  note = el("p", { class: "empty" });
  const detail = el("article", { class: "detail" });
  const box = el("div", { class: "list" }, filters(), list, note);
  update();
  fill(detail);
  return split("calls", box, detail);
}

function filters() {
  return el("div", { class: "filters" },
    el("input", {
      type: "search", value: wanted, placeholder: say("filter"), "aria-label": say("filter"),
      oninput: (event) => { wanted = event.target.value.toLowerCase(); again(); },
    }),
    el("label", {},
      el("input", {
        type: "checkbox", checked: onlyFailed,
        onchange: (event) => { onlyFailed = event.target.checked; again(); },
      }),
      say("onlyFailed")));
}

function again() {
  list.replaceChildren();
  newest = 0;
  update();
}

// Only what is new is added, so that focus and place in the list stay.
export function update() {
  for (const call of known.calls) {
    if (call.number > newest) {
      newest = call.number;
      if (fits(call)) list.prepend(row(call));
    }
  }
  while (list.childElementCount > MOST_SHOWN) list.lastElementChild.remove();
  note.textContent = list.childElementCount ? "" : say(known.calls.length ? "noneFit" : "noCalls");
}

function fits(call) {
  const line = `${call.method} ${call.target} ${call.status}`.toLowerCase();
  return (!onlyFailed || call.failed) && line.includes(wanted);
}

function row(call) {
  return el("li", {},
    el("a", {
      href: `#calls/${call.number}`,
      "aria-current": call.number === open ? "true" : null,
    },
      el("span", { class: "method" }, call.method),
      el("span", { class: "path" }, path(call.target)),
      mark(call),
      el("time", { datetime: call.time }, time(call.time))));
}

const mark = (call) =>
  el("span", { class: call.failed ? "status bad" : "status" },
    String(call.status),
    call.failed ? el("span", { class: "cross", title: say("failed") }, " ✕") : null);

async function fill(detail) {
  if (!open) {
    detail.append(el("p", { class: "empty" }, say("pickCall")));
    return;
  }
  detail.append(el("a", { class: "back", href: "#calls" }, `← ${say("back")}`));
  try {
    detail.append(...whole(await get("/sandbox/call", { number: open })));
  } catch {
    detail.append(el("p", { class: "empty" }, say("gone")));
  }
  const title = detail.querySelector("h2");
  if (title && document.activeElement === document.body) title.focus({ preventScroll: true });
}

function whole(call) {
  return [
    el("h2", { tabindex: "-1" }, `${call.method} `, path(call.target)),
    el("p", { class: "facts" },
      mark(call), el("span", {}, `#${call.number}`),
      el("time", { datetime: call.time, title: call.time }, time(call.time)),
      el("span", {}, `${(call.micros / 1000).toFixed(1)} ms`)),
    call.failed && call.words
      ? el("div", { class: "alarm" },
        el("b", {}, say(call.objected ? "objected" : "refused")), el("p", {}, call.words))
      : null,
    signing(call.signing),
    message(say("request"), `${call.method} ${call.target} HTTP/1.1`,
      call.request.headers, call.request.body),
    message(say("answer"), `HTTP/1.1 ${call.status}`, call.answer.headers, call.answer.body),
  ].filter((part) => part !== null);
}
