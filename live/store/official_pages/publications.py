"""Publications in rows: what is written, for which pages, and how it does there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, or_, select, update

from live.domain import reply
from live.domain.official_pages.publication import DRAFT, ON_THE_PAGE, SEEN, State
from live.domain.people import By
from live.domain.refused import Refused
from live.store.followup import outbox as outgoing
from live.store.ids import looked_up
from live.store.tables import channel, outbox, publication, publication_page, question
from live.store.transaction import Transaction


def add(tx: Transaction, channels: Collection[int], **facts: Any) -> int:
    made = insert(publication).values(state=DRAFT.value, created_at=tx.now, **facts).returning(publication.c.id)
    number = int(tx.connection.execute(made).scalar_one())
    put_pages(tx, number, channels)
    return number


def put_pages(tx: Transaction, number: int, channels: Collection[int]) -> None:
    """These are the pages that it is for, in place of those before. It is not released yet."""
    tx.connection.execute(delete(publication_page).where(publication_page.c.publication_id == number))
    rows = [{"publication_id": number, "channel_id": one} for one in channels]
    tx.connection.execute(insert(publication_page), rows)


def get(connection: Connection, number: int) -> Row[Any]:
    """`not_found` without."""
    row = connection.execute(select(publication).where(publication.c.id == number)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such publication.")
    return row


def of_origin(connection: Connection, origin: str) -> int | None:
    """The newest that tells of this and was neither dropped nor taken away."""
    stands = publication.c.state.not_in([State.DROPPED.value, State.WITHDRAWN.value])
    newest = select(publication.c.id).where(publication.c.origin == origin, stands).order_by(publication.c.id.desc())
    return connection.execute(newest.limit(1)).scalar_one_or_none()


def save(tx: Transaction, number: int, version: int, **facts: Any) -> bool:
    """Write what has changed, one version on; False where somebody came before."""
    this = (publication.c.id == number) & (publication.c.version == version)
    changed = update(publication).where(this).values(version=version + 1, **facts)
    return tx.connection.execute(changed).rowcount == 1


def pages(connection: Connection, numbers: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The pages of each of these, with their channels, and their letters once they are released."""
    found: dict[int, list[Row[Any]]] = {number: [] for number in numbers}
    mine = _PAGES.where(publication_page.c.publication_id.in_(list(numbers))).order_by(publication_page.c.channel_id)
    for row in connection.execute(mine):
        found[row.publication_id].append(row)
    return found


_PAGES = (
    select(
        publication_page,
        channel.c.type.label("network"),
        channel.c.title,
        outbox.c.state.label("letter"),
        outbox.c.link,
        outbox.c.external_id.label("name"),
        outbox.c.reason.label("letter_reason"),
        outbox.c.detail.label("letter_detail"),
        outbox.c.moved_at,
    )
    .join(channel, channel.c.id == publication_page.c.channel_id)
    .outerjoin(outbox, outbox.c.id == looked_up(publication_page.c.outbox_id))
)


def post(tx: Transaction, number: int, channel_id: int, text: str, files: Sequence[int], by: By | None) -> None:
    """It goes to this page, by a letter of the outbox that no log hears of: at most once."""
    letter = outgoing.queue_notice(tx, None, channel_id, ON_THE_PAGE, text, by, files)
    change_page(tx, number, channel_id, outbox_id=letter)


def letter(connection: Connection, outbox_id: int) -> Row[Any]:
    """What goes to a page, as the outbox has it."""
    return connection.execute(select(outbox).where(outbox.c.id == outbox_id)).one()


def change_page(tx: Transaction, number: int, channel_id: int, **facts: Any) -> None:
    mine = (publication_page.c.publication_id == number) & (publication_page.c.channel_id == channel_id)
    tx.connection.execute(update(publication_page).where(mine).values(**facts))


def want(tx: Transaction, number: int, what: str) -> None:
    """This is to be done with its posts: at once with those that stand on a page, else as soon as they do."""
    never = exists().where(outbox.c.id == publication_page.c.outbox_id, outbox.c.state == reply.CANCELLED.value)
    mine = and_(
        publication_page.c.publication_id == number,
        publication_page.c.withdrawn_at.is_(None),
        ~never,
    )
    facts = {"wants": what, "tries": 0, "next_at": tx.now, "reason": None, "detail": None}
    tx.connection.execute(update(publication_page).where(mine).values(**facts))


def listed(connection: Connection, states: Sequence[State], limit: int) -> list[Row[Any]]:
    """Those in these states, the newest first."""
    mine = publication.c.state.in_([state.value for state in states])
    newest = select(publication).where(mine).order_by(publication.c.id.desc()).limit(limit)
    return list(connection.execute(newest).all())


def between(connection: Connection, since: datetime, until: datetime) -> list[Row[Any]]:
    """What was posted in these moments, and what waits and is meant for them."""
    posted = and_(publication.c.released_at >= since, publication.c.released_at < until)
    waits = publication.c.state.in_([DRAFT.value, SEEN.value])
    planned = and_(waits, publication.c.due >= since, publication.c.due < until)
    found = select(publication).where(or_(posted, planned)).order_by(publication.c.id)
    return list(connection.execute(found).all())


def due(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Those that were seen and whose moment has come."""
    mine = (publication.c.state == SEEN.value) & (publication.c.due <= now)
    return list(connection.execute(select(publication).where(mine).order_by(publication.c.due)).all())


def wanted(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Posts with which something is to be done now, with their words."""
    stands = outbox.c.state == reply.SENT.value
    mine = and_(stands, publication_page.c.wants.is_not(None), publication_page.c.next_at <= now, ~channel.c.paused)
    found = _PAGES.add_columns(publication.c.text, publication.c.link.label("address"))
    of = found.join(publication, publication.c.id == publication_page.c.publication_id)
    return list(connection.execute(of.where(mine, channel.c.closed_at.is_(None))).all())


def to_read(connection: Connection, fresh: datetime, young: datetime, old: datetime, limit: int) -> list[Row[Any]]:
    """Posts whose figures are to be read: those posted since `young` that were not read since `fresh`, and older ones,
    up to those of `old`, that were not read since a day before that."""
    stands = and_(outbox.c.state == reply.SENT.value, publication_page.c.withdrawn_at.is_(None))
    lately = and_(outbox.c.moved_at >= young, or_(_UNREAD, publication_page.c.read_at < fresh))
    before = and_(outbox.c.moved_at < young, outbox.c.moved_at >= old, or_(_UNREAD, publication_page.c.read_at < young))
    mine = and_(stands, ~channel.c.paused, channel.c.closed_at.is_(None), or_(lately, before))
    return list(connection.execute(_PAGES.where(mine).order_by(publication_page.c.read_at).limit(limit)).all())


_UNREAD = publication_page.c.read_at.is_(None)


def asked_under(connection: Connection, names: Collection[str]) -> Mapping[str, int]:
    """How many questions have come in under the posts of these names."""
    counted = select(question.c.conversation, func.count()).where(question.c.conversation.in_(list(names)))
    return {row[0]: row[1] for row in connection.execute(counted.group_by(question.c.conversation))}
