/** What the desk's parts hand one another. The views are the server's: static/generated/protocol.d.ts. */

import type {
  BroadcastEvent,
  CommandType,
  Envelope,
  MarkView,
  NotesView,
  QuestionsBulkCommand,
  QuestionsTicketedEvent,
  QuestionVerb,
  QuestionView,
} from "../generated/protocol.js";
import type { Past as PastOfAny } from "../parts/questions/history.js";

/** The desk is told every field of a question. */
export type WholeView = Required<QuestionView>;

/** What a verb must know of the question that it is sent on. */
export type Seen = Pick<WholeView, "number" | "state" | "version" | "text" | "air_text"> & Partial<WholeView>;

/** An event about one question. */
export interface OneEvent extends Envelope {
  type: Exclude<BroadcastEvent["type"], "questions.ticketed" | "questions.unticketed">;
  question: number;
  /** Whether the language work has read a question that has just come in. */
  read?: true;
  view?: WholeView | null;
}

/** What those on duty are told of: a time of a question, or what is asked about more than usual. */
export interface Alarm {
  type: OneEvent["type"];
  question?: number;
  /** Which of its times, and how far it has run. */
  clock?: string;
  step?: string;
  /** A topic or a place, its name, and how many ask within an hour and usually do. */
  kind?: string;
  about?: string;
  many?: number;
  usual?: number;
  /** The accounts that are told. */
  to?: number[];
}

/** A slice of a wrap. */
export interface SliceEvent extends QuestionsTicketedEvent {
  question?: undefined;
  view?: undefined;
}

export interface OtherEvent extends Envelope {
  type: OneEvent["type"];
  question?: undefined;
  view?: undefined;
}

export type DeskEvent = OneEvent | SliceEvent | OtherEvent;

/** A likely double, as hints tell of it. */
export type Similar = Pick<
  WholeView,
  | "number"
  | "state"
  | "version"
  | "text"
  | "air_text"
  | "author"
  | "locality"
  | "topic"
  | "source"
  | "askers"
  | "received_at"
> & { score: number; found_by: "house" | "words" | "meaning" };

/** A wording for air that is offered: out of the text's own sentences, with masks. */
export interface Shorter {
  text: string;
  pieces: Array<{ words: string; kept: boolean }>;
  kept: number;
  sentences: number;
  hidden: MarkView[];
}

/** A question merged into another, as the other's page tells of it. */
export type Merged = Pick<
  WholeView,
  | "number"
  | "version"
  | "text"
  | "author"
  | "locality"
  | "source"
  | "state"
  | "author_change"
  | "attachments"
  | "askers"
  | "asked_at"
  | "received_at"
> & { further: boolean };

/** For whom a note may be. */
export type Reader = keyof NotesView;

/** What a person may do to a question here; the protocol knows both topic and place as `classify`. */
export type Act = QuestionVerb | "topic" | "place" | "written" | "unneeded";

/** A broadcast that a question may be handed to. */
export interface DestinationView {
  slug: string;
  title: string;
  kind: string;
  starts_at: string | null;
  zone: string;
}

/** Every field that a verb of the desk may need besides the question and its version. */
export interface Fields {
  air_text?: string;
  as?: string;
  before?: number | null;
  department?: string;
  for?: Reader;
  into?: number;
  locality?: string | null;
  priority?: string;
  reason?: string;
  text?: string;
  to?: string;
  topic?: string | null;
  words?: string;
  allowed?: boolean;
  urgent?: boolean;
  asks?: boolean;
  file?: number;
  until?: string;
  lift?: boolean;
}

/** Why a command was refused; `current` is the question as it is. */
export type Problem = { code: string; detail: string; current?: WholeView };

export type Refused = { ok: false; error: Problem };

/** `results` are a bulk's, in order; `number` is an added question's. */
export type Done = { ok: true; seq: number; number?: number; results?: Array<{ ok: true } | Refused> };

export type Answer = Done | Refused;

/** One question of those that were refused. */
export interface RefusedOne {
  question: number;
  error: Problem;
}

/** What became of an act on many: the numbers done, and what was refused. */
export interface ManyDone {
  done: number[];
  refused: RefusedOne[];
}

/** What a question's page tells besides the question. */
export interface Past extends PastOfAny {
  merged: Merged[];
  /** Of what came by a network: what stands before and after it there. */
  thread?: { before: Merged[]; after: Merged[] };
  marks: MarkView[];
}

/** What an edit may change, and what it was before. */
export type Texts = Pick<WholeView, "text" | "air_text">;

/** An edit that is not saved yet; `base` is the question as it was when the edit began. */
export interface Draft {
  text: string;
  version: number;
  base: Texts;
  open: boolean;
}

/** A command as far as the list reads it, and its answer. */
export interface Answered {
  body: QuestionsBulkCommand | { type: Exclude<CommandType, "questions.bulk">; question?: number };
  answer: Answer;
}
