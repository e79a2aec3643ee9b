// A citation as a chip: the short title and the year of its source.
import { make } from "./dom.js";
import { sources } from "./server.js";

const chips = new Set();

const fill = (chip) => {
  const row = sources.rows.get(chip.dataset.cite);
  const unknown = sources.rows.size > 0 && !row;
  chip.lastChild.textContent = row ? row.short : chip.dataset.cite;
  chip.classList.toggle("cited-chip--unknown", unknown);
  chip.title = row ? `${row.organization}: ${row.title}` : chip.dataset.cite;
  if (unknown) chip.lastChild.textContent += " (no such source)";
};

sources.whenKnown(() => {
  for (const chip of chips) {
    if (chip.isConnected) fill(chip);
    else chips.delete(chip);
  }
});

// Returns the chip of the source `key`.
export const chipOf = (key) => {
  const chip = make("span", { class: "cited-chip", "data-cite": key },
    make("span", { class: "visually-hidden" }, "Source: "), make("span"));
  chips.add(chip);
  fill(chip);
  return chip;
};

// The view of a citation in the editor.
export class CiteView {
  constructor(node) {
    this.dom = chipOf(node.attrs.key);
    this.dom.contentEditable = "false";
  }

  ignoreMutation() {
    return true;
  }
}
