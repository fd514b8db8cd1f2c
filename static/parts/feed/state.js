/**
 * What a screen holds, and how a snapshot and events change it. Pure: no socket, no clock, no document.
 *
 * A state is {screen, broadcast, counts, lists, mentions, duty, clusters, segments, questions, messages, prompters, links, calls, tickets, trimmed}; `questions` and `tickets`
 * are Maps by number, the plain sections by `id` beside them. The same events after the same snapshot give what a fresh snapshot would.
 */

/** @import { BroadcastView, CallView, ClustersView, DutyView, LinkView, ListsView, MentionsView, MessageView, QuestionView, ScreenName, Snapshot, TicketView } from "../../generated/protocol.js" */
/** @import { FeedEvent, PlainSection, PlainView, State } from "./types.js" */
/** @typedef {(state: State, event: FeedEvent) => boolean} Apply  true: only a new snapshot tells what is held */
import { SCREENS, LIMITS as SERVER_LIMITS } from "../../generated/protocol.js";
import { callsThat, isOver, isToCallBack } from "./calls.js";
import { light } from "./light.js";

const STARTS_OVER = ["broadcast.reset", "questions.unticketed", "tickets.removed"];
const WHOLE = ["lists", "mentions", "duty", "clusters", "segments"]; // an event of one brings all of it

/**
 * How many of the newest are held: of questions (or tickets), of messages, of revoked links, and of calls that have
 * ended: of those that were handed over, and of those to be called back.
 */
export const LIMITS = { ...SERVER_LIMITS };

/**
 * What a screen holds of questions: `states` that it counts, and those of which it `always` holds every one.
 *
 * @param {ScreenName} screen
 */
function questionsOf(screen) {
  const { states = [], always = [] } = SCREENS[screen]?.sections.questions || {};
  return { states: /** @type {string[]} */ (states), always: /** @type {string[]} */ (always) };
}

/**
 * The screen's sections of which the newest views are held by their `id`, and which need no line of their own here.
 *
 * @param {ScreenName} screen
 * @returns {PlainSection[]}
 */
function plainOf(screen) {
  const sections = Object.values(SCREENS[screen]?.sections || {});
  return /** @type {PlainSection[]} */ (sections.filter(({ id }) => id));
}

/**
 * @param {State} state
 * @param {PlainSection} section
 * @returns {Map<unknown, PlainView>}
 */
function plainHeld(state, { keys: [key] }) {
  return /** @type {any} */ (state)[key]; // any: which keys there are is data, SCREENS of the protocol
}

/**
 * @param {ScreenName} screen
 * @param {Snapshot} snapshot
 */
function plainFrom(screen, snapshot) {
  return Object.fromEntries(
    plainOf(screen).map(({ keys: [key], id }) => {
      const views = /** @type {PlainView[]} */ (/** @type {unknown} */ (snapshot[key] || []));
      return [key, new Map(views.map((view) => [view[id], view]))];
    }),
  );
}

/**
 * @param {ScreenName} screen
 * @returns {State}
 */
export function emptyState(screen) {
  return {
    ...plainFrom(screen, {}),
    screen,
    broadcast: /** @type {BroadcastView} */ (/** @type {unknown} */ (null)),
    counts: {},
    lists: { topics: [], localities: [], reasons: [], hidden_reasons: [], departments: [], messages: [] },
    mentions: { waiting: 0, more: false, listed: [] },
    duty: { kept: false, now: [], coming: [], notes: [] },
    clusters: { version: 0, listed: [] },
    segments: [],
    questions: new Map(),
    messages: [],
    prompters: new Map(),
    links: new Map(),
    calls: new Map(),
    tickets: new Map(),
    trimmed: false,
  };
}

/**
 * @param {ScreenName} screen
 * @param {Snapshot} snapshot
 * @returns {State}
 */
