/** Inputs and speeds in a person's words. */

import { counted, t } from "../../parts/i18n.js";

/** @type {[RegExp, (n: number, channel: number) => string][]} */
const NAMES = [
  [/^axis\/(\d+)$/, (n) => t("axis {n}", { n: n + 1 })],
  [/^axis\/b(\d+)$/, (n) => t("button {n} by degrees", { n: n + 1 })],
  [
    /^(?:axis|button)\/(?<channel>\d+)\/cc(\d+)$/,
    (n, channel) => t("controller {n}, channel {channel}", { n, channel }),
  ],
  [/^axis\/(?<channel>\d+)\/bend$/, (_, channel) => t("pitch wheel, channel {channel}", { channel })],
  [/^button\/(?<channel>\d+)\/note(\d+)$/, (n, channel) => t("note {n}, channel {channel}", { n, channel })],
  [/^button\/(\d+)$/, (n) => t("button {n}", { n: n + 1 })],
  [/^axis\/shuttle$/, () => t("ring")],
  [/^step\/jog$/, () => t("wheel")],
];

/** @param {string} input */
export function inputName(input) {
  for (const [pattern, name] of NAMES) {
    const found = pattern.exec(input);
    if (found) return name(Number(found.at(-1)), Number(found.groups?.channel));
  }
  return input;
}

/**
 * Lines a second, with its direction.
 *
 * @param {number} speed
 */
export function speedName(speed) {
  const n = counted(Math.round(Math.abs(speed) * 10) / 10);
  if (speed > 0) return t("forwards, {n} lines a second", { n });
  if (speed < 0) return t("backwards, {n} lines a second", { n });
  return t("stands");
}
