"""Questions' rows ↔ domain values."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, func, insert, literal, select, update

from live.domain.broadcast import Kind
from live.domain.deadline import Dues, began
from live.domain.events import Event
from live.domain.people import By
from live.domain.question import GOES_ON_FOR, Question, State, join
from live.domain.refused import Refused
from live.domain.submission import Consent, Submission
from live.language.reading import Reading
from live.store.centre.calendar import reckoning
from live.store.ids import question_id
from live.store.language import readings
from live.store.quick.handed import NewQuestion
from live.store.quick.prepared import DIALECTS, Prepared, among, many
from live.store.show import files, people
from live.store.show.continuing import Conversations, Message
from live.store.tables import Moment, broadcast, consent, file, person, question, revision
from live.store.text import written
from live.store.transaction import Growth, Transaction

_ONE = select(question).where(question.c.id == bindparam("question_id"))
_EXTERNAL = (
    select(question.c.origin, question.c.external_id, question.c.digest, question.c.number, question.c.code)
    .add_columns(question.c.broadcast_id, broadcast.c.slug)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .where(question.c.external_id.is_not(None))  # So that its index, which holds no others, is used.
)
_BY_EXTERNAL = {one: Prepared(_EXTERNAL.where(among(one, question.c.external_id, "ids"))) for one in DIALECTS}
_OF_LOG = select(question).where(question.c.broadcast_id == bindparam("log"))
_ON_AIR = _OF_LOG.where(question.c.state == State.ON_AIR.value)
_LISTED = _OF_LOG.where(question.c.state == State.SHORTLISTED.value)
_FIRST = _LISTED.order_by(question.c.rank, question.c.number).limit(1)


def find(connection: Connection, broadcast_id: int, number: int) -> Row[Any] | None:
    return connection.execute(_ONE, {"question_id": question_id(broadcast_id, number)}).one_or_none()


def get(connection: Connection, broadcast_id: int, number: int) -> Row[Any]:
    """The question's row; `not_found` names its number."""
    row = find(connection, broadcast_id, number)
    if row is None:
        raise Refused("not_found", "There is no question {number} in this broadcast.", number=number)
    return row


def by_id(connection: Connection, question_id: int) -> Row[Any]:
    return connection.execute(_ONE, {"question_id": question_id}).one()


def on_air(connection: Connection, broadcast_id: int) -> Row[Any] | None:
    return connection.execute(_ON_AIR, {"log": broadcast_id}).one_or_none()


def first_listed(connection: Connection, broadcast_id: int) -> Row[Any] | None:
    return connection.execute(_FIRST, {"log": broadcast_id}).one_or_none()


def by_external(connection: Connection, messages: Iterable[tuple[str, str]]) -> Sequence[Any]:
    """Where each of these messages, by origin and external id, already stands, in whatever broadcast (`slug`)."""
    wanted = frozenset(messages)
    if not wanted:
        return []
    ids = sorted({external_id for _, external_id in wanted})
    rows = _BY_EXTERNAL[connection.dialect.name].all(connection, {"ids": many(connection, ids)})
    return [row for row in rows if (row.origin, row.external_id) in wanted]  # Of each origin the ids are its own.


def of_persons(connection: Connection, person_ids: Sequence[int]) -> Sequence[Any]:
    """Everything that these persons have asked, in the order of broadcasts and numbers."""
    return connection.execute(
        select(question.c.broadcast_id, question.c.number, question.c.state)
        .where(question.c.person_id.in_(list(person_ids)))
        .order_by(question.c.id)
    ).all()


def in_state_of(
    connection: Connection, broadcast_id: int, person_id: int, state: State, limit: int
) -> Sequence[Row[Any]]:
    """What whoever shares this person's contact has in this state of a broadcast, the first first."""
    theirs = question.c.person_id.in_(people.sharing_contact(person_id))
    mine = (question.c.broadcast_id == broadcast_id) & (question.c.state == state.value) & theirs
    return connection.execute(select(question).where(mine).order_by(question.c.id).limit(limit)).all()


def to_domain(row: Row[Any]) -> Question:
    return Question(row.number, State(row.state), row.version, row.rank, row.merged_into, bool(row.graphic))


