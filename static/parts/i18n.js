/** Words of the interface: msgids are English, translations come with the page (templates/base.html). */

const page = document.getElementById("i18n");
const messages = page ? JSON.parse(page.textContent) : {};

export const locale = document.documentElement.lang || "en";

const rules = new Intl.PluralRules(locale);
const ORDER = ["zero", "one", "two", "few", "many", "other"].filter((form) =>
  rules.resolvedOptions().pluralCategories.includes(form),
);

function filled(text, params) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in params ? params[key] : whole));
}

/** The translation of `msgid`, with {named} parameters filled in. */
export function t(msgid, params = {}) {
  return filled(messages[msgid] || msgid, params);
}

/** As `t`, for a msgid that holds its plural forms with a bar between: "{n} question|{n} questions". */
export function tn(msgid, n, params = {}) {
  const forms = (messages[msgid] || msgid).split("|");
  const form = forms[Math.min(ORDER.indexOf(rules.select(n)), forms.length - 1)];
  return filled(form, { n, ...params });
}

/** A word of the domain (a state, a verb, a role, a reason), translated. */
export function word(raw) {
  return messages[raw] || String(raw).replaceAll("_", " ");
}
