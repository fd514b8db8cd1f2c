/** The gallery: the graphic, of the question on air or of a poll, is shown, cleared, and seen as viewers have it. */

/** @import { PollView, QuestionView } from "../generated/protocol.js" */
/** @import { GalleryLaunchers } from "./launchers.js" */

import { html, nothing } from "lit";
import { COMMANDS } from "../generated/protocol.js";
import { Guard } from "../parts/air_lock.js";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../parts/feed/feed.js";
import { onAir, shortlist } from "../parts/feed/in_order.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { KeyListener } from "../parts/listener.js";
import { offers } from "../parts/palette/key.js";
import { verbsOf } from "../parts/palette/verbs.js";
import { inPicture, pollResult, shownPoll } from "../parts/polls.js";
import { accepted, refusal } from "../parts/toast.js";
import { airText, askerLine, sourceMark } from "../parts/words.js";
import "../parts/topbar.js";
import { KEYS, help, keysOf } from "./keys.js";
import { withGraphics } from "./launchers.js";

/** @typedef {"show" | "clear"} Verb */

export class LiveGallery extends FeedElement {
  constructor() {
    super();
    this.slug = /** @type {string} */ (document.body.dataset.slug);
    this.feed = new Feed({ broadcast: this.slug, screen: "gallery" });
    this.guard = new Guard(this.feed, () => this.requestUpdate());
    new KeyListener(this, () => keysOf(this));
    offers({ slug: this.slug, verbs: () => verbsOf(this, KEYS) });
  }

  get air() {
    return onAir(this.feed.state);
  }

  // What is done

  /**
   * Why the graphic cannot be shown or cleared now; empty where it can.
   *
   * @param {Verb} verb
   */
  whyNot(verb) {
    const { air, feed } = this;
    if (!feed.may(...COMMANDS[`graphic.${verb}`])) return t("Your role does not allow this.");
    if (feed.status !== "in_step") return t("Out of touch: nothing was sent. Do it again when the screen is in step.");
    const shown = inPicture(feed.state);
    if (verb === "clear") return shown ? "" : t("There is no graphic on air.");
    if (!air) return t("No question is on air.");
    return shown === "question" ? t("The graphic is on air already.") : "";
  }

  show() {
    return this._do("show");
  }

  clear() {
    return this._do("clear");
  }

  /**
   * Once: a second press, or one as the air changes, was meant for what was seen before.
   *
   * @param {Verb} verb
   */
  async _do(verb) {
    const why = this.whyNot(verb);
    if (why) return refusal(why);
    const answer = await this.guard.once(() => this.feed.command(`graphic.${verb}`));
    if (answer) accepted(answer);
  }

  copy() {
    /** @type {GalleryLaunchers} */ (this.querySelector("gallery-launchers")).copy();
  }

  // Drawing

  render() {
    const { feed } = this;
    const bar = html`<live-topbar .feed=${feed} heading=${t("Gallery")}></live-topbar>`;
    if (!feed.state.broadcast) return bar;
    return html`${bar}
      <main id="main" class="gallery-columns">
        <div class="centre">
          <div class="cards">${this._now()} ${this._next(shortlist(feed.state)[0])}</div>
          <div class="hands" role="group" aria-label=${t("The graphic")}>
            ${this._great("show", "next", icon("captions"), t("Show the graphic"), "T")}
            ${this._great("clear", "", icon("captions-off"), t("Clear the graphic"), "G")}
          </div>
        </div>
        <aside class="side">
          <section class="stack" aria-label=${t("The graphic as viewers see it")}>
            <h2 class="label">${t("The graphic as viewers see it")}</h2>
            <div class="preview"><iframe src="/b/${encodeURIComponent(this.slug)}/gallery/preview${withGraphics("?")}" title=${t("The graphic as viewers see it")} tabindex="-1"></iframe></div>
          </section>
          <gallery-launchers class="stack" .feed=${feed} slug=${this.slug} @chosen=${() => this.requestUpdate()}></gallery-launchers>
          <button class="button bare keys-button" @click=${help}>${t("Keys")} <kbd>?</kbd></button>
        </aside>
      </main>`;
  }

  /**
   * @param {Verb} verb
   * @param {string} tone
   * @param {unknown} sign
   * @param {string} label
   * @param {string} key
   */
  _great(verb, tone, sign, label, key) {
    const off = this.guard.deaf || Boolean(this.whyNot(verb));
    return html`<button class="button great ${tone}" ?disabled=${off} @click=${() => this._do(verb)}>${sign} ${label} <kbd>${key}</kbd></button>`;
  }

  _now() {
    const poll = shownPoll(this.feed.state);
    const { air } = this;
    if (!poll && !air)
      return html`<section class="card idle" aria-label=${t("On air now")}><p class="quiet">${t("Nothing is on air.")}</p></section>`;
    return html`${poll ? pollOnAir(poll) : nothing}${air ? onAirNow(air, poll) : nothing}`;
  }

  /** @param {QuestionView | undefined} next */
  _next(next) {
    if (!next) return nothing;
    return html`<section class="card next" aria-label=${t("Next")}>
      <div class="line"><span class="chip next">${t("Next")}</span>${whose(next)}</div>
      <p class="text" tabindex="0">${airText(next)}</p>
    </section>`;
  }
}

/**
 * @param {QuestionView} air
 * @param {PollView | null} poll
 */
function onAirNow(air, poll) {
  const shown = air.graphic && !poll;
  return html`<section class="card air" aria-label=${t("On air now")} aria-live="polite">
    <div class="line"><span class="chip air">${icon("radio")} ${t("On air")}</span>${whose(air)}
      <span class="chip ${shown ? "next" : ""}">${shown ? t("the graphic is shown") : poll ? t("the poll stands in its place") : t("the graphic is cleared")}</span></div>
    <p class="aloud text" tabindex="0">${airText(air)}</p>
  </section>`;
}

/** @param {PollView} poll */
function pollOnAir(poll) {
  return html`<section class="card air" aria-label=${t("Poll on air")}>
    <div class="line"><span class="chip air">${icon("radio")} ${t("Poll on air")}</span><span class="chip next">${t("the graphic is shown")}</span></div>
    <div class="text stack" tabindex="0"><p class="aloud">${poll.question}</p>${pollResult(poll)}</div>
  </section>`;
}

/** @param {QuestionView} view */
function whose(view) {
  return html`<b class="tabular">№ ${view.number}</b>${sourceMark(view.source)}<span class="clip grow" title=${askerLine(view)}>${askerLine(view)}</span>`;
}

customElements.define("live-gallery", LiveGallery);
