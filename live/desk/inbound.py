"""What a network brought, stored: by its hook, by polling, or out of the dead letters, all the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import structlog

from live.channels import TYPES, Channel, Outcome, Request, conversation_of
from live.channels.capabilities import Understands
from live.channels.webhook import joining_time
from live.desk.author_changes import author_changed
from live.desk.calls import signal
from live.desk.intake.me_too import join_offered
from live.desk.intake.staff_code import is_staff_code
from live.desk.intake.unsolved import take_up_again
from live.desk.listening.found import store_found
from live.desk.polls.casting import Cast
from live.desk.polls.chat import WILL_PASS, is_vote
from live.desk.polls.posting import take_in
from live.desk.receive import (
    CLOSED,
    TRAPPED,
    Arrival,
    Result,
    Unstorable,
    keep_dead_letter,
    receive_group,
)
from live.domain.audit import Act
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Submission
from live.store.centre import audit, channels
from live.store.rows import Row
from live.store.transaction import Store

log = structlog.get_logger()

Receive = Callable[[Sequence[Arrival]], "list[Result]"]
"""The way in: an Intake's `receive`, or `receive_group` where none runs."""

SLICE = 100


def store_outcome(
    store: Store,
    receive: Receive,
    channel: channels.Channel,
    outcome: Outcome,
    raw: bytes,
    cast: Cast | None = None,
) -> str | None:
    """Store what was read of a body of this channel; None, or why it has not found its place: then it is a dead letter.

    `unavailable` where the database does not answer: the same may come again, nothing is doubled. `cast`: the ballot
    box of this process, where it has one.
    """
    body = _written(raw)
    asked_of_us = [one for one in outcome.submissions if not _is_no_question(store, channel, one, cast)]
    delivered = _take_in(receive, [_arrival(channel, asked, body) for asked in asked_of_us])
    for one in asked_of_us:
        _heed(store, channel, one)
    for change in outcome.changes:
        if not author_changed(store, channel.origin, change.external_id, change.text) and change.otherwise:
            delivered = _take_in(receive, [_arrival(channel, change.otherwise, body)]) and delivered
    store_found(store, channel, outcome.mentions)
    take_in(store, channel, outcome.tallies, outcome.ballots, cast)
    dead = outcome.dead
    for signalled in outcome.calls:
        if not signal(store, channel.broadcast_id, channel.origin, signalled):
            dead = "The recording is of a call that is not known here."
    if dead is not None:
        keep_dead_letter(store, channel.id, dead, body)
        return dead
    return None if delivered else CLOSED


def store_outcomes(
    store: Store, receive: Receive, channel: channels.Channel, outcomes: Sequence[tuple[bytes, Outcome]]
) -> None:
    """The same for many that were fetched, in their order; questions that come one after another are stored together.

    What cannot be stored is a dead letter: a network that is asked tells it again and again until it is passed over.
    """
    for kind, run in groupby(outcomes, lambda pair: _kind(pair[1])):
        if kind == "mentions":
            _store_mentions(store, receive, channel, list(run))
        elif kind == "submissions":
            every = [(raw, one) for raw, outcome in run for one in outcome.submissions]
            told = [(raw, one) for raw, one in every if not _is_no_question(store, channel, one)]
            arrivals = [_arrival(channel, one, _written(raw)) for raw, one in told]
            for arrival, refused in _refused(receive, arrivals):
                keep_dead_letter(store, channel.id, str(refused), arrival.body)
            for _, one in told:
                _heed(store, channel, one)
        else:
            for raw, outcome in run:
                _store_or_keep(store, receive, channel, outcome, raw)


def _is_no_question(store: Store, channel: channels.Channel, asked: Submission, cast: Cast | None = None) -> bool:
    """Whether it has done what it is for: it bound a person of ours to a bot, or it was a vote."""
    return is_staff_code(store, channel, asked) or is_vote(store, channel, asked, cast)


def _heed(store: Store, channel: channels.Channel, asked: Submission) -> None:
    """What a stored message says of a question that stands already."""
    take_up_again(store, channel, asked)
    join_offered(store, channel, asked)


def _kind(outcome: Outcome) -> str:
    return next((name for name in ("submissions", "mentions") if getattr(outcome, name)), "")


def _store_mentions(
    store: Store, receive: Receive, channel: channels.Channel, outcomes: Sequence[tuple[bytes, Outcome]]
) -> None:
    """All together; where that breaks, each by itself, and what breaks alone is a dead letter."""
    try:
        store_found(store, channel, [one for _, outcome in outcomes for one in outcome.mentions])
    except Exception as error:
        if _will_pass(error):
            raise
        for raw, outcome in outcomes:
            _store_or_keep(store, receive, channel, outcome, raw)


def _refused(receive: Receive, arrivals: Sequence[Arrival]) -> Iterator[tuple[Arrival, Refused]]:
    """Those of the arrivals that cannot be stored; raises that the database is away."""
    for start in range(0, len(arrivals), SLICE):
        some = arrivals[start : start + SLICE]
        for arrival, result in zip(some, receive(some), strict=True):
            if isinstance(result, Refused):
                if _will_pass(result):
                    raise result
                yield arrival, result


