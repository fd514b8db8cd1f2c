/** What a screener does to a call: what is asked before, the command, and what is said after it. */

/** @import { CallVerb, CallView } from "../generated/protocol.js" */
/** @import { Answer } from "../parts/feed/types.js" */
/** @import { LiveCalls } from "./calls.js" */
/** @import { Caution } from "./types.js" */

import { html, nothing } from "lit";
import { ask } from "../parts/dialog.js";
import { t, tn } from "../parts/i18n.js";
import { mayCall } from "../parts/moves.js";
import { LastAct } from "../parts/last_act.js";
import { accepted, note, refusal } from "../parts/toast.js";
import { forget, keep, load } from "../parts/questions/drafts.js";
import { caller, isToCallBack, together } from "./words.js";

/** @type {Record<CallVerb, string>} */
export const VERBS = { take: t("Take"), hold: t("Hold"), hand: t("Hand over"), end: t("End") };

/** Tells "change" when a move begins or is over. */
export class Deeds extends EventTarget {
  /** @param {LiveCalls} screen which opens cards and finds fields */
  constructor(screen) {
    super();
    this.screen = screen;
    this.feed = screen.feed;
    this.drafts = screen.drafts;
    this.last = new LastAct();
    /** @type {Set<number>} */
    this.busy = new Set(); // calls that a move of is under way
    /** @type {Set<number>} */
    this.rescued = new Set(); // ended calls whose question has gone to the desk
    /** @type {Set<number>} */
    this.named = new Set(); // calls whose caller agrees to be named on air
  }

  /**
   * @param {CallVerb} verb
   * @param {CallView | null} view
   */
  may(verb, view) {
    return mayCall(verb, view, this.feed.you.roles);
  }

  /**
   * The call that this person talks to, other than `view`.
   *
   * @param {CallView} view
   * @returns {CallView | null}
   */
  present(view) {
    const { name } = this.feed.you;
    const own = [...this.feed.state.calls.values()].filter(
      (one) => one.state === "screening" && one.taken_by === name && one.call !== view.call,
    );
    return (
      own.sort((a, b) => (/** @type {string} */ (a.moved_at) < /** @type {string} */ (b.moved_at) ? 1 : -1))[0] || null
    );
  }

  /**
   * @param {CallVerb} verb
   * @param {CallView} view
   * @param {Record<string, unknown>} [fields]
   * @returns {Promise<Answer>}
   */
  async _move(verb, view, fields = {}) {
    if (this.busy.has(view.call)) return { ok: false };
    this.busy.add(view.call);
    this._changed();
    try {
      const answer = await this.drafts.move(`call.${verb}`, view.call, { version: view.version, ...fields });
      accepted(answer);
      return answer;
    } finally {
      this.busy.delete(view.call);
      this._changed();
    }
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }

  /**
   * @param {CallVerb} verb
   * @param {CallView} view
   */
  _cannot(verb, view) {
    if (this.may(verb, view)) return false;
    refusal(t("This call has no such move now: {verb}.", { verb: VERBS[verb] }));
    return true;
  }

  /** @param {CallView} view */
  async take(view) {
    if (this._cannot("take", view)) return false;
    const { ok } = await this._move("take", view);
    if (ok) this.screen.write(view.call);
    return ok;
  }

  /** @param {CallView} view */
  async hold(view) {
    if (this._cannot("hold", view)) return false;
    return (await this._move("hold", view)).ok;
  }

  /**
   * Takes this one first: where that is refused, the present caller has not been put on hold for nothing.
   *
   * @param {CallView} view
   * @returns {Promise<boolean>}
   */
  async swap(view) {
    const present = this.present(view);
    if (!present) return this.take(view);
    if (!(await this.take(view))) return false;
    const now = this.screen.find(present.call);
    return now && this.may("hold", now) ? (await this._move("hold", now)).ok : true;
  }

  /** @param {CallView} view */
  async hand(view) {
    if (this._cannot("hand", view)) return;
    // The point in one line is a question too: nothing is written twice while a caller waits.
    const text = (this.screen.valueOf(view, "text") || "").trim() || (this.screen.valueOf(view, "point") || "").trim();
    if (!text) {
      refusal(t("Write the question before the call is handed over."));
      this.screen.write(view.call, "text");
      return;
    }
    const answer = await this._move("hand", view, {
      text,
      ...(this.named.has(view.call) ? { name_on_air: true } : {}),
    });
    if (answer.ok) this.named.delete(view.call);
    if (answer.ok) note(t("The call is handed over as question № {number}.", { number: answer.number }));
  }

