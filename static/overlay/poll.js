/** The graphic of a poll: what is asked, and a bar for each option that grows with its votes. */

/** @import { PollView } from "../generated/protocol.js" */

import { html, nothing, render } from "lit";
import { optionsLeft } from "../parts/polls.js";
import { fit, fitLine } from "./fit.js";
import { measure } from "./letters.js";
import { AWAY, HERE, fade, move, still } from "./motion.js";

const FEW = 5; // options that have room for larger letters
const GROW = 600; // ms from nothing to its length

export class OverlayPoll extends HTMLElement {
  constructor() {
    super();
    /** @type {PollView | null} */
    this.shown = null;
  }

  /**
   * The poll that is to be in sight, or none; its letters are those of the theme.
   *
   * @param {PollView | null} poll
   * @param {{ family: string, weight: string }} face
   */
  show(poll, face) {
    const before = this.shown;
    if (poll === before) return;
    const fresh = poll && (!before || poll.id !== before.id);
    if (before && (!poll || fresh)) fade(this._plate);
    this.shown = poll;
    this._draw(face);
    if (fresh) this._come();
  }

  /** At once, without a motion. */
  hide() {
    this.shown = null;
    this._draw({ family: "", weight: "" });
  }

  get _plate() {
    return /** @type {HTMLElement} */ (this.querySelector(".poll:not(.leaving)"));
  }

  _come() {
    move(this._plate, AWAY, HERE);
    if (still()) return;
    const grown = [{ transform: "scaleX(0)" }, { transform: "none" }];
    for (const bar of this._plate.querySelectorAll(".bar i"))
      bar.animate(grown, { duration: GROW, easing: "ease-out" });
  }

  /** @param {{ family: string, weight: string }} face */
  _draw({ family, weight }) {
    const { shown } = this;
    render(
      html`<section class="poll" data-poll=${shown ? shown.id : nothing} ?hidden=${!shown}>
        ${shown ? this._said(shown, measure(`${weight} 100px ${family}`), measure(`640 100px ${family}`)) : nothing}
      </section>`,
      this,
    );
  }

  /** @type {(poll: PollView, wide: import("./types.js").Measure, bold: import("./types.js").Measure) => unknown} */
  _said(poll, wide, bold) {
    const { size, pages } = fit(poll.question, wide);
    const options = optionsLeft(poll);
    const [largest, most] = options.length > FEW ? [40, 34] : [54, 44];
    const letters = Math.min(most, ...options.map(({ text }) => fitLine(text, bold, most)));
    const voted = (this.dataset.voted || "").replace("{n}", poll.voters.toLocaleString("ru"));
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

customElements.define("overlay-poll", OverlayPoll);
