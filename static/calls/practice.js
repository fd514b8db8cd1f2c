/** Ten tasks for a screener, on the calls of live/desk/practice/scenes.py. */

/** @import { Task } from "../parts/practice/tasks.js" */

import { KEYS } from "./keys.js";
import { t } from "../parts/i18n.js";
import { practise } from "../parts/practice/strip.js";
import { happens } from "../parts/practice/tasks.js";

/** @type {Task[]} */
export const TASKS = [
  {
    id: "take",
    what: t("Two calls ring: take the one that rings longest"),
    key: t("take the call"),
    hint: t("With no card open the key takes the call that rings longest."),
    done: happens("call.taken"),
  },
  {
    id: "write",
    what: t("Write down what the caller asks"),
    key: t("to the fields"),
    hint: t("Fill in the field of the question; what is written is kept by itself. Esc leads out of the field."),
    done: ({ type, caller }) => type === "call.written" && Boolean(caller?.text?.trim()),
  },
  {
    id: "hold",
    what: t("Ask the caller to wait: put the call on hold"),
    key: t("put on hold"),
    hint: t("Keys work outside the fields: press Esc first."),
    done: happens("call.held"),
  },
  {
    id: "again",
    what: t("Talk to the same caller again"),
    key: t("take the call"),
    hint: t("The card of the call on hold has to be open."),
    done: happens("call.taken"),
  },
  {
    id: "warn",
    what: t("The caller interrupts everybody: leave a warning for your colleagues"),
    key: t("warn the caller"),
    hint: t("Say what for, then Enter."),
    done: happens("call.cautioned"),
  },
  {
    id: "hand",
    what: t("Hand the call over to air, with its question"),
    key: t("hand over as a question"),
    hint: t("The question has to be written down before."),
    done: happens("call.handed"),
  },
  {
    id: "second",
    what: t("The second call still rings: open it and take it"),
    key: t("open the call that rings longest"),
    hint: t("Open it, then take it with T."),
    done: happens("call.taken"),
  },
  {
    id: "end",
    what: t("End the call, and promise to call back"),
    key: t("end the call"),
    hint: t("Choose that the caller is put on the call-back list, and confirm with Enter."),
    done: ({ type, caller }) => type === "call.ended" && Boolean(caller?.call_back),
  },
  {
    id: "close",
    what: t("Somebody was called back: take a call off the call-back list"),
    key: t("off the call-back list"),
    hint: t("Choose a call of the list “To call back” with the arrows, then press the key."),
    done: happens("call.closed"),
  },
  {
    id: "reopen",
    what: t("It was the wrong one: put the call back on the list"),
    key: t("take back the last move"),
    hint: t("The message after a move has the same button, for a few seconds; the key works longer."),
    done: happens("call.reopened"),
  },
];

practise("live-calls", KEYS, TASKS);
