/** What the parts of the calls' screen share: what is typed on a card, and what is remembered of a caller. */

import type { CallView } from "../generated/protocol.js";

/** What a screener writes down of a call. */
export type Written = Pick<CallView, "name" | "locality" | "point" | "consent" | "text">;

export type Field = keyof Written;

export type Value = string | boolean | null;

/** Values by their fields. */
export type Values = Record<string, Value>;

/** What was typed on a call's card and the server does not have yet. */
export interface Draft {
  fields: Values;
  /** ms, when it was typed last */
  at: number;
  /** how the call is called once it is known no longer */
  caption: string;
  /** the write that is under way: it keeps its id with what it says */
  batch: { id: string; values: Values } | null;
  /** why the server did not take it */
  refused: string | null;
}

/** What another screener wrote in a field; `by` is null where it is not known who. */
export interface Theirs {
  value: Value;
  by: string | null;
}

/** A warning about a caller, or a ban. */
export interface Caution {
  id: number;
  kind: string;
  text: string;
  by: string;
  at: string;
  lifted: { by: string; at: string } | null;
}

export interface EarlierCall {
  call: number;
  broadcast: string;
  at: string;
  state: string;
  missed: boolean;
  name: string | null;
  locality: string | null;
  point: string | null;
  question: number | null;
}

export interface EarlierQuestion {
  number: number;
  broadcast: string;
  text: string;
  state: string;
  source: string;
  received_at: string;
}

/** What the centre remembers of a call's number, the newest first. */
export interface Caller {
  calls: EarlierCall[];
  questions: EarlierQuestion[];
  cautions: Caution[];
}

/** What is known of a caller, and how far the reading of it is. */
export interface Known {
  found: Caller;
  status: "unread" | "reading" | "known" | "failed";
  trouble?: string;
  /** it has changed while it was being read */
  stale?: boolean;
}

/** A person's acts on the open call, by the name of what does them. */
export type Act = "take" | "swap" | "hold" | "hand" | "end" | "warn" | "ban" | "close";
