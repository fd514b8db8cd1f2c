/** Where a question begins: after the greeting and whom it greets. Pure. */

import { remembered } from "../remembered.js";

/** Words with which an address without a comma is over, and the question has begun. */
const ASKING =
  "(?:когда|почему|зачем|где|куда|как|кто|что|чем|сколько|какой|какая|какие|можно|будет|будут|есть|нет|ли|у)";
const HELLO =
  "(?:здравствуйте|здраствуйте|здравствуй|приветствую|привет|доброе утро|добр(?:ый|ого) (?:день|дня|вечер|вечера|утра)" +
  "|доброго (?:времени суток|здоровья))";
const RESPECTED = `(?:много)?уважаем(?:ый|ая|ые|ой)(?:\\s+(?!${ASKING}[\\s,])[\\p{L}-]+){1,4}`;
const TO = `(?:${RESPECTED}|дорог(?:ая|ие) (?:редакция|студия|друзья|ведущие)|студия|редакция|ведущие|друзья|коллеги|все|всем|[\\p{L}-]+\\s+\\p{L}+(?:вич|ьич|мич|вна|чна))`;
const STOP = "\\s*[,.!:;…)—–-]+\\s*";
const GREETING = new RegExp(
  `^[\\s\\p{P}]*(?:${HELLO}(?:\\s*,?\\s*${TO}(?=\\s*[,.!:;…)—–-]))?(?:${STOP}|\\s+)|${TO}${STOP})`,
  "iu",
);
/** Letters that a question has at the least: of «Здравствуйте, Анна.» nothing is taken. */
const LEAST = 4;
/** Greetings that stand one after the other. */
const MOST = 3;

/** A text from its question on; the whole of it where nothing but a greeting is there. */
export const withoutGreeting = remembered((text) => {
  let rest = text;
  for (let n = 0; n < MOST; n++) {
    const next = rest.replace(GREETING, "");
    if (next === rest || (next.match(/\p{L}/gu) || []).length < LEAST) break;
    rest = next;
  }
  if (rest === text) return text;
  const [first = ""] = rest;
  return first.toUpperCase() + rest.slice(first.length);
});
