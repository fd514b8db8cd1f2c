/**
 * The graphic as another renderer plays it: the calls of an OGraf package (EBU OGraf v1), which stands in a root of its own and
 * needs nothing of ours but the files beside it. What is in sight is what these calls say; nothing is asked of any server.
 *
 * A change is made once the letters are there, in the order of the calls. A stop waits for nobody, and what was still waiting
 * before it is not done any more.
 */

/** @typedef {{ statusCode: number, statusMessage?: string }} Answer */
/** @typedef {{ themes: string[], theme: string, voted: string }} Settings */

import { placeSprite } from "../../parts/sprite.js";
import { Graphic } from "../graphic.js";
import { target } from "./steps.js";

const STYLE = new URL("../overlay.css", import.meta.url).href;
const LETTERS = new URL("../../vendor/@fontsource-variable/golos-text/index.css", import.meta.url).href;

/** @type {Answer} */
const DONE = { statusCode: 200 };

export class Playable extends Graphic {
  /** @param {Settings} settings */
  constructor(settings) {
    super();
    this.settings = settings;
    this.themes = settings.themes;
    /** @type {Record<string, unknown>} */
    this.data = {};
    this.loaded = false; // letters without a plate must not be on air
    this._era = 0; // how many stops there were
    /** @type {Promise<unknown>} */
    this._line = Promise.resolve();
    /** @type {Promise<void>} */
    this._gone = Promise.resolve(); // what was the last to leave
    /** @type {HTMLLinkElement | undefined} */
    this._faces;
    this._listening = new AbortController();
    this._own = this.attachShadow({ mode: "open" });
    this._stage = document.createElement("div");
  }

  get root() {
    return this._stage;
  }

  get sheets() {
    return this._own;
  }

  get room() {
    return { width: this.clientWidth || innerWidth, height: this.clientHeight || innerHeight };
  }

  get voted() {
    return this.settings.voted;
  }

  // What a kind of graphic says of itself

  /**
   * How many steps there are; 0 where there is nothing to show.
   *
   * @returns {number}
   */
  get count() {
    return 0;
  }

  /**
   * The step that is in sight.
   *
   * @returns {number | undefined}
   */
  get step() {
    return undefined;
  }

  /** Waits for the letters of what the data say. */
  async prepare() {}

  /**
   * Brings a step in sight. Resolves when nothing moves.
   *
   * @type {(step: number, motion: boolean) => Promise<void>}
   */
  async bring() {}

  /**
   * What is in sight becomes what the data say, where it stands.
   *
   * @type {(motion: boolean) => void}
   */
  correct() {}

  /** Takes it out of sight by a motion. Resolves when it is gone. */
  async leave() {}

  // The calls

  /** @param {{ data?: unknown, renderType?: string }} [given] */
  async load({ data, renderType } = {}) {
    if (renderType === "non-realtime") return refusal(400, "It is played in real time only.");
    if (!this._merge(data)) return refusal(400, "The data are no object.");
    try {
      this._own.append(this._stage);
      await Promise.all([this._sheet(this._own, STYLE), this._sheet(document.head, LETTERS), placeSprite(this._own)]);
      this._draw();
      await this._theme(this._wantedTheme);
    } catch (missing) {
      return refusal(500, String(missing));
    }
    if (!getComputedStyle(this).getPropertyValue("--plate")) return refusal(500, "The theme has not come.");
    this._scale();
    const { signal } = this._listening;
    addEventListener("resize", () => this._scale(), { signal });
    document.fonts.addEventListener("loadingdone", () => this._set(), { signal });
    this.loaded = true;
    await this.prepare();
    return DONE;
  }

  async dispose() {
    this._era += 1;
    this._listening.abort();
    if (this.loaded) this._clear();
    this.loaded = false;
    this._own.replaceChildren();
    this._faces?.remove();
    return DONE;
  }

