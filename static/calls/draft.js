/**
 * What a screener types: kept on the device with every key pressed, until the server has it; sent one write at a time.
 *
 * A write keeps its id with what it says, so that one that was under way when the page closed arrives once all the same.
 */

/** @import { CommandType } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Answer, Problem, Status } from "../parts/feed/types.js" */
/** @import { Draft, Field, Value, Values, Written } from "./types.js" */

import { uuid } from "../parts/uuid.js";

const PREFIX = "call";
const PAUSE = 600;
const AGAIN = 3000;
const KEPT = 12 * 3600 * 1000; // a shift: what is typed of a person lies on no device for longer

/** @type {Field[]} */
export const FIELDS = ["name", "locality", "point", "consent", "text"];

export class CallDrafts extends EventTarget {
  /**
   * @param {Feed} feed
   * @param {string} slug
   */
  constructor(feed, slug) {
    super();
    this.feed = feed;
    this._prefix = `${PREFIX}/${slug}/`;
    this._held = loadAll(this._prefix);
    /** @type {Map<number, Record<string, { value: Value, seq: number }>>} */
    this._arrived = new Map(); // call → by field, what the events have still to show
    /** @type {Map<string, Value[]>} */
    this._own = new Map(); // "call/field" → the values sent from here
    /** @type {Map<number, number>} */
    this._timers = new Map();
    /** @type {Map<number, Promise<Answer>>} */
    this._sending = new Map(); // call → what is under way
    /** @type {Status | null} */
    this._status = null;
    feed.addEventListener("change", () => this._connected());
  }

  /** @param {number} call */
  of(call) {
    return this._held.get(call) || null;
  }

  /** The calls that something is unsent of. */
  get calls() {
    return [...this._held.keys()];
  }

  /**
   * What stands in a field from here: unsent, or sent and not shown by the events yet; otherwise undefined.
   *
   * @template {Field} F
   * @param {number} call
   * @param {F} field
   * @returns {Written[F] | undefined}
   */
  value(call, field) {
    const draft = this._held.get(call);
    if (draft && field in draft.fields) return /** @type {Written[F]} */ (draft.fields[field]);
    const arrived = this._arrived.get(call)?.[field];
    return arrived && Number(this.feed.to) < arrived.seq ? /** @type {Written[F]} */ (arrived.value) : undefined;
  }

  /**
   * @param {number} call
   * @returns {"kept" | "sending" | "unsent" | "refused"}
   */
  status(call) {
    const draft = this._held.get(call);
    if (!draft) return "kept";
    if (draft.refused) return "refused";
    return this.feed.status === "in_step" ? "sending" : "unsent";
  }

  /**
   * Whether a value that the events show was sent from here.
   *
   * @param {number} call
   * @param {Field} field
   * @param {Value} value
   */
  isOwn(call, field, value) {
    return (this._own.get(`${call}/${field}`) || []).includes(same(value));
  }

  /**
   * @param {number} call
   * @param {Field} field
   * @param {Value} value
   * @param {string | null} caption
   */
  typed(call, field, value, caption) {
    const draft = this._held.get(call) || /** @type {Draft} */ ({ fields: {}, batch: null });
    draft.fields[field] = value;
    draft.at = Date.now();
    draft.refused = null;
    draft.caption = caption || draft.caption || "";
    this._keep(call, draft);
    this._later(call, PAUSE);
  }

  /** @param {number} call */
  drop(call) {
    clearTimeout(this._timers.get(call));
    this._held.delete(call);
    forget(this._prefix + call);
    this._changed();
  }

  /**
   * A move of the call, with all that is unsent: it arrives with the move or stays here.
   *
   * @param {CommandType} type
   * @param {number} call
   * @param {Record<string, unknown>} fields
   */
  async move(type, call, fields) {
    clearTimeout(this._timers.get(call));
    while (this._sending.has(call)) await this._sending.get(call);
    const draft = this._held.get(call);
    /** @type {Values} */
    const values = draft ? { ...draft.fields } : {};
    return this._send(call, type, { ...sendable(values), ...fields }, values);
  }

