"""Matters' rows: what stands in each, who asks, and what they were told. All is written under the tickets' lock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Connection, Row, Select, and_, bindparam, delete, func, insert, not_, or_, select, update

from live.domain.broadcast import ARCHIVED
from live.domain.broadcast import Kind as BroadcastKind
from live.domain.followup.matter import UNTOLD, Matter, State
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.ticket import UNFINISHED
from live.store.followup.askers import ASKED, askers_of, with_merged
from live.store.ids import looked_up
from live.store.show.continuing import ALL_FURTHER
from live.store.tables import broadcast, matter, matter_question, matter_word, outbox, person, question, ticket
from live.store.transaction import Transaction


def find(connection: Connection, number: int) -> Row[Any] | None:
    return connection.execute(select(matter).where(matter.c.id == number)).one_or_none()


def get(connection: Connection, number: int) -> Row[Any]:
    """The matter's row; `not_found` names its number."""
    row = find(connection, number)
    if row is None:
        raise Refused("not_found", "There is no situation {number}.", number=number)
    return row


def to_domain(row: Row[Any]) -> Matter:
    return Matter(row.id, State(row.state), row.version)


def insert_new(tx: Transaction, title: str, owner: str, by: By, **columns: Any) -> int:
    """A new matter; its number."""
    number = int(tx.connection.execute(select(func.coalesce(func.max(matter.c.id), 0) + 1)).scalar_one())
    made = {"id": number, "title": title, "owner": owner, "opened_by": by.name, "opened_at": tx.now, **columns}
    tx.connection.execute(insert(matter).values(**made))
    return number


def save(tx: Transaction, before: Matter, **columns: Any) -> None:
    """Write an edited matter, one version on; `conflict` where its version is not `before`'s any more."""
    changed = (
        update(matter)
        .where(matter.c.id == before.number, matter.c.version == before.version)
        .values(version=before.version + 1, **columns)
    )
    if tx.connection.execute(changed).rowcount != 1:
        raise before.stale()


def recount(tx: Transaction, number: int, askers: int) -> None:
    """What its view tells of how many stand in it; its version stays."""
    mine = select(func.count()).where(matter_question.c.matter_id == number).scalar_subquery()
    tx.connection.execute(update(matter).where(matter.c.id == number).values(questions=mine, askers=askers))


# What stands in it


def of_questions(connection: Connection, question_ids: Collection[int]) -> dict[int, int]:
    """By a question's id, the matter that it stands in; those that stand in none are left out."""
    these = select(matter_question.c.question_id, matter_question.c.matter_id)
    rows = connection.execute(these.where(matter_question.c.question_id.in_(list(question_ids))))
    return {row.question_id: row.matter_id for row in rows}


def questions_of(connection: Connection, numbers: Collection[int]) -> Sequence[Row[Any]]:
    """The questions that stand in these matters, the first first."""
    standing = matter_question.c.question_id == question.c.id
    mine = matter_question.c.matter_id.in_(list(numbers))
    return connection.execute(
        select(question).join(matter_question, standing).where(mine).order_by(question.c.id)
    ).all()


def by_ids(connection: Connection, question_ids: Collection[int]) -> Sequence[Row[Any]]:
    """These questions, the first first."""
    these = question.c.id.in_(list(question_ids))
    return connection.execute(select(question).where(these).order_by(question.c.id)).all()


def questions_of_tickets(connection: Connection, numbers: Collection[str]) -> dict[str, int]:
    """By a ticket's number the id of its question; `not_found` names one that is none."""
    rows = connection.execute(select(ticket.c.number, ticket.c.question_id).where(ticket.c.number.in_(list(numbers))))
    found = {row.number: row.question_id for row in rows}
    for number in numbers:
        if number not in found:
            raise Refused("not_found", "There is no ticket {number}.", number=number)
    return found


def join(tx: Transaction, number: int, question_ids: Iterable[int], by: By) -> None:
    rows = [{"question_id": id_, "matter_id": number, "by_name": by.name, "at": tx.now} for id_ in question_ids]
    if rows:
        tx.connection.execute(insert(matter_question), rows)


def part(tx: Transaction, question_ids: Collection[int]) -> None:
    tx.connection.execute(delete(matter_question).where(matter_question.c.question_id.in_(list(question_ids))))


def move(tx: Transaction, moved: Mapping[int, int]) -> None:
    """Of these questions, by id, others have taken the place: those stand in their matters now."""
    for here, there in moved.items():
        mine = update(matter_question).where(matter_question.c.question_id == here)
        tx.connection.execute(mine.values(question_id=there))


