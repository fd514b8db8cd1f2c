/** The rundown: the producer orders the list, takes to air, closes with an answer, and talks to the presenter. */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../feed.js";
import { onAir, shortlist } from "../feed_state.js";
import { remaining } from "../parts/clock.js";
import { ask } from "../parts/dialog.js";
import { icon } from "../parts/icon.js";
import { t, tn } from "../parts/i18n.js";
import { onKeys } from "../parts/keys.js";
import { may } from "../parts/moves.js";
import { place, placed } from "../parts/place.js";
import { clock, hours, readingTime, span } from "../parts/time.js";
import { accepted, note, refusal } from "../parts/toast.js";
import { BROADCAST_STATES, airText, askerLine, sourceMark } from "../parts/words.js";
import "../parts/topbar.js";
import "./order.js";
import "./talk.js";

const LONG = 180; // seconds on air after which the clock of a question turns amber

class LiveRundown extends FeedElement {
  constructor() {
    super();
    this.slug = document.body.dataset.slug;
    this.feed = new Feed({ broadcast: this.slug, screen: "rundown" });
    this.before = "answered"; // what becomes of the question on air when another is taken
    this.busy = false;
    this._read();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("popstate", () => (this._read(), this.requestUpdate()));
    onKeys({
      KeyV: () => this.take(),
      KeyA: () => this.answer(true),
      KeyR: () => this.putBack(onAir(this.feed.state)),
      KeyN: () => this.chosen && this.order.shift(this.chosen, "top"),
      ArrowDown: () => this._step(1),
      ArrowUp: () => this._step(-1),
      "Alt+ArrowDown": () => this.chosen && this.order.shift(this.chosen, 1),
      "Alt+ArrowUp": () => this.chosen && this.order.shift(this.chosen, -1),
      Escape: () => this._choose(null),
      KeyM: () => this.querySelector("rundown-talk input").focus(),
    });
  }

  get order() {
    return this.querySelector("rundown-order");
  }

  _read() {
    this.chosen = Number(placed("chosen")) || null;
  }

  _choose(number) {
    place({ chosen: number });
    this._read();
    this.requestUpdate();
  }

