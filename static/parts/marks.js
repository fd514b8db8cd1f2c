/** The letters of the networks, by the protocol's word for the source. */

/** @type {Record<string, string>} */
export const MARKS = { vk: "VK", ok: "OK", max: "MAX", telegram: "TG" };
