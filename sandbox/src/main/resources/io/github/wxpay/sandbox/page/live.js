import { get } from "./dom.js";

const PAUSE = 1000;
const MOST = 1000;

// What the sandbox told so far; numbers grow, lists are cut at their old end.
export const known = fresh("");

const listeners = [];
let timer = 0;
let asking = false;

function fresh(run) {
  return {
    run,
    connected: true,
    notifying: false,
    calls: [],
    deliveries: [],
    orders: [],
    ordersCount: 0,
    revision: 0,
  };
}

export function onNews(listener) {
  listeners.push(listener);
}

const last = (list) => (list.length ? list[list.length - 1].number : 0);

async function ask() {
  if (asking) return;
  asking = true;
  let changed = [];
  try {
    const news = await get("/sandbox/live", {
      calls: last(known.calls),
      orders: known.revision,
      deliveries: last(known.deliveries),
    });
    if (known.run && news.run !== known.run) {
      // Another sandbox at the same address: all numbers begin anew.
      Object.assign(known, fresh(""));
      changed = ["all"];
    } else {
      changed = take(news);
    }
  } catch {
    if (known.connected) changed = ["state"];
    known.connected = false;
  } finally {
    asking = false;
  }
  if (changed.length) listeners.forEach((listener) => listener(new Set(changed)));
}

function take(news) {
  const changed = known.connected && known.run ? [] : ["state"];
  known.run = news.run;
  known.connected = true;
  known.notifying = news.notifying;
  for (const name of ["calls", "deliveries"]) {
    if (news[name].length) {
      known[name] = known[name].concat(news[name]).slice(-MOST);
      changed.push(name);
    }
  }
  if (news.orders) {
    known.orders = news.orders;
    known.ordersCount = news.orders_count;
    known.revision = news.revision;
    changed.push("orders");
  }
  return changed;
}

// Asks now, and then again and again as long as somebody can see it.
export async function refresh() {
  clearTimeout(timer);
  await ask();
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(refresh, PAUSE);
}

export function begin() {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else refresh();
  });
  refresh();
}
