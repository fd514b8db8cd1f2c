/** Server-sent events, read piece by piece: https://html.spec.whatwg.org/multipage/server-sent-events.html */

/** Characters of one event beyond which it is none of ours. */
const MOST = 1_000_000;

/** @typedef {{ event: string, data: string, id: string }} ServerEvent */

export class EventReader {
  /** Of the last event that had one. */
  id = "";
  /** Milliseconds after which the server wants to be asked again; 0 while it has not said. */
  retry = 0;
  #rest = "";
  #decoder = new TextDecoder();
  #event = "";
  /** @type {string[]} */
  #data = [];

  /**
   * The events that this piece has completed; RangeError where one has no end.
   * @param {Uint8Array} piece
   * @returns {ServerEvent[]}
   */
  read(piece) {
    const lines = (this.#rest + this.#decoder.decode(piece, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    const found = lines.map((line) => this.#line(line.replace(/\r$/, ""))).filter((one) => one !== null);
    if (this.#rest.length + this.#data.length > MOST) throw new RangeError("an event without an end");
    return found;
  }

  /**
   * @param {string} line
   * @returns {ServerEvent | null}
   */
  #line(line) {
    if (line === "") return this.#told();
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? ["", "", ""];
    if (name === "event") this.#event = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id") this.id = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
    return null;
  }

  /** An empty line: what stood before it is an event, if it told anything. */
  #told() {
    const told = { event: this.#event || "message", data: this.#data.join("\n"), id: this.id };
    const empty = this.#data.length === 0;
    this.#event = "";
    this.#data = [];
    return empty ? null : told;
  }
}
