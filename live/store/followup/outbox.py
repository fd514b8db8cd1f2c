"""Replies on their way out: their rows, and what the log hears of them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, func, insert, or_, select, text, update

from live.domain import reply as rules
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.store.ids import NUMBERS, TICKETS_LOG
from live.store.show import questions
from live.store.tables import channel, matter_word, outbox, person, question, ticket
from live.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply to the one who asked a question (its row): by a channel, or by hand where that is None.

    `context`: by what the channel's network knows the message that is answered.
    """

    asked: Row[Any]
    channel_id: int | None
    context: str | None
    text: str


def queue(tx: Transaction, asked: Row[Any], channel_id: int, text: str, by: By, *, final: bool = False) -> int:
    """A reply to the one who asked this question, by the channel it came by; its id. The broadcast's log is locked."""
    reply = NewReply(asked, channel_id, asked.external_id, text)
    return queue_all(tx, asked.broadcast_id, [reply], by, final=final)[0]


def queue_all(
    tx: Transaction,
    broadcast_id: int,
    replies: Sequence[NewReply],
    by: By,
    *,
    final: bool,
    ticket_id: int | None = None,
    word_id: int | None = None,
    files: Sequence[int] = (),
) -> list[int]:
    """Replies to questions of one broadcast, whose log is locked and told of each; their ids.

    `word_id`: what is said of a matter, to each of these once. `files` go along with each. However many, these are a
    handful of statements. The log of tickets is told by whoever answers the ticket.
    """
    if not replies:
        return []
    rows = [
        {
            "channel_id": reply.channel_id,
            "question_id": reply.asked.id,
            "ticket_id": ticket_id,
            "word_id": word_id,
            "person_id": reply.asked.person_id,
            "context": reply.context,
            "text": reply.text,
            "final": final,
            "guard": _guard(),
            "state": (rules.WAITING if reply.channel_id is not None else rules.BY_HAND).value,
            "next_at": tx.now,
            "by_name": by.name,
            "at": tx.now,
            "moved_at": tx.now,
            "files": list(files) or None,
        }
        for reply in replies
    ]
    stored = tx.connection.execute(insert(outbox).returning(outbox.c.id, outbox.c.question_id), rows).all()
    asked = {reply.asked.id: reply.asked for reply in replies}
    tx.connection.execute(update(question).where(question.c.id.in_(list(asked))).values(replied=True))
    events = [_of_question(asked[row.question_id], "reply.queued", row.id) for row in sorted(stored)]
    tx.append(broadcast_id, events, by)
    return [row.id for row in stored]


def queue_notice(
    tx: Transaction,
    ticket_id: int | None,
    channel_id: int,
    address: str,
    text: str,
    by: By | None,
    files: Sequence[int] = (),
) -> int:
    """A message to one of our own (an owner, a chief) at an address: it answers no question, and no log hears of it."""
    to = {"channel_id": channel_id, "ticket_id": ticket_id, "address": tx.store.keyring.close("address", address)}
    return _put(tx, **to, text=text, by_name=by.name if by else "", files=list(files) or None)


def queue_for_asker(
    tx: Transaction, person_id: int | None, channel_id: int, context: str | None, text: str, kind: str
) -> int:
    """A message that nobody wrote, to one who asked: no log hears of it, and what people write goes before it."""
    to = {"channel_id": channel_id, "person_id": person_id, "context": context}
    return _put(tx, **to, text=text, by_name="", notice=kind)


def _put(tx: Transaction, **facts: Any) -> int:
    """One that answers no question; its id."""
    waiting = {"final": False, "guard": _guard(), "state": rules.WAITING.value}
    moments = dict.fromkeys(("next_at", "at", "moved_at"), tx.now)
    put = insert(outbox).values(**waiting, **moments, **facts).returning(outbox.c.id)
    return int(tx.connection.execute(put).scalar_one())


def _guard() -> int:
    return secrets.randbelow(2**31 - 1) + 1


def get(connection: Connection, broadcast_id: int, reply_id: int) -> Row[Any]:
    """A reply to a question of this broadcast; `not_found` otherwise."""
    row = connection.execute(select(outbox).where(outbox.c.id == reply_id)).one_or_none()
    if row is None or row.question_id is None or row.question_id // NUMBERS != broadcast_id:
        raise Refused("not_found", "There is no reply {number} in this broadcast.", number=reply_id)
    return row


