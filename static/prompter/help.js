/** The table of keys, and a dialog in which a person shows the prompter other keys: a pedal's, a remote's. */

/** @import { Keys } from "./keys.js" */
/** @import { LivePrompter } from "./prompter.js" */
/** @import { KeyRow } from "./types.js" */

import { html, nothing } from "lit";
import { ask } from "../parts/dialog.js";
import { LiveElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { named } from "../parts/keys.js";
import { showKeys } from "../parts/shortcuts.js";
import { LOOK, READING } from "./keys.js";

/** @type {import("../parts/palette/verbs.js").Groups<LivePrompter>} */
export const GROUPS = [
  [t("Reading"), READING],
  [t("View"), LOOK],
];

/** @param {Keys} keys */
export async function help(keys) {
  const more = await showKeys(GROUPS, t("Teach other keys…"));
  if (more) teach(keys);
}

/** @param {Keys} keys */
function teach(keys) {
  ask({
    title: t("Other keys"),
    text: t(
      "For a foot pedal or a remote: choose what it should do, then press its key. The keys are kept on this device.",
    ),
    fields: html`<prompter-teach .keys=${keys}></prompter-teach>`,
  });
}

class PrompterTeach extends LiveElement {
  static properties = { keys: { attribute: false }, chosen: { state: true } };

  constructor() {
    super();
    /** @type {Keys} */ this.keys;
    /** @type {KeyRow | null | undefined} */ this.chosen;
    /** @type {(event: KeyboardEvent) => void} */ this._hear;
  }

  connectedCallback() {
    super.connectedCallback();
    this._hear = (event) => this._heard(event);
    addEventListener("keydown", this._hear, true);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("keydown", this._hear, true);
  }

  render() {
    return html`<ul class="taught">${READING.map((row) => this._row(row))}</ul>`;
  }

  /** @param {KeyRow} row */
  _row(row) {
    const [, shown, what] = row;
    const taught = this.keys.of(row);
    const waiting = this.chosen === row;
    return html`<li>
      <span class="grow">${what}</span>
      <kbd>${shown}</kbd> ${taught.map((code) => html`<kbd class="own-key">${code}</kbd>`)}
      <button type="button" class="button ${waiting ? "own" : ""}" aria-pressed=${waiting} @click=${() => (this.chosen = waiting ? null : row)}>
        ${waiting ? t("Press the key…") : t("Teach")} <span class="unseen">${what}</span>
      </button>
      ${
        taught.length
          ? html`<button type="button" class="button bare square" aria-label=${t("Forget the taught keys: {what}", { what })} @click=${() => this._forget(row)}>${icon("x")}</button>`
          : nothing
      }
    </li>`;
  }

  /**
   * The next key is the one; Escape leaves it, and a bare Shift is only half of one.
   *
   * @param {KeyboardEvent} event
   */
  _heard(event) {
    const code = this.chosen && named(event);
    if (!code) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (event.code !== "Escape") this.keys.teach(code, /** @type {KeyRow} */ (this.chosen));
    this.chosen = null;
  }

  /** @param {KeyRow} row */
  _forget(row) {
    this.keys.forget(row);
    this.requestUpdate();
  }
}

customElements.define("prompter-teach", PrompterTeach);
