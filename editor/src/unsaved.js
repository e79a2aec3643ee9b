// Keeps what is typed on the server, for its author alone, until the form is saved. What was left
// is offered when the form is opened again.
import { button, make, newId } from "./dom.js";
import { ask } from "./server.js";

const PAUSE = 3000;
const LONGEST_PAUSE = 10000;
const LONGEST_WAIT = 2000;
const NOT_KEPT = new Set(["base", "csrfmiddlewaretoken"]);

const isChanged = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) {
    const options = [...field.options];
    const initial = options.filter((option) => option.defaultSelected);
    if (!initial.length && !field.multiple && options.length) initial.push(options[0]);
    return options.some((option) => option.selected !== initial.includes(option));
  }
  return field.value !== field.defaultValue;
};

const IN_ROW = /^(.+)-(\d+)-([^-]+)$/;

class Form {
  constructor(form) {
    this.form = form;
    // A page that came back with mistakes holds unsaved words from the start.
    this.cameBack = form.querySelector("[data-unsaved]") !== null;
  }

  numberOfSaved(prefix) {
    return Number(this.form.elements[`${prefix}-INITIAL_FORMS`]?.value ?? 0);
  }

  // Returns a name that stays the same when rows are added or deleted: [key, is its row new].
  keyOf(name) {
    const [, prefix, place, field] = IN_ROW.exec(name) ?? [];
    if (prefix === undefined || !this.form.elements[`${prefix}-TOTAL_FORMS`]) return [name, false];
    const id = this.form.elements[`${prefix}-${place}-id`]?.value;
    const saved = this.numberOfSaved(prefix);
    if (id && place < saved) return [`${prefix}/${id}/${field}`, false];
    return [`${prefix}/new-${place - saved}/${field}`, true];
  }

  // Returns the name of a field by its key, or null if its row is gone. Adds new rows.
  nameOf(key) {
    const [prefix, row, field] = key.split("/");
    if (field === undefined) return this.form.elements[key] ? key : null;
    const saved = this.numberOfSaved(prefix);
    if (row.startsWith("new-")) {
      const place = saved + Number(row.slice(4));
      const total = () => Number(this.form.elements[`${prefix}-TOTAL_FORMS`]?.value ?? Infinity);
      while (total() <= place) {
        const before = total();
        document.querySelector(`#${CSS.escape(prefix)}-group .add-row :is(a, button)`)?.click();
        if (total() === before) return null;
      }
      return this.form.elements[`${prefix}-${place}-${field}`] ? `${prefix}-${place}-${field}` : null;
    }
    for (let place = 0; place < saved; place += 1) {
      if (this.form.elements[`${prefix}-${place}-id`]?.value === row) return `${prefix}-${place}-${field}`;
    }
    return null;
  }

  isTyped(field) {
    if (!field.name || field.type === "hidden" || NOT_KEPT.has(field.name) || field.readOnly) return false;
    if (/^(submit|button|file|password|fieldset|reset)$/.test(field.type)) return false;
    return !field.name.includes("__prefix__");
  }

  // Returns {key: {values, labels}} of the fields that were changed.
  changed() {
    const fields = {};
    const data = new FormData(this.form);
    for (const field of this.form.elements) {
      if (!this.isTyped(field)) continue;
      const [key, isNew] = this.keyOf(field.name);
      const filled = isNew || (this.cameBack && !/^(checkbox|radio)$/.test(field.type));
      if (key in fields || !(isChanged(field) || (filled && field.value))) continue;
      const values = data.getAll(field.name).map(String);
      const labels = field.options ? [...field.selectedOptions].map((option) => option.textContent) : [];
      fields[key] = { values, labels };
    }
    return fields;
  }

  // Returns the values of a field now.
  values(key) {
    const name = key.includes("/new-") ? null : this.nameOf(key);
    return name === null ? null : new FormData(this.form).getAll(name).map(String);
  }

