"""Telling residents what becomes of their question without anybody writing to them, each moment of it once.

The log says what has happened; a row for each who asked waits for its time, so that what was done by mistake is taken
back before, and goes into the outbox in the transaction that marks it as told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from live.domain import templates
from live.domain.followup import notice as domain
from live.domain.followup.notice import AFTER, AT_ANY_HOUR, LONGEST_WAIT, Kind, Where
from live.domain.question import ANSWERED, MERGED, NEW, TRANSFERRED
from live.followup import offers
from live.followup.answers import ReplyRoutes
from live.language.default_notices import REASONS, TEXTS
from live.store import log
from live.store.centre import channels
from live.store.centre.settings import centre_zone, reached_at
from live.store.followup import answers, notices, outbox
from live.store.followup.notices import Key
from live.store.ids import question_id
from live.store.rows import Connection, Row
from live.store.show import recordings
from live.store.show.continuing import is_further
from live.store.transaction import Store, Transaction
from live.views.questions.already_asked import AskedBefore

EVENTS = 200
"""That are read of a log in one transaction, and not many more questions than that: a slice of a wrap has many."""


def read_on(store: Store, broadcast_id: int) -> bool:
    """Read the next of a broadcast's log and note who is to be told of it; whether there may be more."""
    with store.write() as tx:
        rules = notices.rules(tx.connection)
        since = notices.position(tx.connection, broadcast_id)
        events = log.events_since(tx.connection, broadcast_id, since, EVENTS)
        if not events:
            return False
        found: dict[Key, datetime] = {}
        for one in events:
            for number, kind in domain.moments(one.type, one.question, one.data):
                if rules.tells(kind, broadcast_id):
                    found[question_id(broadcast_id, number), kind] = one.at + AFTER[kind]
            if len(found) >= EVENTS:
                break
        if rules.tells(Kind.SOON, broadcast_id) and any(one.type in domain.REORDERING for one in events):
            soon = notices.next_on_air(tx.connection, broadcast_id, domain.NEXT)
            found |= {(id_, Kind.SOON): tx.now + AFTER[Kind.SOON] for id_ in soon}
        notices.advance(tx, broadcast_id, one.seq)
        notices.expect(tx, _askers(tx, broadcast_id, found))
    return one.seq < events[-1].seq or len(events) == EVENTS


def _askers(tx: Transaction, broadcast_id: int, found: Mapping[Key, datetime]) -> dict[Key, datetime]:
    """Who is to be told of these moments: all who ask the same, but nobody who does not exist."""
    merged = notices.merged_into(tx.connection, broadcast_id, {id_ for id_, kind in found if kind is not Kind.ARRIVED})
    told = {(asker, kind): due for (id_, kind), due in found.items() for asker in (id_, *merged.get(id_, ()))}
    real = notices.real(tx.connection, {id_ for id_, _ in told}) if told else {}
    return {
        (id_, kind): due
        for (id_, kind), due in told.items()
        # What was handed over from another broadcast has arrived before.
        if id_ in real and not (kind is Kind.ARRIVED and real[id_].came_from is not None)
    }


def tell(store: Store, address: str, keys: Sequence[Key]) -> None:
    """Tell these whose time has come, in one transaction. `address`: what the server was started with ("": nothing)."""
    before = offers.likest(store, keys)
    with store.write() as tx:
        Telling(tx, address, before).tell(notices.waiting(tx.connection, keys))


