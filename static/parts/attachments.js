/** What came with a message: a sound plays where it stands, everything else opens in a page of its own. */

/** @typedef {{ type?: string, url?: string, title?: string, n: number }} Attached  one of a message's, numbered */

import { html, nothing } from "lit";
import { icon } from "./icon.js";
import { t, word } from "./i18n.js";

const SOUNDS = ["audio", "audio_message", "voice", "recording"];
const TELEGRAM = /^https:\/\/t\.me\//; // It gives the message's page, not the sound.

/**
 * A recording's player, and beside it the way to it where this page may not play it. Nothing is fetched before.
 *
 * @param {string} url
 * @param {string} name
 */
export function sound(url, name) {
  return html`<span class="sound line">
    <audio controls preload="none" src=${url} aria-label=${name}></audio>
    ${way(url, name)}
  </span>`;
}

/** @param {string} type */
function sign(type) {
  if (SOUNDS.includes(type)) return icon("mic");
  switch (type) {
    case "photo":
      return icon("image");
    case "video":
      return icon("video");
    case "place":
      return icon("map-pin");
    default:
      return icon("paperclip");
  }
}

/**
 * That something came with a message, in a row: one mark a kind, with how many there are.
 *
 * @param {Record<string, unknown>[]} files
 */
export function media(files) {
  if (!files.length) return nothing;
  /** @type {Map<string, number>} */
  const kinds = new Map();
  for (const { type } of files) kinds.set(String(type || "file"), (kinds.get(String(type || "file")) || 0) + 1);
  const told = [...kinds].map(([type, n]) => (n > 1 ? `${word(type)} (${n})` : word(type))).join(", ");
  return html`<span class="media" title=${told}>${[...kinds.keys()].map(sign)}<span class="unseen">${told}</span></span>`;
}

/**
 * What came with the open question, apart from its text and as large as what is pressed beside it. Nothing is fetched
 * before: the address is another's, who is not told that somebody reads.
 *
 * @param {Record<string, unknown>[]} files
 */
export function attachments(files) {
  if (!files.length) return nothing;
  /** @type {Attached[]} */
  const numbered = files.map((file, i) => ({ ...file, n: i + 1 }));
  const sounds = numbered.filter(plays);
  const others = numbered.filter((file) => !plays(file));
  return html`<section class="panel attachments" aria-label=${t("Attached")}>
    <h3 class="label">${t("Attached")} <span class="count">${files.length}</span></h3>
    ${sounds.map((file) => html`<p>${sound(file.url, named(file))}</p>`)}
    ${others.length ? html`<p class="line">${others.map(other)}</p>` : nothing}
  </section>`;
}

/** @param {Attached} file */
function other(file) {
  const mark = sign(file.type || "file");
  return isWeb(file.url)
    ? html`<a class="button" href=${file.url} target="_blank" rel="noreferrer noopener">${mark}<span class="clip">${named(file)}</span></a>`
    : html`<span class="line quiet">${mark} ${named(file)}</span>`;
}

/**
 * @param {Attached} file
 * @returns {file is Attached & { url: string }}
 */
function plays(file) {
  return SOUNDS.includes(file.type || "") && isWeb(file.url) && !TELEGRAM.test(file.url);
}

/** @param {Attached} file */
function named(file) {
  const type = word(file.type || "file");
  return file.title || (file.type === "recording" ? type : t("{type} {n}", { type, n: file.n })); // a call has one
}

/**
 * Never such an address as javascript:
 *
 * @param {string | undefined} url
 * @returns {url is string}
 */
function isWeb(url) {
  return /^https?:\/\//.test(url || "");
}

/**
 * @param {string} url
 * @param {string} name
 */
function way(url, name) {
  return html`<a href=${url} target="_blank" rel="noreferrer noopener">${name}</a>`;
}
