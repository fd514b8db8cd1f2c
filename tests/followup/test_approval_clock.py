"""A coordinator has a term of their own to approve an answer; the resident's runs on meanwhile."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from live.admin.lists import save_list
from live.store.centre import access, lists
from live.store.leases import Leases
from live.store.tables import channel, escalation, outbox, ticket
from live.store.transaction import Store
from live.workers.escalate import Escalation
from tests.followup.approving import ANNA, OLGA, SECOND, Approving
from tests.support.rooms import Clock


@pytest.fixture
def timed(clocked: Store) -> Approving:
    """It is nine o'clock on a Tuesday in Ulyanovsk; a coordinator can be written to."""
    assert isinstance(clocked.clock, Clock)
    clocked.clock.now = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    with clocked.write() as tx:
        tx.connection.execute(update(ticket).values(state="closed"))
        tx.connection.execute(update(channel).values(paused=True))
    approving = Approving(clocked)
    approving.show.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")
    return approving


def passed(approving: Approving, **time: float) -> None:
    assert isinstance(approving.store.clock, Clock)
    approving.store.clock.pass_(**time)
    Escalation(approving.store, Leases(approving.store)).tick()


def told(approving: Approving, number: str) -> list[tuple[str, str]]:
    events = [one.data for one in approving.tickets.events(number) if one.type == "ticket.escalated"]
    return [(data["clock"], data["step"]) for data in events]


def coordinator(approving: Approving) -> str:
    address = f"{uuid.uuid4().hex[:8]}@example.org"
    with approving.store.write() as tx:
        access.add_account(tx, address.partition("@")[0], "Мария", "-", ["coordinator"], 0, None, address)
    return address


def letters(approving: Approving, address: str) -> list[str]:
    with approving.store.read() as connection:
        mine = select(outbox.c.address, outbox.c.text).order_by(outbox.c.id)
        return [row.text.splitlines()[0] for row in connection.execute(mine) if row.address == address]


def test_coordinators_have_two_hours_of_work_and_are_written_to_once_after_them(timed: Approving) -> None:
    maria = coordinator(timed)
    number = timed.waiting()
    assert timed.tickets.row(number).approval_due == timed.store.clock() + timedelta(hours=2)
    passed(timed, hours=1.9)
    assert told(timed, number) == [] and letters(timed, maria) == []
    for hours in (0.2, 0.5):
        passed(timed, hours=hours)
    assert told(timed, number) == [("approval", "over")]
    assert letters(timed, maria) == [f"{number}: срок согласования прошёл — 24.11.2026 11:00"]


def test_many_late_ones_come_in_one_letter(timed: Approving) -> None:
    maria = coordinator(timed)
    first, second = timed.waiting(), timed.waiting()
    passed(timed, hours=2)
    assert letters(timed, maria) == ["Ждут согласования дольше срока: ответов 2"]
    assert told(timed, first) == told(timed, second) == [("approval", "over")]


def test_a_returned_answer_that_waits_again_is_told_of_again(timed: Approving) -> None:
    number = timed.waiting()
    passed(timed, hours=2)
    timed.tickets.do("ticket.return_answer", number, by=ANNA, note="Назовите день.")
    assert timed.view(number).escalated is None
    timed.write(number, SECOND)
    passed(timed, hours=2)
    assert [one for one in told(timed, number) if one[0] == "approval"] == [("approval", "over")] * 2


def test_the_term_is_the_one_set_for_the_topic(timed: Approving) -> None:
    items = [
        {"topic": None, "priority": None, "reaction": 120, "resolution": 480},
        {"topic": "Мосты", "priority": None, "reaction": 120, "resolution": 480, "approval": 30},
    ]
    with timed.store.read() as connection:
        version = lists.read(connection, "deadlines").version
    save_list(timed.store, "deadlines", version, items, OLGA)
    number = timed.worked(timed.by_vk(topic="Мосты"))
    timed.write(number)
    assert timed.tickets.row(number).approval_due == timed.store.clock() + timedelta(minutes=30)


def test_the_resolution_deadline_runs_on_while_an_answer_waits(timed: Approving) -> None:
    number = timed.waiting()
    before = timed.tickets.row(number).resolution_due
    passed(timed, hours=8.5)
    assert ("resolution", "over") in told(timed, number)
    timed.tickets.do("ticket.approve", number, by=ANNA)
    row = timed.tickets.row(number)
    assert row.resolution_due == before and row.resolved_at == timed.store.clock() > before


def test_what_was_decided_is_told_of_no_more(timed: Approving) -> None:
    maria = coordinator(timed)
    early, late = timed.waiting(), timed.waiting()
    timed.tickets.do("ticket.approve", early, by=ANNA)
    passed(timed, hours=3)
    assert told(timed, early) == [] and len(letters(timed, maria)) == 1
    timed.tickets.do("ticket.approve", late, by=ANNA)
    approval = select(escalation).where(escalation.c.ticket_id == timed.tickets.row(late).id)
    with timed.store.read() as connection:
        assert connection.execute(approval.where(escalation.c.clock == "approval")).all() == []
