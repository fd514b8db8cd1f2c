"""What the benchmark's screens count as an arrival."""

from __future__ import annotations

import json
from typing import Any

from bench.clients import EVENTS, Audience


def packet(*events: dict[str, Any]) -> bytes:
    frame = {"epoch": "a", "from": 0, "to": len(events), "events": list(events)}
    return EVENTS + json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode() + b"]"


def event(type_: str, mark: int) -> dict[str, Any]:
    return {"type": type_, "question": mark, "view": {"text": f"Когда починят дорогу? [#{mark}]"}}


def test_only_the_receiving_of_a_question_is_an_arrival() -> None:
    audience = Audience()
    mixed = packet(event("question.received", 7), event("question.classified", 5), event("question.received", 8))
    assert audience._marks(mixed) == [7, 8]
    assert audience._marks(packet(event("question.classified", 7))) == []


def test_a_question_that_the_screen_may_not_see_is_no_arrival() -> None:
    assert Audience()._marks(packet({"type": "question.received", "question": 7, "view": None})) == []
