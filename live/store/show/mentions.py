"""Mentions' rows: stored once, with their doubles counted, and those whose authors stay hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from live.domain.broadcast import Kind
from live.domain.events import Event
from live.domain.listening.mention import Mention, State, fingerprint
from live.domain.refused import Refused
from live.store.tables import broadcast, channel, hidden_author, mention
from live.store.transaction import Transaction

MOST_COUNTED = 1000
"""New mentions are counted up to here: beyond it nobody needs the number."""

MOST_HIDDEN = 10_000
"""Authors that are hidden at a time."""

_NEW = (mention.c.broadcast_id == bindparam("home")) & (mention.c.state == State.NEW.value)
_LISTED = (
    select(mention, channel.c.type.label("channel_type"), channel.c.title.label("channel_title"))
    .join(channel, channel.c.id == mention.c.channel_id)
    .where(_NEW)
    .order_by(mention.c.id.desc())
    .limit(bindparam("most"))
)
_COUNTED = select(func.count()).select_from(select(mention.c.id).where(_NEW).limit(MOST_COUNTED + 1).subquery())


def home_of(connection: Connection, broadcast_id: int) -> int:
    """In whose tray stands what is found for this broadcast: its standing one's, where it has one."""
    row = connection.execute(
        select(broadcast.c.kind, broadcast.c.standing_id).where(broadcast.c.id == broadcast_id)
    ).one()
    return int(row.standing_id) if row.kind == Kind.SHOW.value and row.standing_id else broadcast_id


def listed(connection: Connection, broadcast_id: int, most: int) -> Sequence[Row[Any]]:
    """The new ones, the newest first, with their channels' types and titles."""
    return connection.execute(_LISTED, {"home": broadcast_id, "most": most}).all()


def count_new(connection: Connection, broadcast_id: int) -> int:
    """How many are new; MOST_COUNTED + 1 stands for all that is more."""
    return int(connection.execute(_COUNTED, {"home": broadcast_id}).scalar_one())


def get(connection: Connection, broadcast_id: int, mention_id: int) -> Row[Any]:
    """One with its channel's type; `not_found` where this broadcast has none of the number."""
    wanted = (mention.c.id == mention_id, mention.c.broadcast_id == broadcast_id)
    row = connection.execute(
        select(mention, channel.c.type.label("channel_type"))
        .join(channel, channel.c.id == mention.c.channel_id)
        .where(*wanted)
    ).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such mention.")
    return row


def move(tx: Transaction, mention_id: int, state: State, by_name: str, question: int | None = None) -> None:
    moved = {"state": state.value, "question": question, "moved_at": tx.now, "moved_by": by_name}
    tx.connection.execute(update(mention).where(mention.c.id == mention_id).values(moved))


# What was found


@dataclass(frozen=True, slots=True)
class Found:
    """A mention on its way in. `hidden`: a word of it is."""

    mention: Mention
    hidden: bool = False


def add(tx: Transaction, home: int, channel_id: int, found: Sequence[Found]) -> int:
    """Store what was not stored before, in a locked broadcast: by how many the tray has changed.

    What is the same as another, by its id or by its text, is its double; whose author is hidden is so from the start.
    """
    known = _known(tx, channel_id, found)
    roots = _Roots(tx, home, found)
    hidden = _hidden(tx, found)
    first: list[dict[str, Any]] = []
    doubles: list[tuple[dict[str, Any], int]] = []
    for one in found:
        if one.mention.external_id in known:
            continue
        known.add(one.mention.external_id)
        row = _row(tx, home, channel_id, one.mention)
        if (root := roots.of(one.mention)) is not None:
            doubles.append(({**row, **_OF_A_DOUBLE}, root))
            continue
        state = State.HIDDEN if one.hidden or _contact(one.mention) in hidden else State.NEW
        first.append({**row, "state": state.value})
        roots.know(one.mention, -len(first))  # It has no id yet: the place among these stands for it.
    ids = _insert(tx, first)
    roots_of = [ids[-root - 1] if root < 0 else root for _, root in doubles]
    _insert(tx, [{**row, "duplicate_of": root} for (row, _), root in zip(doubles, roots_of, strict=True)])
    for root, copies in Counter(roots_of).items():
        counted = {"sources": mention.c.sources + copies}
        tx.connection.execute(update(mention).where(mention.c.id == root).values(counted))
    return len(doubles) + sum(row["state"] == State.NEW.value for row in first)


