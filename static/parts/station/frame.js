/**
 * One frame with a station's graphic in it. It stands in a sandbox: it has no origin, so nothing of ours can be reached from it,
 * and whatever it says is only believed to be a number or a text.
 */

/** @import { Answered } from "./types.js" */

const PATIENCE = 5000; // ms that a graphic may take to answer
const GRACE = 1000; // ms after which a page that has loaded without a word is another one: an error of the server's, or of the browser

export class Frame {
  /**
   * @param {HTMLElement} host  where it is put
   * @param {string} address
   */
  constructor(host, address) {
    /** @type {Map<number, (answer: Answered) => void>} */
    this._asked = new Map();
    this._calls = 0;
    this._heard = false; // the bridge has said a word
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._mute;
    this._listening = new AbortController();
    this.element = document.createElement("iframe");
    this.element.className = "station";
    this.element.setAttribute("sandbox", "allow-scripts");
    this.element.setAttribute("aria-hidden", "true");
    this.element.tabIndex = -1;
    /** Whether its script is there; it rejects where it cannot be had. */
    this.ready = within(this._hello());
    this.broken = false;
    this.ready.catch(() => (this.broken = true));
    this.element.src = address;
    host.append(this.element);
  }

  /** Whether a call has not been answered yet: something may be moving. */
  get busy() {
    return this._asked.size > 0;
  }

  /** Whether it is in sight. */
  get seen() {
    return this.element.classList.contains("here");
  }

  /** In sight from now on. */
  show() {
    this.element.classList.add("here");
  }

  /** Gone at once, whatever it does. */
  end() {
    this._listening.abort();
    this.element.remove();
  }

  /**
   * Has the graphic do something; rejects where it refuses, or does not answer.
   *
   * @param {string} name
   * @param {object} [params]
   */
  async call(name, params = {}) {
    const call = (this._calls += 1);
    try {
      const { statusCode, statusMessage, currentStep } = await within(
        new Promise((/** @type {(answer: Answered) => void} */ resolve) => {
          this._asked.set(call, resolve);
          this.element.contentWindow?.postMessage({ station: { call, name, params } }, "*"); // it has no origin to name
        }),
      );
      if (!(statusCode < 400)) throw new Error(`${name}: ${statusCode} ${statusMessage || ""}`.trim());
      return { currentStep };
    } finally {
      this._asked.delete(call);
    }
  }

  /** @returns {Promise<void>} */
  _hello() {
    return new Promise((resolve, reject) => {
      /** @param {MessageEvent} event */
      const hear = ({ source, data }) => {
        const told = data?.station;
        if (source !== this.element.contentWindow || typeof told !== "object" || !told) return;
        this._heard = true;
        clearTimeout(this._mute);
        if (told.ready === true) resolve();
        else if (told.ready === false) reject(new Error(String(told.statusMessage)));
        else this._asked.get(told.call)?.(told);
      };
      const { signal } = this._listening;
      addEventListener("message", hear, { signal });
      this.element.addEventListener("load", () => {
        if (this._heard) return;
        this._mute = setTimeout(() => reject(new Error("It is not there.")), GRACE);
      });
    });
  }
}

/**
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
function within(answer) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("It does not answer.")), PATIENCE);
    answer.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
