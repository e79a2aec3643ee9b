// The closed schema of a cited text: what guidance/pages/text.py shows, and nothing else.
import { Schema } from "prosemirror-model";

const listOf = (tag) => ({
  content: "list_item+",
  group: "block",
  parseDOM: [{ tag }],
  toDOM: () => [tag, 0],
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      content: "inline*",
      group: "block",
      parseDOM: [{ tag: "p" }],
      toDOM: () => ["p", 0],
    },
    bullet_list: listOf("ul"),
    ordered_list: { ...listOf("ol"), attrs: { start: { default: 1 } } },
    list_item: {
      content: "paragraph",
      defining: true,
      parseDOM: [{ tag: "li" }],
      toDOM: () => ["li", 0],
    },
    text: { group: "inline" },
    cite: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { key: {} },
      leafText: (node) => `[@${node.attrs.key}]`,
      parseDOM: [{ tag: "[data-cite]", getAttrs: (chip) => ({ key: chip.dataset.cite }) }],
      toDOM: (node) => ["span", { "data-cite": node.attrs.key }, `[@${node.attrs.key}]`],
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: "[data-href]", getAttrs: (link) => ({ href: link.dataset.href }) }],
      toDOM: (mark) => ["span", { class: "cited-link", "data-href": mark.attrs.href }, 0],
    },
    strong: {
      parseDOM: [{ tag: "strong" }],
      toDOM: () => ["strong", 0],
    },
  },
});
