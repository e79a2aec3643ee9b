// A cited text of a form: read as readers see it, and edited with a toolbar once it has the focus.
// The textarea stays the field of the form. It is what is saved, and what a page without script has.
import { baseKeymap, chainCommands, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { DOMSerializer } from "prosemirror-model";
import { liftListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, Plugin, Selection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { CiteView, chipOf } from "./chip.js";
import { cite, explain, link } from "./dialogs.js";
import { make, newId } from "./dom.js";
import { dropped, pasted } from "./paste.js";
import { schema } from "./schema.js";
import { sources } from "./server.js";
import { read, Unreadable, write } from "./text.js";

const serializer = new DOMSerializer(
  { ...DOMSerializer.nodesFromSchema(schema), cite: (node) => chipOf(node.attrs.key) },
  DOMSerializer.marksFromSchema(schema),
);

// Commands

const { strong } = schema.marks;
const bold = toggleMark(strong);

const listAround = ({ $from }) => {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name.endsWith("_list")) return { node: $from.node(depth), depth };
  }
  return null;
};

// Makes the lines a list of this type, changes the type of their list, or takes them out of it.
const toggleList = (type) => (state, dispatch, view) => {
  const list = listAround(state.selection);
  if (!list) return wrapInList(type)(state, dispatch, view);
  if (list.node.type === type) return liftListItem(schema.nodes.list_item)(state, dispatch, view);
  dispatch?.(state.tr.setNodeMarkup(state.selection.$from.before(list.depth), type));
  return true;
};

const leaveEmptyItem = (state, dispatch, view) =>
  state.selection.empty && state.selection.$from.parent.content.size === 0
    && liftListItem(schema.nodes.list_item)(state, dispatch, view);

const leaveAtStart = (state, dispatch, view) =>
  state.selection.empty && state.selection.$from.parentOffset === 0
    && liftListItem(schema.nodes.list_item)(state, dispatch, view);

const inDialog = (open) => (state, dispatch, view) => {
  open(view);
  return true;
};

// "@" cites, unless it stands in a word, as in the address of a mail.
const citeAt = (state, dispatch, view) => {
  const { $from } = state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, "", " ");
  if (/[\p{L}\p{N}]$/u.test(before)) return false;
  if (before.endsWith("[")) view.dispatch(state.tr.delete($from.pos - 1, $from.pos));
  cite(view);
  return true;
};

const bulleted = toggleList(schema.nodes.bullet_list);
const numbered = toggleList(schema.nodes.ordered_list);
const enter = chainCommands(leaveEmptyItem, splitListItem(schema.nodes.list_item), baseKeymap.Enter);

const TOOLS = [
  { words: "Bold", key: "Mod-b", run: bold, isOn: (state) => hasMark(state, strong) },
  { words: "• List", label: "Bulleted list", key: "Mod-Shift-8", run: bulleted, isOn: isIn("bullet_list") },
  { words: "1. List", label: "Numbered list", key: "Mod-Shift-7", run: numbered, isOn: isIn("ordered_list") },
  { words: "Link", key: "Mod-k", run: inDialog(link), opens: true },
  { words: "Cite", key: "@", run: inDialog(cite), opens: true },
  { words: "Explain a word", key: "Mod-Alt-e", run: inDialog(explain), opens: true },
];

function hasMark({ doc, selection, storedMarks }, mark) {
  const { from, to, empty, $from } = selection;
  return empty ? Boolean(mark.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, mark);
}

function isIn(name) {
  return (state) => listAround(state.selection)?.node.type.name === name;
}

const keys = {
  ...Object.fromEntries(TOOLS.filter((tool) => tool.key !== "@").map((tool) => [tool.key, tool.run])),
  "@": citeAt,
  "Mod-z": undo,
  "Mod-y": redo,
  "Shift-Mod-z": redo,
  Enter: enter,
  "Shift-Enter": enter,
  Backspace: chainCommands(leaveAtStart, baseKeymap.Backspace),
};

const inWords = (key) => {
  const mac = /Mac|iP/.test(navigator.platform);
  return key.replace("Mod", mac ? "⌘" : "Ctrl").replaceAll("-", "+").toUpperCase()
    .replace("CTRL", "Ctrl").replace("SHIFT", "Shift").replace("ALT", "Alt");
};

// The toolbar, which is one stop of the Tab key: arrow keys go from button to button

class Toolbar {
  constructor(view, name) {
    this.view = view;
    this.buttons = TOOLS.map((tool) => {
      const shown = make("button", {
        type: "button",
        "aria-label": tool.label ?? null,
        "aria-haspopup": tool.opens ? "dialog" : null,
        "aria-pressed": tool.isOn ? "false" : null,
        title: `${tool.label ?? tool.words} (${inWords(tool.key)})`,
      }, tool.words);
      shown.addEventListener("mousedown", (event) => event.preventDefault());
      shown.addEventListener("click", () => {
        tool.run(view.state, view.dispatch, view);
        if (!tool.opens) view.focus();
      });
      return shown;
    });
    this.dom = make("div", { role: "toolbar", class: "cited-tools", "aria-label": `Tools: ${name}`,
      "aria-controls": view.dom.id }, ...this.buttons);
    this.dom.addEventListener("keydown", (event) => this.step(event));
    this.stop(0);
    this.update();
  }

  stop(index) {
    this.buttons.forEach((shown, place) => { shown.tabIndex = place === index ? 0 : -1; });
  }

