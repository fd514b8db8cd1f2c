"""Persons who ask: found again by the keyed hash of their contact."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select

from live.domain.submission import Author, kind_of
from live.store.bulk import insert_rows
from live.store.quick.handed import Person
from live.store.quick.prepared import DIALECTS, Prepared, among, many
from live.store.tables import person
from live.store.text import written
from live.store.transaction import Transaction

_KNOWN = select(person.c.contact_hash, person.c.id, person.c.name, person.c.contact, person.c.profile)
_BY_HASH = {dialect: Prepared(_KNOWN.where(among(dialect, person.c.contact_hash, "hashes"))) for dialect in DIALECTS}


def _time_ordered() -> int:
    """The first of a run of new ids, in the order of time: random ones dirty a page of the table each."""
    return (time.time_ns() // 1000 << 11) | secrets.randbits(11)


def add(tx: Transaction, author: Author | None) -> int | None:
    """The id of the person that this author is, stored where it is a new one; None where nothing is known."""
    [known], new = of_authors(tx, [author])
    insert_rows(tx.connection, (person, new))
    return known.id if known else None


def contact_of(connection: Connection, person_id: int) -> str | None:
    contact: str | None = connection.execute(select(person.c.contact).where(person.c.id == person_id)).scalar_one()
    return contact


def call_by_name(tx: Transaction, person_id: int, name: str) -> None:
    """The name of one who was known by their contact alone, as when a telephone rang."""
    tx.connection.execute(person.update().where(person.c.id == person_id, person.c.name.is_(None)).values(name=name))


_NAMELESS = (
    select(person.c.id, person.c.contact)
    .where(person.c.name.is_(None), person.c.looked_up_at.is_(None))
    .order_by(person.c.id)
    .limit(bindparam("most"))
)


def nameless(connection: Connection, most: int, without: Sequence[str] = ()) -> Sequence[Any]:
    """Those who have no name and whose network was not asked yet, the first first; nobody of the networks `without`."""
    others = [or_(person.c.contact.is_(None), ~_of_network(network)) for network in without]
    return connection.execute(_NAMELESS.where(*others), {"most": most}).all()


def _of_network(network: str) -> ColumnElement[bool]:
    """Whether a contact is of this network; one that stands in clear yet says so itself."""
    in_clear = and_(person.c.contact_kind.is_(None), person.c.contact.startswith(f"{network}:", autoescape=True))
    return or_(func.coalesce(person.c.contact_kind, "") == network, in_clear)


_CALLED = (
    person.update()
    .where(person.c.id == bindparam("person_id"), person.c.name.is_(None))
    .values(name=bindparam("called"))
)


def call_by_names(tx: Transaction, names: Mapping[int, str]) -> None:
    """The names of many who were known by their contacts alone."""
    if names:
        tx.connection.execute(_CALLED, [{"person_id": one, "called": name} for one, name in names.items()])


def looked_up(tx: Transaction, person_ids: Sequence[int]) -> None:
    """Their network was asked for their names, whatever it said."""
    tx.connection.execute(person.update().where(person.c.id.in_(list(person_ids))).values(looked_up_at=tx.now))


Rows = list[dict[str, Any]]


def of_authors(tx: Transaction, authors: Sequence[Author | None]) -> tuple[list[Person | None], Rows]:
    """The person of each author, in order (None where nothing is known of them), and the rows of the new ones.

    A contact that is known stays the person that it was, as long as the name is theirs: another name is a person of its
    own with the same contact, tied to the first, so that nobody is read out under somebody else's name. One without a
    contact is a person of their own.
    """
    first = [tx.store.contact_hashes(a.contact) if a and a.contact else [] for a in authors]
    named = [tx.store.named_hashes(a.contact, a.name) if a and a.contact and a.name else [] for a in authors]
    wanted = sorted({one for hashes in (*first, *named) for one in hashes})
    known: dict[str, Person] = {}
    if wanted:
        for row in _BY_HASH[tx.connection.dialect.name].all(tx.connection, {"hashes": many(tx.connection, wanted)}):
            known[row.contact_hash] = Person(row.id, row.name, row.contact, row.profile)
    rows: Rows = []
    new_id = _time_ordered()
    persons: list[Person | None] = []
    close = tx.store.keyring.close
    for author, own_hashes, named_hashes in zip(authors, first, named, strict=True):
        if author is None or not (author.name or author.contact or author.profile):
            persons.append(None)
            continue
        contact_hash, alias_of = next(iter(own_hashes), None), None
        own = _first_known(known, own_hashes)
        if own is not None:
            if not named_hashes or _same_name(own.name, author.name):
                persons.append(own)
                continue
            if (alias := _first_known(known, named_hashes)) is not None:
                persons.append(alias)
                continue
            contact_hash, alias_of = named_hashes[0], own.id
        new = Person(new_id + len(rows), author.name, author.contact, author.profile)
        rows.append(
            {
                "id": new.id,
                "contact_hash": contact_hash,
                "name": author.name,
                "contact": close("contact", author.contact),
                "contact_kind": kind_of(author.contact) if author.contact else None,
                "profile": close("profile", author.profile),
                "alias_of": alias_of,
                "created_at": written(tx.now),
            }
        )
        if contact_hash:
            known[contact_hash] = new
        persons.append(new)
    # In one order whoever stores them: two who store the same persons at once wait for each other in a ring else.
    rows.sort(key=lambda row: (row["alias_of"] is not None, row["contact_hash"] or ""))
    return persons, rows


def _first_known(known: Mapping[str, Person], hashes: Sequence[str]) -> Person | None:
    """Who is known by one of these hashes of a contact."""
    return next((known[one] for one in hashes if one in known), None)


def _same_name(one: str | None, other: str | None) -> bool:
    return (one or "").strip().casefold() == (other or "").strip().casefold()


def under_one_contact(person_id: Any) -> Any:
    """The ids of a person and of whoever else uses their contact."""
    return select(person.c.id).where(or_(person.c.id == person_id, person.c.alias_of == person_id))


def sharing_contact(person_id: int) -> Any:
    """The ids of all who use a person's contact, whichever of them that person is."""
    first = select(func.coalesce(person.c.alias_of, person.c.id)).where(person.c.id == person_id).scalar_subquery()
    return under_one_contact(first)


def shared_contact(connection: Connection, person_id: int | None) -> str | None:
    """By what a person can be told again; None where nothing is known of them but a name."""
    return contact_of(connection, person_id) if person_id is not None else None
