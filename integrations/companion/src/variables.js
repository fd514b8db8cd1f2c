/** What texts of buttons may hold: $(live:now_number) and the others. */

/** @import { Texts } from "./lights.js" */

/** @typedef {Texts & { refusal: string }} Values */

/** @type {{ [name in keyof Values]: { name: string } }} */
export const VARIABLES = {
  now_number: { name: "В эфире: номер вопроса" },
  now_text: { name: "В эфире: текст" },
  now_author: { name: "В эфире: имя" },
  now_locality: { name: "В эфире: место" },
  now_time: { name: "В эфире: сколько идёт ответ" },
  next_number: { name: "Следующий: номер вопроса" },
  next_text: { name: "Следующий: текст" },
  next_author: { name: "Следующий: имя" },
  next_locality: { name: "Следующий: место" },
  poll_text: { name: "Опрос в эфире: вопрос" },
  poll_voters: { name: "Опрос в эфире: сколько проголосовало" },
  messages: { name: "Сколько сообщений ведущий не подтвердил" },
  left: { name: "Сколько осталось до конца эфира по плану" },
  refusal: { name: "Почему не принято последнее нажатие" },
};
