// Cleans what is pasted from Word, Google Docs, web pages and PDFs into blocks of the schema.
import { Slice } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import { schema } from "./schema.js";
import { read, Unreadable } from "./text.js";

// Plain text

const LIGATURES = { ﬀ: "ff", ﬁ: "fi", ﬂ: "fl", ﬃ: "ffi", ﬄ: "ffl", ﬅ: "st", ﬆ: "st" };
const BULLET = /^[ \t\u00a0]*(?:[•·▪▫●○◦‣⁃∙■□\uf0b7\uf0a7\uf0d8\uf076\uf0fc][ \t\u00a0]*|[o–—*-][ \u00a0]*\t[ \t\u00a0]*|[-–*][ \u00a0]+)/;
const NUMBER = /^[ \t\u00a0]*\(?\d{1,2}[.)][ \t\u00a0]+/;
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u180e\u200b\u2060\ufeff]/g;

// Returns words with letters in place of ligatures, and without invisible characters.
const letters = (words) => words
  .replace(/[ﬀ-ﬆ]/g, (ligature) => LIGATURES[ligature])
  .replace(INVISIBLE, "")
  .replace(/\u00a0/g, " ")
  .normalize("NFC");

// Returns words without the numbers of footnotes after them: "falls.12,13" and "[4]" and "³".
const withoutNotes = (words) => words
  .replace(/\s?\[\d{1,3}(?:[,–-] ?\d{1,3})*\]/g, "")
  .replace(/([^\W\d_]{3,}[.,;:)]?)[¹²³⁰⁴-⁹]+/gu, "$1")
  .replace(/\b([a-z]{3,}[.;])\d{1,3}(?:[,–-]\d{1,3})*(?=\s|$)/g, "$1");

const tidy = (words) => withoutNotes(letters(words)).replace(/\s+/g, " ");

// Returns the lines of a text as a PDF has them joined to paragraphs and items.
const joined = (text) => {
  const parts = [];
  let open = false;
  for (const line of text.replace(/\r\n?|[\v\f\u2028\u2029]/g, "\n").replace(/\u00ad\n/g, "").split("\n")) {
    if (!line.trim()) {
      open = false;
      continue;
    }
    const bullet = BULLET.exec(line);
    const number = bullet ? null : NUMBER.exec(line);
    const words = line.slice((bullet ?? number)?.[0].length ?? 0).trim();
    const kind = (bullet && "bullet_list") || (number && "ordered_list") || "paragraph";
    if (open && kind === "paragraph") {
      const last = parts.at(-1);
      const broken = /\p{Ll}-$/u.test(last.words) && /^\p{Ll}/u.test(words);
      last.words = broken ? last.words.slice(0, -1) + words : `${last.words} ${words}`;
    } else {
      parts.push({ kind, words });
    }
    open = true;
  }
  return parts.filter(({ words }) => words);
};

const ALONE = /^[ \t\u00a0]*[•·▪▫●○◦‣⁃∙■□\uf0b7\uf0a7\uf0d8\uf076\uf0fc][ \t\u00a0]*\n[ \t\u00a0]*(?=\S)/gm;

// Returns the blocks of a plain text. Marks of the text, such as [@key] and **bold**, are read.
const blocksOfText = (text) => listed(joined(text.replace(/\r\n?/g, "\n").replace(ALONE, "• "))
  .map(({ kind, words }) => ({ kind, nodes: inlineOf(tidy(words)) })));

