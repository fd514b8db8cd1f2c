"""The intake: questions from outside, committed in groups, each acknowledged only after its commit.

Submissions that wait at the same moment share one transaction, so a slow disk costs a group and not a question
its wait. A submission whose broadcast takes none goes to the standing one; where there is none it is `closed`,
and a network's message is kept in the dead letters.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from live.domain.abuse.ban import of_address
from live.domain.question import NEW
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.runtime.tasks import Promise, Signal, Unfinished, sleep, spawn
from live.store.centre import bans, channels
from live.store.database import Unsure
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.text import dumps
from live.store.transaction import Store, Transaction

log = structlog.get_logger()

GROUP = 500
"""Questions at most in one transaction."""

PATIENCE = 15.0
"""Seconds that a sender waits for its acknowledgement before it is told `unavailable`."""

MOST_WAITING = 5_000
"""Senders that may wait at once: beyond that each is told at once to send again."""

CLOSED = "This broadcast takes no questions."


@dataclass(frozen=True, slots=True)
class Arrival:
    """A submission on its way in: where its channel or key delivers, and by what name repeats are known.

    `channel_id` is a network's channel: what it sends is never refused, only kept apart, with its `body` as it came.
    Without a channel a `body` is what tells a repeated message from another one, in place of all that was read from it.
    `address`: where a resident's own form came from. It is looked for among the bans, and kept nowhere.
    """

    broadcast_id: int
    origin: str
    submission: Submission
    channel_id: int | None = None
    body: str = field(default="", repr=False)
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a sender is told. `repeated`: the same message had come before. `number` is None for a dead letter."""

    number: int | None
    broadcast: str
    code: str = ""
    repeated: bool = False
    state: str = NEW.value
    version: int = 1


class Unstorable(Refused):
    """A submission that breaks our own storing of it: `unavailable` to its sender, and no matter of waiting."""

    def __init__(self) -> None:
        super().__init__("unavailable", "The question could not be stored; it is being looked into.")


Result = Receipt | Refused


@dataclass(slots=True, eq=False)
class _Sent:
    """What one sender hands in, and waits to hear of.

    `under_way`: a transaction has it. `given_up`: its sender was told that it is not stored, and so it must not be.
    """

    arrivals: Sequence[Arrival]
    promise: Promise = field(default_factory=Promise)
    under_way: bool = False
    given_up: bool = False


class Intake:
    """The one way in for what comes from outside. `start()` it once in a process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[_Sent] = deque()
        self._signal = Signal()

    def start(self) -> None:
        spawn(self._run)

    def receive(self, arrivals: Sequence[Arrival]) -> list[Result]:
        """Store these and say for each what became of it, in order; waits for the commit.

        `unavailable` when the database does not answer: nothing is lost by sending the same again, and nothing comes
        twice. `unknown` where that cannot be promised.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise _not_stored()
        sent = _Sent(arrivals)
        self._waiting.append(sent)
        self._signal.ring()
        try:
            return sent.promise.wait(PATIENCE)
        except Unfinished:
            if sent.under_way:
                raise _not_known(arrivals) from None
            sent.given_up = True
            raise _not_stored() from None

    def receive_one(self, arrival: Arrival) -> Receipt:
        [result] = self.receive([arrival])
        if isinstance(result, Refused):
            raise result
        return result

    def _run(self) -> None:
        while True:
            self._signal.wait()
            while self._waiting:
                sleep(0)  # Whoever is about to hand something in joins this group.
                self._commit_group()

    def _commit_group(self) -> None:
        group = self._next_group()
        arrivals = [arrival for sent in group for arrival in sent.arrivals]
        if not arrivals:
            return
        try:
            results = receive_group(self._store, arrivals)
        except Unsure:
            for sent in group:
                sent.promise.set_exception(_not_known(sent.arrivals))
        except Refused as refused:
            for sent in group:
                sent.promise.set_exception(refused)
        except Exception:
            # One of them broke the statement for all: let each stand or fall alone.
            log.exception("a group of submissions failed; each is tried alone", size=len(arrivals))
            for sent in group:
                sent.promise.set_result(_each_alone(self._store, sent.arrivals))
        else:
            index = 0
            for sent in group:
                sent.promise.set_result(results[index : index + len(sent.arrivals)])
                index += len(sent.arrivals)

    def _next_group(self) -> list[_Sent]:
        """Whoever waits, as many as one transaction takes; without those who have been told otherwise."""
        group: list[_Sent] = []
        size = 0
        while self._waiting and (not group or size + len(self._waiting[0].arrivals) <= GROUP):
            sent = self._waiting.popleft()
            if not sent.given_up:
                sent.under_way = True
                group.append(sent)
                size += len(sent.arrivals)
        return group


