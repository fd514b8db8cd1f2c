/** What the prompter's files share. */

import type { QuestionView } from "../generated/protocol.js";
import type { Offered } from "../parts/shortcuts.js";
import type { LivePrompter } from "./prompter.js";

/** Codes, as shown, what it does, and how; `held`: it goes on while the key is held down. */
export type KeyRow = [
  string[],
  string,
  string,
  (prompter: LivePrompter) => unknown,
  ({ held?: boolean } & Offered<LivePrompter>)?,
];

/** A place in the text: of a letter that begins a line, and how far within that line, in lines. */
export interface Place {
  offset: number;
  within: number;
}

/** What stands around the text. */
export interface Labels {
  who: string;
  note?: string;
}

/** A text before the eyes; no number where there is no question. `idle`: it is about to come; `left`: it has left the air. */
export interface Shown {
  number: number | null;
  text: string;
  idle: boolean;
  left: boolean;
}

/** Where a reading stood, for a reload. */
export interface Stood {
  number: number;
  text: string;
  place: Place | null;
  running: boolean;
}

/** How far the text may be moved: where the reading begins, where it stops by itself, how far the hand may go on. */
export interface Bounds {
  home: number;
  end: number;
  last: number;
}
