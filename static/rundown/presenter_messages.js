/** Messages to the presenter, with when each was seen, and what the prompter shows now. */

/** @import { MessageView, QuestionView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Deeds } from "./commands.js" */

import { html, nothing } from "lit";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { clock } from "../parts/time.js";
import { airText, askerLine } from "../parts/words.js";
import { Ticking } from "./clock.js";

const SHOWN = 12;
const KEYED = 5; // ready messages that have a key
const UNSEEN = 10; // seconds after which a message that nobody has seen turns amber

class RundownTalk extends Ticking {
  static properties = { deeds: { attribute: false }, air: { attribute: false }, next: { attribute: false } };

  constructor() {
    super();
    /** @type {Deeds} */ this.deeds;
    /** @type {QuestionView | null} */ this.air;
    /** @type {QuestionView | undefined} */ this.next;
    /** @type {boolean | undefined} */ this._sending;
  }

  render() {
    const { air, next } = this;
    const { feed } = this.deeds;
    const prompters = feed.presence.screens.filter(({ screen }) => screen === "prompter").length;
    const onAir = feed.state.broadcast.state === "on_air";
    return html`<section class="stack" aria-label=${t("Prompter")}>
        <h2 class="label line"><span class="grow">${t("Prompter")}</span>
          ${
            prompters
              ? html`<span class=${feed.status === "in_step" ? "done-text" : "quiet"}>${t("connected: {n}", { n: prompters })}</span>`
              : html`<span class=${onAir ? "next-text" : "quiet"}>${onAir ? icon("triangle-alert") : nothing} ${t("not connected")}</span>`
          }
        </h2>
        <div class="picture" aria-hidden="true">
          ${
            air
              ? html`<span class="who">${askerLine(air) || "\u00a0"}</span><span class="words">${airText(air)}</span>`
              : html`<span class="words idle">${t("Nothing is on air")}</span>`
          }
          <span class="then clip">${next ? `${t("Next")}: ${airText(next)}` : "\u00a0"}</span>
        </div>
      </section>
      <section class="stack" aria-label=${t("Messages to the presenter")}>
        <h2 class="label">${t("Messages to the presenter")}</h2>
        ${feed.may("producer") ? this._writing() : nothing} ${this._messages(feed)}
      </section>`;
  }

  /** Out of touch the buttons look it, and pressed they say it. */
  _writing() {
    const silent = this.deeds.inTouch ? "false" : "true";
    return html`<form class="line" @submit=${this._write}>
        <label class="grow"><span class="unseen">${t("Message")}</span><input class="input" name="text" maxlength="200" placeholder=${t("Message")} autocomplete="off" required @keydown=${leave} /></label>
        <button class="button own" aria-disabled=${silent}>${icon("send")} ${t("Send")}</button>
      </form>
      <div class="line">${this.deeds.readyMessages.map((text, i) => html`<button class="button ready" aria-disabled=${silent} title=${i < KEYED ? `Shift+${i + 1}` : nothing} @click=${() => this.deeds.message(text)}>${text} ${i < KEYED ? html`<kbd>Shift+${i + 1}</kbd>` : nothing}</button>`)}</div>`;
  }

  /** @param {Feed} feed */
  _messages({ state }) {
    const { messages, broadcast } = state;
    const at = this.deeds.feed.now();
    /** @param {MessageView} message */
    const seen = (message) => {
      if (message.acknowledged_at)
        return html`<span class="small done-text">${icon("check")} ${t("seen {time}", { time: clock(message.acknowledged_at, broadcast.zone) })}</span>`;
      const late = (at.getTime() - Date.parse(message.at || "")) / 1000 > UNSEEN;
      return html`<span class="small ${late ? "next-text late" : "quiet"}">${late ? icon("triangle-alert") : nothing} ${t("sent {time}, not seen yet", { time: clock(message.at, broadcast.zone) })}</span>`;
    };
    return html`<ol class="messages" aria-live="polite">
        ${messages
          .slice(-SHOWN)
          .reverse()
          .map((message) => html`<li><span class="text">${message.text}</span>${seen(message)}</li>`)}
      </ol>
      ${messages.length ? nothing : html`<p class="quiet small">${t("No messages yet.")}</p>`}`;
  }

  /**
   * What was typed stays until the server has it.
   *
   * @param {SubmitEvent} event
   */
  async _write(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement & { elements: { text: HTMLInputElement } }} */ (event.target);
    const field = form.elements.text;
    const text = field.value.trim();
    if (!text || this._sending) return;
    this._sending = true;
    try {
      if ((await this.deeds.message(text)) && field.value.trim() === text) field.value = "";
    } finally {
      this._sending = false;
    }
  }
}

/** @param {KeyboardEvent} event */
function leave(event) {
  if (event.code === "Escape") /** @type {HTMLElement} */ (event.target).blur();
}

customElements.define("rundown-talk", RundownTalk);