def _not_stored() -> Refused:
    return Refused("unavailable", "The database does not answer; nothing was stored. Send the same again.")


def _not_known(arrivals: Sequence[Arrival]) -> Refused:
    """Sending the same again is safe where a message is known by its external id, and only there."""
    if all(arrival.submission.external_id is not None for arrival in arrivals):
        return Unsure()
    return Refused(
        "unknown",
        "It is not known whether the question was stored. Look before you send it again; with an external_id you could "
        "send it again at once.",
    )


def _each_alone(store: Store, arrivals: Sequence[Arrival]) -> list[Result]:
    results: list[Result] = []
    for arrival in arrivals:
        try:
            results += receive_group(store, [arrival])
        except Unsure:
            results.append(_not_known([arrival]))
        except Refused as refused:
            results.append(refused)
        except Exception:
            log.exception("a submission failed", origin=arrival.origin)
            results.append(Unstorable())
    return results


def receive_group(store: Store, arrivals: Sequence[Arrival]) -> list[Result]:
    """Store a group in one transaction; for each, in order, its receipt or why it was refused."""
    results: dict[int, Result] = {}
    with store.write() as tx:
        homes = _homes(tx, sorted({a.broadcast_id for a in arrivals}))
        known = _known(tx, arrivals)
        new: dict[int, list[int]] = {}
        repeats: list[tuple[int, int]] = []
        firsts: dict[tuple[str, str], int] = {}
        for index, arrival in enumerate(arrivals):
            key = _external_key(arrival)
            if key in known:
                results[index] = _again(arrival, known[key])
                continue
            if key is not None and key in firsts:
                repeats.append((index, firsts[key]))
                continue
            home = homes[arrival.broadcast_id]
            if home is None:
                results[index] = _nowhere(tx, arrival)
                continue
            if key is not None:
                firsts[key] = index
            new.setdefault(home.id, []).append(index)
        channels.touch(tx, {arrivals[index].channel_id for indexes in new.values() for index in indexes})
        rows = {home.id: home for home in homes.values() if home is not None}
        for broadcast_id, indexes in sorted(new.items()):
            receipts = _insert(tx, rows[broadcast_id], [arrivals[index] for index in indexes])
            for index, receipt in zip(indexes, receipts, strict=True):
                results[index] = receipt
        for index, first in repeats:
            results[index] = _repeat_within(arrivals[index], arrivals[first], results[first])
    return [results[index] for index in range(len(arrivals))]


def _homes(tx: Transaction, targets: list[int]) -> dict[int, Row[Any] | None]:
    """Where each target's questions land now: there, at its standing broadcast, or nowhere."""
    rows = tx.lock_with_standing(targets)
    homes: dict[int, Row[Any] | None] = {}
    for target in targets:
        candidates = [rows[target], rows.get(rows[target].standing_id)]
        homes[target] = next((c for c in candidates if c is not None and broadcasts.to_domain(c).takes_questions), None)
    return homes


def _external_key(arrival: Arrival) -> tuple[str, str] | None:
    external_id = arrival.submission.external_id
    return (arrival.origin, external_id) if external_id is not None else None


