// A dialog in which one row of a list is found and chosen, or a new one is added in place.
import { button, labelled, make, newId, setError, showDialog } from "./dom.js";

const MOST = 30;

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// Returns the rows that have each word of `typed`, those of `first` before the others.
const found = (rows, typed, first) => {
  const words = plain(typed).replace(/[[\]@]/g, " ").split(/\s+/).filter(Boolean);
  const fitting = [...rows].filter((row) => {
    const text = plain(`${row.search} ${row.key}`);
    return words.every((word) => text.includes(word));
  });
  const rank = (row) => (first.has(row.key) ? 0 : 1) + (words.length && plain(row.name)
    .startsWith(words[0]) ? 0 : 2);
  return fitting.sort((one, other) => rank(one) - rank(other));
};

const listPart = (choices, { label, first, typed, chosen }) => {
  const list = make("ul", { role: "listbox", id: newId("list"), "aria-label": "Found", class: "cited-list" });
  const count = make("p", { role: "status", class: "cited-help" });
  const input = make("input", {
    type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "true",
    "aria-autocomplete": "list", "aria-controls": list.id, autofocus: true, maxlength: "200",
  });
  input.value = typed;
  let rows = [];
  let active = 0;
  const point = (index) => {
    active = Math.max(0, Math.min(index, rows.length - 1));
    [...list.children].forEach((option, place) =>
      option.setAttribute("aria-selected", String(place === active)));
    const option = list.children[active];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const all = found(choices.rows.values(), input.value, first);
    rows = all.slice(0, MOST);
    list.replaceChildren(...rows.map((row, index) => {
      const option = make("li", { role: "option", id: `${list.id}-${index}` },
        make("b", {}, row.name), make("span", {}, row.about));
      option.addEventListener("click", () => chosen(row));
      return option;
    }));
    count.textContent = all.length > MOST
      ? `${MOST} of ${all.length} are shown. Type more to find the others.`
      : `${all.length} found.`;
    point(0);
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) point(active + steps[event.key]);
    else if (event.key === "Enter" && rows[active]) chosen(rows[active]);
    else if (event.key !== "Enter") return;
    event.preventDefault();
  });
  show();
  return { nodes: [labelled(label, input), count, list], show, input };
};

const addPart = (choices, { words, fields, added }) => {
  const opener = make("summary", {}, words);
  const problem = make("p", { class: "cited-error", role: "alert", hidden: true });
  const inputs = {};
  const rows = fields(choices).map(({ name, label, field, help }) => {
    inputs[name] = field;
    return labelled(label, field, help);
  });
  const add = button(words, { class: "cited-button" });
  const send = async () => {
    problem.hidden = true;
    add.disabled = true;
    const values = {};
    for (const [name, field] of Object.entries(inputs)) {
      setError(field, "");
      values[name] = field.value;
    }
    try {
      added(await choices.add(values));
    } catch (error) {
      for (const [name, messages] of Object.entries(error.errors ?? {})) {
        if (inputs[name]) setError(inputs[name], messages.join(" "));
      }
      problem.textContent = error.message;
      problem.hidden = false;
      Object.values(inputs).find((field) => field.getAttribute("aria-invalid"))?.focus();
    } finally {
      add.disabled = false;
    }
  };
  add.addEventListener("click", send);
  const details = make("details", { class: "cited-add" }, opener, ...rows, problem, make("p", {}, add));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    send();
  });
  return details;
};

// Shows the dialog. `picked` is called with the chosen or new row after it is closed, or with null.
export const choose = ({ choices, heading, about, label, typed = "", first = new Set(), add, picked }) => {
  let row = null;
  let close = () => {};
  const chosen = (chosenRow) => {
    row = chosenRow;
    close();
  };
  const problem = make("p", { class: "cited-error", role: "alert", hidden: true });
  const part = listPart(choices, { label, first, typed, chosen });
  const place = make("div");
  close = showDialog(heading, [make("p", { class: "cited-help" }, about), ...part.nodes, problem, place],
    () => picked(row));
  part.input.focus();
  part.input.setSelectionRange(typed.length, typed.length);
  choices.load().then(() => {
    part.show();
    if (choices.mayAdd) place.append(addPart(choices, { ...add, added: chosen }));
  }).catch((error) => {
    problem.textContent = error.message;
    problem.hidden = false;
  });
};
