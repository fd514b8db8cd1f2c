/** Thirty-five answers in a row: Enter saves and goes to the next, Esc takes back. Without it each has its button. */

import { uuid } from "../parts/uuid.js";

/** What became of a form that was sent. @typedef {{ ok: boolean, version?: number, detail?: string, current?: Current }} Told */
/** The question as it is now. @typedef {{ version: number, answer: { summary: string | null } | null }} Current */

const forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll("form.answer")]);

class AnswerForm {
  /**
   * @param {HTMLFormElement} form
   * @param {number} place
   */
  constructor(form, place) {
    this.form = form;
    this.place = place;
    this.area = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
    this.version = /** @type {HTMLInputElement} */ (form.elements.namedItem("version"));
    this.sending = /** @type {HTMLButtonElement | null} */ (form.querySelector("button[value=send]"));
    this.status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
    this.kept = this.area.value; // as the server has it
    this.tried = this.kept; // what was sent last: what was refused is not sent again by itself
    this.before = Promise.resolve(); // one at a time: the next needs the version that this one brings
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter === this.sending) this.send();
      else this.save();
    });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("change", () => this.area.value !== this.tried && this.save());
  }

  get unsaved() {
    return this.area.value.trim() !== this.kept.trim();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") this.area.value = this.kept;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (event.repeat) return;
    this.save();
    const next = all[this.place + 1];
    if (next) next.area.focus();
  }

  save() {
    this.tried = this.area.value;
    this.before = this.before.then(() => this.write());
    return this.before;
  }

  async write() {
    const { value } = this.area;
    if (!this.unsaved) return;
    this.tell("", this.form.dataset.saving);
    const told = await this.post("write", { summary: value });
    if (!told.ok) return;
    this.kept = value;
    this.tell(this.unsaved ? "" : "saved", this.form.dataset.saved);
    if (this.sending) this.sending.hidden = !(this.sending.dataset.tells && value.trim());
  }

  send() {
    this.before = this.before
      .then(() => this.write())
      .then(async () => {
        if (this.unsaved || !(await this.post("send", {})).ok) return;
        this.tell("saved", this.form.dataset.sent);
        if (this.sending) this.sending.hidden = true;
      });
  }

  /**
   * The form's fields as they are now, and these; what is wrong is told beside it.
   *
   * @param {string} verb
   * @param {Record<string, string>} fields
   * @returns {Promise<Told>}
   */
  async post(verb, fields) {
    const body = new URLSearchParams({ do: verb, id: uuid(), version: this.version.value, ...fields });
    for (const name of ["csrf_token", "question"])
      body.set(name, /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name)).value);
    /** @type {Told} */
    let told;
    try {
      const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
      told = { ...(await answer.json()), ok: answer.ok };
    } catch {
      told = { ok: false, detail: this.form.dataset.unsaved };
    }
    // Who saves once more has read what is true now.
    const { current, version = current?.version } = told;
    if (version) this.version.value = String(version);
    if (current) this.kept = current.answer?.summary ?? "";
    const now = current && this.kept ? this.form.dataset.now?.replace("{text}", this.kept) : "";
    if (!told.ok) this.tell("wrong", [told.detail, now].filter(Boolean).join(" "));
    return told;
  }

  /**
   * @param {string} state
   * @param {string | undefined} words
   */
  tell(state, words) {
    this.form.dataset.state = state;
    this.status.textContent = words ?? "";
  }
}

const all = forms.map((form, place) => new AnswerForm(form, place));

addEventListener("beforeunload", (event) => {
  if (all.some(({ unsaved }) => unsaved)) event.preventDefault();
});
