/** The show's clock and the clock of the question on air: they change with the second, by themselves. */

/** @import { BroadcastView, QuestionView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */

import { html, nothing } from "lit";
import { elapsed, remaining } from "../parts/clock.js";
import { LiveElement } from "../parts/element.js";
import { Every } from "../parts/every.js";
import { t } from "../parts/i18n.js";
import { clock, hours, span } from "../parts/time.js";
import { forecastOf, plannedEnd } from "./forecast.js";

const LOW = 300; // seconds before the end from which the clock is amber
const EXACT = 30; // seconds by which a show may miss its plan and is told to keep it

/** Draws itself anew with the second. */
export class Ticking extends LiveElement {
  constructor() {
    super();
    new Every(this, 250, () => this.requestUpdate());
  }
}

class RundownClock extends Ticking {
  static properties = {
    feed: { attribute: false },
    pace: { attribute: false },
    list: { attribute: false },
    air: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {number | null} */ this.pace;
    /** @type {QuestionView[]} */ this.list;
    /** @type {QuestionView | null} */ this.air;
  }

  render() {
    const { broadcast } = this.feed.state;
    const now = this.feed.now();
    if (broadcast.state === "on_air") return this._running(broadcast, now);
    const waits = ["planned", "collecting"].includes(broadcast.state) && broadcast.starts_at;
    const until = waits ? (Date.parse(waits) - now.getTime()) / 1000 : null;
    return html`<div class="show-clock">
      <span class="left" role="timer">${until === null ? clock(now, broadcast.zone) : span(Math.abs(until))}</span>
      <span class="quiet">${until === null ? t("time") : until >= 0 ? t("to the start") : t("past the planned start")}</span>
    </div>
    <p class="line quiet tabular">${t("planned {time}", { time: span((broadcast.minutes ?? 0) * 60) })}</p>
    ${waits ? this._forecast(broadcast, now) : nothing}`;
  }

  /**
   * When the show ends by the lengths of its order, and what that is against its plan.
   *
   * @param {BroadcastView} broadcast
   * @param {Date} now
   */
  _forecast(broadcast, now) {
    const { list, air } = this;
    const told = list.length || air ? forecastOf(broadcast, list, air, now) : null;
    if (!told) return nothing;
    const planned = plannedEnd(broadcast);
    const late = planned === null ? 0 : (told.end - planned) / 1000;
    const against =
      Math.abs(late) < EXACT
        ? t("as planned")
        : late > 0
          ? t("{time} over the plan", { time: span(late) })
          : t("{time} to spare", { time: span(-late) });
    return html`<p class="line tabular forecast ${late >= EXACT ? "next-text" : "quiet"}">
      <span>${t("By the order it ends at {time}", { time: hours(told.end, broadcast.zone) })}</span>${planned === null ? nothing : html`<span>${against}</span>`}
    </p>`;
  }

  /**
   * @param {BroadcastView} broadcast
   * @param {Date} now
   */
  _running(broadcast, now) {
    const left = remaining(broadcast, now) ?? 0;
    const over = left < 0;
    return html`<div class="show-clock ${over ? "over" : left < LOW ? "low" : ""}">
        <span class="left" role="timer">${over ? `+${span(-left)}` : span(left)}</span>
        <span class="${over ? "over-words" : "quiet"}">${over ? t("over time") : t("left of the show")}</span>
      </div>
      <p class="line quiet tabular show-facts">
        <span>${t("planned {time}", { time: span((broadcast.minutes ?? 0) * 60) })}</span>
        <span>${t("gone {time}", { time: span(elapsed(broadcast, now) ?? 0) })}</span>
        <span>${clock(now, broadcast.zone)}</span>
      </p>
      ${this._forecast(broadcast, now)} ${this._pace(left, now)}`;
  }

  /**
   * How many of the list fit at the pace so far; a question on air takes what is left of its own time first.
   *
   * @param {number} left
   * @param {Date} now
   */
  _pace(left, now) {
    const { pace, list, air } = this;
    if (!list.length) return nothing;
    if (!pace) return html`<p class="quiet small">${t("The pace is known after the first answer.")}</p>`;
    const spent = air?.moved?.at ? (now.getTime() - Date.parse(air.moved.at)) / 1000 : 0;
    const own = air ? Math.max(0, pace - spent) : 0;
    const fit = Math.max(0, Math.min(list.length, Math.floor((left - own) / pace)));
    const need = Math.ceil((list.length * pace + own) / 60);
    const short = fit < list.length;
    return html`<p class="line tabular pace ${short ? "next-text" : "quiet"}">
      <span>${t("At this pace ({pace} a question): {fit} of {all} fit.", { pace: span(pace), fit, all: list.length })}</span>
      <span>${t("All need ~{need} min, {left} min are left.", { need, left: Math.max(0, Math.floor(left / 60)) })}</span>
    </p>`;
  }
}

customElements.define("rundown-clock", RundownClock);

/** How long the question has been on air; amber past its planned length. */
class RundownTimer extends Ticking {
  static properties = { feed: { attribute: false }, since: { attribute: false }, length: { attribute: false } };

  constructor() {
    super();
    /** @type {Feed} */ this.feed;
    /** @type {string} */ this.since;
    /** @type {number} */ this.length; // seconds
  }

  render() {
    const now = this.feed.now();
    const { broadcast } = this.feed.state;
    const gone = Math.max(0, (now.getTime() - Date.parse(this.since)) / 1000);
    return html`<span class="own-clock ${gone > this.length ? "next-text" : ""}" role="timer" title=${t("since {time}, planned for {length}", { time: clock(this.since, broadcast.zone), length: span(this.length) })}>${span(gone)}</span>`;
  }
}

customElements.define("rundown-timer", RundownTimer);