def save(tx: Transaction, broadcast_id: int, before: Question, after: Question, **columns: Any) -> None:
    """Write a changed question where its version is still `before`'s; `conflict` otherwise."""
    moved: dict[str, Any] = {}
    moved_by = columns.pop("moved_by", None)
    if before.state is not after.state:
        moved = {"moved_at": tx.now, "moved_by": moved_by}
        if moved_by:
            moved["reacted_at"] = _reacted(tx)
    found = tx.connection.execute(
        update(question)
        .where(question.c.id == question_id(broadcast_id, after.number), question.c.version == before.version)
        .values(
            state=after.state.value,
            version=after.version,
            rank=after.rank,
            merged_into=after.merged_into,
            graphic=after.graphic,
            **moved,
            **columns,
        )
    ).rowcount
    if found != 1:
        raise Refused("conflict", "Question {number} has changed meanwhile.", number=after.number)


def _reacted(tx: Transaction) -> Any:
    """When somebody first reacted to a question that has a clock: now, where nobody has before."""
    return case((question.c.react_due.is_not(None), func.coalesce(question.c.reacted_at, literal(tx.now, Moment))))


def react(tx: Transaction, broadcast_id: int, number: int) -> None:
    """A person has done what is a reaction, though the question's state is as it was: a note, a reply."""
    set_facts(tx, broadcast_id, number, reacted_at=_reacted(tx))


def react_to_all(tx: Transaction, ids: Collection[int]) -> Sequence[Row[Any]]:
    """The same of many, by their ids; those that have a clock and that nobody had reacted to before."""
    waiting = (question.c.id.in_(list(ids)), question.c.react_due.is_not(None), question.c.reacted_at.is_(None))
    columns = (question.c.id, question.c.broadcast_id, question.c.number, question.c.state)
    return tx.connection.execute(update(question).where(*waiting).values(reacted_at=tx.now).returning(*columns)).all()


def set_facts(tx: Transaction, broadcast_id: int, number: int, **columns: Any) -> None:
    """Write columns that no version guards: what an author changed, how many ask, the graphic."""
    tx.connection.execute(update(question).where(question.c.id == question_id(broadcast_id, number)).values(**columns))


@dataclass(frozen=True, slots=True)
class New:
    """A question to be stored in a locked broadcast. `blocked`: its author is banned.

    `conversation`: where it was written, one name for a thread or a chat. `joins`: for how long after the last word of
    its author there it is further words of their open question. `reading`: what the language work found in it, where it
    has read it already.
    """

    home: Row[Any]
    submission: Submission
    origin: str
    digest: str | None = None
    blocked: bool = False
    conversation: str | None = None
    joins: timedelta | None = None
    reading: Reading | None = None


def add(tx: Transaction, new: Sequence[New], event_type: str, by: By | None = None) -> list[tuple[int, str]]:
    """Store these, each numbered on in its broadcast: their numbers and codes, in order.

    With their new persons and one event for each, in the same few statements for one broadcast or many. A code names
    its question and adds 64 random bits: it cannot be guessed, and needs no index of its own, whose random keys cost
    more the more questions there are.
    """
    persons, new_persons = people.of_authors(tx, [one.submission.author for one in new])
    received_at = written(tx.now)
    dues = clocks_of(tx, new)
    rows: list[dict[str, Any]] = []
    consents: list[dict[str, Any]] = []
    wanted: list[dict[str, Any]] = []
    grown: dict[int, Growth] = {}
    writers = {asker.id for asker in persons if asker is not None} - {row["id"] for row in new_persons}
    conversations, joined = Conversations(tx.connection, writers), list[int]()
    for one, asker, due in zip(new, persons, dues, strict=True):
        growth = grown.setdefault(one.home.id, Growth([]))
        growth.received += 1
        number = one.home.last_number + growth.received
        row = _row(tx, one, number, asker.id if asker else None, received_at, due)
        rows.append(row)
        data = {"read": True} if one.reading is not None else {}
        growth.events.append(Event(event_type, number, state=row["state"], data=data))
        if one.conversation is not None:
            growth.events += _place(tx, conversations, one, row, joined)
        if one.submission.consent is not None:
            consents.append(_consent_row(row, one.submission.consent))
        fetched = files.wanted(row["id"], one.submission.attachments, received_at)
        wanted += fetched
        if not (fetched or one.submission.files or row.get("continues")):
            growth.new.append(NewQuestion(row, asker, one.reading.guess if one.reading else None))
    # In two batches: what comes by no conversation, which is most of a flood, is written without its columns.
    alone, placed = ([row for row in rows if ("conversation" in row) is known] for known in (False, True))
    tables = ((person, new_persons), (question, alone), (question, placed), (consent, consents), (file, wanted))
    read = {row["id"]: one.reading for one, row in zip(new, rows, strict=True) if one.reading is not None}
    tx.append_to_several(grown, by, alongside=(*tables, *readings.of_new(read, tx.now)))
    conversations.count(tx, joined)
    for one, row in zip(new, rows, strict=True):
        files.attach(tx, row["id"], one.submission.files)
    tx.unread += [row["id"] for row in rows if row["id"] not in read]
    return [(row["number"], row["code"]) for row in rows]


