/** The station's own graphics in place of ours: those that the address of the page names. */

/** @import { PollView, QuestionView } from "../generated/protocol.js" */
/** @import { StationGraphic, Values } from "../parts/station/types.js" */

import { airText } from "../parts/air_text.js";
import { optionsLeft } from "../parts/polls.js";
import { dataOf, pollValues, questionValues } from "../parts/station/data.js";
import { Layer } from "../parts/station/layer.js";

/** @typedef {{ graphic: StationGraphic, layer: Layer }} Driven */

export class Station {
  /**
   * @param {HTMLElement} host
   * @param {StationGraphic[]} graphics
   * @param {() => void} changed  one of them does not play: what it should show is ours again
   */
  constructor(host, graphics, changed) {
    const failed = (/** @type {string} */ why) => {
      console.warn(`The station's graphic does not play: ${why}`);
      changed();
    };
    /** @type {Map<string | null, Driven>} */
    this.driven = new Map(graphics.map((one) => [one.shows, { graphic: one, layer: new Layer(host, one, failed) }]));
  }

  /**
   * Shows what it has a graphic for. What is left is for ours to show.
   *
   * @param {QuestionView | null} question
   * @param {PollView | null} poll
   */
  show(question, poll) {
    const asked = this._drive("question", question, String(question?.number), valuesOf);
    const polled = this._drive("poll", poll, String(poll?.id), resultOf);
    return { question: asked ? null : question, poll: polled ? null : poll };
  }

  hide() {
    for (const { layer } of this.driven.values()) layer.hide();
  }

  next() {
    for (const { layer } of this.driven.values()) layer.next();
  }

  /** @param {string} transform */
  scale(transform) {
    for (const { layer } of this.driven.values()) layer.scale(transform);
  }

  /**
   * Whether it does.
   *
   * @template T
   * @param {string} shows
   * @param {T | null} view
   * @param {string} key
   * @param {(view: T) => Values} values
   */
  _drive(shows, view, key, values) {
    const driven = this.driven.get(shows);
    if (!driven || driven.layer.failed) return false;
    if (view) driven.layer.show(key, dataOf(driven.graphic, values(view)));
    else driven.layer.show(null);
    return true;
  }
}

/** @param {QuestionView} view */
function valuesOf(view) {
  const { number, author, locality } = view;
  return questionValues({ text: airText(view), name: author?.name || "", place: locality || "", number });
}

/** @param {PollView} poll */
function resultOf(poll) {
  const options = optionsLeft(poll).map(({ text, share }) => ({ option: text, share }));
  return pollValues({ question: poll.question, voters: poll.voters, options });
}
