"""Every socket of this process, and the tails that feed them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import structlog
from sqlalchemy import Connection

from live.domain.refused import Refused
from live.feed.broken import BrokenEvents
from live.feed.follower import Tail
from live.feed.member import Member
from live.feed.presence import Presence
from live.runtime.tasks import spawn
from live.store import log as event_log
from live.store.transaction import Store
from live.views.feed.snapshot import snapshot
from live.views.feed.visible_events import EventRenderer

log = structlog.get_logger()

POLL = 0.25
"""Seconds after which the logs are looked at though no bell has rung."""
PULSE = 2.0
CATCH_UP = 500
"""Events that a returning screen is given one by one; further behind, it gets a snapshot."""

Recheck = Callable[[Sequence[Member]], Sequence[Member]]
"""Who among these may not stay."""


class Hub:
    """The feed of one process. `ring` is what the bell calls; it never waits."""

    def __init__(self, store: Store, presence: Presence, recheck: Recheck) -> None:
        self._store = store
        self._recheck = recheck
        self._tails: dict[int, Tail] = {}
        self._pulse_at = 0.0
        self.broken = BrokenEvents()
        self.presence = presence
        presence.on_change = self._presence_changed

    def ring(self, broadcast_ids: Sequence[int]) -> None:
        """These logs have grown."""
        for broadcast_id in broadcast_ids:
            tail = self._tails.get(broadcast_id)
            if tail is not None:
                tail.grown()

    def look(self) -> None:
        """One reading for all logs that are followed: whoever lags is woken, and everybody when a pulse is due.

        A task calls this every POLL seconds. What it raises is the database's or its own; no log's trouble is.
        """
        tails = dict(self._tails)
        if not tails:
            return
        with self._store.read() as connection:
            heads = event_log.heads(connection, tails)
        pulse = time.monotonic() >= self._pulse_at - POLL / 2
        if pulse:
            self._end_lost_rights(tails.values())
            self._pulse_at = time.monotonic() + PULSE
        for broadcast_id, (epoch, head) in heads.items():
            tails[broadcast_id].seen_at(epoch, head, pulse)

    def join(self, member: Member) -> None:
        tail = self._tails.get(member.broadcast_id)
        if tail is None:
            tail = self._tails[member.broadcast_id] = Tail(self._store, member.broadcast_id, self.presence, self.broken)
            tail.join(member)
            spawn(self._follow, tail, member.broadcast_id)
        else:
            tail.join(member)
        self.presence.enter(member)

    def leave(self, member: Member) -> None:
        tail = self._tails.get(member.broadcast_id)
        if tail is not None:
            tail.leave(member)
        self.presence.exit(member)

    def members(self) -> list[Member]:
        return [member for tail in self._tails.values() for member in tail.members]

    def sync(self, member: Member, epoch: str | None, since: int | None) -> dict[str, Any]:
        """What a screen at `since` lacks: events where that is possible and not too long, else a snapshot."""
        with self._store.read() as connection:
            position = event_log.position(connection, member.broadcast_id)
            answer: dict[str, Any] = {"epoch": position.epoch, "to": position.head}
            near = epoch == position.epoch and since is not None and position.head - since <= CATCH_UP
            events = None
            if near and since is not None and position.floor <= since <= position.head:
                events = self._events(connection, position, member, since)
            if events is not None:
                answer |= {"from": since, "events": events}
            else:
                answer["snapshot"] = snapshot(connection, position.broadcast, member.screen, member.reader)
        answer["you"] = {
            "name": member.actor.name,
            "roles": sorted(role.value for role in member.actor.roles),
            "mark": member.mark,
        }
        if member.screen.follows_tickets:
            answer["you"] |= {"department": member.actor.department, "account": member.actor.account}
        return answer

    def _events(
        self, connection: Connection, position: event_log.Position, member: Member, since: int
    ) -> list[dict[str, Any]] | None:
        """What has happened after `since`; None where one of it is broken."""
        rows = event_log.events_since(connection, member.broadcast_id, since, CATCH_UP)
        renderer = EventRenderer(connection, position.broadcast, rows)
        events = renderer.for_screen(member.screen, member.reader)
        self.broken.note(member.broadcast_id, renderer)
        return None if renderer.broken else events

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

    def _follow(self, tail: Tail, broadcast_id: int) -> None:
        try:
            tail.run()
        finally:
            if self._tails.get(broadcast_id) is tail:
                del self._tails[broadcast_id]
                # Somebody may have joined between the last look and now.
                for member in tail.members:
                    self.join(member)