def _contact(one: Mention) -> str | None:
    return one.author.contact if one.author else None


def _known(tx: Transaction, channel_id: int, found: Sequence[Found]) -> set[str]:
    ids = [one.mention.external_id for one in found]
    mine = (mention.c.channel_id == channel_id, mention.c.external_id.in_(ids))
    return set(tx.connection.execute(select(mention.c.external_id).where(*mine)).scalars())


class _Roots:
    """The first of each post and of each text, as far as it is among these or stored already."""

    def __init__(self, tx: Transaction, home: int, found: Sequence[Found]) -> None:
        self._prints = {one.mention.external_id: fingerprint(one.mention.text) for one in found}
        prints = [one for one in self._prints.values() if one is not None]
        mine = mention.c.broadcast_id == home
        columns = (mention.c.id, mention.c.duplicate_of, mention.c.external_id, mention.c.fingerprint)
        alike = select(*columns).where(mine, mention.c.external_id.in_(list(self._prints)))
        copied = select(*columns).where(mine, mention.c.fingerprint.in_(prints))
        self._by_id: dict[str, int] = {}
        self._by_print: dict[str, int] = {}
        for statement in (alike, copied):
            for row in tx.connection.execute(statement.order_by(mention.c.id)):
                root = row.duplicate_of or row.id
                self._by_id.setdefault(row.external_id, root)
                if row.fingerprint is not None:
                    self._by_print.setdefault(row.fingerprint, root)

    def of(self, one: Mention) -> int | None:
        known = self._prints[one.external_id]
        return self._by_id.get(one.external_id) or (self._by_print.get(known) if known else None)

    def know(self, one: Mention, root: int) -> None:
        self._by_id[one.external_id] = root
        if known := self._prints[one.external_id]:
            self._by_print.setdefault(known, root)


_OF_A_DOUBLE: Mapping[str, Any] = {
    **dict.fromkeys(("author_name", "author", "profile", "author_hash")),
    "text": "",
    "state": State.DOUBLE.value,
}
"""A double keeps neither text nor author: the first one's are the same."""


def _row(tx: Transaction, home: int, channel_id: int, one: Mention) -> dict[str, Any]:
    contact, close = _contact(one), tx.store.keyring.close
    return {
        "broadcast_id": home,
        "channel_id": channel_id,
        "external_id": one.external_id,
        "text": one.text,
        "link": one.link,
        "author_name": one.author.name if one.author else None,
        "author": close("mention", contact),
        "profile": close("mention profile", one.author.profile if one.author else None),
        "author_hash": tx.store.contact_hash(contact) if contact else None,
        "reach": one.reach,
        "published_at": one.published_at,
        "found_at": tx.now,
        "fingerprint": fingerprint(one.text),
        "duplicate_of": None,
    }


_ADDED = insert(mention).returning(mention.c.id, sort_by_parameter_order=True)


