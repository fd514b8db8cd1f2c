/** A row dragged onto another merges into it. */

import { MERGE_TARGETS } from "../generated/protocol.js";
import { may } from "../parts/moves.js";

/** The kind of what is dragged, so that another part of the desk knows a question from a file. */
export const QUESTION = "application/x-question";

export class Drag {
  /** `list`: the desk's list, for its views, its selection and its feed. */
  constructor(list) {
    this.list = list;
    this.view = null; // what is dragged
    this.target = null; // the number of the row that it is over, where it may be merged into that
    for (const name of ["start", "over", "left", "drop", "end"]) this[name] = this[name].bind(this);
  }

  start(event) {
    const found = event.target.closest("[data-number]");
    this.view = found && this.list.views.find(Number(found.dataset.number));
    if (!this.view) return event.preventDefault();
    event.dataTransfer.setData(QUESTION, String(this.view.number));
    event.dataTransfer.setData("text/plain", `№ ${this.view.number}`);
    event.dataTransfer.effectAllowed = "copyMove";
    this.list.requestUpdate();
  }

  over(event) {
    const found = event.target.closest("[data-number]");
    const number = found && Number(found.dataset.number);
    const target = number && this._takes(number) ? number : null;
    if (target) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
    }
    this._point(target);
  }

  left(event) {
    // Drawing anew under the pointer tells of a leave too: only one to outside counts.
    const edge = event.currentTarget.getBoundingClientRect();
    const inside =
      event.clientX > edge.left &&
      event.clientX < edge.right &&
      event.clientY > edge.top &&
      event.clientY < edge.bottom;
    if (!inside) this._point(null);
  }

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

  _takes(number) {
    const { views, feed, selection } = this.list;
    const into = views.find(number);
    const dragged = this.view && selection.has(this.view.number) ? selection : null;
    if (!this.view || !into || number === this.view.number || (dragged && dragged.has(number))) return false;
    return MERGE_TARGETS.includes(into.state) && may("merge", this.view, feed.state.broadcast, feed.you.roles);
  }

  _point(target) {
    if (target === this.target) return;
    this.target = target;
    this.list.requestUpdate();
  }
}
