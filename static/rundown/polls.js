/** Polls of the show: opened, put on air and taken off it, counted by hand, closed. */

/** @import { PollOptionView, PollView } from "../generated/protocol.js" */
/** @import { Fields } from "../parts/dialog.js" */
/** @import { Deeds } from "./commands.js" */

import { html, nothing } from "lit";
import { isOver } from "../parts/after_show.js";
import { ask } from "../parts/dialog.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { newestPolls, optionsLeft, pollResult } from "../parts/polls.js";
import { clock, momentOf } from "../parts/time.js";
import { note } from "../parts/toast.js";
import { postEverywhere, postsOf } from "./poll_posts.js";

const OPTIONS = [2, 10]; // as the server takes them
const LONGEST = 80;
const SHOWN = 5; // closed ones that are listed

class RundownPolls extends FeedElement {
  static properties = { ...FeedElement.properties, deeds: { attribute: false }, slug: {} };

  constructor() {
    super();
    /** @type {Deeds} */ this.deeds;
    /** @type {string} */ this.slug;
  }

  render() {
    const { feed } = this;
    const all = newestPolls(feed.state);
    const standing = all.filter(({ state, shown }) => state === "open" || shown);
    const past = all.filter((poll) => !standing.includes(poll)).slice(0, SHOWN);
    const steers = feed.may("producer", "moderator");
    if (!steers && !all.length) return nothing;
    const silent = this.deeds.inTouch ? "false" : "true";
    const opens = steers && ["collecting", "on_air"].includes(feed.state.broadcast.state);
    return html`<section class="stack polls" aria-label=${t("Polls")}>
      <h2 class="label">${t("Polls")}</h2>
      ${opens ? html`<div class="line"><button class="button" aria-disabled=${silent} @click=${() => this._open()}>${icon("plus")} ${t("New poll…")}</button></div>` : nothing}
      ${standing.map((poll) => this._poll(poll, steers, silent))}
      ${past.length ? html`<details class="fold"><summary class="label">${icon("chevron-right")}<span class="grow">${t("Polls that are over")}</span><span class="count">${past.length}</span></summary>${past.map((poll) => this._poll(poll, steers, silent))}</details>` : nothing}
      ${all.length ? nothing : html`<p class="quiet small">${t("None yet. Whoever watches can vote on the form's page, in chats, or by hand in the studio.")}</p>`}
    </section>`;
  }

  /** @type {(poll: PollView, steers: boolean, silent: string) => unknown} */
  _poll(poll, steers, silent) {
    const { broadcast } = this.feed.state;
    const open = poll.state === "open";
    /** @type {(label: string, sign: string, act: () => unknown) => unknown} */
    const button = (label, sign, act) =>
      html`<button class="button" aria-disabled=${silent} @click=${act}>${icon(sign)} ${label}</button>`;
    const shows = poll.shown
      ? button(t("Take off air"), "captions-off", () => this.deeds.send("poll.hide", { poll: poll.id }))
      : isOver(broadcast)
        ? nothing
        : button(t("Show on air"), "captions", () => this.deeds.send("poll.show", { poll: poll.id }));
    return html`<article class="card poll-card" data-poll=${poll.id}>
      <div class="line">${poll.shown ? html`<span class="chip air">${icon("radio")} ${t("On air")}</span>` : nothing}
        <span class="small ${open ? "done-text" : "quiet"}">${open ? (poll.until ? t("open until {time}", { time: clock(poll.until, broadcast.zone) }) : t("votes are counted")) : t("closed at {time}", { time: clock(poll.closed_at, broadcast.zone) })}</span></div>
      <p class="text"><b>${poll.question}</b></p>
      ${pollResult(poll)}
      ${postsOf(poll, steers ? this.deeds : null)}
      ${
        steers
          ? html`<div class="line">${shows}
            ${open ? button(t("Close the poll…"), "lock", () => this._close(poll)) : nothing}
            ${open ? button(t("Count by hand…"), "pen-line", () => this._count(poll)) : nothing}
            ${open && optionsLeft(poll).length > OPTIONS[0] ? button(t("Take an option away…"), "minus", () => this._withdraw(poll)) : nothing}
            ${open ? button(t("Post it on the pages…"), "send", () => postEverywhere(poll, this.deeds)) : nothing}
            ${open ? html`<a class="button" target="_blank" rel="noopener" href="/b/${encodeURIComponent(this.slug)}/poll/${poll.id}">${icon("globe")} ${t("Page to vote on")}</a>` : nothing}
          </div>`
          : nothing
      }
    </article>`;
  }

