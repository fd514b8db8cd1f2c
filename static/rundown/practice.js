/** Ten tasks for a producer, on the questions of live/desk/practice/scenes.py. */

/** @import { Task } from "../parts/practice/tasks.js" */

import { t } from "../parts/i18n.js";
import { KEYS } from "./help.js";
import { practise } from "../parts/practice/strip.js";
import { happens } from "../parts/practice/tasks.js";

/** @type {Task[]} */
export const TASKS = [
  {
    id: "top",
    what: t("Choose № {n} in the list and put it at the top", { n: 3 }),
    key: t("the chosen one to the top"),
    hint: t("A question is chosen by a click, or with the arrows ↓ and ↑."),
    done: happens("question.moved", 3),
  },
  {
    id: "take",
    what: t("Take the first of the list to air"),
    key: t("the first of the list to air"),
    hint: t("The first of the list stands on the card “Next”."),
    done: happens("question.taken"),
  },
  {
    id: "message",
    what: t("Write a message to the presenter and send it"),
    key: t("write to the presenter"),
    hint: t("Enter sends it, Esc leads out of the field: then the keys work again."),
    done: happens("presenter.messaged"),
  },
  {
    id: "clear",
    what: t("Clear the graphic"),
    key: t("clear the graphic"),
    hint: t("The key works while a question is on air."),
    done: happens("graphic.cleared"),
  },
  {
    id: "show",
    what: t("Show the graphic again"),
    button: t("Show the graphic"),
    hint: t("The button stands below the three great ones."),
    done: happens("graphic.shown"),
  },
  {
    id: "answered",
    what: t("The head has answered: close the question"),
    key: t("answered"),
    hint: t("It closes the question that is on air."),
    done: happens("question.answered"),
  },
  {
    id: "chosen",
    what: t("Take № {n} to air past the others", { n: 4 }),
    key: t("the chosen one to air"),
    hint: t("Choose № {n} first: the key takes the chosen one.", { n: 4 }),
    done: happens("question.taken", 4),
  },
  {
    id: "back",
    what: t("It came too early: put it back into the list"),
    key: t("from the air back to the list"),
    hint: t("It stands in its old place again."),
    done: happens("question.returned", 4),
  },
  {
    id: "intake",
    what: t("Close the intake: the show ends soon"),
    button: t("Close intake"),
    hint: t("The button stands in the right column, under “Broadcast”."),
    done: happens("broadcast.intake_closed"),
  },
  {
    id: "wrap",
    what: t("Finish the show"),
    button: t("Finish the show…"),
    hint: t("Tick that the show is over, then confirm."),
    done: happens("broadcast.wrapping"),
  },
];

practise("live-rundown", KEYS, TASKS);
