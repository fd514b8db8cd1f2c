/**
 * Stands in for Bitfocus Companion: runs the module's own class, presses the buttons of its presets, and tells how they
 * stand. One JSON a line, both ways; the module ends with its input.
 *
 * Heard: {config, secrets} first and whenever they are set anew; {press, button} presses a preset, {press, action,
 * options} an action alone. Told: {status, lamps, texts} with each change, {pressed, errors} once a press was answered,
 * {presets} once, {log} for each line of the module's.
 */

import { createInterface } from "node:readline";
import Live, { UpgradeScripts } from "../../integrations/companion/src/main.js";

const tell = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);
globalThis.COMPANION_LOGGER = (_source, level, message) => tell({ log: `${level}: ${message}` });

let [actions, feedbacks, presets] = [{}, {}, {}];
const now = { status: [], lamps: {}, texts: {} };
let due = false;

/** All that changes in one go is told at once. */
function changed() {
  if (due) return;
  due = true;
  setImmediate(() => {
    due = false;
    tell(now);
  });
}

/** Ask the feedbacks how they stand, as Companion does. */
function look(names) {
  for (const name of names) now.lamps[name] = feedbacks[name].callback({ feedbackId: name, options: {} }, {});
  changed();
}

const live = new Live({
  _isInstanceContext: true,
  id: "live",
  label: "live",
  upgradeScripts: UpgradeScripts,
  updateStatus: (status, message) => {
    now.status = [status, message ?? ""];
    changed();
  },
  setActionDefinitions: (definitions) => (actions = definitions),
  setFeedbackDefinitions: (definitions) => {
    feedbacks = definitions;
    look(Object.keys(feedbacks));
  },
  setPresetDefinitions: (structure, definitions) => {
    presets = definitions;
    tell({ presets: structure.flatMap((section) => section.definitions) });
  },
  setVariableDefinitions: (definitions) => {
    now.texts = Object.fromEntries(Object.keys(definitions).map((name) => [name, ""]));
  },
  setVariableValues: (values) => {
    for (const [name, value] of Object.entries(values)) if (name in now.texts) now.texts[name] = value;
    changed();
  },
  checkFeedbacks: (names) => look(names),
});

/** What went wrong with what a button does when it goes down, by the words of the errors. */
async function errorsOf(pressed) {
  const done = await Promise.allSettled(
    pressed.map(async ({ actionId, options }) => actions[actionId].callback({ actionId, options }, {})),
  );
  return done.flatMap((one) => (one.status === "rejected" ? [one.reason.message] : []));
}

let begun = false;
for await (const line of createInterface({ input: process.stdin })) {
  const heard = JSON.parse(line);
  if (heard.config) {
    if (begun) await live.configUpdated(heard.config, heard.secrets);
    else await live.init(heard.config, true, heard.secrets);
    begun = true;
    continue;
  }
  const pressed = heard.button
    ? presets[heard.button].steps[0].down
    : [{ actionId: heard.action, options: heard.options ?? {} }];
  void errorsOf(pressed).then((errors) => tell({ pressed: heard.press, errors }));
}
await live.destroy();