  async _open() {
    const { draft, keep } = this.deeds.draft("poll");
    const { zone } = this.feed.state.broadcast;
    const fields = await ask({
      title: t("New poll"),
      fields: html`<label class="field"><span class="label">${t("What is asked")}</span><input class="input" name="question" maxlength="200" required data-first .value=${draft.question || ""} /></label>
        <label class="field"><span class="label">${t("Options, each in a line of its own: two to ten")}</span><textarea class="area" name="options" rows="5" required .value=${draft.options || ""}></textarea></label>
        <label class="choice"><input type="checkbox" name="many" .checked=${Boolean(draft.many)} /><span>${t("Several options may be chosen")}</span></label>
        <label class="choice"><input type="checkbox" name="chats" .checked=${Boolean(draft.chats)} /><span>${t("Count messages of the chats: the number of an option, or its words")}</span></label>
        <label class="field"><span class="label">${t("Closes by itself, by the clock of {zone} (not needed)", { zone })}</span><input class="input tabular" type="datetime-local" name="until" .value=${draft.until || ""} /></label>`,
      confirm: t("Open the poll"),
      check: wrongOptions,
      left: keep,
    });
    if (!fields) return;
    keep(fields);
    const { question, until } = fields;
    const what = { question, options: linesOf(fields), many: "many" in fields, chats: "chats" in fields };
    const ends = until ? { until: momentOf(until, zone).toISOString() } : {};
    if (!(await this.deeds.send("poll.open", { ...what, ...ends }))) return;
    keep({});
    note(t("The poll is open: it can be shown on air."));
  }

  /** @param {PollView} poll */
  async _close(poll) {
    const sure = await ask({
      title: t("Close the poll?"),
      text: t(
        "Votes that come later are not counted. What is on air stays there with its result. A closed poll is not opened again.",
      ),
      confirm: t("Close the poll"),
      tone: "next",
    });
    if (sure) await this.deeds.send("poll.close", { poll: poll.id });
  }

  /** @param {PollView} poll */
  async _count(poll) {
    const options = optionsLeft(poll);
    const fields = await ask({
      title: t("Counted by hand"),
      text: t("How many have raised a hand in the studio, in all: this takes the place of what was written before."),
      fields: html`${options.map(
        ({ option, text, by }, place) =>
          html`<label class="field"><span class="label">${text}</span><input class="input tabular" type="number" min="0" max="1000000" name=${option} required ?data-first=${!place} .value=${String(by.hand || 0)} /></label>`,
      )}`,
      confirm: t("Write down"),
    });
    if (!fields) return;
    for (const { option, votes } of changed(options, fields)) {
      if (!(await this.deeds.send("poll.count", { poll: poll.id, option, votes }))) return;
    }
  }

  /** @param {PollView} poll */
  async _withdraw(poll) {
    const fields = await ask({
      title: t("Take an option away"),
      text: t("Its votes count no more; those who gave them may vote again. This cannot be undone."),
      fields: html`<fieldset class="stack bare-set"><legend class="label">${t("Which one")}</legend>
        ${optionsLeft(poll).map(({ option, text }, place) => html`<label class="choice"><input type="radio" name="option" value=${option} required ?data-first=${!place} /><span>${text}</span></label>`)}</fieldset>`,
      confirm: t("Take it away"),
      tone: "next",
    });
    if (fields) await this.deeds.send("poll.withdraw", { poll: poll.id, option: Number(fields.option) });
  }
}

/** @param {Fields} fields */
function linesOf({ options }) {
  return options
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter(Boolean);
}

/** @param {Fields} fields */
function wrongOptions(fields) {
  const lines = linesOf(fields);
  if (lines.length < OPTIONS[0] || lines.length > OPTIONS[1])
    return t("Write two to ten options, each in a line of its own.");
  const long = lines.find((line) => line.length > LONGEST);
  if (long)
    return t("“{text}” is too long: at most {n} characters fit on the graphic.", {
      text: `${long.slice(0, 30)}…`,
      n: LONGEST,
    });
  return null;
}

/**
 * @param {PollOptionView[]} options
 * @param {Fields} fields
 */
function changed(options, fields) {
  return options
    .map(({ option, by }) => ({ option, votes: Number(fields[option]), before: by.hand || 0 }))
    .filter(({ votes, before }) => votes !== before);
}

customElements.define("rundown-polls", RundownPolls);