def _store_or_keep(store: Store, receive: Receive, channel: channels.Channel, outcome: Outcome, raw: bytes) -> None:
    try:
        store_outcome(store, receive, channel, outcome, raw)
    except Exception as error:
        if _will_pass(error):
            raise
        log.exception("what a network told could not be stored", channel=channel.type, id=channel.id)
        refused = error if isinstance(error, Refused) else Unstorable()
        keep_dead_letter(store, channel.id, str(refused), _written(raw))


def _will_pass(error: Exception) -> bool:
    """Whether the same may be stored later, as it is: the database is away."""
    return isinstance(error, Refused) and error.code in WILL_PASS and not isinstance(error, Unstorable)


def _written(raw: bytes) -> str:
    """A body as every database can keep it."""
    return raw.decode("utf-8", "replace").replace("\x00", "\ufffd")


def _arrival(channel: channels.Channel, asked: Submission, body: str) -> Arrival:
    where = conversation_of(channel.type, asked.external_id)
    joins = joining_time(channel.settings)
    return Arrival(channel.broadcast_id, channel.origin, asked, channel.id, body, conversation=where, joins=joins)


def _take_in(receive: Receive, arrivals: Sequence[Arrival]) -> bool:
    """Whether each has found its place; raises the first refusal."""
    delivered = True
    for start in range(0, len(arrivals), SLICE):
        for result in receive(arrivals[start : start + SLICE]):
            if isinstance(result, Refused):
                raise result
            delivered = delivered and result.number is not None
    return delivered


def retry_dead(
    store: Store, key: str | None = None, receive: Receive | None = None, networks: Mapping[str, Channel] = TYPES
) -> tuple[int, int]:
    """Read the dead letters again, of one channel or of all: how many have found their place, how many still wait.

    What a form's trap caught waits for `retry_letter`. `not_found` where there is no such channel.
    """
    take = receive or partial(receive_group, store)
    with store.read() as connection:
        found = [c for c in channels.all_of(connection, store.seal) if key is None or c.key == key]
    if key is not None and not found:
        raise Refused("not_found", "There is no channel “{key}”.", key=key)
    done = left = 0
    for channel in found:
        for letter in _letters(store, channel.id):
            delivered = letter.reason != TRAPPED and _deliver(store, take, channel, letter, networks)
            done, left = done + delivered, left + (not delivered)
    return done, left


def retry_letter(
    store: Store,
    channel_id: int,
    letter_id: int,
    receive: Receive | None = None,
    networks: Mapping[str, Channel] = TYPES,
) -> bool:
    """Read one dead letter again: whether it has found its place. `not_found` where there is no such letter."""
    with store.read() as connection:
        channel = channels.by_id(connection, store.seal, channel_id)
        letter = channels.dead_letter_of(connection, channel_id, letter_id)
    if letter.settled_at is not None:
        raise Refused("illegal", "This letter no longer waits.")
    return _deliver(store, receive or partial(receive_group, store), channel, letter, networks)


def dismiss_letter(store: Store, channel_id: int, letter_id: int, by: By) -> None:
    """Put a dead letter by: a person has seen that it is no question. It stays to be read, with that person's name."""
    with store.write() as tx:
        letter = channels.dead_letter_of(tx.connection, channel_id, letter_id)
        if letter.settled_at is not None:
            raise Refused("illegal", "This letter no longer waits.")
        channels.settle(tx, letter_id, dismissed_by=by.name)
        audit.record(tx, Act.LETTER_DISMISSED, f"channel/{channel_id}/letter/{letter_id}", by)


def _deliver(
    store: Store, receive: Receive, channel: channels.Channel, letter: Row[Any], networks: Mapping[str, Channel]
) -> bool:
    reason = _retry(store, receive, channel, letter.body.encode(), networks)
    with store.write() as tx:
        if reason is None:
            channels.settle(tx, letter.id)
        else:
            channels.record_error(tx, letter.id, reason)
    return reason is None


def _letters(store: Store, channel_id: int) -> Iterator[Row[Any]]:
    after = 0
    while letters := _dead_after(store, channel_id, after):
        yield from letters
        after = letters[-1].id


def _dead_after(store: Store, channel_id: int, after: int) -> list[Row[Any]]:
    with store.read() as connection:
        return channels.dead_of(connection, channel_id, after, SLICE)


def _retry(
    store: Store, receive: Receive, channel: channels.Channel, body: bytes, networks: Mapping[str, Channel]
) -> str | None:
    """None where the letter has found its place, else why it has not."""
    network = networks.get(channel.type)
    if network is None:
        return "There is no such network any more."
    try:
        if isinstance(network, Understands):
            outcome = network.understand(body, channel.settings)
        else:
            outcome = network.read(Request(body, {}), channel.settings)
        return store_outcome(store, receive, channel, outcome, body)
    except Refused as refused:
        if _will_pass(refused):
            raise
        return str(refused)
