/** Files of an answer: chosen, dropped or photographed while it is written, and shown with what was said. */

/** @import { AnswerFile } from "./types.js" */

import { html, nothing } from "lit";
import { LiveElement } from "../parts/element.js";
import { sendFile } from "../parts/api.js";
import { weight } from "../parts/attachments.js";
import { icon } from "../parts/icon.js";
import { t } from "../parts/i18n.js";
import { refusal } from "../parts/toast.js";

const MOST = 10;
const KINDS = "image/jpeg,image/png,image/webp,image/gif,.pdf,.docx,.xlsx";

/**
 * What goes with an answer: pictures are seen, documents saved.
 *
 * @param {AnswerFile[] | undefined} files
 * @param {string} number  the ticket's
 */
export function carried(files, number) {
  if (!files?.length) return nothing;
  const path = `/tickets/${encodeURIComponent(number)}/answer-files`;
  const pictures = files.filter((file) => file.media === "picture");
  const documents = files.filter((file) => file.media !== "picture");
  return html`<div class="carried attachments">
    ${pictures.length ? html`<p class="shots">${pictures.map((file) => html`<a href=${`${path}/${file.file}`} target="_blank" rel="noopener" title=${file.name}>${preview(file, path)}</a>`)}</p>` : nothing}
    ${documents.length ? html`<p class="line">${documents.map((file) => html`<a class="button" href=${`${path}/${file.file}`} download>${icon("paperclip")}<span class="clip">${file.name}</span> <span class="quiet">${weight(file.size)}</span></a>`)}</p>` : nothing}
  </div>`;
}

/**
 * @param {AnswerFile} file
 * @param {string} path
 */
function preview(file, path) {
  return html`<img src=${`${path}/${file.file}/preview`} width=${file.width ?? nothing} height=${file.height ?? nothing} loading="lazy" alt=${file.name} />`;
}

/** Tells `files` with all of them whenever one comes or goes. */
class AnswerFiles extends LiveElement {
  static properties = { number: {}, files: { attribute: false }, _sending: { state: true } };

  constructor() {
    super();
    /** @type {string} */ this.number;
    /** @type {AnswerFile[]} */ this.files = [];
    this._sending = 0; // files on their way
  }

  render() {
    const path = `/tickets/${encodeURIComponent(this.number)}/answer-files`;
    return html`${this.files.length ? html`<ul class="chosen" aria-label=${t("Files of this answer")}>${this.files.map((file) => this._one(file, path))}</ul>` : nothing}
      <div class="line">
        <label class="button">${icon("paperclip")} ${t("Attach files")}<input class="unseen" type="file" multiple accept=${KINDS} @change=${this._chosen} /></label>
        <label class="button">${icon("camera")} ${t("Take a photo")}<input class="unseen" type="file" accept="image/jpeg" capture="environment" @change=${this._chosen} /></label>
        ${this._sending ? html`<span class="quiet small" role="status">${t("The files are being sent…")}</span>` : html`<span class="quiet small">${t("Pictures, PDF, Word, Excel: at most {n}, also dropped here.", { n: MOST })}</span>`}
      </div>`;
  }

  get isBusy() {
    return this._sending > 0;
  }

  /**
   * @param {AnswerFile} file
   * @param {string} path
   */
  _one(file, path) {
    const shown = file.media === "picture" ? preview(file, path) : icon("paperclip");
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
    const { number } = this;
    this._sending += chosen.length;
    for (const file of chosen) {
      try {
        if (this.files.length >= MOST)
          throw new Error(t("At most {limit} files fit with one answer.", { limit: MOST }));
        /** @type {AnswerFile} */
        const kept = await sendFile(`/tickets/${encodeURIComponent(number)}/answer-files`, file);
        if (number === this.number) this._tell([...this.files, kept]);
      } catch (error) {
        refusal(t("{name}: {why}", { name: file.name, why: /** @type {Error} */ (error).message }));
      }
      this._sending -= 1;
    }
  }

  /** @param {AnswerFile[]} files */
  _tell(files) {
    this.files = files;
    this.dispatchEvent(new CustomEvent("files", { detail: files }));
  }
}

customElements.define("answer-files", AnswerFiles);
