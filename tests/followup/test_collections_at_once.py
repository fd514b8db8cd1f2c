"""A collection goes once, whoever sends it at one moment; its sums are SQL's; its letter arrives at a mail server."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from live.followup.collections import reading
from live.followup.collections.sending import send_due, send_now
from live.store.leases import Leases
from live.store.tables import question
from live.store.transaction import Store
from live.views.collections import pages
from live.workers.sending.outbox import Outbox
from tests.desk.together import at_once
from tests.followup.collecting import BASE, OLGA, Collecting
from tests.support.sending import send_all
from tests.support.stubs.mail import Mail


@pytest.fixture
def centre(clocked: Store) -> Collecting:
    return Collecting(clocked)


@pytest.fixture
def server() -> Iterator[Mail]:
    with Mail() as stub:
        yield stub


def test_of_workers_and_people_who_send_at_once_one_does(centre: Collecting) -> None:
    centre.ask()
    number = centre.made(hour=9)
    centre.clock.now = centre.row(number).next_at
    seen = centre.row(number).version
    by_worker = partial(send_due, centre.store, number, BASE)
    by_person = partial(send_now, centre.store, number, seen, OLGA, BASE)
    became = at_once(by_worker, by_person, by_worker, by_person)
    assert sum(one in (True, 1) for one in became) == 1, became
    assert len(centre.issues(number)) == len(centre.readings(number)) == len(centre.letters()) == 1


def test_handed_on_twice_at_once_it_is_handed_on_once(centre: Collecting) -> None:
    number = centre.made()
    centre.send(number)
    hand = partial(reading.hand_on, centre.store, centre.token(number), centre.water, "", BASE, None)
    assert sorted(str(one) for one in at_once(hand, hand)) == ["None", "illegal"]
    assert len(centre.readings(number)) == 2 and len(centre.letters()) == 2


def test_two_workers_remind_once(centre: Collecting) -> None:
    number = centre.made(rhythm="by_hand")
    centre.send(number)
    centre.clock.pass_(days=5)
    at_once(centre.tick, centre.tick)
    assert len(centre.letters()) == 2


BECAME = st.sampled_from(["", "declined", "ticketed", "merged"])
ASKED = st.lists(st.tuples(st.booleans(), st.sampled_from(["Ундоры", "Сосновка"]), BECAME), max_size=8)


@given(asked=ASKED, chosen=st.booleans(), place=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sums_of_an_issue_are_the_counts_of_sql(
    clocked: Store, asked: list[tuple[bool, str, str]], chosen: bool, place: bool
) -> None:
    centre = Collecting(clocked)
    before: int | None = None
    for ours, where, became in asked:
        number = centre.ask(topic=centre.potholes if ours else centre.wells, place=where)
        if became == "declined":
            centre.show.do("question.decline", number, reason="spam")
        elif became == "ticketed":
            centre.show.do("question.ticket", number, department=centre.roads_name if ours else centre.water_name)
        elif became == "merged" and before is not None:
            centre.show.do("question.merge", number, into=before)
        before = before if became else number
    made = centre.made(
        topics=[centre.wells] if chosen else [], localities=["Ундоры"] if place else [], rhythm="by_hand"
    )
    centre.send(made)
    figures = centre.figures(made)
    topic = centre.wells if chosen else centre.potholes
    mine = [question.c.topic == topic, question.c.state != "declined"]
    if place:
        mine.append(question.c.locality == "Ундоры")
    with clocked.read() as connection:
        grouped = select(question.c.locality, func.count()).where(question.c.broadcast_id == centre.show.id, *mine)
        by_hand = {row[0]: row[1] for row in connection.execute(grouped.group_by(question.c.locality))}
    told, _ = pages.one_issue(clocked, made, 1)
    assert figures["questions"] == sum(by_hand.values())
    assert dict(told.by_place) == by_hand
    assert dict(told.by_topic) == ({topic: figures["questions"]} if figures["questions"] else {})
    assert sum(one["questions"] for one in figures["groups"]) == figures["questions"]
    _, listed = pages.list_of_issue(clocked, made, 1, "new", None, None)
    assert len(listed.questions) == listed.total == figures["questions"]


def test_the_letter_is_read_from_a_mail_server(clocked: Store, server: Mail) -> None:
    centre = Collecting(clocked, server.settings)
    centre.ask("Яма у школы, звоните 8 900 000-41-18")
    late = centre.ticket()
    centre.clock.pass_(days=3)
    number = centre.made(title="Дороги за неделю", rhythm="weekly")
    centre.send(number)
    send_all(Outbox(clocked, Leases(clocked)), centre.mail)
    [letter] = server.letters
    assert letter.subject == "Подборка «Дороги за неделю»: новых вопросов — 2"
    assert "Поручений, у которых прошёл срок: 1" in letter.text
    assert f"{BASE}/readings/{centre.token(number)}" in letter.text
    assert "41-18" not in letter.text and "Яма у школы" not in letter.text and late not in letter.text
    assert centre.readings(number)[0].letter == "sent"
