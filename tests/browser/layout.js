// What is wrong with how a page is laid out: what leaves its column, what covers what, and where the great buttons are.
globalThis.layout = () => {
  const SEEN = 1; // px by which rectangles may differ from rounding

  const named = (element) => {
    const text = (element.getAttribute("aria-label") || element.textContent || "")
      .trim()
      .replace(/\s+/g, " ")
      .slice(0, 40);
    return `<${element.localName}${element.className && typeof element.className === "string" ? "." + element.className.trim().replaceAll(" ", ".") : ""}> ${text}`;
  };

  /** Element → the part of the page in which what stands in it can be seen, or null where that is nothing. */
  const windows = new Map();
  const everything = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };

  const windowOf = (element) => {
    if (!element || element === document.body) return everything;
    if (!windows.has(element)) windows.set(element, measured(element));
    return windows.get(element);
  };

  const measured = (element) => {
    const { overflowX, overflowY, position, clipPath, clip } = getComputedStyle(element);
    if (clipPath !== "none" || (clip !== "auto" && clip !== "")) return null; // for those who listen
    const around = position === "fixed" ? everything : windowOf(element.parentElement);
    if (!around || (overflowX === "visible" && overflowY === "visible")) return around;
    const edge = element.getBoundingClientRect();
    const across = overflowX === "visible" ? everything : edge;
    const down = overflowY === "visible" ? everything : edge;
    return {
      left: Math.max(around.left, across.left),
      right: Math.min(around.right, across.right),
      top: Math.max(around.top, down.top),
      bottom: Math.min(around.bottom, down.bottom),
    };
  };

  /** The part of an element that its ancestors let be seen, or null. */
  const seen = (element) => {
    const own = element.getBoundingClientRect();
    if (!own.width || !own.height) return null;
    if (!element.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true }))
      return null;
    const { position } = getComputedStyle(element);
    const around = windowOf(element) && (position === "fixed" ? everything : windowOf(element.parentElement));
    if (!around) return null;
    const rect = {
      left: Math.max(own.left, around.left),
      right: Math.min(own.right, around.right),
      top: Math.max(own.top, around.top),
      bottom: Math.min(own.bottom, around.bottom),
    };
    // What is set far off the left edge is not for eyes: a trap for robots.
    return rect.right > 0 && rect.right - rect.left > SEEN && rect.bottom - rect.top > SEEN ? rect : null;
  };

  /** Whether it stands over the page on purpose: a bar that stays while what is under it scrolls. */
  const floating = new Map();
  const floats = (element) => {
    if (!element || element === document.body) return false;
    if (!floating.has(element)) {
      const own = ["fixed", "sticky"].includes(getComputedStyle(element).position);
      floating.set(element, own || floats(element.parentElement));
    }
    return floating.get(element);
  };

  const wrong = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > SEEN) wrong.push(`the page scrolls sideways by ${wide} px`);

  for (const column of document.querySelectorAll(".columns > *, main > *, .card, .topbar, .strip")) {
    const edge = seen(column);
    if (!edge) continue;
    for (const element of column.querySelectorAll("*")) {
      if (element.closest("svg") && element.localName !== "svg") continue;
      const rect = seen(element);
      if (rect && !floats(element) && (rect.right > edge.right + SEEN || rect.left < edge.left - SEEN)) {
        wrong.push(
          `${named(element)} leaves ${named(column).slice(0, 40)}: ${Math.round(rect.left)}…${Math.round(rect.right)} of ${Math.round(edge.left)}…${Math.round(edge.right)}`,
        );
        break;
      }
    }
  }

  for (const button of document.querySelectorAll(".button")) {
    if (!seen(button)) continue;
    const edge = button.getBoundingClientRect();
    for (const part of button.childNodes) {
      if (part instanceof Element && !seen(part)) continue;
      const text = document.createRange();
      text.selectNode(part);
      const rect = (part instanceof Element ? part : text).getBoundingClientRect();
      if (!rect.width) continue;
      if (rect.right > edge.right + SEEN || rect.left < edge.left - SEEN)
        wrong.push(
          `what stands in ${named(button)} leaves it: ${Math.round(rect.left)}…${Math.round(rect.right)} of ${Math.round(edge.left)}…${Math.round(edge.right)}`,
        );
    }
  }

  const handles = [...document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=tab]")]
    .filter((element) => !floats(element))
    .map((element) => ({ element, rect: seen(element) }))
    .filter(({ rect }) => rect);
  for (const [i, one] of handles.entries()) {
    for (const other of handles.slice(i + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
      if (across > 2 && down > 2) wrong.push(`${named(one.element)} and ${named(other.element)} overlap`);
    }
  }

  const great = [...document.querySelectorAll(".great-ones .button")].map((button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    return [left, top, width, height].map(Math.round).join(" ");
  });
  return { wrong: [...new Set(wrong)].slice(0, 8), great };
};
