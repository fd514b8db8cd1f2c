/** What one controller does: learned by moving it, set by hand, and seen at once. */

/** @import { Control } from "./control.js" */
/** @import { Controller, Mapping } from "./types.js" */

import { html, nothing } from "lit";
import { LiveElement } from "../../parts/element.js";
import { frame } from "../../parts/frame.js";
import { icon } from "../../parts/icon.js";
import { counted, t } from "../../parts/i18n.js";
import { Listener } from "../../parts/listener.js";
import { ACTS, labelOf } from "./acts.js";
import { Lesson } from "./lesson.js";
import { RANGES, blank, usual } from "./mapping.js";
import { inputName, speedName } from "./names.js";
import { picture } from "./picture.js";

/** @typedef {keyof typeof RANGES} Ranged */

/** @type {Record<Ranged, [label: string, value: (n: number) => string]>} */
const SET = {
  dead: [t("Dead zone"), (n) => t("{n} %", { n: Math.round(n * 100) })],
  curve: [t("Curve"), (n) => (n === 1 ? t("straight") : counted(n))],
  top: [t("Top speed"), (n) => t("{n} lines a second", { n: counted(n) })],
  lines: [t("Lines a step of the wheel"), (n) => counted(n)],
};

class PrompterController extends LiveElement {
  static properties = { control: { attribute: false }, controller: { attribute: false }, teaching: { state: true } };

  constructor() {
    super();
    /** @type {Control} */ this.control;
    /** @type {Controller} */ this.controller;
    /** @type {Lesson | string | null} */ this.teaching = null; // of the movement, or the name of an act whose button is awaited
    new Listener(this, () => this.control, { change: () => this.requestUpdate() });
  }

  async scheduleUpdate() {
    if (this.hasUpdated) await frame();
    return super.scheduleUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this._end();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("controller") && changed.get("controller")) this._end();
  }

  get mapping() {
    return this.control.mappingOf(this.controller);
  }

  render() {
    const { mapping } = this;
    return html`<section class="controller" aria-label=${this.controller.label}>
      <h3>${this.controller.label}</h3>
      ${mapping ? nothing : html`<p>${t("Nobody has taught it yet: it moves nothing.")}</p>`} ${this._movement(mapping)}
      ${mapping ? this._set(mapping) : nothing}
      <details ?open=${Boolean(mapping && !mapping.input)}>
        <summary>${t("Buttons")}</summary>
        <ul class="taught">${ACTS.map((act) => this._button(act, mapping))}</ul>
      </details>
    </section>`;
  }

  /** @param {Mapping | null} mapping */
  _movement(mapping) {
    const { teaching, controller } = this;
    const learning = teaching instanceof Lesson;
    const found = learning ? teaching.found : null;
    const known = mapping?.input ? t("Moves the text: {input}", { input: inputName(mapping.input) }) : "";
    return html`<div class="line">
        <button type="button" class="button own" ?disabled=${learning && !found} @click=${() => (learning ? this._learned(teaching) : this._learn())}>
          ${learning ? html`${icon("check")} ${t("Done")}` : html`${icon("move-vertical")} ${t("Teach the movement")}`}
        </button>
        ${learning ? html`<button type="button" class="button" @click=${() => this._end()}>${t("Leave it")}</button>` : nothing}
        ${mapping || !usual(controller) ? nothing : html`<button type="button" class="button" @click=${() => this._usual()}>${t("The usual layout")}</button>`}
        ${mapping?.input && !learning ? html`<button type="button" class="button" aria-pressed=${mapping.reach < 0} @click=${() => this._change({ reach: -mapping.reach })}>${icon("arrow-up-down")} ${t("The other way round")}</button>` : nothing}
      </div>
      <p class="small" role="status">
        ${learning ? (found ? t("Heard: {input}. Let it go and press “Done”.", { input: inputName(found.input) }) : t("Let it go. Then push it to the end to where the text should go forwards, and let it go again.")) : known}
      </p>`;
  }

  /** @param {Mapping} mapping */
  _set(mapping) {
    const { mixer } = this.control;
    const { key } = this.controller;
    /** @type {Ranged[]} */
    const names = mapping.step ? ["dead", "curve", "top", "lines"] : ["dead", "curve", "top"];
    return html`<div class="tuned">
      <div>
        ${picture(mapping, mapping.input ? mixer.valuesOf(key).get(mapping.input) : undefined)}
        <p class="now-speed tabular">${mixer.waits(key) ? t("Let it go once: then it counts.") : speedName(mixer.leads === key ? mixer.speed : 0)}</p>
      </div>
      <div class="ranges">${names.map((name) => this._range(name, mapping))}</div>
    </div>`;
  }

  /**
   * @param {Ranged} name
   * @param {Mapping} mapping
   */
  _range(name, mapping) {
    const [[least, most, step], [label, shown]] = [RANGES[name], SET[name]];
    const set = (/** @type {Event} */ event) =>
      this._change({ [name]: Number(/** @type {HTMLInputElement} */ (event.target).value) });
    return html`<label class="range">
      <span>${label}</span><span class="tabular quiet">${shown(mapping[name])}</span>
      <input type="range" min=${least} max=${most} step=${step} .value=${String(mapping[name])} aria-valuetext=${shown(mapping[name])} @input=${set} />
    </label>`;
  }

  /**
   * @param {string} act
   * @param {Mapping | null} mapping
   */
  _button(act, mapping) {
    const what = labelOf(act);
    const inputs = Object.keys(mapping?.buttons ?? {}).filter((input) => mapping?.buttons[input] === act);
    const waiting = this.teaching === act;
    return html`<li>
      <span class="grow">${what}</span>
      ${inputs.length ? html`<span class="own-key">${inputs.map(inputName).join(", ")}</span>` : nothing}
      <button type="button" class="button ${waiting ? "own" : ""}" aria-pressed=${waiting} @click=${() => (waiting ? this._end() : this._await(act))}>
        ${waiting ? t("Press its button…") : t("Teach")} <span class="unseen">${what}</span>
      </button>
      ${inputs.length ? html`<button type="button" class="button bare square" aria-label=${t("Forget the buttons: {what}", { what })} @click=${() => this._forget(act)}>${icon("x")}</button>` : nothing}
    </li>`;
  }

  // What is done

  _learn() {
    const lesson = new Lesson(this.control.mixer.valuesOf(this.controller.key));
    this.teaching = lesson;
    this.control.teach((key, input, value) => {
      if (key === this.controller.key) lesson.heard(input, value);
    });
  }

  /** @param {Lesson} lesson */
  _learned({ found }) {
    this._end();
    if (found) this._change(found);
  }

  /** @param {string} act */
  _await(act) {
    this.teaching = act;
    this.control.teach((key, input, value) => {
      if (key !== this.controller.key || value !== 1 || !input.startsWith("button/")) return;
      this._end();
      this._change({ buttons: { ...this.mapping?.buttons, [input]: act } });
    });
  }

  /** @param {string} act */
  _forget(act) {
    const left = Object.entries(this.mapping?.buttons ?? {}).filter(([, its]) => its !== act);
    this._change({ buttons: Object.fromEntries(left) });
  }

  _usual() {
    const mapping = usual(this.controller);
    if (mapping) this.control.map(this.controller, mapping);
  }

  _end() {
    if (!this.teaching) return;
    this.teaching = null;
    this.control.teach(null);
  }

  /** @param {Partial<Mapping>} changes */
  _change(changes) {
    this.control.map(this.controller, { ...(this.mapping ?? blank()), ...changes });
  }
}

customElements.define("prompter-controller", PrompterController);
