/** To which broadcast a question is handed: asked once, of those that take it now. */

/** @import { DestinationView } from "./types.js" */

import { html, nothing } from "lit";
import { get } from "../parts/api.js";
import { ask } from "../parts/dialog.js";
import { t, tn } from "../parts/i18n.js";
import { dayAndHours } from "../parts/time.js";
import { refusal } from "../parts/toast.js";
import { pickByDigit } from "./forms.js";

/**
 * The slug of the chosen one, or null where none was, or none is there.
 *
 * @param {string} title
 * @param {string} slug of the broadcast that the question is in
 * @param {number} askers
 * @returns {Promise<string | null>}
 */
export async function askDestination(title, slug, askers) {
  /** @type {{ destinations: DestinationView[] }} */
  const { destinations } = await get(`/api/v1/broadcasts/${slug}/destinations`);
  if (!destinations.length) {
    refusal(t("There is no broadcast to hand it to: no show is to come, and there is no line between shows."));
    return null;
  }
  const fields = await ask({
    title,
    text: tn(
      "It gets a new number there; its text, its time and whoever asks it ({n} person) go with it.|It gets a new number there; its text, its time and whoever asks it ({n} people) go with it.",
      askers,
    ),
    fields: html`<fieldset class="reasons" @keydown=${pickByDigit}>
      <legend class="unseen">${t("Where to")}</legend>
      ${destinations.map(
        (one, i) => html`<label class="choice">
          <input type="radio" name="to" value=${one.slug} required ?checked=${destinations.length === 1} ?data-first=${i === 0} />
          <span>${i < 9 ? html`<kbd>${i + 1}</kbd> ` : nothing}${one.title}
            <span class="quiet">${one.kind === "standing" ? t("line between shows") : one.starts_at ? dayAndHours(one.starts_at, one.zone) : t("no day yet")}</span></span>
        </label>`,
      )}
    </fieldset>`,
    confirm: t("Hand over"),
  });
  return fields ? fields.to : null;
}
