"""How often questions that would stand on one stack are about the same, measured on messages whose topics are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from live.domain.language.stack import USUAL, WITHIN
from live.language.about import about, likeness
from live.language.learned.doubles import Message


def stacked(messages: Sequence[tuple[Message, str]]) -> dict[str, Any]:
    """Messages with their topics. Of the pairs of one house within three weeks, where it is known when they came, that
    are as like as a stack's must be: how many there are (`stacked`), and how many of them have one topic."""
    of_house: defaultdict[str, list[int]] = defaultdict(list)
    read = [about(". ".join(part for part in (one.address, one.text) if part)) for one, _ in messages]
    for place, one in enumerate(read):
        if one.house:
            of_house[one.house].append(place)
    pairs = [
        (messages[a][1], messages[b][1])
        for places in of_house.values()
        for a, b in combinations(places, 2)
        if _may_meet(messages[a][0], messages[b][0]) and likeness(read[a], read[b]) >= USUAL
    ]
    right = sum(one == other for one, other in pairs)
    return {"stacked": len(pairs), "of_one_topic": right, "precision": round(right / len(pairs), 4) if pairs else None}


def _may_meet(one: Message, other: Message) -> bool:
    if isinstance(one.came, datetime) and isinstance(other.came, datetime):
        return abs(one.came - other.came) <= WITHIN
    return True
