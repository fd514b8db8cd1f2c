"""What an exchange tells of its calls: late, twice, out of order, over several legs; the dead stay dead."""

from __future__ import annotations

import itertools
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from live.channels import mango
from live.channels.webhook import CallSignal, Request
from live.desk.calls import signal
from live.domain.broadcast import Kind
from live.store.show import calls
from live.store.transaction import Store
from tests.support.exchange import call_event, consulted, mango_form
from tests.support.rooms import Show

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)
A_CALL = [
    CallSignal("c-1", state, "+79000000012", at=NOON + timedelta(seconds=n))
    for n, state in enumerate(("ringing", "answered", "held", "ended"))
]


def told(show: Show, *words: CallSignal) -> Row[Any]:
    """The call after these words about it."""
    for word in words:
        assert signal(show.store, show.id, show.origin, word)
    with show.store.read() as connection:
        row = calls.by_external(connection, show.origin, words[-1].call_id)
    assert row is not None
    return row


def at_mango(*events: dict[str, object]) -> list[CallSignal]:
    settings = {"api_key": "mango-key", "api_salt": "mango-salt"}
    sent = (mango_form(json.dumps(event).encode(), *settings.values()) for event in events)
    return [call for form in sent for call in mango.read(Request(form, {}, "events/call"), settings).calls]


def never_back(show: Show, words: list[CallSignal]) -> None:
    """In this order, and the first of it once more, the call ends once and stays ended."""
    before = show.head
    states = [told(show, word).state for word in [*words, words[0]]]
    assert states[-1] == "ended"
    assert set(states[states.index("ended") :]) == {"ended"}
    types = show.types(before)
    assert (types[0], types[-1]) == ("call.opened", "call.ended")
    assert types.count("call.ended") == 1


def renamed(words: list[CallSignal], call_id: str) -> list[CallSignal]:
    return [CallSignal(call_id, w.state, w.from_number, w.to_number, w.at, None, w.leg, w.seq) for w in words]


def test_in_no_order_does_what_is_told_bring_a_call_back_from_the_dead(show: Show) -> None:
    for n, words in enumerate(itertools.permutations(A_CALL)):
        never_back(show, renamed(list(words), f"c-{n}"))


@pytest.mark.parametrize("seed", range(6))
def test_in_no_order_do_its_legs_bring_a_call_at_mango_back_from_the_dead(show: Show, seed: int) -> None:
    words = at_mango(*consulted("e-1"))
    random.Random(seed).shuffle(words)
    never_back(show, words)


def test_until_it_ends_what_is_newest_counts(show: Show) -> None:
    ringing, answered, held, _ = A_CALL
    assert told(show, held, ringing, answered, held).state == "held"


def test_the_legs_of_a_call_are_one_call_until_its_caller_has_gone(show: Show) -> None:
    states = [told(show, word).state for word in at_mango(*consulted("e-1"))]
    assert states == ["ringing"] * 3 + ["screening", "held", "held", "held", "held", "screening", "ended"]
    assert show.types().count("call.opened") == 1


def test_a_colleague_who_did_not_pick_up_ends_no_call(show: Show) -> None:
    first = call_event("e-1", "1", 1, "Appeared")
    nobody = call_event("e-1", "1", 2, "Disconnected", disconnect_reason=4201)
    assert told(show, *at_mango(first, nobody)).state == "ringing"
    assert told(show, *at_mango(call_event("e-1", "2", 2, "Connected"))).state == "screening"


def test_one_leg_more_takes_no_call_off_a_screeners_hold(show: Show) -> None:
    row = told(show, *at_mango(call_event("e-1", "1", 2, "Connected")))
    show.do("call.hold", call=row.id)
    assert told(show, *at_mango(call_event("e-1", "1", 2, "Connected"))).state == "held"
    assert told(show, *at_mango(call_event("e-1", "2", 1, "Appeared"))).state == "held"


def test_a_recording_is_not_the_word_that_opens_a_call(show: Show) -> None:
    before = show.head
    assert not signal(show.store, show.id, show.origin, CallSignal("c-9", recording_url="https://ats.example/9.mp3"))
    assert show.head == before


def test_a_recording_stands_at_the_question_made_from_its_call(show: Show) -> None:
    row = told(show, CallSignal("c-1", "answered"))
    number = int(show.do("call.hand", call=row.id, text="Нет воды")["number"])
    told(show, CallSignal("c-1", "ended", recording_url="https://ats.example/1.mp3"))
    assert show.view(number)["attachments"] == [{"type": "recording", "url": "https://ats.example/1.mp3"}]
    assert show.events()[-1].question == number


def test_after_a_show_a_call_rings_on_the_line_behind_it(store: Store) -> None:
    line = Show(store, Kind.STANDING)
    show = Show(store, standing_id=line.id).on_air().wrapped()
    row = told(show, CallSignal("c-1", "ringing", "+79000000013", at=NOON))
    assert (row.broadcast_id, line.types()) == (line.id, ["call.opened"])
    assert told(show, CallSignal("c-1", "ended", "+79000000013", at=NOON)).state == "ended"


def test_a_call_that_rang_during_the_show_stays_there(store: Store) -> None:
    line = Show(store, Kind.STANDING)
    show = Show(store, standing_id=line.id).on_air()
    told(show, CallSignal("c-1", "ringing", "+79000000014", at=NOON))
    show.wrapped()
    assert told(show, CallSignal("c-1", "ended", "+79000000014", at=NOON)).broadcast_id == show.id
    assert line.types() == []


def test_after_a_show_with_no_line_behind_it_a_call_rings_where_it_did(store: Store) -> None:
    show = Show(store).on_air().wrapped()
    assert told(show, CallSignal("c-1", "ringing", "+79000000015", at=NOON)).broadcast_id == show.id
