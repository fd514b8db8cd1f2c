"""The tail of one log: reads what is new, renders it for each kind of screen once, and sends the shared frame to each.

A frame covers a range: "from 41 to 57, and here are those of them that you may see".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import structlog

from live.domain.refused import Refused
from live.feed.broken import BrokenEvents
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.presence_frames import NAMESPACE, PresenceFrames
from live.runtime import wire
from live.runtime.line import cut
from live.runtime.tasks import Signal
from live.store import log as event_log
from live.store.text import dumps
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.feed.visible_events import EventRenderer
from live.views.timestamps import stamp

log = structlog.get_logger()

FRAME = 500
"""Events at most in one frame."""

Group = tuple[str, Reader]
"""Members that see the same: a screen, and for whom it is drawn."""


@dataclass(slots=True)
class Listeners:
    sent: int
    members: set[Member] = field(default_factory=set)


class Tail:
    """Follows one log while somebody listens. `run()` is a task, which rests until others call the rest."""

    def __init__(self, store: Store, broadcast_id: int, presence: Presence, broken: BrokenEvents) -> None:
        self._store = store
        self._id = broadcast_id
        self._presence = PresenceFrames(presence, broadcast_id)
        self._broken = broken
        self._signal = Signal()
        self._lags = True
        self._pulse_due: int | None = None
        self._groups: dict[Group, Listeners] = {}
        self._epoch = ""
        self._position = -1
        self._reachable = True

    def join(self, member: Member) -> None:
        key = (member.screen.name, member.reader)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Listeners(max(self._position, 0))
        group.members.add(member)
        self.owe_presence(member)

    def leave(self, member: Member) -> None:
        self._presence.forget(member)
        key = (member.screen.name, member.reader)
        group = self._groups.get(key)
        if group is not None:
            group.members.discard(member)
            if not group.members:
                del self._groups[key]
        self._signal.ring()

    def end(self, member: Member, why: str) -> None:
        self.leave(member)
        cut(member.socket, why)

    def grown(self) -> None:
        """The bell has rung for this log."""
        self._lags = True
        self._signal.ring()

    def presence_changed(self) -> None:
        self._signal.ring()

    def owe_presence(self, member: Member) -> None:
        """It has not been told who is present, or has missed a change."""
        self._presence.owe(member)
        self._signal.ring()

    def seen_at(self, epoch: str, head: int, screens: int | None) -> None:
        """Somebody has read where the log stands; where a pulse is due, it tells how many screens this process has."""
        if (epoch, head) != (self._epoch, self._position):
            self._lags = True
        self._pulse_due = screens if screens is not None else self._pulse_due
        if self._lags or self._pulse_due is not None or self._presence.are_due():
            self._signal.ring()

    @property
    def members(self) -> list[Member]:
        return [member for group in self._groups.values() for member in group.members]

    def run(self) -> None:
        """Until nobody listens any more."""
        while self._groups:
            self._signal.wait()
            for step in (self._tell_presence, self._tell_events):
                try:
                    step()
                except Refused as refused:
                    # The screens notice by the missing pulse; the next look at all logs tries again.
                    if self._reachable:
                        log.error("the log cannot be read", broadcast=self._id, cause=str(refused.__cause__))
                        self._reachable = False
                except Exception:
                    # Whatever is wrong with one reading must not end the feed for every screen.
                    log.exception("the tail failed", broadcast=self._id)

    def _tell_events(self) -> None:
        if self._lags:
            self._lags = False
            try:
                self._advance()
            except Exception:
                self._lags = True  # No pulse may say meanwhile that the screens have it all.
                raise
            if not self._reachable:
                log.info("the log can be read again", broadcast=self._id)
                self._reachable = True
        if self._pulse_due is not None:
            self._pulse(self._position, self._pulse_due)
            self._pulse_due = None

    def _advance(self) -> None:
        """Send everything up to the head as it stands."""
        while True:
            with self._store.read() as connection:
                position = event_log.position(connection, self._id)
                if position.epoch != self._epoch or position.head < self._position:
                    self._start_at(position)
                if self._position >= position.head:
                    return
                events = event_log.events_since(connection, self._id, self._position, FRAME)
                renderer = EventRenderer(connection, position.broadcast, events)
            reached = events[-1].seq if events else position.head
            self._position = reached
            for key, group in list(self._groups.items()):
                self._send_events(renderer, key, group, reached)
            self._broken.note(self._id, renderer)
            if reached >= position.head:
                return  # What was committed since has rung the bell.

    def _start_at(self, position: event_log.Position) -> None:
        """Begin here; whoever listened to another epoch is told to start anew."""
        first = not self._epoch
        self._epoch = position.epoch
        self._position = position.head
        for group in self._groups.values():
            group.sent = position.head
            if not first:
                body = {"epoch": self._epoch, "from": position.head, "to": position.head, "stale": True}
                self._send(group, "events", body)

    def _send_events(self, renderer: EventRenderer, key: Group, group: Listeners, reached: int) -> None:
        if not group.members or group.sent >= reached:
            return
        screen = next(iter(group.members)).screen
        events = renderer.for_screen(screen, key[1])
        if events:
            body = {"epoch": self._epoch, "from": group.sent, "to": reached, "events": events}
            group.sent = reached
            self._send(group, "events", body)

    def _pulse(self, head: int, screens: int) -> None:
        """Flush the ranges in which a screen saw nothing, then say where the log stands, on the same queue."""
        pulse = {"epoch": self._epoch, "to": head, "time": stamp(self._store.clock()), "screens": screens}
        for group in list(self._groups.values()):
            if group.sent < head:
                body = {"epoch": self._epoch, "from": group.sent, "to": head, "events": []}
                group.sent = head
                self._send(group, "events", body)
            self._send(group, "pulse", pulse)

    def _send(self, group: Listeners, event: str, body: dict[str, Any]) -> None:
        frame = wire.Frame(NAMESPACE, event, dumps(body))
        for member in list(group.members):
            wire.send(member.socket, frame)

    def _tell_presence(self) -> None:
        if self._presence.are_due():
            for frame, members in self._presence.take(self.members):
                for member in members:
                    wire.send(member.socket, frame)
