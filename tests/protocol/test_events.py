"""What no class of live/protocol/events declares cannot be written to a log."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

import pytest

from live.domain import broadcast, call, question, reply, ticket
from live.domain.events import Event
from live.protocol.events import DECLARED, Log, UndeclaredEvent, check
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store
from tests.support.rooms import Show

UNDECLARED = {
    "a type that no class has": Event("question.painted", 1, state="new"),
    "a type of the other log": Event("ticket.closed", state="closed", ticket="ПЛ-2026-000001"),
    "an unknown field": Event("question.merged", 1, state="merged", data={"into": 2, "text": "Где автобус?"}),
    "a missing field": Event("question.merged", 1, state="merged"),
    "a field of another kind": Event("question.merged", 1, state="merged", data={"into": "2"}),
    "data where there is none": Event("question.moved", 1, state="shortlisted", data={"before": 2}),
    "no question": Event("question.moved", state="shortlisted"),
    "no state": Event("question.moved", 1),
}


@pytest.mark.parametrize("event", UNDECLARED.values(), ids=UNDECLARED.keys())
def test_an_undeclared_event_is_a_fault_of_the_program_and_nothing_is_written(store: Store, event: Event) -> None:
    show = Show(store)
    with pytest.raises(UndeclaredEvent, match=event.type), store.write() as tx:
        tx.lock(show.id)
        tx.append(show.id, [Event("question.edited", 1, state="new"), event], None)
    assert show.head == 0
    assert show.events() == []


def test_the_log_of_the_tickets_has_events_of_its_own(store: Store) -> None:
    with pytest.raises(UndeclaredEvent), store.write() as tx:
        tx.lock(TICKETS_LOG)
        tx.append(TICKETS_LOG, [Event("question.edited", 1, state="new")], None)


LOGS: dict[ModuleType, Iterable[Log]] = {
    question: [Log.BROADCAST],
    broadcast: [Log.BROADCAST],
    call: [Log.BROADCAST],
    ticket: [Log.TICKETS],
    reply: Log,
}


@pytest.mark.parametrize("rules", LOGS, ids=lambda rules: rules.__name__)
def test_what_a_transition_tells_is_declared(rules: ModuleType) -> None:
    events = {transition.event for transition in rules.TRANSITIONS.values() if transition.event}
    for log in LOGS[rules]:
        assert events <= DECLARED[log].keys()


def test_every_event_says_when_it_happens() -> None:
    for log, declared in DECLARED.items():
        assert [one.name for one in declared.values() if not (one.__doc__ or "").rstrip().endswith(".")] == [], log


def test_an_event_without_data_is_checked_too() -> None:
    check(Log.BROADCAST, Event("question.received", 1, state="new"))
    with pytest.raises(UndeclaredEvent):
        check(Log.BROADCAST, Event("question.promised", 1, state="on_air"))
