// Counts the listeners that stand on anything, and puts every element of a screen out and in again.
const standing = new Map();
const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;

const named = (type, listener, options) =>
  `${type} ${typeof options === "boolean" ? options : Boolean(options && options.capture)} ${ids(listener)}`;
const known = new WeakMap();
let last = 0;
const ids = (listener) => {
  if (!known.has(listener)) known.set(listener, ++last);
  return known.get(listener);
};

EventTarget.prototype.addEventListener = function (type, listener, options) {
  const target = this ?? window;
  if (listener && !(options && options.once)) {
    if (!standing.has(target)) standing.set(target, new Set());
    standing.get(target).add(named(type, listener, options));
  }
  return add.call(target, type, listener, options);
};

EventTarget.prototype.removeEventListener = function (type, listener, options) {
  const target = this ?? window;
  if (listener) standing.get(target)?.delete(named(type, listener, options));
  return remove.call(target, type, listener, options);
};

/** How many listeners stand on what outlives an element (the window, the document, a feed), by what they hear. */
globalThis.listeners = () => {
  const count = {};
  for (const [target, each] of standing) {
    if (target instanceof Element) continue;
    for (const one of each) count[one.split(" ")[0]] = (count[one.split(" ")[0]] || 0) + 1;
  }
  return count;
};

/** Every element of the product, the innermost first, taken out and put back so many times. */
globalThis.reopen = async (times) => {
  const elements = [...document.querySelectorAll("*")].filter(({ localName }) => localName.includes("-")).reverse();
  const names = new Set();
  for (const element of elements) {
    if (names.has(element.localName)) continue;
    names.add(element.localName);
    for (let n = 0; n < times; n++) {
      const { parentNode, nextSibling } = element;
      element.remove();
      parentNode.insertBefore(element, nextSibling);
    }
    await element.updateComplete;
  }
  return [...names];
};