const inlineOf = (words) => {
  try {
    const block = read(words).firstChild;
    if (block.type.name === "paragraph" && block.childCount) return [...block.content.content];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return words.trim() ? [schema.text(words.trim())] : [];
};

// HTML

const WORD_LIST = /mso-list:\s*(?!none|Ignore|skip)/i;
const WORD_MARK = /mso-list:\s*Ignore/i;
const LEFT_OUT = "style, script, title, meta, link, xml, o\\:p, img, svg, table colgroup, [hidden]";
const BLOCKS = /^(P|DIV|LI|UL|OL|H[1-6]|TABLE|TBODY|THEAD|TR|TD|TH|SECTION|ARTICLE|BLOCKQUOTE|PRE|BODY|DL|DT|DD|FIGURE)$/;
const isSafe = (address) => /^(https:\/\/|tel:|sms:)/.test(address);

// The policy of the page forbids styles in HTML, so they are read under another name.
const inert = (html) => html
  .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
  .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'])(?=(?:style|on[a-z]+)\s*=)/gi, "$1data-"));

const styleOf = (element) => element.getAttribute("data-style") ?? "";

const isBold = (element, before) => {
  const weight = /font-weight:\s*([a-z0-9]+)/i.exec(styleOf(element))?.[1];
  if (weight) return /^(bold|bolder|[6-9]00)$/i.test(weight);
  return before || /^(B|STRONG|H[1-6]|TH)$/.test(element.tagName);
};

// The number of a footnote: raised digits, or what links to one.
const isNote = (element) => {
  const words = element.textContent.trim();
  const raised = element.tagName === "SUP" || /vertical-align:\s*super/i.test(styleOf(element));
  const refers = /MsoFootnoteReference|MsoEndnoteReference/i.test(element.className)
    || /mso-footnote-id|mso-endnote-id|_ftn|_edn/i.test(styleOf(element) + (element.getAttribute("href") ?? ""));
  return (raised && /^[[(]?[\d,–\- *†‡]+[\])]?$/.test(words)) || (refers && /^[[(]?\w{0,3}[\])]?$/.test(words));
};

// Words that are struck through, as tracked changes show what is deleted.
const isStruck = (element) => /^(DEL|S|STRIKE)$/.test(element.tagName)
  || /\bmsoDel\b/.test(element.className) || /text-decoration[a-z-]*:[^;]*line-through/i.test(styleOf(element));

const RAISED = { "-": "⁻", "–": "⁻", "−": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].entries()) };
const HAS_EXPONENT = /(?:(?<![\d.,])10|(?<![^\s\d/(])[kcm]?m)\s*$/;

// Returns a raised number as characters if it is an exponent or the top of a fraction, or "".
const exponentOf = (element, before) => {
  const words = element.textContent.trim();
  const raised = element.tagName === "SUP" || /vertical-align:\s*super/i.test(styleOf(element));
  const isOver = (element.nextSibling?.textContent ?? "").trimStart().startsWith("⁄");
  if (!raised || !/^[-–−]?\d{1,2}$/.test(words) || !(isOver || HAS_EXPONENT.test(before))) return "";
  return [...words].map((character) => RAISED[character]).join("");
};

class Cleaner {
  constructor() {
    this.parts = [];
    this.runs = [];
    this.kind = "paragraph";
  }

  // Ends a line: what was gathered becomes a part.
  end(kind = "paragraph") {
    const nodes = inline(this.runs);
    if (nodes.length) this.parts.push({ kind: this.kind, nodes });
    this.runs = [];
    this.kind = kind;
  }

  walk(node, state) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data) this.runs.push({ words: node.data.replace(/[\t\r\n ]+/g, " "), ...state });
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || WORD_MARK.test(styleOf(node)) || isStruck(node)) return;
    const exponent = exponentOf(node, this.runs.at(-1)?.words ?? "");
    if (exponent) this.runs.push({ words: exponent, ...state });
    if (exponent || isNote(node)) return;
    if (/display:\s*none|mso-hide:\s*all/i.test(styleOf(node))) return;
    if (node.dataset?.cite) {
      this.runs.push({ cite: node.dataset.cite });
      return;
    }
    if (node.tagName === "BR") {
      this.end(this.kind);
      return;
    }
    const isBlock = BLOCKS.test(node.tagName);
    if (isBlock && node.tagName !== "LI" && !state.inItem) this.end(this.kindOf(node));
    if (node.tagName === "LI") this.end(node.closest("ol, ul")?.tagName === "OL" ? "ordered_list" : "bullet_list");
    const address = node.tagName === "A" ? node.getAttribute("href") ?? "" : "";
    const inside = {
      strong: isBold(node, state.strong),
      href: isSafe(address) ? address : state.href,
      inItem: state.inItem || node.tagName === "LI",
    };
    for (const child of node.childNodes) this.walk(child, inside);
    if (isBlock && (node.tagName === "LI" || !state.inItem)) this.end();
    else if (isBlock) this.runs.push({ words: " ", ...state });
  }

  // Word writes an item of a list as a paragraph with a mark of its own.
  kindOf(element) {
    if (!WORD_LIST.test(styleOf(element)) && !/^MsoList(Bullet|Number)/.test(element.className)) return "paragraph";
    const mark = [...element.querySelectorAll("[data-style]")].find((part) => WORD_MARK.test(styleOf(part)));
    const numbered = /^\(?\s*(\d{1,2}|[a-z]|[ivx]+)[.)]/i.test(mark?.textContent.trim() ?? "")
      || /^MsoListNumber/.test(element.className);
    return numbered ? "ordered_list" : "bullet_list";
  }
}

