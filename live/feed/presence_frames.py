"""What the screens of one log are told of presence: all of it once, then what has changed.

Only screens that show it are told, at most five times a second, and once a second where there are many: told whole to
each at each change, a claim would cost a thousand desks 32 MB.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from live.feed.member import Member
from live.feed.presence import MANY, PAUSE, PAUSE_OF_MANY, Presence
from live.runtime import wire
from live.store.text import dumps

NAMESPACE = "/live"
SHOWN: Mapping[str, frozenset[str]] = {
    "desk": frozenset({"screens", "claims", "writing"}),
    "tickets": frozenset({"screens", "claims", "writing"}),
    "calls": frozenset({"screens"}),
    "rundown": frozenset({"screens"}),
    "head": frozenset({"screens"}),
}
"""The lists of presence that a screen shows; the screens that are not here show none."""

Entry = tuple[tuple[str, Any], ...]


class Told:
    """One list as it was told last. Two of its entries may be equal: one person's two desks."""

    def __init__(self) -> None:
        self.number = 0
        self._entries: Counter[Entry] = Counter()

    def change(self, now: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
        """What is different now, numbered; None where nothing is."""
        entries = Counter(tuple(entry.items()) for entry in now)
        came, gone = entries - self._entries, self._entries - entries
        if not came and not gone:
            return None
        self._entries = entries
        self.number += 1
        lists = {"came": [dict(one) for one in came.elements()], "gone": [dict(one) for one in gone.elements()]}
        return {"from": self.number - 1, "to": self.number, **lists}


class PresenceFrames:
    """Says what to send to whom. Each gets the whole first, and changes only where it has said that it follows them."""

    def __init__(self, presence: Presence, broadcast_id: int) -> None:
        self._presence, self._id = presence, broadcast_id
        self._told = {"screens": Told(), "claims": Told(), "writing": Told()}
        self._owed: set[Member] = set()
        self._due_at = 0.0

    def owe(self, member: Member) -> None:
        """It is told the whole with the next telling."""
        if member.screen.name in SHOWN:
            self._owed.add(member)

    def forget(self, member: Member) -> None:
        self._owed.discard(member)

    def are_due(self) -> bool:
        """Whether there is something to tell, and the last telling was long enough ago."""
        return time.monotonic() >= self._due_at and (bool(self._owed) or self._presence.is_news(self._id))

    def take(self, members: Sequence[Member]) -> list[tuple[wire.Frame, list[Member]]]:
        """What is due, and to whom of these members of the log."""
        self._presence.is_told(self._id)
        state = self._presence.state(self._id)
        self._due_at = time.monotonic() + (PAUSE_OF_MANY if len(state["screens"]) > MANY else PAUSE)
        changes = {name: change for name, told in self._told.items() if (change := told.change(state[name]))}
        owed, self._owed = self._owed, set()
        showing = [one for one in members if one.screen.name in SHOWN]
        frames = []
        if whole := [one for one in showing if one in owed or (changes and not one.follows_changes)]:
            numbers = {name: told.number for name, told in self._told.items()}
            frames.append((_frame("presence", {**state, "numbers": numbers}), whole))
        following = [one for one in showing if one.follows_changes and one not in owed]
        for name, change in changes.items():
            readers = [one for one in following if name in SHOWN[one.screen.name]]
            if name == "writing":
                readers = [one for one in readers if one.follows_writing]  # A page of before knows no such list.
            frames.append((_frame("presence_changes", {"list": name, **change}), readers))
        return frames


def _frame(event: str, body: Mapping[str, Any]) -> wire.Frame:
    return wire.Frame(NAMESPACE, event, dumps(body))