def _known(tx: Transaction, arrivals: Sequence[Arrival]) -> dict[tuple[str, str], tuple[Row[Any], str]]:
    """The messages among these that were stored before, with the slug of the broadcast that has them."""
    by_origin: dict[str, set[str]] = {}
    for arrival in arrivals:
        if arrival.submission.external_id is not None:
            by_origin.setdefault(arrival.origin, set()).add(arrival.submission.external_id)
    found: dict[tuple[str, str], tuple[Row[Any], str]] = {}
    slugs: dict[int, str] = {}
    for origin, ids in by_origin.items():
        for row in questions.by_external(tx.connection, origin, sorted(ids)):
            if row.broadcast_id not in slugs:
                slugs[row.broadcast_id] = broadcasts.by_id(tx.connection, row.broadcast_id).slug
            found[(origin, row.external_id)] = (row, slugs[row.broadcast_id])
    return found


def digest(submission: Submission) -> str:
    """What tells a repeated message from another one under the same external id."""
    author = submission.author
    facts = [
        submission.text,
        [author.name, author.contact, author.profile] if author else None,
        submission.locality,
        submission.topic,
        submission.asked_at.isoformat() if submission.asked_at else None,
        list(submission.attachments),
    ]
    return hashlib.sha256(dumps(facts).encode()).hexdigest()


def _digest(arrival: Arrival) -> str:
    if arrival.body and arrival.channel_id is None:
        return hashlib.sha256(arrival.body.encode()).hexdigest()
    return digest(arrival.submission)


def _again(arrival: Arrival, known: tuple[Row[Any], str]) -> Result:
    row, slug = known
    if arrival.channel_id is None and row.digest != _digest(arrival):
        return _other_body()
    return Receipt(row.number, slug, row.code, repeated=True)


def _repeat_within(arrival: Arrival, first: Arrival, result: Result) -> Result:
    """A message that came twice in one group."""
    if arrival.channel_id is None and _digest(arrival) != _digest(first):
        return _other_body()
    return replace(result, repeated=True) if isinstance(result, Receipt) else result


def _other_body() -> Refused:
    return Refused("conflict", "This external id was used before, with another body.")


def _nowhere(tx: Transaction, arrival: Arrival) -> Result:
    if arrival.channel_id is None:
        return Refused("closed", CLOSED)
    channels.keep_dead(tx, arrival.channel_id, CLOSED, arrival.body)
    return Receipt(None, "")


def _insert(tx: Transaction, home: Row[Any], arrivals: list[Arrival]) -> list[Receipt]:
    named = [
        (arrival.submission, arrival.origin, _digest(arrival) if arrival.submission.external_id else None)
        for arrival in arrivals
    ]
    blocked = _blocked(tx, arrivals)
    added = questions.add(tx, home, named, "question.received", blocked=blocked)
    return [Receipt(number, home.slug, code) for number, code in added]


def _blocked(tx: Transaction, arrivals: Sequence[Arrival]) -> frozenset[int]:
    """The places of those whose author or address is banned. Their senders are told what everybody is told."""
    subjects = [_subjects(arrival) for arrival in arrivals]
    banned = bans.among(tx, {one for some in subjects for one in some})
    return frozenset(place for place, some in enumerate(subjects) if not banned.isdisjoint(some))


def _subjects(arrival: Arrival) -> list[str]:
    """By what a ban may find it."""
    author = arrival.submission.author
    address = of_address(arrival.address) if arrival.address else None
    return [one for one in (author.contact if author else None, address) if one]


def keep_dead_letter(store: Store, channel_id: int, reason: str, body: str) -> None:
    """Keep what a network sent and we could not read, whole, until somebody has seen to it."""
    with store.write() as tx:
        channels.keep_dead(tx, channel_id, reason, body)


TRAPPED = "a field that people do not see was filled in"
"""Why a form is set aside: a person looks at each of these, so none of them comes in with a run of others."""


def set_aside(store: Store, broadcast_id: int, body: str) -> None:
    """Keep what came by a broadcast's own form and is doubtful, whole, as the form's channel would read it again."""
    with store.write() as tx:
        tx.lock(broadcast_id)
        channels.keep_dead(tx, channels.form_of(tx, broadcast_id), TRAPPED, body)
