/** The bar on top of every live screen: the show, its clock, intake, who is here, and in its corner the trust mark. */

/** @import { BroadcastView, WrapView } from "../generated/protocol.js" */
/** @import { Feed } from "./feed/feed.js" */

import { html, nothing } from "lit";
import { FeedElement } from "./element.js";
import { SCREENS } from "../generated/protocol.js";
import { clock, soon, span } from "./time.js";
import { elapsed } from "./clock.js";
import { addresses } from "./feed/addresses.js";
import { icon } from "./icon.js";
import { bell } from "./own_news.js";
import { BROADCAST_STATES } from "./words.js";
import { counted, t, tn } from "./i18n.js";

/**
 * What the mark says: in step, catching up, or out of touch since when.
 *
 * @param {Feed} feed
 */
export function trustWords(feed) {
  const zone = feed.state.broadcast && feed.state.broadcast.zone;
  switch (feed.status) {
    case "in_step":
      return t("in step");
    case "catching_up":
      return t("catching up");
    case "refused":
      return t("no access");
    default:
      return t("out of touch since {time}", { time: clock(feed.since, zone) });
  }
}

/**
 * Why the server refuses a screen, in words.
 *
 * @type {Record<string, string>}
 */
export const REFUSALS = {
  unauthorized: t("The sign-in has ended or the link is no longer valid."),
  forbidden: t("Your roles do not open this screen."),
  not_found: t("There is no such broadcast."),
};

/**
 * Who works on a screen, in words.
 *
 * @type {Record<string, string>}
 */
const ROLES = {
  moderator: t("moderator"),
  producer: t("producer"),
  screener: t("screener"),
  presenter: t("presenter"),
  head: t("head"),
  observer: t("observer"),
  gallery: t("gallery"),
  coordinator: t("coordinator"),
  executor: t("executor"),
};

/** @param {Feed} feed */
export function trustMark(feed) {
  return html`<span class="trust ${feed.status}" role="status" aria-live="polite">${trustWords(feed)}</span>`;
}

/**
 * The band under the bar while the screen cannot be trusted to be current; what was there stays.
 *
 * @param {Feed} feed
 */
export function cutOff(feed) {
  const waiting = feed.waiting ? tn("{n} action waits to be sent.|{n} actions wait to be sent.", feed.waiting) : "";
  if (feed.status === "refused") {
    const back = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    return html`<div class="cut-off" role="alert">
      ${icon("lock")}<span>${REFUSALS[feed.refusal ?? ""] || feed.refusal}</span><a href=${back}>${t("Sign in")}</a>
    </div>`;
  }
  if (feed.status !== "out_of_touch") return nothing;
  return html`<div class="cut-off" role="alert">
    ${icon("wifi-off")}
    <span>${addresses().length ? t("There is no server. Looking for another one…") : ""}
      ${t("The screen shows what was known then and connects again by itself.")} ${waiting}</span>
  </div>`;
}

export class LiveTopbar extends FeedElement {
  static properties = { ...FeedElement.properties, heading: {} };

  constructor() {
    super();
    /** @type {string} */ this.heading;
  }

  render() {
    const { feed } = this;
    const broadcast = feed.state.broadcast;
    const show = broadcast && broadcast.title;
    return html`<header class="topbar">
        <a class="home button bare" href="/">${icon("house")}<span class="unseen">${t("All screens")}</span></a>
        <h1 class="title clip">${this.heading}${show ? html`<span class="of-show"> · ${show}</span>` : nothing}</h1>
        ${show ? html`<span class="show-name small quiet clip" aria-hidden="true" title=${show}>${show}</span>` : nothing}
        ${broadcast && broadcast.state ? this._show(broadcast) : nothing} ${this._looking()}
        <div class="end">
          ${this._people()} ${bell(feed)}
          <a class="button bare square help" href=${document.body.dataset.help ?? "/help"} target="_blank" aria-label=${t("Help")} title=${t("Help")}>
            ${icon("circle-help")}
          </a>
          <button class="button bare square" aria-label=${t("Light or dark")} title=${t("Light or dark")} data-theme-switch>
            ${icon("sun-moon")}
          </button>
          <a class="button bare square leave" href="/logout" aria-label=${t("Sign out")} title=${t("Sign out")}>${icon("log-out")}</a>
          ${trustMark(feed)}
        </div>
      </header>
      ${cutOff(feed)}`;
  }

