/** The layouts to choose from, each with its scheme; and the windows of the one that is chosen. */

/** @import { Grid, Layout, Part } from "./layouts.js" */
/** @import { LiveRundown } from "./rundown.js" */

import { html, nothing } from "lit";
import { ask } from "../parts/dialog.js";
import { t, tn } from "../parts/i18n.js";
import { styled } from "../parts/styled.js";
import { refusal } from "../parts/toast.js";
import { LAYOUTS, closedScreen, partsOf, styleOf } from "./layouts.js";

/** @type {Record<Part, string>} */
export const PARTS = {
  order: t("Order"),
  air: t("Air"),
  now: t("To be seen: air"),
  talk: t("Presenter"),
  asked: t("What people ask"),
  show: t("The show and its devices"),
  side: t("All the rest"),
};

/** @type {Record<string, string>} */
export const NAMES = {
  usual: t("As usual"),
  order: t("A wide order"),
  air: t("A large air"),
  talk: t("The prompter's copy beside"),
  asked: t("The presenter and what is asked beside"),
  "two-talk": t("Air and presenter apart"),
  "two-around": t("All around the air apart"),
  "two-calls": t("Calls apart"),
  "three-calls": t("Air, presenter and calls"),
  "three-desk": t("All around the air, and the desk"),
};

export const ELSEWHERE = t("The layout is chosen on the first monitor.");

const COUNTS = [t("One monitor"), t("Two monitors"), t("Three monitors")];

/**
 * Asks for one, and puts it up.
 *
 * @param {LiveRundown} screen
 */
export async function chooseLayout(screen) {
  const { arrangement, feed } = screen;
  const { chosen, windows } = arrangement;
  if (!screen.steers) return refusal(ELSEWHERE);
  const roles = /** @type {string[]} */ (feed.you.roles);
  const fields = await ask({
    title: t("The rundown on one, two or three monitors"),
    text: t("It is kept on this device. Each further monitor is a window of its own: move it there once it is open."),
    fields: html`<div class="layouts">${COUNTS.map((heading, at) => group(heading, at + 1, chosen, roles))}</div>
      ${windows.length ? html`<p class="line small"><span class="quiet">${t("Windows of this layout:")}</span> ${windows.map(({ number, address, target }) => html`<a href=${address} target=${target}>${monitor(number)}</a>`)}</p>` : nothing}`,
    confirm: t("Put up"),
  });
  if (!fields) return;
  const unopened = arrangement.choose(fields.layout);
  screen.requestUpdate();
  if (unopened)
    refusal(
      tn(
        "{n} window was not opened by the browser. Allow windows for this page, or open it by W.|{n} windows were not opened by the browser. Allow windows for this page, or open them by W.",
        unopened,
      ),
    );
}

/** @param {number} number */
export function monitor(number) {
  return t("Monitor {n}", { n: number });
}

/**
 * @param {string} heading
 * @param {number} many
 * @param {Layout} chosen
 * @param {string[]} roles
 */
function group(heading, many, chosen, roles) {
  const mine = LAYOUTS.filter(({ monitors }) => monitors.length === many);
  return html`<fieldset class="bare-set"><legend class="label">${heading}</legend>
    <div class="choices">${mine.map((layout) => choice(layout, layout === chosen, roles))}</div>
  </fieldset>`;
}

/**
 * @param {Layout} layout
 * @param {boolean} chosen
 * @param {string[]} roles
 */
function choice(layout, chosen, roles) {
  const closed = closedScreen(layout, roles);
  return html`<label class="layout ${closed ? "closed" : ""}">
    <span class="line"><input type="radio" name="layout" value=${layout.name} required ?checked=${chosen} ?disabled=${closed !== undefined} ?data-first=${chosen} /><span>${NAMES[layout.name]}</span></span>
    <span class="schemes" aria-hidden="true">${layout.monitors.map((one) => ("screen" in one ? html`<span class="scheme">${cell(t(one.screen))}</span>` : scheme(one)))}</span>
    ${closed ? html`<span class="small quiet">${t("Your roles do not open the screen “{screen}”.", { screen: t(closed) })}</span>` : nothing}
  </label>`;
}

/** @param {Grid} grid */
function scheme(grid) {
  return html`<span class="scheme" ${styled(styleOf(grid, "0"))}>${partsOf(grid).map((part) => cell(PARTS[part], part))}</span>`;
}

/**
 * @param {string} label
 * @param {string} area
 */
function cell(label, area = "auto") {
  return html`<span class="cell" ${styled({ "--area": area })}>${label}</span>`;
}
