"""Notices' rows: how far each broadcast's log was read for moments, and who is to be told of them, or was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, not_, select, tuple_, update

from live.domain.broadcast import ON_AIR as BROADCAST_ON_AIR
from live.domain.broadcast import Kind as BroadcastKind
from live.domain.followup.notice import Kind, Rules
from live.domain.question import MERGED, SHORTLISTED
from live.store.centre import lists
from live.store.ids import NUMBERS, question_id
from live.store.show import practices, rehearsal
from live.store.show.continuing import ALL_FURTHER
from live.store.tables import broadcast, log, notice, notice_reader, outbox, person, question, ticket
from live.store.transaction import Transaction

Key = tuple[int, Kind]
"""A question's id, and a moment of it."""


class State(StrEnum):
    WAITING = "waiting"
    TOLD = "told"
    LEFT = "left"
    """There was nobody to tell, or nothing any more: it may come again."""


def rules(connection: Connection) -> Rules:
    """What the centre has chosen."""
    return Rules.of_item(lists.read(connection, "notices").items[0])


# How far the logs were read

_BEHIND = (
    select(log.c.id)
    .join(broadcast, broadcast.c.id == log.c.id)
    .outerjoin(notice_reader, notice_reader.c.broadcast_id == log.c.id)
    .where(
        broadcast.c.kind != BroadcastKind.PRACTICE.value,
        log.c.head > func.coalesce(notice_reader.c.position, 0),
    )
    .order_by(log.c.id)
)
"""Made once: it is asked again and again."""


def behind(connection: Connection) -> list[int]:
    """The broadcasts whose logs hold what was not read yet."""
    return list(connection.execute(_BEHIND).scalars())


def position(connection: Connection, broadcast_id: int) -> int:
    mine = select(notice_reader.c.position).where(notice_reader.c.broadcast_id == broadcast_id)
    return int(connection.execute(mine).scalar_one_or_none() or 0)


def advance(tx: Transaction, broadcast_id: int, to: int) -> None:
    mine = update(notice_reader).where(notice_reader.c.broadcast_id == broadcast_id).values(position=to)
    if not tx.connection.execute(mine).rowcount:
        tx.connection.execute(insert(notice_reader).values(broadcast_id=broadcast_id, position=to))


# Who is to be told


def next_on_air(connection: Connection, broadcast_id: int, many: int) -> list[int]:
    """The first of the rundown of a broadcast that is on air, by id; of any other none."""
    listed = (
        select(question.c.id)
        .join(broadcast, broadcast.c.id == question.c.broadcast_id)
        .where(question.c.broadcast_id == broadcast_id, question.c.state == SHORTLISTED.value)
        .where(broadcast.c.state == BROADCAST_ON_AIR.value)
    )
    return list(connection.execute(listed.order_by(question.c.rank).limit(many)).scalars())


def merged_into(connection: Connection, broadcast_id: int, roots: Collection[int]) -> dict[int, list[int]]:
    """By a question's id, the ids of all that were merged into it, and into those, but for further words of theirs."""
    found: dict[int, list[int]] = {}
    of = {id_: id_ for id_ in roots}
    step = list(roots)
    while step:
        columns = (question.c.id, question.c.merged_into)
        these = (
            question.c.broadcast_id == broadcast_id,
            question.c.merged_into.in_([id_ % NUMBERS for id_ in step]),
            question.c.state == MERGED.value,
            not_(ALL_FURTHER),
        )
        step = []
        for row in connection.execute(select(*columns).where(*these).order_by(question.c.id)):
            of[row.id] = of[question_id(broadcast_id, row.merged_into)]
            found.setdefault(of[row.id], []).append(row.id)
            step.append(row.id)
    return found


def real(connection: Connection, question_ids: Collection[int]) -> dict[int, Row[Any]]:
    """Those of these that somebody has asked: none of a rehearsal's or a practice's, and no further words, by id."""
    invented = rehearsal.invented_among(connection, question_ids)
    columns = (question.c.id, question.c.origin, question.c.came_from)
    asked = (question.c.id.in_(list(question_ids)), not_(ALL_FURTHER))
    rows: Sequence[Any] = connection.execute(select(*columns).where(*asked)).all()
    return {row.id: row for row in rows if row.id not in invented and row.origin != practices.ORIGIN}


def expect(tx: Transaction, moments: Mapping[Key, datetime]) -> None:
    """These are to be told at their times: (question, kind) → when. What was told stays told; what was left may wait
    anew."""
    if not moments:
        return
    keys = [(id_, kind.value) for id_, kind in moments]
    mine = tuple_(notice.c.question_id, notice.c.kind).in_(keys)
    known = {(row.question_id, Kind(row.kind)): row.state for row in tx.connection.execute(select(notice).where(mine))}
    new = [
        {"question_id": id_, "kind": kind.value, "state": State.WAITING.value, "due_at": due, "at": tx.now}
        for (id_, kind), due in moments.items()
        if (id_, kind) not in known
    ]
    if new:
        tx.connection.execute(insert(notice), new)
    for key in [key for key, state in known.items() if state == State.LEFT.value and key in moments]:
        put_off(tx, [key], moments[key], at=tx.now)


def put_off(tx: Transaction, keys: Iterable[Key], until: datetime, **columns: Any) -> None:
    _set(tx, keys, state=State.WAITING.value, due_at=until, **columns)


def told(tx: Transaction, keys: Iterable[Key], outbox_id: int, said: bool, offered: int | None = None) -> None:
    """`said`: the message held what was answered on air; `offered`: the question asked before that it told of."""
    _set(tx, keys, state=State.TOLD.value, outbox_id=outbox_id, at=tx.now, said=said, offered=offered)


