"""A whole show over stubs of every network, told by processes that are killed: who hears what, when and by which way.

What is due is known by the story alone, apart from what the product says of itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

import pytest
from sqlalchemy import select

from live.domain.followup.notice import AFTER, Kind
from live.store.ids import NUMBERS, question_id
from live.store.tables import notice, outbox
from live.store.transaction import Store
from tests.followup.messages import messages
from tests.followup.town import BY_NETWORK, DONE, TEXTS, WAYS, Telling, Town, Word, word_of
from tests.support.rooms import Tickets, clock_of, clocked

__all__ = ["clocked"]

pytestmark = pytest.mark.faults

MESSAGES = 340
AIRED, ALIKE = 12, 24
ROOTS, MERGED = 20, 120
DECLINED = 8
SAID = "Мост откроют в декабре"
KILLS = 5


@dataclass(frozen=True)
class Due:
    """A word that somebody is to hear, no sooner than `after` it `began` to be due, and by when at the latest."""

    word: str
    began: datetime
    ended: datetime
    after: timedelta = timedelta(0)


class Story:
    """What was done to which question, and by it what each of its askers is due to hear, in order."""

    def __init__(self, store: Store, stack: ExitStack) -> None:
        self.town = Town(store, stack)
        self.show, self.telling = self.town.show, Telling(self.town)
        self.due: defaultdict[int, list[Due]] = defaultdict(list)
        self.into: dict[int, int] = {}
        numbers = iter(range(1, MESSAGES + 1))
        self.aired = list(islice(numbers, AIRED))
        self.alike = list(islice(numbers, ALIKE))
        self.roots = list(islice(numbers, ROOTS))
        self.merged = list(islice(numbers, MERGED))
        self.declined = list(islice(numbers, DECLINED))
        self.rest = list(numbers)

    def play(self) -> None:
        self._ask()
        self._sort()
        self._shortlist()
        self._air()
        self._wrap()
        self._send_summaries()
        self._answer()

    def of(self, root: int) -> list[int]:
        """Who asked the same."""
        return [root, *(n for n, into in self.into.items() if into == root)]

    def _falls_due(self, when: tuple[datetime, datetime], kind: Kind, *roots: int) -> None:
        self._say(Due(TEXTS[kind].split()[0], *when, AFTER[kind]), *roots)

    def _say(self, due: Due, *roots: int) -> None:
        for root in roots:
            for n in self.of(root):
                self.due[n].append(due)

    def _ask(self) -> None:
        for text, way in zip(messages(MESSAGES), cycle(WAYS), strict=False):
            self.town.ask(text, way)
        self.show.understood()
        self._falls_due(self.telling.after(60, minutes=3), Kind.ARRIVED, *self.town.way)

    def _sort(self) -> None:
        for number, into in [*zip(self.alike, cycle(self.aired[:6])), *zip(self.merged, cycle(self.roots))]:
            self.show.do("question.merge", number, into=into)
            self.into[number] = into
        for place, number in enumerate(self.declined):
            self.show.do("question.decline", number, reason="spam" if place % 2 else "not_ours")
        self._falls_due(self.telling.after(2, minutes=3), Kind.DECLINED, *self.declined[::2])

    def _shortlist(self) -> None:
        for number in self.aired:
            self.show.do("question.shortlist", number)
        self._falls_due(self.telling.after(10, minutes=2), Kind.SHORTLISTED, *self.aired)

    def _air(self) -> None:
        """Two of the rundown are always told that they are next."""
        self.show.do("broadcast.air")
        self._falls_due(self.telling.after(seconds=30), Kind.SOON, *self.aired[:2])
        for place, number in enumerate(self.aired):
            self.show.do("question.take", number)
            when = self.telling.after(seconds=30)
            self._falls_due(when, Kind.ON_AIR, number)
            self._falls_due(when, Kind.SOON, *self.aired[place + 2 : place + 3])
            self.show.do("question.answer", number, summary=None if place % 2 else SAID)
            self._falls_due(self.telling.after(minutes=2), Kind.ANSWERED, number)

    def _wrap(self) -> None:
        self.show.wrapped()
        self._falls_due(self.telling.after(40, 80, minutes=3), Kind.TICKETED, *self.roots, *self.rest)

    def _send_summaries(self) -> None:
        for number in self.aired[1::2]:
            self.show.do("question.summarise", number, summary=SAID)
            self.show.do("question.send_answer", number)
        self._falls_due(self.telling.after(minutes=2), Kind.SUMMARY, *self.aired[1::2])

    def _answer(self) -> None:
        desk = Tickets(self.town.store)
        began = clock_of(self.town.store).now
        for row in self.show.tickets():
            desk.do("ticket.assign", row.number, department="ЖКХ")
            desk.do("ticket.reply", row.number, text=f"{DONE}. {{вопрос}} {{имя}}, спасибо!", final=True)
        self._say(Due(DONE, began, self.telling.after(seconds=1)[1]), *self.roots, *self.rest)

    # What became of it

    def hears(self, n: int) -> bool:
        """Whether a network reaches this resident by itself."""
        return self.town.way[n] in BY_NETWORK

    def expected(self) -> set[Word]:
        return {(n, one.word) for n, due in self.due.items() if self.hears(n) for one in due}

    def book(self) -> dict[int, list[Any]]:
        """By resident, what the outbox holds for them, in order."""
        found: defaultdict[int, list[Any]] = defaultdict(list)
        with self.town.store.read() as connection:
            for row in connection.execute(select(outbox).order_by(outbox.c.id)):
                found[word_of(row.text)[0]].append(row)
        return found


@pytest.fixture(scope="module")
def story(clocked: Store) -> Iterator[Story]:
    with ExitStack() as stack:
        made = Story(clocked, stack)
        made.play()
        yield made


def test_each_asker_hears_each_word_due_and_no_other_once_though_the_process_dies_five_times(story: Story) -> None:
    assert story.telling.kills == KILLS
    standing, expected = story.town.standing(), story.expected()
    book = story.book()
    # Of what was on its way when a process died, a network without a guard is not asked again: the centre is.
    in_doubt = {word_of(row.text) for rows in book.values() for row in rows if row.state == "unsure"}
    assert max(standing.values()) == 1
    assert standing.keys() <= expected and expected - standing.keys() <= in_doubt
    assert in_doubt <= expected and len(in_doubt) <= KILLS


def test_in_the_book_of_residents_each_was_told_in_order_at_its_time_and_by_their_way(story: Story) -> None:
    book, by_id = story.book(), {id_: type_ for type_, id_ in story.town.channels.items()}
    for n, way in story.town.way.items():
        due = [one for one in story.due[n] if story.hears(n) or (one.word == DONE and way == "telephone")]
        assert [word_of(row.text)[1] for row in book[n]] == [one.word for one in due], (n, way)
        for row, one in zip(book[n], due, strict=True):
            assert one.began + one.after <= row.at <= one.ended
            by = {"comment": "vk", "telephone": None}.get(way, way)
            assert by_id.get(row.channel_id) == by


def test_of_whom_no_network_reaches_it_is_kept_that_there_was_nobody_to_tell(story: Story) -> None:
    lowest, highest = question_id(story.show.id, 0), question_id(story.show.id + 1, 0) - 1
    mine = select(notice).where(notice.c.question_id.between(lowest, highest))
    with story.town.store.read() as connection:
        rows = connection.execute(mine).all()
    kept = Counter((row.question_id % NUMBERS, row.kind, row.state) for row in rows)
    words = {text.split()[0]: kind for kind, text in TEXTS.items()}
    for n, due in story.due.items():
        state = "told" if story.hears(n) else "left"
        for one in due:
            assert one.word == DONE or kept[n, words[one.word].value, state] == 1, (n, one)


def test_every_resident_has_an_end(story: Story) -> None:
    ends = {n: due[-1].word for n, due in story.due.items()}
    of_spam = dict.fromkeys(story.declined[1::2], "Получен")
    assert len(ends) == MESSAGES
    assert {n: word for n, word in ends.items() if word not in ("Ответили", "Сказано", "Отклонён", DONE)} == of_spam
    books = story.show.books()
    assert books.balances and books.still_open == 0
