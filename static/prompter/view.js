/** How the text is shown on this device: kept here, told to the rundown, and taken from there. */

/** @import { PrompterSettings, PrompterView } from "../generated/protocol.js" */
/** @import { Feed } from "../parts/feed/feed.js" */
/** @import { Settings, Step } from "../parts/prompter_view.js" */

import { COLOURS, RANGES, USUAL, stepped } from "../parts/prompter_view.js";
import { device as kept } from "../parts/storage.js";

const SETTINGS = "prompter/view";
const DEVICE = "live.device";
const SEND = 300; // ms: several presses of a key are one change

/**
 * The name by which the rundown knows this device, made once. A `window` beside the first one (an operator's copy that
 * is not mirrored) counts as a device of its own.
 *
 * @param {string} window
 */
export function deviceName(window) {
  /** @type {string | null} */
  const known = kept.load(DEVICE + window);
  if (known && /^[a-z0-9]{16}$/.test(known)) return known;
  const name = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => (n % 36).toString(36)).join("");
  kept.keep(DEVICE + window, name);
  return name;
}

export class View {
  /**
   * `changed` is called after each change, whoever made it.
   *
   * @param {Feed} feed
   * @param {string} device
   * @param {string} window
   * @param {() => void} changed
   */
  constructor(feed, device, window, changed) {
    this.feed = feed;
    this.device = device;
    this._changed = changed;
    this._name = SETTINGS + window;
    this._set = sound(kept.load(this._name));
    /** @type {PrompterSettings} */ this._unsent = {};
    this._sending = false;
    /** @type {number | null} */ this._soon = null;
    /** @type {PrompterView | null} */ this._taken = null;
    /** @type {boolean | undefined} */ this._introduced;
    feed.addEventListener("change", () => this._follow());
  }

  /** @returns {Settings} */
  get now() {
    return { ...USUAL, ...this._set };
  }

  /** @param {PrompterSettings} changes */
  change(changes) {
    this._take(changes);
    Object.assign(this._unsent, changes);
    this._later();
  }

  /**
   * One step more or less of a setting; `present` is what it is where nothing was set.
   *
   * @param {Step} name
   * @param {number} by
   * @param {number} [present]
   */
  step(name, by, present) {
    this.change({ [name]: stepped(name, this.now[name] ?? present ?? 0, by) });
  }

  /** The next of the colours. */
  recolour() {
    const next = COLOURS[(COLOURS.indexOf(this.now.colours) + 1) % COLOURS.length];
    this.change({ colours: /** @type {Settings["colours"]} */ (next) });
  }

  /** @param {Record<string, unknown> | PrompterSettings} changes */
  _take(changes) {
    this._set = sound({ ...this._set, ...changes });
    kept.keep(this._name, this._set);
    this._changed();
  }

  /** What the rundown has set for this device; one's own changes on their way go first. */
  _follow() {
    if (this.feed.status !== "in_step" || this._sending || this._soon) return;
    const told = this.feed.state.prompters.get(this.device);
    if (Object.keys(this._unsent).length) {
      this._later(); // made before the server was there
    } else if (told && told !== this._taken) {
      this._taken = told;
      this._take(told.view);
    } else if (!told && !this._introduced && Object.keys(this._set).length) {
      // The rundown does not know this device in this show yet.
      this._introduced = true;
      Object.assign(this._unsent, this._set);
      this._later();
    }
  }

  _later() {
    clearTimeout(this._soon ?? undefined);
    this._soon = setTimeout(() => {
      this._soon = null;
      this._send();
    }, SEND);
  }

  async _send() {
    if (this._sending || this.feed.status === "refused" || !this.feed.you.name) return;
    const view = this._unsent;
    this._unsent = {};
    this._sending = true;
    try {
      // Refused or not, the view on this device is as its people have set it.
      await this.feed.command("prompter.adjust", { device: this.device, view });
    } finally {
      this._sending = false;
      this._follow();
    }
  }
}

/**
 * Only what is a setting, and only within its range.
 *
 * @param {Record<string, unknown> | null} view
 * @returns {PrompterSettings}
 */
function sound(view) {
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const [name, value] of Object.entries(view || {})) {
    const range = RANGES[name];
    if (range && typeof value === "number" && Number.isFinite(value))
      found[name] = Math.min(range[1], Math.max(range[0], Math.round(value)));
    else if (name === "measure" && value === null) found[name] = null;
    else if (name.startsWith("mirror_") && typeof value === "boolean" && name in USUAL) found[name] = value;
    else if (name === "colours" && typeof value === "string" && COLOURS.includes(value)) found[name] = value;
  }
  return found;
}
