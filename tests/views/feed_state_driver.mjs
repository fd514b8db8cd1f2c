// Drives static/parts/feed/state.js for tests: one JSON request on a line in, one answer on a line out.
//   {limits} | {id, screen, snapshot} | {id, events} -> whether it is lost | {id} -> what it holds

import { createInterface } from "node:readline";
import { LIMITS, applyEvents, fromSnapshot } from "../../static/parts/feed/state.js";

const states = new Map();

function picture(state) {
  const {
    broadcast,
    counts,
    lists,
    mentions,
    clusters,
    segments,
    duty,
    questions,
    messages,
    prompters,
    links,
    calls,
    tickets,
    matters,
    news,
    polls,
    trimmed,
  } = state;
  const known = Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0));
  return {
    trimmed,
    picture: {
      broadcast,
      counts: known,
      lists,
      mentions,
      clusters,
      segments,
      duty,
      questions: Object.fromEntries(questions),
      messages: Object.fromEntries(messages.map((message) => [message.id, message])),
      prompters: Object.fromEntries(prompters),
      links: Object.fromEntries(links),
      calls: Object.fromEntries(calls),
      tickets: Object.fromEntries(tickets),
      matters: Object.fromEntries(matters || []), // a plain section, of some screens alone
      news: Object.fromEntries(news || []),
      polls: Object.fromEntries(polls || []),
    },
  };
}

function answer(request) {
  if (request.limits) return Object.assign(LIMITS, request.limits);
  if (request.snapshot) states.set(request.id, fromSnapshot(request.screen, request.snapshot));
  const state = states.get(request.id);
  if (request.events) return { lost: applyEvents(state, request.events) };
  return picture(state);
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
}
