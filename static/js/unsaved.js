// Asks before leaving a staff page with something typed that was not saved.
// A page that came back with mistakes holds unsaved words from the start.
const cameBack = document.querySelector("[data-unsaved]") !== null;
const formsOf = () => [...document.querySelectorAll("#content-main form")];
let sent = null;

const isChanged = (field) => {
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  if (field.options) {
    const options = [...field.options];
    const initial = options.filter((option) => option.defaultSelected);
    if (initial.length === 0 && !field.multiple && options.length) initial.push(options[0]);
    return options.some((option) => option.selected !== initial.includes(option));
  }
  return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
};

const isFilledIn = (field) => field.matches("textarea, input:not([type=hidden], [type=submit], " +
  "[type=checkbox], [type=radio])") && field.value !== "";
const isUnsaved = (form) => form !== sent &&
  [...form.elements].some((field) => isChanged(field) || (cameBack && isFilledIn(field)));

document.addEventListener("submit", (event) => { sent = event.target; });
window.addEventListener("beforeunload", (event) => {
  const lost = formsOf().some(isUnsaved);
  sent = null; // a page that does not leave, as after a download, is guarded again
  if (lost) event.preventDefault();
});

// Back to the answer of a POST ends in the browser's own error page: these pages are never kept.
// As the answer of a GET, the page is opened anew instead.
if (cameBack) history.replaceState(null, "", location.href);
