"""A practice is its owner's alone, counts nowhere, and goes without a trace."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

from live import desk
from live.desk.close import wrap_slice
from live.desk.practice.begin import begin, end, left_since
from live.domain.broadcast import PRACTISED, Practice, is_slug, practice_of
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.protocol.commands import COMMANDS
from live.store.show import broadcasts, calls, questions, tallies
from live.store.tables import metadata, outbox, ticket
from live.store.transaction import Store
from live.workers.followup.figures import count_slice
from live.workers.invented.practice import Practices
from tests.support.rooms import clock_of

ACTS: dict[Role, list[tuple[str, dict[str, Any]]]] = {
    Role.MODERATOR: [
        ("question.shortlist", {"question": 10}),
        ("question.decline", {"question": 9, "reason": "spam"}),
        ("question.merge", {"question": 8, "into": 4}),
        ("question.edit", {"question": 7, "air_text": "Когда починят фонари?"}),
        ("question.note", {"question": 6, "for": "head", "text": "Смета готова"}),
        ("question.reply", {"question": 2, "text": "В сентябре."}),
        ("question.add", {"text": "Будет ли каток?", "author": {"name": "Анна", "contact": "tel:+79001234567"}}),
    ],
    Role.PRODUCER: [
        ("question.take", {"question": 1}),
        ("presenter.message", {"text": "Пять минут"}),
        ("question.promise", {"question": 1, "promise": "Починим"}),
        ("question.answer", {"question": 1}),
        ("broadcast.wrap", {}),
    ],
    Role.SCREENER: [
        ("call.take", {"call": 1}),
        ("caller.warn", {"call": 1, "text": "Перебивает"}),
        ("call.hand", {"call": 1, "text": "Когда починят мост?"}),
        ("call.open", {"number": "+7 900 123-45-67"}),
    ],
}


class Pupil:
    """Somebody at a practice."""

    def __init__(self, store: Store, role: Role, owner: str = "user7") -> None:
        self.store, self.practice = store, Practice(role, owner)
        self.slug = begin(store, self.practice)

    def do(self, type_: str, **fields: Any) -> dict[str, Any]:
        raw = {"id": str(uuid.uuid4()), "type": type_, **fields}
        with self.store.read() as connection:
            row = broadcasts.get(connection, self.slug)
            if "version" in COMMANDS[type_].body.model_fields and "question" in fields:
                raw["version"] = questions.get(connection, row.id, fields["question"]).version
            if "call" in fields:  # 1 is the first that rings.
                ringing = [one.id for one in calls.live_ones(connection, row.id)]
                raw["call"] = ringing[fields["call"] - 1]
        return desk.BUS.perform(self.store, self.slug, raw, Actor("Вера", frozenset({self.practice.role})))


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has, once all is counted; logs' numbers stay, so that none is given twice."""
    while count_slice(store):
        pass
    with store.read() as connection:
        tables = [table for table in metadata.sorted_tables if table.name != "log"]
        return {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in tables
        }


@pytest.mark.parametrize("role", PRACTISED)
def test_whatever_was_done_in_a_practice_nothing_of_it_stays(store: Store, role: Role) -> None:
    before = rows(store)
    pupil = Pupil(store, role)
    for type_, fields in ACTS[role]:
        pupil.do(type_, **fields)
    if role is Role.PRODUCER:
        with store.read() as connection:
            [row] = [broadcasts.get(connection, pupil.slug)]
        assert not wrap_slice(store, row.id)
    end(store, pupil.practice)
    assert rows(store) == before


def test_a_practice_stands_in_no_list_and_no_figure(store: Store) -> None:
    slug = Pupil(store, Role.MODERATOR).slug
    with store.read() as connection:
        assert slug not in {row.slug for row in broadcasts.all_of(connection)}
        assert slug not in tallies.all_by_state(connection)


def test_the_end_of_a_practised_show_makes_no_ticket(store: Store) -> None:
    pupil = Pupil(store, Role.PRODUCER)
    before = rows(store)["ticket"]
    pupil.do("broadcast.wrap")
    with store.read() as connection:
        row = broadcasts.get(connection, pupil.slug)
    wrap_slice(store, row.id)
    with store.read() as connection:
        assert broadcasts.get(connection, pupil.slug).state == "wrapped"
        assert connection.execute(select(func.count()).select_from(ticket)).scalar_one() == before


@pytest.mark.parametrize(
    ("role", "type_", "fields"),
    [
        (Role.MODERATOR, "question.ticket", {"question": 3}),
        (Role.MODERATOR, "question.block", {"question": 3, "reason": "Спам"}),
        (Role.PRODUCER, "link.add", {"screen": "prompter", "name": "Студия"}),
    ],
)
def test_what_would_outlast_a_practice_is_refused_in_it(
    store: Store, role: Role, type_: str, fields: dict[str, Any]
) -> None:
    pupil = Pupil(store, role)
    with pytest.raises(Refused) as caught:
        pupil.do(type_, **fields)
    assert caught.value.code == "illegal"


def test_a_practised_reply_waits_for_nobody_to_send_it(store: Store) -> None:
    pupil = Pupil(store, Role.MODERATOR)
    reply = pupil.do("question.reply", question=2, text="В сентябре.")["reply"]
    with store.read() as connection:
        row = connection.execute(select(outbox).where(outbox.c.id == reply)).one()
    assert (row.state, row.channel_id) == ("sent", None)


def test_a_new_practice_takes_the_place_of_the_last(store: Store) -> None:
    first, second = Pupil(store, Role.MODERATOR), Pupil(store, Role.MODERATOR)
    with store.read() as connection:
        assert broadcasts.find(connection, first.slug) is None
        assert broadcasts.find(connection, second.slug) is not None


def test_of_another_person_or_role_it_is_another_one(store: Store) -> None:
    pupils = [Pupil(store, Role.SCREENER, "user7"), Pupil(store, Role.SCREENER, "user71"), Pupil(store, Role.PRODUCER)]
    end(store, pupils[0].practice)
    with store.read() as connection:
        assert [broadcasts.find(connection, one.slug) is not None for one in pupils] == [False, True, True]


def test_no_show_can_be_called_like_a_practice(store: Store) -> None:
    slug = Pupil(store, Role.MODERATOR).slug
    assert not is_slug(slug)
    assert practice_of(slug) == Practice(Role.MODERATOR, "user7")
    assert practice_of("practice-moderator-user7-1") is None
    assert practice_of("practice_admin_user7_1") is None


def test_one_that_was_left_for_a_day_is_taken_away(clocked: Store) -> None:
    Pupil(clocked, Role.MODERATOR)
    clock_of(clocked).pass_(hours=23)
    Practices(clocked).tick()
    assert len(left_since(clocked, clocked.clock())) == 1
    clock_of(clocked).pass_(hours=2)
    Practices(clocked).tick()
    assert left_since(clocked, clocked.clock()) == []