def _place(
    tx: Transaction, conversations: Conversations, new: New, row: dict[str, Any], joined: list[int]
) -> Sequence[Event]:
    """Put a new row into its conversation; the events of it, where it joins a question of its author's.

    `joined` gets the id of that one, where it was stored before.
    """
    row |= {"conversation": new.conversation, "continues": None, "further": 0}
    row |= {"version": 1, "merged_into": None, "askers": 1}
    if new.joins is None or new.blocked or row["person_id"] is None or new.conversation is None:
        return ()
    at = new.submission.asked_at or tx.now
    message = Message(new.home.id, new.origin, new.conversation, row["person_id"], at)
    earlier = conversations.before(message)
    if earlier is None or not earlier.takes(message, new.joins):
        if earlier is not None and abs(at - earlier.at) <= GOES_ON_FOR:
            row["continues"] = earlier.id
        conversations.asked(message, row)
        return ()
    change = join(Question(row["number"], State(row["state"]), 1), earlier.above[0])
    after = change.after
    row |= {"state": after.state.value, "version": after.version, "merged_into": after.merged_into}
    row |= {"continues": earlier.id, "askers": 0}
    conversations.joined(message, earlier)
    if earlier.row is None:
        joined.append(earlier.id)
    return change.events


def clocks_of(tx: Transaction, new: Sequence[New]) -> list[Dues | None]:
    """When each of these is due, by the general terms, where it is a standing broadcast's; None on a show.

    The calendar is read once for all of them; to a show that costs nothing.
    """
    if not any(has_clock(one.home) for one in new):
        return [None] * len(new)
    by_now = reckoning(tx.connection)
    return [
        by_now.general(one.home.zone, began(one.submission.asked_at, tx.now)) if has_clock(one.home) else None
        for one in new
    ]


def has_clock(home: Row[Any]) -> bool:
    """Whether a broadcast's questions have a clock: no show answers them."""
    return bool(home.kind == Kind.STANDING.value)


def _row(
    tx: Transaction, new: New, number: int, person_id: int | None, received_at: str, due: Dues | None
) -> dict[str, Any]:
    submission = new.submission
    reading = new.reading or Reading(None, submission.topic, submission.locality)
    return {
        "id": question_id(new.home.id, number),
        "broadcast_id": new.home.id,
        "number": number,
        "state": (State.BLOCKED if new.blocked else State.NEW).value,
        "text": submission.text,
        "source": submission.source,
        "origin": new.origin,
        "external_id": submission.external_id,
        "digest": new.digest,
        "code": f"{new.home.id}-{number}-{secrets.token_hex(8)}",
        "person_id": person_id,
        "asked_at": written(submission.asked_at) if submission.asked_at else None,
        "received_at": received_at,
        "attachments": list(submission.attachments) or None,
        "original": tx.store.keyring.close_document("original", submission.original),
        "name_on_air": submission.consent is not None and submission.consent.name_on_air,
        "react_due": written(due.reaction) if due else None,
        "resolve_due": written(due.resolution) if due else None,
        **reading.columns(),
    }


def _consent_row(asked: dict[str, Any], given: Consent) -> dict[str, Any]:
    return {
        "question_id": asked["id"],
        "at": written(given.at) if given.at else asked["received_at"],
        "version": given.version,
        "channel": asked["source"],
        "name_on_air": given.name_on_air,
    }


def keep_revision(tx: Transaction, broadcast_id: int, number: int, version: int, text: str, by_name: str) -> None:
    tx.connection.execute(
        insert(revision).values(
            question_id=question_id(broadcast_id, number), version=version, air_text=text, by_name=by_name, at=tx.now
        )
    )


