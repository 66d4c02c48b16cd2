import * as calls from "./calls.js";
import * as catalogue from "./catalogue.js";
import * as deliveries from "./deliveries.js";
import { el } from "./dom.js";
import { begin, known, onNews } from "./live.js";
import * as orders from "./orders.js";
import { language, say, switchLanguage } from "./texts.js";

const views = { calls, orders, deliveries, catalogue };
const main = document.getElementById("main");
const tabs = document.getElementById("tabs");
let current = "calls";

// Made once: a link that is replaced between press and release is not clicked.
const links = new Map(Object.keys(views).map((name) => {
  const link = { name: el("span"), count: el("span", { class: "count" }) };
  link.tab = el("a", { href: `#${name}` }, link.name, link.count);
  tabs.append(link.tab);
  return [name, link];
}));

// The address says what is shown: #calls, #calls/12, #catalogue/GET/…
function route() {
  const hash = location.hash.slice(1);
  const slash = hash.indexOf("/");
  const name = slash < 0 ? hash : hash.slice(0, slash);
  const before = current;
  current = views[name] ? name : "calls";
  const open = slash < 0 || !views[name] ? "" : hash.slice(slash + 1);
  const list = main.querySelector(".list");
  const place = list && before === current ? list.scrollTop : 0;
  const focused = document.activeElement?.getAttribute("href");
  document.documentElement.lang = language();
  main.replaceChildren(views[current].show(open));
  main.classList.toggle("opened", open !== "");
  if (main.querySelector(".list")) main.querySelector(".list").scrollTop = place;
  if (focused) main.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  if (open) window.scrollTo(0, 0);
  frame();
}

function frame() {
  const counts = {
    calls: known.calls.length,
    orders: known.ordersCount,
    deliveries: known.deliveries.length,
  };
  for (const [name, link] of links) {
    link.name.textContent = say(name);
    link.count.textContent = counts[name] > 99 ? "99+" : counts[name] || "";
    if (name === current) link.tab.setAttribute("aria-current", "page");
    else link.tab.removeAttribute("aria-current");
  }
  const state = document.getElementById("state");
  state.className = known.connected ? "on" : "off";
  const words = say(known.connected ? "live" : "lost");
  if (state.firstChild?.textContent !== words) {
    state.replaceChildren(words, known.connected ? el("span", {}, ` · ${location.host}`) : "");
  }
  const button = document.getElementById("language");
  button.textContent = say("language");
  button.setAttribute("aria-label", say("languageLabel"));
}

document.getElementById("language").addEventListener("click", () => {
  switchLanguage();
  route();
});
window.addEventListener("hashchange", route);
onNews((changed) => {
  if (changed.has("all")) {
    route();
    return;
  }
  if (changed.has(current) || changed.has("state")) views[current].update();
  frame();
});
route();
begin();
