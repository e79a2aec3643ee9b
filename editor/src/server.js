// What the editor asks of the server: lists to choose from, new rows, and unsaved copies.
const form = () => document.querySelector("form[data-editor-sources]");
const token = () => form().elements.csrfmiddlewaretoken.value;

// An answer that is not what was asked for. `errors` has messages by field.
export class Refused extends Error {
  constructor(message, errors = {}) {
    super(message);
    this.errors = errors;
  }
}

const SIGNED_OUT = "You are signed out. Sign in in another tab, then try again here.";
const WHY = {
  401: SIGNED_OUT,
  403: "You are signed out, or your account may not do this.",
  413: "This is too long to keep.",
};

// Returns the answer of the server as data. Raises `Refused` if there is none.
export const ask = async (address, sent = null, method = "POST") => {
  const headers = { Accept: "application/json" };
  const options = { headers, credentials: "same-origin" };
  if (sent !== null) {
    headers["X-CSRFToken"] = token();
    headers["Content-Type"] = "application/json";
    Object.assign(options, { method, body: JSON.stringify(sent) });
  }
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    throw new Refused("The server cannot be reached. Nothing is lost here: try again.");
  }
  if (answer.redirected) throw new Refused(SIGNED_OUT);
  if (answer.status === 204) return null;
  const isData = answer.headers.get("Content-Type")?.startsWith("application/json");
  const data = isData ? await answer.json() : {};
  if (!answer.ok || !isData) {
    const why = data.message ?? WHY[answer.status] ?? "The server did not understand. Try again.";
    throw new Refused(why, data.errors);
  }
  return data;
};

// A list that is read once, when it is first wanted. `address` names it in the form.
class Choices {
  constructor(address) {
    this.name = address;
    this.rows = new Map();
    this.mayAdd = false;
    this.choices = {};
    this.known = [];
  }

  get address() {
    return form().dataset[this.name];
  }

  // Calls `known` now and whenever there are new rows.
  whenKnown(known) {
    this.known.push(known);
    if (this.rows.size) known();
  }

  load() {
    this.loading ??= ask(this.address).then((data) => {
      this.mayAdd = data.may_add;
      this.choices = data.choices ?? {};
      for (const row of data.rows) this.rows.set(row.key, row);
      this.tell();
    }).catch((error) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  tell() {
    for (const known of this.known) known();
  }

  async add(values) {
    const row = await ask(this.address, values);
    this.rows.set(row.key, row);
    this.tell();
    return row;
  }
}

export const sources = new Choices("editorSources");
export const terms = new Choices("editorTerms");
