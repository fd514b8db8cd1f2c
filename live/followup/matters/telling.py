"""Tell everybody who asks about a matter what was said of it last: each of them once, by their own way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from live.domain import templates
from live.domain.events import Event
from live.domain.followup.matter import State
from live.domain.people import By
from live.followup.answers import ReplyRoutes
from live.followup.matters import logs
from live.protocol.commands.matters import OnMatterReply
from live.store.centre import channels
from live.store.commands import BUS
from live.store.followup import matters, outbox
from live.store.followup.outbox import NewReply
from live.store.ids import TICKETS_LOG
from live.store.rows import Connection, Row
from live.store.show import questions
from live.store.transaction import Growth, Store, Transaction

NOBODY: Mapping[str, int] = {"sent": 0, "by_hand": 0, "unreachable": 0}


def tell_who_lack(tx: Transaction, number: int, by: By) -> dict[str, int]:
    """The latest word to those who have not had it: how many by a network, by hand, or not at all.

    Who asked twice is one person and is told once. The logs of all that ask must be locked.
    """
    row = matters.get(tx.connection, number)
    if row.word_id is None:
        return dict(NOBODY)
    word = matters.word(tx.connection, row.word_id)
    asked = matters.askers(tx.connection, number)
    told = matters.told(tx.connection, row.word_id)
    ways = ReplyRoutes(channels.kinds(tx.connection))
    replies: defaultdict[int, list[NewReply]] = defaultdict(list)
    counts = dict(NOBODY)
    for ones in _by_person(asked):
        if told.among(ones):
            continue
        reply = _reply(ways, ones, word.text, row.locality)
        if reply is None:
            counts["unreachable"] += 1
            continue
        counts["by_hand" if reply.channel_id is None else "sent"] += 1
        replies[reply.asked.broadcast_id].append(reply)
    for broadcast_id, theirs in replies.items():
        outbox.queue_all(tx, broadcast_id, theirs, by, final=bool(word.final), word_id=word.id)
    _react(tx, [one.id for one in asked], by)
    return counts


def _react(tx: Transaction, asked: Sequence[int], by: By) -> None:
    """What all who ask are told is the first reaction to their questions between shows, and to their tickets."""
    if tickets := matters.react(tx, asked):
        tx.append(TICKETS_LOG, logs.retold(tickets), by)
    grown: dict[int, Growth] = {}
    for row in questions.react_to_all(tx, asked):
        event = Event("question.retold", row.number, row.state, row.state)
        grown.setdefault(row.broadcast_id, Growth([])).events.append(event)
    tx.append_to_several(grown, by)


def _by_person(asked: Any) -> list[list[Row[Any]]]:
    """The questions of each who asks; of whom nothing is known, each is somebody else's."""
    by_person: dict[tuple[str, int], list[Row[Any]]] = {}
    for one in asked:
        key = ("person", one.person_id) if one.person_id is not None else ("question", one.id)
        by_person.setdefault(key, []).append(one)
    return list(by_person.values())


def _reply(ways: ReplyRoutes, ones: list[Row[Any]], text: str, locality: str | None) -> NewReply | None:
    """To the first of one person's questions that a network answers, else by hand; None where nothing reaches them."""
    by_hand = None
    for one in ones:
        if one.withdrawn_at is not None or (way := ways.to(one)) is None:
            continue
        words = templates.finished(text, told_of(locality or one.locality) | templates.of_asker(one.name, one.text))
        reply = NewReply(one, *way, words)
        if reply.channel_id is not None:
            return reply
        by_hand = by_hand or reply
    return by_hand


def told_of(locality: str | None) -> dict[str, str | None]:
    """What a placeholder tells of a matter, whoever asks."""
    return {templates.LOCALITY: locality}


def count_anew(tx: Transaction, number: int) -> None:
    matters.recount(tx, number, len(_by_person(matters.askers(tx.connection, number))))


def grown(connection: Connection) -> list[int]:
    """The open matters about which others ask than were counted, or of whose latest word somebody has not heard.

    Whom nothing is known to reach is not told, and is no reason to look again. So many statements, however many are
    open: a centre has some hundreds of them, and looks every few seconds.
    """
    asking, told = matters.ask_about_open(connection), matters.told_of_open(connection)
    found: set[int] = set()
    lacking: dict[int, int] = {}
    for row in matters.open_(connection):
        people = _by_person(asking.get(row.id, ()))
        if len(people) != row.askers:
            found.add(row.id)
        elif row.word_id is not None:
            without = [one for ones in people if not told[row.word_id].among(ones) for one in ones]
            lacking |= {one.id: row.id for one in without if one.reached}
    if lacking:
        ways = ReplyRoutes(channels.kinds(connection))
        reached = [one for one in matters.reached_by(connection, lacking) if ways.to(one) is not None]
        found |= {lacking[one.id] for one in reached if one.id in lacking}
    return sorted(found)


def catch_up(store: Store, number: int) -> None:
    """Whoever asks about an open matter since it was last looked at is told its latest word.

    Their questions were merged into those that stand in it.
    """
    with store.write() as tx:
        tx.lock(TICKETS_LOG)
        row = matters.get(tx.connection, number)
        if row.state != State.OPEN.value:
            return
        logs.lock(tx, *{one.broadcast_id for one in matters.questions_of(tx.connection, [number])})
        if row.word_id is not None:
            word = matters.word(tx.connection, row.word_id)
            tell_who_lack(tx, number, By(word.by_name, word.by_role))
        count_anew(tx, number)
        if matters.get(tx.connection, number).askers != row.askers:
            logs.tell(tx, matters.to_domain(row), "matter.joined", None)


@BUS.handles("matter.told", "matter.cancel")
def settle(tx: Transaction, log: Row[Any], body: OnMatterReply, by: By) -> None:
    """What a person says has become of a reply to one who asked."""
    matters.get(tx.connection, body.matter)
    outbox.resolve_manually(tx, outbox.get_of_matter(tx.connection, body.matter, body.reply), body.verb, by)
