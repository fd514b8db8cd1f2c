"""What the figures' counters hold is what a count of the rows says, whatever was done to them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from live.domain.broadcast import Kind
from live.domain.followup import counters as rules
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author
from live.store.backup import backup, restore
from live.store.followup import figures
from live.store.show import rehearsal
from live.store.tables import call, figure_day, figure_due, figure_hour, figure_step, figure_work, meta, question
from live.store.transaction import Store
from live.workers.followup.figures import count_slice
from tests.support.backends import Backends
from tests.support.rooms import DATABASES, Clock, Show, Tickets, clock_of, opened

OLGA = By("Ольга", "admin")
WRITTEN: Any = {"as": "written"}
TOPICS = ("Дороги", "ЖКХ")


@pytest.fixture(params=DATABASES)
def own(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Any:
    """A store of the test's own: the figures are the whole centre's."""
    with opened(request.param, backends, folder) as store:
        store.clock = Clock(store.clock())
        yield store


def counted(store: Store) -> None:
    while count_slice(store):
        pass


def kept(store: Store) -> dict[Any, int]:
    """Every counter that is not 0, by its key and measure."""
    found: dict[Any, int] = {}
    with store.read() as connection:
        for table in (figure_day, figure_hour, figure_step):
            keys = [column.name for column in table.primary_key]
            for row in connection.execute(select(table)).mappings():
                key = (table.name, *(row[name] for name in keys))
                found |= {(*key, name): many for name, many in row.items() if name not in keys and many}
    return found


def of_rows(store: Store) -> dict[Any, int]:
    """The same, counted from the questions and tickets as they stand."""
    with store.read() as connection:
        ids = list(connection.execute(select(question.c.id)).scalars())
        works = figures.works(connection, ids)
    added = rules.nothing()
    for some in works.values():
        rules.add(added, some)
    found: Counter[Any] = Counter()
    for (day, measure), many in {**added.days, **rules.of_months(added.days)}.items():
        found["figure_day", day.scope, day.kind, day.day, day.name, measure] += many
    for (hour, measure), many in added.hours.items():
        found["figure_hour", hour.scope, hour.kind, hour.day, hour.hour, hour.name, measure] += many
    for step, many in added.steps.items():
        found["figure_step", step.scope, step.spread, step.day, step.step, "many"] += many
    return {key: many for key, many in found.items() if many}


def attempt(do: Callable[[], Any]) -> None:
    try:
        do()
    except Refused as refused:
        assert refused.code in {"illegal", "conflict", "invalid"}, refused


def test_any_story_of_moves_keeps_what_counting_the_rows_would_say(own: Store) -> None:
    dice = random.Random(20261127)
    line, show = Show(own, Kind.STANDING), Show(own).on_air()
    moves: dict[str, Callable[[Show, int], dict[str, Any]]] = {
        "finish": lambda *_: {"as": dice.choice(["written", "none"])},
        "unfinish": lambda *_: {},
        "shortlist": lambda *_: {},
        "take": lambda *_: {},
        "answer": lambda *_: {"fully": dice.random() < 0.5},
        "reopen": lambda *_: {},
        "decline": lambda *_: {"reason": "spam"},
        "restore": lambda *_: {},
        "ticket": lambda *_: {"department": dice.choice(["Дорожный отдел", "ЖКХ района"])},
        "recall": lambda *_: {},
        "merge": lambda here, _: {"into": dice.randint(1, int(here.broadcast.last_number))},
        "split": lambda *_: {},
        "transfer": lambda here, _: {"to": show.slug if here is line else line.slug},
        "block": lambda *_: {"reason": "Оскорбляет"},
        "unblock": lambda *_: {},
        "classify": lambda *_: {"topic": dice.choice(TOPICS)},
    }
    at_work: dict[str, Callable[[], dict[str, Any]]] = {
        "assign": lambda: {"department": "Дорожный отдел", "owner": dice.choice(["Пётр", "Анна"])},
        "start": dict,
        "take": dict,
        "hold": lambda: {"reason": "Ждём", "waits": False},
        "resume": dict,
        "reply": lambda: {"text": "Починили", "final": True},
        "close": dict,
        "reopen": dict,
    }
    tickets = Tickets(own)
    for step in range(160):
        here = dice.choice([line, show])
        clock_of(own).pass_(minutes=dice.choice([1, 20, 400]))
        if step % 4 == 0:
            facts = {"topic": dice.choice([None, *TOPICS]), "locality": dice.choice([None, "Сосновка"])}
            here.receive(*["Вопрос"] * dice.randint(1, 4), author=Author("Анна", f"vk:{step}"), **facts)
        verb, last = dice.choice(sorted(moves)), int(here.broadcast.last_number)
        if last:
            number = dice.randint(1, last)
            attempt(lambda: here.do(f"question.{verb}", number, **moves[verb](here, number)))  # noqa: B023 - called here
        made = [row.number for row in (*line.tickets(), *show.tickets())]
        for ticket in dice.sample(made, min(5, len(made))):
            work = "formal" if step % 40 == 39 else dice.choice(sorted(at_work))
            attempt(lambda: tickets.do(f"ticket.{work}", ticket, **at_work.get(work, dict)()))  # noqa: B023 - called here
        if step % 10 == 0:
            counted(own)
            assert kept(own) == of_rows(own), step
    show.wrapped()
    counted(own)
    assert kept(own) == of_rows(own)
    told = {key[-1] for key in kept(own)}
    assert {"reopened", "reaction_seconds", "resolution_seconds", "declined", "merged", "open"} <= told
    assert any(key[2] == "official" and key[-1] == "resolved" for key in kept(own))


def test_what_a_rehearsal_asks_counts_nowhere_by_call_either(own: Store) -> None:
    show = Show(own).on_air()
    show.asked(topic="ЖКХ", origin=rehearsal.ORIGIN)
    call_id, _ = show.handed()
    with own.write() as tx:
        tx.connection.execute(update(call).where(call.c.id == call_id).values(origin=rehearsal.ORIGIN))
    counted(own)
    assert kept(own) == {}


def test_what_is_deleted_counts_no_more(own: Store) -> None:
    show = Show(own).on_air()
    show.asked(topic="ЖКХ")
    counted(own)
    assert kept(own)
    with own.write() as tx:
        tx.connection.execute(question.delete())
    counted(own)
    assert kept(own) == {}


def test_a_practice_counts_nowhere(own: Store) -> None:
    Show(own, Kind.PRACTICE, slug="practice_moderator_1_abc").asked(topic="ЖКХ")
    counted(own)
    assert kept(own) == {}


def test_what_was_there_before_the_counters_is_counted_once_with_what_comes_meanwhile(own: Store) -> None:
    show = Show(own).on_air()
    for _ in range(3):
        show.asked(topic="ЖКХ")
    with own.write() as tx:  # As the migration finds them: nothing is queued, nothing is counted.
        for table in (figure_due, figure_day, figure_hour, figure_step, figure_work):
            tx.connection.execute(table.delete())
        tx.connection.execute(meta.delete().where(meta.c.name == figures.PROGRESS))
    show.asked(topic="Дороги")
    with own.read() as connection:
        assert figures.behind(connection) is None
    counted(own)
    assert kept(own) == of_rows(own)
    with own.read() as connection:
        assert figures.behind(connection) == 0
        assert figures.next_slice(connection, 10) is None


def test_what_changes_while_it_is_counted_stands_in_the_queue_behind(own: Store) -> None:
    show = Show(own).on_air()
    number = show.asked(topic="ЖКХ")
    with own.read() as connection:
        some = figures.next_slice(connection, 10)
    assert some is not None
    show.do("question.classify", number, topic="Дороги")
    figures.count(own, some)
    counted(own)
    assert kept(own) == of_rows(own)


def test_a_copy_is_counted_anew_where_it_is_restored(own: Store, tmp_path: Path) -> None:
    show = Show(own, Kind.STANDING)
    show.do("question.finish", show.asked(topic="ЖКХ"), **WRITTEN)
    counted(own)
    before = kept(own)
    backup(own, tmp_path / "copy.gz")
    show.asked(topic="Дороги")
    restore(own, tmp_path / "copy.gz", OLGA)
    counted(own)
    assert kept(own) == before
