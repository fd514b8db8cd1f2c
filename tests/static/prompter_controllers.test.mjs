import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { readPad } = await import("../../static/prompter/control/gamepad.js");
const { MidiReader } = await import("../../static/prompter/control/midi.js");
const { ShuttleReader } = await import("../../static/prompter/control/hid.js");

describe("a gamepad", () => {
  const pad = (axes, buttons = []) => ({ axes, buttons: buttons.map((value) => ({ value, pressed: value > 0.5 })) });

  test("tells what has changed, and nothing twice", () => {
    const values = new Map();
    assert.deepEqual(readPad(values, pad([0, 0.5], [1])), [
      ["axis/0", 0],
      ["axis/1", 0.5],
      ["button/0", 1],
    ]);
    assert.deepEqual(readPad(values, pad([0, 0.5], [1])), []);
    assert.deepEqual(readPad(values, pad([0, 0.5004], [0])), [["button/0", 0]]);
  });

  test("tells the way back to rest, however small", () => {
    const values = new Map();
    readPad(values, pad([0.0005]));
    assert.deepEqual(readPad(values, pad([0])), [["axis/0", 0]]);
  });

  test("a button pressed by degrees is an axis that begins at rest", () => {
    const values = new Map();
    readPad(values, pad([], [0]));
    assert.deepEqual(readPad(values, pad([], [0.4])), [
      ["axis/b0", 0],
      ["axis/b0", 0.4],
    ]);
    assert.deepEqual(readPad(values, pad([], [1])), [
      ["button/0", 1],
      ["axis/b0", 1],
    ]);
  });

  test("an axis beyond its ends is at its end", () => {
    assert.deepEqual(readPad(new Map(), pad([1.2857, -3])), [
      ["axis/0", 1],
      ["axis/1", -1],
    ]);
  });
});

describe("MIDI", () => {
  const read = (...messages) => {
    const reader = new MidiReader();
    return messages.map((message) => reader.read(message));
  };

  test("a controller goes from 0 to 1, by its channel, and is a switch besides", () => {
    assert.deepEqual(read([0xb0, 11, 0], [0xb0, 11, 127], [0xb1, 11, 127], [0xb0, 11, 0]), [
      [["axis/1/cc11", 0]],
      [
        ["axis/1/cc11", 1],
        ["button/1/cc11", 1],
      ],
      [
        ["axis/2/cc11", 1],
        ["button/2/cc11", 1],
      ],
      [
        ["axis/1/cc11", 0],
        ["button/1/cc11", 0],
      ],
    ]);
  });

  test("two halves are one value of fourteen bits", () => {
    const [coarse, fine, next] = read([0xb0, 4, 64], [0xb0, 36, 1], [0xb0, 4, 127]);
    assert.deepEqual(coarse[0], ["axis/1/cc4", 64 / 127]);
    assert.deepEqual(fine, [["axis/1/cc4", (64 * 128 + 1) / 16383]]);
    assert.deepEqual(next[0], ["axis/1/cc4", (127 * 128) / 16383]);
  });

  test("the whole of its way is 1 there too", () => {
    assert.deepEqual(read([0xb0, 4, 127], [0xb0, 36, 127])[1], [["axis/1/cc4", 1]]);
  });

  test("a controller from 32 on that comes by itself is one of its own", () => {
    const [, , alone] = read([0xb0, 4, 64], [0x90, 60, 1], [0xb0, 36, 127]);
    assert.deepEqual(alone[0], ["axis/1/cc36", 1]);
  });

  test("notes are buttons; one without force is one let go", () => {
    assert.deepEqual(read([0x90, 60, 100], [0x90, 60, 0], [0x80, 60, 64]), [
      [["button/1/note60", 1]],
      [["button/1/note60", 0]],
      [["button/1/note60", 0]],
    ]);
  });

  test("the pitch wheel rests in the middle and goes both ways", () => {
    assert.deepEqual(read([0xe0, 0, 64], [0xe0, 127, 127], [0xe0, 0, 0]), [
      [["axis/1/bend", 0]],
      [["axis/1/bend", 1]],
      [["axis/1/bend", -1]],
    ]);
  });

  test("clocks, system messages, orders to a channel and what is cut off say nothing", () => {
    const nothing = [
      [0xf8],
      [0xfe],
      [0xf0, 1, 2, 0xf7],
      [0xb0, 123, 0],
      [0xb0, 11],
      [0xb0],
      [],
      [0xc0, 5],
      [0xb0, 11, 200],
    ];
    assert.deepEqual(
      read(...nothing),
      nothing.map(() => []),
    );
  });
});

describe("a shuttle", () => {
  const read = (...reports) => {
    const reader = new ShuttleReader();
    return reports.map((bytes) => reader.read(new DataView(Uint8Array.from(bytes).buffer)));
  };

  test("its ring goes from -7 to 7 and rests at 0", () => {
    assert.deepEqual(read([7, 0, 0, 0, 0], [0xf9, 0, 0, 0, 0], [0, 0, 0, 0, 0]), [
      [["axis/shuttle", 1]],
      [["axis/shuttle", -1]],
      [["axis/shuttle", 0]],
    ]);
  });

  test("its wheel counts from anywhere, and round", () => {
    assert.deepEqual(read([0, 254, 0, 0, 0], [0, 255, 0, 0, 0], [0, 1, 0, 0, 0], [0, 255, 0, 0, 0]), [
      [],
      [["step/jog", 1]],
      [["step/jog", 2]],
      [["step/jog", -2]],
    ]);
  });

  test("its buttons are bits, the lower byte first", () => {
    assert.deepEqual(read([0, 0, 0, 0x10, 0], [0, 0, 0, 0x10, 0x01], [0, 0, 0, 0, 0]), [
      [["button/4", 1]],
      [["button/8", 1]],
      [
        ["button/4", 0],
        ["button/8", 0],
      ],
    ]);
  });

  test("a report of another length, or a ring beyond its stops, says nothing", () => {
    assert.deepEqual(read([], [7], [7, 0, 0, 0, 0, 0], [100, 0, 0, 0, 0]), [[], [], [], []]);
  });
});
