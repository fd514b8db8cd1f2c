"""Who is on which screen, and who holds which question or is on which ticket. Not numbered, never stored.

Each process knows its own and tells the others (where there is a Redis); what another process has not repeated for
a while is forgotten. Nobody waits for that telling, so a claim costs no more when Redis is gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from live.domain.refused import Refused
from live.feed.member import Member
from live.feed.pubsub import Link
from live.protocol.answers.show import ReachedView

LEASE = 60.0
"""Seconds for which a claim is held without being renewed."""
REPEAT = 2.0
FORGET = 6.0
TOPIC = "presence"
FIELDS = {"screens": {"screen", "name"}, "claims": {"by", "mark"}, "reached": {"screen", "name", "to"}}
"""What a process tells the others of a broadcast: three lists, and what each entry has at least."""


Subject = int | str
"""A question's number, or a ticket's. A question is held by one; on a ticket there may be several, and all see it."""


@dataclass(frozen=True, slots=True)
class Claim:
    subject: Subject
    by: str
    mark: str
    until: float

    def shown(self) -> dict[str, Any]:
        return {_kind(self.subject): self.subject, "by": self.by, "mark": self.mark}


def _kind(subject: Subject) -> str:
    return "question" if isinstance(subject, int) else "ticket"


class Presence:
    def __init__(self, link: Link) -> None:
        self._link = link
        self._members: dict[int, set[Member]] = {}
        self._claims: dict[int, dict[tuple[Subject, str], tuple[Claim, str]]] = {}  # by subject and holder's mark
        self._others: dict[tuple[str, int], tuple[float, dict[str, Any]]] = {}
        self._changed: set[int] = set()
        self.on_change: Callable[[int], None] = lambda broadcast_id: None
        link.listen(TOPIC, self._on_message)

    def enter(self, member: Member) -> None:
        self._members.setdefault(member.broadcast_id, set()).add(member)
        self._touch(member.broadcast_id)

    def exit(self, member: Member) -> None:
        """Gone, and with it what it held."""
        self._members.get(member.broadcast_id, set()).discard(member)
        held = self._claims.get(member.broadcast_id, {})
        for let_go in [key for key, (_, sid) in held.items() if sid == member.sid]:
            del held[let_go]
        self._touch(member.broadcast_id)

    def claim(self, member: Member, subject: Subject) -> None:
        """Hold a question, or be on a ticket, for a minute or another one; `conflict` names who holds the question."""
        other = self._other_holder(member, subject) if isinstance(subject, int) else None
        if other is not None:
            raise Refused("conflict", "Question {number} is held by {name}.", number=subject, name=other)
        claim = Claim(subject, member.actor.name, member.mark, time.monotonic() + LEASE)
        self._claims.setdefault(member.broadcast_id, {})[subject, member.mark] = (claim, member.sid)
        self._touch(member.broadcast_id)

    def release(self, member: Member, subject: Subject) -> None:
        """Let go of it; letting go of what one does not hold changes nothing."""
        if self._claims.get(member.broadcast_id, {}).pop((subject, member.mark), None) is not None:
            self._touch(member.broadcast_id)

    def changed(self, broadcast_id: int) -> bool:
        """Whether there is something new to tell since this was last asked."""
        news = self.is_news(broadcast_id)
        self._changed.discard(broadcast_id)
        return news

    def is_news(self, broadcast_id: int) -> bool:
        """Whether there is something new to tell."""
        if self._expire(broadcast_id):
            self._changed.add(broadcast_id)
        return broadcast_id in self._changed

    def state(self, broadcast_id: int) -> dict[str, Any]:
        """{screens, claims} over all processes."""
        own = self._own(broadcast_id)
        others = [body for (_, b), (_, body) in self._others.items() if b == broadcast_id]
        return {
            "screens": own["screens"] + [s for body in others for s in body["screens"]],
            "claims": own["claims"] + [c for body in others for c in body["claims"]],
        }

    def reached(self, broadcast_id: int) -> list[ReachedView]:
        """[{screen, name, to}] over all processes: up to which number each screen has said that it shows."""
        others = [body["reached"] for (_, b), (_, body) in self._others.items() if b == broadcast_id]
        return self._reached(broadcast_id) + [screen for reached in others for screen in reached]

    def repeat(self) -> None:
        """Tell the other processes again; a task calls this every REPEAT seconds."""
        for broadcast_id in list(self._members):
            if self._expire(broadcast_id):
                self._changed.add(broadcast_id)
            self._tell(broadcast_id)

    def _own(self, broadcast_id: int) -> dict[str, Any]:
        return {
            "screens": [member.shown() for member in self._members.get(broadcast_id, ())],
            "claims": [claim.shown() for claim, _ in self._claims.get(broadcast_id, {}).values()],
        }

    def _reached(self, broadcast_id: int) -> list[ReachedView]:
        members = self._members.get(broadcast_id, ())
        return [{"screen": m.screen.name, "name": m.actor.name, "to": m.acknowledged} for m in members]

    def _other_holder(self, member: Member, subject: Subject) -> str | None:
        """The name of somebody else who holds it, in whatever process."""
        self._expire(member.broadcast_id)
        claims = self.state(member.broadcast_id)["claims"]
        held = (claim for claim in claims if claim.get(_kind(subject)) == subject)
        return next((claim["by"] for claim in held if claim["mark"] != member.mark), None)

    def _expire(self, broadcast_id: int) -> bool:
        now = time.monotonic()
        held = self._claims.get(broadcast_id, {})
        over = [ended for ended, (claim, _) in held.items() if claim.until < now]
        for ended in over:
            del held[ended]
        silent = [key for key, (at, _) in self._others.items() if key[1] == broadcast_id and now - at > FORGET]
        for key in silent:
            del self._others[key]
        return bool(over or silent)

    def _touch(self, broadcast_id: int) -> None:
        self._changed.add(broadcast_id)
        self._tell(broadcast_id)
        self.on_change(broadcast_id)

    def _tell(self, broadcast_id: int) -> None:
        payload = {**self._own(broadcast_id), "reached": self._reached(broadcast_id)}
        self._link.publish(TOPIC, {"broadcast": broadcast_id, **payload})

    def _on_message(self, process: str, body: dict[str, Any]) -> None:
        """`ValueError` where another version of this program, or another program, speaks: nothing of it is shown."""
        if not _is_presence(body):
            raise ValueError("this is not who is present")
        key = (process, body["broadcast"])
        known = self._others.get(key)
        self._others[key] = (time.monotonic(), body)
        # How far a screen has come is asked for, never told to the others.
        if known is None or any(known[1][name] != body[name] for name in ("screens", "claims")):
            self._changed.add(body["broadcast"])
            self.on_change(body["broadcast"])


def _is_presence(body: Mapping[str, Any]) -> bool:
    """Whether a message has all that screens are told of it."""
    lists = {name: body.get(name) for name in FIELDS}
    return isinstance(body.get("broadcast"), int) and all(
        isinstance(rows, list) and all(isinstance(row, dict) and FIELDS[name] <= row.keys() for row in rows)
        for name, rows in lists.items()
    )