def last_offer(connection: Connection, said: Row[Any]) -> Any:
    """The last question that the writer of a message had asked by the same channel, and the one asked before that they
    were told of with it: `question_id` and `offered`; None where they were told of none."""
    theirs = (
        question.c.broadcast_id == said.broadcast_id,
        question.c.person_id == said.person_id,
        question.c.origin == said.origin,
        question.c.id < said.id,
    )
    told = (notice.c.state == State.TOLD.value, notice.c.offered.is_not(None))
    of_theirs = select(notice.c.question_id, notice.c.offered).join(question, question.c.id == notice.c.question_id)
    return connection.execute(of_theirs.where(*theirs, *told).order_by(question.c.id.desc()).limit(1)).one_or_none()


def leave(tx: Transaction, keys: Iterable[Key]) -> None:
    _set(tx, keys, state=State.LEFT.value, at=tx.now)


def _set(tx: Transaction, keys: Iterable[Key], **columns: Any) -> None:
    for id_, kind in keys:
        mine = (notice.c.question_id == id_, notice.c.kind == kind.value)
        tx.connection.execute(update(notice).where(*mine).values(**columns))


_WITH_QUESTION = (
    select(
        notice.c.kind,
        notice.c.due_at,
        notice.c.at.label("since"),
        question,
        person.c.name,
        person.c.contact,
        broadcast.c.slug,
        broadcast.c.title,
        broadcast.c.zone,
    )
    .join(question, question.c.id == notice.c.question_id)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .outerjoin(person, person.c.id == question.c.person_id)
    .where(notice.c.state == State.WAITING.value)
    .order_by(notice.c.due_at, notice.c.question_id, notice.c.kind)
)
"""Those that wait, each with its question, who asked it, and the broadcast."""


def due(connection: Connection, now: datetime, limit: int, without: Collection[Key] = ()) -> list[Key]:
    """Those whose time has come, but these: at most `limit`, the first first."""
    keys = select(notice.c.question_id, notice.c.kind).where(
        notice.c.state == State.WAITING.value,
        notice.c.due_at <= now,
        notice.c.question_id.not_in([id_ for id_, _ in without]),
    )
    in_order = keys.order_by(notice.c.due_at, notice.c.question_id, notice.c.kind).limit(limit)
    return [(row.question_id, Kind(row.kind)) for row in connection.execute(in_order)]


def waiting(connection: Connection, keys: Collection[Key]) -> Sequence[Row[Any]]:
    """Those of these that wait."""
    mine = tuple_(notice.c.question_id, notice.c.kind).in_([(id_, kind.value) for id_, kind in keys])
    return connection.execute(_WITH_QUESTION.where(mine)).all()


def waiting_of(connection: Connection, person_ids: Collection[int], kind: Kind) -> Sequence[Row[Any]]:
    """All of a kind that wait for these persons, due or not."""
    theirs = (question.c.person_id.in_(list(person_ids)), notice.c.kind == kind.value)
    return connection.execute(_WITH_QUESTION.where(*theirs)).all()


_TICKET = select(ticket.c.department, ticket.c.resolution_due).order_by(ticket.c.id).limit(1)


def ticket_of(connection: Connection, root_id: int) -> Any:
    """The ticket that a question has become, its department and when it is to be answered; None where it has none."""
    return connection.execute(_TICKET.where(ticket.c.question_id == root_id)).one_or_none()


def is_told(connection: Connection, asked: int, kind: Kind) -> bool:
    """Whether whoever asked this question was told of this moment."""
    mine = (notice.c.question_id == asked, notice.c.kind == kind.value, notice.c.state == State.TOLD.value)
    return connection.execute(select(notice.c.question_id).where(*mine)).first() is not None


def of_question(connection: Connection, asked: int) -> Sequence[Any]:
    """What the one who asked was told by itself, the first first: its kind, and what has become of the message."""
    columns = (notice.c.kind, notice.c.at, outbox.c.state, outbox.c.text, outbox.c.reason)
    mine = (notice.c.question_id == asked, notice.c.state == State.TOLD.value)
    rows = select(*columns).outerjoin(outbox, outbox.c.id == notice.c.outbox_id).where(*mine)
    return connection.execute(rows.order_by(notice.c.at, notice.c.kind)).all()


def who_had_the_answer(
    connection: Connection, question_ids: Collection[int], by: Collection[Kind] = (Kind.ANSWERED, Kind.SUMMARY)
) -> set[int]:
    """Those of these questions whose askers have had what was answered on air, in its sentence, or are about to."""
    these = notice.c.question_id.in_(list(question_ids)) & notice.c.kind.in_([kind.value for kind in by])
    had = notice.c.said | (notice.c.state == State.WAITING.value)
    return set(connection.execute(select(notice.c.question_id).where(these, had)).scalars())


@dataclass(frozen=True, slots=True)
class Reached:
    """How many asked the same, and how many of them have had what was answered."""

    asked: int
    had: int


def reached(connection: Connection, broadcast_id: int, numbers: Collection[int]) -> dict[int, Reached]:
    """By a question's number, whom its answer has reached; nobody of a rehearsal's or a practice's."""
    roots = {number: question_id(broadcast_id, number) for number in numbers}
    merged = merged_into(connection, broadcast_id, set(roots.values()))
    asked = {number: [root, *merged.get(root, ())] for number, root in roots.items()}
    everybody = {id_ for ids in asked.values() for id_ in ids}
    exist = real(connection, everybody) if everybody else {}
    had = who_had_the_answer(connection, exist) if exist else set()
    return {
        number: Reached(sum(id_ in exist for id_ in ids), sum(id_ in had for id_ in ids))
        for number, ids in asked.items()
    }
