"""Every socket of this process, and the tails that feed them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from live.feed.broken import BrokenEvents
from live.feed.follower import NAMESPACE, Recheck, Tail
from live.feed.member import Member
from live.feed.presence import Presence
from live.runtime import line, wire
from live.runtime.tasks import spawn
from live.store import log as event_log
from live.store.text import dumps
from live.store.transaction import Store
from live.views.feed.snapshot import snapshot
from live.views.feed.visible_events import EventRenderer

CATCH_UP = 500
"""Events that a returning screen is given one by one; further behind, it gets a snapshot."""

FIRST = {"prompter", "overlay", "head"}
"""Screens that may come again at once where a server ends: few, and seen by everybody."""

RETURNS = 200
"""Screens a second that come again, of the others."""

LEAVE = 1.0
"""Seconds that a screen has to end its line by itself."""


class Hub:
    """The feed of one process. `ring` is what the bell calls; it never waits."""

    def __init__(self, store: Store, presence: Presence, recheck: Recheck) -> None:
        self._store = store
        self._presence = presence
        self._recheck = recheck
        self._tails: dict[int, Tail] = {}
        self._spread = 0.0
        self.broken = BrokenEvents()
        presence.on_change = lambda broadcast_id: self.ring([broadcast_id])

    def ring(self, broadcast_ids: Sequence[int]) -> None:
        """These logs have grown (or their presence has changed)."""
        for broadcast_id in broadcast_ids:
            tail = self._tails.get(broadcast_id)
            if tail is not None:
                tail.signal.ring()

    def join(self, member: Member) -> None:
        tail = self._tails.get(member.broadcast_id)
        if tail is None:
            tail = self._tails[member.broadcast_id] = Tail(
                self._store, member.broadcast_id, self._presence, self._recheck, self.broken
            )
            tail.join(member)
            spawn(self._follow, tail, member.broadcast_id)
        else:
            tail.join(member)
        self._presence.enter(member)

    def leave(self, member: Member) -> None:
        tail = self._tails.get(member.broadcast_id)
        if tail is not None:
            tail.leave(member)
        self._presence.exit(member)

    def members(self) -> list[Member]:
        return [member for tail in self._tails.values() for member in tail.members]

    def send_away(self) -> None:
        """Tell each screen once that this server ends, and within how long to come again; end the line of who stays."""
        members, now = self.members(), time.monotonic()
        self._spread = max(self._spread, round(len(members) / RETURNS, 1))
        for member in members:
            if member.sent_away is None:
                member.sent_away = now
                within = 0 if member.screen.name in FIRST else self._spread
                wire.send(member.socket, wire.Frame(NAMESPACE, "ending", dumps({"within": within})))
            elif not member.at_work and now - member.sent_away > LEAVE:
                line.close(member.socket)

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

    def _follow(self, tail: Tail, broadcast_id: int) -> None:
        try:
            tail.run()
        finally:
            if self._tails.get(broadcast_id) is tail:
                del self._tails[broadcast_id]
                # Somebody may have joined between the last look and now.
                for member in tail.members:
                    self.join(member)
