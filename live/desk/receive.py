"""Storing questions from outside, many in one transaction: each new one once, where its broadcast takes it.

A submission whose broadcast takes none, or that was asked between shows, goes to the standing one; where nothing takes
it, it is `closed`, and a network's message is kept in the dead letters. Who waits for it stands in live/desk/intake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from live.domain.abuse.ban import of_address
from live.domain.question import NEW
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.language.reading import Reading
from live.runtime.worker import Written
from live.store.centre import bans, channels
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.text import dumps
from live.store.transaction import Store, Transaction

CLOSED = "This broadcast takes no questions."


@dataclass(frozen=True, slots=True)
class Arrival:
    """A submission on its way in: where its channel or key delivers, and by what name repeats are known.

    `channel_id` is a network's channel: what it sends is never refused, only kept apart, with its `body` as it came.
    Without a channel a `body` is what tells a repeated message from another one, in place of all that was read from it.
    `address`: where a resident's own form came from. It is looked for among the bans, and kept nowhere.
    `conversation`, `joins`: where it was written, and for how long its author's next message there joins it.
    `reading`: what the language work found in it, where there was time for it before it is stored.
    """

    broadcast_id: int
    origin: str
    submission: Submission
    channel_id: int | None = None
    body: str = field(default="", repr=False)
    address: str | None = field(default=None, repr=False)
    conversation: str | None = None
    joins: timedelta | None = None
    reading: Reading | None = None

    @property
    def target(self) -> Target:
        return self.broadcast_id, self.submission.between_shows


Target = tuple[int, bool]
"""A broadcast that something is delivered to, and whether its standing one is to have it."""


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


def receive_group(store: Store, arrivals: Sequence[Arrival]) -> list[Result]:
    """Store a group in one transaction; for each, in order, its receipt or why it was refused. Waits for its logs."""
    targets = {arrival.target for arrival in arrivals}
    ids = sorted({broadcast_id for broadcast_id, _ in targets})
    with store.write(Written.QUESTIONS) as tx:
        homes = _homes(dict(zip(ids, tx.lock(*ids), strict=True)), targets)
        if len(homes) == len(targets):
            return _store(tx, arrivals, homes)
    # Standing broadcasts' rows count too: all are locked in order, from the first on.
    with store.write(Written.QUESTIONS) as tx:
        return _store(tx, arrivals, _homes(tx.lock_with_standing(ids), targets))


def receive_free(store: Store, arrivals: Sequence[Arrival]) -> list[Result | None]:
    """The same, waiting for nobody: None for each whose log somebody else holds, which is left as it was."""
    targets = {arrival.target for arrival in arrivals}
    with store.write(Written.QUESTIONS) as tx:
        rows = tx.lock_free(broadcast_id for broadcast_id, _ in targets)
        elsewhere = [rows[id_] for id_, between in targets if id_ in rows and (between or not _takes(rows[id_]))]
        rows = tx.lock_free(row.standing_id for row in elsewhere if row.standing_id is not None)
        homes = _homes(rows, targets)
        free = [arrival for arrival in arrivals if arrival.target in homes]
        results = iter(_store(tx, free, homes))
    return [next(results) if arrival.target in homes else None for arrival in arrivals]


def _homes(rows: Mapping[int, Row[Any]], targets: Iterable[Target]) -> dict[Target, Row[Any] | None]:
    """Where each target's questions land now: there, at its standing broadcast, or nowhere (None).

    Without those of which that cannot be said, for a row that counts is not among these, which are locked.
    """
    homes: dict[Target, Row[Any] | None] = {}
    for target in targets:
        broadcast_id, between_shows = target
        candidates = [broadcast_id]
        if broadcast_id in rows and rows[broadcast_id].standing_id is not None:
            standing = rows[broadcast_id].standing_id
            if between_shows:
                candidates.insert(0, standing)
            elif not _takes(rows[broadcast_id]):
                candidates.append(standing)
        if all(candidate in rows for candidate in candidates):
            homes[target] = next((rows[one] for one in candidates if _takes(rows[one])), None)
    return homes


def _takes(row: Row[Any]) -> bool:
    return broadcasts.to_domain(row).takes_questions


def _store(tx: Transaction, arrivals: Sequence[Arrival], homes: Mapping[Target, Row[Any] | None]) -> list[Result]:
    """Store these, whose homes are locked: for each its receipt or why it was refused."""
    results: dict[int, Result] = {}
    known = _known(tx, arrivals)
    new: list[tuple[int, Arrival, Row[Any]]] = []
    repeats: list[tuple[int, int]] = []
    firsts: dict[tuple[str, str], int] = {}
    for index, arrival in enumerate(arrivals):
        key, home = _external_key(arrival), homes[arrival.target]
        if key in known:
            results[index] = _again(arrival, known[key])
        elif key is not None and key in firsts:
            repeats.append((index, firsts[key]))
        elif home is None:
            results[index] = _nowhere(tx, arrival)
        else:
            if key is not None:
                firsts[key] = index
            new.append((index, arrival, home))
    if new:
        channels.touch(tx, {arrival.channel_id for _, arrival, _ in new})
        for (index, _, _), receipt in zip(new, _insert(tx, [(one, home) for _, one, home in new]), strict=True):
            results[index] = receipt
    for index, first in repeats:
        results[index] = _repeat_within(arrivals[index], arrivals[first], results[first])
    return [results[index] for index in range(len(arrivals))]


def _external_key(arrival: Arrival) -> tuple[str, str] | None:
    external_id = arrival.submission.external_id
    return (arrival.origin, external_id) if external_id is not None else None


def _known(tx: Transaction, arrivals: Sequence[Arrival]) -> dict[tuple[str, str] | None, Row[Any]]:
    """The messages among these that were stored before, with the slug of the broadcast that has them."""
    keys = {key for arrival in arrivals if (key := _external_key(arrival)) is not None}
    return {(row.origin, row.external_id): row for row in questions.by_external(tx.connection, keys)}


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
        *([one.hash for one in submission.files],) * bool(submission.files),
    ]
    return hashlib.sha256(dumps(facts).encode()).hexdigest()


def _digest(arrival: Arrival) -> str:
    if arrival.body and arrival.channel_id is None:
        return hashlib.sha256(arrival.body.encode()).hexdigest()
    return digest(arrival.submission)


def _again(arrival: Arrival, known: Row[Any]) -> Result:
    if arrival.channel_id is None and known.digest != _digest(arrival):
        return _other_body()
    return Receipt(known.number, known.slug, known.code, repeated=True)


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


def _insert(tx: Transaction, new: Sequence[tuple[Arrival, Row[Any]]]) -> list[Receipt]:
    """Store these new ones, each with its home."""
    blocked = _blocked(tx, [arrival for arrival, _ in new])
    asked = [
        questions.New(
            home,
            arrival.submission,
            arrival.origin,
            _digest(arrival) if arrival.submission.external_id else None,
            place in blocked,
            arrival.conversation,
            arrival.joins,
            arrival.reading,
        )
        for place, (arrival, home) in enumerate(new)
    ]
    added = questions.add(tx, asked, "question.received")
    return [Receipt(number, home.slug, code) for (number, code), (_, home) in zip(added, new, strict=True)]


def _blocked(tx: Transaction, arrivals: Sequence[Arrival]) -> frozenset[int]:
    """The places of those whose author or address is banned. Their senders are told what everybody is told."""
    subjects = [_subjects(arrival) for arrival in arrivals]
    banned = bans.among(tx, {one for some in subjects for one in some})
    return frozenset(place for place, some in enumerate(subjects) if not banned.isdisjoint(some))


def is_blocked(tx: Transaction, asked: Submission) -> bool:
    """Whether its author is banned."""
    contact = asked.author.contact if asked.author else None
    return bool(contact and bans.among(tx, {contact}))


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
