/** How the rundown stands in this window: by its address, else as this device remembers; and the windows beside it. */

/** @import { LitElement } from "lit" */

import { Listener } from "../parts/listener.js";
import { device } from "../parts/storage.js";
import { place, placed } from "../parts/url_state.js";
import { LAYOUTS, gridAt, layoutNamed, windowsOf } from "./layouts.js";

const KEPT = "rundown/layout";
const ROOM = "(min-width: 900px)"; // below it the parts stand under one another (rundown.css)

export class Arrangement {
  /**
   * @param {LitElement} host
   * @param {string} slug
   */
  constructor(host, slug) {
    this.slug = slug;
    /** @type {string | null} */ this._kept = device.load(KEPT);
    this._room = matchMedia(ROOM);
    new Listener(host, () => this._room, { change: () => host.requestUpdate() });
  }

  /** The layout of this window; where there is no room for one, as usual. */
  get layout() {
    return this.number > 1 || this._room.matches ? this.chosen : LAYOUTS[0];
  }

  /** The layout that was chosen. */
  get chosen() {
    return layoutNamed(placed("layout") || this._kept);
  }

  /** Which monitor of it this window is. */
  get number() {
    const number = Number(placed("monitor"));
    return gridAt(this.chosen, number) === this.chosen.monitors[0] ? 1 : number;
  }

  get grid() {
    return gridAt(this.layout, this.number);
  }

  get windows() {
    return windowsOf(this.slug, this.chosen);
  }

  /**
   * Another layout from now on, with its windows; how many of them the browser would not open.
   *
   * @param {string} name
   */
  choose(name) {
    this._kept = name;
    device.keep(KEPT, name);
    place({ layout: null, monitor: null });
    const size = `popup,width=${screen.availWidth},height=${screen.availHeight}`;
    return this.windows.filter(({ address, target }) => !open(address, target, size)).length;
  }
}
