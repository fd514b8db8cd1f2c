"""A part of an answer: each state has its moves, and no part is due after its ticket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.domain.followup import part as rules
from live.domain.followup.part import ASKED, DECLINED, DROPPED, GIVEN, Part, State
from live.domain.refused import Refused
from live.store.centre.calendar import calendar

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
CALENDAR = calendar(2026, 2028, "Europe/Ulyanovsk")

MOVES = {
    "give_part": {ASKED: GIVEN, GIVEN: GIVEN},
    "decline_part": {ASKED: DECLINED},
    "drop_part": {ASKED: DROPPED, GIVEN: DROPPED},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", MOVES)
def test_each_state_has_its_moves(verb: str, state: State) -> None:
    part = Part(3, "ПЛ-2026-000001", "in_progress", "Дороги", "Водоканал", state)
    after = MOVES[verb].get(state)
    if after is None:
        with pytest.raises(Refused, match="Водоканал") as caught:
            rules.move(part, verb)
        assert caught.value.code == "illegal"
        return
    change = rules.move(part, verb)
    assert (change.after.state, change.after.version) == (after, 2)
    [event] = change.events
    assert (event.was, event.state, event.ticket) == ("in_progress", "in_progress", "ПЛ-2026-000001")
    assert event.data == {"department": "Дороги", "part": 3, "of": "Водоканал"}


@given(st.integers(1, 240), st.integers(-48, 480))
def test_no_part_is_due_after_its_ticket(hours: int, left: int) -> None:
    resolution = NOW + timedelta(hours=left)
    due = rules.due(NOW, hours, CALENDAR, resolution)
    assert due <= resolution
    assert due == resolution or due >= NOW + timedelta(hours=hours)