  /** @param {number} call */
  async _write(call) {
    const draft = this._held.get(call);
    if (!draft || draft.refused || this._sending.has(call) || this.feed.status !== "in_step") return;
    if (!draft.batch) {
      draft.batch = { id: uuid(), values: { ...draft.fields } };
      this._keep(call, draft);
    }
    const { id, values } = draft.batch;
    const answer = await this._send(call, "call.write", { id, ...sendable(values) }, values);
    if (answer.ok) return;
    const { code, detail } = /** @type {Problem} */ (answer.error);
    if (code === "too_many") return this._later(call, AGAIN);
    if (["unauthorized", "forbidden"].includes(code) && this.feed.status !== "in_step") return;
    draft.batch = null;
    // What was typed meanwhile has not been refused yet.
    const changed = Object.entries(draft.fields).some(([field, value]) => values[field] !== value);
    if (changed && code === "invalid") this._later(call, PAUSE);
    else draft.refused = detail || code;
    this._keep(call, draft);
  }

  /**
   * @param {number} call
   * @param {CommandType} type
   * @param {Record<string, unknown>} fields
   * @param {Values} values
   */
  async _send(call, type, fields, values) {
    for (const [field, value] of Object.entries(values)) this._remember(`${call}/${field}`, same(value));
    const sending = this.feed.command(type, { call, ...fields });
    this._sending.set(call, sending);
    this._changed();
    const answer = await sending;
    this._sending.delete(call);
    if (answer.ok) this._arrive(call, values, /** @type {number} */ (answer.seq));
    else if (this._held.has(call) && type !== "call.write") this._later(call, PAUSE);
    this._changed();
    return answer;
  }

  /**
   * The server has these values; what was typed meanwhile is still to be sent.
   *
   * @param {number} call
   * @param {Values} values
   * @param {number} seq of the event that shows them
   */
  _arrive(call, values, seq) {
    const arrived = this._arrived.get(call) || {};
    const draft = this._held.get(call);
    for (const [field, value] of Object.entries(values)) {
      arrived[field] = { value, seq };
      if (draft && draft.fields[field] === value) delete draft.fields[field];
    }
    this._arrived.set(call, arrived);
    if (!draft) return;
    draft.batch = null;
    if (!Object.keys(draft.fields).length) return this.drop(call);
    this._keep(call, draft);
    this._later(call, PAUSE);
  }

  /** In step, at first or again: what was left here goes its way. */
  _connected() {
    if (this._status === this.feed.status) return;
    this._status = this.feed.status;
    if (this._status !== "in_step") return;
    for (const [call, draft] of [...this._held]) {
      this._dropKnown(call, draft);
      if (this._held.has(call)) this._write(call);
    }
  }

  /**
   * What the call says by now need not be sent.
   *
   * @param {number} call
   * @param {Draft} draft
   */
  _dropKnown(call, draft) {
    const view = this.feed.state.calls.get(call);
    if (!view || draft.batch) return;
    for (const [field, value] of Object.entries(draft.fields)) {
      if (same(view[/** @type {Field} */ (field)]) === same(value)) delete draft.fields[field];
    }
    if (!Object.keys(draft.fields).length) this.drop(call);
  }

  /**
   * @param {string} name
   * @param {Value} value
   */
  _remember(name, value) {
    this._own.set(name, [...(this._own.get(name) || []).slice(-30), value]);
  }

  /**
   * @param {number} call
   * @param {number} pause
   */
  _later(call, pause) {
    clearTimeout(this._timers.get(call));
    this._timers.set(
      call,
      setTimeout(() => this._write(call), pause),
    );
  }

  /**
   * @param {number} call
   * @param {Draft} draft
   */
  _keep(call, draft) {
    this._held.set(call, draft);
    try {
      localStorage.setItem(this._prefix + call, JSON.stringify(draft));
    } catch {
      // A browser that keeps nothing for this site: then it lasts as long as the page does.
    }
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * As the server keeps it: without spaces around, nothing for what is empty.
 *
 * @param {Value | undefined} value
 * @returns {Value}
 */
export function same(value) {
  return typeof value === "string" ? value.trim() || null : (value ?? null);
}

/** @param {Values} values */
function sendable(values) {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, same(value)]));
}

/** @param {string} prefix */
function loadAll(prefix) {
  /** @type {Map<number, Draft>} */
  const found = new Map();
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
      const call = Number(key.slice(prefix.length));
      const draft = /** @type {Draft | null} */ (JSON.parse(String(localStorage.getItem(key))));
      if (!call || !draft) continue;
      if (Date.now() - draft.at > KEPT) forget(key);
      else found.set(call, { ...draft, refused: null });
    }
  } catch {
    // Nothing was kept, or nothing that can be read.
  }
  return found;
}

/** @param {string} key */
function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
