// Makes elements, and the dialogs of the editor.

// Returns an element. `attributes` are set as attributes; `children` are nodes or texts.
export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
};

export const button = (words, attributes = {}) => make("button", { type: "button", ...attributes }, words);

let last = 0;
export const newId = (name) => `cited-${name}-${(last += 1)}`;

// Returns a labelled field in a paragraph, with a place for its error.
export const labelled = (words, field, help = "") => {
  const id = newId("field");
  const error = make("p", { class: "cited-error", id: `${id}-error`, hidden: true });
  field.id = id;
  field.setAttribute("aria-describedby", `${id}-error${help ? ` ${id}-help` : ""}`);
  const row = make("div", { class: "cited-row" }, make("label", { for: id }, words));
  if (help) row.append(make("p", { class: "cited-help", id: `${id}-help` }, help));
  row.append(error, field);
  return row;
};

// Shows `message` at a field, or takes its message away.
export const setError = (field, message) => {
  const error = document.getElementById(`${field.id}-error`);
  error.textContent = message;
  error.hidden = !message;
  if (message) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
};

// Shows a native dialog with this heading and these nodes. `closed` is called when it is closed.
// Returns a function that closes it.
export const showDialog = (heading, nodes, closed) => {
  const id = newId("dialog");
  const dialog = make("dialog", { class: "cited-dialog", "aria-labelledby": id },
    make("h2", { id }, heading), ...nodes);
  const close = button("Close", { class: "cited-button" });
  close.addEventListener("click", () => dialog.close());
  dialog.append(make("p", { class: "cited-close" }, close));
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  // Keys of a dialog are none of the page's.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return () => dialog.close();
};
