/** The head's screen: what is on air, what comes next with the facts prepared for it, and what was promised. */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { Feed } from "../feed.js";
import { onAir, shortlist } from "../feed_state.js";
import { ask } from "../parts/dialog.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { may } from "../parts/moves.js";
import { day, span } from "../parts/time.js";
import { accepted, note } from "../parts/toast.js";
import { airText, askerLine, sourceMark } from "../parts/words.js";
import "../parts/clock.js";
import "../parts/topbar.js";

const NEXT = 5;
const GROUPS = 8;

class LiveHead extends FeedElement {
  constructor() {
    super();
    this.slug = document.body.dataset.slug;
    this.feed = new Feed({ broadcast: this.slug, screen: "head" });
  }

  render() {
    const { feed } = this;
    if (!feed.state.broadcast) return html`<live-topbar .feed=${feed} heading=${t("Head")}></live-topbar>`;
    const air = onAir(feed.state);
    const next = shortlist(feed.state);
    return html`<live-topbar .feed=${feed} heading=${t("Head")}></live-topbar>
      <main id="main" class="columns">
        <div class="stack queue">
          ${this._air(air)}
          <section class="stack" aria-label=${t("Next")}>
            <h2 class="label">${t("Next")} · ${t("{n} in the list", { n: next.length })}</h2>
            ${next.slice(0, NEXT).map((view, i) => this._card(view, i))}
            ${next.length ? nothing : html`<p class="empty">${t("The list is empty.")}</p>`}
          </section>
        </div>
        <aside class="stack side">${this._promises()} ${this._groups("topic", t("Topics"))} ${this._groups("locality", t("Places"))}</aside>
      </main>`;
  }

  _air(air) {
    if (!air) return html`<section class="card idle" aria-label=${t("On air now")}><p class="quiet">${t("Nothing is on air.")}</p></section>`;
    const since = air.moved ? Date.parse(air.moved.at) : null;
    return html`<section class="card air stack" aria-label=${t("On air now")} aria-live="polite">
      <div class="line"><span class="chip air">${icon("radio")} ${t("On air")}</span>${this._who(air)}
        ${since ? html`<live-tick class="own-clock" .feed=${this.feed} .text=${(now) => span((now - since) / 1000)}></live-tick>` : nothing}
      </div>
      <p class="aloud text">${airText(air)}</p>
      ${this._brief(air, true)} ${this._actions(air, true)}
    </section>`;
  }

  _card(view, i) {
    return html`<section class="card stack ${i === 0 ? "next" : ""}" aria-label="№ ${view.number}">
      <div class="line">${i === 0 ? html`<span class="chip next">${t("Next")}</span>` : nothing}${this._who(view)}
        ${view.wanted ? html`<span class="chip own">${icon("star")} ${this.feed.may("head") ? t("you take it") : t("the head takes it")}</span>` : nothing}
      </div>
      <p class="text ${i === 0 ? "soon" : ""}">${airText(view)}</p>
      ${this._brief(view, i === 0)} ${this._actions(view, i === 0)}
    </section>`;
  }

  _who(view) {
    return html`<b class="tabular">№ ${view.number}</b>${sourceMark(view.source)}<span>${askerLine(view)}</span>
      ${view.topic ? html`<span class="chip">${view.topic}</span>` : nothing}${view.askers > 1 ? html`<b title=${t("asked by {n}", { n: view.askers })}>×${view.askers}</b>` : nothing}`;
  }

  _brief(view, unfolded) {
    const text = view.notes && view.notes.head;
    const promises = view.promises || [];
    return html`${text
      ? html`<details class="brief" ?open=${unfolded}><summary>${t("Facts")}</summary><p class="text">${text}</p></details>`
      : nothing}
      ${promises.map((promise) => html`<p class="small">${icon("flag")} ${this._promise(promise)}</p>`)}`;
  }

  _promise(promise) {
    const facts = [promise.due && t("by {day}", { day: day(promise.due, "UTC") }), promise.department].filter(Boolean).join(" · ");
    return html`${promise.text} ${facts ? html`<span class="quiet">${facts}</span>` : nothing}`;
  }

  _actions(view, large) {
    const { broadcast } = this.feed.state;
    const { roles } = this.feed.you;
    const want = may("want", view, broadcast, roles) && !view.wanted && view.state === "shortlisted";
    const promise = may("promise", view, broadcast, roles);
    if (!want && !promise) return nothing;
    return html`<div class="line actions">
      ${want ? html`<button class="button ${large ? "own great" : ""}" @click=${() => this._want(view)}>${icon("star")} ${t("I take this question")}</button>` : nothing}
      ${promise ? html`<button class="button ${large ? "great" : ""}" @click=${() => this._give(view)}>${icon("flag")} ${t("Assignment")}</button>` : nothing}
    </div>`;
  }

  _promises() {
    const given = [...this.feed.state.questions.values()]
      .sort((a, b) => b.number - a.number)
      .flatMap((view) => (view.promises || []).map((promise) => ({ view, promise })));
    return html`<section class="stack" aria-label=${t("Promised today")}>
      <h2 class="label">${t("Promised today")} (${given.length})</h2>
      <ul class="stack">${given.map(({ view, promise }) => html`<li class="small"><b class="tabular">№ ${view.number}</b> ${this._promise(promise)}</li>`)}</ul>
      ${given.length ? nothing : html`<p class="quiet small">${t("Nothing yet.")}</p>`}
    </section>`;
  }

  _groups(key, label) {
    const counts = new Map();
    for (const view of this.feed.state.questions.values()) {
      if (view[key]) counts.set(view[key], (counts.get(view[key]) || 0) + view.askers);
    }
    const groups = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, GROUPS);
    if (!groups.length) return nothing;
    const most = groups[0][1];
    return html`<section class="stack" aria-label=${label}>
      <h2 class="label">${label}</h2>
      <ul class="bars small">${groups.map(([name, n]) => html`<li style="--part: ${n / most}"><span class="clip">${name}</span><span class="count">${n}</span></li>`)}</ul>
    </section>`;
  }

  async _want(view) {
    accepted(await this.feed.command("question.want", { question: view.number, version: view.version }));
  }

  async _give(view) {
    const fields = await ask({
      title: t("Assignment on № {number}", { number: view.number }),
      text: airText(view),
      fields: html`<label class="field"><span class="label">${t("What is promised")}</span><textarea class="area" name="promise" maxlength="2000" required data-first></textarea></label>
        <label class="field"><span class="label">${t("By when")}</span><input class="input" type="date" name="due" /></label>
        <label class="field"><span class="label">${t("Department")}</span><input class="input" name="department" maxlength="200" /></label>`,
      confirm: t("Write down"),
    });
    if (!fields) return;
    const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim()));
    const now = this.feed.state.questions.get(view.number) || view;
    const answer = await this.feed.command("question.promise", { question: view.number, version: now.version, ...filled });
    if (accepted(answer)) note(t("The promise is written down."));
  }
}

customElements.define("live-head", LiveHead);