  /** That the screen is others' work, where who reads it holds none of its roles: an administrator sees each. */
  _looking() {
    const own = SCREENS[this.feed.screen].roles.filter((role) => role !== "admin");
    if (!this.feed.you.roles.length || this.feed.may(...own)) return nothing;
    const why = t("Others work on this screen: {roles}. A role is given on the page “People”.", {
      roles: own.map((role) => ROLES[role] ?? role).join(", "),
    });
    return html`<a class="chip looking" href="/admin/people" title=${why}>${icon("eye")} ${t("looking only")}<span class="unseen">. ${why}</span></a>`;
  }

  /** @param {BroadcastView} broadcast */
  _show(broadcast) {
    const live = broadcast.state === "on_air";
    /** @param {Date} now */
    const time = (now) => {
      const gone = elapsed(broadcast, now);
      const at = clock(now, broadcast.zone);
      return gone !== null && live ? `${at} · ${span(gone)} / ${span((broadcast.minutes ?? 0) * 60)}` : at;
    };
    const starts = broadcast.starts_at && ["planned", "collecting"].includes(broadcast.state);
    return html`<span class="chip ${live ? "air" : ""}">${live ? icon("radio") : nothing}${BROADCAST_STATES[broadcast.state]}</span>
      <live-tick class="tabular" .feed=${this.feed} .text=${time}></live-tick>
      ${starts ? html`<span class="quiet small">${t("starts at {time}", { time: soon(broadcast.starts_at, this.feed.now(), broadcast.zone) })}</span>` : nothing}
      ${
        ["collecting", "on_air"].includes(broadcast.state) && broadcast.kind === "show"
          ? html`<span class="quiet small ${broadcast.intake_open ? "as-usual" : ""}">${broadcast.intake_open ? t("intake open") : t("intake closed")}</span>`
          : nothing
      }
      ${broadcast.state === "wrapping" && broadcast.wrap ? this._wrap(broadcast.wrap, broadcast.unwrapping) : nothing}`;
  }

  /**
   * How far the wrap has come: questions with their tickets; or, taken back, tickets that are questions again.
   *
   * @param {WrapView} wrap
   * @param {boolean} back
   */
  _wrap({ done, of }, back) {
    const numbers = { done: counted(done), of: counted(of) };
    return html`<span class="small line wrap-progress"><progress max=${of || 1} value=${done} aria-label=${back ? t("Tickets becoming questions again") : t("Tickets being made")}></progress>
      <span class="tabular">${back ? t("{done} of {of} made into questions again", numbers) : t("{done} of {of} made into tickets", numbers)}</span></span>`;
  }

  _people() {
    const { screens } = this.feed.presence;
    if (!screens.length) return nothing;
    const names = screens.map(({ name, screen }) => `${name} (${t(screen)})`).join("\n");
    return html`<span class="quiet small line" title=${names}>
      ${icon("users")}<span class="count">${screens.length}</span><span class="unseen">${t("people on the screens")}</span>
    </span>`;
  }
}

customElements.define("live-topbar", LiveTopbar);

/** Labels of screens, as `t(screen)` finds them. */
export const NAMES = {
  desk: t("desk"),
  calls: t("calls"),
  rundown: t("rundown"),
  prompter: t("prompter"),
  head: t("head"),
  overlay: t("overlay"),
  gallery: t("gallery"),
  tickets: t("tickets"),
};
