/** A matter's page as the API answers it: live/protocol/answers/matters.py. */

import type { MatterView, WordView } from "../../generated/protocol.js";

export interface JoinedQuestion {
  broadcast: string;
  broadcast_title: string;
  number: number;
  state: string;
  text: string;
  topic: string | null;
  locality: string | null;
  askers: number;
  received_at: string | null;
  joined_by: string;
  joined_at: string | null;
}

export interface JoinedTicket {
  number: string;
  state: string;
  department: string | null;
  resolution_due: string | null;
  broadcast: string;
  question: number;
}

export interface ToldWord extends WordView {
  word: number;
  replies: Record<string, number>;
}

export interface PastMatter {
  number: number;
  title: string;
  state: string;
  opened_at: string | null;
}

export interface PastTicket {
  number: string;
  state: string;
  text: string;
  created_at: string | null;
  answer: string | null;
}

export interface Repeats {
  topic: string | null;
  locality: string | null;
  matters: PastMatter[];
  tickets: PastTicket[];
  more: boolean;
}

export interface MatterPage extends MatterView {
  joined: JoinedQuestion[];
  tickets: JoinedTicket[];
  words: ToldWord[];
  repeats: Repeats;
}

/** An open matter that something may be about. */
export interface Alike {
  number: number;
  title: string;
  askers: number;
  same: boolean;
  score: number;
}

export interface TicketMatters {
  alike: Alike[];
  repeats: Repeats;
}