  // Puts values into a field. Returns whether the field is there.
  put(key, { values, labels }) {
    const name = this.nameOf(key);
    if (name === null) return false;
    const named = this.form.elements[name];
    const fields = named instanceof RadioNodeList ? [...named] : [named];
    for (const field of fields) {
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = values.includes(field.value);
      } else if (field.options) {
        values.forEach((value, index) => {
          const there = [...field.options].some((option) => option.value === value);
          if (!there) field.add(new Option(labels[index] || value, value));
        });
        for (const option of field.options) option.selected = values.includes(option.value);
      } else {
        field.value = values[0] ?? "";
      }
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
    return true;
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

class Keeper {
  constructor(form) {
    this.form = new Form(form);
    this.element = form;
    this.address = form.dataset.unsavedCopy;
    this.left = {}; // what was left and is neither brought back nor thrown away
    this.kept = "";
    this.ended = false;
    this.said = make("p", { class: "cited-kept" });
    this.trouble = make("p", { class: "cited-error", role: "alert", hidden: true });
  }

  async begin() {
    this.element.querySelector(".submit-row:last-of-type")?.before(this.said);
    this.element.prepend(this.trouble);
    const base = this.element.elements.base;
    this.base = base?.value ?? "";
    try {
      const copy = await ask(this.address);
      if (copy && !this.form.cameBack) this.offer(copy);
    } catch {
      return; // the next try to keep something says why
    } finally {
      this.element.addEventListener("input", () => this.later());
      this.element.addEventListener("change", () => this.later());
      this.element.addEventListener("submit", (event) => this.end(event));
      document.addEventListener("visibilitychange", () => {
        if (document.hidden && this.timer) this.keep();
      });
    }
  }

  later() {
    this.ended = false;
    this.first ??= Date.now();
    clearTimeout(this.timer);
    const left = Math.max(0, this.first + LONGEST_PAUSE - Date.now());
    this.timer = setTimeout(() => this.keep(), Math.min(PAUSE, left));
  }

  // The form is saved: a copy that is on its way arrives first, so that saving deletes it.
  end(event) {
    this.ended = true;
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.sending) return;
    event.preventDefault();
    const { submitter } = event;
    const late = new Promise((done) => { setTimeout(done, LONGEST_WAIT); });
    Promise.race([this.sending, late]).then(() => {
      this.sending = null;
      this.element.requestSubmit(submitter);
    });
  }

  async keep() {
    this.timer = this.first = null;
    const fields = { ...this.left, ...this.form.changed() };
    const content = { base: this.element.elements.base?.value ?? "", fields };
    if (this.ended || this.kept === JSON.stringify(content)) return;
    const asked = ask(this.address, content);
    const sending = asked.then(() => {}, () => {});
    this.sending = sending;
    try {
      const { at } = await asked;
      this.kept = JSON.stringify(content);
      this.trouble.hidden = true;
      this.said.textContent = Object.keys(fields).length
        ? `Kept for you at ${at}. Nobody else sees it until you save.` : "";
    } catch (error) {
      this.trouble.textContent = `What you type is not kept: ${error.message}`;
      this.trouble.hidden = false;
    } finally {
      if (this.sending === sending) this.sending = null;
    }
  }

  offer(copy) {
    const fields = Object.entries(copy.fields).filter(([key, { values }]) =>
      !same(values, this.form.values(key)));
    if (!fields.length) {
      ask(this.address, { base: "", fields: {} }).catch(() => {});
      return;
    }
    this.left = copy.fields;
    const heading = make("h2", { id: newId("left") }, `You left unsaved words from ${copy.at} here`);
    const back = button("Bring them back", { class: "cited-button cited-button--main" });
    const away = button("Throw them away", { class: "cited-button" });
    const box = make("section", { class: "notice cited-left", "aria-labelledby": heading.id }, heading,
      make("p", {}, "They were not saved. Only you see them."), make("p", {}, back, " ", away));
    back.addEventListener("click", () => this.bringBack(copy, box));
    away.addEventListener("click", () => {
      this.left = {};
      box.replaceWith(this.note("They are thrown away."));
      this.keep();
    });
    this.element.prepend(box);
  }

  bringBack(copy, box) {
    this.left = {};
    if (this.element.elements.base && copy.base) this.element.elements.base.value = copy.base;
    const lost = Object.entries(copy.fields).filter(([key, field]) => !this.form.put(key, field));
    const note = this.note("They are in the form again. Save it to keep them.");
    if (lost.length) {
      note.append(make("p", {}, "Their place is gone, because somebody changed the rows of this page:"),
        make("ul", {}, ...lost.flatMap(([, field]) => (field.labels.length ? field.labels : field.values))
          .filter(Boolean).map((words) => make("li", {}, words))));
    }
    box.replaceWith(note);
    note.focus();
    this.later();
  }

  note(words) {
    return make("div", { class: "notice", tabindex: "-1", role: "status" }, make("p", {}, words));
  }
}

export const keepUnsaved = (form) => new Keeper(form).begin();
