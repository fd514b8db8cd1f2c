/** The graphic of a poll: what is asked, and a bar for each option that grows with its votes. */

/** @import { Face, Measure, ShownPoll } from "./types.js" */

import { html, nothing, render } from "lit";
import { repaint } from "../parts/repaint.js";
import { fit, fitLine } from "./fit.js";
import { measure } from "./letters.js";
import { AWAY, HERE, fade, move, still } from "./motion.js";

const FEW = 5; // options that have room for larger letters
const GROW = 600; // ms from nothing to its length

export class PollPlate {
  /**
   * @param {HTMLElement} host  what it is drawn in
   * @param {string} voted  "Voted: {n}" in the viewers' language
   */
  constructor(host, voted) {
    this.host = host;
    this.voted = voted;
    /** @type {ShownPoll | null} */
    this.shown = null;
  }

  /**
   * The poll that is to be in sight, or none; its letters are those of the theme. Resolves when nothing moves.
   *
   * @param {ShownPoll | null} poll
   * @param {Face} face
   * @param {boolean} [motion]
   */
  async show(poll, face, motion = true) {
    const before = this.shown;
    if (poll === before) return;
    const fresh = poll && (!before || poll.id !== before.id);
    const gone = before && (!poll || fresh) && motion ? fade(this._plate) : null;
    this.host.toggleAttribute("data-still", !motion);
    this.shown = poll;
    this._draw(face);
    if (poll && !fresh) repaint(this._plate);
    await Promise.all([gone, fresh && motion ? this._come() : null]);
  }

  /** At once, without a motion. */
  hide() {
    this.shown = null;
    this._draw({ family: "", weight: "" });
  }

  /**
   * Anew: the letters have changed.
   *
   * @param {Face} face
   */
  set(face) {
    if (this.shown) this._draw(face);
  }

  get _plate() {
    return /** @type {HTMLElement} */ (this.host.querySelector(".poll:not(.leaving)"));
  }

  _come() {
    const come = move(this._plate, AWAY, HERE);
    if (still()) return come;
    const grown = [{ transform: "scaleX(0)" }, { transform: "none" }];
    for (const bar of this._plate.querySelectorAll(".bar i"))
      bar.animate(grown, { duration: GROW, easing: "ease-out" });
    return come;
  }

  /** @param {Face} face */
  _draw({ family, weight }) {
    const { shown } = this;
    render(
      html`<section class="poll" data-poll=${shown ? shown.id : nothing} ?hidden=${!shown}>
        ${shown ? this._said(shown, measure(`${weight} 100px ${family}`), measure(`640 100px ${family}`)) : nothing}
      </section>`,
      this.host,
    );
  }

  /** @type {(poll: ShownPoll, wide: Measure, bold: Measure) => unknown} */
  _said(poll, wide, bold) {
    const { size, pages } = fit(poll.question, wide);
    const options = poll.options.filter(({ gone }) => !gone);
    const [largest, most] = options.length > FEW ? [40, 34] : [54, 44];
    const letters = Math.min(most, ...options.map(({ text }) => fitLine(text, bold, most)));
    const voted = this.voted.replace("{n}", poll.voters.toLocaleString("ru"));
    return html`<div class="poll-said">
      <p class="asked" .style=${`font-size: ${Math.min(size, largest)}px`}>${pages.flat().map((line) => html`<span class="line">${line}</span> `)}</p>
      <ol class="options ${options.length > FEW ? "many" : ""}" .style=${`font-size: ${letters}px`}>
        ${options.map(
          ({ option, text, share }) => html`<li data-option=${option}>
            <span class="option">${text}</span><span class="share">${share} %</span>
            <span class="bar"><i .style=${`width: ${share}%`}></i></span>
          </li>`,
        )}
      </ol>
      <p class="voted">${voted}</p>
    </div>`;
  }
}
