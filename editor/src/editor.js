// The editor of cited texts in the staff area. Every form works without it.
import { CitedField } from "./field.js";
import { cleaned } from "./paste.js";
import { roundTrip, write } from "./text.js";
import { sources } from "./server.js";
import { keepUnsaved } from "./unsaved.js";

const enhanceIn = (part) => part.querySelectorAll("textarea[data-cited]").forEach(CitedField.enhance);

if (document.querySelector("form[data-editor-sources]")) {
  enhanceIn(document);
  document.addEventListener("formset:added", (event) => enhanceIn(event.target));
  sources.load().catch(() => {}); // chips show keys, and the dialog says why
}

const kept = document.querySelector("form[data-unsaved-copy]");
if (kept) keepUnsaved(kept);

// For tests.
export const clean = (html, text) => {
  const doc = cleaned(html, text);
  return doc ? write(doc) : "";
};
export { roundTrip };