def what_tickets_need(connection: Connection, question_ids: Sequence[int]) -> dict[int, Any]:
    """By their ids, what of these questions a ticket needs: topic, and of those with a clock since when it runs."""
    columns: tuple[Any, ...] = (question.c.id, question.c.topic, question.c.asked_at, question.c.received_at)
    found = connection.execute(select(*columns, question.c.react_due).where(question.c.id.in_(question_ids)))
    return {row.id: row for row in found}


def numbers_between(connection: Connection, broadcast_id: int, first: int, last: int) -> Sequence[int]:
    """The numbers from `first` to `last` that a broadcast has a question of."""
    span = question.c.id.between(question_id(broadcast_id, first), question_id(broadcast_id, last))
    return connection.execute(select(question.c.number).where(span).order_by(question.c.id)).scalars().all()


def asked_when(connection: Connection, broadcast_id: int, numbers: Iterable[int]) -> dict[int, Any]:
    """When each of these questions was asked, or came where nobody knows; those that do not exist are left out."""
    ids = [question_id(broadcast_id, number) for number in numbers]
    asked = select(question.c.number, func.coalesce(question.c.asked_at, question.c.received_at).label("at"))
    return {row.number: row.at for row in connection.execute(asked.where(question.c.id.in_(ids)))}


def answers_of(connection: Connection, broadcast_id: int, numbers: Iterable[int]) -> dict[int, Any]:
    """By number, what was answered to these on air, and their versions; those that do not exist are left out."""
    columns = (question.c.number, question.c.version, question.c.answer_summary, question.c.answer_fully)
    ids = [question_id(broadcast_id, number) for number in numbers]
    return {row.number: row for row in connection.execute(select(*columns).where(question.c.id.in_(ids)))}


def in_states(connection: Connection, broadcast_id: int, states: Sequence[str], limit: int) -> Sequence[Any]:
    """A broadcast's questions in these states, the first state first: their id, number, state and version."""
    rows: list[Any] = []
    for state in states:  # State by state, since an index has their order: many cost no more.
        mine = (question.c.broadcast_id == broadcast_id) & (question.c.state == state)
        some = select(question.c.id, question.c.number, question.c.state, question.c.version).where(mine)
        rows += connection.execute(some.order_by(question.c.number).limit(limit - len(rows))).all()
    return rows


def move_all_to_ticketed(tx: Transaction, question_ids: Sequence[int]) -> None:
    """Many at once, by nobody: their broadcast is wrapped. Their versions rise by one; where they stood is kept."""
    stood = {"wrapped_from": question.c.state, "wrapped_rank": question.c.rank}
    moved = {"state": State.TICKETED.value, "version": question.c.version + 1, "rank": None}
    these = update(question).where(question.c.id.in_(question_ids))
    tx.connection.execute(these.values(**moved, **stood, moved_at=tx.now, moved_by=None))


def ticketed_by_wrap(broadcast_id: int) -> ColumnElement[bool]:
    """The condition for the questions that a broadcast's wrap made tickets of: nobody has moved them there."""
    mine = (question.c.broadcast_id == broadcast_id) & (question.c.state == State.TICKETED.value)
    return mine & question.c.moved_by.is_(None)


def first_ticketed_by_wrap(connection: Connection, broadcast_id: int, limit: int) -> Sequence[Any]:
    """The first of them: id, number, version, and the state they were in; `new` where an older program wrapped them."""
    stood = func.coalesce(question.c.wrapped_from, State.NEW.value).label("stood")
    some = select(question.c.id, question.c.number, question.c.version, stood).where(ticketed_by_wrap(broadcast_id))
    return connection.execute(some.order_by(question.c.number).limit(limit)).all()


def count_ticketed_by_wrap(connection: Connection, broadcast_id: int) -> int:
    return int(connection.execute(select(func.count()).where(ticketed_by_wrap(broadcast_id))).scalar_one())


def move_all_back(tx: Transaction, question_ids: Sequence[int]) -> None:
    """Many at once, by nobody: the wrap that made tickets of them is taken back. Their versions rise by one."""
    stood = {"state": func.coalesce(question.c.wrapped_from, State.NEW.value), "rank": question.c.wrapped_rank}
    forgotten = {"wrapped_from": None, "wrapped_rank": None}
    these = update(question).where(question.c.id.in_(question_ids))
    moved = {"version": question.c.version + 1, "moved_at": tx.now, "moved_by": None}
    tx.connection.execute(these.values(**stood, **forgotten, **moved))
