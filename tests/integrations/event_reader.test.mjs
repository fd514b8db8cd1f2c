/** Server-sent events, in whatever pieces they come. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { EventReader } from "../../integrations/companion/src/event_reader.js";

const bytes = (text) => new TextEncoder().encode(text);

const WHOLE = 'retry: 1000\n\nid: e:7\nevent: on-air\ndata: {"text":"Мост"}\n\nevent: pulse\ndata: {}\n\n';

test("events are read with their ids and the pause that the server asks for", () => {
  const reader = new EventReader();
  assert.deepEqual(reader.read(bytes(WHOLE)), [
    { event: "on-air", data: '{"text":"Мост"}', id: "e:7" },
    { event: "pulse", data: "{}", id: "e:7" },
  ]);
  assert.deepEqual([reader.retry, reader.id], [1000, "e:7"]);
});

test("a piece may end anywhere, within a letter too", () => {
  const [reader, found] = [new EventReader(), []];
  for (const byte of bytes(WHOLE)) found.push(...reader.read(Uint8Array.of(byte)));
  assert.deepEqual(found, new EventReader().read(bytes(WHOLE)));
});

test("lines may end as in a file of Windows, remarks are none, and data may have lines", () => {
  const found = new EventReader().read(bytes(": a remark\r\ndata: one\r\ndata:two\r\ndata\r\n\r\n"));
  assert.deepEqual(found, [{ event: "message", data: "one\ntwo\n", id: "" }]);
});

test("an event without data tells nothing, and a pause that is no number is none", () => {
  const reader = new EventReader();
  assert.deepEqual(reader.read(bytes("event: pulse\n\nretry: soon\nunknown: x\n\n")), []);
  assert.equal(reader.retry, 0);
});

test("what has no end is not kept for ever", () => {
  const reader = new EventReader();
  assert.throws(() => reader.read(new Uint8Array(1_000_001).fill(65)), RangeError);
});
