/** Keeps the screen on while the page is seen, and fills it. Both want a page that came over https. */

export class Awake {
  /**
   * `changed` is called when `held` may be another.
   *
   * @param {() => void} changed
   */
  constructor(changed) {
    this._changed = changed;
    /** @type {WakeLockSentinel | null} */ this._lock = null;
    document.addEventListener("visibilitychange", () => this._take());
    this._take();
  }

  /** Whether this browser can keep the screen on, at this address. */
  get able() {
    return "wakeLock" in navigator;
  }

  /** Whether the screen stays on. */
  get held() {
    return this._lock !== null && !this._lock.released;
  }

  async _take() {
    if (!this.able || document.visibilityState !== "visible" || this.held) return;
    try {
      this._lock = await navigator.wakeLock.request("screen");
      this._lock.addEventListener("release", this._changed);
    } catch {
      // The battery is low, or the page was hidden meanwhile: asked again when it is next seen.
    }
    this._changed();
  }
}

export async function fill() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // A browser that does not fill the screen still has its own key for it.
  }
}
