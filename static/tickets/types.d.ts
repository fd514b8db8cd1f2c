/** What the tickets' screen reads over HTTP beside its feed (docs/protocol.md), and what its parts share. */

import type { AnswerFileView, ReplyView, TicketVerb, TicketView } from "../generated/protocol.js";
import type { Problem } from "../parts/feed/types.js";

/** What a person of the centre does to a ticket: one of its moves, or a note, which is none. */
export type Act = Exclude<TicketVerb, "rate"> | "note";

/** What is done to a part of an answer. */
export type PartAct = "ask_part" | "give_part" | "decline_part" | "drop_part";

export type Tab =
  "mine" | "department" | "open" | "overdue" | "escalated" | "today" | "all" | "by_hand" | "approval" | "part";

/** What narrows a tab, by its name in the address. */
export type Narrowing = "q" | "state" | "department" | "topic" | "place" | "kind" | "priority";

export type Filter = { tab: Tab; sort: string } & Record<Narrowing, string>;

/** What of the address is to be another. */
export type Changes = Partial<Filter> & { open?: string };

/** What the server is asked for a list. */
export type Query = Record<string, string | boolean | null | undefined>;

/** How many stand under each tab. */
export type Counts = Partial<Record<Tab, number>>;

export interface Person {
  login: string;
  name: string;
  department: string;
}

/** What can be chosen from; nothing of it until it is read. */
export interface Offers {
  departments?: string[];
  /** those of the centre's list, to choose from; empty where it keeps none */
  listed_departments?: string[];
  closed_departments?: string[];
  people?: Person[];
  topics?: string[];
  localities?: string[];
  /** whose parts of an answer may be asked for */
  part_departments?: string[];
  /** topic → the department that answers for it, where one does */
  departments_by_topic?: Record<string, string>;
}

/** A page of the list. */
export interface TicketsPage {
  tickets: TicketView[];
  total: number;
  more?: boolean;
}

export interface Asker {
  question: number;
  name: string | null;
  source: string;
  contact: string | null;
  contact_masked: string | null;
  profile: string | null;
  locality: string | null;
  text: string;
  /** what they wrote after their question */
  further: Array<{ text: string; at: string }>;
  asked_at: string;
}

/** What became of an answer to one of those who asked. */
export interface TicketReply extends ReplyView {
  at: string;
  question: number;
  name: string | null;
  channel: string | null;
  contact: string | null;
  contact_masked: string | null;
  moved: { by: string; at: string } | null;
}

/** Somebody who is to be told by hand. */
export interface ByHandAnswer extends TicketReply {
  ticket: string;
  /** About a situation: then there is no ticket. */
  matter: number | null;
  contact: string | null;
  contact_masked: string | null;
}

export interface ByHandPage {
  answers: ByHandAnswer[];
  next: number | null;
  total: number;
}

/** An answer as it was written. */
export interface Said {
  text: string;
  final: boolean;
  by: string;
  at: string;
  files?: AnswerFileView[];
}

/** What happened: an event of the question's log or the ticket's, or a note, which has a text. */
export interface Entry {
  /** of an event in a log */
  seq?: number;
  at: string;
  type: string;
  by: { name: string; role: string | null } | null;
  text?: string;
  from?: string | null;
  department?: string | null;
  step?: string;
  clock?: string;
  how?: string;
  /** whose part of the answer it is about */
  of?: string;
  was_of?: string;
  to?: string | number | null;
}

/** What a ticket's page tells beside its view. */
export interface Told extends TicketView {
  broadcast_title: string;
  askers_list: Asker[];
  /** what came with the question, and with those that were merged into it */
  attachments: Record<string, unknown>[];
  /** how many joined since the final answer and have none */
  late: number;
  timeline: Entry[];
  hours: { zone: string };
  answers: TicketReply[];
  said: Said[];
  versions: AnswerVersion[];
  part_versions: PartVersion[];
  /** whether a final answer of an executor waits for a coordinator */
  has_approval: boolean;
}

/** What was given as a part of the answer, as it was written. */
export interface PartVersion {
  part: number;
  text: string;
  by: string;
  at: string | null;
}

/** A final answer that was to be approved first, and what became of it. */
export interface AnswerVersion {
  text: string;
  fate: string;
  by: string;
  at: string | null;
  note: string | null;
  decided: { by: string; at: string | null } | null;
  files?: AnswerFileView[];
}

/** Another ticket beside the open one. */
export type Linked = Pick<TicketView, "number" | "kind" | "state" | "text" | "department" | "locality" | "answer"> & {
  created_at: string;
  score?: number;
};

export type Links = Record<"similar" | "person" | "topic", Linked[]> & { answered: EarlierQuestion[] };

/** A ready answer. */
export interface Template {
  name: string;
  text: string;
}

/** What is written as an answer, and the ticket's version that its writer saw. */
export interface Written {
  text: string;
  version: number;
  files?: AnswerFileView[];
}

/** What became of one ticket of many. */
export type Result = { ok: true; ticket: string } | { ok: false; ticket: string; error: Problem };

/** Which ways an answer goes, and to how many. */
export interface Ways {
  sent?: number;
  by_hand?: number;
  unreachable?: number;
  /** it waits for approval, and goes nowhere yet */
  waits?: boolean;
}
