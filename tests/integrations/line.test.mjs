/** Companion's line to the server and its presses, against a server of Node's on this machine. */

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { test } from "node:test";
import { ask, Silence } from "../../integrations/companion/src/http.js";
import { Line, pauseAfter } from "../../integrations/companion/src/line.js";
import { press } from "../../integrations/companion/src/press.js";
import { refusalSaid, Refused, saidOf } from "../../integrations/companion/src/said.js";

/** A server that answers as it is told, and ends with the test. */
async function served(t, answer) {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(request);
    answer(request, response, asked.length);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const show = new URL(`http://127.0.0.1:${server.address().port}/api/v1/broadcasts/show-1/`);
  return { asked, place: { show, key: "abc" } };
}

/** What a line has told, and a promise of its n-th word. */
function heard(t, place, silence) {
  const [words, waiting] = [[], []];
  const say = (word) => {
    words.push(word);
    waiting.splice(0).forEach((wake) => wake());
  };
  const line = new Line(place, { told: (event) => say(event.data), lost: (why) => say(why ?? "ended") }, silence);
  void line.listen();
  t.after(() => line.close());
  const nth = async (count) => {
    while (words.length < count) await new Promise((resolve) => waiting.push(resolve));
    return words;
  };
  return { line, nth };
}

const EVENTS = "retry: 10\n\nid: e:7\nevent: on-air\ndata: one\n\n";

test("it signs what it asks for, and tells each event", async (t) => {
  const { asked, place } = await served(t, (_request, response) => response.write(EVENTS));
  const { nth } = heard(t, place);
  assert.deepEqual(await nth(1), ["one"]);
  assert.equal(asked[0].url, "/api/v1/broadcasts/show-1/on-air/stream");
  assert.equal(asked[0].headers.authorization, "Bearer abc");
  assert.equal(asked[0].headers["last-event-id"], undefined);
});

test("once the answer has ended it comes again, and says what it has", async (t) => {
  const { asked, place } = await served(t, (_request, response) => response.end(EVENTS));
  const { nth } = heard(t, place);
  assert.deepEqual((await nth(3)).slice(0, 3), ["one", "ended", "one"]);
  assert.equal(asked[1].headers["last-event-id"], "e:7");
});

test("a line that is torn is lost, and comes again", async (t) => {
  const { place } = await served(t, (_request, response, count) => {
    response.write(EVENTS, () => count === 1 && response.destroy());
  });
  const words = await heard(t, place).nth(3);
  assert.equal(saidOf(words[1])[0], "Disconnected");
  assert.equal(words[2], "one");
});

test("a server that says nothing is lost, before its first word and after it", async (t) => {
  const { place } = await served(t, (_request, response, count) => count > 1 && response.write(EVENTS));
  const words = await heard(t, place, 500).nth(3);
  assert.ok(words[0] instanceof Silence);
  assert.equal(words[1], "one");
  assert.match(saidOf(words[2]).join(), /^(ConnectionFailure|Disconnected),[А-Я]/);
});

test("a refusal is told with its status", async (t) => {
  const { place } = await served(t, (_request, response) => response.writeHead(401).end("{}"));
  const [why] = await heard(t, place).nth(1);
  assert.deepEqual(saidOf(why), ["AuthenticationFailure", "Ключ не тот или отозван."]);
});

test("a line that was closed says nothing any more", async (t) => {
  let answered;
  const { asked, place } = await served(t, (_request, response) => (answered = response).write(EVENTS));
  const { line, nth } = heard(t, place);
  const words = await nth(1);
  line.close();
  await once(answered, "close");
  assert.deepEqual([words, asked.length], [["one"], 1]);
});

test("each failed try waits twice as long, up to a bound, and no two panels come at once", () => {
  assert.deepEqual(
    [1, 2, 3, 9].map((failed) => pauseAfter(failed, 1000, 0.5)),
    [1000, 2000, 4000, 15_000],
  );
  assert.deepEqual([pauseAfter(1, 0, 0), pauseAfter(1, 200, 1)], [500, 300]);
});

test("a press is one POST, with what stands behind the word", async (t) => {
  const { asked, place } = await served(t, (_request, response) => response.end('{"ok":true}'));
  await press(place, "next", "");
  await press(place, "cue", "12/..?");
  assert.deepEqual(
    asked.map((one) => `${one.method} ${one.url}`),
    ["POST /api/v1/broadcasts/show-1/control/next", "POST /api/v1/broadcasts/show-1/control/cue/12%2F..%3F"],
  );
});

test("each press has a connection of its own: none is written into one that may be dead", async (t) => {
  const sockets = new Set();
  const { place } = await served(t, (request, response) => {
    sockets.add(request.socket);
    response.end("{}");
  });
  await press(place, "next", "");
  await press(place, "next", "");
  assert.equal(sockets.size, 2);
});

test("a press that is refused fails with the server's own words, and is not tried again", async (t) => {
  const problem = JSON.stringify({ detail: "Сейчас в эфире ничего нет." });
  const { asked, place } = await served(t, (_request, response) => response.writeHead(409).end(problem));
  await assert.rejects(press(place, "answered", ""), (why) => refusalSaid(why) === "Сейчас в эфире ничего нет.");
  assert.equal(asked.length, 1);
});

test("a press that nobody answers is given up", async (t) => {
  const { asked, place } = await served(t, () => {});
  await assert.rejects(ask(new URL("control/next", place.show), { method: "POST", silence: 50 }), Silence);
  assert.equal(asked.length, 1);
});

for (const [why, status] of [
  [new Refused(403, ""), "InsufficientPermissions"],
  [new Refused(404, ""), "BadConfig"],
  [new Refused(418, ""), "UnknownError"],
  [new Silence(), "ConnectionFailure"],
  [Object.assign(new Error("x"), { code: "ECONNREFUSED" }), "ConnectionFailure"],
  [Object.assign(new Error("x"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "ConnectionFailure"],
  [undefined, "Disconnected"],
  ["odd", "Disconnected"],
]) {
  test(`${why?.code ?? why?.status ?? why?.constructor.name} is said in Russian`, () => {
    const [said, sentence] = saidOf(why);
    assert.equal(said, status);
    assert.match(sentence, /^[А-Я].*\.$/);
    assert.match(refusalSaid(why), /^[А-Я].*\.$/);
  });
}
