// The three dialogs of the toolbar: cite a source, explain a word, make a link.
import { choose } from "./choose.js";
import { button, labelled, make, setError, showDialog } from "./dom.js";
import { schema } from "./schema.js";
import { sources, terms } from "./server.js";

const input = (attributes) => make("input", { type: "text", ...attributes });

const select = (pairs) =>
  make("select", {}, make("option", { value: "" }, "Choose one"),
    ...pairs.map(([value, words]) => make("option", { value }, words)));

const sourceFields = ({ choices }) => [
  { name: "address", label: "Web address", field: input({ type: "url", maxlength: "500" }) },
  { name: "title", label: "Title", field: input({ maxlength: "300" }) },
  { name: "organization", label: "Who published it", field: input({ maxlength: "200" }) },
  {
    name: "published",
    label: "Its own date, if it has one",
    field: input({ maxlength: "60" }),
    help: "For example June 2024.",
  },
  { name: "kind", label: "What it is", field: select(choices.kind) },
  {
    name: "how_checked",
    label: "Where you read it",
    field: select(choices.how_checked),
    help: "Readers are told, unless you read it on the official page.",
  },
];

// Opens the dialog of sources, and puts the chosen one where the cursor is. `typed` is searched.
export const cite = (view) => {
  const first = new Set();
  view.state.doc.descendants((node) => {
    if (node.type === schema.nodes.cite) first.add(node.attrs.key);
  });
  choose({
    choices: sources,
    heading: "Cite a source",
    about: "It stands after the full stop. Sources that this text cites come first.",
    label: "Title, who published it, or year",
    first,
    add: { words: "Add a source", fields: sourceFields },
    picked: (row) => {
      if (row) putCite(view, row.key);
      view.focus();
    },
  });
};

// Puts the marker after the selection, with a space before it as in the shipped texts.
const putCite = (view, key) => {
  const { $to } = view.state.selection;
  const before = $to.parent.textBetween(0, $to.parentOffset, "", "\ufffc");
  const needsSpace = before && !/[\s\ufffc]$/.test(before);
  const nodes = [schema.nodes.cite.create({ key })];
  if (needsSpace) nodes.unshift(schema.text(" "));
  view.dispatch(view.state.tr.insert($to.pos, nodes).scrollIntoView());
};

const termFields = (typed) => () => {
  const field = input({ maxlength: "120" });
  field.value = typed;
  return [
    { name: "term", label: "The word", field },
    {
      name: "definition",
      label: "What it means, in plain words",
      field: make("textarea", { rows: "3" }),
      help: "Readers see it where the word is first used. It is a draft until it is published.",
    },
  ];
};

// Opens the dialog of explained words. The chosen word goes into the text if nothing is marked.
export const explain = (view) => {
  const { from, to, empty } = view.state.selection;
  const typed = view.state.doc.textBetween(from, to, " ").trim();
  choose({
    choices: terms,
    heading: "Explain a word",
    about: "Pages link the first use of each of these words to its meaning by themselves. "
      + "Add a word that is not here yet.",
    label: "The word",
    typed,
    add: { words: "Add a word", fields: termFields(typed) },
    picked: (row) => {
      if (row && empty) view.dispatch(view.state.tr.insertText(row.name).scrollIntoView());
      view.focus();
    },
  });
};

const isSafe = (address) =>
  /^(#|https:\/\/|tel:|sms:)\S+$/.test(address) || /^\/(?!\/)\S*$/.test(address);

// Returns the link around the cursor as {from, to, href}, or null.
const linkAt = ({ doc, selection: { $from } }) => {
  const { link } = schema.marks;
  const mark = link.isInSet($from.marks()) || link.isInSet($from.nodeAfter?.marks ?? []);
  if (!mark) return null;
  let [from, to] = [null, null];
  doc.nodesBetween($from.start(), $from.end(), (node, position) => {
    if (!mark.isInSet(node.marks)) return;
    const end = position + node.nodeSize;
    if (to === position) to = end;
    else if (to === null || to < $from.pos) [from, to] = [position, end];
  });
  return { from, to, href: mark.attrs.href };
};

// Opens the dialog of a link: its words and its address.
export const link = (view) => {
  const there = linkAt(view.state);
  const { from, to } = there ?? view.state.selection;
  const words = input({ maxlength: "300" });
  const address = input({ maxlength: "500", autofocus: true });
  words.value = view.state.doc.textBetween(from, to, " ");
  address.value = there?.href ?? "";
  let change = null;
  const put = () => {
    setError(words, words.value.trim() ? "" : "Type the words of the link.");
    setError(address, isSafe(address.value.trim()) ? ""
      : "Type an address that begins with https://, tel:, sms: or, on this site, with /.");
    if (!words.value.trim() || !isSafe(address.value.trim())) {
      (words.value.trim() ? address : words).focus();
      return;
    }
    const mark = schema.marks.link.create({ href: address.value.trim() });
    change = (tr) => tr.replaceWith(from, to, schema.text(words.value.trim(), [mark]));
    close();
  };
  const done = button("Put the link", { class: "cited-button cited-button--main" });
  done.addEventListener("click", put);
  const nodes = [labelled("Words", words), labelled("Address", address), make("p", {}, done)];
  if (there) {
    const out = button("Take the link out", { class: "cited-button" });
    out.addEventListener("click", () => {
      change = (tr) => tr.removeMark(from, to, schema.marks.link);
      close();
    });
    nodes.at(-1).append(" ", out);
  }
  const close = showDialog("Link", nodes, () => {
    if (change) view.dispatch(change(view.state.tr).scrollIntoView());
    view.focus();
  });
  for (const field of [words, address]) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      put();
    });
  }
};