def hand_over(tx: Transaction, matters: Collection[int], to: int, by: By) -> None:
    """All that stands in these stands in another one now, and they are closed."""
    mine = update(matter_question).where(matter_question.c.matter_id.in_(list(matters)))
    tx.connection.execute(mine.values(matter_id=to))
    over = update(matter).where(matter.c.id.in_(list(matters)))
    closed = {"state": State.CLOSED.value, "closed_by": by.name, "closed_at": tx.now, "questions": 0, "askers": 0}
    tx.connection.execute(over.values(version=matter.c.version + 1, joined_to=to, **closed))


def told_logs(connection: Connection) -> list[int]:
    """The broadcasts that hear of every matter: all that are not put away, and nobody's practice."""
    told = (broadcast.c.state != ARCHIVED.value, broadcast.c.kind != BroadcastKind.PRACTICE.value)
    return list(connection.execute(select(broadcast.c.id).where(*told).order_by(broadcast.c.id)).scalars())


# Who asks, and what they were told

_PUT_ASIDE = sorted(state.value for state in UNTOLD)

_JOINED = ASKED.join(matter_question, matter_question.c.question_id == question.c.id)
_ASKERS = askers_of(_JOINED.where(matter_question.c.matter_id == bindparam("number")))
_ASKERS = _ASKERS.where(question.c.state.not_in(_PUT_ASIDE))


def askers(connection: Connection, number: int) -> Sequence[Any]:
    """Every question that asks about a matter, joined or merged into a joined one, with who asked; the first first."""
    return connection.execute(_ASKERS, {"number": number}).all()


def keep_word(tx: Transaction, number: int, text: str, by: By, *, final: bool) -> int:
    """What all who ask are told from now on; its id."""
    made = {"matter_id": number, "text": text, "final": final, "by_name": by.name, "by_role": by.role, "at": tx.now}
    return int(tx.connection.execute(insert(matter_word).values(**made).returning(matter_word.c.id)).scalar_one())


def set_word(tx: Transaction, number: int, word_id: int) -> None:
    """The latest word of a new matter."""
    tx.connection.execute(update(matter).where(matter.c.id == number).values(word_id=word_id))


def word(connection: Connection, word_id: int) -> Row[Any]:
    return connection.execute(select(matter_word).where(matter_word.c.id == word_id)).one()


_TOLD = select(outbox.c.word_id, outbox.c.question_id, outbox.c.person_id)


def _had(told: Select[Any]) -> CTE:
    """Who was told, wherever their questions are now: one that was handed over since has had it there too."""
    had = told.cte("had", recursive=True)
    moved = select(had.c.word_id, question.c.went_to, question.c.person_id)
    return had.union(moved.where(question.c.id == had.c.question_id, question.c.went_to.is_not(None)))


_HAD = select(_had(_TOLD.where(outbox.c.word_id == bindparam("word_id"))))


class Told:
    """Whom a word went out to, or is about to."""

    def __init__(self) -> None:
        self.questions: set[int] = set()
        self.persons: set[int] = set()

    def add(self, row: Row[Any]) -> None:
        self.questions.add(row.question_id)
        if row.person_id is not None:
            self.persons.add(row.person_id)

    def among(self, ones: Iterable[Row[Any]]) -> bool:
        """Whether it went out to whoever asked these questions."""
        return any(one.id in self.questions or one.person_id in self.persons for one in ones)


def told(connection: Connection, word_id: int) -> Told:
    found = Told()
    for row in connection.execute(_HAD, {"word_id": word_id}):
        found.add(row)
    return found


# The open ones

_OPEN = matter.c.state == State.OPEN.value


def open_(connection: Connection) -> Sequence[Any]:
    """Each one's number, how many ask about it as far as was counted, and the id of its latest word."""
    return connection.execute(select(matter.c.id, matter.c.askers, matter.c.word_id).where(_OPEN)).all()


_IN_OPEN = with_merged(
    _JOINED.add_columns(matter_question.c.matter_id)
    .join(matter, matter.c.id == matter_question.c.matter_id)
    .where(_OPEN)
)
_REACHED = or_(question.c.origin.startswith("channel:"), person.c.contact.is_not(None))
_ASK_ABOUT_OPEN = (
    select(
        _IN_OPEN.c.matter_id,
        question.c.id,
        question.c.person_id,
        and_(question.c.withdrawn_at.is_(None), _REACHED).label("reached"),
    )
    .select_from(_IN_OPEN)
    .join(question, question.c.id == looked_up(_IN_OPEN.c.id))
    .outerjoin(person, person.c.id == question.c.person_id)
    .where(not_(ALL_FURTHER), question.c.state.not_in(_PUT_ASIDE))
)