def _insert(tx: Transaction, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Their ids, in their order, by as few statements as the database takes."""
    return list(tx.connection.execute(_ADDED, rows).scalars()) if rows else []


# Hidden authors


def _hidden(tx: Transaction, found: Sequence[Found]) -> set[str | None]:
    """Those contacts of these posts' authors that are hidden."""
    contacts = {contact for one in found if (contact := _contact(one.mention))}
    hashes = {digest: contact for contact in contacts for digest in tx.store.contact_hashes(contact)}
    known = select(hidden_author.c.hash).where(hidden_author.c.hash.in_(list(hashes)))
    return {hashes[digest] for digest in tx.connection.execute(known).scalars()}


def hide_author(tx: Transaction, contact: str, name: str | None, by_name: str) -> int | None:
    """Their posts are hidden from now on: the entry's id, None where they were hidden already.

    `invalid` where as many are hidden as may be.
    """
    hashes = tx.store.contact_hashes(contact)
    if tx.connection.execute(select(hidden_author.c.id).where(hidden_author.c.hash.in_(hashes))).first() is not None:
        return None
    if tx.connection.execute(select(func.count()).select_from(hidden_author)).scalar_one() >= MOST_HIDDEN:
        raise Refused("invalid", "At most {most} authors are hidden at a time: show some again.", most=MOST_HIDDEN)
    values = {
        "hash": hashes[0],
        "author": tx.store.keyring.close("hidden author", contact),
        "name": name,
        "by_name": by_name,
        "at": tx.now,
    }
    return int(tx.connection.execute(insert(hidden_author).values(values).returning(hidden_author.c.id)).scalar_one())


def show_author(tx: Transaction, entry: int) -> bool:
    """Whether there was such an entry, which is gone then: what is found of theirs from now on is shown."""
    return tx.connection.execute(delete(hidden_author).where(hidden_author.c.id == entry)).rowcount == 1


def hidden_authors(connection: Connection, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """The newest first; only those older than the entry `before`."""
    older = [hidden_author.c.id < before] if before is not None else []
    return connection.execute(
        select(hidden_author).where(*older).order_by(hidden_author.c.id.desc()).limit(limit)
    ).all()


def count_hidden(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(hidden_author)).scalar_one())


def hide_others(tx: Transaction, broadcast_id: int, contact: str, by_name: str) -> int:
    """What else of an author's is new in this tray is hidden too; how many."""
    theirs = (mention.c.author_hash.in_(tx.store.contact_hashes(contact)), mention.c.state == State.NEW.value)
    hidden = {"state": State.HIDDEN.value, "moved_at": tx.now, "moved_by": by_name}
    mine = mention.c.broadcast_id == broadcast_id
    return tx.connection.execute(update(mention).where(mine, *theirs).values(hidden)).rowcount


# One person's data


def of_hashes(hashes: Any) -> Any:
    """What is held of the posts of whoever has one of these contacts' hashes."""
    columns = (mention.c.id, mention.c.author_name, mention.c.author, mention.c.text, mention.c.link)
    return select(*columns, mention.c.published_at, mention.c.found_at).where(mention.c.author_hash.in_(hashes))


def forget(tx: Transaction, hashes: Any) -> None:
    """Take away what tells of these authors, and their words; the trays where some were new hear of it."""
    theirs = mention.c.author_hash.in_(hashes)
    homes = _trays(tx, theirs)
    nothing = dict.fromkeys(("author_name", "author", "profile", "author_hash", "link"))
    tx.connection.execute(update(mention).where(theirs).values(**nothing, text=""))
    tx.connection.execute(delete(hidden_author).where(hidden_author.c.hash.in_(hashes)))
    _tell(tx, homes)


def outlived(tx: Transaction, ids: Sequence[int]) -> None:
    """Take these away; the trays where some were new hear of it."""
    these = mention.c.id.in_(ids)
    homes = _trays(tx, these)
    tx.connection.execute(delete(mention).where(these))
    _tell(tx, homes)


def _trays(tx: Transaction, which: Any) -> list[int]:
    """The broadcasts in whose trays some of these are, locked."""
    seen = select(mention.c.broadcast_id).where(which, mention.c.state == State.NEW.value).distinct()
    homes = sorted(tx.connection.execute(seen).scalars())
    tx.lock(*homes)
    return homes


def _tell(tx: Transaction, homes: Sequence[int]) -> None:
    for home in homes:
        tx.append(home, [Event("mentions.changed")], None)