export function fromSnapshot(screen, snapshot) {
  const questions = /** @type {QuestionView[]} */ (/** @type {unknown} */ (snapshot.questions || []));
  const tickets = snapshot.tickets || [];
  const counted = Object.values(snapshot.counts || {}).reduce((sum, n) => sum + n, 0);
  return {
    ...plainFrom(screen, snapshot),
    screen,
    broadcast: /** @type {BroadcastView} */ (snapshot.broadcast),
    counts: { ...snapshot.counts },
    lists: /** @type {ListsView} */ (snapshot.lists || {}), // a screen without lists holds none
    mentions: /** @type {MentionsView} */ (snapshot.mentions || {}), // as of lists
    duty: /** @type {DutyView} */ (snapshot.duty || {}),
    clusters: /** @type {ClustersView} */ (snapshot.clusters || {}),
    segments: snapshot.segments || [],
    questions: new Map(questions.map((view) => [view.number, light(view)])),
    messages: [...(snapshot.messages || [])],
    links: new Map((snapshot.links || []).map((view) => [view.link, view])),
    prompters: new Map((snapshot.prompters || []).map((held) => [held.device, held])),
    calls: new Map((snapshot.calls || []).map((view) => [view.call, view])),
    tickets: new Map(tickets.map((view) => [view.number, light(view)])),
    trimmed: counted > questions.length + tickets.length,
  };
}

/**
 * Applies events in their order, changing `state`.
 * Returns true when the state can no longer be known from events alone, and a new snapshot is needed.
 *
 * @param {State} state
 * @param {FeedEvent[]} events
 */
export function applyEvents(state, events) {
  let lost = false;
  for (const event of events) {
    if (applyEvent(state, event)) lost = true;
  }
  trim(state);
  return lost;
}

/** @type {Apply} */
function applyEvent(state, event) {
  if (event.broken) return true; // The server could not render it: what it changed stands in a snapshot.
  if (event.broadcast && typeof event.broadcast === "object") {
    state.broadcast = newer(state.broadcast, event.broadcast);
  }
  for (const key of WHOLE) if (event[key]) Object.assign(state, { [key]: event[key] });
  if (event.message && typeof event.message === "object") applyMessage(state, event.message);
  if (event.device) applyPrompter(state, event);
  if (event.link) applyLink(state, event.link);
  const lost = Boolean(event.caller) && applyCall(state, /** @type {CallView} */ (event.caller));
  for (const section of plainOf(state.screen)) {
    const view = /** @type {PlainView | undefined} */ (event[section.field]);
    if (view) applyPlain(state, section, view);
  }
  // Much has gone or come back, or screens show another part of questions: only a new snapshot tells what is held.
  if (event.anew || STARTS_OVER.includes(event.type)) return true;
  if (event.type === "questions.ticketed") return applySlice(state, event);
  if (event.type === "tickets.opened") return applyOpened(state, event);
  if (event.type === "tickets.rescheduled") return applyRescheduled(state, event);
  if (event.ticket) return applyTicket(state, event);
  if (event.question) return applyQuestion(state, event) || lost;
  return lost;
}

/** @type {Apply} */
function applyQuestion(state, event) {
  count(state, /** @type {string | null | undefined} */ (event.was), -1);
  count(state, event.state, +1);
  const view = /** @type {QuestionView | null | undefined} */ (event.view);
  return keep(state, state.questions, /** @type {number} */ (event.question), view);
}

/**
 * A slice of a wrap: numbers and versions without views.
 *
 * @param {State} state
 * @param {FeedEvent} event
 */
function applySlice(state, event) {
  let gone = 0;
  for (const [was, n] of Object.entries(event.was || {})) {
    count(state, was, -n);
    gone += n;
  }
  count(state, "ticketed", gone);
  const seen = sees(state.screen, "ticketed") || state.screen === "calls";
  let lost = false;
  for (const { question, version } of event.questions || []) {
    const held = state.questions.get(question);
    if (!held) continue;
    if (!seen) {
      state.questions.delete(question);
      lost = lost || state.trimmed;
    } else if (version >= held.version) {
      const moved = { by: null, at: event.at };
      const free = { rank: null, graphic: false, stack: null, stacked: 0 };
      state.questions.set(question, { ...held, ...free, state: "ticketed", version, moved });
    }
  }
  return lost;
}

/** @type {Apply} */
function applyTicket(state, event) {
  countTicket(state, /** @type {string | null | undefined} */ (event.was), -1);
  countTicket(state, event.state, +1);
  countTicket(state, "shared", event.shared || 0);
  const view = /** @type {TicketView | null | undefined} */ (event.view);
  return keep(state, state.tickets, /** @type {string} */ (event.ticket), view);
}

/** @type {Apply} */
function applyOpened(state, event) {
  countTicket(state, "open", event.count || 0);
  for (const view of event.views || []) keep(state, state.tickets, view.number, view);
  return false;
}

/**
 * The deadlines of many tickets have moved, and nothing else of them.
 *
 * @param {State} state
 * @param {FeedEvent} event
 */
