"""What a person writes after their question, in the same conversation: further words of it, or a question after it.

A message that is merged into the very question that it `continues` is further words of whoever asked that one: nobody
more asks it, and nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, select, update

from live.domain.question import GOES_ON_FOR, JOINABLE, MERGED, TRANSFERRED, Question, State
from live.store.ids import NUMBERS, question_id
from live.store.tables import Moment, question
from live.store.transaction import Transaction

ALL_FURTHER: ColumnElement[bool] = and_(
    question.c.state == MERGED.value,
    question.c.continues.is_not(None),
    question.c.continues == question.c.id - question.c.number + question.c.merged_into,
)
"""The condition for further words."""


def is_further(row: Row[Any]) -> bool:
    """Whether a question's row is further words of the question that it continues."""
    continues = row.continues is not None and row.state == MERGED.value
    return bool(continues and row.continues == question_id(row.broadcast_id, row.merged_into))


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way in: who wrote it, where, when, and the broadcast that is to have it."""

    home: int
    origin: str
    conversation: str
    person: int
    at: datetime

    @property
    def key(self) -> tuple[str, str, int, int]:
        return self.origin, self.conversation, self.person, self.home


@dataclass(slots=True)
class Earlier:
    """A person's last question in a conversation, by its id. `above`: it, and whatever it was merged into; `at`: when
    they wrote last. `row`: that of one which is not stored yet."""

    id: int
    above: list[Question]
    at: datetime
    row: dict[str, Any] | None = None

    def takes(self, message: Message, within: timedelta) -> bool:
        """Whether this message is further words of it."""
        here = self.id // NUMBERS == message.home and self.above[-1].state in JOINABLE
        return here and abs(message.at - self.at) <= within


class Conversations:
    """What those who write now have written before; the messages of one group are told to it in their order.

    `writers`: the persons of the group who are known, none of whom is asked of alone: most have written nothing lately.
    """

    def __init__(self, connection: Connection, writers: Collection[int]) -> None:
        self._connection, self._writers = connection, writers
        self._heard: tuple[datetime, frozenset[int]] | None = None
        self._known: dict[tuple[str, str, int, int], Earlier | None] = {}

    def before(self, message: Message) -> Earlier | None:
        if message.key not in self._known:
            since = message.at - GOES_ON_FOR
            self._known[message.key] = _earlier(self._connection, message) if self._wrote(message, since) else None
        return self._known[message.key]

    def _wrote(self, message: Message, since: datetime) -> bool:
        """Whether this person has written anything since then, wherever."""
        if message.person not in self._writers:
            return False
        if self._heard is None or since < self._heard[0]:
            asked = {"persons": list(self._writers), "since": since}
            self._heard = since, frozenset(self._connection.execute(_HEARD, asked).scalars())
        return message.person in self._heard[1]

    def asked(self, message: Message, row: dict[str, Any]) -> None:
        """It is a question of its own."""
        own = Question(row["number"], State(row["state"]), version=1)
        self._known[message.key] = Earlier(row["id"], [own], message.at, row)

    def joined(self, message: Message, earlier: Earlier) -> None:
        """It is further words of that question."""
        earlier.at = max(earlier.at, message.at)
        if earlier.row is not None:
            earlier.row["further"] += 1

    def count(self, tx: Transaction, joined: Sequence[int]) -> None:
        """Further words of these questions, by their ids, which were stored before."""
        for one in sorted(set(joined)):
            add_further(tx, one, joined.count(one))


def add_further(tx: Transaction, asked: int, many: int) -> None:
    """A question, by its id, has so many further messages more."""
    counted = update(question).where(question.c.id == asked).values(further=question.c.further + many)
    tx.connection.execute(counted)


_HEARD = (
    select(question.c.person_id)
    .distinct()
    .where(
        question.c.person_id.in_(bindparam("persons", expanding=True)),
        question.c.received_at >= bindparam("since", type_=Moment()),
    )
)
_WHEN = func.coalesce(question.c.asked_at, question.c.received_at, type_=Moment())
_THEIRS = (
    select(question, _WHEN.label("at"))
    .where(
        question.c.person_id == bindparam("person"),
        # Not by the index of conversations: a post has thousands of comments, a person few.
        func.coalesce(question.c.conversation, "") == bindparam("conversation"),
        question.c.origin == bindparam("origin"),
        question.c.received_at >= bindparam("since", type_=Moment()),
    )
    .order_by(question.c.id.desc())
    .limit(1)
)
_THEIRS_HERE = _THEIRS.where(question.c.id.between(bindparam("lowest"), bindparam("highest")))
_ONE = select(question).where(question.c.id == bindparam("question_id"))


def _earlier(connection: Connection, message: Message) -> Earlier | None:
    """Of this broadcast if there is any, else the newest of another one."""
    known: dict[str, Any] = {
        "person": message.person,
        "conversation": message.conversation,
        "origin": message.origin,
        "since": message.at - GOES_ON_FOR,
    }
    lowest = question_id(message.home, 0)
    here = {**known, "lowest": lowest, "highest": lowest + NUMBERS - 1}
    last = connection.execute(_THEIRS_HERE, here).one_or_none() or connection.execute(_THEIRS, known).one_or_none()
    if last is None:
        return None
    first = _by_id(connection, last.continues) if is_further(last) else last
    while first.state == TRANSFERRED.value and first.went_to is not None:
        first = _by_id(connection, first.went_to)
    return Earlier(first.id, [_question(one) for one in _with_above(connection, first)], last.at)


def _with_above(connection: Connection, first: Row[Any]) -> list[Row[Any]]:
    found = [first]
    while found[-1].state == MERGED.value:
        found.append(_by_id(connection, question_id(first.broadcast_id, found[-1].merged_into)))
    return found


def _by_id(connection: Connection, id_: int) -> Row[Any]:
    return connection.execute(_ONE, {"question_id": id_}).one()


def _question(row: Row[Any]) -> Question:
    return Question(row.number, State(row.state), row.version, row.rank, row.merged_into, bool(row.graphic))


MOST = 200
"""Further messages of one question that a resident's page tells."""


def further_of(connection: Connection, asked: Row[Any], limit: int = MOST) -> Sequence[Row[Any]]:
    """The further messages of a question, the first first, by its row: a question has few, and most have none."""
    if not asked.further:
        return []
    into_it = (question.c.broadcast_id == asked.broadcast_id, question.c.merged_into == asked.number)
    mine = select(question).where(*into_it, question.c.continues == asked.id, question.c.state == MERGED.value)
    return connection.execute(mine.order_by(question.c.id).limit(limit)).all()


def around(connection: Connection, asked: Row[Any], many: int) -> tuple[list[int], list[int]]:
    """The numbers of what was written before and after it in the same conversation, as far as this broadcast has it:
    at most so many on either side, the first first."""
    if asked.conversation is None:
        return [], []
    lowest = question_id(asked.broadcast_id, 0)
    thread = select(question.c.number).where(
        question.c.conversation == asked.conversation, question.c.origin == asked.origin
    )
    before = thread.where(question.c.id.between(lowest, asked.id - 1)).order_by(question.c.id.desc()).limit(many)
    after = thread.where(question.c.id.between(asked.id + 1, lowest + NUMBERS - 1)).order_by(question.c.id).limit(many)
    return list(reversed(connection.execute(before).scalars().all())), list(connection.execute(after).scalars().all())
