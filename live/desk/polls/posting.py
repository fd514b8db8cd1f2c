"""A poll is put on the pages of networks, and what is counted there is counted here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from live.channels import TYPES
from live.channels.capabilities import PostsPolls
from live.desk.polls.casting import Cast, Vote, take_back, way_in
from live.desk.polls.chat import WILL_PASS
from live.domain.people import By
from live.domain.polls import poll as rules
from live.domain.polls import posting
from live.domain.polls.posting import Ballot, State, Tally
from live.domain.refused import Refused
from live.protocol.commands.polls import OnPost, Post
from live.store.centre import channels
from live.store.centre.channels import Channel
from live.store.commands import BUS
from live.store.polls import polls, posts
from live.store.rows import Row
from live.store.transaction import Store, Transaction

log = structlog.get_logger()


@BUS.handles("poll.post")
def post(tx: Transaction, broadcast: Row[Any], body: Post, by: By) -> None:
    """On every page of this broadcast that takes polls and has not got it, or on one of them, again where it failed."""
    row = polls.locked(tx, broadcast.id, body.poll)
    rules.check_open(polls.to_domain(tx.connection, row))
    there = {one.channel_id: one for one in posts.of_polls(tx.connection, [row.id])[row.id]}
    if body.channel is not None and body.channel in there:
        _move(tx, there[body.channel], "again", tries=0, next_at=tx.now, reason=None, detail=None, unsure_since=None)
    else:
        _add(tx, broadcast, row, body.channel, set(there), by)
    _tell(tx, broadcast.id, row.id, by)


@BUS.handles("poll.drop")
def drop(tx: Transaction, broadcast: Row[Any], body: OnPost, by: By) -> None:
    """It is not tried any more: where nobody knows whether it stands there, it is left as it is."""
    row = polls.locked(tx, broadcast.id, body.poll)
    mine = [one for one in posts.of_polls(tx.connection, [row.id])[row.id] if one.channel_id == body.channel]
    if not mine:
        raise Refused("not_found", "This poll was not put on that page.")
    _move(tx, mine[0], "drop")
    _tell(tx, broadcast.id, row.id, by)


def _add(tx: Transaction, broadcast: Row[Any], row: Row[Any], channel_id: int | None, there: set[int], by: By) -> None:
    able = _able(tx, broadcast.id)
    if channel_id is not None and channel_id not in able:
        raise Refused("not_found", "This channel posts no polls of this broadcast.")
    wanted = [one for one in able if one not in there and channel_id in (None, one)]
    if not able:
        raise Refused(
            "illegal", "No channel of this broadcast posts polls: that is switched on in a channel's settings."
        )
    if not wanted:
        raise Refused("illegal", "This poll is on every page that takes polls already.")
    for one in wanted:
        posts.add(tx, row.id, one, by.name)


def _able(tx: Transaction, broadcast_id: int) -> list[int]:
    """The broadcast's channels that take polls."""
    return [
        row.id
        for row, settings in channels.readable(tx.connection, tx.store.seal)
        if row.broadcast_id == broadcast_id and _takes_polls(row.type, settings)
    ]


def _takes_polls(type_: str, settings: Mapping[str, str]) -> bool:
    network = TYPES.get(type_)
    return isinstance(network, PostsPolls) and network.posts_polls(settings)


def _move(tx: Transaction, row: Row[Any], verb: str, **columns: Any) -> None:
    posting.next_state(State(row.state), verb)
    posts.move(tx, row.id, verb, **columns)


def _tell(tx: Transaction, broadcast_id: int, poll_id: int, by: By | None) -> None:
    polls.save(tx, poll_id)
    poll = polls.to_domain(tx.connection, polls.get(tx.connection, broadcast_id, poll_id))
    tx.append(broadcast_id, [poll.event(posting.POST_MOVED)], by)


def moved(store: Store, row: Row[Any], verb: str, **columns: Any) -> bool:
    """What the background has done with a post; False where somebody else has moved it meanwhile."""
    told = posting.TRANSITIONS[verb].event is not None
    with store.write() as tx:
        if told:
            tx.lock(row.broadcast_id)
            polls.locked(tx, row.broadcast_id, row.poll_id)
        done = posts.move(tx, row.id, verb, **columns)
        if done and told:
            _tell(tx, row.broadcast_id, row.poll_id, None)
    return done


def troubled(store: Store, row: Row[Any], reason: str | None, detail: str | None) -> None:
    """What stands in the way of reading a post, None where nothing does any more. Screens hear of a change alone."""
    if (row.reason, row.detail) == (reason, detail):
        return
    with store.write() as tx:
        tx.lock(row.broadcast_id)
        polls.locked(tx, row.broadcast_id, row.poll_id)
        posts.save(tx, row.id, reason=reason, detail=detail)
        _tell(tx, row.broadcast_id, row.poll_id, None)


def count(store: Store, row: Row[Any], tally: Tally) -> None:
    """So many votes a network has counted in its post, unless the poll takes none any more."""
    with store.write() as tx:
        of = polls.locked(tx, row.broadcast_id, row.poll_id)
        poll = polls.to_domain(tx.connection, of)
        if not rules.is_open(poll, tx.now):
            return
        votes = posting.counted(row.facts["numbers"], poll.options, tally)
        voters = posting.voters_of(votes, tally.voters, poll.many)
        posts.count(tx, row.id, votes, voters, tally.order)


def take_in(
    store: Store, channel: Channel, tallies: Sequence[Tally], ballots: Sequence[Ballot], cast: Cast | None = None
) -> None:
    """What a network has told by itself of its polls; of what is none of ours, or counts no more, nothing comes."""
    for tally in tallies:
        if row := _post(store, channel, tally.poll):
            count(store, row, tally)
    for one in ballots:
        _count(store, channel, one, way_in(store, cast))


def _post(store: Store, channel: Channel, name: str) -> Row[Any] | None:
    """The post that its network calls so. `unavailable` while one is on its way there: its name is not known yet."""
    with store.read() as connection:
        row = posts.called(connection, channel.id, name)
        if row is None and posts.half_done(connection, channel.id):
            raise Refused("unavailable", "A poll is being posted there just now: tell it again in a moment.")
    return row


def _count(store: Store, channel: Channel, one: Ballot, cast: Cast) -> None:
    if one.poll is not None:
        row = _post(store, channel, one.poll)
        if row is not None:
            numbers = row.facts["numbers"]
            chosen = [numbers[place] for place in one.places if place < len(numbers)]
            _cast(store, channel, (row.broadcast_id, row.poll_id), one.contact, chosen, cast)
        return
    with store.read() as connection:
        first = polls.first_open(connection, channel.broadcast_id)
    if first is not None:
        _cast(store, channel, (channel.broadcast_id, first), one.contact, [place + 1 for place in one.places], cast)


def _cast(
    store: Store, channel: Channel, poll: tuple[int, int], contact: str, numbers: Sequence[int], cast: Cast
) -> None:
    """`poll`: its broadcast and its number. No numbers: the vote is taken back."""
    if not numbers:
        take_back(store, *poll, channel.type, contact)
        return
    try:
        cast(*poll, Vote(channel.type, contact, tuple(numbers)))
    except Refused as refused:
        if refused.code in WILL_PASS:
            raise
        log.info("a vote was not counted", poll=poll[1], channel=channel.id, code=refused.code)