def get_of_ticket(connection: Connection, ticket_id: int, reply_id: int) -> Row[Any]:
    """A reply to one of a ticket's askers; `not_found` otherwise."""
    mine = (outbox.c.id == reply_id, outbox.c.ticket_id == ticket_id, outbox.c.question_id.is_not(None))
    row = connection.execute(select(outbox).where(*mine)).one_or_none()
    if row is None:
        raise Refused("not_found", "This ticket has no reply {number}.", number=reply_id)
    return row


def get_of_matter(connection: Connection, matter_id: int, reply_id: int) -> Row[Any]:
    """A reply to one who asked about a matter; `not_found` otherwise."""
    words = select(matter_word.c.id).where(matter_word.c.matter_id == matter_id)
    row = connection.execute(select(outbox).where(outbox.c.id == reply_id, outbox.c.word_id.in_(words))).one_or_none()
    if row is None:
        raise Refused("not_found", "This situation has no reply {number}.", number=reply_id)
    return row


def resolve_manually(tx: Transaction, row: Row[Any], verb: str, by: By) -> None:
    """What a person says of a reply; `illegal` where its state has no such move. Its logs are locked, or yet to be."""
    rules.next_state(rules.State(row.state), verb)
    reset = {"tries": 0, "next_at": tx.now, "unsure_since": None} if verb == "again" else {}
    move(tx, row.id, verb, by, reason=None, detail=None, moved_by=by.name, **reset)


