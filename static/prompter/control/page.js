/** The dialog of the prompter's control: which controllers there are, how each is reached, and what it does. */

/** @import { Control } from "./control.js" */
/** @import { Controller } from "./types.js" */
/** @typedef {{ name: string, label: string, there: Controller | null }} Listed */

import { html, nothing } from "lit";
import "./settings.js";
import "./trial.js";
import { ask } from "../../parts/dialog.js";
import { LiveElement } from "../../parts/element.js";
import { frame } from "../../parts/frame.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../parts/i18n.js";
import { Listener } from "../../parts/listener.js";
import { usual } from "./mapping.js";

/** @param {Control} control */
export function showControl(control) {
  return ask({
    title: t("Prompter control"),
    text: t(
      "A pedal, a gamepad or a shuttle moves the text. This computer remembers what you teach it. Your hand goes first: once you touch a key, the wheel or the screen, the controller waits until it has been let go.",
    ),
    fields: html`<prompter-control .control=${control}></prompter-control>`,
  });
}

class PrompterControl extends LiveElement {
  static properties = { control: { attribute: false }, chosen: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** @type {Control} */ this.control;
    this.chosen = "";
    this.trouble = "";
    new Listener(this, () => this.control, { change: () => this.requestUpdate() });
  }

  async scheduleUpdate() {
    if (this.hasUpdated) await frame();
    return super.scheduleUpdate();
  }

  /** Those that are there, then those that are only remembered. */
  get listed() {
    const { there, memory } = this.control;
    /** @type {Map<string, Listed>} */
    const listed = new Map();
    for (const one of there.values())
      if (!listed.has(one.name)) listed.set(one.name, { name: one.name, label: one.label, there: one });
    for (const { name, label } of memory.known) if (!listed.has(name)) listed.set(name, { name, label, there: null });
    return [...listed.values()];
  }

  render() {
    const { listed, control } = this;
    const shown = listed.find(({ name }) => name === this.chosen) ?? listed.find(({ there }) => there);
    return html`<div class="ways">${this._ways()}</div>
      <p class="wrong" role="alert">${this.trouble}</p>
      ${listed.length ? html`<ul class="controllers" aria-label=${t("Controllers")}>${listed.map((one) => this._row(one, shown))}</ul>` : nothing}
      ${shown?.there ? html`<prompter-controller .control=${control} .controller=${shown.there}></prompter-controller>` : nothing}
      <prompter-trial .control=${control}></prompter-trial>
      <p class="small" role="status">${control.asked ? t("Its button: {what}", { what: control.asked }) : ""}</p>`;
  }

  _ways() {
    const { pads, midi, shuttles } = this.control;
    const chosen = t("Choose a shuttle…");
    return html`<p>${icon("gamepad-2")} ${pads.able ? t("A gamepad or a Joy-Con: press any of its buttons, a browser shows it only then.") : unable(t("gamepads"))}</p>
      <p>${icon("sliders-vertical")} ${
        !midi.able
          ? unable(t("MIDI devices"))
          : midi.open
            ? t("MIDI is on: a pedal that is plugged in appears here by itself.")
            : html`<button type="button" class="button" @click=${() => this._connect(midi)}>${t("Connect MIDI")}</button>`
      }</p>
      <p>${icon("disc-3")} ${shuttles.able ? html`<button type="button" class="button" @click=${() => this._choose()}>${chosen}</button>` : unable(t("shuttles (WebHID)"))}</p>`;
  }

  /**
   * @param {Listed} one
   * @param {Listed | undefined} shown
   */
  _row(one, shown) {
    const { mixer, memory } = this.control;
    const state = !one.there
      ? t("not plugged in")
      : mixer.leads === one.there.key
        ? t("moves the text")
        : memory.of(one.name)
          ? t("plugged in")
          : t("not taught yet");
    return html`<li>
      <button type="button" class="button grow" ?disabled=${!one.there} aria-pressed=${one === shown} @click=${() => (this.chosen = one.name)}>
        <span class="grow">${one.label}</span> <span class="small quiet">${state}</span>
      </button>
      ${memory.of(one.name) ? html`<button type="button" class="button" aria-label=${t("Forget: {name}", { name: one.label })} @click=${() => this.control.forget(one.name)}>${t("Forget")}</button>` : nothing}
    </li>`;
  }

  async _choose() {
    await this._connect(this.control.shuttles);
    // It was chosen by hand, and its make says what it can.
    for (const one of this.control.there.values()) {
      const mapping = one.kind === "hid" && !this.control.mappingOf(one) ? usual(one) : null;
      if (mapping) this.control.map(one, mapping);
    }
  }

  /** @param {{ connect: () => Promise<void> }} driver */
  async _connect(driver) {
    this.trouble = "";
    try {
      await driver.connect();
    } catch {
      this.trouble = t(
        "The page was not let to the device. Allow it in the browser beside the address, close other programs that use it, and try again.",
      );
    }
    this.requestUpdate();
  }
}

/**
 * Why a way is closed.
 *
 * @param {string} what
 */
function unable(what) {
  return isSecureContext
    ? t("This browser has no {what}: take Chrome, Edge or Yandex Browser.", { what })
    : t("For {what} the address must begin with https, or be this computer’s own.", { what });
}

customElements.define("prompter-control", PrompterControl);
