/** About what is asked now: <live-clusters .feed slug> with curves and places, or <live-clusters .feed large> as counts. */

/** @import { ClusterView } from "../generated/protocol.js" */

import { html, nothing, svg } from "lit";
import { FeedElement } from "./element.js";
import { counted, t, tn } from "./i18n.js";

const FIRST = 6; // in sight; what is beyond is unfolded
const HIGH = 22;
const WIDE = 90;

class LiveClusters extends FeedElement {
  static properties = { ...FeedElement.properties, slug: {}, large: { type: Boolean } };

  constructor() {
    super();
    /** @type {string} */ this.slug;
    /** @type {boolean} */ this.large;
  }

  render() {
    const listed = this.feed.state.clusters?.listed || []; // what an older page left on this device has none
    const line = (/** @type {ClusterView} */ one) => (this.large ? total(one) : this._whole(one));
    const [first, more] = [listed.slice(0, FIRST), this.large ? [] : listed.slice(FIRST)];
    return html`<section class="stack clusters ${this.large ? "large" : ""}" aria-label=${t("What is asked about now")}>
      <h2 class="label">${t("What is asked about now")}</h2>
      ${listed.length ? html`<ol>${first.map(line)}</ol>` : html`<p class="quiet small">${t("Nothing yet: what three have asked about is shown here.")}</p>`}
      ${more.length ? html`<details><summary>${tn("and {n} more|and {n} more", more.length)}</summary><ol>${more.map(line)}</ol></details>` : nothing}
    </section>`;
  }

  /** @param {ClusterView} one */
  _whole(one) {
    const { cluster, name, asked, open, recent, places, topicless } = one;
    const beside = [
      recent ? tn("+{n} within 10 minutes|+{n} within 10 minutes", recent) : "",
      open < asked ? t("waiting: {n}", { n: counted(open) }) : "",
      places.join(", "),
    ].filter(Boolean);
    const there = `/b/${encodeURIComponent(this.slug)}/desk?tab=all&cluster=${cluster}`;
    return html`<li data-cluster=${cluster}>
      <a class="theme" href=${there} title=${t("Show these questions on the desk")}>${name}</a>
      ${curve(one)} ${many(one)}
      ${
        beside.length || topicless
          ? html`<span class="beside small quiet">${beside.join(" · ")}
            ${topicless ? html`<span class="chip">${t("no such topic")}</span>` : nothing}
            ${topicless && this.feed.may("admin") ? html`<a href="/admin/lists/topics?new=${encodeURIComponent(name)}">${t("Make it a topic…")}</a>` : nothing}</span>`
          : nothing
      }
    </li>`;
  }
}

/** @param {ClusterView} one */
function total(one) {
  return html`<li data-cluster=${one.cluster}><span>${one.name}</span>${many(one)}</li>`;
}

/** @param {ClusterView} one */
function many({ asked }) {
  return html`<b class="many tabular" aria-label=${tn("{n} asked|{n} asked", asked)}>${counted(asked)}</b>`;
}

/**
 * How many came in each two minutes of the last hour; the same stands beside it in words.
 *
 * @param {ClusterView} one
 */
function curve({ curve: steps }) {
  const most = Math.max(...steps, 1);
  const width = WIDE / steps.length;
  return html`<svg viewBox="0 0 ${WIDE} ${HIGH}" aria-hidden="true">
    ${steps.map((n, i) => {
      const high = n ? Math.max(2, (n / most) * HIGH) : 0.5;
      return svg`<rect x=${i * width} y=${HIGH - high} width=${width - 0.6} height=${high} fill="currentColor"></rect>`;
    })}
  </svg>`;
}

customElements.define("live-clusters", LiveClusters);
