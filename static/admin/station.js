/** How a graphic of the station's own looks, with invented words in the fields that the form says, saved or not. */

/** @import { FilledField, StationGraphic } from "../parts/station/types.js" */

import { dataOf, pollValues, questionValues } from "../parts/station/data.js";
import { Layer } from "../parts/station/layer.js";

const STAGE_WIDTH = 1920;

/** @type {(id: string) => HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {(id: string) => string} */
const typed = (id) => /** @type {HTMLInputElement} */ (part(id)).value;

const form = part("fields");
const trial = part("trial");
const stage = part("stage");
const graphic = /** @type {StationGraphic} */ (JSON.parse(form.dataset.graphic || "{}"));
let playing = false;
let layer = made();

function made() {
  const fresh = new Layer(stage, { ...graphic, shows: null }, (why) => {
    part("trouble").textContent = (trial.dataset.failed || "").replace("{why}", why);
  });
  scale(fresh);
  return fresh;
}

/** @param {Layer} which */
function scale(which) {
  which.scale(`scale(${stage.clientWidth / STAGE_WIDTH})`);
}

/**
 * A field as the form has it now.
 *
 * @param {HTMLElement} row
 * @returns {FilledField}
 */
function field(row) {
  const [source, value] = /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("select, input"));
  const known = /** @type {FilledField} */ (JSON.parse(row.dataset.field || "{}"));
  const choice = value.value.trim();
  const said = known.number
    ? Number(choice.replace(",", ".")) || 0
    : row.dataset.type === "boolean"
      ? choice === "true"
      : choice;
  return { ...known, source: source.value, value: said };
}

/** The form's own fields hold for what is kept; only where they may be typed in is a second one in sight. */
function follow() {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-field]"));
  const fields = [...rows].map(field);
  rows.forEach((row, place) => {
    /** @type {HTMLElement} */ (row.lastElementChild).hidden = fields[place].source !== "typed";
  });
  if (!playing) return;
  const values = {
    ...pollValues(JSON.parse(trial.dataset.poll || "{}")),
    ...questionValues({ text: typed("words"), name: typed("name"), place: typed("place"), number: 214 }),
  };
  layer.show("trial", dataOf({ ...graphic, fields: fields.filter(({ source }) => source) }, values));
}

trial.addEventListener("click", ({ target }) => {
  const button = /** @type {HTMLElement} */ (target);
  if (button.hasAttribute("data-step")) layer.next();
  if (!button.hasAttribute("data-play") && !button.hasAttribute("data-stop")) return;
  playing = button.hasAttribute("data-play");
  if (playing && layer.failed) {
    part("trouble").textContent = "";
    layer = made();
  }
  if (playing) follow();
  else layer.show(null);
});
addEventListener("input", follow);
new ResizeObserver(() => scale(layer)).observe(stage);
follow();
