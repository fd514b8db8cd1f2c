/** A button that adds where the telephone is now. Without a script, or where a browser tells no place, it is not there. */

export {}; // a module, whose names are its own

const PATIENCE = 20_000; // milliseconds
const FRESH = 60_000;
const DIGITS = 6; // a tenth of a metre

const field = /** @type {HTMLElement} */ (document.getElementById("here"));
const point = /** @type {HTMLInputElement} */ (field.querySelector("input"));
const said = /** @type {HTMLElement} */ (field.querySelector("[role=status]"));
const [add, away] = /** @type {HTMLButtonElement[]} */ ([...field.querySelectorAll("button")]);
const { asked = "", given = "", kept = "", failed = "" } = field.dataset;

/**
 * @param {string} value
 * @param {string} words
 */
function hold(value, words) {
  point.value = value;
  add.hidden = Boolean(value);
  away.hidden = !value;
  add.disabled = false;
  said.textContent = words;
}

/** @param {GeolocationPosition} position */
function found({ coords }) {
  const value = `${coords.latitude.toFixed(DIGITS)}, ${coords.longitude.toFixed(DIGITS)}`;
  hold(value, given.replace("{point}", value).replace("{metres}", String(Math.ceil(coords.accuracy))));
  away.focus();
}

if (navigator.geolocation && window.isSecureContext) {
  add.addEventListener("click", () => {
    add.disabled = true;
    said.textContent = asked;
    const wanted = { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: FRESH };
    navigator.geolocation.getCurrentPosition(found, () => hold("", failed), wanted);
  });
  away.addEventListener("click", () => {
    hold("", "");
    add.focus();
  });
  field.hidden = false;
  if (point.value) hold(point.value, kept.replace("{point}", point.value)); // the form is shown once more
}
