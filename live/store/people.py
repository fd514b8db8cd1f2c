"""Persons who ask: found again by the keyed hash of their contact."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from live.domain.submission import Author
from live.store.bulk import insert_rows
from live.store.tables import person, written
from live.store.transaction import Transaction

_BY_HASH = select(person.c.contact_hash, person.c.id).where(
    person.c.contact_hash.in_(bindparam("hashes", expanding=True))
)


def _time_ordered() -> int:
    """The first of a run of new ids, in the order of time: random ones dirty a page of the table each."""
    return (time.time_ns() // 1000 << 11) | secrets.randbits(11)


def add(tx: Transaction, author: Author | None) -> int | None:
    """The id of the person that this author is, stored where it is a new one; None where nothing is known."""
    [person_id], new = of_authors(tx, [author])
    insert_rows(tx.connection, (person, new))
    return person_id


def call_by_name(tx: Transaction, person_id: int, name: str) -> None:
    """The name of one who was known by their contact alone, as when a telephone rang."""
    tx.connection.execute(person.update().where(person.c.id == person_id, person.c.name.is_(None)).values(name=name))


def of_authors(tx: Transaction, authors: Sequence[Author | None]) -> tuple[list[int | None], list[dict[str, Any]]]:
    """A person's id for each author, in order (None where nothing is known of them), and the rows of the new ones.

    A contact that is known stays the person that it was; one without a contact is a person of its own.
    """
    hashes = [tx.store.contact_hash(a.contact) if a and a.contact else None for a in authors]
    known: dict[str, int] = {}
    wanted = sorted({h for h in hashes if h})
    if wanted:
        for contact_hash, person_id in tx.connection.execute(_BY_HASH, {"hashes": wanted}):
            known[contact_hash] = person_id
    rows: list[dict[str, Any]] = []
    new_id = _time_ordered()
    ids: list[int | None] = []
    for author, contact_hash in zip(authors, hashes, strict=True):
        if author is None or not (author.name or author.contact or author.profile):
            ids.append(None)
            continue
        if contact_hash and contact_hash in known:
            ids.append(known[contact_hash])
            continue
        person_id = new_id + len(rows)
        rows.append(
            {
                "id": person_id,
                "contact_hash": contact_hash,
                "name": author.name,
                "contact": author.contact,
                "profile": author.profile,
                "created_at": written(tx.now),
            }
        )
        if contact_hash:
            known[contact_hash] = person_id
        ids.append(person_id)
    return ids, rows