  /** @param {{ goto?: unknown, delta?: unknown, skipAnimation?: boolean }} [asked] */
  async playAction(asked = {}) {
    if (!this.loaded) return refusal(409, "It is not loaded.");
    let moved;
    try {
      moved = await this._inOrder(() => this._play(asked));
    } catch (wrong) {
      return refusal(wrong instanceof RangeError ? 400 : 500, String(wrong));
    }
    const currentStep = this.step;
    await moved?.over;
    return { ...DONE, currentStep };
  }

  /** @param {{ data?: unknown, skipAnimation?: boolean }} [given] */
  async updateAction({ data, skipAnimation = false } = {}) {
    if (!this.loaded) return refusal(409, "It is not loaded.");
    if (!this._merge(data)) return refusal(400, "The data are no object.");
    const dressed = this.theme === this._wantedTheme ? null : this._theme(this._wantedTheme);
    await this._inOrder(async () => {
      await this.prepare();
      return () => this._refresh(!skipAnimation);
    });
    await dressed;
    return DONE;
  }

  /** @param {{ skipAnimation?: boolean }} [given] */
  async stopAction({ skipAnimation = false } = {}) {
    if (!this.loaded) return refusal(409, "It is not loaded.");
    this._era += 1;
    this._line = Promise.resolve();
    await this._end(!skipAnimation);
    return DONE;
  }

  /** @param {{ id?: string }} [asked] */
  async customAction({ id } = {}) {
    if (!this.loaded) return refusal(409, "It is not loaded.");
    if (id !== "guides") return refusal(404, `There is no action ${JSON.stringify(id)}.`);
    this.guides = !this.guides;
    this._draw();
    return DONE;
  }

  // How they are kept

  /** @param {{ goto?: unknown, delta?: unknown, skipAnimation?: boolean }} asked */
  async _play({ goto, delta, skipAnimation = false }) {
    await this.prepare();
    return () => {
      const step = target(this.step, this.count, { goto, delta });
      return { over: step === undefined ? this._end(!skipAnimation) : this.bring(step, !skipAnimation) };
    };
  }

  /** @param {boolean} motion */
  async _end(motion) {
    if (!motion) return this._clear();
    if (this.step !== undefined) this._gone = this.leave();
    await this._gone;
  }

  /** @param {boolean} motion */
  _refresh(motion) {
    if (this.step === undefined) return;
    if (this.count) this.correct(motion);
    else this._end(motion);
  }

  /**
   * Makes a change in its turn. The work before it may wait; the change that comes of it is done in one piece, so that no frame
   * shows half of it, and not at all after a stop.
   *
   * @template T
   * @param {() => Promise<() => T>} work
   * @returns {Promise<T | undefined>}
   */
  _inOrder(work) {
    const era = this._era;
    const done = this._line.then(async () => {
      if (era !== this._era) return undefined;
      const change = await work();
      return era === this._era ? change() : undefined;
    });
    this._line = done.catch(() => {});
    return done;
  }

  /**
   * Whether they were any: those that are left out stay as they were.
   *
   * @param {unknown} data
   */
  _merge(data) {
    if (data !== undefined && data !== null && (typeof data !== "object" || Array.isArray(data))) return false;
    this.data = { ...this.data, ...data };
    return true;
  }

  get _wantedTheme() {
    const { theme } = this.data;
    return typeof theme === "string" && this.themes.includes(theme) ? theme : this.settings.theme;
  }

  /**
   * @param {ParentNode} root
   * @param {string} href
   * @returns {Promise<void>}
   */
  _sheet(root, href) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    if (href === LETTERS) this._faces = link; // a root of its own can declare none
    return new Promise((resolve, reject) => {
      link.onload = () => resolve();
      link.onerror = () => reject(new Error(`${href} has not come.`));
      root.append(link);
    });
  }
}

/** @type {(statusCode: number, statusMessage: string) => Answer} */
function refusal(statusCode, statusMessage) {
  return { statusCode, statusMessage };
}
