/** Messages to the presenter, with when each was seen, and what the prompter shows now. */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { clock } from "../parts/time.js";
import { accepted } from "../parts/toast.js";
import { airText, askerLine } from "../parts/words.js";

const READY = [t("Five minutes left"), t("Wrap up"), t("Next question"), t("Slower"), t("A call is on the line")];
const SHOWN = 12;

class RundownTalk extends LiveElement {
  static properties = { feed: { attribute: false }, air: { attribute: false }, next: { attribute: false }, tick: { attribute: false } };

  render() {
    const { feed, air, next } = this;
    const { messages, broadcast } = feed.state;
    const prompters = feed.presence.screens.filter(({ screen }) => screen === "prompter").length;
    return html`<section class="stack" aria-label=${t("Prompter")}>
        <h2 class="label line"><span class="grow">${t("Prompter")}</span>
          ${prompters
            ? html`<span class="done-text">${t("connected: {n}", { n: prompters })}</span>`
            : html`<span class="next-text">${icon("triangle-alert")} ${t("not connected")}</span>`}
        </h2>
        <div class="picture" aria-hidden="true">
          ${air
            ? html`<span class="who">${askerLine(air) || "\u00a0"}</span><span class="words">${airText(air)}</span>`
            : html`<span class="words idle">${t("Nothing is on air")}</span>`}
          <span class="then clip">${next ? `${t("Next")}: ${airText(next)}` : "\u00a0"}</span>
        </div>
      </section>
      <section class="stack" aria-label=${t("Messages to the presenter")}>
        <h2 class="label">${t("Messages to the presenter")}</h2>
        ${feed.may("producer")
          ? html`<form class="line" @submit=${this._write}>
                <label class="grow"><span class="unseen">${t("Message")}</span><input class="input" name="text" maxlength="200" placeholder=${t("Message")} autocomplete="off" required /></label>
                <button class="button own">${icon("send")} ${t("Send")}</button>
              </form>
              <div class="line">${READY.map((text) => html`<button class="button ready" @click=${() => this._send(text)}>${text}</button>`)}</div>`
          : nothing}
        <ol class="messages" aria-live="polite">
          ${messages
            .slice(-SHOWN)
            .reverse()
            .map(
              (message) => html`<li>
                <span class="text">${message.text}</span>
                <span class="small ${message.acknowledged_at ? "done-text" : "quiet"}">
                  ${message.acknowledged_at
                    ? html`${icon("check")} ${t("seen {time}", { time: clock(message.acknowledged_at, broadcast.zone) })}`
                    : t("sent {time}, not seen yet", { time: clock(message.at, broadcast.zone) })}
                </span>
              </li>`,
            )}
        </ol>
        ${messages.length ? nothing : html`<p class="quiet small">${t("No messages yet.")}</p>`}
      </section>`;
  }

  async _write(event) {
    event.preventDefault();
    const field = event.target.elements.text;
    const text = field.value.trim();
    if (text && (await this._send(text))) field.value = "";
  }

  async _send(text) {
    return accepted(await this.feed.command("presenter.message", { text }));
  }
}

customElements.define("rundown-talk", RundownTalk);
