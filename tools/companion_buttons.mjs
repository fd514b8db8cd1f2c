/**
 * How Companion's buttons look at one moment: {told, now} in, as the module hears it of the server; out, each section's
 * name with its buttons: text, colour, ground. tools/screenshots_companion.py draws them.
 */

import { text } from "node:stream/consumers";
import { lampsOf, textsOf } from "../integrations/companion/src/lights.js";
import { PRESETS, STRUCTURE } from "../integrations/companion/src/presets.js";

const { told, now } = JSON.parse(await text(process.stdin));
const [lamps, texts] = [lampsOf(told, Date.parse(now)), textsOf(told, Date.parse(now))];

/** Of the feedbacks that are lit the later counts, as in Companion. */
function looks({ style, feedbacks }) {
  const lit = feedbacks.filter((one) => lamps[one.feedbackId]).map((one) => one.style);
  const look = Object.assign({ ...style }, ...lit);
  const said = look.text.replace(/\$\(live:(\w+)\)/g, (_, name) => texts[name]);
  return { text: said, colour: look.color, ground: look.bgcolor };
}

const sections = STRUCTURE.map(({ name, definitions }) => ({
  name,
  buttons: definitions.map((id) => looks(PRESETS[id])),
}));
process.stdout.write(JSON.stringify(sections));
