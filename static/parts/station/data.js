/** What is told to a station's graphic: its own data, with ours in the fields that somebody has chosen. Pure. */

/** @import { FilledField, Option, StationGraphic, Values } from "./types.js" */

/**
 * What of a question may go into fields.
 *
 * @param {{ text: string, name: string, place: string, number: number }} question
 * @returns {Values}
 */
export function questionValues({ text, name, place, number }) {
  return { text, name, place, number, who: [name, place].filter(Boolean).join(" · ") };
}

/**
 * What of a poll may: its options in a list, each by its number, and all of them as lines.
 *
 * @param {{ question: string, voters: number, options: Option[] }} poll
 * @returns {Values}
 */
export function pollValues({ question, voters, options }) {
  /** @type {Values} */
  const values = { asked: question, voters, options };
  options.forEach(({ option, share }, place) => {
    values[`option.${place + 1}`] = option;
    values[`share.${place + 1}`] = share;
  });
  return { ...values, lines: options.map(({ option, share }) => `${option}: ${share} %`).join("\n") };
}

/**
 * All of its data: a controller leaves nothing to what was there before.
 *
 * @param {Pick<StationGraphic, "defaults" | "fields">} graphic
 * @param {Values} values
 * @returns {Record<string, unknown>}
 */
export function dataOf({ defaults, fields }, { options = [], ...values }) {
  const data = structuredClone(defaults);
  const ours = fields.filter(({ within, source }) => within.length && ["option", "share"].includes(source));
  for (const { at } of ours)
    put(
      data,
      at,
      options.map(() => ({})),
    );
  for (const field of fields) {
    const { at, within, source } = field;
    if (!within.length) put(data, at, said(field, values[source]));
    else if (ours.some((one) => String(one.at) === String(at)))
      items(data, at).forEach((item, number) => put(item, within, said(field, Object(options[number])[source])));
  }
  return data;
}

/**
 * @param {FilledField} field
 * @param {unknown} value
 */
function said({ source, value: typed, number, most }, value) {
  if (source === "typed") return typed;
  if (number) return Number(value) || 0;
  const text = String(value ?? "");
  return most && text.length > most ? shortened(text, most) : text;
}

/**
 * As many letters as fit, by whole words where that leaves half of them.
 *
 * @param {string} text
 * @param {number} most
 */
export function shortened(text, most) {
  const kept = text.slice(0, most - 1);
  const space = text[most - 1] === " " ? kept.length : kept.lastIndexOf(" ");
  return `${(space > most / 2 ? kept.slice(0, space) : kept).trimEnd()}…`;
}

/**
 * @param {Record<string, unknown>} data
 * @param {string[]} at
 * @param {unknown} value
 */
function put(data, at, value) {
  const last = /** @type {string} */ (at.at(-1));
  let here = data;
  for (const name of at.slice(0, -1)) here = inner(here, name);
  set(here, last, value);
}

/**
 * @param {Record<string, unknown>} data
 * @param {string[]} at
 * @returns {Record<string, unknown>[]}
 */
function items(data, at) {
  let here = data;
  for (const name of at.slice(0, -1)) here = inner(here, name);
  return /** @type {Record<string, unknown>[]} */ (here[/** @type {string} */ (at.at(-1))]);
}

/** @type {(data: Record<string, unknown>, name: string) => Record<string, unknown>} */
function inner(data, name) {
  const there = Object.hasOwn(data, name) ? data[name] : undefined;
  if (there === null || typeof there !== "object" || Array.isArray(there)) set(data, name, {});
  return /** @type {Record<string, unknown>} */ (data[name]);
}

/**
 * A name of the graphic's own is a name, whatever it means to the language: "__proto__" too.
 *
 * @param {Record<string, unknown>} data
 * @param {string} name
 * @param {unknown} value
 */
function set(data, name, value) {
  Object.defineProperty(data, name, { value, writable: true, enumerable: true, configurable: true });
}
