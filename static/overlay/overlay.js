/**
 * The graphic: the question on air, on a transparent page of a graphics machine. It shows what is on air and has not been
 * cleared, as long as that is known, and otherwise nothing at all.
 *
 * The address says how it looks (theme, guides, pictures=0 for none), how long it stays while the server is out of touch (hold, in seconds),
 * and with caspar=1 that CasparCG's play() and stop() switch it.
 */

/** @import { QuestionView, ScreenName } from "../generated/protocol.js" */
/** @import { Looks } from "./types.js" */

import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { Feed } from "../parts/feed/feed.js";
import { onAir } from "../parts/feed/in_order.js";
import "../parts/icon.js";
import { keepPage } from "../parts/offline.js";
import { placed } from "../parts/url_state.js";
import { shownPoll } from "../parts/polls.js";
import { airText, SOURCES } from "../parts/words.js";
import { obeyCalls } from "./casparcg.js";
import { Graphic } from "./graphic.js";
import { AWAY, HERE, move } from "./motion.js";
import { Station } from "./station.js";

const HOLD = { least: 5, usual: 120, most: 3600 }; // s that the graphic outlives its line
const BEAT = 1000; // ms between two looks at whether what is shown is still known

export class LiveOverlay extends Graphic {
  constructor() {
    super();
    /** @type {boolean} */
    this.playing;
    /** @type {unknown} */
    this.heeded; // what the launcher said last of the looks
    /** @type {number} */
    this.hold;
    /** @type {boolean} */
    this.pictures; // whether a resident's picture is drawn where a moderator allows it
    /** @type {Feed} */
    this.feed;
    /** @type {Station} */
    this.station;
    /** @type {number | null | undefined} */
    this._lost; // since when the feed is not in step
  }

  connectedCallback() {
    if (!dressed()) return; // the page asks for itself anew until it is whole
    this.themes = (document.body.dataset.themes || "").split(" ");
    this.playing = placed("caspar") !== "1";
    this.hold = HOLD.usual;
    this.pictures = true;
    this.station = new Station(document.body, JSON.parse(document.body.dataset.station || "[]"), () => this._follow());
    this._scale();
    this.dress({ guides: placed("guides"), hold: placed("hold"), pictures: placed("pictures") });
    addEventListener("resize", () => this._scale());
    addEventListener("load", () => keepPage());
    const { family, weight } = this._face;
    document.fonts.load(`${weight} 64px ${family}`, "\u0430 a 0").catch(() => []); // before the first question needs them
    document.fonts.addEventListener("loadingdone", () => this._set());
    const token = placed("token") || undefined;
    // The gallery's own page shows it by the gallery's screen, which holds all that this one does.
    const { slug, screen } = /** @type {{ slug: string, screen: ScreenName }} */ (document.body.dataset);
    this.feed = new Feed({ broadcast: slug, screen, token });
    this.feed.addEventListener("change", () => (this._listen(), this._follow()));
    setInterval(() => this._follow(), BEAT);
    obeyCalls(this);
    this.dataset.whole = "";
  }

  // What may be told from outside: how it looks and whether it plays, never what it shows.

  play() {
    this.playing = true;
    this._follow();
  }

  stop() {
    this.playing = false;
    this._follow();
  }

  /** The next page of a long text; a text of one page comes in again. */
  next() {
    this.station.next();
    if (!this.shown) return;
    if (this.pages.length > 1) this._turn();
    else move(this._plate, AWAY, HERE);
  }

  /** At once, without a motion. */
  remove() {
    this.playing = false;
    this.station.hide();
    this._clear();
  }

  /**
   * {theme, guides, hold, pictures}, each as text; what is not known is left as it was.
   *
   * @param {Looks} looks
   */
  dress({ theme, guides, hold, pictures }) {
    if (theme && this.themes.includes(theme)) this._theme(theme);
    if (guides !== undefined) this.guides = ["1", "true"].includes(String(guides));
    if (pictures !== undefined && pictures !== "") this.pictures = !["0", "false"].includes(String(pictures));
    if (Number(hold) > 0) this.hold = Math.min(Math.max(Number(hold), HOLD.least), HOLD.most);
    this._draw();
  }

  // What is to be in sight

  /** The question whose graphic belongs on air now, or null. */
  get wanted() {
    const view = onAir(this.feed.state);
    return this.playing && view && view.graphic && this._known && !this.poll ? view : null;
  }

  /** The poll that belongs on air now, in place of the question's graphic; or null. */
  get poll() {
    return this.playing && this._known ? shownPoll(this.feed.state) : null;
  }

  /** Out of touch, what is shown may have left the air: it stays for `hold` seconds. */
  get _known() {
    return this.feed.status === "in_step" || Date.now() < (this._lost ?? 0) + this.hold * 1000;
  }

  /** Notes since when the feed is not in step; one that was refused knows nothing until it is. */
  _listen() {
    const { status } = this.feed;
    if (status === "in_step") this._lost = null;
    else if (status === "refused") this._lost = -Infinity;
    else this._lost ||= Date.now();
  }

  /** Brings in sight what should be. What leaves fades by itself, so that nothing new waits for it. */
  async _follow() {
    const { question: wanted, poll } = this.station.show(this.wanted, this.poll);
    this.pollPlate.show(poll, this._face);
    if (this.shown && !(wanted && wanted.number === this.shown.number)) this._leave();
    if (!wanted || wanted === this.shown) return;
    await this._lettersOf(wanted);
    if (this.wanted === wanted) this._take(wanted); // something else may be wanted by the time that they have come
  }

  /** @param {QuestionView} view */
  _take(view) {
    const before = this.shown;
    this._fill(view, before ? this.page : 0);
    if (!before || airText(before) !== airText(view)) this._turnLater();
    if (!before) this._come();
  }

  // Drawing

  _scale() {
    super._scale();
    this.station.scale(this.transform);
  }

  /** @param {string} source */
  _mark(source) {
    return SOURCES[source] ? SOURCES[source][0] : super._mark(source);
  }

  /** A picture: in sight once it is whole; another one is another element, which shows nothing of the one before it. */
  _beside() {
    const file = this.pictures && this.shown?.picture;
    if (!file) return nothing;
    const { slug } = document.body.dataset;
    const token = placed("token");
    const address = `/b/${slug}/on-air/pictures/${file}${token ? `?token=${encodeURIComponent(token)}` : ""}`;
    /** @param {Event} event */
    const come = (event) => /** @type {HTMLElement} */ (event.target).classList.add("here");
    return keyed(file, html`<img class="picture" alt="" data-file=${file} src=${address} @load=${come}>`);
  }
}

/** Whether its style and its theme are here: letters without a plate must not be on air. */
function dressed() {
  const style = getComputedStyle(document.documentElement);
  return ["--whole", "--plate"].every((name) => style.getPropertyValue(name));
}

customElements.define("live-overlay", LiveOverlay);
