/** What was before of a question, as the API answers it: live/protocol/answers/questions.py. */

import type { PromiseView } from "../../generated/protocol.js";

export interface EarlierTicket {
  number: string;
  state: string;
  department: string | null;
  resolution_due: string | null;
  answer: string | null;
}

export interface EarlierPromise extends PromiseView {
  ticket: EarlierTicket | null;
}

/** A question of an earlier broadcast, and what became of it. */
export interface EarlierQuestion {
  broadcast: { slug: string; title: string; zone: string; at: string };
  number: number;
  state: string;
  text: string;
  locality: string | null;
  askers: number;
  answer: string | null;
  promises: EarlierPromise[];
  ticket: EarlierTicket | null;
  /** How like the question it is, from 0 to 1. */
  score: number;
}
