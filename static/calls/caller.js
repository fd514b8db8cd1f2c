/** Who is calling: at once what the call itself says, and beside it what the centre remembers of the number. */

/** @import { CallView } from "../generated/protocol.js" */
/** @import { Deeds } from "./commands.js" */
/** @import { Caller, Caution, Known } from "./types.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { get } from "../parts/api.js";
import { icon } from "../parts/icon.js";
import { t, tn, word } from "../parts/i18n.js";
import { dayAndHours } from "../parts/time.js";
import { sourceMark, stateChip } from "../parts/words.js";

/** @type {Caller} */
const KNOWN = { calls: [], questions: [], cautions: [] };

/**
 * "звонил 3 раза · 2 вопроса": what stands on the call itself.
 *
 * @param {Pick<CallView, "earlier">} view
 */
export function earlierWords({ earlier }) {
  if (!earlier || !(earlier.calls || earlier.questions)) return t("the first call from here");
  return [
    earlier.calls ? tn("{n} call before|{n} calls before", earlier.calls) : "",
    earlier.questions ? tn("{n} question before|{n} questions before", earlier.questions) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/**
 * Strong marks of a ban and of warnings; red is the air's alone. `brief`: the warnings by their number only.
 *
 * @param {CallView} view
 */
export function cautionMarks(view, brief = false) {
  const warnings = tn("{n} warning|{n} warnings", view.warnings);
  return html`${view.banned ? html`<b class="caution">${icon("ban")} ${t("BAN")}</b>` : nothing}${
    view.warnings
      ? html`<b class="caution mild">${icon("triangle-alert")} ${brief ? html`<span title=${warnings}>${view.warnings}<span class="unseen"> ${warnings}</span></span>` : warnings}</b>`
      : nothing
  }`;
}

/** What is remembered of each open card's number; read anew when it has changed. */
export class Callers extends EventTarget {
  /** @param {string} slug */
  constructor(slug) {
    super();
    this.slug = slug;
    /** @type {Map<number, Known>} */
    this._known = new Map(); // by call
  }

  /**
   * @param {number} call
   * @returns {Known}
   */
  of(call) {
    return this._known.get(call) || { found: KNOWN, status: "unread" };
  }

  /** @param {number} call */
  async read(call) {
    const before = this.of(call);
    if (before.status === "reading") return;
    this._set(call, { found: before.found, status: "reading" });
    try {
      /** @type {Caller} */
      const found = await get(`/api/v1/broadcasts/${encodeURIComponent(this.slug)}/calls/${call}/caller`);
      const again = this.of(call).stale;
      this._set(call, { found, status: "known" });
      if (again) this.read(call);
    } catch (trouble) {
      this._set(call, { found: before.found, status: "failed", trouble: /** @type {Error} */ (trouble).message });
    }
  }

  /**
   * Something of this caller has changed.
   *
   * @param {number} call
   */
  changed(call) {
    const known = this._known.get(call);
    if (!known) return;
    if (known.status === "reading") known.stale = true;
    else this.read(call);
  }

  /**
   * @param {number} call
   * @param {Known} known
   */
  _set(call, known) {
    this._known.set(call, known);
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * A ban in full, above everything else of the card.
 *
 * @param {CallView} view
 * @param {Known} known
 * @param {string} zone
 */
export function banBand(view, known, zone) {
  if (!view.banned) return nothing;
  const bans = known.found.cautions.filter((one) => one.kind === "ban" && !one.lifted);
  return html`<div class="ban" role="note">${icon("ban")}<div>
    ${bans.length ? bans.map((ban) => html`<p><b>${t("BAN: {text}", { text: ban.text })}</b> <span class="small">${ban.by}, ${dayAndHours(ban.at, zone)}</span></p>`) : html`<p><b>${known.status === "known" ? t("BAN: {text}", { text: t("the number is on the centre's ban list") }) : t("BAN")}</b></p>`}
  </div></div>`;
}

export class CallCaller extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    view: { attribute: false },
    known: { attribute: false },
    deeds: { attribute: false },
  };

  constructor() {
    super();
    /** @type {CallView | null} */ this.view;
    /** @type {Known} */ this.known;
    /** @type {Deeds} */ this.deeds;
  }

  render() {
    const { view, known, feed } = this;
    if (!view) return nothing;
    const { zone } = feed.state.broadcast;
    if (!view.whose)
      return html`<h3 class="label">${t("The caller")}</h3><p class="quiet">${t("Without a number nothing is known of the caller.")}</p>`;
    const { cautions, calls, questions } = known.found;
    const may = feed.may("screener");
    return html`<h3 class="label line"><span>${t("The caller")}</span><span class="quiet" role="status">${known.status === "reading" ? t("looking…") : ""}</span></h3>
      ${known.status === "failed" ? html`<p class="small next-text">${known.trouble} <button class="button bare" @click=${() => this.deeds.again(view)}>${icon("rotate-ccw")} ${t("Try again")}</button></p>` : nothing}
      ${
        may
          ? html`<div class="line">
        <button class="button" @click=${() => this.deeds.warn(view)}>${icon("triangle-alert")} ${t("Warn")} <kbd>W</kbd></button>
        <button class="button" @click=${() => this.deeds.ban(view)}>${icon("ban")} ${t("Ban")} <kbd>B</kbd></button>
      </div>`
          : nothing
      }
      ${cautions.length ? html`<ul class="told">${cautions.map((one) => this._caution(one, zone, may))}</ul>` : nothing}
      <h3 class="label">${t("Earlier calls")} ${calls.length || ""}</h3>
      ${
        calls.length
          ? html`<ol class="told">${calls.map(
              (one) => html`<li>
          <span class="small quiet">${dayAndHours(one.at, zone)} · ${one.missed ? t("missed") : word(one.state)}${one.question ? ` · № ${one.question}` : ""}</span>
          <span>${[one.name, one.locality, one.point].filter(Boolean).join(", ")}</span>
        </li>`,
            )}</ol>`
          : html`<p class="quiet small">${known.status === "known" ? t("none") : ""}</p>`
      }
      <h3 class="label">${t("Questions of this person")} ${questions.length || ""}</h3>
      ${
        questions.length
          ? html`<ol class="told">${questions.map(
              (one) => html`<li>
          <span class="small quiet line">${sourceMark(one.source)} № ${one.number} ${stateChip(one.state)} ${dayAndHours(one.received_at, zone)}</span>
          <span class="clip-two">${one.text}</span>
        </li>`,
            )}</ol>`
          : html`<p class="quiet small">${known.status === "known" ? t("none") : ""}</p>`
      }`;
  }

  /**
   * @param {Caution} one
   * @param {string} zone
   * @param {boolean} may
   */
  _caution(one, zone, may) {
    const kind = one.kind === "ban" ? t("Ban") : t("Warning");
    return html`<li class=${one.lifted ? "quiet" : ""}>
      <span class="small quiet">${dayAndHours(one.at, zone)}, ${one.by}</span>
      <span><b>${kind}:</b> ${one.text}</span>
      ${
        one.lifted
          ? html`<span class="small">${t("lifted: {name}, {time}", { name: one.lifted.by, time: dayAndHours(one.lifted.at, zone) })}</span>`
          : may
            ? html`<button class="button small" @click=${() => this.deeds.lift(/** @type {CallView} */ (this.view), one)}>${t("Lift")}</button>`
            : nothing
      }
    </li>`;
  }
}

customElements.define("call-caller", CallCaller);
