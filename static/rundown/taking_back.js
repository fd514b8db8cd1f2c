/** The air, or the end of the show, is taken back: what will happen is said, and the server says whether it still may. */

/** @import { Deeds } from "./commands.js" */

import { html } from "lit";
import { ask } from "../parts/dialog.js";
import { t } from "../parts/i18n.js";

/** @param {Deeds} deeds */
export async function takeAirBack(deeds) {
  const sure = await ask({
    title: t("Take the air back?"),
    text: t(
      "The show collects questions again, and its clock stands at nothing. That can be done until a question is taken to air.",
    ),
    confirm: t("Take the air back"),
    tone: "next",
  });
  if (sure) await deeds.send("broadcast.unair");
}

/** @param {Deeds} deeds */
export async function takeEndBack(deeds) {
  const fields = await ask({
    title: t("Take the end of the show back?"),
    text: t(
      "Questions of which the end made tickets are questions again, and the list stands as it did. Tickets of promises go until the next end. Calls stay ended, and intake stays closed until you open it. That can be done until somebody works on a ticket or writes to one who asked.",
    ),
    fields: html`<label class="field"><span class="label">${t("Why")}</span><textarea class="area" name="reason" maxlength="500" required data-first></textarea></label>`,
    confirm: t("Take the end back"),
    tone: "next",
  });
  if (fields) await deeds.send("broadcast.unwrap", { reason: fields.reason.trim() });
}
