/** Ten tasks for a moderator, on the questions of live/desk/practice/scenes.py. */

/** @import { Task } from "../parts/practice/tasks.js" */

import { KEYS } from "./help.js";
import { t } from "../parts/i18n.js";
import { practise } from "../parts/practice/strip.js";
import { happens } from "../parts/practice/tasks.js";

/** @type {Task[]} */
export const TASKS = [
  {
    id: "shortlist",
    what: t("Open question № {n} and put it on the list", { n: 10 }),
    key: t("to the list"),
    hint: t("A question is opened by a click, or with the arrows ↓ and ↑."),
    done: happens("question.shortlisted", 10),
  },
  {
    id: "decline",
    what: t("Decline № {n}, an advertisement, and say the reason", { n: 9 }),
    key: t("decline"),
    hint: t("Choose the reason with its digit, then Enter."),
    done: happens("question.declined", 9),
  },
  {
    id: "undo",
    what: t("It was the wrong one after all: take the last move back"),
    key: t("take back the last move"),
    hint: t("The key works at any time, whichever question is open."),
    done: happens("question.restored", 9),
  },
  {
    id: "merge",
    what: t("№ {n} asks the same as № {into}: merge it into that one", { n: 8, into: 4 }),
    key: t("merge into another"),
    hint: t("Open № {n} first. In the dialog choose a likely double by its digit, or type the number.", { n: 8 }),
    done: happens("question.merged", 8),
  },
  {
    id: "edit",
    what: t("Tidy the text of № {n} for air and save it", { n: 7 }),
    key: t("edit for air"),
    hint: t("Ctrl+Enter saves. What the resident wrote stays beside it."),
    done: happens("question.edited", 7),
  },
  {
    id: "note",
    what: t("Write a note to № {n}, for the head or the presenter", { n: 6 }),
    key: t("note"),
    hint: t("Ctrl+Enter saves the note."),
    done: happens("question.noted", 6),
  },
  {
    id: "topic",
    what: t("Say the topic of № {n}", { n: 5 }),
    key: t("topic"),
    hint: t("Type a part of its name, then Enter."),
    // The machine guesses too, in nobody's name.
    done: (event) => happens("question.classified", 5)(event) && event.by !== null,
  },
  {
    id: "search",
    what: t("Find the question about the well in the search, and put it on the list"),
    key: t("search"),
    hint: t("Type “well” in Russian, then Enter: the question that was found is open."),
    done: happens("question.shortlisted", 1),
  },
  {
    id: "reply",
    what: t("Answer № {n} in writing", { n: 2 }),
    key: t("reply in writing"),
    hint: t("Leave the search first with F. Here the reply goes to nobody."),
    done: happens("reply.queued", 2),
  },
  {
    id: "add",
    what: t("Write down a question by hand, as if somebody had told it"),
    key: t("a question by hand"),
    hint: t("Only the text has to be filled in; Ctrl+Enter saves."),
    done: happens("question.added"),
  },
];

practise("live-desk", KEYS, TASKS);
