"""A moderator who works by keys alone: what is planned for each question, the keys for it, what they were to do."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.stage import Stage

SHIFT = (
    *(
        "shortlist",
        "decline",
        "edit",
        "double",
        "shortlist",
        "ticket",
        "topic",
        "decline russian",
        "note",
        "shortlist russian",
    ),
    *("merge", "offered topic", "place", "undo", "pass", "other", "many", "many", "many", "many"),
    *(
        "shortlist",
        "double russian",
        "other",
        "decline",
        "view",
        "shortlist",
        "edit russian",
        "other",
        "pass",
        "ticket",
    ),
    *(
        "shortlist many",
        "shortlist many",
        "shortlist many",
        "other",
        "found",
        "help",
        "note",
        "undo",
        "decline",
        "shortlist",
    ),
    *("root", "root", "root", "other"),
)
"""What is done to each, from the newest to the oldest."""

SPAM, OFF_TOPIC = "spam", "off_topic"
WORDS = {
    "other": ("метеостанция", "голубятня", "лыжня", "пасека", "причал"),
    "found": ("водокачка",),
    "view": ("рощица",),
}
FORMS = {
    "метеостанция": "метеостанцию",
    "голубятня": "голубятни",
    "лыжня": "лыжню",
    "пасека": "пасеку",
    "причал": "причала",
}
"""A word of its own for each that is searched for, and the form that is typed."""

ROOTS = (
    "Когда достроят плотину у верхней мельницы и спустят воду с лугов?",
    "Кто отвечает за ярмарку по субботам и почему ряды стоят без навеса?",
    "Правда ли, что паром через залив больше не пустят даже летом?",
)
"""What is asked twice."""

DESK = """async () => {
  const {number, shownAt, listing, feed, opened} = document.querySelector('live-desk');
  const {status, order: {length}} = listing;
  const second = new Promise((done) => setTimeout(done, 1000));
  const frames = Boolean(await Promise.race([new Promise(requestAnimationFrame), second]));
  return JSON.stringify({
    number, frames, shownAt: String(shownAt), now: performance.now(), listing: status, length, line: feed.status,
    pending: feed.pending.of(number), waiting: feed.waiting, state: opened?.state, version: opened?.version,
    told: [...document.querySelectorAll('.toast')].map((toast) => toast.innerText),
  });
}"""
"""What a desk is at, for a failure."""

Json = dict[str, Any]


class Shift:
    """The keys of one moderator, what they were meant to do, and the world that goes on meanwhile."""

    def __init__(self, stage: Stage, desk: Page, beside: Page, texts: dict[int, str]) -> None:
        self.stage, self.desk, self.beside, self.texts = stage, desk, beside, texts
        self.plan = {len(SHIFT) - place: verb for place, verb in enumerate(SHIFT)}
        self.todo = {number: verb for number, verb in self.plan.items() if verb not in ("pass", "other")}
        self.others = [number for number, verb in self.plan.items() if verb == "other"]
        self.meant: dict[int, Json] = {number: {"state": "new"} for number in self.plan}
        self.step = 0

    # Keys

    def press(self, *keys: str) -> None:
        for key in keys:
            self.desk.keyboard.press(key)

    def press_in_russian(self, code: str, letter: str) -> None:
        """The key in this place, as a keyboard in the Russian layout sends it."""
        self.desk.evaluate(
            "([code, key]) => (document.activeElement || document.body)"
            ".dispatchEvent(new KeyboardEvent('keydown', {code, key, bubbles: true, cancelable: true}))",
            [code, letter],
        )

    @property
    def open(self) -> int | None:
        number: int | None = self.desk.evaluate("document.querySelector('live-desk').number")
        return number

    def gone_on(self, *numbers: int) -> None:
        """The next has come up, and is in sight."""
        try:
            self.desk.wait_for_function(
                "numbers => { const desk = document.querySelector('live-desk');"
                " return !numbers.includes(desk.number) && desk.shownAt <= performance.now(); }",
                arg=numbers,
            )
        except PlaywrightTimeout as late:
            raise AssertionError(f"nothing came up after {numbers}: {self.desk.evaluate(DESK)}") from late

    def now(self, number: int, **fields: Any) -> None:
        """What the keys have made of it."""
        self.meant[number] |= fields
        self.todo.pop(number, None)

    # What the keys do

    def shortlist(self, number: int) -> None:
        self.press("s")
        self.gone_on(number)
        self.now(number, state="shortlisted")

    def shortlist_russian(self, number: int) -> None:
        self.press_in_russian("KeyS", "ы")
        self.gone_on(number)
        self.now(number, state="shortlisted")

    def decline(self, number: int) -> None:
        self.press("d")
        self._because("6", number)
        self.now(number, state="declined", reason=SPAM)

    def decline_russian(self, number: int) -> None:
        self.press_in_russian("KeyD", "в")
        self._because("1", number)
        self.now(number, state="declined", reason=OFF_TOPIC)

    def _because(self, digit: str, *numbers: int) -> None:
        expect(self.desk.locator("dialog input").first).to_be_focused()
        self.press(digit, "Enter")
        self.gone_on(*numbers)

    def edit(self, number: int) -> None:
        self.press("e")
        self._written(number)

    def edit_russian(self, number: int) -> None:
        self.press_in_russian("KeyE", "у")
        self._written(number)

    def _written(self, number: int) -> None:
        field = self.desk.get_by_label("Текст для эфира")
        expect(field).to_be_focused()
        self.press("Control+a")
        self.desk.keyboard.type(f"Для эфира: вопрос {number}?")
        self.press("Control+Enter")
        expect(field).to_have_count(0)
        self.shortlist(number)
        self.now(number, air_text=f"Для эфира: вопрос {number}?")

    def _root(self, number: int) -> int:
        """The first likely double, which must be the question that this one repeats."""
        [root] = [other for other, text in self.texts.items() if other != number and text in self.texts[number]]
        self.desk.wait_for_function(
            "root => { const {hints} = document.querySelector('live-desk').actions;"
            " return hints.found.similar.length && hints.found.similar[0].number === root; }",
            arg=root,
        )
        return root

    def double(self, number: int) -> None:
        root = self._root(number)
        self.press("g")
        self.gone_on(number)
        self.now(number, state="merged", into=root)

    def double_russian(self, number: int) -> None:
        root = self._root(number)
        self.press_in_russian("KeyG", "п")
        self.gone_on(number)
        self.now(number, state="merged", into=root)

    def merge(self, number: int) -> None:
        root = self._root(number)
        self.press("m")
        expect(self.desk.locator("dialog input[type=radio]").first).to_be_focused()
        self.press("1", "Enter")
        self.gone_on(number)
        self.now(number, state="merged", into=root)

    def ticket(self, number: int) -> None:
        self.press("t")
        expect(self.desk.locator("dialog [name=department]")).to_be_focused()
        self.press("Enter")
        self.gone_on(number)
        self.now(number, state="ticketed")

    def topic(self, number: int) -> None:
        self._named("c", "культура", number, topic="Культура")

    def place(self, number: int) -> None:
        self._named("l", "Сосновка", number, locality="Сосновка")

    def _named(self, key: str, typed: str, number: int, **fields: str) -> None:
        self.press(key)
        expect(self.desk.locator("dialog input[role=combobox]")).to_be_focused()
        self.desk.keyboard.type(typed)
        self.press("Enter")
        [name] = fields.values()
        expect(self.desk.locator("desk-pane .kind").filter(has_text=name)).to_have_count(1)
        self.shortlist(number)
        self.now(number, **fields)

    def offered_topic(self, number: int) -> None:
        self.desk.wait_for_function("document.querySelector('live-desk').actions.hints.found.topics.length")
        offered = self.desk.evaluate("document.querySelector('live-desk').actions.hints.found.topics[0]")
        self.press("Shift+1")
        expect(self.desk.locator("desk-pane .kind .present").first).to_contain_text(offered)
        self.shortlist(number)
        self.now(number, topic=offered)

    def note(self, number: int) -> None:
        self.press("n")
        expect(self.desk.locator("dialog textarea")).to_be_focused()
        self.desk.keyboard.type("Говорить медленно")
        self.press("Control+Enter")
        expect(self.desk.locator("desk-pane .note")).to_contain_text("Говорить медленно")
        self.decline(number)
        self.now(number, note="Говорить медленно")

    def undo(self, number: int) -> None:
        """Into the list by mistake, and back; it stays new, and is passed by from then on."""
        self.shortlist(number)
        self.press("z")
        expect(self.desk.locator(".toast").last).to_contain_text("Отменено")
        self.now(number, state="new")

    def _select(self, number: int, many: int) -> list[int]:
        self.press("Space", *["Shift+ArrowDown"] * (many - 1))
        numbers = list(range(number, number - many, -1))
        picked = self.desk.evaluate("document.querySelector('live-desk').selection.numbers")
        assert sorted(picked, reverse=True) == numbers
        return numbers

    def many(self, number: int) -> None:
        numbers = self._select(number, 4)
        self.press("d")
        self._because("6", *numbers)
        for each in numbers:
            self.now(each, state="declined", reason=SPAM)

    def shortlist_many(self, number: int) -> None:
        numbers = self._select(number, 3)
        self.press("s")
        self.gone_on(*numbers)
        for each in numbers:
            self.now(each, state="shortlisted")

    def found(self, number: int) -> None:
        """Elsewhere in the list, by another form of its word; then everything is shown again."""
        self.search(self.desk, "водокачку", number)
        self.shortlist(number)
        self.press("f")
        expect(self.desk.locator(".not-all")).to_have_count(0)

    def view(self, number: int) -> None:
        """A search kept under a name of one's own, and called by its digit."""
        self.search(self.desk, "рощицы", number)
        self.press("v")
        expect(self.desk.locator("#view-name")).to_be_focused()
        self.desk.keyboard.type("Про рощицу")
        self.press("Enter")
        expect(self.desk.locator(".own-views [aria-pressed=true]")).to_have_text("Про рощицу")
        self.press("f")
        expect(self.desk.locator("desk-list .row")).not_to_have_count(1)
        self.press("v")
        expect(self.desk.locator(".own-view")).to_be_focused()
        self.press("1")
        expect(self.desk.locator("desk-list .row")).to_have_count(1)
        self.press("Home", "s")
        self.gone_on(number)
        self.press("f")
        self.now(number, state="shortlisted")

    def help(self, number: int) -> None:
        self.press("Shift+Slash")
        expect(self.desk.locator("dialog .all-keys")).to_be_visible()
        self.press("Escape")
        expect(self.desk.locator("dialog")).to_have_count(0)
        self.shortlist(number)

    root = shortlist

    def search(self, desk: Page, words: str, number: int) -> None:
        desk.keyboard.press("/")
        if desk.evaluate("document.activeElement.value"):
            desk.keyboard.press("Escape")
        desk.keyboard.type(words)
        desk.keyboard.press("Enter")
        desk.wait_for_function(
            "number => { const desk = document.querySelector('live-desk');"
            " return desk.number === number && desk.shownAt <= performance.now(); }",
            arg=number,
        )

    # The world goes on

    def meanwhile(self) -> None:
        """A question comes in at each third step; at each fourth the other moderator puts one into the list."""
        self.step += 1
        if self.step % 3 == 0:
            number = self.stage.api.ask(f"Спросили во время работы, {self.step}")["number"]
            self.meant[number] = {"state": "new"}
        if self.step % 4 == 0 and self.others:
            number = self.others.pop()
            [word] = [word for word in WORDS["other"] if word in self.texts[number].lower()]
            self.search(self.beside, FORMS[word], number)
            self.beside.keyboard.press("s")
            expect(self.beside.locator("desk-list .row")).to_have_count(0)
            self.meant[number]["state"] = "shortlisted"

    def work(self) -> None:
        while self.todo or self.others:
            assert self.step < 200, self.todo
            self.meanwhile()
            number = self.open
            if number in self.todo:
                getattr(self, self.todo[number].replace(" ", "_"))(number)
                continue
            self.press("j" if self.step % 2 else "ArrowDown")
            if self.open == number:  # the end of the list
                self.press("Home")