function applyRescheduled(state, event) {
  for (const { ticket, ...due } of event.dues || []) {
    const held = state.tickets.get(ticket);
    if (held) state.tickets.set(ticket, { ...held, ...due });
  }
  return false;
}

/**
 * @param {State} state
 * @param {MessageView} message
 */
function applyMessage(state, message) {
  const others = state.messages.filter((held) => held.id !== message.id);
  state.messages = [...others, message].sort((a, b) => a.id - b.id).slice(-LIMITS.messages);
}

/**
 * @param {State} state
 * @param {FeedEvent} event
 */
function applyPrompter(state, { device = "", prompter }) {
  if (prompter) state.prompters.set(device, newer(state.prompters.get(device), prompter));
  else state.prompters.delete(device);
}

/**
 * A valid link is always held, and the newest of those that were revoked.
 *
 * @param {State} state
 * @param {LinkView} view
 */
function applyLink(state, view) {
  state.links.set(view.link, view);
  const revoked = [...state.links.values()].filter((link) => link.revoked_at).sort((a, b) => b.link - a.link);
  for (const { link } of revoked.slice(LIMITS.revoked)) state.links.delete(link);
}

/**
 * A call is listed until it has ended; after that the newest to be called back are, and the newest handed over. Where
 * there were as many to be called back as are held, one less may bring an older one in.
 *
 * @param {State} state
 * @param {CallView} view
 */
function applyCall(state, view) {
  const before = state.calls.get(view.call);
  const full = callsThat(state.calls, isToCallBack).length === LIMITS.handed;
  const now = newer(before, view);
  if (isOver(now) && now.question === null) state.calls.delete(view.call);
  else state.calls.set(view.call, now);
  for (const group of [isOver, isToCallBack]) {
    for (const { call } of callsThat(state.calls, group).slice(LIMITS.handed)) state.calls.delete(call);
  }
  return full && before !== undefined && isToCallBack(before) && !isToCallBack(now);
}

/**
 * @param {State} state
 * @param {PlainSection} section
 * @param {PlainView} view
 */
function applyPlain(state, section, view) {
  const { id, limit } = section;
  const held = plainHeld(state, section);
  held.set(view[id], newer(held.get(view[id]), view));
  for (const old of [...held.keys()].sort((a, b) => Number(b) - Number(a)).slice(limit)) held.delete(old);
}

/**
 * Holds the newer view; a null view means that this screen does not, or no longer, see it.
 *
 * @template Key
 * @template {{ version: number }} View
 * @param {State} state
 * @param {Map<Key, View>} map
 * @param {Key} number
 * @param {View | null | undefined} view
 */
function keep(state, map, number, view) {
  const held = map.get(number);
  if (view) {
    map.set(number, newer(held, light(view)));
    return false;
  }
  if (!held) return false;
  map.delete(number);
  return state.trimmed;
}

/**
 * @template {{ version: number }} View
 * @param {View | null | undefined} held
 * @param {View} view
 */
function newer(held, view) {
  return held && held.version > view.version ? held : view;
}

/**
 * @param {ScreenName} screen
 * @param {string} state
 */
function sees(screen, state) {
  return questionsOf(screen).states.includes(state);
}

/** @type {(state: State, word: string | null | undefined, by: number) => void} */
function count(state, word, by) {
  if (word && sees(state.screen, word)) state.counts[word] = (state.counts[word] || 0) + by;
}

/** @type {(state: State, word: string | null | undefined, by: number) => void} */
function countTicket(state, word, by) {
  if (word) state.counts[word] = (state.counts[word] || 0) + by;
}

/**
 * Every shortlisted and on-air question stays, and of the others the newest 200 by number.
 *
 * @param {State} state
 */
function trim(state) {
  const { always } = questionsOf(state.screen);
  if (trimTo(state.questions, (view) => always.includes(view.state))) state.trimmed = true;
  if (trimTo(state.tickets, () => false)) state.trimmed = true;
}

/**
 * @template {string | number} Key
 * @template View
 * @param {Map<Key, View>} map
 * @param {(view: View) => boolean} always
 */
function trimTo(map, always) {
  if (map.size <= LIMITS.newest) return false;
  const numbers = [...map.keys()].sort((a, b) => (a < b ? 1 : -1));
  let dropped = false;
  for (const number of numbers.slice(LIMITS.newest)) {
    if (!always(/** @type {View} */ (map.get(number)))) {
      map.delete(number);
      dropped = true;
    }
  }
  return dropped;
}
