/** The controllers that this computer knows, and what each does: kept for good, by name. */

/** @import { Controller, Mapping } from "./types.js" */

import { device } from "../../parts/storage.js";
import { isAct } from "./acts.js";
import { sound } from "./mapping.js";

const KEPT = "prompter/controllers";
const MOST = 30; // the longest unused goes

/** @typedef {Pick<Controller, "name" | "kind" | "label"> & { mapping: Mapping }} Known */

export class Memory {
  constructor() {
    /** @type {Known[]} */ this.known = [];
    this.refresh();
  }

  /** Another window of this computer may have kept something since. */
  refresh() {
    this.known = read(device.load(KEPT));
  }

  /** @param {string} name */
  of(name) {
    return this.known.find((one) => one.name === name)?.mapping ?? null;
  }

  /**
   * @param {Controller} controller
   * @param {Mapping} mapping
   */
  keep({ name, kind, label }, mapping) {
    this.refresh();
    this._keep([{ name, kind, label, mapping }, ...this.known.filter((one) => one.name !== name)].slice(0, MOST));
  }

  /** @param {string} name */
  forget(name) {
    this.refresh();
    this._keep(this.known.filter((one) => one.name !== name));
  }

  /** @param {Known[]} known */
  _keep(known) {
    this.known = known;
    device.keep(KEPT, known);
  }
}

/**
 * @param {unknown} kept
 * @returns {Known[]}
 */
function read(kept) {
  if (!Array.isArray(kept)) return [];
  return kept.slice(0, MOST).flatMap((one) => {
    const mapping = sound(one?.mapping, isAct);
    const { name, kind, label } = one ?? {};
    return mapping && typeof name === "string" && typeof label === "string" ? [{ name, kind, label, mapping }] : [];
  });
}
