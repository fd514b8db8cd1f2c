"""What a screen lacks: made once for all who lack the same and may see the same, at one moment.

A thousand desks that come back after a restart lack the same snapshot. One of those who ask makes it, and whoever has
asked before it was read is given it too; so that it is made a few times a second at most, however fast the log grows.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from sqlalchemy import Connection

from live.domain.refused import Refused
from live.feed.broken import BrokenEvents
from live.feed.member import Member
from live.runtime.tasks import sleep
from live.store import log as event_log
from live.store.log import Position
from live.store.text import dumps
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.feed.snapshot import snapshot
from live.views.feed.visible_events import EventRenderer
from live.views.screens import AIR

CATCH_UP = 500
"""Events that a returning screen is given one by one; further behind, it gets a snapshot."""
KEPT = 1.0
"""Seconds for which an answer is given again while the log stands still."""
SHARE = 5
"""A crowd's answer is made again after so many times the time that it took."""
LEAST, LONGEST = 0.1, 1.0
"""Seconds between two makings of a crowd's answer."""
ROOM = 32 * 1024 * 1024
"""Bytes of answers that are kept at once; of more, those made first are let go."""

Key = tuple[int, str, Reader, str, int | None]
"""Whose answers are the same: the log, the screen, for whom it is drawn, the epoch, after which number (None: all)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is a JSON object without its last brace. `read_at`, on the monotonic clock, is not after its reading."""

    body: bytes
    epoch: str
    head: int
    read_at: float
    took: float


@dataclass(slots=True)
class Slot:
    making: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0
    answer: Answer | None = None
    refusal: tuple[float, Refused] | None = None


class Answers:
    def __init__(self, store: Store, broken: BrokenEvents) -> None:
        self._store, self._broken = store, broken
        self._slots: dict[Key, Slot] = {}

    def lacked(self, member: Member, epoch: str | None, since: int | None) -> bytes:
        """What a screen at `since` lacks, as a JSON object without its last brace.

        Events where that is possible and not too long, else a snapshot. `unavailable` without the database.
        """
        asked_at = time.monotonic()
        with self._store.read() as connection:
            position = event_log.position(connection, member.broadcast_id)
        after = since if _is_near(position, epoch, since) else None
        key = (member.broadcast_id, member.screen.name, member.reader, position.epoch, after)
        slot = self._slots.setdefault(key, Slot())
        kept = slot.answer
        if kept and (kept.epoch, kept.head) == (position.epoch, position.head) and asked_at - kept.read_at <= KEPT:
            return kept.body
        slot.users += 1
        try:
            with slot.making:
                return self._made(slot, member, epoch, after, asked_at).body
        finally:
            slot.users -= 1

    def let_go(self) -> None:
        """Forget what is too old to be given again, and the oldest where there is too much."""
        now = time.monotonic()
        for key, slot in list(self._slots.items()):
            if not slot.users and (slot.answer is None or now - slot.answer.read_at > KEPT):
                del self._slots[key]

    def _made(self, slot: Slot, member: Member, epoch: str | None, after: int | None, asked_at: float) -> Answer:
        """One that was read after it was asked for; made here where nobody has."""
        if slot.answer is not None and slot.answer.read_at >= asked_at:
            return slot.answer
        if slot.refusal is not None and slot.refusal[0] >= asked_at:
            raise slot.refusal[1]
        if slot.answer is not None and member.screen.name not in AIR:
            pause = min(LONGEST, max(LEAST, SHARE * slot.answer.took))
            sleep(max(0.0, slot.answer.read_at + pause - time.monotonic()))
        try:
            slot.answer = self._make(member, epoch, after)
        except Refused as refused:
            slot.refusal = (time.monotonic(), refused)
            raise
        self._make_room(slot)
        return slot.answer

    def _make(self, member: Member, epoch: str | None, after: int | None) -> Answer:
        read_at = time.monotonic()
        with self._store.read() as connection:
            position = event_log.position(connection, member.broadcast_id)
            body: dict[str, object] = {"epoch": position.epoch, "to": position.head}
            events = None
            if after is not None and _is_near(position, epoch, after):
                events = self._events(connection, position, member, after)
            if events is not None:
                body |= {"from": after, "events": events}
            else:
                body["snapshot"] = snapshot(connection, position.broadcast, member.screen, member.reader)
        encoded = dumps(body)[:-1].encode()
        return Answer(encoded, position.epoch, position.head, read_at, time.monotonic() - read_at)

    def _events(
        self, connection: Connection, position: Position, member: Member, since: int
    ) -> list[dict[str, object]] | None:
        """What has happened after `since`; None where one of it is broken."""
        rows = event_log.events_since(connection, member.broadcast_id, since, CATCH_UP)
        renderer = EventRenderer(connection, position.broadcast, rows)
        events = renderer.for_screen(member.screen, member.reader)
        self._broken.note(member.broadcast_id, renderer)
        return None if renderer.broken else events

    def _make_room(self, made: Slot) -> None:
        total = 0
        for slot in sorted(self._slots.values(), key=lambda one: one.answer.read_at if one.answer else 0, reverse=True):
            if slot.answer is not None:
                total += len(slot.answer.body)
                if total > ROOM and slot is not made:
                    slot.answer = None


def _is_near(position: Position, epoch: str | None, since: int | None) -> bool:
    """Whether a screen at `since` can be given what has happened after it."""
    if since is None or epoch != position.epoch:
        return False
    return max(position.floor, position.head - CATCH_UP) <= since <= position.head
