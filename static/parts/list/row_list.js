/**
 * A long list of which only the rows in sight are in the document: a click opens one, Ctrl or its mark selects it, Shift
 * all up to it. What stands where, and how a row looks, is each screen's own.
 */

/** @import { Selection } from "./selection.js" */
/** @typedef {EventTarget & { trouble: string | null, retry: () => void }} Listing  where the rows come from; tells "change" */

import { html } from "lit";
import { FeedElement } from "../element.js";
import { icon } from "../icon.js";
import { t } from "../i18n.js";
import { Listener } from "../listener.js";
import { RowWindow } from "./row_window.js";

/**
 * @template {number | string} Key  what a row is known by: data-number says it
 * @template {Listing} Listed
 * @template {Selection<Key, unknown>} Selected
 */
export class RowList extends FeedElement {
  static properties = {
    ...FeedElement.properties,
    listing: { attribute: false },
    selection: { attribute: false },
    open: { attribute: false },
  };

  /** @param {number} height of a row, until it is measured */
  constructor(height) {
    super();
    /** @type {Listed} */ this.listing;
    /** @type {Selected} */ this.selection;
    /** @type {Key | null} */ this.open; // empty where none is
    this.rows = new RowWindow(this, height);
    new Listener(this, () => this.listing, { change: () => this.requestUpdate() });
    new Listener(this, () => this.selection, { change: () => this.requestUpdate() });
  }

  /** Rows that a key turns at once. */
  get page() {
    return this.rows.page;
  }

  get scroller() {
    return /** @type {HTMLElement} */ (this.rows.scroller);
  }

  focus() {
    this.scroller.focus();
  }

  /** From the top. */
  begin() {
    this.rows.goTo(0);
  }

  /**
   * What data-number says.
   *
   * @param {string} said
   * @returns {Key}
   */
  _key(said) {
    return /** @type {Key} */ (said);
  }

  /**
   * The rows from one to another, both of them too, in whatever order they stand.
   *
   * @abstract
   * @param {Key | null} from
   * @param {Key} to
   * @returns {Key[]}
   */
  _between(from, to) {
    return from === null ? [to] : [from, to];
  }

  /**
   * The window with these rows, and what stands in it.
   *
   * @param {unknown} rows
   * @param {import("./row_window.js").Told} told
   */
  _window(rows, told) {
    return this.rows.draw(rows, told, (event) => this._clicked(event));
  }

  /** In the place of rows that could not be read. */
  _failed() {
    const { listing } = this;
    return html`<p class="empty instead" role="alert">${listing.trouble}<br /><button class="button" @click=${() => listing.retry()}>${icon("rotate-ccw")} ${t("Try again")}</button></p>`;
  }

  /** @param {MouseEvent} event */
  _clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const said = /** @type {HTMLElement | null} */ (target.closest("[data-number]"))?.dataset.number;
    if (said === undefined) return;
    const key = this._key(said);
    if (event.shiftKey) this.selection.add(this._between(this.selection.last ?? this.open, key));
    else if (event.ctrlKey || event.metaKey || target.closest(".pick")) this.selection.toggle(key);
    else this.dispatchEvent(new CustomEvent("open", { detail: key }));
  }
}
