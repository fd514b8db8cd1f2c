/** The layouts to choose from, each with its scheme; and the windows of the one that is chosen. */

/** @import { Grid, Layout, Part, Whole } from "./layouts.js" */
/** @import { LiveRundown } from "./rundown.js" */

import { html, nothing } from "lit";
import { ask } from "../parts/dialog.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { styled } from "../parts/styled.js";
import { refusal } from "../parts/toast.js";
import { LAYOUTS, closedScreen, partsOf, styleOf } from "./layouts.js";

/** @type {Record<Part, string>} */
export const PARTS = {
  order: t("order"),
  air: t("the air"),
  now: t("clock and air"),
  talk: t("presenter"),
  asked: t("what people ask"),
  show: t("show and devices"),
  side: t("all the rest"),
};

/** The sign of a part, or of a screen, in a scheme. @type {Record<string, unknown>} */
const SIGNS = {
  order: icon("list"),
  air: icon("radio"),
  now: icon("eye"),
  talk: icon("message-square"),
  asked: icon("circle-help"),
  show: icon("settings"),
  side: icon("ellipsis"),
  calls: icon("phone"),
  desk: icon("inbox"),
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
    <div class="choices" ${styled({ "--many": String(many) })}>${mine.map((layout) => choice(layout, layout === chosen, roles))}</div>
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
    <span class="schemes" aria-hidden="true">${layout.monitors.map(scheme)}</span>
    <span class="small quiet">${layout.monitors.map(said).join(" · ")}${closed ? `. ${t("Your roles do not open the screen “{screen}”.", { screen: t(closed) })}` : ""}</span>
  </label>`;
}

/** @param {Grid | Whole} one */
function scheme(one) {
  if ("screen" in one) return html`<span class="scheme">${cell(one.screen, "auto")}</span>`;
  return html`<span class="scheme" ${styled(styleOf(one, "0"))}>${partsOf(one).map((part) => cell(part, part))}</span>`;
}

/** @type {(what: string, area: string) => unknown} */
function cell(what, area) {
  return html`<span class="cell" ${styled({ "--area": area })}>${SIGNS[what]}</span>`;
}

/** What stands on a monitor, in words. @param {Grid | Whole} one */
function said(one) {
  return "screen" in one
    ? t(one.screen)
    : partsOf(one)
        .map((part) => PARTS[part])
        .join(", ");
}
