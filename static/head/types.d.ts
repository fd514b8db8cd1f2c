/** What the head's screen reads over HTTP beside its feed, and what its parts share. */

import type { PromiseView } from "../generated/protocol.js";
import type { Feed } from "../parts/feed/feed.js";
import type { Earlier } from "./facts.js";
import type { Target } from "./target.js";

export type { EarlierQuestion, EarlierTicket } from "../parts/questions/types.js";

/** How many asked about a topic, or from a place. */
export interface Asked {
  name: string;
  askers: number;
}

/** As of the log's number `to`; of everything received, the most first. */
export interface Counted {
  to: number;
  received: number;
  topics: Asked[];
  localities: Asked[];
}

/** A promise of this show; `at` where it was read over HTTP. */
export interface PromisedOne extends PromiseView {
  number: number;
  version: number;
  state: string;
  at?: string | null;
}

/** The screen, as its cards read it. */
export interface Screen {
  feed: Feed;
  earlier: Earlier;
  target: Target;
  /** Whether this person may do anything here, and so choose a question to do it with. */
  acts: boolean;
}
