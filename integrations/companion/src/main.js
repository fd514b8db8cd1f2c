/** The module: a connection of Companion's to one show. It keeps what the server told last, and lights the buttons by it. */

import { InstanceBase, InstanceStatus } from "@companion-module/base";
import { actions } from "./actions.js";
import { FIELDS, placeOf } from "./config.js";
import { feedbacks } from "./feedbacks.js";
import { DARK, lampsOf, textsOf } from "./lights.js";
import { Line } from "./line.js";
import { press } from "./press.js";
import { PRESETS, STRUCTURE } from "./presets.js";
import { refusalSaid, saidOf } from "./said.js";
import { VARIABLES } from "./variables.js";

/** Milliseconds between two looks at the clocks, and for which a refusal is told. */
const [TICK, TOLD_FOR] = [1000, 5000];

/**
 * @import { CompanionStaticUpgradeScript, JsonObject } from "@companion-module/base"
 * @import { Place } from "./config.js"
 * @import { ServerEvent } from "./event_reader.js"
 * @import { Lamps, Told } from "./lights.js"
 * @import { Said } from "./said.js"
 */

/**
 * What brings up to date what Companion has kept of an older version; there is none so far.
 * @type {CompanionStaticUpgradeScript<JsonObject>[]}
 */
export const UpgradeScripts = [];

export default class Live extends InstanceBase {
  /** @type {Place | null} */
  #place = null;
  /** @type {Line | null} */
  #line = null;
  /** What the server has told last, believed while it is heard. @type {Told | null} */
  #told = null;
  #heard = false;
  /** Milliseconds by which the server's clock is ahead of ours. */
  #ahead = 0;
  #refusal = { says: "", until: 0 };
  /** What Companion was told last. @type {Lamps} */
  #lamps = DARK;
  /** @type {Record<string, string>} */
  #texts = {};
  #status = "";
  /** @type {NodeJS.Timeout | undefined} */
  #tick;

  /**
   * @param {JsonObject} config
   * @param {boolean} _first
   * @param {JsonObject | undefined} secrets
   */
  async init(config, _first, secrets) {
    this.setActionDefinitions(actions((word, behind) => this.press(word, behind)));
    this.setFeedbackDefinitions(feedbacks(() => this.#lamps));
    this.setVariableDefinitions(VARIABLES);
    this.setPresetDefinitions(STRUCTURE, PRESETS);
    this.#tick = setInterval(() => this.#show(), TICK);
    await this.configUpdated(config, secrets);
  }

  getConfigFields() {
    return FIELDS;
  }

  async destroy() {
    clearInterval(this.#tick);
    this.#line?.close();
  }

  /**
   * @param {JsonObject} config
   * @param {JsonObject | undefined} secrets
   */
  async configUpdated(config, secrets) {
    this.#line?.close();
    [this.#line, this.#place, this.#told, this.#heard] = [null, null, null, false];
    this.#refusal = { says: "", until: 0 };
    const place = placeOf(config ?? {}, secrets);
    if (typeof place === "string") this.#say(["BadConfig", place]);
    else this.#listen(place);
    this.#show();
  }

  /** @param {Place} place */
  #listen(place) {
    this.#place = place;
    this.#say(["Connecting", ""]);
    const line = new Line(place, { told: (event) => this.#hear(event), lost: (why) => this.#lose(why) });
    this.#line = line;
    void line.listen();
  }

  /**
   * Nothing waits here: a press goes out at once, whatever else is under way, and is not tried again.
   * @param {string} word
   * @param {string} behind
   */
  async press(word, behind) {
    if (!this.#place) throw new Error("Подключение не настроено.");
    try {
      await press(this.#place, word, behind);
      this.#refusal.until = 0;
    } catch (why) {
      this.#refusal = { says: refusalSaid(why), until: Date.now() + TOLD_FOR };
      throw new Error(this.#refusal.says, { cause: why }); // Companion writes it into its log, beside the button.
    } finally {
      this.#show();
    }
  }

  // What is heard

  /** @param {ServerEvent} event */
  #hear({ event, data }) {
    if (event === "on-air") this.#told = JSON.parse(data);
    else if (event === "pulse") this.#ahead = Date.parse(JSON.parse(data).time) - Date.now();
    else return;
    this.#heard = true;
    this.#show();
  }

  /** @param {unknown} why */
  #lose(why) {
    this.#heard = false;
    this.#say(saidOf(why));
    this.#show();
  }

  // What is shown

  /** Tell Companion what is different from what it was told last. */
  #show() {
    const now = Date.now() + this.#ahead;
    const told = this.#heard ? this.#told : null;
    const refusal = Date.now() < this.#refusal.until ? this.#refusal.says : "";
    if (this.#heard) this.#say(refusal ? ["UnknownWarning", refusal] : ["Ok", ""]);
    const before = this.#lamps;
    this.#lamps = lampsOf(told, now);
    const lamps = /** @type {(keyof Lamps)[]} */ (Object.keys(DARK)).filter((one) => before[one] !== this.#lamps[one]);
    const [first, ...others] = lamps;
    if (first) this.checkFeedbacks(first, ...others);
    const texts = { ...textsOf(told, now), refusal };
    const changed = Object.fromEntries(Object.entries(texts).filter(([name, text]) => this.#texts[name] !== text));
    this.#texts = texts;
    if (Object.keys(changed).length) this.setVariableValues(changed);
  }

  /** @param {Said} said */
  #say([status, sentence]) {
    if (this.#status === `${status} ${sentence}`) return;
    this.#status = `${status} ${sentence}`;
    this.updateStatus(InstanceStatus[status], sentence || null);
  }
}
