/** Words of the interface: msgids are English, translations come with the page (templates/base.html). */

/** @typedef {Record<string, unknown>} Params  what stands for {named} places of a text */

const page = document.getElementById("i18n");
/** @type {Record<string, string>} */
const messages = page ? JSON.parse(page.textContent) : {};
if (page) page.textContent = ""; // It is not held twice.

export const locale = document.documentElement.lang || "en";

const rules = new Intl.PluralRules(locale);
/** @type {Intl.LDMLPluralRule[]} */
const FORMS = ["zero", "one", "two", "few", "many", "other"];
const ORDER = FORMS.filter((form) => rules.resolvedOptions().pluralCategories.includes(form));

/** @type {(text: string, params: Params) => string} */
function filled(text, params) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in params ? String(params[key]) : whole));
}

/**
 * The translation of `msgid`, with {named} parameters filled in.
 *
 * @param {string} msgid
 * @param {Params} params
 */
export function t(msgid, params = {}) {
  return filled(messages[msgid] || msgid, params);
}

/**
 * As `t`, for a msgid that holds its plural forms with a bar between: "{n} question|{n} questions".
 *
 * @param {string} msgid
 * @param {number} n
 * @param {Params} params
 */
export function tn(msgid, n, params = {}) {
  const forms = (messages[msgid] || msgid).split("|");
  const form = forms[Math.min(ORDER.indexOf(rules.select(n)), forms.length - 1)];
  return filled(form, { n, ...params });
}

const whole = new Intl.NumberFormat(locale);

/**
 * A number as it is written here: «12 345».
 *
 * @param {number} n
 */
export function counted(n) {
  return whole.format(n);
}

/**
 * A word of the domain (a state, a verb, a role, a reason), translated.
 *
 * @param {string} raw
 */
export function word(raw) {
  return messages[raw] || String(raw).replaceAll("_", " ");
}
