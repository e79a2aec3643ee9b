// Asks before leaving a staff form with something typed that was not saved.
const form = document.querySelector("#content-main form[id$=_form]");
if (form) {
  let touched = false;
  const ask = (event) => {
    if (touched) event.preventDefault();
  };
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", ask);
}
