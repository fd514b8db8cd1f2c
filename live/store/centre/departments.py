"""The centre's departments in rows. What belongs to one carries its name; a name that it had before leads to it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from live.domain.characters import alike
from live.domain.people import By
from live.domain.refused import Refused
from live.store.centre import lists
from live.store.tables import account, centre_list, department, former_department, official
from live.store.transaction import Transaction

LISTED = department.c.merged_into.is_(None)
"""Open ones and closed ones; a merged one is a part of another."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Who is told of a department's tickets: the chief, or the first deputy where the chief cannot be written to."""

    name: str | None = None
    address: str | None = None
    shared: str | None = None
    """The department's own e-mail."""


NOBODY = Reached()


def listed(connection: Connection) -> list[Row[Any]]:
    """Every department, those that are closed too, by name."""
    rows = connection.execute(select(department).where(LISTED)).all()
    return sorted(rows, key=lambda row: alike(row.name))


def offered(connection: Connection) -> list[str]:
    """The names to choose from, by name; empty where the centre keeps no list of departments."""
    names = connection.execute(select(department.c.name).where(LISTED, department.c.closed_at.is_(None))).scalars()
    return sorted(names, key=alike)


def closed(connection: Connection) -> list[str]:
    names = connection.execute(select(department.c.name).where(LISTED, department.c.closed_at.is_not(None))).scalars()
    return sorted(names, key=alike)


def meant(connection: Connection, name: str) -> str:
    """The present name of the department that somebody means; the same name where none of the centre's is meant.

    A listed name in any case, and a name that a department had before.
    """
    exact = select(department.c.name).where(LISTED, department.c.name == name)
    if connection.execute(exact).first() is not None:
        return name
    return _by_alike(connection).get(alike(name), name)


def has_approval(connection: Connection, name: str | None, topic: str | None) -> bool:
    """Whether a final answer of this department's people, or to a question of this topic, waits for a coordinator."""
    if any(item["name"] == topic and item.get("approval") for item in lists.read(connection, "topics").items):
        return True
    if name is None:
        return False
    switched = select(department.c.approval).where(LISTED, department.c.name == meant(connection, name))
    return bool(connection.execute(switched).scalar_one_or_none())


def _by_alike(connection: Connection) -> dict[str, str]:
    """Every name by which a department is known → the one that it has now."""
    known = select(former_department.c.name.label("former"), department.c.name).join_from(former_department, department)
    known_before = {alike(row.former): row.name for row in connection.execute(known)}
    return known_before | {alike(row.name): row.name for row in listed(connection)}


def chosen(connection: Connection, name: str, present: str | None = None) -> str:
    """The same of a name that is to be kept with a topic or a person; `invalid` for one that cannot be chosen.

    `present`: what is kept there already, which may be closed by now.
    """
    name, names = meant(connection, name), offered(connection)
    if names and name not in names and name != present:
        raise Refused("invalid", "There is no department “{name}” to choose from.", name=name)
    return name


def get(connection: Connection, key: str) -> Row[Any]:
    """A department by its key; the one that it was merged into; `not_found` without one."""
    row = connection.execute(select(department).where(department.c.key == key)).one_or_none()
    while row is not None and row.merged_into is not None:
        row = connection.execute(select(department).where(department.c.id == row.merged_into)).one_or_none()
    if row is None:
        raise Refused("not_found", "There is no such department.")
    return row


def by_id(connection: Connection, department_id: int) -> Row[Any]:
    """A department, or the one that it was merged into."""
    row = connection.execute(select(department).where(department.c.id == department_id)).one()
    return row if row.merged_into is None else by_id(connection, row.merged_into)


def keys(connection: Connection) -> set[str]:
    """Those of merged departments too."""
    return set(connection.execute(select(department.c.key)).scalars())


def add(tx: Transaction, **facts: Any) -> int:
    added = insert(department).values(**facts).returning(department.c.id)
    return int(tx.connection.execute(added).scalar_one())


def save(tx: Transaction, row: Row[Any], **facts: Any) -> None:
    """Write what has changed of a department, one version on."""
    this = department.c.id == row.id
    tx.connection.execute(update(department).where(this).values(version=row.version + 1, **facts))


