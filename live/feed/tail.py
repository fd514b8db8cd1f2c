"""The tail of one log: renders what is new for each kind of screen once, and sends the shared frame to each.

A frame covers a range: "from 41 to 57, and here are those of them that you may see".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from live.feed.broken import BrokenEvents
from live.feed.listeners import Listeners
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.presence_frames import PresenceFrames
from live.runtime import traces, wire
from live.runtime.line import cut
from live.store.log import Position
from live.store.quick.handed import HandedOver
from live.views.feed.handed import renderer_of
from live.views.feed.sections.section import Reader
from live.views.feed.visible_events import EventRenderer
from live.views.timestamps import stamp

if TYPE_CHECKING:
    from opentelemetry.trace import SpanContext

MOST_HANDED = 500
"""Events at most that are told without a reading in one frame, and held until then."""

Group = tuple[str, Reader]
"""Members that see the same: a screen, and for whom it is drawn."""


class Tail:
    """Who listens to one log, and how far it was told.

    `wake` is called when there may be something to tell, `told_after` with the seconds for which the first of what is
    then told had waited, and the trace whose write it was.
    """

    def __init__(
        self,
        broadcast_id: int,
        presence: Presence,
        broken: BrokenEvents,
        wake: Callable[[Tail], None],
        told_after: Callable[[float, SpanContext | None], None],
    ) -> None:
        self.id = broadcast_id
        self.lags = True
        """Whether the log may have grown beyond what was told."""
        self.epoch, self.position = "", -1
        self._presence = PresenceFrames(presence, broadcast_id)
        self._broken = broken
        self._wake = wake
        self._told_after = told_after
        self._grown_at: float | None = None
        """Since when this process knows of something that was not told."""
        self._grown_by: SpanContext | None = None
        """What wrote the first of that here, where it is traced."""
        self._pulse_due: int | None = None
        self._groups: dict[Group, Listeners] = {}
        self._handed: list[HandedOver] = []
        """What follows at once upon what was told, each upon the one before it."""

    def join(self, member: Member) -> None:
        key = (member.screen.name, member.reader)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Listeners(member.screen, max(self.position, 0))
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

    def end(self, member: Member, why: str) -> None:
        self.leave(member)
        cut(member.socket, why)

    def grown(self, handed: HandedOver | None = None) -> None:
        """The bell has rung for this log. `handed`: by what it has grown, where this process knows that."""
        if handed is not None and self._is_next(handed):
            self._handed.append(handed)
        else:
            self.lags = True
        self._begin_to_lag()
        self._wake(self)

    def presence_changed(self) -> None:
        self._wake(self)

    def owe_presence(self, member: Member) -> None:
        """It has not been told who is present, or has missed a change."""
        self._presence.owe(member)
        self._wake(self)

    def seen_at(self, epoch: str, head: int, screens: int | None) -> None:
        """Somebody has read where the log stands; where a pulse is due, it tells how many screens this process has."""
        if (epoch, head) != (self.epoch, self.position):
            self.lags = True
            self._begin_to_lag()
        self._pulse_due = screens if screens is not None else self._pulse_due
        waits = any(group.waits for group in self._groups.values())
        if self.lags or waits or self._pulse_due is not None or self._presence.are_due():
            self._wake(self)

    def untold_for(self, now: float) -> float:
        """Seconds by `monotonic` for which something has waited to be told; 0 where nothing does."""
        return now - self._grown_at if self._grown_at is not None else 0.0

    @property
    def members(self) -> list[Member]:
        return [member for group in self._groups.values() for member in group.members]

    def lacks(self, position: Position) -> bool:
        """Whether the log has events that were not told; not where it begins anew."""
        return position.epoch == self.epoch and self.position < position.head

    def tell_events(self, position: Position, renderer: EventRenderer | None) -> None:
        """The log stood there, and these are the next of its events that are lacking; None where none is."""
        if position.epoch != self.epoch or position.head < self.position:
            self._start_at(position)
        elif renderer is None:
            self._lags_no_more()
        else:
            self._tell(renderer, renderer.events[-1].seq if renderer.events else position.head)

    def tell_handed(self) -> None:
        """What was handed over and not read since; where anything else lacks, all of it is read."""
        handed, self._handed = self._handed, []
        if handed and not self.lags:
            if handed[0].first == self.position + 1:
                self._tell(renderer_of(handed), handed[-1].last)
            else:
                self.lags = True

    def tell_gathered(self) -> None:
        """What waited until a crowd has rested."""
        for group in list(self._groups.values()):
            group.tell_gathered(self.epoch)

    def tell_presence(self) -> None:
        """Who is present, where that has changed."""
        if self._presence.are_due():
            for frame, members in self._presence.take(self.members):
                for member in members:
                    wire.send(member.socket, frame)

    def tell_pulse(self, now: datetime) -> None:
        """Where one is due. Not while something is untold: it would say that the screens have it all."""
        if self._pulse_due is not None:
            pulse = {"epoch": self.epoch, "to": self.position, "time": stamp(now), "screens": self._pulse_due}
            for group in list(self._groups.values()):
                group.pulse(pulse)
            self._pulse_due = None

    def _is_next(self, handed: HandedOver) -> bool:
        """Whether it can be told without a reading."""
        told = self._handed[-1].last if self._handed else self.position
        follows = (handed.epoch, handed.first) == (self.epoch, told + 1)
        return follows and not self.lags and handed.last - self.position <= MOST_HANDED

    def _tell(self, renderer: EventRenderer, reached: int) -> None:
        for (_, reader), group in list(self._groups.items()):
            if group.lacks(reached):
                group.tell(self.epoch, renderer.for_screen(group.screen, reader), reached)
        self.position = reached  # Only now: a group that could not be told is told all of it by the next reading.
        self._handed = [one for one in self._handed if one.first > reached]
        if self._grown_at is not None:
            self._told_after(monotonic() - self._grown_at, self._grown_by)
        self._lags_no_more()
        self._broken.note(self.id, renderer)

    def _begin_to_lag(self) -> None:
        if self._grown_at is None:
            self._grown_at, self._grown_by = monotonic(), traces.here()

    def _lags_no_more(self) -> None:
        """Unless more has come meanwhile."""
        self._grown_at, self._grown_by = monotonic() if self.lags or self._handed else None, None

    def _start_at(self, position: Position) -> None:
        """Begin here; whoever listened to another epoch is told to start anew."""
        first = not self.epoch
        self.epoch = position.epoch
        self.position = position.head
        self._handed.clear()
        self._lags_no_more()
        for group in self._groups.values():
            group.start_at(position.head)
            if not first:
                body = {"epoch": self.epoch, "from": position.head, "to": position.head, "stale": True}
                group.send("events", body)
