/** What came with a message: a picture is seen, a sound plays where it stands, everything else opens or is saved. */

/**
 * A file that stands with us: `state` is wanted, kept or refused, `why` a sentence; bytes and pixels.
 *
 * @typedef {{ file: number, state: string, media: string | null, size: number | null, width: number | null, height: number | null, why: string | null, shown?: boolean }} Kept
 */

/** @typedef {{ type?: string, url?: string, title?: string, file?: Kept, n: number }} Attached  one of a message's, numbered */

import { html, nothing } from "lit";
import { icon } from "./icon.js";
import { t, word } from "./i18n.js";
import { ownMap, pointOf } from "./own_map.js";

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

/** The word of a place is that of where somebody lives. @param {string} type */
function called(type) {
  return type === "place" ? t("Point on the map") : word(type);
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
  const told = [...kinds].map(([type, n]) => (n > 1 ? `${called(type)} (${n})` : called(type))).join(", ");
  const signs = [...kinds].map(
    ([type, n]) => html`${sign(type)}${n > 1 ? html`<span aria-hidden="true">${n}</span>` : nothing}`,
  );
  return html`<span class="media" title=${told}>${signs}<span class="unseen">${told}</span></span>`;
}

/**
 * What came with the open question, apart from its text and as large as what is pressed beside it. What stands with us is
 * shown; of what stands elsewhere nothing is fetched before: nobody there is told that somebody reads.
 *
 * @param {Record<string, unknown>[]} files
 * @param {string} path  where those stand that are kept, such as /tickets/7/files
 * @param {((file: Kept) => void) | null} [shows]  has a picture be seen by everybody, or not after all; null: it is not offered
 */
export function attachments(files, path, shows = null) {
  if (!files.length) return nothing;
  /** @type {Attached[]} */
  const numbered = files.map((file, i) => ({ ...file, n: i + 1 }));
  const pictures = numbered.filter((file) => isKept(file, "picture"));
  const sounds = numbered.filter((file) => isKept(file, "sound") || (!file.file && plays(file)));
  const points = numbered.filter((file) => pointOf(file.url));
  const others = numbered.filter((file) => ![pictures, sounds, points].some((some) => some.includes(file)));
  return html`<section class="panel attachments" aria-label=${t("Attached")}>
    <h3 class="label">${t("Attached")} <span class="count">${files.length}</span></h3>
    ${pictures.length ? html`<div class="shots">${pictures.map((file) => (shows ? html`<span class="stack">${picture(file, path)} ${allowing(file, shows)}</span>` : picture(file, path)))}</div>` : nothing}
    ${sounds.map((file) => html`<p>${sound(file.file ? `${path}/${file.file.file}` : file.url || "", named(file))}</p>`)}
    ${points.map((file) => ownMap(/** @type {import("./own_map.js").Point} */ (pointOf(file.url))))}
    ${others.length ? html`<p class="line">${others.map((file) => other(file, path))}</p>` : nothing}
    ${others.map(trouble)}
  </section>`;
}

/**
 * @param {Attached} file
 * @param {string} as
 */
function isKept({ file }, as) {
  return file !== undefined && file.state === "kept" && file.media === as;
}

/**
 * Small, with the way to the whole one.
 *
 * @param {Attached} file
 * @param {string} path
 */
function picture(file, path) {
  const { file: number, width, height } = /** @type {Kept} */ (file.file);
  const name = named(file);
  return html`<a href=${`${path}/${number}`} target="_blank" rel="noopener" title=${name}
    ><img src=${`${path}/${number}/preview`} width=${width ?? nothing} height=${height ?? nothing} loading="lazy" alt=${name}
  /></a>`;
}

/**
 * @param {Attached} file
 * @param {(file: Kept) => void} shows
 */
function allowing(file, shows) {
  const kept = /** @type {Kept} */ (file.file);
  const label = kept.shown ? t("Seen by everybody: take back") : t("Let everybody see it");
  return html`<button class="button small" aria-pressed=${kept.shown ? "true" : "false"} title=${t("On the graphic and in the open data of tickets")} @click=${() => shows(kept)}>${icon(kept.shown ? "eye" : "eye-off")} ${label}</button>`;
}

/**
 * @param {Attached} file
 * @param {string} path
 */
function other(file, path) {
  const mark = sign(file.type || "file");
  const kept = file.file && file.file.state === "kept" ? file.file : null;
  if (kept)
    return html`<a class="button" href=${`${path}/${kept.file}`} download>${mark}<span class="clip">${named(file)}</span> <span class="quiet">${weight(kept.size)}</span></a>`;
  return isWeb(file.url)
    ? html`<a class="button" href=${file.url} target="_blank" rel="noreferrer noopener">${mark}<span class="clip">${named(file)}</span></a>`
    : html`<span class="line quiet">${mark} ${named(file)}</span>`;
}

/**
 * Why it is not seen here, or not yet.
 *
 * @param {Attached} file
 */
function trouble(file) {
  if (!file.file || file.file.state === "kept") return nothing;
  const { state, why } = file.file;
  const said = state === "wanted" ? t("being fetched…") : t(why || "");
  return html`<p class="small quiet" role=${state === "wanted" ? "status" : nothing}>${named(file)}: ${said}</p>`;
}

/** @param {number | null} bytes */
export function weight(bytes) {
  if (!bytes) return nothing;
  const mega = bytes / 1024 / 1024;
  return mega < 0.1
    ? t("{n} KB", { n: Math.ceil(bytes / 1024) })
    : t("{n} MB", { n: mega.toFixed(1).replace(".", ",") });
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
  const type = called(file.type || "file");
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