  /**
   * It cannot be taken back, so it asks once; and whether to call back, where the question has not been handed over.
   *
   * @param {CallView} view
   */
  async end(view) {
    if (view.state === "on_air") return refusal(t("The call is on air: the producer ends it with its question."));
    if (this._cannot("end", view)) return;
    const consent = this.screen.valueOf(view, "consent");
    const asks = view.question === null;
    /**
     * @param {string} value
     * @param {string} label
     * @param {boolean} chosen
     */
    const back = (value, label, chosen) =>
      html`<label class="choice"><input type="radio" name="back" value=${value} ?checked=${chosen} required ?data-first=${chosen} /><span>${label}</span></label>`;
    const fields = await ask({
      title: t("End the call {number}", { number: caller(view) }),
      text: asks ? "" : t("Question № {number} stays where it is.", { number: view.question }),
      fields: asks
        ? html`<fieldset class="reasons"><legend class="label">${consent === null || consent === undefined ? t("Call back? The caller has not been asked yet.") : t("Call back?")}</legend>
            ${back("yes", t("Yes, put on the call-back list"), consent === true)} ${back("no", t("No"), consent !== true)}</fieldset>`
        : nothing,
      confirm: t("End the call"),
      tone: "next",
    });
    if (!fields) return;
    const now = this.screen.find(view.call);
    if (!now || this._cannot("end", now)) return;
    await this._move("end", now, asks && fields.back === "yes" ? { call_back: true } : {});
  }