def ask_about_open(connection: Connection) -> Mapping[int, list[Row[Any]]]:
    """By an open matter, the questions that ask about it: id, person, and whether a way to them may be known."""
    found: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(_ASK_ABOUT_OPEN):
        found.setdefault(row.matter_id, []).append(row)
    return found


_HAD_OF_OPEN = select(_had(_TOLD.join(matter, matter.c.word_id == outbox.c.word_id).where(_OPEN)))


def told_of_open(connection: Connection) -> Mapping[int, Told]:
    """By the latest word of an open matter, whom it went out to."""
    found: defaultdict[int, Told] = defaultdict(Told)
    for row in connection.execute(_HAD_OF_OPEN):
        found[row.word_id].add(row)
    return found


def reached_by(connection: Connection, question_ids: Collection[int]) -> Sequence[Row[Any]]:
    """These questions, and those merged into them, with what is known to reach who asked."""
    return connection.execute(askers_of(ASKED.where(question.c.id.in_(list(question_ids))))).all()


def open_of(connection: Connection, owner: str) -> Sequence[Row[Any]]:
    """The open ones that somebody steers, by the name that stands there."""
    mine = (matter.c.state == State.OPEN.value, matter.c.owner == owner)
    return connection.execute(select(matter).where(*mine).order_by(matter.c.id)).all()


def react(tx: Transaction, question_ids: Collection[int]) -> Sequence[Row[Any]]:
    """Somebody has reacted to the unfinished tickets of these questions; those that nobody had reacted to before."""
    waiting = (
        ticket.c.question_id.in_(list(question_ids)),
        ticket.c.reacted_at.is_(None),
        ticket.c.state.in_([state.value for state in UNFINISHED]),
    )
    return tx.connection.execute(update(ticket).where(*waiting).values(reacted_at=tx.now).returning(ticket)).all()


# What screens tell of them

SHOWN = (
    select(
        matter,
        matter_word.c.text.label("word_text"),
        matter_word.c.final.label("word_final"),
        matter_word.c.by_name.label("word_by"),
        matter_word.c.at.label("word_at"),
    )
    .select_from(matter)
    .outerjoin(matter_word, matter_word.c.id == matter.c.word_id)
)
"""Rows for a view, with the latest word."""


def shown(connection: Connection, numbers: Collection[int]) -> Sequence[Row[Any]]:
    return connection.execute(SHOWN.where(matter.c.id.in_(list(numbers)))).all()


def newest(connection: Connection, limit: int, before: int | None = None, state: str | None = None) -> list[Row[Any]]:
    """The newest first, those of a lower number than `before` alone."""
    wanted = SHOWN.order_by(matter.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(matter.c.id < before)
    if state is not None:
        wanted = wanted.where(matter.c.state == state)
    return list(connection.execute(wanted).all())


def words_of(connection: Connection, number: int) -> Sequence[Row[Any]]:
    """All that those who ask about a matter were told, the first first."""
    mine = select(matter_word).where(matter_word.c.matter_id == number)
    return connection.execute(mine.order_by(matter_word.c.id)).all()


def reply_states(connection: Connection, word_ids: Collection[int]) -> Mapping[int, dict[str, int]]:
    """By a word's id, how many replies of it are in each state."""
    counted = (
        select(outbox.c.word_id, outbox.c.state, func.count().label("replies"))
        .where(outbox.c.word_id.in_(list(word_ids)))
        .group_by(outbox.c.word_id, outbox.c.state)
    )
    found: dict[int, dict[str, int]] = {}
    for row in connection.execute(counted):
        found.setdefault(row.word_id, {})[row.state] = row.replies
    return found


def same_trouble(
    connection: Connection, topic: str, locality: str, since: datetime, limit: int, but: int | None = None
) -> Sequence[Row[Any]]:
    """Other matters of this topic and place that were opened since, the newest first."""
    same = [matter.c.topic == topic, matter.c.locality == locality, matter.c.opened_at >= since]
    if but is not None:
        same.append(matter.c.id != but)
    return connection.execute(select(matter).where(*same).order_by(matter.c.id.desc()).limit(limit)).all()
