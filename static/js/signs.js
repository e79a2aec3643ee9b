// Adds a field to the chooser of signs, which shows those with all typed words. Without this script
// the signs stand in closed parts by level.
const textOf = (option) => option.textContent.toLowerCase();

const addFilter = (chooser) => {
  const label = document.createElement("label");
  const field = document.createElement("input");
  const found = document.createElement("p");
  field.type = "search";
  field.autocomplete = "off";
  found.setAttribute("role", "status");
  label.append("Find a sign by its words ", field);
  chooser.prepend(label, found);
  const parts = [...chooser.querySelectorAll("details")];
  const options = [...chooser.querySelectorAll("details .sign-option")];
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const option of options) {
      option.hidden = !words.every((word) => textOf(option).includes(word));
    }
    for (const part of parts) {
      part.hidden = part.querySelector(".sign-option:not([hidden])") === null;
      part.open = words.length > 0 && !part.hidden;
    }
    const number = options.filter((option) => !option.hidden).length;
    found.textContent = words.length ? `${number} found` : "";
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
};

addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".sign-chooser").forEach(addFilter);
});
