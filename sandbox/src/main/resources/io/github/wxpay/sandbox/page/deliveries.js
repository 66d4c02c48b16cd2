import { el, get, path, rows, split } from "./dom.js";
import { known } from "./live.js";
import { content, message, text } from "./message.js";
import { say, time } from "./texts.js";

let list = null;
let note = null;
let newest = 0;
let open = 0;

export function show(number) {
  open = Number(number) || 0;
  newest = 0;
  list = rows(el("ol", { class: "rows", id: "delivery-list" }));
  note = el("p", { class: "empty" });
  const detail = el("article", { class: "detail" });
  update();
  fill(detail);
  return split("deliveries", el("div", { class: "list" }, list, note), detail);
}

export function update() {
  for (const sent of known.deliveries) {
    if (sent.number > newest) {
      newest = sent.number;
      list.prepend(row(sent));
    }
  }
  while (list.childElementCount > known.deliveries.length) list.lastElementChild.remove();
  note.textContent = [
    known.deliveries.length ? "" : say("noDeliveries"),
    known.notifying ? "" : say("notifyingOff"),
  ].filter(Boolean).join(" ");
}

function row(sent) {
  return el("li", {},
    el("a", {
      href: `#deliveries/${sent.number}`,
      "aria-current": sent.number === open ? "true" : null,
    },
    el("span", { class: "method" }, `v${sent.version}`),
    el("span", { class: "path" }, el("b", {}, sent.event), " ", path(sent.receiver)),
    mark(sent),
    el("time", { datetime: sent.time }, time(sent.time))));
}

const mark = (sent) =>
  el("span", { class: sent.failed ? "status bad" : "status" },
    sent.status ? String(sent.status) : say("noAnswer"),
    sent.failed ? el("span", { class: "cross", title: say("failed") }, " ✕") : null);

async function fill(detail) {
  if (!open) {
    detail.append(el("p", { class: "empty" }, say("pickDelivery")));
    return;
  }
  detail.append(el("a", { class: "back", href: "#deliveries" }, `← ${say("back")}`));
  try {
    detail.append(...whole(await get("/sandbox/delivery", { number: open })));
  } catch {
    detail.append(el("p", { class: "empty" }, say("gone")));
  }
}

function whole(sent) {
  const same = sent.message.body.text === sent.plaintext;
  return [
    el("h2", { tabindex: "-1" }, sent.event),
    el("p", { class: "facts" },
      mark(sent), el("span", {}, `#${sent.number}`),
      el("time", { datetime: sent.time, title: sent.time }, time(sent.time)),
      el("span", {}, sent.receiver)),
    sent.problem
      ? el("div", { class: "alarm" }, el("b", {}, say("problem")), el("p", {}, sent.problem))
      : null,
    sent.status
      ? el("section", { class: "answer" }, el("h3", {}, `${say("receiverAnswer")} · ${sent.status}`),
        content(say("receiverAnswer"), sent.answer))
      : null,
    same ? null : text(say("plaintext"), sent.plaintext),
    message(say("notification"), `POST ${sent.receiver}`, sent.message.headers, sent.message.body),
  ].filter((part) => part !== null);
}
