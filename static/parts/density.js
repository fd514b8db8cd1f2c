/** How close the rows of lists stand: chosen on the device, put on by theme.js before a page is drawn, measured by the lists. */

import { t } from "./i18n.js";
import { note } from "./toast.js";

const NAME = "density";
const COMPACT = "compact";

/** The rows closer together, or as usual again. */
export function turnDensity() {
  const root = document.documentElement;
  const compact = root.dataset.density !== COMPACT;
  root.dataset.density = compact ? COMPACT : "usual";
  try {
    localStorage.setItem(NAME, root.dataset.density);
  } catch {
    // It then lasts as long as the page does.
  }
  note(compact ? t("The rows stand close together.") : t("The rows stand as usual."));
}
