/**
 * Which moves a question's, a call's or a ticket's state has and who may make them: what a screen offers.
 * The server's tables (live/domain/question.py, call.py, ticket.py) decide; a browser test holds these equal to them.
 */

const DESK = ["moderator", "producer"];

export const QUESTION = {
  edit: { from: ["new", "shortlisted", "on_air"], who: DESK },
  classify: { from: ["new", "shortlisted", "on_air", "answered"], who: DESK },
  note: { from: ["new", "shortlisted", "on_air"], who: DESK },
  shortlist: { from: ["new"], who: DESK },
  return: { from: ["shortlisted", "on_air"], who: DESK },
  move: { from: ["shortlisted"], who: ["producer"] },
  take: { from: ["shortlisted"], who: ["producer"] },
  answer: { from: ["on_air"], who: ["producer"] },
  reopen: { from: ["answered"], who: ["producer"] },
  want: { from: ["shortlisted", "on_air"], who: ["head"] },
  promise: { from: ["shortlisted", "on_air", "answered"], who: ["head", "producer"] },
  decline: { from: ["new", "shortlisted"], who: DESK },
  restore: { from: ["declined"], who: DESK },
  merge: { from: ["new", "shortlisted"], who: DESK },
  split: { from: ["merged"], who: DESK },
  ticket: { from: ["new", "shortlisted"], who: DESK },
};

const WORK = ["coordinator", "executor"];
const STEER = ["coordinator"];
const UNFINISHED = ["open", "assigned", "in_progress", "on_hold"];

export const TICKET = {
  assign: { from: ["open", "assigned", "in_progress"], who: STEER },
  take: { from: ["open", "assigned", "in_progress"], who: WORK },
  start: { from: ["assigned"], who: WORK },
  hold: { from: ["assigned", "in_progress"], who: WORK },
  resume: { from: ["on_hold"], who: WORK },
  resolve: { from: ["assigned", "in_progress"], who: WORK },
  close: { from: ["resolved"], who: STEER },
  reopen: { from: ["resolved", "closed"], who: STEER },
  prioritise: { from: UNFINISHED, who: STEER },
  formal: { from: UNFINISHED, who: STEER },
  reply: { from: UNFINISHED, who: WORK },
  pass_on: { from: ["resolved", "closed"], who: WORK },
  publish: { from: [...UNFINISHED, "resolved", "closed"], who: STEER },
  rate: { from: ["resolved", "closed"], who: [] }, // the resident's own
};

const SCREENS = ["screener"];

/** What a screener may do with a call. Going on air and coming back is its question's, hanging up the line's. */
export const CALL = {
  take: { from: ["ringing", "held"], who: SCREENS },
  hold: { from: ["screening"], who: SCREENS },
  hand: { from: ["screening", "held"], who: SCREENS },
  end: { from: ["ringing", "screening", "held", "handed"], who: SCREENS },
};

const AIR_ONLY = ["take", "answer"];
const RUNDOWN_ONLY = ["shortlist", "move", "take", "answer", "reopen", "want"];
const RUNNING = ["collecting", "on_air"];

/** Whether a person with `roles` would be allowed `verb` on this question of this broadcast. */
export function may(verb, view, broadcast, roles) {
  const { from, who } = QUESTION[verb];
  if (!view || !broadcast || !from.includes(view.state) || !who.some((role) => roles.includes(role))) return false;
  if (broadcast.kind === "standing") return !RUNDOWN_ONLY.includes(verb);
  return AIR_ONLY.includes(verb) ? broadcast.state === "on_air" : RUNNING.includes(broadcast.state);
}

export function mayTicket(verb, ticket, roles) {
  const { from, who } = TICKET[verb];
  return from.includes(ticket.state) && who.some((role) => roles.includes(role));
}

export function mayCall(verb, view, roles) {
  const { from, who } = CALL[verb];
  return Boolean(view) && from.includes(view.state) && who.some((role) => roles.includes(role));
}
