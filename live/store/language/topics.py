"""What people have decided of topics, and what became of what was suggested of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, literal, or_, select

from live.domain.broadcast import Kind as BroadcastKind
from live.domain.question import ANSWERED, NEW, ON_AIR, SHORTLISTED, TICKETED
from live.store.show.rehearsal import ORIGIN
from live.store.tables import broadcast, question, topic_guess

MOST = 20_000
"""Decisions that are learned from, the newest."""

_BY_A_PERSON = or_(
    question.c.state.in_([SHORTLISTED.value, ON_AIR.value, ANSWERED.value]),
    # What the end of a show made a ticket of nobody has read.
    and_(question.c.state == TICKETED.value, func.coalesce(question.c.wrapped_from, "") != NEW.value),
)
"""A person has moved it on with the topic that it has."""

_SAID = ~question.c.topic_guessed
"""Of what was guessed: a person has said the topic since."""

_REAL = and_(question.c.origin != ORIGIN, broadcast.c.kind != BroadcastKind.PRACTICE.value)

_RIGHT = case(
    (and_(_SAID, question.c.topic == topic_guess.c.topic), 1),
    (and_(~_SAID, _BY_A_PERSON), 1),
    else_=0,
)
_WRONG: ColumnElement[bool] = and_(_SAID, func.coalesce(question.c.topic, "") != topic_guess.c.topic)


_DECIDED: Select[Any] = (
    select(question.c.id, question.c.text, question.c.topic)
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .outerjoin(topic_guess, topic_guess.c.question_id == question.c.id)
    .where(question.c.topic.is_not(None), _REAL)
    .where(or_(_BY_A_PERSON, and_(_SAID, topic_guess.c.question_id.is_not(None))))
)


def decided(connection: Connection) -> Sequence[Row[Any]]:
    """`id`, `text` and `topic` of questions whose topics people have set or left, the newest first; MOST at most."""
    newest = _DECIDED.order_by(question.c.received_at.desc(), question.c.id.desc()).limit(MOST)
    return connection.execute(newest).all()


def are_decided(connection: Connection, many: int) -> bool:
    """Whether there are so many decisions."""
    return len(connection.execute(_DECIDED.with_only_columns(question.c.id).limit(many)).all()) >= many


@dataclass(frozen=True, slots=True)
class WeekOfTopic:
    """What was suggested of a topic in a week (its place among those asked for) and judged since, by the learned model
    or by key words."""

    week: int
    topic: str
    learned: bool
    right: int
    wrong: int


def judged(connection: Connection, weeks: Sequence[datetime]) -> list[WeekOfTopic]:
    """By week and topic, what people left or corrected; what nobody has decided on is not among it.

    `weeks`: when each of them begins, the first first; the last one lasts until now. A week is counted by its moments
    and not by the database's days, because it begins at midnight of the centre's clock.
    """
    ended = [(topic_guess.c.at < end, place) for place, end in enumerate(weeks[1:])]
    week = case(*ended, else_=len(ended)) if ended else literal(0)
    learned = topic_guess.c.model_id.is_not(None)
    right, wrong = func.sum(_RIGHT), func.sum(case((_WRONG, 1), else_=0))
    told = select(week.label("week"), topic_guess.c.topic, learned.label("learned"), right, wrong)
    rows = connection.execute(_guessed(told, weeks[0]).group_by("week", topic_guess.c.topic, "learned"))
    return [
        WeekOfTopic(int(row.week), row.topic, bool(row.learned), int(row[3]), int(row[4]))
        for row in rows
        if row[3] or row[4]
    ]


def mistaken(connection: Connection, since: datetime, limit: int) -> Sequence[Row[Any]]:
    """Corrected questions, those first of which the model was surest: `slug`, `title`, `number`, `guessed`, `topic`,
    `percent`, `words`."""
    told = select(
        *(broadcast.c.slug, broadcast.c.title, question.c.number, question.c.topic),
        *(topic_guess.c.topic.label("guessed"), topic_guess.c.percent, topic_guess.c.words),
    )
    mine = _guessed(told, since).where(_WRONG, topic_guess.c.percent.is_not(None))
    surest = mine.order_by(topic_guess.c.percent.desc(), topic_guess.c.at.desc(), question.c.id.desc())
    return connection.execute(surest.limit(limit)).all()


def _guessed(told: Select[Any], since: datetime) -> Select[Any]:
    return (
        told.select_from(topic_guess)
        .join(question, question.c.id == topic_guess.c.question_id)
        .join(broadcast, broadcast.c.id == question.c.broadcast_id)
        .where(topic_guess.c.at >= since, _REAL)
    )
