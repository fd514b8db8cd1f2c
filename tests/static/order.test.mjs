import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Order } from "../../static/desk/order.js";

function loaded(numbers, more = false, oldestFirst = false) {
  const order = new Order(oldestFirst);
  order.page(numbers, more);
  return order;
}

const shown = (order) => order.slice(0, order.length);

describe("the desk's order", () => {
  test("is newest first, whatever came when", () => {
    const order = loaded([9, 7, 3]);
    for (const number of [8, 12, 5]) order.arrive(number, false);
    assert.deepEqual(shown(order), [12, 9, 8, 7, 5, 3]);
  });

  test("held still, what arrives waits behind the counter and moves nothing", () => {
    const order = loaded([9, 7]);
    order.arrive(12, true);
    assert.deepEqual(shown(order), [9, 7]);
    assert.deepEqual([...order.waiting], [12]);
    order.release();
    assert.deepEqual(shown(order), [12, 9, 7]);
  });

  test("held still, what left stays in its place until it is released", () => {
    const order = loaded([9, 7, 3]);
    order.leave(7, true);
    assert.deepEqual(shown(order), [9, 7, 3]);
    assert.equal(order.lists(7), false);
    assert.equal(order.matching, 2);
    order.release();
    assert.deepEqual(shown(order), [9, 3]);
  });

  test("the person's own act is shown at once even while it is held", () => {
    const order = loaded([9, 7, 3]);
    order.leave(7, true);
    order.arrive(10, true);
    order.settle(7);
    order.settle(10);
    assert.deepEqual(shown(order), [10, 9, 3]);
  });

  test("what comes back while held is listed again where it stood", () => {
    const order = loaded([9, 7, 3]);
    order.leave(7, true);
    order.arrive(7, true);
    assert.equal(order.lists(7), true);
    assert.deepEqual([...order.waiting], []);
  });

  test("releases many as it releases few", () => {
    const order = loaded(Array.from({ length: 300 }, (_, i) => 300 - i));
    for (let number = 301; number <= 600; number++) order.arrive(number, true);
    for (let number = 1; number <= 100; number++) order.leave(number, true);
    order.release();
    assert.deepEqual(
      shown(order),
      Array.from({ length: 500 }, (_, i) => 600 - i),
    );
  });

  test("an older number that is not loaded yet waits for its page", () => {
    const order = loaded([9, 7], true);
    order.arrive(4, false);
    assert.deepEqual(shown(order), [9, 7]);
    assert.equal(order.reaches(4), false);
    order.page([3], false);
    assert.deepEqual(shown(order), [9, 7, 4, 3]);
  });

  test("what events said while a page was on its way counts more than the page", () => {
    const order = loaded([9, 7], true);
    order.leave(5, false);
    order.page([5, 3], false);
    assert.deepEqual(shown(order), [9, 7, 3]);
  });

  test("says where the next page begins", () => {
    assert.deepEqual(new Order().further, { before: "" });
    assert.deepEqual(loaded([9, 7], true).further, { before: 7 });
    assert.deepEqual(new Order(true).further, { after: 0 });
    assert.deepEqual(loaded([3, 7], true, true).further, { after: 7 });
  });

  test("the next listed one is the older, else the newer, else none", () => {
    const order = loaded([9, 7, 3]);
    assert.equal(order.next(9), 7);
    assert.equal(order.next(3), 7);
    assert.equal(order.next(8), 7);
    order.leave(7, true);
    assert.equal(order.next(9), 3);
    assert.equal(loaded([4]).next(4), null);
  });

  test("the next one passes over what is as good as gone", () => {
    const order = loaded([9, 7, 3]);
    assert.equal(order.next(9, new Set([9, 7])), 3);
    assert.equal(order.next(3, new Set([3, 7])), 9);
    assert.equal(order.next(9, new Set([9, 7, 3])), null);
  });

  test("becomes what a fresh one is; held, each keeps its place", () => {
    const order = loaded([9, 7, 3]);
    order.adopt(loaded([11, 9, 3, 1]), true);
    assert.deepEqual(shown(order), [9, 7, 3, 1]);
    assert.deepEqual([[...order.waiting], [...order.gone]], [[11], [7]]);
    order.adopt(loaded([11, 9]), false);
    assert.deepEqual(shown(order), [11, 9]);
  });

  test("turned round it begins with the oldest, and goes on to the newer", () => {
    const order = loaded([9, 7, 3]);
    order.turn();
    assert.deepEqual(shown(order), [3, 7, 9]);
    assert.deepEqual([order.at(0), order.place(7), order.place(8)], [3, 1, 2]);
    assert.deepEqual(order.slice(1, 3), [7, 9]);
    assert.deepEqual([order.next(3), order.next(9)], [7, 7]);
  });

  test("oldest first, a new one moves nothing at the end, even held still; an older one that comes back waits", () => {
    const order = loaded([9, 7]);
    order.turn();
    order.arrive(12, true);
    order.arrive(8, true);
    assert.deepEqual(shown(order), [7, 9, 12]);
    assert.deepEqual([...order.waiting], [8]);
    order.adopt(loaded([5, 7, 8, 9, 12, 13], false, true), true);
    assert.deepEqual(shown(order), [7, 9, 12, 13]);
    assert.deepEqual([...order.waiting].sort(), [5, 8]);
  });

  test("oldest first it is loaded from the oldest on: a new one waits for its page", () => {
    const order = loaded([3, 7], true, true);
    order.arrive(12, false);
    order.leave(9, false);
    order.arrive(5, false);
    assert.deepEqual(shown(order), [3, 5, 7]);
    assert.deepEqual([order.reaches(12), order.reaches(1), order.oldest], [false, true, 3]);
    order.page([9, 11], false);
    assert.deepEqual(shown(order), [3, 5, 7, 11, 12]);
  });

  test("what a fresh one has not loaded is let go of, and not called gone", () => {
    const order = loaded([9, 7, 3]);
    order.adopt(loaded([9, 8, 7], true), true);
    assert.deepEqual(shown(order), [9, 7]);
    assert.deepEqual([[...order.waiting], [...order.gone]], [[8], []]);
    order.page([3], false);
    assert.deepEqual(shown(order), [9, 7, 3]);
  });

  test("knows the oldest that still matches, once all is loaded", () => {
    assert.equal(loaded([9, 7], true).oldest, undefined);
    const order = loaded([9, 7, 3]);
    order.leave(3, true);
    assert.equal(order.oldest, 7);
  });

  test("any story of arrivals, departures and releases ends with what matches, newest first", () => {
    let seed = 20261125;
    const dice = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    for (let story = 0; story < 200; story++) {
      const order = loaded([]);
      const matches = new Set();
      for (let step = 0; step < 60; step++) {
        const number = 1 + dice(30);
        const held = dice(2) === 1;
        if (dice(2)) {
          matches.add(number);
          order.arrive(number, held);
        } else {
          matches.delete(number);
          order.leave(number, held);
        }
        if (dice(9) === 0) order.release();
        assert.equal(order.matching, matches.size);
      }
      order.release();
      assert.deepEqual(
        shown(order),
        [...matches].sort((a, b) => b - a),
      );
    }
  });
});
