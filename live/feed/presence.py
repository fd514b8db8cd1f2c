"""Who is on which screen, who holds which question or is on which ticket, who writes there. Not numbered, never stored.

Each process knows its own and tells the others (where there is a Redis); what another process has not repeated for
a while is forgotten. Nobody waits for that telling, so a claim costs no more when Redis is gone. Claims are told at
once; of screens a thousand may join within seconds, so they are told together.
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
WRITES = 6.0
"""Seconds for which somebody counts as writing who has not said so again; no text is ever told."""
WRITES_AGAIN = 1.0
"""Seconds within which saying it again changes nothing, however often it is said."""
REPEAT = 2.0
FORGET = 6.0
TOPIC = "presence"
CLAIMS = "claims"
"""The topic on which claims alone are told, at once: who is on which screen is told more rarely, and is much longer."""
FIELDS = {"screens": {"screen", "name"}, "claims": {"by", "mark"}, "reached": {"screen", "name", "to"}}
"""What a process tells the others of a broadcast: three lists, and what each entry has at least. Another, `writing`, is
like `claims`; a program of before, beside which this one may run for a while, does not tell it."""

MANY = 100
"""Screens of one broadcast above which they are told of less often."""
PAUSE, PAUSE_OF_MANY = 0.2, 1.0
"""Seconds at least between two tellings of who is on which screen."""


Subject = int | str
"""A question's number, or a ticket's. A question is held by one; on a ticket there may be several, and all see it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody, by `mark`, holds a subject or writes there."""

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
        self._writing: dict[int, dict[str, Claim]] = {}  # by writer's socket: nobody writes in two places
        self._others: dict[int, dict[str, tuple[float, dict[str, Any]]]] = {}  # by broadcast and process
        self._changed: set[int] = set()
        self._waiting: set[int] = set()
        """Broadcasts whose screens the other processes are still to be told of."""
        self._told_at: dict[int, float] = {}
        self.on_change: Callable[[int], None] = lambda broadcast_id: None
        link.listen(TOPIC, self._on_message)
        link.listen(CLAIMS, self._on_claims)

    def enter(self, member: Member) -> None:
        self._members.setdefault(member.broadcast_id, set()).add(member)
        self._screens_changed(member.broadcast_id)

    def exit(self, member: Member) -> None:
        """Gone, and with it what it held."""
        self._members.get(member.broadcast_id, set()).discard(member)
        held = self._claims.get(member.broadcast_id, {})
        let_go = [key for key, (_, sid) in held.items() if sid == member.sid]
        for key in let_go:
            del held[key]
        if self._writing.get(member.broadcast_id, {}).pop(member.sid, None) or let_go:
            self._claims_changed(member.broadcast_id)
        self._screens_changed(member.broadcast_id)

    def write(self, member: Member, subject: Subject) -> None:
        """Somebody writes about a question or a ticket, for some seconds or some more."""
        now = time.monotonic()
        writing = self._writing.setdefault(member.broadcast_id, {})
        known = writing.get(member.sid)
        if known is not None and known.subject == subject and known.until - now > WRITES - WRITES_AGAIN:
            return
        writing[member.sid] = Claim(subject, member.actor.name, member.mark, now + WRITES)
        if known is None or known.subject != subject or known.by != member.actor.name:
            self._claims_changed(member.broadcast_id)

    def rest(self, member: Member, subject: Subject) -> None:
        """What was written is sent, or dropped; resting where one does not write changes nothing."""
        known = self._writing.get(member.broadcast_id, {}).get(member.sid)
        if known is not None and known.subject == subject:
            del self._writing[member.broadcast_id][member.sid]
            self._claims_changed(member.broadcast_id)

    def claim(self, member: Member, subject: Subject) -> None:
        """Hold a question, or be on a ticket, for a minute or another one; `conflict` names who holds the question."""
        other = self._other_holder(member, subject) if isinstance(subject, int) else None
        if other is not None:
            raise Refused("conflict", "Question {number} is held by {name}.", number=subject, name=other)
        claim = Claim(subject, member.actor.name, member.mark, time.monotonic() + LEASE)
        held = self._claims.setdefault(member.broadcast_id, {})
        known = held.get((subject, member.mark))
        held[subject, member.mark] = (claim, member.sid)
        if known is None or known[0].by != claim.by:
            self._claims_changed(member.broadcast_id)

    def release(self, member: Member, subject: Subject) -> None:
        """Let go of it; letting go of what one does not hold changes nothing."""
        if self._claims.get(member.broadcast_id, {}).pop((subject, member.mark), None) is not None:
            self._claims_changed(member.broadcast_id)

    def is_news(self, broadcast_id: int) -> bool:
        """Whether something has changed since it was last told."""
        if self._expire(broadcast_id):
            self._changed.add(broadcast_id)
        return broadcast_id in self._changed

    def is_told(self, broadcast_id: int) -> None:
        """The screens of this process are told now how it stands."""
        self._changed.discard(broadcast_id)

    def state(self, broadcast_id: int) -> dict[str, Any]:
        """{screens, claims, writing} over all processes."""
        own = [member.shown() for member in self._members.get(broadcast_id, ())]
        others = [body for _, body in self._others.get(broadcast_id, {}).values()]
        writing = self._own_writing(broadcast_id) + [one for body in others for one in body.get("writing", ())]
        screens = own + [one for body in others for one in body["screens"]]
        return {"screens": screens, "claims": self._held(broadcast_id), "writing": writing}

    def reached(self, broadcast_id: int) -> list[ReachedView]:
        """[{screen, name, to}] over all processes: up to which number each screen has said that it shows."""
        others = [body["reached"] for _, body in self._others.get(broadcast_id, {}).values()]
        return self._reached(broadcast_id) + [screen for reached in others for screen in reached]

    def repeat(self) -> None:
        """Tell the other processes again; a task calls this every REPEAT seconds."""
        for broadcast_id in list(self._members):
            if self._expire(broadcast_id):
                self._changed.add(broadcast_id)
            self._tell(broadcast_id)
            if not self._members[broadcast_id]:
                del self._members[broadcast_id], self._told_at[broadcast_id]

    def tell_waiting(self) -> None:
        """Tell the other processes of the screens that have come and gone, where the last word was long enough ago."""
        for broadcast_id in list(self._waiting):
            self._tell_in_time(broadcast_id)

    def _own_claims(self, broadcast_id: int) -> list[dict[str, Any]]:
        return [claim.shown() for claim, _ in self._claims.get(broadcast_id, {}).values()]

    def _own_writing(self, broadcast_id: int) -> list[dict[str, Any]]:
        return [one.shown() for one in self._writing.get(broadcast_id, {}).values()]

    def _held(self, broadcast_id: int) -> list[dict[str, Any]]:
        others = self._others.get(broadcast_id, {}).values()
        return self._own_claims(broadcast_id) + [claim for _, body in others for claim in body["claims"]]

    def _reached(self, broadcast_id: int) -> list[ReachedView]:
        members = self._members.get(broadcast_id, ())
        return [{"screen": m.screen.name, "name": m.actor.name, "to": m.acknowledged} for m in members]

    def _other_holder(self, member: Member, subject: Subject) -> str | None:
        """The name of somebody else who holds it, in whatever process."""
        self._expire(member.broadcast_id)
        held = (claim for claim in self._held(member.broadcast_id) if claim.get(_kind(subject)) == subject)
        return next((claim["by"] for claim in held if claim["mark"] != member.mark), None)

    def _expire(self, broadcast_id: int) -> bool:
        held, others = self._claims.get(broadcast_id), self._others.get(broadcast_id)
        writing = self._writing.get(broadcast_id, {})
        if not (held or others or writing):
            return False  # Nearly always: it is asked four times a second for each log.
        now = time.monotonic()
        paused = [sid for sid, one in writing.items() if one.until < now]
        for sid in paused:
            del writing[sid]
        held = held or {}
        over = [ended for ended, (claim, _) in held.items() if claim.until < now]
        for ended in over:
            del held[ended]
        others = others or {}
        silent = [process for process, (at, _) in others.items() if now - at > FORGET]
        for process in silent:
            del others[process]
        return bool(over or silent or paused)

    def _screens_changed(self, broadcast_id: int) -> None:
        self._waiting.add(broadcast_id)
        self._tell_in_time(broadcast_id)
        self._news(broadcast_id)

    def _claims_changed(self, broadcast_id: int) -> None:
        if self._link.answers() is not None:
            told = {"claims": self._own_claims(broadcast_id), "writing": self._own_writing(broadcast_id)}
            self._link.publish(CLAIMS, {"broadcast": broadcast_id, **told})
        self._news(broadcast_id)

    def _news(self, broadcast_id: int) -> None:
        self._changed.add(broadcast_id)
        self.on_change(broadcast_id)

    def _tell_in_time(self, broadcast_id: int) -> None:
        pause = PAUSE_OF_MANY if len(self._members.get(broadcast_id, ())) > MANY else PAUSE
        if time.monotonic() - self._told_at.get(broadcast_id, -pause) >= pause:
            self._tell(broadcast_id)

    def _tell(self, broadcast_id: int) -> None:
        self._waiting.discard(broadcast_id)
        self._told_at[broadcast_id] = time.monotonic()
        if self._link.answers() is None:
            return  # Nobody is there to be told.
        screens = [member.shown() for member in self._members.get(broadcast_id, ())]
        claims, writing = self._own_claims(broadcast_id), self._own_writing(broadcast_id)
        lists = {"screens": screens, "claims": claims, "writing": writing, "reached": self._reached(broadcast_id)}
        self._link.publish(TOPIC, {"broadcast": broadcast_id, **lists})

    def _on_message(self, process: str, body: dict[str, Any]) -> None:
        """`ValueError` where another version of this program, or another program, speaks: nothing of it is shown."""
        if not _has_lists(body, *FIELDS):
            raise ValueError("this is not who is present")
        self._hear(process, body["broadcast"], body)

    def _on_claims(self, process: str, body: dict[str, Any]) -> None:
        if not _has_lists(body, "claims"):
            raise ValueError("this is not who holds what")
        known = self._others.get(body["broadcast"], {}).get(process)
        rest = known[1] if known else {"screens": [], "reached": []}
        self._hear(process, body["broadcast"], {**rest, "claims": body["claims"], "writing": body.get("writing", [])})

    def _hear(self, process: str, broadcast_id: int, body: dict[str, Any]) -> None:
        others = self._others.setdefault(broadcast_id, {})
        known = others.get(process)
        others[process] = (time.monotonic(), body)
        # How far a screen has come is asked for, never told to the others.
        if known is None or any(known[1].get(name) != body.get(name) for name in ("screens", "claims", "writing")):
            self._news(broadcast_id)


def _has_lists(body: Mapping[str, Any], *names: str) -> bool:
    """Whether a message has these lists, with all that screens are told of them."""
    lists = {name: body.get(name) for name in names} | {"writing": body.get("writing", [])}
    return isinstance(body.get("broadcast"), int) and all(
        isinstance(rows, list) and all(_is_entry(row, FIELDS.get(name, FIELDS["claims"])) for row in rows)
        for name, rows in lists.items()
    )


def _is_entry(row: Any, fields: set[str]) -> bool:
    return (
        isinstance(row, dict)
        and fields <= row.keys()
        and all(value is None or isinstance(value, str | int) for value in row.values())
    )
