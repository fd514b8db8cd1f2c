/** Icons, always beside a word, or inside something with a label. */

import { placeSprite } from "./sprite.js";

export { icon } from "./sprite.js";

/* The sprite stands in the page itself, so that an icon first needed while the network is gone is there. */
placeSprite().catch(() => {}); // Without it every button still has its word or its label.
