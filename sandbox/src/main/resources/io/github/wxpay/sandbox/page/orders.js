import { el } from "./dom.js";
import { known, refresh } from "./live.js";
import { say, time } from "./texts.js";

let grid = null;
let note = null;
const cards = new Map();
const troubles = new Map();

export function show() {
  cards.clear();
  grid = el("ul", { class: "cards" });
  note = el("p", { class: "empty" });
  update();
  return el("div", { class: "single" }, note, grid);
}

// A card is made anew only if its order changed.
export function update() {
  const shown = known.orders.length;
  note.textContent = shown === 0 ? say("noOrders")
    : shown < known.ordersCount ? say("manyOrders", { n: shown, all: known.ordersCount }) : "";
  const numbers = new Set(known.orders.map((order) => order.out_trade_no));
  for (const [number, card] of cards) {
    if (!numbers.has(number)) {
      card.element.remove();
      cards.delete(number);
    }
  }
  for (const order of known.orders) {
    const state = JSON.stringify(order);
    const old = cards.get(order.out_trade_no);
    if (old && old.state === state) continue;
    const element = card(order);
    if (old) {
      const focused = old.element.contains(document.activeElement);
      old.element.replaceWith(element);
      if (focused) element.querySelector("h3").focus();
    } else {
      grid.prepend(element);
    }
    cards.set(order.out_trade_no, { state, element });
  }
}

function card(order) {
  const number = order.out_trade_no;
  const trouble = el("p", { class: "trouble", role: "alert" }, troubles.get(number) || "");
  return el("li", { class: "card", "data-order": number },
    el("div", { class: "words" },
      el("p", { class: `chip ${order.state}` }, `${order.state} · ${say(order.state)}`),
      el("h3", { tabindex: "-1" }, order.description || number),
      el("p", { class: "amount" }, `¥${order.yuan}`, el("small", {}, say("fen", { n: order.fen }))),
      el("p", { class: "small" }, number),
      el("p", { class: "small" }, [
        `APIv${order.version} ${order.type}`,
        order.paid ? say("paidAt", { t: time(order.paid) }) : "",
        order.refunded ? say("refunded", { n: order.refunded_yuan }) : "",
      ].filter(Boolean).join(" · ")),
      order.transaction_id ? el("p", { class: "small" }, order.transaction_id) : null,
      order.state === "NOTPAY" ? payButton(number, trouble) : null,
      trouble),
    order.code_url && order.state === "NOTPAY"
      ? el("img", {
        class: "qr", width: "132", height: "132",
        alt: say("qr", { n: number }), title: order.code_url,
        src: `/sandbox/qr?${new URLSearchParams({ out_trade_no: number })}`,
      })
      : null);
}

function payButton(number, trouble) {
  const button = el("button", { type: "button", class: "pay" }, say("pay"));
  button.addEventListener("click", () => pay(number, button, trouble));
  return button;
}

async function pay(number, button, trouble) {
  button.disabled = true;
  button.textContent = say("paying");
  troubles.delete(number);
  try {
    const answer = await fetch("/sandbox/pay", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ out_trade_no: number }),
    });
    if (!answer.ok) throw new Error((await answer.json()).message);
  } catch (error) {
    troubles.set(number, error.message);
    trouble.textContent = error.message;
    button.disabled = false;
    button.textContent = say("pay");
  }
  refresh();
}
