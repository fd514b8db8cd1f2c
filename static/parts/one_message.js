/** Which of the messages to a person stands: one at a time, and a refusal long enough to be read. Pure. */

/**
 * @typedef {object} Message
 * @property {"refusal" | "note"} kind
 * @property {string} text
 * @property {string} [label]
 * @property {() => void} [act]
 */

/** Milliseconds for which each stands. */
const SHOWN = { refusal: 12000, note: 6000 };
/** Milliseconds for which a refusal stands whatever comes after it. */
const READ = 4000;

export class OneMessage {
  constructor() {
    /** @type {Message | null} */
    this.standing = null;
    this._since = 0;
    /** @type {Message[]} */
    this._waiting = []; // refusals first, then the newest note
  }

  /**
   * A newer note takes an older one's place: what was done before can be taken back all the same.
   *
   * @param {Message} message
   * @param {number} now in milliseconds
   */
  add(message, now) {
    const { standing } = this;
    if (!standing || standing.kind === "note" || (now - this._since >= READ && !this._waiting.length)) {
      this._stand(message, now);
    } else if (message.kind === "note") {
      this._waiting = [...this._waiting.filter(({ kind }) => kind === "refusal"), message];
    } else if (message.text === standing.text) {
      this._since = now;
    } else {
      const refusals = this._waiting.filter(({ kind, text }) => kind === "refusal" && text !== message.text);
      this._waiting = [...refusals, message, ...this._waiting.filter(({ kind }) => kind === "note")];
    }
  }

  /**
   * The standing one is done with.
   *
   * @param {number} now
   */
  drop(now) {
    this._stand(this._waiting.shift() || null, now);
  }

  /**
   * How many milliseconds the standing one still has.
   *
   * @param {number} now
   */
  left(now) {
    const { standing } = this;
    if (!standing) return Infinity;
    return Math.max(0, this._since + (this._waiting.length ? READ : SHOWN[standing.kind]) - now);
  }

  /**
   * It has been looked at until now: its time begins anew.
   *
   * @param {number} now
   */
  again(now) {
    this._since = now;
  }

  /**
   * @param {Message | null} message
   * @param {number} now
   */
  _stand(message, now) {
    this.standing = message;
    this._since = now;
  }
}
