import { el, get, path, rows, split } from "./dom.js";
import { say } from "./texts.js";

let words = "";
let found = null;
let list = null;
let note = null;

export function show(key) {
  list = rows(el("ol", { class: "rows", id: "endpoint-list" }));
  note = el("p", { class: "empty" });
  const detail = el("article", { class: "detail" });
  const box = el("div", { class: "list" }, form(), list, note);
  fillList(key);
  fill(detail, key);
  return split("catalogue", box, detail);
}

export function update() {}

function form() {
  const input = el("input", {
    type: "search", value: words, placeholder: say("search"), "aria-label": say("search"),
  });
  return el("form", {
    class: "filters", role: "search",
    onsubmit: (event) => {
      event.preventDefault();
      search(input.value.trim());
    },
  }, input, el("button", { type: "submit" }, say("searchButton")));
}

async function search(text) {
  words = text;
  try {
    found = text ? await get("/sandbox/catalogue", { q: text }) : null;
  } catch (error) {
    found = null;
    list.replaceChildren();
    note.textContent = error.message;
    return;
  }
  fillList(null);
}

function fillList(key) {
  list.replaceChildren(...(found || []).map((endpoint) => row(endpoint, key)));
  note.textContent = found === null ? say("searchHint")
    : found.length ? "" : say("nothingFound", { q: words });
}

const keyOf = (endpoint) =>
  `${endpoint.method}/${encodeURIComponent(endpoint.path)}`;

function row(endpoint, key) {
  return el("li", {},
    el("a", {
      href: `#catalogue/${keyOf(endpoint)}`,
      "aria-current": key === keyOf(endpoint) ? "true" : null,
    },
    el("span", { class: "method" }, endpoint.method),
    el("span", { class: "path two" }, el("b", {}, endpoint.title), el("br"), path(endpoint.path)),
    el("span", { class: "kind" }, `v${String(endpoint.version).replace(/^v/, "")}`,
      endpoint.deprecated ? ` · ${say("deprecated")}` : "")));
}

async function fill(detail, key) {
  if (!key) {
    detail.append(el("p", { class: "empty" }, say("pickEndpoint")));
    return;
  }
  detail.append(el("a", { class: "back", href: "#catalogue" }, `← ${say("back")}`));
  const slash = key.indexOf("/");
  const method = key.slice(0, slash);
  const template = decodeURIComponent(key.slice(slash + 1));
  try {
    detail.append(...whole(await get("/sandbox/endpoint", { method, path: template })));
  } catch (error) {
    detail.append(el("p", { class: "empty" }, error.message));
  }
}

function whole(endpoint) {
  return [
    el("h2", { tabindex: "-1" }, endpoint.title),
    el("p", { class: "facts" },
      el("code", {}, `${endpoint.method} `, path(endpoint.path)),
      endpoint.kind ? el("span", {}, endpoint.kind) : null,
      endpoint.host ? el("span", {}, endpoint.host) : null,
      endpoint.deprecated ? el("span", { class: "status bad" }, say("deprecated")) : null),
    part(say("query"), endpoint.query),
    part(say("requestFields"), endpoint.request),
    part(say("responseFields"), endpoint.response),
    el("section", { class: "examples" }, el("h3", {}, say("examples")),
      Object.entries(endpoint.calls).flatMap(([name, text]) => copied(name, text))),
    el("section", {}, el("h3", {}, say("description")),
      copied("describe()", endpoint.description)),
  ];
}

// A text with a button that copies it.
function copied(name, text) {
  const button = el("button", {
    type: "button",
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = say("copied");
      } catch (error) {
        button.textContent = say("notCopied");
      }
    },
  }, say("copy"));
  return [
    el("h4", {}, name, " ", button),
    el("pre", { tabindex: "0", role: "region", "aria-label": name }, text),
  ];
}

const part = (title, fields) =>
  el("section", {}, el("h3", {}, title),
    fields && fields.length ? tree(fields) : el("p", { class: "note" }, say("noFields")));

function tree(fields) {
  return el("ul", { class: "fields" }, fields.map((field) =>
    el("li", {},
      el("code", {}, field.name), " ",
      el("span", { class: "type" }, field.type || ""),
      field.required ? el("span", { class: "tag must" }, say("required")) : null,
      field.encrypted ? el("span", { class: "tag" }, say("encrypted")) : null,
      field.enum && field.enum.length
        ? el("div", { class: "values" }, field.enum.join(" · ")) : null,
      field.fields && field.fields.length ? tree(field.fields) : null)));
}
