/** What the rundown reads over HTTP beside its feed, and what its parts share. */

import type { AnswerView, LinkView, PromiseView, QuestionView } from "../generated/protocol.js";
import type { OpenScreen } from "../parts/feed/types.js";
import type { SourceHealth } from "../parts/sources.js";

/** A question that was answered on air; `from` and `seconds`: since when it was there last, and how long in all. */
export interface Aired {
  number: number;
  version: number;
  text: string;
  air_text: string | null;
  locality: string | null;
  source: string;
  author: { name: string | null } | null;
  answer: AnswerView | null;
  from: string | null;
  seconds: number;
  ticketed: boolean;
}

/** A promise of this show. */
export interface Promised extends PromiseView {
  number: number;
  version: number;
  state: string;
  at: string;
}

/** `pace`: seconds that a question has on air, in the mean. */
export interface Done {
  aired: Aired[];
  promises: Promised[];
  pace: number | null;
  /** Who has taken the end of the show back last, when and why. */
  unwrapped: { by: string; at: string; reason: string } | null;
}

/** A question that a deed is about; what its writer saw of it tells what has changed since. */
export interface Aimed {
  number: number;
  version: number;
  state?: string;
  rank?: string | null;
  text?: string;
  air_text?: string | null;
}

/** A question on air, or one that was. */
export type Promisable = Aimed & Pick<QuestionView, "text">;

/** `to`: the number of the last event that the screen has told that it shows. */
export interface ScreenHealth {
  screen: string;
  name: string;
  to: number | null;
}

/** `head`: the last event's number; `bell`: null where none is needed. */
export interface Health {
  head: number;
  sources: SourceHealth[];
  screens: ScreenHealth[];
  database: boolean;
  bell: boolean | null;
}

/** A valid link with its address, where that can be told. */
export type ShownLink = LinkView & { url: string | null };

/** A connected prompter that can be told apart. */
export type Device = OpenScreen & { device: string };
