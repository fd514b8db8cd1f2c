/** The open matters beside a queue: how many ask, who owns each, when residents next hear of it. */

/** @import { MatterView } from "../../generated/protocol.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../element.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { maySteer, open, openMatters } from "./commands.js";
import { showMatter } from "./sheet.js";
import { matterCounts, wordDue } from "./words.js";

/** `<live-matters .feed=${feed} .base=${"/api/v1/tickets"}>`; `base`: below it a matter's page is read. */
export class LiveMatters extends FeedElement {
  static properties = { ...FeedElement.properties, base: { attribute: false } };

  constructor() {
    super();
    /** @type {string} */ this.base;
  }

  /** The list is unfolded, and its first line has the focus. */
  async show() {
    const details = this.querySelector("details");
    if (!details) return; // in a practice there are none
    details.open = true;
    details.querySelector("summary")?.focus();
  }

  render() {
    const { feed } = this;
    if (feed.state.broadcast.kind === "practice") return nothing;
    const matters = openMatters(feed);
    const late = matters.filter((one) => one.next_word_at && Date.parse(one.next_word_at) <= feed.now().getTime());
    return html`<details class="matters">
      <summary>${icon("layers")} ${t("Situations")} <span class="count">${matters.length}</span> <kbd>Shift+I</kbd>
        ${late.length ? html`<span class="word-due over">${icon("clock-alert")} ${t("words are late: {n}", { n: late.length })}</span>` : nothing}
      </summary>
      ${
        matters.length
          ? html`<ol>${matters.map((one) => html`<li>${this._one(one)}</li>`)}</ol>`
          : html`<p class="empty small">${t("No situation is open. When many ask about one trouble, open one: one answer reaches all of them.")}</p>`
      }
      ${maySteer(feed) ? html`<button class="button" @click=${() => this._new()}>${icon("plus")} ${t("New situation")}</button>` : nothing}
    </details>`;
  }

  /** @param {MatterView} one */
  _one(one) {
    const { zone } = this.feed.state.broadcast;
    return html`<button class="button bare one" data-matter=${one.number} @click=${() => showMatter(this.feed, this.base, one.number)}>
      <span class="title"><b class="tabular">№ ${one.number}</b> ${one.title}</span>
      <span class="quiet small">${matterCounts(one)} · ${one.owner}</span>
      <span class="small">${wordDue(one, this.feed.now(), zone)}</span>
    </button>`;
  }

  async _new() {
    const number = await open(this.feed, {});
    if (number) showMatter(this.feed, this.base, number);
  }
}

customElements.define("live-matters", LiveMatters);
