/** Labels of what the protocol names by a word. */

/** @import { ListsView, QuestionView } from "../generated/protocol.js" */
/** @typedef {Record<string, string>} Labels  by the protocol's word */

import { html } from "lit";
import {
  PRIORITIES as EVERY_PRIORITY,
  REASONS as EVERY_REASON,
  STATES,
  TICKET_KINDS as EVERY_KIND,
} from "../generated/protocol.js";
import { airText } from "./air_text.js";
import { t, word } from "./i18n.js";
import { MARKS } from "./marks.js";

export { airText };

/**
 * The labels of everything that the protocol knows of a kind, in its order; what has none is called by its own word.
 *
 * @param {string[]} names
 * @param {Labels} labels
 * @returns {Labels}
 */
function labelled(names, labels) {
  return Object.fromEntries(names.map((name) => [name, labels[name] || word(name)]));
}

/** @type {Record<string, [string, string]>} */
export const SOURCES = {
  vk: [MARKS.vk, t("VKontakte")],
  ok: [MARKS.ok, t("Odnoklassniki")],
  max: [MARKS.max, "MAX"],
  telegram: [MARKS.telegram, "Telegram"],
  phone: ["☎", t("Phone")],
  mango: ["☎", t("Phone")],
  form: [t("form"), t("Form on the site")],
  vk_watch: ["VK", t("VKontakte: mentions")],
  ok_watch: ["OK", t("Odnoklassniki: mentions")],
  news: [t("news"), t("Feed of an outlet")],
  mailbox: ["@", t("Mailbox: mentions")],
  file: [t("file"), t("From a file")],
  api: ["API", t("Another program")],
  open311: ["311", "Open311"],
  hand: [t("by hand"), t("Added by hand")],
};

/**
 * By what an administrator tells apart those who have one name; the server says it to nobody else.
 *
 * @param {{ name: string, credential?: string | null }} by
 */
export function credentialName({ credential }) {
  const [kind, number] = (credential || "").split(":");
  if (kind === "user") return t("account № {number}", { number });
  return kind === "key" ? t("key or link № {number}", { number }) : "";
}

/** @param {string} source */
export function sourceName(source) {
  return SOURCES[source] ? SOURCES[source][1] : source;
}

/**
 * The small mark with a letter; its full name is read aloud and shown on hover.
 *
 * @param {string} source
 */
export function sourceMark(source) {
  const [letters, name] = SOURCES[source] || [source, source];
  return html`<span class="source" title=${name}><span aria-hidden="true">${letters}</span><span class="unseen">${name}</span></span>`;
}

/**
 * State → the class of its colour.
 *
 * @type {Record<string, string>}
 */
const TONES = {
  on_air: "air",
  shortlisted: "next",
  answered: "done",
  declined: "gone",
  merged: "gone",
  ticketed: "own",
  transferred: "gone",
  blocked: "gone",
};

/** @param {string} state */
export function stateChip(state) {
  return html`<span class="chip ${TONES[state] || ""}">${word(state)}</span>`;
}

export const REASONS = labelled(EVERY_REASON, {
  off_topic: t("Off the subject of the broadcast"),
  not_ours: t("Not our district or powers"),
  duplicate: t("Already asked"),
  abuse: t("Abuse"),
  personal: t("Personal data of others"),
  spam: t("Advertising, spam"),
  unclear: t("Unclear"),
  other: t("Another reason"),
});

/**
 * The reason's name; `lists` are the centre's, with its own reasons, offered or not.
 *
 * @param {string} reason
 * @param {Partial<Pick<ListsView, "reasons" | "hidden_reasons">>} lists
 */
export function reasonName(reason, lists = {}) {
  const own = [...(lists.reasons || []), ...(lists.hidden_reasons || [])].find(({ code }) => code === reason);
  if (reason === "withdrawn") return t("Withdrawn by whoever asked");
  return (own && own.label) || REASONS[reason] || reason;
}

export const BROADCAST_STATES = labelled(STATES.broadcast, {
  planned: t("Planned"),
  collecting: t("Collecting questions"),
  on_air: t("On air"),
  wrapping: t("Finishing"),
  wrapped: t("Finished"),
  archived: t("In the archive"),
});

export const TICKET_STATES = labelled(STATES.ticket, {
  open: t("Not assigned"),
  assigned: t("Assigned"),
  in_progress: t("In progress"),
  on_hold: t("On hold"),
  resolved: t("Resolved"),
  closed: t("Closed"),
});

/**
 * A ticket's state as said of one; the tabs say it of many.
 *
 * @param {string} state
 */
export function ticketState(state) {
  return state === "open" ? t("not assigned yet") : word(state);
}

export const TICKET_KINDS = labelled(EVERY_KIND, {
  unanswered: t("Not answered on air"),
  promise: t("Promise"),
  rest: t("Answered in part"),
});

export const PRIORITIES = labelled(EVERY_PRIORITY, { normal: t("Normal"), high: t("High"), urgent: t("Urgent") });

/**
 * "Анна П., Сосновка": who asks and from where, as far as known.
 *
 * @param {{ author?: { name?: string | null } | null, locality?: string | null }} view
 */
export function askerLine(view) {
  return [view.author && view.author.name, view.locality].filter(Boolean).join(", ");
}

/**
 * The same with the stresses of the centre's list, where one stands in it.
 *
 * @param {Parameters<typeof airText>[0] & Pick<QuestionView, "aloud">} view
 */
export function aloud(view) {
  return view.aloud?.text || airText(view);
}

/**
 * Who asks and from where, with the stress of the place.
 *
 * @param {Parameters<typeof askerLine>[0] & Pick<QuestionView, "aloud">} view
 */
export function askerAloud(view) {
  return askerLine({ author: view.author, locality: view.aloud?.locality || view.locality });
}
