/**
 * Shuttles by Contour over WebHID: a ring with a spring, a wheel without stops, and buttons. A report of five bytes: the
 * ring's place from -7 to 7, a count of the wheel's steps that goes round, one that says nothing, and two of buttons, the
 * lower first.
 */

/** @import { Heard, Hid, HidChange, HidDevice, HidReport, Sink } from "./types.js" */

/** Contour's shuttles, the oldest ones under the number of another maker. */
export const SHUTTLES = [
  { vendorId: 0x0b33, productId: 0x0020, make: "ShuttleXpress" },
  { vendorId: 0x0b33, productId: 0x0030, make: "ShuttlePRO v2" },
  { vendorId: 0x0b33, productId: 0x0010, make: "ShuttlePRO" },
  { vendorId: 0x05f3, productId: 0x0240, make: "ShuttlePRO" },
];

const LENGTH = 5; // bytes of a report
const STOPS = 7; // of the ring, to each side
const BUTTONS = 16;

export class Shuttles {
  /** @param {Sink} sink */
  constructor(sink) {
    this._sink = sink;
    /** @type {Map<HidDevice, { key: string, hear: (event: Event) => void }>} */ this._there = new Map();
    this._count = 0;
    this._came = (/** @type {Event} */ event) => this._find(/** @type {HidChange} */ (event).device).catch(() => {});
    this._went = (/** @type {Event} */ event) => this._lose(/** @type {HidChange} */ (event).device);
  }

  get able() {
    return Boolean(hid());
  }

  /** Goes on with those that a person has chosen before: the browser asks nobody. */
  async start() {
    const there = hid();
    if (!there) return;
    there.addEventListener("connect", this._came);
    there.addEventListener("disconnect", this._went);
    // One that another program holds, and a page that may not ask, stay without: the button says why.
    const known = await there.getDevices().catch(() => []);
    for (const device of known) await this._find(device).catch(() => {});
  }

  /** The browser's own choice, which a press alone may open; an error where the system does not let us to the device. */
  async connect() {
    const filters = SHUTTLES.map(({ vendorId, productId }) => ({ vendorId, productId }));
    for (const device of (await hid()?.requestDevice({ filters })) ?? []) await this._find(device);
  }

  stop() {
    hid()?.removeEventListener("connect", this._came);
    hid()?.removeEventListener("disconnect", this._went);
    for (const device of [...this._there.keys()]) this._lose(device);
  }

  /** @param {HidDevice} device */
  async _find(device) {
    const known = SHUTTLES.find((one) => one.vendorId === device.vendorId && one.productId === device.productId);
    if (!known || this._there.has(device)) return;
    const key = `hid/${(this._count += 1)}`;
    const reader = new ShuttleReader();
    const hear = (/** @type {Event} */ event) => {
      for (const [input, value] of reader.read(/** @type {HidReport} */ (event).data))
        this._sink.heard(key, input, value);
    };
    this._there.set(device, { key, hear });
    try {
      if (!device.opened) await device.open();
    } catch (error) {
      this._there.delete(device);
      throw error;
    }
    if (!this._there.has(device)) return; // unplugged meanwhile
    device.addEventListener("inputreport", hear);
    this._sink.found({ key, kind: "hid", name: `hid/${known.vendorId}:${known.productId}`, label: known.make });
    // Its spring holds it in the middle, and it tells nothing before it is turned.
    this._sink.heard(key, "axis/shuttle", 0);
  }

  /** @param {HidDevice} device */
  _lose(device) {
    const there = this._there.get(device);
    if (!there) return;
    device.removeEventListener("inputreport", there.hear);
    this._there.delete(device);
    this._sink.lost(there.key);
  }
}

/** Reports into inputs: `axis/shuttle`, `step/jog`, `button/0` to `button/15`. */
export class ShuttleReader {
  constructor() {
    this._ring = 0;
    /** @type {number | null} */ this._wheel = null;
    this._buttons = 0;
  }

  /**
   * What has changed since the report before; a report of another length says nothing.
   *
   * @param {DataView} report
   * @returns {Heard[]}
   */
  read(report) {
    if (report.byteLength !== LENGTH) return [];
    /** @type {Heard[]} */
    const heard = [];
    const [ring, wheel, buttons] = [report.getInt8(0), report.getUint8(1), report.getUint16(3, true)];
    if (ring !== this._ring && Math.abs(ring) <= STOPS) heard.push(["axis/shuttle", (this._ring = ring) / STOPS]);
    // The count stands anywhere when it is first told, and goes from 255 on to 0.
    const turned = ((wheel - (this._wheel ?? wheel) + 384) % 256) - 128;
    this._wheel = wheel;
    if (turned) heard.push(["step/jog", turned]);
    for (let n = 0; n < BUTTONS; n += 1)
      if (((buttons ^ this._buttons) >> n) & 1) heard.push([`button/${n}`, (buttons >> n) & 1]);
    this._buttons = buttons;
    return heard;
  }
}

/** @returns {Hid | undefined} */
function hid() {
  return /** @type {Navigator & { hid?: Hid }} */ (navigator).hid;
}
