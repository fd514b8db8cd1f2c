/** How each connected prompter shows its text, set from here: folded until somebody asks for it. */

/** @import { PrompterSettings } from "../generated/protocol.js" */
/** @import { Mirror, Settings, Step } from "../parts/prompter_view.js" */
/** @import { Deeds } from "./commands.js" */
/** @import { Device } from "./types.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { COLOURS, RANGES, USUAL, stepped } from "../parts/prompter_view.js";

const SEND = 250; // ms: several presses are one change

/** @type {Record<Step, string>} */
const LABELS = {
  size: t("Size"),
  measure: t("Letters a line"),
  margin: t("Margins, %"),
  line: t("Reading line, %"),
  speed: t("Words a minute"),
};
/** @type {Partial<Record<Step, string>>} */
const UNSET = { size: t("by the screen"), measure: t("full width") };
/** @type {Record<string, string>} */
const COLOUR_NAMES = { white: t("White"), yellow: t("Yellow"), green: t("Green"), daylight: t("Black on white") };
/** @type {Partial<Record<Step, number>>} */
const FROM = { size: 80, measure: RANGES.measure[1] + RANGES.measure[2] }; // where the first step starts

class RundownPrompters extends FeedElement {
  static properties = { ...FeedElement.properties, deeds: { attribute: false } };

  constructor() {
    super();
    /** @type {Deeds} */ this.deeds;
    /** @type {Map<string, PrompterSettings>} */ this._wanted = new Map(); // device → settings on their way, shown at once
    /** @type {Map<string, number>} */ this._timers = new Map();
  }

  /** The connected prompters that can be told apart, each once. */
  get devices() {
    const known = /** @type {Device[]} */ (
      this.feed.presence.screens.filter(({ screen, device }) => screen === "prompter" && device)
    );
    return [...new Map(known.map((one) => [one.device, one])).values()].sort((a, b) => (a.device < b.device ? -1 : 1));
  }

  /**
   * @param {string} device
   * @returns {Settings}
   */
  view(device) {
    const held = this.feed.state.prompters.get(device);
    return /** @type {Settings} */ ({ ...USUAL, ...(held && held.view), ...this._wanted.get(device) });
  }

  render() {
    const { devices } = this;
    if (!this.feed.may("producer")) return nothing;
    return html`<details class="fold">
      <summary class="label">${icon("chevron-right")}<span class="grow">${t("How the prompter shows it")}</span><span class="count">${devices.length || ""}</span></summary>
      ${
        devices.length
          ? devices.map((one) => this._device(one, devices))
          : html`<p class="small quiet">${t("No prompter is connected. What you set on one stays on its device.")}</p>`
      }
    </details>`;
  }

  /**
   * @param {Device} one
   * @param {Device[]} devices
   */
  _device({ device, name }, devices) {
    const view = this.view(device);
    const alike = devices.filter((one) => one.name === name).length > 1;
    /** @param {Event & { target: HTMLSelectElement }} event */
    const recolour = ({ target }) =>
      this.adjust(device, { colours: /** @type {Settings["colours"]} */ (target.value) });
    return html`<section class="stack prompter-view" data-device=${device} aria-label=${name}>
      ${devices.length > 1 ? html`<h3 class="small">${name} ${alike ? html`<span class="quiet tabular">${device.slice(0, 4)}</span>` : nothing}</h3>` : nothing}
      <div class="steppers">${/** @type {Step[]} */ (Object.keys(LABELS)).map((key) => this._stepper(device, key, view[key]))}</div>
      <div class="line">
        ${this._toggle(device, view, "mirror_x", icon("flip-vertical-2"), t("Mirror left and right"))}
        ${this._toggle(device, view, "mirror_y", icon("flip-horizontal-2"), t("Mirror up and down"))}
        <select class="select grow" aria-label=${t("Colours")} @change=${recolour}>
          ${COLOURS.map((colour) => html`<option value=${colour} .selected=${view.colours === colour}>${COLOUR_NAMES[colour]}</option>`)}
        </select>
      </div>
    </section>`;
  }

  /**
   * @param {string} device
   * @param {Step} key
   * @param {number | null} value
   */
  _stepper(device, key, value) {
    const [least, most] = RANGES[key];
    /** @param {number} by */
    const step = (by) => () => this.adjust(device, { [key]: stepped(key, value ?? FROM[key] ?? 0, by) });
    const less = t("{what}: less", { what: LABELS[key] });
    const more = t("{what}: more", { what: LABELS[key] });
    return html`<div class="stepper" role="group" aria-label=${LABELS[key]}>
      <span class="small quiet grow">${LABELS[key]}</span>
      <button class="button bare square" aria-label=${less} ?disabled=${value === least} @click=${step(-1)}>${icon("minus")}</button>
      <output class=${value === null ? "small" : "tabular"}>${value ?? UNSET[key]}</output>
      <button class="button bare square" aria-label=${more} ?disabled=${value === most && key !== "measure"} @click=${step(1)}>${icon("plus")}</button>
    </div>`;
  }

  /**
   * @param {string} device
   * @param {Settings} view
   * @param {Mirror} key
   * @param {unknown} sign
   * @param {string} label
   */
  _toggle(device, view, key, sign, label) {
    return html`<button class="button square" aria-pressed=${view[key] ? "true" : "false"} aria-label=${label} title=${label}
      @click=${() => this.adjust(device, { [key]: !view[key] })}>${sign}</button>`;
  }

  /**
   * Shown at once, sent when the presses are over; from then on the feed tells.
   *
   * @param {string} device
   * @param {PrompterSettings} change
   */
  adjust(device, change) {
    this._wanted.set(device, { ...this._wanted.get(device), ...change });
    clearTimeout(this._timers.get(device));
    this._timers.set(
      device,
      setTimeout(() => this._send(device), SEND),
    );
    this.requestUpdate();
  }

  /** @param {string} device */
  async _send(device) {
    const view = this._wanted.get(device);
    await this.deeds.send("prompter.adjust", { device, view });
    // What was pressed meanwhile goes on from here.
    if (this._wanted.get(device) === view) this._wanted.delete(device);
    this.requestUpdate();
  }
}

customElements.define("rundown-prompters", RundownPrompters);
