/** Twenty buttons ready to be laid onto a panel. */

import { VERBS } from "./generated.js";
import { STYLES } from "./styles.js";

/**
 * @import { CompanionPresetDefinitions, CompanionPresetSection } from "@companion-module/base"
 * @import { Lamps } from "./lights.js"
 * @import { Style } from "./styles.js"
 */

/**
 * A button: what stands on it, the word that it says, by which lamps it is lit, and what it says behind the word. Of two
 * lamps that are lit at once the later counts.
 * @typedef {object} Button
 * @property {string} text
 * @property {keyof typeof VERBS} word
 * @property {[keyof Lamps, Style & { text?: string }][]} lit
 * @property {string} [behind]
 * @property {true} [always]  it can be pressed whatever is on air
 */

const { air, next, done, can, cannot, lost } = STYLES;

const LEFT = "Эфир\n$(live:left)";

/** @type {Record<string, Button>} */
const SHOW = {
  take: {
    text: "В эфир\n$(live:next_number)",
    word: "take",
    lit: [
      ["next", next],
      ["air", cannot],
    ],
  },
  next: { text: "Дальше\n$(live:next_number)", word: "next", lit: [["next", next]] },
  answered: { text: "Ответ дан\n$(live:now_time)", word: "answered", lit: [["air", air]] },
  partly: { text: "Ответ\nнеполный", word: "partly", lit: [["air", can]] },
  returned: { text: "В вёрстку\n$(live:now_number)", word: "returned", lit: [["air", can]] },
  air: {
    text: "Начать\nэфир",
    word: "air",
    lit: [
      ["show", { ...can, text: LEFT }],
      ["over", { ...air, text: LEFT }],
      ["lost", { ...next, text: "Нет\nсвязи" }],
    ],
    always: true,
  },
};

/** @type {Record<string, Button>} */
const PICTURE = {
  graphic_show: {
    text: "Титр",
    word: "graphic-show",
    lit: [
      ["air", can],
      ["graphic", air],
    ],
  },
  graphic_clear: {
    text: "Снять\nтитр",
    word: "graphic-clear",
    lit: [
      ["graphic", can],
      ["poll", can],
    ],
  },
  poll_show: { text: "Опрос", word: "poll-show", lit: [["poll", air]], always: true },
  poll_hide: { text: "Убрать\nопрос", word: "poll-hide", lit: [["poll", can]] },
};

/** @type {Record<string, Button>} */
const PRESENTER = {
  message_1: { text: "Ведущему\n1", word: "message", behind: "1", lit: [["message", next]], always: true },
  message_2: { text: "Ведущему\n2", word: "message", behind: "2", lit: [["message", next]], always: true },
  intake_open: { text: "Открыть\nприём", word: "intake-open", lit: [["intake", done]], always: true },
  intake_close: { text: "Закрыть\nприём", word: "intake-close", lit: [["intake", can]] },
};

/** @type {Record<string, Button>} */
const PROMPTER = {
  prompter_start: { text: "Суфлёр\nпуск", word: "prompter-start", lit: [], always: true },
  prompter_stop: { text: "Суфлёр\nстоп", word: "prompter-stop", lit: [], always: true },
  prompter_faster: { text: "Суфлёр\nбыстрее", word: "prompter-faster", lit: [], always: true },
  prompter_slower: { text: "Суфлёр\nмедленнее", word: "prompter-slower", lit: [], always: true },
  prompter_back: { text: "Суфлёр\nназад", word: "prompter-back", lit: [], always: true },
  prompter_page: { text: "Суфлёр\nвперёд", word: "prompter-page", lit: [], always: true },
};

const SECTIONS = { Эфир: SHOW, "Титр и опрос": PICTURE, "Ведущий и приём": PRESENTER, Суфлёр: PROMPTER };

/** @type {CompanionPresetSection[]} */
export const STRUCTURE = Object.entries(SECTIONS).map(([name, buttons], place) => ({
  id: `section_${place + 1}`,
  name,
  definitions: Object.keys(buttons),
}));

/** @type {CompanionPresetDefinitions} */
export const PRESETS = Object.fromEntries(
  Object.values(SECTIONS).flatMap((buttons) => Object.entries(buttons).map(([id, button]) => [id, preset(button)])),
);

/** @param {Button} button */
function preset({ text, word, lit, behind, always = undefined }) {
  const lamps = lit.at(-1)?.[0] === "lost" ? lit : /** @type {Button["lit"]} */ ([...lit, ["lost", lost]]);
  return {
    type: /** @type {const} */ ("simple"),
    name: behind ? `${VERBS[word].says}: ${behind}` : VERBS[word].says,
    style: { text, size: /** @type {const} */ ("auto"), ...(always ? can : cannot) },
    steps: [{ down: [{ actionId: word, options: behind ? { behind } : {} }], up: [] }],
    feedbacks: lamps.map(([feedbackId, style]) => ({ feedbackId, options: {}, style })),
  };
}
