/** The tray of mentions: posts of others that sources have found. Each is taken as a question or hidden, by one key. */

/** @import { CommandType, MentionView } from "../generated/protocol.js" */

import { html, nothing } from "lit";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { counted, t, tn } from "../parts/i18n.js";
import { refusal, refusalWords } from "../parts/toast.js";
import { age, dayAndHours } from "../parts/time.js";
import { sourceMark, sourceName } from "../parts/words.js";

export class DeskMentions extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    _open: { state: true },
    _chosen: { state: true },
    _said: { state: true },
  };

  constructor() {
    super();
    /** @type {boolean} */ this._open = false;
    /** @type {number | null} */ this._chosen = null; // the mention that a key is meant for
    /** @type {{ text: string, wrong?: boolean, back?: number, question?: number }} */ this._said = { text: "" };
    /** @type {Promise<unknown> | undefined} */ this._under; // the last command, until it is answered
    /** @type {Set<number>} */ this._sent = new Set(); // on their way out of the tray
  }

  get tray() {
    return this.feed.state.mentions;
  }

  /** What is in sight: without what is on its way out. */
  get listed() {
    return this.tray.listed.filter(({ mention }) => !this._sent.has(mention));
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  /** Opens the tray. */
  async show() {
    if (this._open) return;
    if (!this.feed.may("moderator")) return refusal(t("Mentions are the moderators' work."));
    this._said = { text: "" };
    this._chosen = this.listed[0]?.mention ?? null;
    this._open = true;
    await this.updateComplete;
    this.dialog?.showModal();
    this._focus();
  }

  willUpdate() {
    const known = new Set(this.tray.listed.map(({ mention }) => mention));
    for (const mention of this._sent) if (!known.has(mention)) this._sent.delete(mention);
    if (this._open && !this.listed.some(({ mention }) => mention === this._chosen))
      this._chosen = this.listed[0]?.mention ?? null;
  }

  render() {
    const { waiting, more } = this.tray;
    const standing = this.feed.state.broadcast.kind === "standing";
    if (!standing && !waiting && !this._open) return nothing;
    return html`<button class="button bare" title=${t("Mentions: what was found beyond the own pages")} @click=${() => this.show()}>
        ${icon("radar")} ${t("Mentions")} <span class="count">${waiting}${more ? "+" : ""}</span> <kbd>Shift+U</kbd>
      </button>
      ${this._open ? this._dialog() : nothing}`;
  }

  _dialog() {
    const { listed, _said: said } = this;
    const { waiting, more } = this.tray;
    return html`<dialog class="mentions" tabindex="-1" aria-labelledby="mentions-title" @keydown=${this._keys} @close=${() => (this._open = false)}>
      <header class="line">
        <h2 id="mentions-title" class="grow">${t("Mentions")} <span class="count">${waiting}${more ? "+" : ""}</span></h2>
        <button class="button" @click=${() => this.dialog?.close()}>${t("Close")} <kbd>Esc</kbd></button>
      </header>
      <p class="line said" role=${said.wrong ? "alert" : "status"}>
        <span class=${said.wrong ? "next-text" : ""}>${said.text}</span>
        ${said.back ? html`<button class="button bare" @click=${() => this._back()}>${t("Undo")} <kbd>Z</kbd></button>` : nothing}
        ${said.question ? html`<button class="button bare" @click=${() => this._toQuestion()}>${t("Open № {number}", { number: said.question })}</button>` : nothing}
      </p>
      ${
        listed.length
          ? html`<ol class="found" aria-label=${t("Mentions")}>${listed.map((one) => this._row(one))}</ol>`
          : html`<p class="empty">${t("Nothing waits here. What the sources of the centre find appears by itself; they are added on the page “Channels”.")}</p>`
      }
      ${waiting > listed.length + this._sent.size ? html`<p class="quiet small">${t("Older ones come up as these go.")}</p>` : nothing}
    </dialog>`;
  }

  /** @param {MentionView} one */
  _row(one) {
    const chosen = one.mention === this._chosen;
    const { broadcast } = this.feed.state;
    const when = one.published_at || one.found_at;
    const key = (/** @type {string} */ letter) => (chosen ? html` <kbd>${letter}</kbd>` : nothing);
    return html`<li class="mention" tabindex="-1" aria-current=${chosen ? "true" : nothing} data-mention=${one.mention}
      @click=${() => (this._chosen = one.mention)} @focusin=${() => (this._chosen = one.mention)}>
      <p class="line small">
        ${sourceMark(one.source)}
        <span class="clip">${one.channel || sourceName(one.source)}</span>
        ${one.author ? html`<b class="clip">${one.author}</b>` : nothing}
        <time class="quiet" datetime=${when} title=${dayAndHours(when, broadcast.zone)}>${age(when, new Date())}</time>
        ${one.reach === null ? nothing : html`<span class="quiet">${tn("{count} view|{count} views", one.reach, { count: counted(one.reach) })}</span>`}
        ${one.found > 1 ? html`<span class="chip" title=${t("Found so often, with copies")}>×${one.found}</span>` : nothing}
      </p>
      <p class="text">${one.text}</p>
      <p class="line">
        <button class="button own" @click=${() => this._do("mention.take", one)}>${t("Take as a question")}${key("T")}</button>
        <button class="button" @click=${() => this._do("mention.hide", one)}>${t("Hide")}${key("X")}</button>
        ${one.can_hide_author ? html`<button class="button" @click=${() => this._do("mention.hide_author", one)}>${t("Hide the author")}${key("H")}</button>` : nothing}
        ${one.link ? html`<a class="button bare" href=${one.link} target="_blank" rel="noreferrer noopener">${icon("external-link")} ${t("The post")}${key("O")}</a>` : nothing}
      </p>
    </li>`;
  }

  /** @param {KeyboardEvent} event */
  _keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
      if (!["ArrowDown", "ArrowUp"].includes(event.code)) return;
    }
    const one = this.listed.find(({ mention }) => mention === this._chosen);
    /** @type {Record<string, () => unknown>} */
    const acts = {
      ArrowDown: () => this._step(1),
      KeyJ: () => this._step(1),
      ArrowUp: () => this._step(-1),
      KeyK: () => this._step(-1),
      KeyT: () => one && this._do("mention.take", one),
      KeyX: () => one && this._do("mention.hide", one),
      KeyH: () => one?.can_hide_author && this._do("mention.hide_author", one),
      KeyO: () => one?.link && open(one.link, "_blank", "noreferrer,noopener"),
      KeyZ: () => this._back(),
    };
    const act = acts[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** @param {number} by */
  _step(by) {
    const { listed } = this;
    const at = listed.findIndex(({ mention }) => mention === this._chosen);
    const next = listed[Math.min(Math.max(at + by, 0), listed.length - 1)];
    if (next) this._chosen = next.mention;
    this._focus();
  }

  async _focus() {
    await this.updateComplete;
    /** @type {HTMLElement | null} */
    const row = this.querySelector(".mention[aria-current]");
    (row || this.dialog)?.focus({ preventScroll: true }); // where nothing has it, keys are heard by nobody
    row?.scrollIntoView({ block: "nearest" });
  }

  /**
   * Sends it, out of sight at once; what is refused comes back, or says what somebody else has done.
   *
   * @param {CommandType} verb
   * @param {MentionView} one
   */
  async _do(verb, one) {
    const { mention } = one;
    if (this._sent.has(mention)) return;
    const { listed } = this;
    const at = listed.findIndex((other) => other.mention === mention);
    this._sent.add(mention);
    this._chosen = (listed[at + 1] || listed[at - 1])?.mention ?? null;
    this.requestUpdate();
    this._focus();
    const under = this.feed.command(verb, { mention });
    this._under = under;
    const answer = await under;
    if (!answer.ok) {
      this._sent.delete(mention);
      this._said = { text: refusalWords(answer), wrong: true };
    } else {
      this._said = this._done(verb, mention, answer);
    }
  }

  /**
   * @param {CommandType} verb
   * @param {number} mention
   * @param {any} answer  any: each command's answer has fields of its own
   */
  _done(verb, mention, answer) {
    if (verb === "mention.take")
      return { text: t("Taken: question № {number}.", { number: answer.number }), question: answer.number };
    const others = answer.others || 0;
    const author = t("The author is hidden from now on.");
    if (verb === "mention.hide_author")
      return {
        text: others
          ? `${author} ${tn("{n} more post of theirs went too.|{n} more posts of theirs went too.", others)}`
          : author,
      };
    return { text: t("Hidden."), back: mention };
  }

  async _back() {
    await this._under; // the key may be faster than the answer
    const { back } = this._said;
    if (!back) return;
    this._said = { text: "" };
    const answer = await this.feed.command("mention.restore", { mention: back });
    this._sent.delete(back);
    this._said = answer.ok ? { text: t("Back in the tray.") } : { text: refusalWords(answer), wrong: true };
    this._chosen = back;
    this._focus();
  }

  _toQuestion() {
    const { question } = this._said;
    this.dialog?.close();
    this.dispatchEvent(new CustomEvent("open", { detail: question }));
  }
}

customElements.define("desk-mentions", DeskMentions);