  _step(by) {
    const order = shortlist(this.feed.state).map((view) => view.number);
    if (!order.length) return;
    const at = order.indexOf(this.chosen);
    this._choose(order[at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + by))]);
  }

  render() {
    const { feed } = this;
    if (!feed.state.broadcast) return html`<live-topbar .feed=${feed} heading=${t("Rundown")}></live-topbar>`;
    const list = shortlist(feed.state);
    const air = onAir(feed.state);
    return html`<live-topbar .feed=${feed} heading=${t("Rundown")}></live-topbar>
      <main id="main" class="columns">
        <rundown-order class="order" .questions=${list} .chosen=${this.chosen} .steers=${feed.may("producer")}
          @choose=${(event) => this._choose(event.detail)} @move=${(event) => this.move(event.detail)}
          @put-back=${(event) => this.putBack(event.detail)}></rundown-order>
        <div class="centre">${this._clock()} ${this._onAir(air)} ${this._great(air, list[0])} ${this._next(list[0])}</div>
        <aside class="side">
          ${this._broadcast()}
          <rundown-talk class="stack" .feed=${feed} .air=${air} .next=${list[0]} .tick=${{}}></rundown-talk>
        </aside>
      </main>`;
  }

  _clock() {
    const { broadcast } = this.feed.state;
    const live = broadcast.state === "on_air";
    const left = (now) => {
      const seconds = remaining(broadcast, now);
      if (live && seconds !== null) return span(seconds);
      if (["planned", "collecting"].includes(broadcast.state) && broadcast.starts_at) return span((Date.parse(broadcast.starts_at) - now) / 1000);
      return clock(now, broadcast.zone);
    };
    const label = live ? t("left of the show") : ["planned", "collecting"].includes(broadcast.state) && broadcast.starts_at ? t("to the start") : t("time");
    const low = live && remaining(broadcast, this.feed.now()) < 300;
    return html`<section class="show-clock ${low ? "low" : ""}" aria-label=${t("The show's clock")}>
      <live-tick class="left" .feed=${this.feed} .text=${left}></live-tick>
      <span class="quiet">${label}</span>
    </section>`;
  }

  _onAir(air) {
    const { broadcast } = this.feed.state;
    if (!air) return html`<section class="card idle" aria-label=${t("On air now")}><p class="quiet">${t("Nothing is on air.")}</p></section>`;
    const since = air.moved ? Date.parse(air.moved.at) : null;
    const gone = since ? (this.feed.now() - since) / 1000 : 0;
    return html`<section class="card air" aria-label=${t("On air now")} aria-live="polite">
      <div class="line">
        <span class="chip air">${icon("radio")} ${t("On air")}</span>
        <b class="tabular">№ ${air.number}</b>${sourceMark(air.source)}<span class="clip">${askerLine(air)}</span>
        ${since ? html`<live-tick class="own-clock ${gone > LONG ? "next-text" : ""}" title=${t("since {time}", { time: clock(since, broadcast.zone) })} .feed=${this.feed} .text=${(now) => span((now - since) / 1000)}></live-tick>` : nothing}
      </div>
      <p class="aloud text" tabindex="0">${airText(air)}</p>
      ${air.notes && air.notes.presenter ? html`<p class="small quiet">${icon("sticky-note")} ${air.notes.presenter}</p>` : nothing}
      ${air.author_change ? html`<p class="small next-text">${air.author_change.deleted ? t("The author has deleted the message") : t("The author has changed the text")}${air.author_change.text ? `: ${air.author_change.text}` : ""}</p>` : nothing}
      ${air.caller ? html`<p class="small">${icon("phone")} ${air.caller.gone ? t("The caller is gone") : t("The caller is on the line")}</p>` : nothing}
    </section>`;
  }

  _great(air, next) {
    const { broadcast } = this.feed.state;
    const { roles } = this.feed.you;
    if (!this.feed.may("producer")) return nothing;
    const offline = this.busy || this.feed.status === "refused";
    return html`<div class="great-ones" role="group" aria-label=${t("Air")}>
      <button class="button great next" ?disabled=${offline || !may("take", next, broadcast, roles)} @click=${() => this.take()}>${icon("radio")} ${t("To air")} <kbd>V</kbd></button>
      <button class="button great done" ?disabled=${offline || !may("answer", air, broadcast, roles)} @click=${() => this.answer(true)}>${icon("check")} ${t("Answered")} <kbd>A</kbd></button>
      <button class="button great" ?disabled=${offline || !may("return", air, broadcast, roles)} @click=${() => this.putBack(air)}>${icon("undo-2")} ${t("Return")} <kbd>R</kbd></button>
      ${air
        ? html`<fieldset class="previous line">
              <legend class="label">${t("When the next goes to air, № {number}", { number: air.number })}</legend>
              ${[["answered", t("is answered")], ["returned", t("goes back to the list")]].map(
                ([value, label]) => html`<label class="choice"><input type="radio" name="before" value=${value} .checked=${this.before === value} @change=${() => ((this.before = value), this.requestUpdate())} /><span>${label}</span></label>`,
              )}
            </fieldset>
            <button class="button" ?disabled=${offline || !may("answer", air, broadcast, roles)} @click=${() => this.answer(false)}>${t("Answered in part…")}</button>
            <button class="button" ?disabled=${offline || !may("promise", air, broadcast, roles)} @click=${() => this.promise(air)}>${icon("flag")} ${t("Promise…")}</button>
            <button class="button" ?disabled=${offline} @click=${() => this._send(air.graphic ? "graphic.clear" : "graphic.show", {})}>
              ${icon("captions")} ${air.graphic ? t("Clear the graphic") : t("Show the graphic")}
            </button>`
        : nothing}
    </div>`;
  }

  _next(next) {
    if (!next) return nothing;
    return html`<section class="card next" aria-label=${t("Next")}>
      <div class="line">
        <span class="chip next">${t("Next")}</span><b class="tabular">№ ${next.number}</b>${sourceMark(next.source)}
        <span class="clip">${askerLine(next)}</span><span class="quiet small">${t("{n} s to read", { n: readingTime(airText(next)) })}</span>
      </div>
      <p class="text" tabindex="0">${airText(next)}</p>
      ${next.notes && next.notes.presenter ? html`<p class="small quiet">${icon("sticky-note")} ${next.notes.presenter}</p>` : nothing}
    </section>`;
  }

  _broadcast() {
    const { broadcast, counts } = this.feed.state;
    const steers = this.feed.may("producer");
    const running = ["collecting", "on_air"].includes(broadcast.state);
    return html`<section class="stack" aria-label=${t("Broadcast")}>
      <h2 class="label line"><span class="grow">${t("Broadcast")}</span><span>${BROADCAST_STATES[broadcast.state]}</span></h2>
      ${broadcast.aired_at ? html`<p class="small quiet">${t("on air since {time}, planned for {n} min", { time: hours(broadcast.aired_at, broadcast.zone), n: broadcast.minutes })}</p>` : nothing}
      ${steers
        ? html`<div class="line">
            ${broadcast.state === "planned" ? html`<button class="button own" @click=${() => this._steer("open")}>${icon("play")} ${t("Begin collecting")}</button>` : nothing}
            ${running
              ? html`<button class="button" @click=${() => this._steer(broadcast.intake_open ? "close_intake" : "open_intake")}>
                  ${broadcast.intake_open ? icon("lock") : icon("lock-open")} ${broadcast.intake_open ? t("Close intake") : t("Open intake")}
                </button>`
              : nothing}
            ${broadcast.state === "collecting" ? html`<button class="button" @click=${() => this._air()}>${icon("radio")} ${t("Begin the show…")}</button>` : nothing}
            ${running ? html`<button class="button" @click=${() => this._wrap(counts)}>${icon("square")} ${t("Finish the show…")}</button>` : nothing}
          </div>`
        : nothing}
      ${running ? html`<p class="small">${broadcast.intake_open ? t("Intake is open: questions are coming in.") : t("Intake is closed.")}</p>` : nothing}
    </section>`;
  }

  // Doing

  async _send(type, fields) {
    this.busy = true;
    this.requestUpdate();
    try {
      const answer = await this.feed.command(type, fields);
      return accepted(answer);
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  _verb(verb, view, fields = {}) {
    return this._send(`question.${verb}`, { question: view.number, version: view.version, ...fields });
  }

  async take() {
    const next = shortlist(this.feed.state)[0];
    const air = onAir(this.feed.state);
    if (this.busy) return;
    if (!next) return refusal(t("The list is empty."));
    const previous = air ? { previous: { question: air.number, version: air.version, as: this.before } } : {};
    if (await this._verb("take", next, previous)) {
      this.before = "answered";
      if (this.chosen === next.number) this._choose(null);
    }
  }

  async answer(fully) {
    const air = onAir(this.feed.state);
    if (this.busy) return;
    if (!air) return refusal(t("Nothing is on air."));
    if (fully) {
      if (await this._verb("answer", air, { fully })) note(t("№ {number} is answered.", { number: air.number }), t("Undo"), () => this._reopen(air));
      return;
    }
    const fields = await ask({
      title: t("№ {number} is answered in part", { number: air.number }),
      text: t("What was left becomes a ticket for the departments."),
      fields: html`<label class="field"><span class="label">${t("What was answered, in short")}</span><textarea class="area" name="summary" maxlength="2000" data-first></textarea></label>`,
      confirm: t("Answered in part"),
    });
    if (!fields) return;
    const summary = fields.summary.trim();
    await this._verb("answer", air, { fully, ...(summary ? { summary } : {}) });
  }

  /** The answered question is no longer held here; it went one version up when it was answered. */
  _reopen(air) {
    this._send("question.reopen", { question: air.number, version: air.version + 1 });
  }

  async putBack(view) {
    if (this.busy) return;
    if (!view) return refusal(t("Nothing is on air."));
    await this._verb("return", view);
  }

  async move({ view, before }) {
    await this._verb("move", view, before ? { before } : {});
  }

  async promise(view) {
    const fields = await ask({
      title: t("Promise on № {number}", { number: view.number }),
      fields: html`<label class="field"><span class="label">${t("What is promised")}</span><textarea class="area" name="promise" maxlength="2000" required data-first></textarea></label>
        <label class="field"><span class="label">${t("By when")}</span><input class="input" type="date" name="due" /></label>
        <label class="field"><span class="label">${t("Department")}</span><input class="input" name="department" maxlength="200" /></label>`,
      confirm: t("Write down"),
    });
    if (!fields) return;
    const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim()));
    if (await this._verb("promise", view, filled)) note(t("The promise is written down."));
  }

  async _steer(verb) {
    await this._send(`broadcast.${verb}`, {});
  }

  async _air() {
    const sure = await ask({ title: t("Begin the show?"), text: t("The clock starts, and questions can go to air. This cannot be undone."), confirm: t("Begin the show"), tone: "next" });
    if (sure) await this._steer("air");
  }

  async _wrap(counts) {
    const left = (counts.shortlisted || 0) + (counts.on_air || 0);
    const sure = await ask({
      title: t("Finish the show?"),
      text: `${tn("{n} question of the list was not answered.|{n} questions of the list were not answered.", left)} ${t("Every unanswered question becomes a ticket, intake closes, calls end. This cannot be undone.")}`,
      fields: html`<label class="choice"><input type="checkbox" required data-first /><span>${t("Yes, the show is over")}</span></label>`,
      confirm: t("Finish the show"),
      tone: "next",
    });
    if (sure) await this._steer("wrap");
  }
}

customElements.define("live-rundown", LiveRundown);
