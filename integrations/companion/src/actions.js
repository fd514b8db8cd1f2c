/** What buttons do: each word that a button may say is an action. */

import { VERBS } from "./generated.js";

/**
 * @import { CompanionActionDefinitions, SomeCompanionActionInputField } from "@companion-module/base"
 */

/** @typedef {{ says: string, behind: string | null, needed: boolean }} Word */

/**
 * @param {(word: string, behind: string) => Promise<void>} press
 * @returns {CompanionActionDefinitions}
 */
export function actions(press) {
  return Object.fromEntries(Object.entries(VERBS).map(([word, about]) => [word, action(word, about, press)]));
}

/**
 * @param {string} word
 * @param {Word} about
 * @param {(word: string, behind: string) => Promise<void>} press
 */
function action(word, about, press) {
  return {
    name: about.says,
    options: about.behind ? [behind(about.behind, about.needed)] : [],
    /** @param {{ options: { [name: string]: unknown } }} event */
    callback: ({ options }) => press(word, String(options.behind ?? "").trim()),
  };
}

/**
 * @param {string} label
 * @param {boolean} needed
 * @returns {SomeCompanionActionInputField}
 */
function behind(label, needed) {
  return {
    type: "textinput",
    id: "behind",
    label,
    description: needed ? undefined : "Пусто, если всё равно какой",
    default: needed ? "1" : "",
    useVariables: true,
  };
}
