/**
 * A station's graphic on air. Each thing that is shown has a frame of its own, which never holds anything else: what leaves is
 * taken out of the page with its frame, so no frame of it can be seen beside what comes. A frame more waits with the graphic's
 * script in it.
 *
 * A change while something moves is a cut: the frame goes, and another one has what is true now without a motion.
 */

/** @import { StationGraphic } from "./types.js" */

import { repaint } from "../repaint.js";
import { Frame } from "./frame.js";

const LEAVING = 2000; // ms that a graphic may take to leave

/** @typedef {{ key: string, data: object, told: object | null, frame: Frame }} Shown  `told`: the data that it has been told; null until it is loaded */

export class Layer {
  /**
   * @param {HTMLElement} host  where the frames are put
   * @param {Pick<StationGraphic, "hash" | "shows">} graphic
   * @param {(why: string) => void} failed  it does not play, and is not tried again
   */
  constructor(host, { hash, shows }, failed) {
    this.host = host;
    this.address = `/graphics/${hash}/`;
    this.patient = shows === "poll"; // votes come while the bars are growing: they wait for the motion's end
    this.failed = false;
    this._told = failed;
    this._transform = "";
    /** @type {Shown | null} */
    this._shown = null;
    /** @type {Frame | null} */
    this._leaving = null;
    /** @type {Frame | null} */
    this._spare = this._prepared();
  }

  /**
   * What is to be seen from now on, by what it is told apart; null for nothing.
   *
   * @param {string | null} key
   * @param {object} [data]
   */
  show(key, data = {}) {
    if (this.failed) return;
    if (key === null) this._leave();
    else if (this._shown?.key !== key) this._take(key, data, Boolean(this._leaving || this._shown?.frame.busy));
    else if (JSON.stringify(this._shown.data) !== JSON.stringify(data)) this._correct(this._shown, data);
  }

  /** Nothing, at once. */
  hide() {
    this._end();
  }

  /** The next step of what is shown; behind the last one the first. */
  async next() {
    const shown = this._shown;
    if (!shown || shown.frame.busy) return;
    await this._while(shown, async () => {
      const { currentStep } = await shown.frame.call("playAction", { delta: 1 });
      if (currentStep === undefined && shown === this._shown) await shown.frame.call("playAction", { goto: 0 });
    });
  }

  /**
   * How the stage stands in the page, as CSS says it.
   *
   * @param {string} transform
   */
  scale(transform) {
    this._transform = transform;
    for (const frame of [this._shown?.frame, this._leaving, this._spare])
      if (frame) frame.element.style.transform = transform;
  }

  // How it comes, changes and goes

  /**
   * @param {string} key
   * @param {object} data
   * @param {boolean} cut
   */
  async _take(key, data, cut) {
    this._end();
    const frame = this._ready();
    const shown = (this._shown = /** @type {Shown} */ ({ key, data, told: null, frame }));
    await this._while(shown, async () => {
      await frame.ready;
      if (shown !== this._shown) return;
      const loaded = shown.data;
      await frame.call("load", { data: loaded, renderType: "realtime", renderCharacteristics: CHARACTERISTICS });
      shown.told = loaded;
      await this._tell(shown, false);
      if (shown !== this._shown) return;
      frame.show();
      await frame.call("playAction", { skipAnimation: cut });
      await this._tell(shown, this.patient);
      this._spare ||= this._prepared();
    });
  }

  /**
   * @param {Shown} shown
   * @param {object} data
   */
  _correct(shown, data) {
    shown.data = data;
    if (!shown.told || (this.patient && shown.frame.busy)) return; // told once that is over
    if (shown.frame.busy) this._take(shown.key, data, true);
    else this._while(shown, () => this._tell(shown, this.patient));
  }

  /**
   * Until it has been told what is true now.
   *
   * @param {Shown} shown
   * @param {boolean} motion
   */
  async _tell(shown, motion) {
    while (shown === this._shown && shown.told !== shown.data) {
      const { data } = shown;
      await shown.frame.call("updateAction", { data, skipAnimation: !motion });
      shown.told = data;
      if (shown.frame.seen) repaint(shown.frame.element);
    }
  }

  async _leave() {
    const shown = this._shown;
    if (!shown) return;
    const { frame, told } = shown;
    if (!told || frame.busy) return this._end();
    this._shown = null;
    this._leaving = frame;
    const gone = frame.call("stopAction", {}).then(() => frame.call("dispose", {}));
    await Promise.race([gone.catch(() => {}), new Promise((resolve) => setTimeout(resolve, LEAVING))]);
    if (this._leaving === frame) this._leaving = null;
    frame.end();
  }

  /** What is in sight, and what is leaving, is out of the page. */
  _end() {
    this._shown?.frame.end();
    this._leaving?.end();
    this._shown = this._leaving = null;
  }

  /**
   * Something that is done to what is shown; what goes wrong with it matters only while it is.
   *
   * @param {Shown} shown
   * @param {() => Promise<void>} work
   */
  async _while(shown, work) {
    try {
      await work();
    } catch (wrong) {
      if (shown !== this._shown) return;
      this.failed = true;
      this._end();
      this._spare?.end();
      this._spare = null;
      this._told(/** @type {Error} */ (wrong).message);
    }
  }

  /** The frame that waits, or a new one where that could not be had: the server may have been away just then. */
  _ready() {
    const spare = this._spare;
    this._spare = null;
    if (spare && !spare.broken) return spare;
    spare?.end();
    return this._prepared();
  }

  _prepared() {
    const frame = new Frame(this.host, this.address);
    frame.element.style.transform = this._transform;
    return frame;
  }
}

const CHARACTERISTICS = { resolution: { width: 1920, height: 1080 }, accessToPublicInternet: false };
