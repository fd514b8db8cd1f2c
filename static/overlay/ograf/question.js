/** The question's graphic for other renderers: its steps are the pages of a long text. */

/** @import { Settings } from "./playable.js" */

import { airText } from "../../parts/air_text.js";
import { questionOf } from "./data.js";
import { Playable } from "./playable.js";

class QuestionGraphic extends Playable {
  get question() {
    return questionOf(this.data);
  }

  get count() {
    const { question } = this;
    return question ? this._laid(question).pages.length : 0;
  }

  get step() {
    return this.shown ? this.page : undefined;
  }

  async prepare() {
    for (let known; known !== this.data;) {
      known = this.data;
      const { question } = this;
      if (question) await this._lettersOf(question);
    }
  }

  /** @type {(step: number, motion: boolean) => Promise<void>} */
  async bring(step, motion) {
    const { question } = this;
    if (!question) return;
    const fresh = !this.shown;
    const turned = this.page !== step;
    clearTimeout(this._turning);
    this._fill(question, step);
    if (fresh && motion) await this._come();
    else if (turned && motion) this._fadeWords();
  }

  /** Other words begin at their first page: nobody sees a text that begins in its middle. */
  correct() {
    const { question, shown } = this;
    if (!question || !shown) return;
    const same = airText(question) === airText(shown);
    if (!same) clearTimeout(this._turning);
    this._fill(question, same ? this.page : 0);
  }

  leave() {
    return this._leave();
  }

  /** @param {{ id?: string }} [asked] */
  async customAction(asked = {}) {
    if (asked.id !== "turn" || !this.loaded) return super.customAction(asked);
    if (this.shown) this._turnLater();
    return { statusCode: 200 };
  }
}

/**
 * The class that a renderer defines under a name of its own.
 *
 * @param {Settings} settings
 */
export function questionGraphic(settings) {
  return class extends QuestionGraphic {
    constructor() {
      super(settings);
    }
  };
}