// Returns the nodes of a line, without space at its ends and without a bullet typed before it.
const inline = (runs) => {
  const nodes = [];
  let words = "";
  const all = joinedRuns(runs);
  all.forEach((run, index) => {
    if (run.cite) {
      nodes.push(schema.nodes.cite.create({ key: run.cite }));
      return;
    }
    let said = tidy(run.words);
    if (!nodes.length) said = said.trimStart();
    if (index === all.length - 1) said = said.trimEnd();
    if (!said) return;
    words += said;
    const marks = [];
    if (run.href) marks.push(schema.marks.link.create({ href: run.href }));
    else if (run.strong && said.trim()) marks.push(schema.marks.strong.create());
    for (const [index, part] of said.split(/\[@([a-z0-9][a-z0-9_-]*)\]/).entries()) {
      if (index % 2) nodes.push(schema.nodes.cite.create({ key: part }));
      else if (part) nodes.push(schema.text(part, marks));
    }
  });
  return words.trim() || nodes.some((node) => node.isLeaf && !node.isText) ? nodes : [];
};

const joinedRuns = (runs) => {
  const all = [];
  for (const run of runs) {
    const last = all.at(-1);
    const same = last && !run.cite && !last.cite && last.strong === run.strong && last.href === run.href;
    if (same) last.words += run.words;
    else all.push({ ...run });
  }
  return all;
};

// A bullet that is typed as a letter makes its line an item.
const typedBullet = (part) => {
  const [first] = part.nodes;
  const bullet = part.kind === "paragraph" && first.isText ? /^[•·▪▫●○◦‣⁃∙■□\uf0b7\uf0a7\uf0d8]\s*/.exec(first.text) : null;
  if (!bullet) return part;
  const rest = first.text.slice(bullet[0].length);
  const nodes = [...(rest ? [schema.text(rest, first.marks)] : []), ...part.nodes.slice(1)];
  return { kind: "bullet_list", nodes };
};

// Returns blocks, in which neighboring items are one list.
const listed = (parts) => {
  const blocks = [];
  for (const { kind, nodes } of parts) {
    const line = schema.nodes.paragraph.create(null, nodes);
    if (kind === "paragraph") {
      blocks.push(line);
      continue;
    }
    const item = schema.nodes.list_item.create(null, line);
    const last = blocks.at(-1);
    if (last?.type.name === kind) blocks[blocks.length - 1] = last.copy(last.content.addToEnd(item));
    else blocks.push(schema.nodes[kind].create(null, item));
  }
  return blocks;
};

const blocksOfHtml = (html) => {
  // Word's conditional comments have its bullets a second time.
  const plain = html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "").replace(/<!\[(if|endif)[^>]*>/gi, "");
  const { body } = new DOMParser().parseFromString(inert(plain), "text/html");
  for (const element of body.querySelectorAll(LEFT_OUT)) element.remove();
  const cleaner = new Cleaner();
  cleaner.walk(body, { strong: false, href: "", inItem: false });
  cleaner.end();
  return listed(cleaner.parts.filter(({ nodes }) => nodes.length).map(typedBullet)
    .filter(({ nodes }) => nodes.length));
};

// Returns the clean document of what was copied.
export const cleaned = (html, text) => {
  const blocks = html ? blocksOfHtml(html) : blocksOfText(text);
  return blocks.length ? schema.nodes.doc.create(null, blocks) : null;
};

// Puts what is pasted into the text. Returns whether it did; ProseMirror pastes its own copies.
export const pasted = (view, event, data) => {
  const html = data?.getData("text/html") ?? "";
  const text = data?.getData("text/plain") ?? "";
  if (html.includes("data-pm-slice") || !(html || text)) return false;
  event.preventDefault();
  const doc = cleaned(html, text);
  if (!doc) return true;
  const oneLine = doc.childCount === 1 && doc.firstChild.type.name === "paragraph";
  const slice = oneLine
    ? new Slice(doc.firstChild.content, 0, 0)
    : new Slice(doc.content, openAt(doc.firstChild), openAt(doc.lastChild));
  view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView());
  return true;
};

// The same for what is dragged here from another window.
export const dropped = (view, event) => {
  const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (!place) return false;
  const { tr, doc } = view.state;
  view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(place.pos))));
  return pasted(view, event, event.dataTransfer);
};

const openAt = (block) => (block.type.name === "paragraph" ? 1 : 0);
