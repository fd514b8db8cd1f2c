/** A text to try a controller on, while the presenter's own stands still. */

/** @import { Control } from "./control.js" */

import { html } from "lit";
import { LiveElement } from "../../parts/element.js";
import { t } from "../../parts/i18n.js";
import { Scroll } from "../scroll.js";

class PrompterTrial extends LiveElement {
  static properties = { control: { attribute: false } };

  constructor() {
    super();
    /** @type {Control} */ this.control;
  }

  render() {
    return html`<div class="trial"><p class="trial-text" lang="ru">${t("This text is here to be moved. Push the pedal a little: the lines should go as fast as you read aloud. Push it further: they run. Let it go: they stand at once, at the line that you are reading. Now back, if your controller goes both ways. The question on air stands still meanwhile, and nobody but you sees these lines. Try it until your foot finds the pace by itself, and only then go on air. Change the dead zone when the text creeps although you have let go. Change the curve when slow reading wants too fine a foot. Lower the top speed when the text runs away from you. That is all there is to it.")}</p></div>`;
  }

  firstUpdated() {
    const text = /** @type {HTMLElement} */ (this.querySelector(".trial-text"));
    const scroll = new Scroll(text, () => {});
    scroll.leading = parseFloat(getComputedStyle(text).lineHeight) || 1;
    const end = Math.max(0, text.offsetHeight - scroll.leading);
    scroll.bound({ home: 0, end, last: end });
    this.control.tryOn(scroll);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.control.tryOn(null);
  }
}

customElements.define("prompter-trial", PrompterTrial);
