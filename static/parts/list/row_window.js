/** Which rows of a long list stand in the document: those in sight and a few beyond, each of the same height. */

/** @import { LitElement } from "lit" */

import { html } from "lit";

/** Rows beyond the edge that are in the document too: each costs as much as one in sight whenever the list jumps. */
const BEYOND = 4;

/**
 * What the rows are called and how they stand: `active` is the id of the open one; `busy`: they are being read;
 * `doubtful`: they are still another's.
 *
 * @typedef {{ label: string, active: unknown, busy: boolean, doubtful?: boolean }} Told
 */

export class RowWindow {
  /**
   * @param {LitElement} host the list: it lays the window before each drawing, and draws `rows` in it
   * @param {number} height of a row, until it is measured
   */
  constructor(host, height) {
    this.height = height;
    this.sight = 600;
    // Noted when it changes: asking the document while it is being written would lay the whole page out again.
    this.scroll = 0;
    this.top = 0; // where the drawing wants it
    this.length = 0;
    this.first = 0; // of the places in the document
    this.last = 0; // after it
    this._host = host;
    /** @type {number | undefined} */ this._goal;
    /** @type {unknown} */ this._revealed;
    /** @type {HTMLElement | null} */ this._watched = null;
    /** @type {ResizeObserver | undefined} */ this._size;
    host.addController(this);
  }

  hostConnected() {
    this._size = new ResizeObserver(() => this._measure());
  }

  hostDisconnected() {
    this._size?.disconnect();
    this._watched = null;
  }

  /** What is scrolled. */
  get scroller() {
    return /** @type {HTMLElement | null} */ (this._host.querySelector(".rows"));
  }

  /** A row that nobody sees. */
  get _ruler() {
    return this._host.querySelector(".measure");
  }

  /** Rows that a key turns at once. */
  get page() {
    return Math.max(1, Math.floor(this.sight / this.height) - 1);
  }

  /** The place of the first one in sight. */
  get mark() {
    return Math.floor(this.top / this.height);
  }

  /**
   * Scrolls there with the next drawing.
   *
   * @param {number} top
   */
  goTo(top) {
    this._goal = top;
    this._host.requestUpdate();
  }

  /** Where it was told to go, once; undefined where it was told nothing. */
  goal() {
    const goal = this._goal;
    this._goal = undefined;
    return goal;
  }

  /**
   * Where to scroll from `top`, so that what is newly open is in sight, once: with its neighbours, so that the eye knows
   * where the next step leads.
   *
   * @param {unknown} open
   * @param {number} place −1 where it does not stand in the list
   * @param {number} top
   * @param {boolean} comes whether it may still come
   */
  reveal(open, place, top, comes) {
    if (this._revealed === open) return top;
    if (place >= 0 || !comes) this._revealed = open;
    const at = place * this.height;
    return place < 0 ? top : Math.min(at - this.height, Math.max(top, at + 2 * this.height - this.sight));
  }

  /**
   * Puts the window over a list of so many rows.
   *
   * @param {number} length
   * @param {number} top
   */
  lay(length, top) {
    this.length = length;
    this.top = Math.max(0, Math.min(top, length * this.height - this.sight));
    this.first = Math.max(0, this.mark - BEYOND);
    this.last = Math.min(length, Math.ceil((this.top + this.sight) / this.height) + BEYOND);
  }

  /**
   * Whether a place is in the document.
   *
   * @param {number} place
   */
  holds(place) {
    return place >= this.first && place < this.last;
  }

  hostUpdated() {
    const { scroller, _ruler: ruler } = this;
    if (!scroller || !ruler) return;
    if (Math.abs(this.scroll - this.top) >= 1) {
      scroller.scrollTop = this.top;
      this.scroll = this.top;
    }
    if (this._watched === scroller) return;
    this._watched = scroller;
    this._size?.observe(scroller);
    this._size?.observe(ruler);
  }

  _measure() {
    const { scroller, _ruler: ruler } = this;
    if (!scroller || !ruler) return;
    const [height, sight] = [ruler.getBoundingClientRect().height, scroller.clientHeight];
    if (!height || !sight || (height === this.height && sight === this.sight)) return; // not in sight, as on a phone's other tab
    const scale = height / this.height;
    [this.height, this.sight] = [height, sight];
    this.goTo(this.top * scale);
  }

  /**
   * The list with the rows that stand in the window.
   *
   * @param {unknown} rows
   * @param {Told} told
   * @param {(event: MouseEvent) => void} clicked
   */
  draw(rows, { label, active, busy, doubtful = false }, clicked) {
    return html`<div
      class="rows ${doubtful ? "doubtful" : ""}" role="listbox" tabindex="0" aria-label=${label} aria-multiselectable="true"
      aria-busy=${busy ? "true" : "false"} aria-activedescendant=${active} @scroll=${(/** @type {Event} */ event) => this._scrolled(event)} @click=${clicked}
    >
      <div class="measure" role="presentation"></div>
      <div class="all" role="presentation" .style="height:${this.length * this.height}px">
        <div role="presentation" .style="transform:translateY(${this.first * this.height}px)">${rows}</div>
      </div>
    </div>`;
  }

  /** @param {Event} event */
  _scrolled(event) {
    this.scroll = /** @type {HTMLElement} */ (event.target).scrollTop;
    this._host.requestUpdate();
  }
}