class Telling:
    """One slice: what is read once for all of it. `before`: by a question's id, the likest one asked before it."""

    def __init__(self, tx: Transaction, address: str, before: Mapping[int, AskedBefore]) -> None:
        self._tx, self._before = tx, before
        self._rules = notices.rules(tx.connection)
        self._address = reached_at(tx.connection, address)
        self._here = tx.now.astimezone(ZoneInfo(centre_zone(tx.connection)))
        self._routes = ReplyRoutes(channels.kinds(tx.connection))

    def tell(self, waiting: Sequence[Row[Any]]) -> None:
        quiet_until = self._rules.quiet.over(self._here) if self._rules.quiet else self._here
        arrived = [row for row in waiting if row.kind == Kind.ARRIVED]
        for row in waiting:
            kind = Kind(row.kind)
            if kind is Kind.ARRIVED:
                continue
            if quiet_until > self._here and kind not in AT_ANY_HOUR:
                notices.put_off(self._tx, [(row.id, kind)], quiet_until)
            else:
                self._tell(kind, [row])
        for rows in self._by_writer(arrived):
            self._tell_arrived(rows)

    def _by_writer(self, arrived: Sequence[Row[Any]]) -> Iterable[list[Row[Any]]]:
        """By who wrote and which way, with what of theirs is not due yet: they are answered once."""
        persons = {row.person_id for row in arrived if row.person_id is not None}
        theirs = notices.waiting_of(self._tx.connection, persons, Kind.ARRIVED) if persons else ()
        nameless = [row for row in arrived if row.person_id is None]
        grouped: defaultdict[Any, list[Row[Any]]] = defaultdict(list)
        for row in (*theirs, *nameless):
            grouped[row.person_id or f"question {row.id}", row.origin].append(row)
        due = {row.id for row in arrived}
        return [sorted(rows, key=lambda row: row.id) for rows in grouped.values() if any(row.id in due for row in rows)]

    def _tell_arrived(self, rows: list[Row[Any]]) -> None:
        """Whoever goes on writing is waited for a while."""
        last, first = max(row.due_at for row in rows), min(row.since for row in rows)
        if last > self._tx.now and self._tx.now - first < LONGEST_WAIT:
            notices.put_off(self._tx, [(row.id, Kind.ARRIVED) for row in rows if row.due_at <= self._tx.now], last)
        else:
            self._tell(Kind.ARRIVED, rows)

    def _tell(self, kind: Kind, rows: Sequence[Row[Any]]) -> None:
        """These questions of one person in one message; those of which there is nothing to tell any more are left."""
        roots = {row.id: _root(self._tx.connection, row) for row in rows}
        still = [row for row in rows if self._is_told(kind, row, roots[row.id])]
        notices.leave(self._tx, [(row.id, kind) for row in rows if row not in still])
        if not still:
            return
        newest = still[-1]
        way = self._way(newest)
        template, root = self._rules.texts.get(kind) or TEXTS[kind], roots[newest.id]
        own = self._routes.own_page(self._tx, self._address, newest, way)
        before = self._offer(kind, still, way)
        alike = offers.words(before, newest.zone) if before else None
        text = domain.words(template, {**self._facts(still, root), domain.OWN: own, domain.ALIKE: alike})
        said = bool(root.answer_summary) and domain.ANSWER in templates.named(template)
        keys = [(row.id, kind) for row in still]
        if way is None or not text:
            notices.leave(self._tx, keys)
            return
        channel_id, context = way
        sent = outbox.queue_for_asker(self._tx, newest.person_id, channel_id, context, text, kind.value)
        offered = question_id(newest.broadcast_id, before.number) if before else None
        notices.told(self._tx, keys, sent, said, offered)

    def _offer(self, kind: Kind, rows: Sequence[Row[Any]], way: tuple[int, str | None] | None) -> AskedBefore | None:
        """What was asked before: for one new question alone, in a chat that takes a word back."""
        [*others, newest] = rows
        if kind is not Kind.ARRIVED or others or newest.state != NEW.value or way is None or way[1] is None:
            return None
        return None if self._routes.is_public(*way) else self._before.get(newest.id)

    def _is_told(self, kind: Kind, row: Row[Any], root: Row[Any]) -> bool:
        if not self._rules.tells(kind, row.broadcast_id) or row.author_deleted or is_further(row):
            return False
        if kind is Kind.SUMMARY and not (root.answer_summary and self._is_without_answer(row)):
            return False
        if kind is Kind.SOON and root.id not in self._soon(root.broadcast_id):
            return False
        if kind is Kind.SHORTLISTED and notices.is_told(self._tx.connection, row.id, Kind.SOON):
            return False  # It says more.
        return domain.still_holds(kind, root.state, root.decline_reason)

    def _is_without_answer(self, asked: Row[Any]) -> bool:
        """Whether they were told that it was answered, if at all, without what was said."""
        return not notices.who_had_the_answer(self._tx.connection, [asked.id], by=[Kind.ANSWERED])

    def _soon(self, broadcast_id: int) -> list[int]:
        return notices.next_on_air(self._tx.connection, broadcast_id, domain.NEXT)

    def _way(self, asked: Row[Any]) -> tuple[int, str | None] | None:
        """The channel and what is answered there; None where the centre tells nobody by it, or nobody is reached."""
        way = self._routes.to(asked)
        channel_id, context = way or (None, None)
        if channel_id is None:
            return None
        where = self._rules.where(channel_id)
        if where is Where.OFF or (self._routes.is_public(channel_id, context) and where is not Where.EVERYWHERE):
            return None
        return channel_id, context

    def _facts(self, rows: Sequence[Row[Any]], root: Row[Any]) -> Mapping[str, str | None]:
        """What may stand in the text's braces."""
        newest, zone = rows[-1], ZoneInfo(rows[-1].zone)
        handed = notices.ticket_of(self._tx.connection, root.id)
        pages = [f"{self._address}/track/{row.code}" for row in rows] if self._address else []
        return {
            **templates.of_asker(newest.name, newest.text),
            domain.NUMBER: domain.of_several([row.number for row in rows]),
            domain.SHOW: newest.title,
            domain.LINK: "\n".join(pages),
            domain.REASON: REASONS.get(root.decline_reason or ""),
            domain.ANSWER: root.answer_summary,
            domain.RECORDING: self._recorded(root),
            templates.DEPARTMENT: handed.department if handed else None,
            templates.DUE: f"{handed.resolution_due.astimezone(zone):%d.%m.%Y}" if handed else None,
        }

    def _recorded(self, root: Row[Any]) -> str | None:
        """Where the answer is in the recording, once it was given."""
        return recordings.moment_of(self._tx.connection, root).link if root.state == ANSWERED.value else None


def _root(connection: Connection, asked: Row[Any]) -> Row[Any]:
    """The question by whose state the asker's goes: the one that it was merged into."""
    if asked.state in (MERGED.value, TRANSFERRED.value):
        return answers.root(connection, answers.followed(connection, asked))
    return asked
