"""What is kept of a broadcast's questions is what counting them would say, whatever was done to them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import insert, update

from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author
from live.store import schema
from live.store.backup import backup, restore
from live.store.database import Database
from live.store.ids import question_id
from live.store.show import tallies
from live.store.tables import broadcast, log, question, tally
from live.store.transaction import Store
from tests.support.backends import Backends
from tests.support.rooms import DATABASES, Show, opened

OLGA = By("Ольга", "admin")
TOPICS = ("Дороги", "ЖКХ")


def same(show: Show) -> bool:
    with show.store.read() as connection:
        return tallies.kept(connection, show.id) == tallies.counted(connection, show.id)


def kept(show: Show) -> dict[tuple[str, str], int]:
    with show.store.read() as connection:
        return dict(tallies.kept(connection, show.id))


def attempt(show: Show, verb: str, number: int, fields: dict[str, Any]) -> None:
    try:
        show.do(f"question.{verb}", number, **fields)
    except Refused as refused:
        assert refused.code in {"illegal", "conflict", "invalid"}, refused


def test_any_story_of_verbs_keeps_what_counting_would_say(show: Show) -> None:
    dice = random.Random(20261126)
    moves: dict[str, Callable[[int, int], dict[str, Any]]] = {
        "shortlist": lambda _, __: {},
        "take": lambda _, __: {},
        "return": lambda _, __: {},
        "answer": lambda _, __: {"fully": True},
        "reopen": lambda _, __: {},
        "decline": lambda _, __: {"reason": "spam"},
        "restore": lambda _, __: {},
        "ticket": lambda _, __: {},
        "merge": lambda _, other: {"into": other},
        "split": lambda _, __: {},
        "block": lambda _, __: {"reason": "Оскорбляет"},
        "unblock": lambda _, __: {},
        "classify": lambda number, _: {"topic": TOPICS[number % 2]},
    }
    for step in range(80):
        if step % 5 == 0:
            facts = {"topic": dice.choice([None, *TOPICS]), "locality": dice.choice([None, "Сосновка"])}
            author = Author("Анна", f"vk:{dice.randrange(4)}")
            show.receive(*["Вопрос"] * dice.randint(1, 4), author=author, **facts)
        known = range(1, int(show.broadcast.last_number) + 1)
        verb, number, other = dice.choice(sorted(moves)), dice.choice(known), dice.choice(known)
        attempt(show, verb, number, moves[verb](number, other))
        if step % 10 == 0:
            show.understood()
        assert same(show), (step, verb, number)
    assert len(kept(show)) > 6, "the story has left questions in many states"
    show.wrapped()
    assert same(show)


def test_a_rehearsals_reset_takes_its_questions_out_of_the_counts(store: Store) -> None:
    show = Show(store).on_air()
    show.asked(topic="ЖКХ")
    with store.write() as tx:
        tx.connection.execute(question.delete().where(question.c.broadcast_id == show.id))
    assert same(show) and kept(show) == {}


def test_a_copy_brings_its_counts_with_it(store: Store, backends: Backends, folder: Path, tmp_path: Path) -> None:
    past = Show(store).on_air()
    past.do("question.merge", past.asked(topic="ЖКХ"), into=past.asked(topic="ЖКХ", locality="Сосновка"))
    backup(store, tmp_path / "copy.gz")
    with opened("sqlite", backends, folder) as other:
        Show(other).on_air().asked(topic="Дороги")
        restore(other, tmp_path / "copy.gz", OLGA)
        with other.read() as connection:
            assert tallies.kept(connection, past.id) == tallies.counted(connection, past.id)
    restore(store, tmp_path / "copy.gz", OLGA)
    assert same(past)
    assert kept(past) == {("state", "new"): 1, ("state", "merged"): 1, ("topic", "ЖКХ"): 2, ("locality", "Сосновка"): 2}


def test_the_audit_tells_where_they_differ_and_a_recount_puts_it_right(show: Show) -> None:
    show.asked(topic="ЖКХ")
    assert show.books().balances
    with show.store.write() as tx:
        tx.connection.execute(update(tally).where(tally.c.name == "ЖКХ").values(many=7))
        tx.connection.execute(insert(tally).values(broadcast_id=show.id, kind="state", name="ticketed", many=3))
    wrong = [str(one) for one in show.books().wrong]
    assert len(wrong) == 2 and "ЖКХ" in wrong[1] and "7" in wrong[1] and "recount" in wrong[1]
    tallies.recount_all(show.store)
    assert show.books().balances


@pytest.mark.parametrize("kind", DATABASES)
def test_a_migration_counts_what_is_there(kind: str, backends: Backends, folder: Path) -> None:
    if kind == "postgresql":
        url = backends.postgres.url(backends.postgres.create_database())
    else:
        url = f"sqlite:///{folder}/before-tallies.db"
    database = Database(url)
    with database.write() as connection:
        command.upgrade(schema.config(connection), "0017_published_masked")
    with database.write() as connection:
        now = Store(database, "s").clock()
        connection.execute(insert(log).values(id=5))
        facts = {
            "slug": "may",
            "title": "Май",
            "kind": "show",
            "state": "on_air",
            "intake_open": True,
            "created_at": now,
        }
        connection.execute(insert(broadcast).values(id=5, **facts))
        for number, (state, topic, askers) in enumerate(
            [("new", "ЖКХ", 3), ("merged", "ЖКХ", 2), ("merged", None, 1), ("blocked", "ЖКХ", 1), ("new", None, 1)], 1
        ):
            origin = {"source": "form", "origin": "test", "code": f"5-{number}-0", "received_at": now}
            row = {"id": question_id(5, number), "broadcast_id": 5, "number": number, "text": "Когда?", "state": state}
            connection.execute(insert(question).values(**row, **origin, topic=topic, askers=askers))
    schema.migrate(database)
    with database.read() as connection:
        assert tallies.kept(connection, 5) == tallies.counted(connection, 5)
        assert tallies.by_state(connection, 5) == {"new": 2, "merged": 2, "blocked": 1}
        assert [(row.name, row.many) for row in tallies.most_asked(connection, 5, "topic", 9)] == [("ЖКХ", 3)]
    database.close()
