/** What a feed holds and carries. The views are the server's: static/generated/protocol.d.ts. */

import type {
  BroadcastView,
  CallView,
  ClustersView,
  CommandType,
  DueView,
  DutyView,
  Envelope,
  LinkView,
  ListsView,
  MatterView,
  MentionsView,
  MessageView,
  NewsView,
  PollView,
  PrompterView,
  QuestionView,
  Role,
  ScreenName,
  Section,
  SegmentView,
  Snapshot,
  TicketView,
  TicketedOne,
} from "../../generated/protocol.js";

/** A view of a plain section: all that the feed reads of it is its id and its version. */
export interface PlainView {
  [field: string]: unknown;
  version: number;
}

export interface State {
  screen: ScreenName;
  /** Null until the first snapshot, which every screen waits for. The tickets' has a slug and a zone alone. */
  broadcast: BroadcastView;
  counts: Record<string, number>;
  lists: ListsView;
  mentions: MentionsView;
  duty: DutyView;
  clusters: ClustersView;
  segments: SegmentView[];
  questions: Map<number, QuestionView>;
  messages: MessageView[];
  prompters: Map<string, PrompterView>;
  links: Map<number, LinkView>;
  calls: Map<number, CallView>;
  tickets: Map<string, TicketView>;
  /** A plain section, of desk and tickets alone. */
  matters?: Map<number, MatterView>;
  /** A plain section, of rundown, head, prompter, graphic and gallery. */
  polls?: Map<number, PollView>;
  /** A plain section, of tickets alone. */
  news?: Map<number, NewsView>;
  /** Whether there are more questions or tickets than are held. */
  trimmed: boolean;
}

export type PlainSection = Section & { id: string };

/** An event as screens read it: the declared ones are in the generated protocol, and each has some of these fields. */
export interface FeedEvent extends Envelope {
  type: string;
  /** Of a part of a ticket's answer: whose it is, which account is meant, and how many more of these are seen now. */
  of?: string;
  to?: unknown;
  shared?: number;
  /** The server could not render it. */
  broken?: boolean;
  anew?: boolean;
  /** The state before; of a slice, how many came from each. */
  was?: string | Record<string, number> | null;
  state?: string;
  broadcast?: BroadcastView;
  lists?: ListsView;
  mentions?: MentionsView;
  duty?: DutyView;
  clusters?: ClustersView;
  segments?: SegmentView[];
  message?: MessageView;
  device?: string;
  prompter?: PrompterView | null;
  do?: string;
  link?: LinkView;
  poll?: PollView;
  caller?: CallView;
  question?: number;
  ticket?: string;
  view?: QuestionView | TicketView | null;
  views?: TicketView[];
  questions?: TicketedOne[];
  count?: number;
  dues?: DueView[];
  [field: string]: unknown;
}

/** Whether this screen shows what the server knows. */
export type Status = "catching_up" | "in_step" | "out_of_touch" | "refused";

/** Who this screen is, as the server sees it; on the tickets also the account and its department. */
export interface You {
  name: string;
  roles: Role[];
  mark: string;
  account?: number | null;
  department?: string | null;
}

/** A question or a ticket that somebody is on. */
export interface Claim {
  question?: number;
  ticket?: string;
  by: string;
  mark: string;
}

/** A screen that is open somewhere. */
export interface OpenScreen {
  screen: ScreenName;
  name: string;
  device?: string;
  /** The number of the link that opened it. */
  link?: number;
}

export interface Presence {
  screens: OpenScreen[];
  claims: Claim[];
  /** Who types about what; never what they type. */
  writing: Claim[];
}

export type Entry = Claim | OpenScreen;

/** What is different in one list of presence: after change `from` it is at `to`. */
export interface PresenceChange {
  list: keyof Presence;
  from: number;
  to: number;
  came: Entry[];
  gone: Entry[];
}

export interface Problem {
  code: string;
  detail: string;
  [field: string]: unknown;
}

/** A command's answer. `seq`: the number of the event that it made. */
export interface Answer {
  ok: boolean;
  seq?: number;
  error?: Problem;
  [field: string]: unknown;
}

/** A command as it is sent. */
export interface CommandBody {
  id: string;
  type: CommandType;
  [field: string]: unknown;
}

/** A question as the writer of a command saw it. */
export interface QuestionSeen {
  question: number;
  version: number;
}

/** A command that no answer has come to yet. */
export interface Waiting {
  body: CommandBody;
  resolve: (answer: Answer) => void;
  tries: number;
  timer?: number;
}

/** Events of the log after number `from` to number `to`. */
export interface Range {
  epoch: string;
  from: number;
  to: number;
  events: FeedEvent[];
  /** The server has dropped some that this screen should have had. */
  stale?: boolean;
}

export interface SyncAnswer extends Range {
  ok?: boolean;
  error?: Problem;
  snapshot?: Snapshot;
  you?: You;
}

/** The server is alive; `time` is its clock. */
export interface Pulse {
  epoch: string;
  to: number;
  time: string;
  /** How many screens the server has. */
  screens?: number;
}

/** What a screen says of itself when it opens a feed. */
export interface Opening {
  broadcast: string;
  screen: ScreenName;
  token?: string;
  device?: string;
  keep?: boolean;
}

/** The events on a feed. */
export interface FeedEvents {
  change: Event;
  moving: Event;
  reset: Event;
  events: CustomEvent<FeedEvent[]>;
  sent: CustomEvent<CommandBody>;
  late: CustomEvent<number[]>;
  answered: CustomEvent<{ body: CommandBody; answer: Answer }>;
}

export interface Listening {
  <Type extends keyof FeedEvents>(
    type: Type,
    listener: (event: FeedEvents[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** What one page leaves on this device for the next. */
export interface Held {
  state: State;
  epoch: string | null;
  to: number | null;
  /** ms by the server's clock */
  at: number;
  /** ms that the server's clock is ahead of this one */
  offset: number;
}
