"""The centre's departments as its administrator sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from live.domain.characters import alike
from live.store.centre import access, departments, lists
from live.store.followup import tickets
from live.store.transaction import Store

PAGE = 50


@dataclass(frozen=True, slots=True)
class OfficialView:
    """Who answers for a department. `reached`: a letter about a deadline has an address to go to."""

    rank: str
    name: str
    post: str
    email: str
    login: str
    reached: bool


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """`tickets` of it are worked on. `formers`: the names that it had; `moving`: those that something still carries.

    `approval`: a final answer of its people waits for a coordinator.
    """

    key: str
    name: str
    email: str
    version: int
    closed: bool
    officials: tuple[OfficialView, ...]
    topics: tuple[str, ...]
    people: int
    tickets: int
    formers: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    approval: bool = False

    @property
    def chief(self) -> OfficialView | None:
        return next((one for one in self.officials if one.rank == "chief"), None)

    @property
    def deputies(self) -> tuple[OfficialView, ...]:
        return tuple(one for one in self.officials if one.rank == "deputy")


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """One page of the departments that were searched for: `total` in all, `kept` however many the centre has.

    `unlisted`: names that tickets carry and the list does not, with how many of them are worked on. `bare_topics` lead
    to no department.
    """

    rows: Sequence[DepartmentView]
    number: int
    pages: int
    total: int
    kept: int
    unlisted: Sequence[tuple[str, int]]
    bare_topics: Sequence[str]


def departments_page(store: Store, q: str, number: int) -> DepartmentsPage:
    """Those whose name, key, people or topics hold `q`; a page beyond the last is the last."""
    with store.read() as connection:
        rows = departments.listed(connection)
        answering = departments.officials(connection, [row.id for row in rows])
        topics = lists.read(connection, "topics").items
        found = _found(q, rows, answering, topics) if q else rows
        pages = max(1, -(-len(found) // PAGE))
        number = min(max(number, 1), pages)
        shown = found[PAGE * (number - 1) : PAGE * number]
        used = set(tickets.departments_in_use(connection))
        strange = sorted(used - {row.name for row in rows} - _moving(connection), key=alike)
        unfinished = tickets.unfinished_by_department(connection, [*strange, *(row.name for row in shown)])
        return DepartmentsPage(
            _views(connection, shown, answering, topics, unfinished),
            number,
            pages,
            len(found),
            len(rows),
            [(name, unfinished.get(name, 0)) for name in strange],
            [item["name"] for item in topics if not item["department"]],
        )


def _found(
    q: str, rows: Sequence[Row[Any]], answering: Sequence[Row[Any]], topics: Sequence[lists.Item]
) -> list[Row[Any]]:
    """Those of which the name, the key, the e-mail, a person or a topic holds `q`."""
    words = {row.id: [row.name, row.key, row.email or ""] for row in rows}
    by_name = {row.name: row.id for row in rows}
    for one in answering:
        words[one.department_id].append(one.account_name or one.name)
    for item in topics:
        if item["department"] in by_name:
            words[by_name[item["department"]]].append(item["name"])
    return [row for row in rows if alike(q) in alike("\n".join(words[row.id]))]


def _moving(connection: Connection) -> set[str]:
    return {row.name for row in departments.moving(connection)}


def one_department(store: Store, key: str) -> DepartmentView:
    """A department by its key, or the one that it was merged into; `not_found` without one."""
    with store.read() as connection:
        row = departments.get(connection, key)
        answering = departments.officials(connection, [row.id])
        topics = lists.read(connection, "topics").items
        unfinished = tickets.unfinished_by_department(connection, [row.name])
        return _views(connection, [row], answering, topics, unfinished)[0]


def _views(
    connection: Connection,
    rows: Sequence[Row[Any]],
    answering: Sequence[Row[Any]],
    topics: Sequence[lists.Item],
    unfinished: dict[str, int],
) -> list[DepartmentView]:
    people = [one.department for one in access.of_departments(connection)]
    had = departments.formers(connection, [row.id for row in rows])
    return [
        DepartmentView(
            row.key,
            row.name,
            row.email or "",
            row.version,
            row.closed_at is not None,
            tuple(_official(one) for one in answering if one.department_id == row.id),
            tuple(item["name"] for item in topics if item["department"] == row.name),
            people.count(row.name),
            unfinished.get(row.name, 0),
            tuple(one.name for one in had if one.department_id == row.id),
            tuple(one.name for one in had if one.department_id == row.id and one.moved_at is None),
            bool(row.approval),
        )
        for row in rows
    ]


def _official(row: Row[Any]) -> OfficialView:
    reached = bool(row.email or row.account_email) and (row.account_id is None or bool(row.active))
    return OfficialView(row.rank, row.name, row.post or "", row.email or "", row.login or "", reached)


def topics_by_department(store: Store) -> list[tuple[str, str]]:
    """Every topic with the department that answers for it, or with nothing."""
    with store.read() as connection:
        return [(item["name"], item["department"] or "") for item in lists.read(connection, "topics").items]


def offered_departments(store: Store) -> list[str]:
    """The names to choose from; empty where the centre keeps no list of departments."""
    with store.read() as connection:
        return departments.offered(connection)


def open_departments(store: Store) -> list[tuple[str, str]]:
    """The key and the name of each that can be chosen."""
    with store.read() as connection:
        return [(row.key, row.name) for row in departments.listed(connection) if row.closed_at is None]
