/** What is pressed: in sight only after the pointer has moved or a finger has tapped, and never over the reading line. */

/** @import { Settings, Step } from "../parts/prompter_view.js" */
/** @import { LivePrompter } from "./prompter.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { COLOURS } from "../parts/prompter_view.js";

/** @type {Record<string, string>} */
const COLOUR_NAMES = { white: t("White"), yellow: t("Yellow"), green: t("Green"), daylight: t("Black on white") };

/** @param {LivePrompter} prompter */
export function controls(prompter) {
  const { reel, reading, view, awake } = prompter;
  const now = view.now;
  /** @param {string} name */
  const recolour = (name) => view.change({ colours: /** @type {Settings["colours"]} */ (name) });
  return html`<div class="controls" role="group" aria-label=${t("Controls")} @click=${letGo}>
    ${
      prompter.waiting.length
        ? html`<div class="line"><span class="grow said">${prompter.waiting.at(-1)?.text}</span><button class="button own" @click=${() => prompter.acknowledge()}>${icon("check")} ${t("I have read it")}</button></div>`
        : nothing
    }
    <div class="line">
      <button class="button ${reel.scroll.running ? "" : "own"}" @click=${() => reel.scroll.toggle()}>
        ${reel.scroll.running ? html`${icon("pause")} ${t("Pause")}` : html`${icon("play")} ${t("Start")}`}
      </button>
      <button class="button" @click=${() => reel.scroll.home()}>${icon("arrow-up-to-line")} ${t("To the top")}</button>
      ${stepper(prompter, "speed", t("Speed"), t("{n} words a minute", { n: now.speed }), t("Slower"), t("Faster"))}
      ${reading.corrected !== null ? html`<button class="button own" @click=${() => reading.accept()}>${icon("refresh-cw")} ${t("Show the corrected text")}</button>` : nothing}
      <span class="grow"></span>
      ${prompter.window ? nothing : html`<a class="button" href="?window=2" target="_blank" rel="noopener">${icon("app-window")} ${t("Another window")}</a>`}
      <button class="button" @click=${() => prompter.help()}>${icon("keyboard")} ${t("Keys")}</button>
      <button class="button" @click=${() => prompter.controllers()}>${icon("gamepad-2")} ${t("Pedal, gamepad")}</button>
      <button class="button" @click=${() => prompter.fill()}>${icon("maximize")} ${t("Full screen")}</button>
      <a class="button bare square" href="/logout" aria-label=${t("Sign out")} title=${t("Sign out")}>${icon("log-out")}</a>
    </div>
    <div class="line">
      ${stepper(prompter, "size", t("Letters"), t("{n} px", { n: now.size ?? reel.size }), t("Smaller"), t("Larger"))}
      ${stepper(prompter, "measure", t("Line"), now.measure === null ? t("whole width") : t("{n} letters", { n: now.measure }), t("Shorter lines"), t("Longer lines"))}
      ${stepper(prompter, "margin", t("Margins"), t("{n} %", { n: now.margin }), t("Narrower margins"), t("Wider margins"))}
      ${stepper(prompter, "line", t("Reading line"), t("{n} %", { n: now.line }), t("Reading line higher"), t("Reading line lower"))}
      <button class="button" aria-pressed=${now.mirror_x} @click=${() => prompter.flip("mirror_x")}>${icon("flip-vertical-2")} ${t("Mirror ↔")}</button>
      <button class="button" aria-pressed=${now.mirror_y} @click=${() => prompter.flip("mirror_y")}>${icon("flip-horizontal-2")} ${t("Mirror ↕")}</button>
      <span class="line" role="group" aria-label=${t("Colours")}>
        ${COLOURS.map((name) => html`<button class="button square swatch" data-colours=${name} aria-pressed=${now.colours === name} aria-label=${COLOUR_NAMES[name]} title=${COLOUR_NAMES[name]} @click=${() => recolour(name)}></button>`)}
      </span>
    </div>
    ${awake.held ? nothing : html`<p class="small quiet">${awake.able ? t("The screen may go dark by itself: the browser does not keep it on.") : t("The screen may go dark by itself: keeping it on needs an address that begins with https.")}</p>`}
  </div>`;
}

/** @type {(prompter: LivePrompter, name: Step, label: string, value: string, less: string, more: string) => unknown} */
function stepper(prompter, name, label, value, less, more) {
  return html`<span class="stepper" role="group" aria-label=${label}>
    <span class="small quiet">${label}</span>
    <button class="button square" aria-label=${less} @click=${() => prompter.step(name, -1)}>${icon("minus")}</button>
    <output class="tabular">${value}</output>
    <button class="button square" aria-label=${more} @click=${() => prompter.step(name, 1)}>${icon("plus")}</button>
  </span>`;
}

/**
 * After a press by pointer the button has no focus: the space bar is the text's again.
 *
 * @param {MouseEvent} event
 */
function letGo(event) {
  const button = /** @type {Element} */ (event.target).closest("button");
  if (button && event.detail > 0) button.blur();
}
