// Reads a cited text into a document of the schema, and writes the document as the same text.
import MarkdownIt from "markdown-it";
import { MarkdownParser } from "prosemirror-markdown";
import { schema } from "./schema.js";

// The same rules as in guidance/pages/text.py.
const MARKER = /\[@([a-z0-9][a-z0-9_-]*)\]/y;
const tokenizer = new MarkdownIt("zero", { html: false });
tokenizer.enable(["list", "emphasis", "link", "newline", "escape", "entity"]);
tokenizer.inline.ruler.before("link", "cite", (state, silent) => {
  MARKER.lastIndex = state.pos;
  const marker = MARKER.exec(state.src);
  if (!marker) return false;
  if (!silent) state.push("cite", "", 0).content = marker[1];
  state.pos = MARKER.lastIndex;
  return true;
});

// A text that the schema cannot hold, such as a list in a list. It is edited as it is written.
export class Unreadable extends Error {}

const asText = (token, content) => Object.assign(token, { type: "text", content, nesting: 0 });

const flat = (token) => {
  // Italics are not in the subset, and names of genes contain stars.
  if (token.type === "em_open" || token.type === "em_close") return asText(token, token.markup);
  if (token.type === "softbreak" || token.type === "hardbreak") return asText(token, " ");
  return token;
};

const tokensOf = (source) => {
  const tokens = tokenizer.parse(source, {});
  let lists = 0;
  let inItem = 0;
  for (const token of tokens) {
    if (token.type.endsWith("_list_open")) lists += 1;
    if (token.type.endsWith("_list_close")) lists -= 1;
    if (token.type === "list_item_open") inItem = 0;
    if (token.type === "inline" && lists) inItem += 1;
    if (lists > 1 || inItem > 1) throw new Unreadable("a list in a list");
    if (token.type === "inline") token.children = token.children.map(flat);
  }
  return tokens;
};

const parser = new MarkdownParser(schema, { parse: tokensOf }, {
  paragraph: { block: "paragraph" },
  bullet_list: { block: "bullet_list" },
  ordered_list: {
    block: "ordered_list",
    getAttrs: (token) => ({ start: Number(token.attrGet("start") ?? 1) }),
  },
  list_item: { block: "list_item" },
  cite: { node: "cite", getAttrs: (token) => ({ key: token.content }) },
  strong: { mark: "strong" },
  link: { mark: "link", getAttrs: (token) => ({ href: token.attrGet("href") }) },
});

// Returns the document of a text. Throws `Unreadable` for a text that it cannot hold.
export const read = (text) => parser.parse(text.replace(/\r\n?/g, "\n"));

const ESCAPED = /[\\*_[\]&]/g;
const AT_START = /^(\d+(?=[.)](?:\s|$))|(?=[-+](?:\s|$)))(.)/;
const AS_TYPED = { escape: (words) => words, start: (line) => line, tight: false };
const WAYS = [
  AS_TYPED,
  { ...AS_TYPED, start: (line) => line.replace(AT_START, "$1\\$2") },
  {
    escape: (words) => words.replace(ESCAPED, "\\$&"),
    start: (line) => line.replace(AT_START, "$1\\$2"),
    tight: false,
  },
  // Bold that ends with a full stop before a letter is not bold: the full stop goes outside.
  {
    escape: (words) => words.replace(ESCAPED, "\\$&"),
    start: (line) => line.replace(AT_START, "$1\\$2"),
    tight: true,
  },
];

// Returns the children of a line, joined where their marks are the same, as
// [words, is it bold, address of the link or ""].
const runsOf = (line, way) => {
  const runs = [];
  line.forEach((node) => {
    const strong = node.marks.some((mark) => mark.type.name === "strong");
    const href = node.marks.find((mark) => mark.type.name === "link")?.attrs.href ?? "";
    const words = node.isText ? way.escape(node.text) : `[@${node.attrs.key}]`;
    const last = runs.at(-1);
    if (last && last.strong === strong && last.href === href) last.words += words;
    else runs.push({ words, strong, href });
  });
  return runs;
};

const linked = ({ words, href }) => (href ? `[${words}](${addressed(href)})` : words);
const addressed = (href) =>
  href.replace(/[\s()<>]/g, (character) => (/[()]/.test(character) ? `%${character
    .charCodeAt(0).toString(16)}` : encodeURIComponent(character)));

const bold = (words, tight) => {
  const edge = tight ? "[\\s\\p{P}]*" : "\\s*";
  const parts = words.match(new RegExp(`^(${edge})(.*?)(${edge})$`, "su"));
  return parts[2] ? `${parts[1]}**${parts[2]}**${parts[3]}` : words;
};

const writeLine = (line, way) => {
  let text = "";
  let strong = "";
  for (const run of runsOf(line, way)) {
    if (run.strong) {
      strong += linked(run);
      continue;
    }
    text += (strong && bold(strong, way.tight)) + linked(run);
    strong = "";
  }
  text += strong && bold(strong, way.tight);
  return way.start(text.replace(/\s*\n\s*/g, " ").trim());
};

// Nodes never change, so a key press writes only the line anew that it changed.
const written = new WeakMap();
const lineOf = (line) => {
  if (!written.has(line)) written.set(line, firstGood(line));
  return written.get(line);
};

// Returns the line in the first way in which it is read as it was.
const firstGood = (line) => {
  const wanted = meaningOfLine(line);
  for (const way of WAYS) {
    const text = writeLine(line, way);
    if (meaning(read(text)) === `p ${wanted}`) return text;
  }
  return writeLine(line, WAYS[2]);
};

const itemsOf = (list) => {
  const items = [];
  list.forEach((item) => {
    const text = isEmpty(item.firstChild) ? "" : lineOf(item.firstChild);
    if (text) items.push(text);
  });
  return items;
};

const isEmpty = (line) => !line.textContent.trim();

const blockOf = (block) => {
  if (block.type.name === "paragraph") return isEmpty(block) ? "" : lineOf(block);
  const ordered = block.type.name === "ordered_list";
  return itemsOf(block)
    .map((text, index) => (ordered ? `${block.attrs.start + index}. ${text}` : `- ${text}`))
    .join("\n");
};

// Returns the text of a document.
export const write = (doc) => {
  const blocks = [];
  doc.forEach((block) => blocks.push(blockOf(block)));
  return blocks.filter(Boolean).join("\n\n");
};

// What readers see of a document, with one space for white space and none before a citation.

const meaningOfLine = (line) => {
  const words = runsOf(line, AS_TYPED).map(({ words: said, strong, href }) =>
    `${strong ? "<b>" : ""}${href ? `<${href}>` : ""}${said}${href ? "</>" : ""}${strong ? "</b>" : ""}`);
  return words
    .join("")
    .replaceAll("</b><b>", "")
    .replace(/((?:<b>)?)(\s+)/g, "$2$1")
    .replace(/(\s+)((?:<\/b>)+)/g, "$2$1")
    .replace(/\s+/g, " ")
    .replaceAll(" [@", "[@")
    .trim();
};

export const meaning = (doc) => {
  const blocks = [];
  doc.forEach((block) => {
    if (block.type.name === "paragraph") blocks.push(`p ${meaningOfLine(block)}`);
    else block.forEach((item) => blocks.push(`${block.type.name} ${meaningOfLine(item.firstChild)}`));
  });
  return blocks.filter((block) => block !== "p ").join("\n");
};

// Returns the text as the editor would write it, and what readers see of both, to compare.
export const roundTrip = (text) => {
  const doc = read(text);
  const again = write(doc);
  return { written: again, same: meaning(read(again)) === meaning(doc) };
};
