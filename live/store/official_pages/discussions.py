"""Discussions in rows, and the questions that are their voices: written under their posts or by their own form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select, update

from live.domain.official_pages.discussion import CONCLUDED, OPEN, conversation_of, origin_of
from live.domain.question import BLOCKED
from live.domain.refused import Refused
from live.store.followup.askers import ASKED, askers_of
from live.store.tables import (
    broadcast,
    discussion,
    discussion_voice,
    outbox,
    publication,
    publication_page,
    question,
)
from live.store.transaction import Transaction


def add(tx: Transaction, **facts: Any) -> int:
    made = insert(discussion).values(state=OPEN.value, created_at=tx.now, **facts).returning(discussion.c.id)
    return int(tx.connection.execute(made).scalar_one())


_HOME = select(discussion, broadcast.c.slug, broadcast.c.title.label("home")).join(
    broadcast, broadcast.c.id == discussion.c.broadcast_id
)


def find(connection: Connection, number: int) -> Row[Any] | None:
    """With the `slug` and the title of its `home`."""
    return connection.execute(_HOME.where(discussion.c.id == number)).one_or_none()


def get(connection: Connection, number: int) -> Row[Any]:
    """The same; `not_found` without."""
    row = find(connection, number)
    if row is None:
        raise Refused("not_found", "There is no such discussion.")
    return row


def save(tx: Transaction, number: int, version: int, **facts: Any) -> bool:
    """Write what has changed, one version on; False where somebody came before."""
    this = (discussion.c.id == number) & (discussion.c.version == version)
    return tx.connection.execute(update(discussion).where(this).values(version=version + 1, **facts)).rowcount == 1


def listed(connection: Connection, limit: int) -> list[Row[Any]]:
    """The newest first."""
    return list(connection.execute(_HOME.order_by(discussion.c.id.desc()).limit(limit)).all())


def over(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Those whose time is over."""
    mine = (discussion.c.state == OPEN.value, discussion.c.until <= now)
    return list(connection.execute(select(discussion).where(*mine)).all())


def to_tell(connection: Connection) -> list[Row[Any]]:
    """Those of which everybody who wrote is to be told what came of them, and was not."""
    mine = (discussion.c.state == CONCLUDED.value, discussion.c.told_at.is_(None))
    return list(connection.execute(select(discussion).where(*mine).order_by(discussion.c.id)).all())


# Its voices


def _mine(number: int) -> ColumnElement[bool]:
    """Questions under the posts that announce it, and those of its own form."""
    posts = (
        select(outbox.c.external_id)
        .join(publication_page, publication_page.c.outbox_id == outbox.c.id)
        .join(publication, publication.c.id == publication_page.c.publication_id)
        .where(publication.c.origin == origin_of(number), outbox.c.external_id.is_not(None))
    )
    of_it = or_(question.c.conversation == conversation_of(number), question.c.conversation.in_(posts))
    return and_(of_it, question.c.state != BLOCKED.value)


_VOICES: Select[Any] = (
    select(
        question.c.id,
        question.c.number,
        question.c.broadcast_id,
        broadcast.c.slug,
        question.c.text,
        question.c.let_through,
        question.c.topic,
        question.c.locality,
        question.c.source,
        question.c.state,
        question.c.received_at,
        question.c.external_id,
        question.c.withdrawn_at,
        discussion_voice.c.stance,
        discussion_voice.c.taken,
    )
    .join(broadcast, broadcast.c.id == question.c.broadcast_id)
    .outerjoin(discussion_voice, discussion_voice.c.question_id == question.c.id)
)


def voices(connection: Connection, number: int, limit: int, stance: str | None = None) -> list[Row[Any]]:
    """The newest first; with a `stance` those alone, “” for those of which nothing was said."""
    found = _VOICES.where(_mine(number), question.c.withdrawn_at.is_(None))
    if stance is not None:
        said = discussion_voice.c.stance
        found = found.where(said == stance if stance else said.is_(None))
    return list(connection.execute(found.order_by(question.c.id.desc()).limit(limit)).all())


def counts(connection: Connection, number: int) -> list[tuple[str | None, str | None, int]]:
    """(direction, stance, how many) of its voices."""
    columns = select(question.c.topic, discussion_voice.c.stance, func.count())
    joined = columns.outerjoin(discussion_voice, discussion_voice.c.question_id == question.c.id)
    mine = joined.where(_mine(number), question.c.withdrawn_at.is_(None))
    rows = connection.execute(mine.group_by(question.c.topic, discussion_voice.c.stance))
    return [(row[0], row[1], row[2]) for row in rows]


def is_voice(connection: Connection, number: int, question_id: int) -> bool:
    found = connection.execute(select(question.c.id).where(question.c.id == question_id, _mine(number)))
    return found.one_or_none() is not None


def say(tx: Transaction, number: int, question_id: int, by_name: str, **facts: Any) -> None:
    """What is said of one voice, in place of what was."""
    mine = discussion_voice.c.question_id == question_id
    changed = update(discussion_voice).where(mine).values(by_name=by_name, at=tx.now, **facts)
    if not tx.connection.execute(changed).rowcount:
        row = {"question_id": question_id, "discussion_id": number, "by_name": by_name, "at": tx.now, **facts}
        tx.connection.execute(insert(discussion_voice).values(**row))


def untold(connection: Connection, number: int, limit: int) -> Sequence[Row[Any]]:
    """Voices whose authors have not been told what came of it, the first first, each with who wrote it."""
    waits = select(question.c.id).outerjoin(discussion_voice, discussion_voice.c.question_id == question.c.id)
    waits = waits.where(_mine(number), discussion_voice.c.told_at.is_(None)).order_by(question.c.id).limit(limit)
    ids = list(connection.execute(waits).scalars())
    if not ids:
        return []
    asked = connection.execute(askers_of(ASKED.where(question.c.id.in_(ids)), further=True)).all()
    return [row for row in asked if row.id in ids]  # Not who asked the same elsewhere.


def told_persons(connection: Connection, number: int) -> set[int]:
    """Who of those that are known has been told."""
    told = (discussion_voice.c.discussion_id == number, discussion_voice.c.told_at.is_not(None))
    columns = select(question.c.person_id).join(discussion_voice, discussion_voice.c.question_id == question.c.id)
    return set(connection.execute(columns.where(*told, question.c.person_id.is_not(None))).scalars())


def note_told(tx: Transaction, number: int, question_ids: Collection[int]) -> None:
    mine = discussion_voice.c.question_id.in_(list(question_ids))
    known = set(
        tx.connection.execute(
            update(discussion_voice).where(mine).values(told_at=tx.now).returning(discussion_voice.c.question_id)
        ).scalars()
    )
    rows = [
        {"question_id": one, "discussion_id": number, "by_name": "", "at": tx.now, "told_at": tx.now}
        for one in question_ids
        if one not in known
    ]
    if rows:
        tx.connection.execute(insert(discussion_voice), rows)
