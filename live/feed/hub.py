"""Every socket of this process, and the tails that feed them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import structlog

from live.domain.refused import Refused
from live.feed.air import Airs
from live.feed.answers import Answers
from live.feed.broken import BrokenEvents
from live.feed.follower import Follower
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.presence_frames import NAMESPACE
from live.feed.tail import Tail
from live.feed.turns import Turns
from live.runtime import line, traces, wire
from live.runtime.measured.numbers import Durations
from live.runtime.packets import Encoded
from live.store import log as event_log
from live.store.quick.handed import Grown
from live.store.text import dumps
from live.store.transaction import Store
from live.views.screens import AIR

if TYPE_CHECKING:
    from opentelemetry.trace import SpanContext

log = structlog.get_logger()

POLL = 0.25
"""Seconds after which the logs are looked at though no bell has rung."""
PULSE = 2.0

Recheck = Callable[[Sequence[Member]], Sequence[Member]]
"""Who among these may not stay."""

RETURNS = 200
"""Screens a second that come again, of the others."""

BOUNDS = (0.005, 0.02, 0.05, 0.1, 0.25, 1, 5)
"""Seconds up to which it is counted how soon screens are told."""

LEAVE = 1.0
"""Seconds that a screen has to end its line by itself."""


class Hub:
    """The feed of one process. `ring` is what the bell calls; it never waits. Its `worker` tells the screens."""

    def __init__(self, store: Store, presence: Presence, recheck: Recheck) -> None:
        self._store = store
        self._recheck = recheck
        self._tails: dict[int, Tail] = {}
        self._spread = 0.0
        self._pulse_at = 0.0
        self.broken = BrokenEvents()
        self.lag = Durations("live_feed_lag_seconds", "From a log's growth to its frames", bounds=BOUNDS)
        self.presence = presence
        self.turns = Turns()
        self._answers = Answers(store, self.broken)
        self._follower = Follower(store)
        self.worker = self._follower.worker
        self.air = Airs(store)
        presence.on_change = self._presence_changed

    def start(self) -> None:
        """For a process that has no other tasks."""
        self.worker.start()
        self.air.worker.start()

    def ring(self, broadcast_ids: Sequence[int]) -> None:
        """These logs have grown; by what, a commit of this process may say with them."""
        handed = broadcast_ids.handed if isinstance(broadcast_ids, Grown) else {}
        self.air.ring(broadcast_ids)
        for broadcast_id in broadcast_ids:
            tail = self._tails.get(broadcast_id)
            if tail is not None:
                tail.grown(handed.get(broadcast_id))

    def look(self) -> None:
        """One reading for all logs that are followed: whoever lags is woken, and everybody when a pulse is due.

        A task calls this every POLL seconds. What it raises is the database's or its own; no log's trouble is.
        """
        self.presence.tell_waiting()
        self._answers.let_go()
        tails = dict(self._tails)
        if not tails:
            return
        with self._store.read() as connection:
            heads = event_log.heads(connection, tails)
        screens = None
        if time.monotonic() >= self._pulse_at - POLL / 2:
            self._end_lost_rights(tails.values())
            for broadcast_id in tails.keys() - heads.keys():
                for member in tails[broadcast_id].members:
                    tails[broadcast_id].end(member, "the broadcast was deleted")
            self._pulse_at = time.monotonic() + PULSE
            screens = len(self.members())
        for broadcast_id, (epoch, head) in heads.items():
            tails[broadcast_id].seen_at(epoch, head, screens)

    def join(self, member: Member) -> None:
        log_id = member.broadcast_id
        if log_id not in self._tails:
            self._tails[log_id] = Tail(log_id, self.presence, self.broken, self._follower.wake, self.told_after)
        self._tails[log_id].join(member)
        self.presence.enter(member)

    def told_after(self, seconds: float, grown_by: SpanContext | None) -> None:
        """Screens were told of something that had waited for so long, in the trace of what wrote it."""
        self.lag.took(seconds)
        traces.was("feed", seconds, grown_by, {})

    def leave(self, member: Member) -> None:
        tail = self._tails.get(member.broadcast_id)
        if tail is not None:
            tail.leave(member)
            if not tail.members:
                del self._tails[member.broadcast_id]
        self.presence.exit(member)

    def members(self) -> list[Member]:
        return [member for tail in self._tails.values() for member in tail.members]

    def untold_for(self) -> float:
        """Seconds for which something has waited to be told to screens of this process, where it has waited longest."""
        now = time.monotonic()
        return max((tail.untold_for(now) for tail in self._tails.values()), default=0.0)

    def send_away(self) -> None:
        """Tell each screen once that this server ends, and within how long to come again; end the line of who stays."""
        members, now = self.members(), time.monotonic()
        self._spread = max(self._spread, round(len(members) / RETURNS, 1))
        for member in members:
            if member.sent_away is None:
                member.sent_away = now
                within = 0 if member.screen.name in AIR else self._spread
                wire.send(member.socket, wire.Frame(NAMESPACE, "ending", dumps({"within": within})))
            elif not member.at_work and now - member.sent_away > LEAVE:
                line.close(member.socket)

    def sync(self, member: Member, epoch: str | None, since: int | None) -> Encoded:
        """What a screen at `since` lacks: events where that is possible and not too long, else a snapshot."""
        if member.screen.name not in AIR:
            self.turns.wait()
        you: dict[str, Any] = {
            "name": member.actor.name,
            "roles": sorted(role.value for role in member.actor.roles),
            "mark": member.mark,
        }
        if member.screen.follows_tickets:
            you |= {"department": member.actor.department}
        if member.screen.has_duty:
            you |= {"account": member.actor.account}
        return Encoded(self._answers.lacked(member, epoch, since), f',"you":{dumps(you)}}}'.encode())

    def missed_presence(self, member: Member) -> None:
        """It has missed a change of who is present, and is told the whole again."""
        tail = self._tails.get(member.broadcast_id)
        if tail is not None:
            tail.owe_presence(member)

    def _presence_changed(self, broadcast_id: int) -> None:
        tail = self._tails.get(broadcast_id)
        if tail is not None:
            tail.presence_changed()

    def _end_lost_rights(self, tails: Iterable[Tail]) -> None:
        """Of all at once; where that breaks, of one after another, so that whoever breaks it keeps nobody else in."""
        members = {member: tail for tail in tails for member in tail.members}
        try:
            lost = list(self._recheck(list(members)))
        except Refused:
            raise  # The database is away: no pulse either.
        except Exception:
            log.exception("the rights of all could not be looked at together")
            lost = [member for member in members if self._has_lost(member)]
        for member in lost:
            members[member].end(member, "rights lost")

    def _has_lost(self, member: Member) -> bool:
        """Whoever's rights cannot be found out has none."""
        try:
            return bool(self._recheck([member]))
        except Refused:
            raise
        except Exception:
            log.exception("rights could not be looked at", broadcast=member.broadcast_id, screen=member.screen.name)
            return True
