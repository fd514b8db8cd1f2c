/** The strip of tasks above a screen that is practised on: one at a time, each done when the screen's own log says so. */

/** @import { Feed } from "../feed/feed.js" */
/** @import { FeedEvent } from "../feed/types.js" */
/** @import { Shown } from "../shortcuts.js" */
/** @import { Progress } from "./progress.js" */
/** @import { Task } from "./tasks.js" */

import { html, nothing } from "lit";
import { ask } from "../dialog.js";
import { LiveElement } from "../element.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { fresh, keep, load, onwards } from "./progress.js";
import { results } from "./results.js";
import { keyOf } from "./tasks.js";

/** Seconds after which it is told how the task is done. */
const HINT = 20;
const LOOK = 1000; // ms

/**
 * What the server says of this practice.
 *
 * @typedef {object} Told
 * @property {Record<string, string>} places  task → where to read of it
 * @property {string} again  where a new one is begun
 * @property {string} end    where it is removed
 * @property {string} all    the page of all practices
 */

export class PracticeStrip extends LiveElement {
  constructor() {
    super();
    this.slug = /** @type {string} */ (document.body.dataset.slug);
    /** @type {Told} */
    this.told = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("practice")).textContent);
    /** @type {Task[]} */ this.tasks = [];
    /** @type {Shown[]} */ this.keys = [];
    /** @type {Feed | null} */ this.feed = null;
    /** @type {Progress | null} */
    this.progress = load(this.slug) ?? (new URLSearchParams(location.search).has("begun") ? fresh() : null);
    /** @type {number | undefined} */ this._clock;
  }

  /**
   * @param {Feed} feed
   * @param {Shown[]} keys
   * @param {Task[]} tasks
   */
  begin(feed, keys, tasks) {
    Object.assign(this, { feed, keys, tasks });
    if (this.progress) keep(this.slug, this.progress);
    feed.addEventListener("events", ({ detail }) => this._happened(detail));
    feed.addEventListener("change", () => this.requestUpdate());
    addEventListener("storage", () => this._elsewhere());
    this._clock = setInterval(() => this.requestUpdate(), LOOK);
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this._clock);
  }

  get task() {
    return this.progress ? this.tasks[this.progress.at] : undefined;
  }

  get removed() {
    return this.feed?.refusal === "not_found";
  }

  get _waited() {
    return this.progress ? (Date.now() - this.progress.since) / 1000 : 0;
  }

  /** @param {FeedEvent[]} events */
  _happened(events) {
    for (const event of events) if (this.task?.done(event)) this._next(true);
  }

  /** @param {boolean} done */
  _next(done) {
    const { progress, task } = this;
    if (!progress || !task) return;
    this.progress = onwards(progress, task.id, done);
    keep(this.slug, this.progress);
    this.requestUpdate();
    if (!this.task) this.finish();
  }

  /** The same practice, open twice: whichever window goes on takes the other with it. */
  _elsewhere() {
    const known = load(this.slug);
    if (known && this.progress && known.at > this.progress.at) this.progress = known;
    this.requestUpdate();
  }

  /** The table of how it went; begin anew, or go. */
  async finish() {
    const { tasks, progress } = this;
    if (!progress) return;
    const chosen = await ask({
      title: t("How the practice went"),
      fields: results(tasks, progress, this.told.places),
      confirm: t("Once more"),
    });
    if (chosen) this._post(this.told.again);
  }

  /** @param {string} address */
  _post(address) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    const token = document.createElement("input");
    token.type = "hidden";
    token.name = "csrf_token";
    token.value = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=csrf]")).content;
    form.append(token);
    document.body.append(form);
    form.submit();
  }

  // Drawing

  render() {
    if (!this.feed) return nothing;
    return html`<section class="practice" aria-label=${t("Practice")}>${this._shown()}</section>`;
  }

  _shown() {
    if (this.removed)
      return html`<p class="grow" role="status">${t("This practice was removed, or begun anew elsewhere.")}</p>
        <a class="button own" href=${this.told.all}>${t("To the practices")}</a>`;
    if (!this.progress)
      return html`<p class="grow" role="status">${t("This practice was begun on another device, or this one has forgotten how far it came: begin it anew.")}</p>
        ${this._anew(t("Begin anew"))} ${this._end()}`;
    const { task } = this;
    if (!task)
      return html`<p class="grow" role="status"><b>${t("The practice is done.")}</b></p>
        <button class="button" @click=${() => this.finish()}>${icon("list-checks")} ${t("How it went")}</button>
        ${this._anew(t("Once more"))} ${this._end()}`;
    const late = this._waited >= HINT;
    return html`<p class="grow" role="status" data-task=${task.id}>
        <b class="tabular">${t("{n} of {all}:", { n: this.progress.at + 1, all: this.tasks.length })}</b>
        ${task.what}${this._way(task)} ${late ? html`<span class="hint">${task.hint}</span>` : nothing}
      </p>
      <button class="button" @click=${() => this._next(false)}>${t("Pass over")}</button>
      <button class="button" @click=${() => this.finish()}>${t("Finish")}</button>
      ${this._end()}`;
  }

  /** @param {Task} task */
  _way(task) {
    if (!task.key) return html` — ${t("the button “{words}”", { words: task.button })}`;
    const { codes, shown } = keyOf(this.keys, task.key);
    return html`<span class="way"> — ${t("the key")} <kbd data-codes=${codes.join(" ")}>${shown}</kbd></span>`;
  }

  /** @param {string} words */
  _anew(words) {
    return html`<button class="button own" @click=${() => this._post(this.told.again)}>${icon("rotate-ccw")} ${words}</button>`;
  }

  _end() {
    return html`<button class="button bare" title=${t("Remove the practice")} @click=${() => this._post(this.told.end)}>${icon("x")}<span class="unseen">${t("Remove the practice")}</span></button>`;
  }
}

customElements.define("practice-strip", PracticeStrip);

/**
 * Tasks above a screen, once it is there.
 *
 * @param {string} name  of its element
 * @param {[heading: string, keys: Shown[], more?: string][]} groups  the screen's table of keys
 * @param {Task[]} tasks
 */
export async function practise(name, groups, tasks) {
  await customElements.whenDefined(name);
  const screen = /** @type {HTMLElement & { feed: Feed }} */ (document.querySelector(name));
  /** @type {PracticeStrip} */ (document.querySelector("practice-strip")).begin(
    screen.feed,
    groups.flatMap(([, keys]) => keys),
    tasks,
  );
}
