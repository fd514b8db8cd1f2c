/** The second click of a double one was not meant for what has come up in between: a listener for the part where it would. */
export const ONE_CLICK = {
  /** @param {MouseEvent} event */
  handleEvent: (event) =>
    event.detail > 1 && /** @type {Element} */ (event.target).closest("button") && event.stopPropagation(),
  capture: true,
};
