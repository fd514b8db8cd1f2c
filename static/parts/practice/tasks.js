/** What a task of a practice is, and the key that it teaches: found in the screen's own table by what that says of it. */

/** @import { FeedEvent } from "../feed/types.js" */
/** @import { Shown } from "../shortcuts.js" */

/**
 * @typedef {object} Task
 * @property {string} id
 * @property {string} what   what is to be done
 * @property {string} [key]  what the table of keys says of the key that does it
 * @property {string} [button]  the words of the button, where there is no key
 * @property {string} hint   how it is done, told after a while
 * @property {(event: FeedEvent) => boolean} done  whether this event is what was to be done
 */

/**
 * The key of a task: the codes that the screen hears, and how it is shown. An error where no key of the table does it.
 *
 * @param {Shown[]} keys
 * @param {string} what
 */
export function keyOf(keys, what) {
  const found = keys.find(([, , told]) => told === what);
  if (!found) throw new Error(`no key does this: ${what}`);
  return { codes: found[0], shown: found[1] };
}

/** An event of this type, about this question where one is said. @type {(type: string, question?: number) => Task["done"]} */
export function happens(type, question) {
  return (event) => event.type === type && (question === undefined || event.question === question);
}
