/** The links that open a screen on a device: made, shown as an address and a QR code, and revoked. */

/** @import { LinkView } from "../generated/protocol.js" */
/** @import { Deeds } from "./commands.js" */
/** @import { ShownLink } from "./types.js" */

import { html, nothing } from "lit";
import { get } from "../parts/api.js";
import { ask } from "../parts/dialog.js";
import { FeedElement } from "../parts/element.js";
import { icon } from "../parts/icon.js";
import { t, word } from "../parts/i18n.js";
import { clock } from "../parts/time.js";
import { refusal } from "../parts/toast.js";

const KINDS = ["prompter", "head", "observer", "overlay", "gallery", "desk", "calls", "rundown"];
const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

class RundownLinks extends FeedElement {
  static properties = { ...FeedElement.properties, deeds: { attribute: false }, slug: {} };

  constructor() {
    super();
    /** @type {Deeds} */ this.deeds;
    /** @type {string} */ this.slug;
    /** @type {boolean | undefined} */ this._making;
  }

  render() {
    const { feed } = this;
    if (!feed.may("producer", "admin")) return nothing;
    const all = [...feed.state.links.values()].sort((a, b) => b.link - a.link);
    const valid = all.filter((link) => !link.revoked_at);
    const revoked = all
      .filter((link) => link.revoked_at)
      .sort((a, b) => ((a.revoked_at || "") < (b.revoked_at || "") ? 1 : -1));
    return html`<details class="fold">
      <summary class="label">${icon("chevron-right")}<span class="grow">${t("Links to screens")}</span><span class="count">${valid.length || ""}</span></summary>
      <form class="stack new-link" @submit=${this._add}>
        <div class="line">
          <select class="select" name="screen" aria-label=${t("Screen")}>${KINDS.map((kind) => html`<option value=${kind}>${word(kind)}</option>`)}</select>
          <input class="input grow" name="name" maxlength="60" required autocomplete="off" aria-label=${t("Whose or where")} placeholder=${t("Whose or where")} @keydown=${leave} />
          <button class="button own">${icon("plus")} ${t("Make a link")}</button>
        </div>
      </form>
      ${valid.length ? html`<ul class="links">${valid.map((link) => this._valid(link))}</ul>` : html`<p class="small quiet">${t("No links yet. Each opens one screen of this show on one device, until it is revoked.")}</p>`}
      ${revoked.length ? html`<ul class="links small">${revoked.map((link) => this._revoked(link))}</ul>` : nothing}
    </details>`;
  }

  /** @param {LinkView} link */
  _valid({ link, screen, name }) {
    const connected = this.feed.presence.screens.some((one) => one.link === link);
    return html`<li data-link=${link}>
      <span class="name"><b>${name}</b> <span class="small quiet">${word(screen)}</span> <span class="small ${connected ? "done-text" : "quiet"}">${connected ? t("connected") : t("not connected")}</span></span>
      <button class="button small-one" aria-label=${t("Show the link “{name}”", { name })} @click=${() => this.show(link)}>${icon("qr-code")} ${t("Show")}</button>
      <button class="button bare small-one" aria-label=${t("Revoke the link “{name}”…", { name })} @click=${() => this._revoke(link, screen, name)}>${t("Revoke…")}</button>
    </li>`;
  }

  /** @param {LinkView} link */
  _revoked({ screen, name, revoked_at }) {
    const { zone } = this.feed.state.broadcast;
    return html`<li class="gone-text"><span class="grow"><s>${name}</s> ${word(screen)}</span> <span>${t("revoked at {time}", { time: clock(revoked_at, zone) })}</span></li>`;
  }

  /** @param {SubmitEvent} event */
  async _add(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement & { elements: { name: HTMLInputElement } }} */ (event.target);
    const { screen, name } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    if (this._making || !name.trim()) return;
    this._making = true;
    try {
      const answer = await this.deeds.answered("link.add", { screen, name: name.trim() });
      if (!answer) return;
      form.elements.name.value = "";
      await this.show(/** @type {number} */ (answer.link));
    } finally {
      this._making = false;
    }
  }

  /** @type {(link: number, screen: string, name: string) => Promise<void>} */
  async _revoke(link, screen, name) {
    const sure = await ask({
      title: t("Revoke the link “{name}” ({screen})?", { name, screen: word(screen) }),
      text: t(
        "The screen that it opened goes dark within seconds and cannot come back by it. This cannot be undone; a new link can be made.",
      ),
      confirm: t("Revoke"),
      tone: "next",
    });
    if (sure) await this.deeds.send("link.revoke", { link });
  }

  /**
   * The link, large enough for a camera across a table, and to be typed where there is no camera.
   *
   * @param {number} link
   */
  async show(link) {
    const base = `/b/${encodeURIComponent(this.slug)}/rundown/links`;
    let told;
    try {
      /** @type {{ links: ShownLink[] }} */
      const { links } = await get(`/api/v1/broadcasts/${encodeURIComponent(this.slug)}/links`);
      told = links.find((one) => one.link === link);
    } catch (trouble) {
      return refusal(/** @type {Error} */ (trouble).message);
    }
    if (!told || !told.url) return refusal(t("This link can no longer be shown. Revoke it and make another."));
    const here = THIS_MACHINE.test(new URL(told.url).hostname);
    return ask({
      title: `${told.name} · ${word(told.screen)}`,
      fields: html`<div class="shown-link">
        <img class="code" src="${base}/${link}.svg" alt=${t("QR code of the link")} />
        <p class="label">${t("Or type this address on the device")}</p>
        <p class="address">${told.url}</p>
        ${here ? html`<p class="next-text here">${icon("triangle-alert")} ${t("This address works on this computer alone. Open the rundown by the computer's address in the network, and its links will work on the other devices.")}</p>` : nothing}
        <p class="small quiet">${t("Whoever opens it has this one screen of this show, until the link is revoked here.")}</p>
        <button type="button" class="button" data-first @click=${copy}>${icon("copy")} <span aria-live="polite">${t("Copy the address")}</span></button>
      </div>`,
    });
  }
}

/**
 * By the old way: the new one is not there on a plain-http page, which is how a control room's network serves it.
 *
 * @param {{ currentTarget: HTMLElement }} event
 */
function copy({ currentTarget }) {
  const address = currentTarget.closest(".shown-link")?.querySelector(".address");
  if (address) getSelection()?.selectAllChildren(address);
  document.execCommand("copy");
  /** @type {HTMLElement} */ (currentTarget.querySelector("span")).textContent = t("Copied");
}

/** @param {KeyboardEvent} event */
function leave(event) {
  if (event.code === "Escape") /** @type {HTMLElement} */ (event.target).blur();
}

customElements.define("rundown-links", RundownLinks);
