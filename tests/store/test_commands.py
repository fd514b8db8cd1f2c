"""One transaction is the command's id, the rows and the events; and one id is one command."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import Row, func, select

from live.domain.events import Event
from live.domain.people import By, Role
from live.domain.refused import Refused
from live.protocol.commands import Body, Command, parse
from live.store.commands import CommandBus, savepoint
from live.store.show import questions
from live.store.tables import command
from live.store.transaction import Store, Transaction
from tests.support.rooms import EVERYBODY, Show


class Marked(Body):
    how: str


BREAKING = CommandBus({"test.mark": Command("test.mark", Marked, frozenset({Role.PRODUCER}))})


@BREAKING.handles("test.mark")
def mark(tx: Transaction, broadcast: Row[Any], body: Marked, by: By) -> dict[str, Any]:
    """Writes a row and an event, and then, where it is told to, fails."""
    questions.set_facts(tx, broadcast.id, 1, topic=body.how)
    tx.append(broadcast.id, [Event("question.classified", 1, "new", "new")], by)
    if body.how == "refused":
        raise Refused("illegal", "No.")
    if body.how == "broken":
        raise ZeroDivisionError
    if body.how == "in part":
        try:
            with savepoint(tx):
                questions.set_facts(tx, broadcast.id, 1, topic="the part")
                tx.append(broadcast.id, [Event("question.edited", 1, "new", "new")], by)
                raise Refused("illegal", "No.")
        except Refused:
            pass
    return {"how": body.how}


def give(show: Show, how: str, id_: str | None = None) -> dict[str, Any]:
    raw = {"id": id_ or str(uuid.uuid4()), "type": "test.mark", "how": how}
    return BREAKING.perform(show.store, show.slug, raw, EVERYBODY)


def commands_kept(store: Store) -> int:
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(command)).scalar_one())


@pytest.fixture
def asked(show: Show) -> Show:
    show.asked()
    return show


@pytest.mark.parametrize(("how", "error"), [("refused", Refused), ("broken", ZeroDivisionError)])
def test_a_handler_that_fails_leaves_neither_row_nor_event_nor_id(asked: Show, how: str, error: type) -> None:
    head, kept = asked.head, commands_kept(asked.store)
    with pytest.raises(error):
        give(asked, how)
    assert (asked.head, commands_kept(asked.store), asked.row(1).topic) == (head, kept, None)
    assert len(asked.events()) == head


def test_an_id_that_failed_may_be_used_again(asked: Show) -> None:
    id_ = str(uuid.uuid4())
    with pytest.raises(Refused):
        give(asked, "refused", id_)
    assert give(asked, "done", id_)["ok"]


def test_a_part_can_fail_alone(asked: Show) -> None:
    give(asked, "in part")
    assert asked.row(1).topic == "in part"
    assert asked.types()[-1] == "question.classified"
    assert asked.books().balances


def test_the_same_command_again_gives_the_first_answer_and_changes_nothing(asked: Show) -> None:
    id_ = str(uuid.uuid4())
    first = give(asked, "done", id_)
    asked.asked()
    head = asked.head
    assert give(asked, "done", id_) == first
    assert asked.head == head


def test_the_id_is_the_same_however_it_is_written(asked: Show) -> None:
    id_ = uuid.uuid4()
    assert give(asked, "done", str(id_)) == give(asked, "done", f"{{{str(id_).upper()}}}")


def test_the_same_id_with_another_body_is_a_conflict(asked: Show) -> None:
    id_ = str(uuid.uuid4())
    give(asked, "done", id_)
    with pytest.raises(Refused) as caught:
        give(asked, "otherwise", id_)
    assert caught.value.code == "conflict"
    assert asked.row(1).topic == "done"


def test_the_same_id_in_another_broadcast_is_a_conflict(asked: Show) -> None:
    other = Show(asked.store).on_air()
    other.asked()
    id_ = str(uuid.uuid4())
    give(asked, "done", id_)
    with pytest.raises(Refused) as caught:
        give(other, "done", id_)
    assert caught.value.code == "conflict"


def test_the_hook_is_told_after_the_commit_and_not_of_failures(asked: Show) -> None:
    told: list[tuple[list[int], str | None]] = []

    def hook(grown: Any) -> None:
        told.append((list(grown), asked.row(1).topic))

    asked.store.after_commit.append(hook)
    try:
        give(asked, "done")
        with pytest.raises(Refused):
            give(asked, "refused")
    finally:
        asked.store.after_commit.remove(hook)
    assert told == [([asked.id], "done")]


def test_an_unknown_broadcast_is_not_found(show: Show) -> None:
    with pytest.raises(Refused) as caught:
        BREAKING.perform(show.store, "nowhere", {"id": str(uuid.uuid4()), "type": "test.mark", "how": "x"}, EVERYBODY)
    assert caught.value.code == "not_found"


GOOD = {"id": "9f2c1a9e-6a54-4c6f-8f0e-1b9d5e0f7a11", "type": "test.mark", "how": "x"}


@pytest.mark.parametrize("wrong", [{"id": "7"}, {"id": None}, {"how": 7}, {"more": 1}])
def test_a_wrong_body_is_invalid(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        parse(Marked, {**GOOD, **wrong})
    assert caught.value.code == "invalid"


@pytest.mark.parametrize("field", GOOD)
def test_a_missing_field_is_invalid(field: str) -> None:
    with pytest.raises(Refused, match=field):
        parse(Marked, {name: value for name, value in GOOD.items() if name != field})
