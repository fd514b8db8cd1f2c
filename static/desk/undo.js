/**
 * One's own last moves, and how each is taken back. A move is {text, items}, an item {question, from, to, back}: the
 * version that was seen, the one that the move made of it, and the commands that lead back.
 */

/** @import { QuestionVerb } from "../generated/protocol.js" */
/** @import { Fields, Seen } from "./types.js" */

import { keep, load } from "../parts/questions/drafts.js";

/**
 * @typedef {{ verb: QuestionVerb, fields: Fields, followers?: number[] }} Step
 * @typedef {{ question: number, from: number, to: number, back: Step[] }} Item
 * @typedef {{ text: string, items: Item[] }} Move
 */

const KEPT = 20;

export class Moves {
  /** @param {string} slug */
  constructor(slug) {
    this._name = `moves/${slug}`;
    /** @type {Move[]} */
    this._moves = load(this._name) || [];
  }

  /** @returns {Move | undefined} */
  get last() {
    return this._moves[this._moves.length - 1];
  }

  /** @param {Move} move */
  add(move) {
    this._moves = [...this._moves, move].slice(-KEPT);
    keep(this._name, this._moves);
  }

  /** @param {Move} move */
  drop(move) {
    this._moves = this._moves.filter((other) => other !== move);
    keep(this._name, this._moves);
  }

  /**
   * A move was taken back: its question stands again as it was, under a new version.
   *
   * @param {Item} item
   * @param {number} version
   */
  restored({ question, from }, version) {
    for (const { items } of this._moves) {
      for (const item of items) if (item.question === question && item.to === from) item.to = version;
    }
    keep(this._name, this._moves);
  }
}

/**
 * The commands that take `verb` on this question back, each on the version that the one before it made: [{verb, fields,
 * followers?}]; null where nothing does. `followers`: what stood after it in the list, so that it returns to its place.
 *
 * @param {QuestionVerb} verb
 * @param {Seen} view
 * @param {Fields} fields
 * @param {number[]} followers
 * @param {boolean} afterwards whether the show is over: what was restored then is a ticket
 * @returns {Step[] | null}
 */
export function wayBack(verb, view, fields, followers, afterwards = false) {
  /** @type {Step} */
  const toTheList = { verb: "shortlist", fields: {}, followers };
  const andToTheList = view.state === "shortlisted" ? [toTheList] : [];
  switch (verb) {
    case "shortlist":
      return [{ verb: "return", fields: {} }];
    case "return":
      return view.state === "shortlisted" ? [toTheList] : null;
    case "block":
      return view.state === "declined" ? null : [{ verb: "unblock", fields: { lift: true } }, ...andToTheList];
    case "decline":
      if (view.state === "blocked") return null;
      return [{ verb: "restore", fields: {} }, ...andToTheList];
    case "ticket":
      return view.state === "blocked" ? null : [{ verb: "recall", fields: {} }, ...andToTheList];
    case "finish":
      return [{ verb: "unfinish", fields: {} }];
    case "merge":
      return [{ verb: "split", fields: {} }, ...andToTheList];
    case "restore":
      return view.decline && !afterwards
        ? [
            {
              verb: "decline",
              fields: view.decline.text
                ? { reason: view.decline.reason, text: view.decline.text }
                : { reason: view.decline.reason },
            },
          ]
        : null;
    case "split":
      return [{ verb: "merge", fields: { into: /** @type {number} */ (view.merged_into) } }];
    case "classify": {
      const names = /** @type {Array<"topic" | "locality">} */ (Object.keys(fields));
      return [{ verb, fields: Object.fromEntries(names.map((name) => [name, view[name] || null])) }];
    }
    case "unmask":
      return [{ verb: "mask", fields }];
    case "mask":
      return [{ verb: "unmask", fields }];
    case "show_file":
      return [{ verb: "hide_file", fields }];
    case "hide_file":
      return [{ verb: "show_file", fields }];
    case "allow_name":
      return [{ verb, fields: { allowed: !fields.allowed } }];
    case "set_urgent":
      return [{ verb, fields: { urgent: !fields.urgent } }];
    case "set_asking":
      return [{ verb, fields: { asks: !fields.asks } }];
    case "edit":
      return [{ verb, fields: { air_text: view.air_text || view.text } }];
    case "note":
      return [{ verb, fields: { for: fields.for, text: (fields.for && view.notes?.[fields.for]) || "" } }];
    default:
      return null;
  }
}

/**
 * The items whose way back has a step `round`, together where the same command serves them: [[verb, fields, items]].
 *
 * @param {Item[]} items
 * @param {number} round
 * @param {Set<number>} listed
 */
export function together(items, round, listed) {
  /** @type {Map<string, [QuestionVerb, Fields, Item[]]>} */
  const groups = new Map();
  for (const item of items) {
    const step = item.back[round];
    if (!step) continue;
    const before = step.followers && step.followers.find((number) => listed.has(number));
    const fields = before ? { ...step.fields, before } : step.fields;
    const key = JSON.stringify([step.verb, fields]);
    if (!groups.has(key)) groups.set(key, [step.verb, fields, []]);
    groups.get(key)?.[2].push(item);
  }
  return [...groups.values()];
}
