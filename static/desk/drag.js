/** A row dragged onto another merges into it. */

/** @import { QuestionState } from "../generated/protocol.js" */
/** @import { DeskList } from "./list.js" */
/** @import { WholeView } from "./types.js" */

import { MERGE_TARGETS } from "../generated/protocol.js";
import { mayAct } from "./moves.js";

/** The kind of what is dragged, so that another part of the desk knows a question from a file. */
export const QUESTION = "application/x-question";

export class Drag {
  /**
   * `list`: the desk's list, for its views, its selection and its feed.
   *
   * @param {DeskList} list
   */
  constructor(list) {
    this.list = list;
    /** @type {WholeView | null | undefined} */
    this.view = null; // what is dragged
    /** @type {number | null} */
    this.target = null; // the number of the row that it is over, where it may be merged into that
    const over = (/** @type {DragEvent} */ event) => this.over(event);
    /** What is heard where the rows are, by the event's name. */
    this.hears = {
      dragstart: (/** @type {DragEvent} */ event) => this.start(event),
      dragenter: over,
      dragover: over,
      dragleave: (/** @type {DragEvent} */ event) => this.left(event),
      drop: (/** @type {DragEvent} */ event) => this.drop(event),
      dragend: () => this.end(),
    };
  }

  /** @param {DragEvent} event */
  start(event) {
    const found = rowOf(event);
    this.view = found && this.list.views.find(Number(found.dataset.number));
    if (!this.view) return event.preventDefault();
    const carried = /** @type {DataTransfer} */ (event.dataTransfer);
    carried.setData(QUESTION, String(this.view.number));
    carried.setData("text/plain", `№ ${this.view.number}`);
    carried.effectAllowed = "copyMove";
    this.list.requestUpdate();
  }

  /** @param {DragEvent} event */
  over(event) {
    const found = rowOf(event);
    const number = found && Number(found.dataset.number);
    const target = number && this._takes(number) ? number : null;
    if (target) {
      event.preventDefault();
      /** @type {DataTransfer} */ (event.dataTransfer).dropEffect = "move";
    }
    this._point(target);
  }

  /** @param {DragEvent} event */
  left(event) {
    // Drawing anew under the pointer tells of a leave too: only one to outside counts.
    const edge = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const inside =
      event.clientX > edge.left &&
      event.clientX < edge.right &&
      event.clientY > edge.top &&
      event.clientY < edge.bottom;
    if (!inside) this._point(null);
  }

  /** @param {DragEvent} event */
  drop(event) {
    const { view, target } = this;
    if (!view || !target) return;
    event.preventDefault();
    this.list.dispatchEvent(new CustomEvent("merge", { detail: { view, into: target } }));
    this.end();
  }

  end() {
    this.view = null;
    this._point(null);
    this.list.requestUpdate();
  }

  /** @param {number} number */
  _takes(number) {
    const { views, feed, selection } = this.list;
    const into = views.find(number);
    const dragged = this.view && selection.has(this.view.number) ? selection : null;
    if (!this.view || !into || number === this.view.number || (dragged && dragged.has(number))) return false;
    return MERGE_TARGETS.includes(/** @type {QuestionState} */ (into.state)) && mayAct("merge", this.view, feed);
  }

  /** @param {number | null} target */
  _point(target) {
    if (target === this.target) return;
    this.target = target;
    this.list.requestUpdate();
  }
}

/**
 * The row under the pointer.
 *
 * @param {DragEvent} event
 */
function rowOf(event) {
  return /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-number]"));
}