  /**
   * A card by hand: with no exchange, or for whoever is called back. It is taken at once.
   *
   * @param {{ number?: string, name?: string }} [known]
   */
  async open(known = {}) {
    const name = `call-by-hand/${this.screen.slug}`;
    /** @type {{ number?: string, name?: string }} */
    const typed = known.number || known.name ? known : load(name) || {};
    /**
     * @param {"number" | "name"} field
     * @param {string} label
     * @param {boolean} [first]
     */
    const line = (field, label, first) => html`<label class="field"><span class="label">${label}</span>
      <input class="input" name=${field} maxlength="200" autocomplete="off" ?data-first=${first} inputmode=${field === "number" ? "tel" : nothing} .value=${typed[field] || ""} /></label>`;
    const fields = await ask({
      title: t("A call by hand"),
      fields: html`${line("number", t("Number"), true)} ${line("name", t("Name"))}`,
      confirm: t("Open and take"),
      left: (unsent) => keep(name, unsent),
    });
    if (!fields) return;
    keep(name, fields);
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim()));
    const answer = await this.feed.command("call.open", given);
    if (!accepted(answer)) return;
    forget(name);
    const call = /** @type {number} */ (answer.call);
    this.screen.open(call);
    if (accepted(await this.feed.command("call.take", { call, version: 1 }))) this.screen.write(call);
  }

  /**
   * A card for whoever is called back, with the number that is dialled: the server writes down who asked for it.
   *
   * @param {CallView} view
   */
  async openAgain(view) {
    const contact = view.whose ? await this._contact(view) : "";
    if (contact !== null) await this.open({ number: contact.replace(/^tel:/, ""), name: view.name || "" });
  }

  /**
   * How the caller is reached; null where it was refused, which has been said.
   *
   * @param {CallView} view
   * @returns {Promise<string | null>}
   */
  async _contact(view) {
    const answer = await this.feed.command("call.contact", { call: view.call });
    if (!accepted(answer)) return null;
    return /** @type {{ contact: string | null }} */ (/** @type {unknown} */ (answer)).contact || "";
  }

  /**
   * With every other call of its number that is to be called back: one call answers all of them.
   *
   * @param {CallView} view
   */
  async close(view) {
    if (!isToCallBack(view) || !this.feed.may("screener")) return refusal(t("This call is not on the call-back list."));
    const group = together(view, [...this.feed.state.calls.values()]);
    const name = `call-close/${this.screen.slug}/${view.call}`;
    /** @type {{ note?: string } | null} */
    const kept = load(name);
    const fields = await ask({
      title: t("Off the call-back list: {number}", { number: caller(view) }),
      text: [
        group.length > 1 && tn("{n} call of this number is closed.|{n} calls of this number are closed.", group.length),
        t("Everybody will see who closed it."),
      ]
        .filter(Boolean)
        .join(" "),
      fields: html`<label class="field"><span class="label">${t("How it ended (may stay empty)")}</span>
        <input class="input" name="note" maxlength="500" autocomplete="off" data-first .value=${kept?.note || ""} /></label>`,
      confirm: t("Close the call"),
      left: (unsent) => keep(name, unsent),
    });
    if (!fields) return;
    keep(name, fields);
    const note_ = fields.note.trim();
    for (const { call, version } of group) {
      const answer = await this.feed.command("call.close", { call, version, ...(note_ ? { note: note_ } : {}) });
      if (!accepted(answer)) return;
    }
    forget(name);
    this.last.done(t("Off the call-back list: {number}", { number: caller(view) }), () => this._reopen(group));
  }

  /**
   * Somebody was not called back after all.
   *
   * @param {CallView[]} group
   */
  async _reopen(group) {
    for (const { call } of group) {
      if (!accepted(await this.feed.command("call.reopen", { call }))) return;
    }
  }

  /** @param {CallView} view */
  warn(view) {
    return this._caution(view, "warn", {
      title: t("A warning about {number}"),
      confirm: t("Warn"),
      text: t("Whoever takes the next call from here sees it while it rings."),
    });
  }

  /** @param {CallView} view */
  ban(view) {
    return this._caution(view, "ban", {
      title: t("Ban {number}"),
      confirm: t("Ban"),
      text: t("Nobody is cut off by it: whoever takes the next call from here sees it while it rings."),
    });
  }

  /**
   * @param {CallView} view
   * @param {"warn" | "ban"} verb
   * @param {{ title: string, confirm: string, text: string }} words
   */
  async _caution(view, verb, { title, confirm, text }) {
    if (!view.whose) return refusal(t("Without a number nothing is known of the caller."));
    const name = `caution/${verb}/${view.whose}`;
    /** @type {{ text?: string } | null} */
    const kept = load(name);
    const fields = await ask({
      title: title.replace("{number}", caller(view)),
      text,
      fields: html`<label class="field"><span class="label">${t("What for")}</span>
        <input class="input" name="text" maxlength="500" autocomplete="off" required data-first .value=${kept?.text || ""} /></label>`,
      confirm,
      tone: "next",
      check: (given) => (given.text.trim() ? "" : t("Say what for.")),
      left: (unsent) => keep(name, unsent),
    });
    if (!fields) return;
    keep(name, fields);
    if (accepted(await this.feed.command(`caller.${verb}`, { call: view.call, text: fields.text.trim() })))
      forget(name);
  }

  /**
   * @param {CallView} view
   * @param {Caution} caution
   */
  async lift(view, caution) {
    const fields = await ask({
      title: caution.kind === "ban" ? t("Lift the ban") : t("Lift the warning"),
      text: caution.text,
      confirm: t("Lift"),
    });
    if (fields) accepted(await this.feed.command("caller.lift", { call: view.call, caution: caution.id }));
  }

  /**
   * The caller is gone and the question is there: it goes to the desk without the call.
   *
   * @param {CallView} view
   * @param {string} text
   */
  async rescue(view, text) {
    // Of a call that has left the screen nothing is known here, and the server still knows who called.
    const contact = await this._contact(view);
    if (contact === null) return;
    const author = { name: this.screen.valueOf(view, "name") || undefined, contact };
    const locality = this.screen.valueOf(view, "locality");
    const answer = await this.feed.command("question.add", {
      text: text.trim(),
      ...(author.name || author.contact
        ? { author: Object.fromEntries(Object.entries(author).filter(([, value]) => value)) }
        : {}),
      ...(locality ? { locality } : {}),
    });
    if (!accepted(answer)) return;
    this.drafts.drop(view.call);
    this.rescued.add(view.call);
    this._changed();
    note(t("The question is on the desk: № {number}.", { number: answer.number }));
  }

  /** @param {CallView} view */
  again(view) {
    this.screen.callers.read(view.call);
  }
}