def officials(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """Who answers for these departments: the chief first, then the deputies; each with the account, where one is."""
    found = (
        select(
            official,
            account.c.login,
            account.c.name.label("account_name"),
            account.c.email.label("account_email"),
            account.c.active,
        )
        .outerjoin(account, account.c.id == official.c.account_id)
        .where(official.c.department_id.in_(list(ids)))
        .order_by(official.c.rank, official.c.id)
    )
    return list(connection.execute(found).all())


def set_officials(tx: Transaction, department_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Who answers for a department from now on, in order."""
    tx.connection.execute(delete(official).where(official.c.department_id == department_id))
    if rows:
        tx.connection.execute(insert(official), [{"department_id": department_id, **row} for row in rows])


def whom_to_tell(connection: Connection) -> dict[str, Reached]:
    """Who is told, by each name by which a department is known."""
    rows = listed(connection)
    told = {row.id: Reached(shared=row.email) for row in rows}
    for one in officials(connection, told):
        before = told[one.department_id]
        # Somebody whose account is closed is told of nothing, whatever address stands beside them.
        if before.address is None and (one.account_id is None or one.active):
            address = one.email or one.account_email
            if address or one.rank == "chief":
                told[one.department_id] = Reached(one.account_name or one.name, address, before.shared)
    former = {row.name: told[row.department_id] for row in connection.execute(select(former_department))}
    return {**former, **{row.name: told[row.id] for row in rows}}


# Names that a department had


def keep_former(tx: Transaction, name: str, department_id: int, by: By) -> None:
    """From now on this name means that department, and what still carries it is to be moved."""
    forget_former(tx, name)
    facts = {"since": tx.now, "by_name": by.name, "by_credential": by.credential}
    tx.connection.execute(insert(former_department).values(name=name, department_id=department_id, **facts))


def forget_former(tx: Transaction, name: str) -> None:
    tx.connection.execute(delete(former_department).where(former_department.c.name == name))


def hand_over_formers(tx: Transaction, department_id: int, into: int) -> None:
    """The names that a merged department had lead to the other one."""
    these = former_department.c.department_id == department_id
    tx.connection.execute(update(former_department).where(these).values(department_id=into))


def formers(connection: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """The names that these departments had, the latest first."""
    these = select(former_department).where(former_department.c.department_id.in_(list(ids)))
    return list(connection.execute(these.order_by(former_department.c.since.desc(), former_department.c.name)).all())


_MOVING = (
    select(former_department, department.c.name.label("into"))
    .join(department, department.c.id == former_department.c.department_id)
    .where(former_department.c.moved_at.is_(None))
    .order_by(former_department.c.since, former_department.c.name)
)


def moving(connection: Connection, name: str | None = None) -> list[Row[Any]]:
    """The former names that tickets or promises may still carry, each with the name that comes `into` their place."""
    these = _MOVING if name is None else _MOVING.where(former_department.c.name == name)
    return list(connection.execute(these).all())


def moved(tx: Transaction, name: str) -> None:
    """Nothing carries that name any more."""
    tx.connection.execute(update(former_department).where(former_department.c.name == name).values(moved_at=tx.now))


def rename_topics(tx: Transaction, name: str, into: str | None, by: By) -> None:
    """The topics of this department are the other one's, or nobody's."""
    topics = lists.read(tx.connection, "topics")
    if any(item["department"] == name for item in topics.items):
        items = [
            {**one, "department": into if one["department"] == name else one["department"]} for one in topics.items
        ]
        lists.save(tx, "topics", topics.version, items, by.name)


def give_topics(tx: Transaction, name: str, given: Container[str], taken: Container[str], by: By) -> None:
    """These topics are answered for by that department from now on, and those by nobody where they were its own."""
    topics = lists.read(tx.connection, "topics")
    items = [
        {**one, "department": name if one["name"] in given else None}
        if one["name"] in given or (one["name"] in taken and one["department"] == name)
        else one
        for one in topics.items
    ]
    if items != list(topics.items):
        lists.save(tx, "topics", topics.version, items, by.name)


def tell_older_programs(tx: Transaction, by: By) -> None:
    """Fill the list that a program of before reads: the open departments with the chief's login and the e-mail."""
    rows = [row for row in listed(tx.connection) if row.closed_at is None]
    chiefs = {
        one.department_id: one.login
        for one in officials(tx.connection, [row.id for row in rows])
        if one.rank == "chief"
    }
    items = [{"name": row.name, "chief": chiefs.get(row.id), "email": row.email} for row in rows]
    this = centre_list.c.name == "departments"
    version = tx.connection.execute(select(centre_list.c.version).where(this)).scalar_one_or_none()
    facts = {"version": (version or 0) + 1, "items": items, "by_name": by.name, "at": tx.now}
    if version is None:
        tx.connection.execute(insert(centre_list).values(name="departments", **facts))
    else:
        tx.connection.execute(update(centre_list).where(this).values(facts))
