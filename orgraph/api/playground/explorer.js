// The schema as a list of types and, for each, its fields, arguments and descriptions; asked for once.
const QUESTION = `{ __schema { types { kind name description
  fields { name description args { name description type { ...T } } type { ...T } }
  inputFields { name description type { ...T } }
  enumValues { name description }
  possibleTypes { name } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`;

let types;

export async function explore(ask, list, detail, filter) {
  if (types) return;
  const { content } = await ask(QUESTION, {});
  if (!content.data) {
    detail.textContent = content.errors?.[0]?.message ?? "";
    return;
  }
  types = content.data.__schema.types.filter((type) => !type.name.startsWith("__"));
  const order = (type) => ({ Query: 0, Mutation: 1 })[type.name] ?? 2;
  types.sort((one, other) => order(one) - order(other) || one.name.localeCompare(other.name));
  const open = (name) => {
    const type = types.find((one) => one.name === name);
    if (type) describe(type, detail, open);
    for (const button of list.children) button.setAttribute("aria-current", button.textContent === name);
  };
  const narrow = () => {
    const text = filter.value.toLowerCase();
    const fits = (type) => [type.name, type.description, ...(type.fields ?? []).map((one) => one.name)]
      .some((word) => word?.toLowerCase().includes(text));
    list.replaceChildren(...types.filter(fits).map((type) => link(type.name, open)));
  };
  filter.addEventListener("input", narrow);
  narrow();
  open("Query");
}

function link(name, open) {
  const button = document.createElement("button");
  button.textContent = name;
  button.addEventListener("click", () => open(name));
  return button;
}

function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// A type as written in the schema, [Area!]!, its name a link.
function written(type, open) {
  if (type.kind === "NON_NULL") return [...written(type.ofType, open), "!"];
  if (type.kind === "LIST") return ["[", ...written(type.ofType, open), "]"];
  return [link(type.name, open)];
}

function describe(type, detail, open) {
  const rows = element("dl");
  for (const field of [...(type.fields ?? []), ...(type.inputFields ?? [])]) {
    const line = element("dt", field.name);
    (field.args ?? []).forEach((arg, number) => {
      line.append(number ? ", " : "(", `${arg.name}: `, ...written(arg.type, open));
    });
    line.append(field.args?.length ? "): " : ": ", ...written(field.type, open));
    rows.append(line, element("dd", field.description));
  }
  for (const value of type.enumValues ?? []) rows.append(element("dt", value.name), element("dd", value.description));
  for (const member of type.possibleTypes ?? []) rows.append(element("dt", link(member.name, open)));
  detail.replaceChildren(element("h3", type.name), element("p", type.description), rows);
  detail.scrollTop = 0;
}
