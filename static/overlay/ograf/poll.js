/** The poll's graphic for other renderers: one step, whose bars grow with an update. */

/** @import { Settings } from "./playable.js" */

import { pollOf } from "./data.js";
import { Playable } from "./playable.js";

class PollGraphic extends Playable {
  get poll() {
    return pollOf(this.data);
  }

  get count() {
    return this.poll ? 1 : 0;
  }

  get step() {
    return this.pollPlate.shown ? 0 : undefined;
  }

  async prepare() {
    for (let known; known !== this.data;) {
      known = this.data;
      const { poll } = this;
      if (poll) await this._letters([poll.question, ...poll.options.map(({ text }) => text), "0 %"].join(" "));
    }
  }

  /** @type {(step: number, motion: boolean) => Promise<void>} */
  bring(_step, motion) {
    return this.pollPlate.show(this.poll, this._face, motion);
  }

  /** @type {(motion: boolean) => void} */
  correct(motion) {
    this.pollPlate.show(this.poll, this._face, motion);
  }

  leave() {
    return this.pollPlate.show(null, this._face);
  }

  _set() {
    this.pollPlate.set(this._face);
  }
}

/**
 * The class that a renderer defines under a name of its own.
 *
 * @param {Settings} settings
 */
export function pollGraphic(settings) {
  return class extends PollGraphic {
    constructor() {
      super(settings);
    }
  };
}
