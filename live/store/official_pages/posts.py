"""What stands on the official pages: each post by its name, as its network last told of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from live.domain import reply
from live.store.tables import channel, news, official_page, outbox, page_post, publication_page
from live.store.transaction import Transaction

NewPost = dict[str, Any]
"""The columns of a post but that of its page."""


def to_read(connection: Connection, before: datetime, limit: int, without: Collection[int]) -> list[Row[Any]]:
    """Pages that were not read since then, those that waited longest first."""
    waits = or_(official_page.c.read_at.is_(None), official_page.c.read_at < before)
    mine = (waits, official_page.c.id.not_in(list(without)))
    in_order = (official_page.c.read_at.is_not(None), official_page.c.read_at, official_page.c.id)
    return list(connection.execute(select(official_page).where(*mine).order_by(*in_order).limit(limit)).all())


def keep(tx: Transaction, page_id: int, posts: Sequence[NewPost], whole_from: datetime | None) -> None:
    """What was just read. Since `whole_from` it is all that stands there: what is not among it was taken away."""
    names = [one["name"] for one in posts]
    mine = page_post.c.page_id == page_id
    gone: ColumnElement[bool] = page_post.c.name.in_(names)
    if whole_from is not None:
        gone = or_(gone, page_post.c.at >= whole_from)
    tx.connection.execute(delete(page_post).where(mine, gone))
    if posts:
        tx.connection.execute(insert(page_post), [{"page_id": page_id, **one} for one in posts])


def note(tx: Transaction, page_id: int, trouble: str | None) -> None:
    """It was read now, or why it could not be."""
    mine = official_page.c.id == page_id
    tx.connection.execute(update(official_page).where(mine).values(read_at=tx.now, trouble=trouble))


def forget(tx: Transaction, page_id: int) -> None:
    """The page leaves the register."""
    tx.connection.execute(delete(page_post).where(page_post.c.page_id == page_id))
    tx.connection.execute(delete(news).where(news.c.page_id == page_id))


def ours(connection: Connection, channel_id: int) -> list[Row[Any]]:
    """What the centre has posted by this channel and what was not taken away: its name, when, and its figures."""
    columns: tuple[Any, ...] = (
        outbox.c.external_id.label("name"),
        outbox.c.moved_at.label("at"),
        publication_page.c.views,
        publication_page.c.likes,
        publication_page.c.reposts,
        publication_page.c.comments,
    )
    stands = (outbox.c.state == reply.SENT.value, outbox.c.external_id.is_not(None))
    mine = (publication_page.c.channel_id == channel_id, publication_page.c.withdrawn_at.is_(None))
    found = select(*columns).join(outbox, outbox.c.id == publication_page.c.outbox_id).where(*mine, *stands)
    return list(connection.execute(found).all())


def between(connection: Connection, since: datetime, until: datetime) -> list[Row[Any]]:
    """The posts of these moments, of every page."""
    mine = (page_post.c.at >= since, page_post.c.at < until)
    return list(connection.execute(select(page_post).where(*mine)).all())


def pages(connection: Connection) -> list[Row[Any]]:
    """Of every page when it was last read, and why it could not be."""
    columns: tuple[Any, ...] = (official_page.c.id, official_page.c.read_at, official_page.c.trouble)
    return list(connection.execute(select(*columns)).all())


def latest(connection: Connection) -> dict[int, datetime]:
    """When each page had its last post."""
    newest = select(page_post.c.page_id, func.max(page_post.c.at).label("at")).group_by(page_post.c.page_id)
    return {row.page_id: row.at for row in connection.execute(newest)}


def silent(connection: Connection, before: datetime, told_before: datetime) -> list[Row[Any]]:
    """Pages with somebody of the staff who answers for them, that had no post since `before`, of whom nobody was told
    since `told_before`. Of one that cannot be read nothing is said."""
    newest = select(page_post.c.page_id, func.max(page_post.c.at).label("at")).group_by(page_post.c.page_id).subquery()
    columns = select(official_page, newest.c.at.label("last_post"))
    known = columns.outerjoin(newest, newest.c.page_id == official_page.c.id)
    read = official_page.c.read_at.is_not(None) & official_page.c.trouble.is_(None)
    mine = (official_page.c.account_id.is_not(None), read)
    quiet = or_(newest.c.at.is_(None), newest.c.at < before)
    untold = or_(official_page.c.told_at.is_(None), official_page.c.told_at < told_before)
    return list(connection.execute(known.where(*mine, quiet, untold).order_by(official_page.c.id)).all())


def told(tx: Transaction, page_id: int) -> None:
    tx.connection.execute(update(official_page).where(official_page.c.id == page_id).values(told_at=tx.now))


def channels_of(connection: Connection) -> dict[int, int]:
    """By page, the channel that it is too, where there is one still."""
    alive = select(official_page.c.id, official_page.c.channel_id).join(
        channel, channel.c.id == official_page.c.channel_id
    )
    return {row.id: row.channel_id for row in connection.execute(alive.where(channel.c.closed_at.is_(None)))}
