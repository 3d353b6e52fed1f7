// The editor: pick an example, run it, read the answer. Nothing is put into the page as markup, only as text.
import { examples } from "./examples.js";
import { explore } from "./explorer.js";

const at = (id) => document.getElementById(id);
let lang = (localStorage.getItem("lang") || navigator.language).startsWith("en") ? "en" : "zh";

function speak() {
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll("[data-zh]")) node.textContent = node.dataset[lang];
  at("language").textContent = lang === "zh" ? "EN" : "中文";
  const chosen = at("examples").selectedIndex;
  at("examples").replaceChildren(...examples.map((one, number) => new Option(one[lang], number)));
  at("examples").selectedIndex = Math.max(0, chosen);
}

function show(example) {
  at("query").value = example.query;
  at("variables").value = JSON.stringify(example.variables, null, 2);
}

export async function ask(query, variables) {
  const response = await fetch("graphql", {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": lang },
    body: JSON.stringify({ query, variables }),
  });
  return { response, content: await response.json() };
}

// JSON with colours: the text is cut at names, texts and numbers, and each piece becomes a text node of its own.
function coloured(value) {
  const text = JSON.stringify(value, null, 2);
  const pieces = document.createDocumentFragment();
  const token = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)/gi;
  let end = 0;
  for (const found of text.matchAll(token)) {
    pieces.append(text.slice(end, found.index));
    const span = document.createElement("span");
    span.className = found[3] ? "number" : found[2] ? "name" : "text";
    span.textContent = found[1] || found[3];
    pieces.append(span, found[2] || "");
    end = found.index + found[0].length;
  }
  pieces.append(text.slice(end));
  return pieces;
}

async function run() {
  const started = performance.now();
  at("status").textContent = "…";
  try {
    const { response, content } = await ask(at("query").value, JSON.parse(at("variables").value || "{}"));
    const took = Math.round(performance.now() - started);
    at("status").textContent = `${response.status} · ${took} ms · ${response.headers.get("x-request-id")}`;
    at("result").replaceChildren(coloured(content));
  } catch (error) {
    at("status").textContent = "";
    at("result").textContent = String(error);
  }
}

function indent(event) {
  if (event.key !== "Tab" || event.shiftKey) return;
  event.preventDefault();
  event.target.setRangeText("  ", event.target.selectionStart, event.target.selectionEnd, "end");
}

at("run").addEventListener("click", run);
at("examples").addEventListener("change", (event) => show(examples[event.target.value]));
at("language").addEventListener("click", () => {
  lang = lang === "zh" ? "en" : "zh";
  localStorage.setItem("lang", lang);
  speak();
});
at("explore").addEventListener("click", () => {
  at("explorer").hidden = !at("explorer").hidden;
  if (!at("explorer").hidden) explore(ask, at("types"), at("type"), at("filter"));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
for (const id of ["query", "variables"]) at(id).addEventListener("keydown", indent);
speak();
show(examples[0]);
