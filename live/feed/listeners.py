"""Those of one log who see the same, and what is drawn for them and not told yet."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any

from live.feed.member import Member
from live.feed.presence_frames import NAMESPACE
from live.runtime import wire
from live.store.text import dumps
from live.views.feed.sections.section import Body
from live.views.screens import AIR, Screen

FELT = 0.005
"""Seconds of telling a group that nobody else waits for: some two hundred screens."""
SHARE = 9
"""A group that took longer rests for so many times the time that it took: it has a tenth of the loop."""
LONGEST = 0.25
"""Seconds that it rests at most."""


class Listeners:
    """Members of one screen for whom the same is drawn: a frame is encoded once for all of them.

    To tell a thousand desks of each question by itself takes a third of the loop, and whoever comes back waits behind
    that: a crowd is told together of what has come while it rested. The screens of the air never rest.
    """

    def __init__(self, screen: Screen, position: int) -> None:
        self.screen = screen
        self.members: set[Member] = set()
        self._sent = self._drawn = position
        self._gathered: list[Body] = []
        self._rests_until = 0.0

    def lacks(self, position: int) -> bool:
        """Whether what has happened up to there was not drawn for them yet."""
        return bool(self.members) and self._drawn < position

    def tell(self, epoch: str, events: Sequence[Body], reached: int) -> None:
        """Of these at once, or once they have rested; where they may see none of them, with what comes next."""
        self._gathered += [one for one in events if one["seq"] > self._drawn]
        self._drawn = reached
        self.tell_gathered(epoch)

    @property
    def waits(self) -> bool:
        """Whether something is gathered for them."""
        return bool(self._gathered)

    def tell_gathered(self, epoch: str) -> None:
        """Where something is, and they have rested."""
        if self._gathered and monotonic() >= self._rests_until:
            self._tell_range(epoch)

    def pulse(self, pulse: dict[str, Any]) -> None:
        """Say where the log stands, after all of what they lack, on the same queue."""
        if self._sent < pulse["to"]:
            self._drawn = pulse["to"]
            self._tell_range(pulse["epoch"])
        self.send("pulse", pulse)

    def start_at(self, position: int) -> None:
        """What was gathered is of a log that is no more."""
        self._sent = self._drawn = position
        self._gathered = []

    def send(self, event: str, body: dict[str, Any]) -> None:
        frame = wire.Frame(NAMESPACE, event, dumps(body))
        for member in list(self.members):
            wire.send(member.socket, frame)

    def _tell_range(self, epoch: str) -> None:
        body = {"epoch": epoch, "from": self._sent, "to": self._drawn, "events": self._gathered}
        self._sent, self._gathered = self._drawn, []
        began = monotonic()
        self.send("events", body)
        ended = monotonic()
        if ended - began > FELT and self.screen.name not in AIR:
            self._rests_until = ended + min(SHARE * (ended - began), LONGEST)
