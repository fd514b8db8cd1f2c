import "./page.mjs";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { withoutGreeting } = await import("../../static/parts/questions/opening.js");
const { found, passage } = await import("../../static/parts/questions/sought.js");

describe("a question's opening", () => {
  const cases = {
    "Здравствуйте! Когда починят дорогу?": "Когда починят дорогу?",
    "Здравствуйте, когда починят дорогу?": "Когда починят дорогу?",
    "здравствуйте когда починят дорогу": "Когда починят дорогу",
    "Здравствуйте, студия. Почему фельдшер приезжает раз в неделю?": "Почему фельдшер приезжает раз в неделю?",
    "Уважаемый глава района! Просим разрешить торговать.": "Просим разрешить торговать.",
    "Уважаемый Иван Петрович, когда будет газ?": "Когда будет газ?",
    "Добрый вечер! Уважаемая администрация, нет воды.": "Нет воды.",
    "Добрый день, Иван Петрович! Где автобус?": "Где автобус?",
    "Добрый день всем. Где автобус?": "Где автобус?",
    "ДОБРОЕ УТРО!!! Нет света": "Нет света",
  };
  for (const [text, begins] of Object.entries(cases))
    test(`${text} → ${begins}`, () => assert.equal(withoutGreeting(text), begins));

  test("what is part of the question stays", () => {
    for (const text of [
      "Дорога у школы разбита, когда починят?",
      "Дорогая плата за отопление, почему?",
      "Уважаемый глава когда починят дорогу, скажите",
      "Новое Поле, нет света",
      "Все дороги разбиты, ямы",
      "Когда? Здравствуйте!",
      "Приветствия в эфире читаете?",
    ])
      assert.equal(withoutGreeting(text), text);
    assert.equal(withoutGreeting("Здравствуйте, нет воды. Когда дадут?"), "Нет воды. Когда дадут?");
  });

  test("a greeting alone is shown as it is", () => {
    for (const text of ["Здравствуйте!", "Добрый день, Иван Петрович!", "", "???"])
      assert.equal(withoutGreeting(text), text);
  });
});

describe("the words that were searched for", () => {
  const hits = (text, query) =>
    found(text, query)
      .filter(({ hit }) => hit)
      .map(({ text: word }) => word);

  test("are found in other forms", () => {
    assert.deepEqual(hits("Дороги нет, дорогу обещали", "дорога"), ["Дороги", "дорогу"]);
    assert.deepEqual(hits("Нет воды, водитель ушёл", "вода"), ["воды"]);
    assert.deepEqual(hits("Трубы теплотрассы гниют", "теплотрасс"), ["теплотрассы"]);
    assert.deepEqual(hits("Ёлку не убрали", "елка"), ["Ёлку"]);
    assert.deepEqual(hits("Домофон у дома 12, не 120", "дом 12"), ["дома", "12"]);
  });

  test("leave the text as it is but for the marks", () => {
    const text = "Дорога! Где дорога?\nНет дороги…";
    assert.equal(
      found(text, "дорога")
        .map(({ text: some }) => some)
        .join(""),
      text,
    );
    assert.deepEqual(found(text, ""), [{ text, hit: false }]);
  });

  test("are told with the sentence in which they stand where the first lines do not reach them", () => {
    const text =
      "Можно ли строиться за Школьной? Участки нарезали ещё в позапрошлом году, а света нет. Обещали и дорогу до осени.";
    assert.deepEqual(passage(found(text, "дорога"), 400)[0], { text: "… Обещали и ", hit: false });
    assert.deepEqual(passage(found("Где дорога?", "дорога"), 6), [
      { text: "Где ", hit: false },
      { text: "до", hit: true },
    ]);
    const long = `${"слово ".repeat(60)}дорога`;
    const [lead] = passage(found(long, "дорога"), 400);
    assert.match(lead.text, /^… слово /);
    assert.ok(lead.text.length <= 43, lead.text);
    assert.deepEqual(passage(found("Где дорога?", "дорога"), 400), found("Где дорога?", "дорога"));
  });
});
