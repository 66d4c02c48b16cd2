// Elements out of values. Nothing becomes markup: texts are texts.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export async function get(address, parameters) {
  const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
}

// A path that may go on in the next line after each of its parts.
export const path = (text) =>
  text.split(/(?<=[/?&=])/).flatMap((part, i) => (i ? [el("wbr"), part] : [part]));

// Arrow keys move from row to row.
export function rows(list) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const links = [...list.querySelectorAll("a")].filter((link) => link.offsetParent !== null);
    const next = links[links.indexOf(document.activeElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  return list;
}

// A list beside what is open of it; in a narrow window one hides the other.
export function split(name, list, detail) {
  return el("div", { class: "split", "data-view": name }, list, detail);
}