def move(tx: Transaction, reply_id: int, verb: str, by: By | None = None, **columns: Any) -> bool:
    """Make a move and tell of it; False where the reply is in a state, by now, that has no such move.

    Told are its question's broadcast and, where it answers a ticket, the log of tickets, which is locked first.
    """
    reply = tx.connection.execute(select(outbox).where(outbox.c.id == reply_id)).one()
    event_type = rules.TRANSITIONS[verb].event if reply.question_id is not None else None
    if event_type is not None:
        tx.lock(*([TICKETS_LOG] if reply.ticket_id is not None else []), reply.question_id // NUMBERS)
    moved = False
    for before, after in rules.TRANSITIONS[verb].states.items():
        moved = moved or (
            tx.connection.execute(
                update(outbox)
                .where(outbox.c.id == reply_id, outbox.c.state == before.value)
                .values(state=after.value, moved_at=tx.now, **columns)
            ).rowcount
            == 1
        )
    if moved and event_type is not None:
        _tell(tx, reply, event_type, by)
    return moved


def link(tx: Transaction, reply_id: int, files: Sequence[int]) -> bool:
    """These of a reply's files go as a link. False where it does not wait any more."""
    mine = (outbox.c.id == reply_id, outbox.c.state == rules.WAITING.value)
    changed = update(outbox).where(*mine).values(linked=list(files))
    return tx.connection.execute(changed).rowcount == 1


def put_off_unsent(tx: Transaction, reply_id: int, **columns: Any) -> None:
    """One that waits is tried later: nothing of it was sent."""
    mine = (outbox.c.id == reply_id, outbox.c.state == rules.WAITING.value)
    tx.connection.execute(update(outbox).where(*mine).values(moved_at=tx.now, **columns))


def code_of(connection: Connection, reply: Row[Any]) -> str | None:
    """The code by which whoever gets a reply follows their question."""
    return connection.execute(select(question.c.code).where(question.c.id == reply.question_id)).scalar_one_or_none()


def _tell(tx: Transaction, reply: Row[Any], type_: str, by: By | None) -> None:
    broadcast_id, number = divmod(reply.question_id, NUMBERS)
    if reply.ticket_id is not None:
        tx.append(TICKETS_LOG, [_of_ticket(tx, reply, type_)], by)
    tx.append(broadcast_id, [_of_question(questions.get(tx.connection, broadcast_id, number), type_, reply.id)], by)


def _of_question(asked: Row[Any], type_: str, reply_id: int) -> Event:
    return Event(type_, asked.number, asked.state, asked.state, data={"reply": reply_id})


def _of_ticket(tx: Transaction, reply: Row[Any], type_: str) -> Event:
    row = tx.connection.execute(select(ticket).where(ticket.c.id == reply.ticket_id)).one()
    data = {"department": row.department, "reply": reply.id}
    return Event(type_, was=row.state, state=row.state, ticket=row.number, data=data)


def unsent_of_persons(connection: Connection, person_ids: Sequence[int]) -> list[int]:
    """What is still to be sent to these, or told them by hand; each is a number of `move`."""
    return _unsent(connection, outbox.c.person_id.in_(list(person_ids)))


def unsent_of_question(connection: Connection, question_id: int) -> list[int]:
    """The same of one question."""
    return _unsent(connection, outbox.c.question_id == question_id)


def _unsent(connection: Connection, mine: ColumnElement[bool]) -> list[int]:
    still = outbox.c.state.in_([rules.WAITING.value, rules.BY_HAND.value])
    return list(connection.execute(select(outbox.c.id).where(mine, still).order_by(outbox.c.id)).scalars())


def is_on_its_way(connection: Connection, question_id: int) -> bool:
    """Whether a reply to this question is being sent, or nobody knows whether it has arrived."""
    going = outbox.c.state.in_([rules.SENDING.value, rules.UNSURE.value])
    mine = (outbox.c.question_id == question_id, going)
    return connection.execute(select(outbox.c.id).where(*mine).limit(1)).first() is not None


_ON_THE_WAY = text("outbox.state IN ('waiting', 'sending')")
"""As the index over these says it: in a list of bound values SQLite does not know it again, and would go through every
letter that was ever sent."""

_AT_WORK = (
    select(outbox.c.channel_id)
    .join(channel, channel.c.id == outbox.c.channel_id)
    .where(
        ~channel.c.paused,
        _ON_THE_WAY,
        or_(outbox.c.next_at <= bindparam("now"), outbox.c.state == rules.SENDING.value),
        outbox.c.id.not_in(bindparam("without", expanding=True)),
    )
    .distinct()
)
"""Made once: it is asked after every write, up to three times a second."""


def channels_at_work(connection: Connection, now: datetime, without: Sequence[int] = ()) -> list[int]:
    """The channels, but the paused ones, by which something but the replies `without` is due, or was left half sent."""
    return list(connection.execute(_AT_WORK, {"now": now, "without": list(without)}).scalars())


def due(connection: Connection, channel_id: int, now: datetime, without: Sequence[int] = ()) -> Row[Any] | None:
    """The reply of a channel whose turn it is, with how its receiver is reached; none of the replies `without`."""
    return connection.execute(
        select(outbox, person.c.contact)
        .outerjoin(person, person.c.id == outbox.c.person_id)
        .where(
            _ON_THE_WAY,
            outbox.c.channel_id == channel_id,
            outbox.c.state == rules.WAITING.value,
            outbox.c.next_at <= now,
            *([outbox.c.id.not_in(without)] if without else []),
        )
        .order_by(outbox.c.notice.is_not(None), outbox.c.next_at, outbox.c.id)
        .limit(1)
    ).one_or_none()


def half_sent(connection: Connection, channel_id: int) -> list[Row[Any]]:
    """The replies of a channel that were being sent when its worker was last heard of."""
    return list(
        connection.execute(
            select(outbox).where(_ON_THE_WAY, outbox.c.channel_id == channel_id, outbox.c.state == rules.SENDING.value)
        ).all()
    )


def waiting(connection: Connection) -> dict[int, tuple[int, str | None, str | None]]:
    """By a channel's id, how many of its replies are on their way, and what the last try of one of them met with."""
    rows = connection.execute(
        select(outbox.c.channel_id, outbox.c.reason, outbox.c.detail)
        .where(_ON_THE_WAY)
        .order_by(outbox.c.channel_id, outbox.c.moved_at)
    )
    found: dict[int, tuple[int, str | None, str | None]] = {}
    for row in rows:
        count, reason, detail = found.get(row.channel_id, (0, None, None))
        found[row.channel_id] = (count + 1, *((row.reason, row.detail) if row.reason else (reason, detail)))
    return found


def depth(connection: Connection) -> tuple[int, datetime | None]:
    """How many replies are on their way, and when the oldest of them was written."""
    many, oldest = connection.execute(select(func.count(), func.min(outbox.c.at)).where(_ON_THE_WAY)).one()
    return many, oldest


LATELY = 2000
"""So many replies of the whole centre are looked through for those that were not sent."""


def troubles(connection: Connection) -> dict[int, list[Any]]:
    """By a channel's id, those of the latest replies that have failed, or of which nobody knows; the newest first."""
    newest = select(func.max(outbox.c.id)).scalar_subquery()
    rows = connection.execute(
        select(outbox.c.channel_id, outbox.c.state, outbox.c.reason, outbox.c.detail, outbox.c.moved_at)
        .where(outbox.c.id > newest - LATELY, outbox.c.state.in_([rules.FAILED.value, rules.UNSURE.value]))
        .order_by(outbox.c.moved_at.desc())
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.channel_id, []).append(row)
    return found


def of_questions(connection: Connection, question_ids: Sequence[int]) -> list[Row[Any]]:
    """The replies to these questions, the first first."""
    mine = outbox.c.question_id.in_(list(question_ids))
    return list(connection.execute(select(outbox).where(mine).order_by(outbox.c.id)).all())


def written_to(connection: Connection, question_ids: Sequence[int]) -> list[Row[Any]]:
    """Of those what answers no ticket and is no word on a matter, and was not taken back."""
    alone = (outbox.c.ticket_id.is_(None), outbox.c.word_id.is_(None), outbox.c.state != rules.CANCELLED.value)
    mine = outbox.c.question_id.in_(list(question_ids))
    return list(connection.execute(select(outbox).where(mine, *alone).order_by(outbox.c.id)).all())


def of_ticket(connection: Connection, ticket_id: int, limit: int) -> list[Row[Any]]:
    """The replies to a ticket's askers, with who they are: what a person has to look at first, then the newest."""
    return list(
        connection.execute(
            _WITH_PERSON.where(outbox.c.ticket_id == ticket_id, outbox.c.question_id.is_not(None))
            .order_by(case(_URGENT, value=outbox.c.state, else_=1), outbox.c.id.desc())
            .limit(limit)
        ).all()
    )


def with_final(connection: Connection, ticket_id: int) -> set[int]:
    """The questions (their ids) whose askers were given a final answer to this ticket, unless it was taken back."""
    given = (outbox.c.ticket_id == ticket_id, outbox.c.final, outbox.c.state != rules.CANCELLED.value)
    return set(connection.execute(select(outbox.c.question_id).where(*given)).scalars())


def by_hand(connection: Connection, after: int, limit: int) -> list[Row[Any]]:
    """The replies that somebody of the centre has yet to tell by hand, the oldest first, beyond the id `after`."""
    waiting = _WITH_PERSON.where(outbox.c.state == rules.BY_HAND.value, outbox.c.id > after)
    return list(connection.execute(waiting.order_by(outbox.c.id).limit(limit)).all())


def count_by_hand(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).where(outbox.c.state == rules.BY_HAND.value)).scalar_one())


_URGENT = {rules.FAILED.value: 0, rules.UNSURE.value: 0, rules.BY_HAND.value: 0}

_WITH_PERSON = (
    select(
        outbox,
        ticket.c.number.label("ticket_number"),
        matter_word.c.matter_id.label("matter_number"),
        person.c.name.label("person_name"),
        person.c.contact.label("person_contact"),
        channel.c.type.label("channel_type"),
    )
    .outerjoin(ticket, ticket.c.id == outbox.c.ticket_id)
    .outerjoin(matter_word, matter_word.c.id == outbox.c.word_id)
    .outerjoin(person, person.c.id == outbox.c.person_id)
    .outerjoin(channel, channel.c.id == outbox.c.channel_id)
)


def mark_all_unconfirmed(connection: Connection, reason: str) -> None:
    """After a restore nobody knows what has been sent since the copy was made."""
    connection.execute(update(outbox).where(_ON_THE_WAY).values(state=rules.UNSURE.value, reason=reason))