  step(event) {
    const at = this.buttons.indexOf(document.activeElement);
    const last = this.buttons.length - 1;
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last };
    if (event.key === "Escape") this.view.focus();
    if (!(event.key in steps)) return;
    const next = (steps[event.key] + last + 1) % (last + 1);
    this.stop(next);
    this.buttons[next].focus();
    event.preventDefault();
  }

  update() {
    TOOLS.forEach((tool, index) => {
      if (tool.isOn) this.buttons[index].setAttribute("aria-pressed", String(tool.isOn(this.view.state)));
    });
  }
}

// Where the focus comes from: a click on a label and the Tab key start the editor, a script or a
// link to the field do not.
let tabbed = false;
let labelPressed = null;
addEventListener("keydown", (event) => { tabbed = event.key === "Tab"; }, true);
addEventListener("pointerdown", (event) => {
  tabbed = false;
  labelPressed = event.target.closest?.("label")?.control ?? null;
}, true);

export class CitedField {
  // `area` is a textarea. Does nothing if its text cannot be shown.
  static enhance(area) {
    if (area.dataset.enhanced || area.name.includes("__prefix__")) return;
    const field = new CitedField(area);
    area.dataset.enhanced = "";
    area.addEventListener("input", () => field.show());
  }

  constructor(area) {
    this.area = area;
    this.box = make("div", { class: "cited" });
    this.shown = make("div", { class: "cited-view cited-text", "aria-hidden": "true" });
    area.replaceWith(this.box);
    this.box.append(area, this.shown);
    area.addEventListener("mousedown", (event) => {
      if (event.button === 0 && this.start({ left: event.clientX, top: event.clientY })) {
        event.preventDefault();
      }
    });
    area.addEventListener("focus", () => {
      if (tabbed || labelPressed === area) this.start();
    });
    area.addEventListener("keydown", (event) => {
      if (!/^(Tab|Escape|Shift|Control|Alt|Meta)$/.test(event.key)) this.start();
    });
    this.show();
  }

  // Shows the text of the textarea, as it is read.
  show() {
    if (this.view) {
      if (this.area.value !== this.written) this.replace(read(this.area.value));
      return;
    }
    try {
      const doc = read(this.area.value);
      this.shown.replaceChildren(serializer.serializeFragment(doc.content));
      this.box.classList.remove("cited--raw");
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.box.classList.add("cited--raw");
    }
  }

  get isRaw() {
    return this.box.classList.contains("cited--raw");
  }

  replace(doc) {
    const { tr } = this.view.state;
    this.view.dispatch(tr.replaceWith(0, tr.doc.content.size, doc.content));
  }

  // Puts the editor in place of the textarea, with the cursor at a point of the window, or where
  // it is in the textarea. Returns whether it did.
  start(point = null) {
    if (this.isRaw || this.view || this.area.readOnly || this.area.disabled) return false;
    sources.load().catch(() => {}); // chips have the key, and the dialog says why
    const atEnd = this.area.selectionStart > 0;
    this.written = this.area.value;
    const height = this.shown.offsetHeight;
    this.view = new EditorView({ mount: make("div") }, {
      state: EditorState.create({
        doc: read(this.area.value),
        plugins: [keymap(keys), keymap(baseKeymap), history(), this.watch()],
      }),
      nodeViews: { cite: (node) => new CiteView(node) },
      attributes: this.attributes(),
      // Before ProseMirror reads what is pasted: it would try to apply the styles.
      handleDOMEvents: {
        paste: (view, event) => pasted(view, event, event.clipboardData),
        drop: (view, event) => !view.dragging && dropped(view, event),
      },
      handleScrollToSelection: () => false,
      dispatchTransaction: (transaction) => this.apply(transaction),
    });
    this.toolbar = new Toolbar(this.view, this.name);
    this.shown.replaceWith(this.view.dom);
    this.view.dom.after(this.toolbar.dom);
    this.box.classList.add("cited--open");
    this.view.dom.style.minHeight = `${height}px`;
    this.area.hidden = true;
    const found = point && this.view.posAtCoords(point);
    const { doc } = this.view.state;
    const end = atEnd ? Selection.atEnd(doc) : Selection.atStart(doc);
    const selection = found ? TextSelection.near(doc.resolve(found.pos)) : end;
    this.view.dispatch(this.view.state.tr.setSelection(selection));
    this.view.focus();
    return true;
  }

  watch() {
    return new Plugin({ view: () => ({ update: () => this.toolbar?.update() }) });
  }

  get name() {
    const label = this.area.labels?.[0];
    return label ? label.textContent.replace(/:\s*$/, "") : this.area.name;
  }

  attributes() {
    const label = this.area.labels?.[0];
    if (label) label.id ||= newId("label");
    const described = this.area.getAttribute("aria-describedby");
    return {
      id: newId("text"),
      class: "cited-text",
      role: "textbox",
      "aria-multiline": "true",
      ...(label ? { "aria-labelledby": label.id } : { "aria-label": this.name }),
      ...(described ? { "aria-describedby": described } : {}),
      ...(this.area.required ? { "aria-required": "true" } : {}),
      ...(this.area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
    };
  }

  apply(transaction) {
    this.view.updateState(this.view.state.apply(transaction));
    if (!transaction.docChanged) return;
    this.written = write(this.view.state.doc);
    if (this.area.value === this.written) return;
    this.area.value = this.written;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
