"""A fortnight of a centre, played at speed on either database: how each question ended, and who was told of what.

Five people in shifts, twelve departments, every way in, two shows, and a burst pipe that many ask about.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from live.channels import TYPES
from live.store.show import mentions
from live.store.tables import outbox
from live.store.transaction import Store
from tests.followup.messages import messages
from tests.simulation.fortnight.by_hand import BY_HAND, ELSEWHEN
from tests.simulation.fortnight.district import at
from tests.simulation.fortnight.duty import SHIFTS, STOOD, address, who_is_told
from tests.simulation.fortnight.story import Fortnight
from tests.simulation.fortnight.told import Life
from tests.simulation.fortnight.ways import GOES_BACK, said
from tests.support.asked import gone_through
from tests.support.rooms import clocked
from tests.support.scale import scaled

__all__ = ["clocked"]

pytestmark = [pytest.mark.faults, pytest.mark.soak]

MESSAGES, ASKERS = scaled(300, 2000), scaled(20, 80)


@pytest.fixture(scope="module")
def played(clocked: Store) -> Iterator[tuple[Fortnight, float, dict[str, list[str]]]]:
    """The fortnight when it is over, the seconds that it took, and what went through a whole table in it."""
    with ExitStack() as stack:
        fortnight = Fortnight(clocked, stack, messages(MESSAGES), ASKERS)
        began = time.monotonic()
        with gone_through(clocked) as whole:
            fortnight.play()
        yield fortnight, time.monotonic() - began, whole


@pytest.fixture(scope="module")
def fortnight(played: tuple[Fortnight, float, object]) -> Fortnight:
    return played[0]


STATES = {
    **dict.fromkeys(("written", "none", "matter", "aired"), "answered"),
    **{"ticket": "ticketed", "declined": "declined", "merged": "merged"},
}
"""How it ended → in which state that leaves the question."""


def test_every_question_ends_as_one_of_its_ends(
    fortnight: Fortnight, played: tuple[Fortnight, float, object], tell: Callable[[str], None]
) -> None:
    ends = fortnight.told.ends
    assert ends.keys() == fortnight.by_n.keys() and len(ends) == MESSAGES
    for one in fortnight.messages:
        assert one.show.row(one.number).state == STATES[ends[one.n]], one
    for show in (fortnight.line, *fortnight.shows.all):
        assert show.books().still_open == 0
        assert {row.state for row in show.tickets()} <= {"closed"}
    assert set(Counter(ends.values())) == STATES.keys()
    tell(f"{MESSAGES} messages in {played[1]:.0f} s: {dict(Counter(ends.values()))}")


def test_nothing_but_its_audit_goes_through_all_that_was_ever_asked(
    clocked: Store, played: tuple[Fortnight, float, dict[str, list[str]]]
) -> None:
    """What a day's work costs does not grow with the years before it (SQLite tells it by its plans). The story looks at
    the books each evening, which count everything on purpose."""
    with gone_through(clocked) as audited:
        played[0].line.books()
    assert played[2].keys() <= audited.keys()


def test_every_way_in_is_written_by(fortnight: Fortnight) -> None:
    assert {one.way for one in fortnight.messages} == {*TYPES, "file"} - {"mail"}  # E-mail only goes out.


def test_sixty_clocks_are_as_they_were_worked_by_hand(fortnight: Fortnight) -> None:
    by_hand = [(way, written, react, resolve) for way, written, react, resolve in BY_HAND]
    by_hand += [(way, comes, react, resolve) for way, _, comes, react, resolve in ELSEWHEN]
    assert len(by_hand) == 60
    for n, (way, written, react, resolve) in enumerate(by_hand, 1):
        one = fortnight.by_n[n]
        row = fortnight.line.row(one.facts["first"])
        assert (row.react_due, row.resolve_due) == (at(react), at(resolve)), (way, written)


def test_every_other_clock_is_as_it_is_counted_minute_by_minute(fortnight: Fortnight) -> None:
    for number, life in fortnight.told.questions.items():
        row = fortnight.line.row(number)
        assert {"reaction": row.react_due, "resolution": row.resolve_due} == life.dues, number
        assert row.reacted_at == life.reacted, number
    for name, life in fortnight.told.tickets.items():
        ticket = fortnight.tickets.row(name)
        assert {"reaction": ticket.reaction_due, "resolution": ticket.resolution_due} == life.dues, name


def test_every_alarm_came_exactly_once(fortnight: Fortnight, tell: Callable[[str], None]) -> None:
    told, looks = fortnight.told, fortnight.told.looks
    rung: Counter[tuple[object, str, str]] = Counter()
    for show in (fortnight.line, *fortnight.shows.all):
        for event in show.events():
            if event.type == "question.escalated":
                assert show is fortnight.line
                rung[event.question, event.data["clock"], event.data["step"]] += 1
    for event in fortnight.tickets.events():
        if event.type == "ticket.escalated":
            rung[event.ticket, event.data["clock"], event.data["step"]] += 1
    lives: list[tuple[object, Life]] = [*told.questions.items(), *told.tickets.items()]
    assert rung == Counter((name, *step[:2]) for name, life in lives for step in life.steps(looks))
    assert {step for _, _, step in rung} == {"near", "over", "chief"}
    tell(f"{rung.total()} alarms: {dict(Counter(step for _, _, step in rung))}")


NAMED = re.compile(r"^(№ \d+|ПЛ-[\d-]+): (.+?) — \d", re.MULTILINE)
MORE = re.compile(r"^и ещё (\d+)", re.MULTILINE)


def test_of_every_alarm_for_a_chief_one_letter_told(fortnight: Fortnight) -> None:
    told, looks = fortnight.told, fortnight.told.looks
    letters = [one for one in fortnight.ways.mail.letters if not one.to.startswith("resident")]
    texts = [one.text for one in letters if not one.to.endswith("@duty.example")]
    named = Counter(found for text in texts for found in NAMED.findall(text))
    assert set(named.values()) == {1}
    of_questions = [step for life in told.questions.values() for _, step, _ in life.steps(looks) if step == "chief"]
    of_tickets = [
        step
        for name, life in told.tickets.items()
        for _, step, now in life.steps(looks)
        if now >= told.assigned[name]  # Before that there is nobody to write to.
    ]
    more = sum(int(count) for text in texts for count in MORE.findall(text))
    assert named.total() + more == len(of_questions) + len(of_tickets) > 0


def test_every_shift_is_stood_by_whom_it_was_planned_for_and_its_note_was_read(fortnight: Fortnight) -> None:
    rows = fortnight.duty.rows()
    assert [(row.begins, row.ends) for row in rows] == [(one.begins, one.ends) for one in STOOD]
    assert all(row.taken_by == row.account_id for row in rows)
    assert all(row.handed_at and row.relieved_at for row in rows[:-1])
    assert len({row.taken_by for row in rows}) == len(SHIFTS) == 5


def test_the_screens_show_who_is_told(fortnight: Fortnight) -> None:
    told = fortnight.told
    assert told.on_duty == [[who_is_told(now)] for now in told.looks]


def test_who_is_on_duty_is_written_of_each_step_once_before_the_chief_is(
    fortnight: Fortnight, tell: Callable[[str], None]
) -> None:
    told, found = fortnight.told, Counter[str]()
    for letter in fortnight.ways.mail.letters:
        if letter.to.endswith("@duty.example"):
            found[letter.to] += len(NAMED.findall(letter.text)) + sum(map(int, MORE.findall(letter.text)))
    steps = [one for life in told.questions.values() for one in life.steps(told.looks)]
    assert found == Counter(address(who_is_told(now)) for _, step, now in steps if step != "chief")
    tell(f"of {found.total()} steps who was on duty was written")


def test_everybody_heard_each_answer_exactly_once(fortnight: Fortnight, tell: Callable[[str], None]) -> None:
    with fortnight.store.read() as connection:
        rows = connection.execute(select(outbox)).all()
    assert {row.state for row in rows} == {"sent", "by_hand"}
    heard = fortnight.ways.heard() | {"": said(row.text for row in rows if row.state == "by_hand")}
    found: Counter[tuple[str, int]] = Counter()
    for network, told in heard.items():
        for (word, n), times in told.items():
            one = fortnight.by_n[n]
            assert GOES_BACK.get(one.way, "") == network, one
            found[word, one.person if word.startswith("Слово") else n] += times
    assert found == fortnight.told.heard
    words = Counter(word for word, _ in found)
    assert set(words) == {"Решено", "Слово 1", "Слово 2", "Слово 3", "Слово 4"}
    tell(f"{found.total()} answers: {dict(words)}")


def test_the_books_balance_at_the_end_of_each_day(fortnight: Fortnight) -> None:
    days = fortnight.told.days
    assert len(days) > 14
    for day, (books, opened) in enumerate(days):
        assert [one.wrong for one in books] == [[], [], []], day
        assert books[0].still_open == opened, day


def test_nothing_is_left_lying(fortnight: Fortnight) -> None:
    with fortnight.store.read() as connection:
        assert mentions.count_new(connection, fortnight.line.id) == 0
    assert fortnight.pipe.came and len(fortnight.pipe.came) == ASKERS
