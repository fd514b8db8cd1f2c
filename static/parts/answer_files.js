/** Files of an answer: chosen, dropped or photographed while it is written, and shown with what was said. */

/** @import { PropertyValues } from "lit" */
/** @import { AnswerFileView } from "../generated/protocol.js" */

import { html, nothing } from "lit";
import { LiveElement } from "./element.js";
import { sendFile } from "./api.js";
import { weight } from "./attachments.js";
import { icon } from "./icon.js";
import { t } from "./i18n.js";

const MOST = 10;
/** @param {string} number */
export function filesOfTicket(number) {
  return `/tickets/${encodeURIComponent(number)}/answer-files`;
}

/**
 * @param {string} slug
 * @param {number} number
 */
export function filesOfReply(slug, number) {
  return `/b/${slug}/questions/${number}/answer-files`;
}

const KINDS = "image/jpeg,image/png,image/webp,image/gif,.pdf,.docx,.xlsx";

/**
 * What goes with an answer: pictures are seen, documents saved.
 *
 * @param {AnswerFileView[] | undefined} files
 * @param {string} path  where the files stand
 */
export function carried(files, path) {
  if (!files?.length) return nothing;
  const pictures = files.filter((file) => file.media === "picture");
  const documents = files.filter((file) => file.media !== "picture");
  return html`<div class="carried attachments">
    ${pictures.length ? html`<p class="shots">${pictures.map((file) => html`<a href=${`${path}/${file.file}`} target="_blank" rel="noopener" title=${file.name}>${preview(file, path)}</a>`)}</p>` : nothing}
    ${documents.length ? html`<p class="line">${documents.map((file) => html`<a class="button" href=${`${path}/${file.file}`} download>${icon("paperclip")}<span class="clip">${file.name}</span> <span class="quiet">${weight(file.size)}</span></a>`)}</p>` : nothing}
  </div>`;
}

/**
 * @param {AnswerFileView} file
 * @param {string} path
 */
function preview(file, path) {
  return html`<img src=${`${path}/${file.file}/preview`} width=${file.width ?? nothing} height=${file.height ?? nothing} loading="lazy" alt=${file.name} />`;
}

/**
 * A browser gives what is dropped only to whom it was held over.
 *
 * @param {DragEvent} event
 */
export function hold(event) {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}

/**
 * What was dropped somewhere around the files goes to them; a text goes where the browser puts it.
 *
 * @param {DragEvent} event
 */
export async function drop(event) {
  const dropped = [...(event.dataTransfer?.files ?? [])];
  if (!dropped.length) return;
  event.preventDefault();
  await filesIn(/** @type {Element} */ (event.currentTarget))?.take(dropped);
}

/** @param {Element} around */
export function filesIn(around) {
  return /** @type {AnswerFiles | null} */ (around.querySelector("answer-files"));
}

/** Tells `files` with all of them whenever one comes or goes. */
class AnswerFiles extends LiveElement {
  static properties = { path: {}, files: { attribute: false }, _sending: { state: true }, _refused: { state: true } };

  constructor() {
    super();
    /** @type {string} */ this.path; // where the files of one answer stand
    /** @type {AnswerFileView[]} */ this.files = [];
    this._sending = 0; // files on their way
    /** @type {string[]} */ this._refused = []; // why, each of those that were chosen last
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    if (changed.has("path")) this._refused = [];
  }

  render() {
    return html`${this.files.length ? html`<ul class="chosen" aria-label=${t("Files of this answer")}>${this.files.map((file) => this._one(file))}</ul>` : nothing}
      <div class="line">
        <label class="button">${icon("paperclip")} ${t("Attach files")}<input class="unseen" type="file" multiple accept=${KINDS} @change=${this._chosen} /></label>
        <label class="button">${icon("camera")} ${t("Take a photo")}<input class="unseen" type="file" accept="image/jpeg" capture="environment" @change=${this._chosen} /></label>
        ${this._sending ? html`<span class="quiet small" role="status">${t("The files are being sent…")}</span>` : html`<span class="quiet small">${t("Pictures, PDF, Word, Excel: at most {n}, also dropped here.", { n: MOST })}</span>`}
      </div>
      ${this._refused.map((why) => html`<p class="wrong" role="alert">${why}</p>`)}`;
  }

  get isBusy() {
    return this._sending > 0;
  }

  /** @param {AnswerFileView} file */
  _one(file) {
    const shown = file.media === "picture" ? preview(file, this.path) : icon("paperclip");
    return html`<li class="line">${shown}<span class="clip grow">${file.name}</span> <span class="quiet small">${weight(file.size)}</span>
      <button class="button bare" aria-label=${t("Remove {name}", { name: file.name })} @click=${() => this._tell(this.files.filter((one) => one !== file))}>${icon("x")}</button></li>`;
  }

  /** @param {Event} event */
  _chosen(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    this.take([...(input.files ?? [])]);
    input.value = ""; // so that the same one can be chosen again
  }

  /**
   * Sends them one after another, each to stand at once.
   *
   * @param {File[]} chosen
   */
  async take(chosen) {
    const { path } = this;
    this._refused = [];
    this._sending += chosen.length;
    for (const file of chosen) {
      try {
        if (this.files.length >= MOST) throw new Error(t("At most {limit} files fit.", { limit: MOST }));
        /** @type {AnswerFileView} */
        const kept = await sendFile(path, file);
        if (path === this.path) this._tell([...this.files, kept]);
      } catch (error) {
        this._refused = [
          ...this._refused,
          t("{name}: {why}", { name: file.name, why: /** @type {Error} */ (error).message }),
        ];
      }
      this._sending -= 1;
    }
  }

  /** @param {AnswerFileView[]} files */
  _tell(files) {
    this.files = files;
    this.dispatchEvent(new CustomEvent("files", { detail: files }));
  }
}

customElements.define("answer-files", AnswerFiles);
