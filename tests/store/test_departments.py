"""The migration that gives departments rows: whatever named them before, and an older program goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import insert, select

from live.store import schema
from live.store.centre import departments, lists
from live.store.database import Database
from live.store.tables import account, centre_list, department, former_department
from live.store.transaction import Store
from tests.support.backends import Backends
from tests.support.rooms import DATABASES

TOPICS: list[dict[str, Any]] = [
    {"name": "Мосты", "words": [], "department": "дороги"},
    {"name": "Лес", "words": [], "department": "Лесхоз"},
    {"name": "Прочее", "words": [], "department": None},
]


@pytest.fixture(params=DATABASES)
def before(request: pytest.FixtureRequest, backends: Backends, tmp_path: Path) -> Database:
    """A database of the program before, with a list, topics and people."""
    if request.param == "postgresql":
        url = backends.postgres.url(backends.postgres.create_database())
    else:
        url = f"sqlite:///{tmp_path}/before-departments.db"
    database = Database(url)
    with database.write() as connection:
        command.upgrade(schema.config(connection), "0018_tally")
    now = Store(database, "s").clock()
    with database.write() as connection:
        for login, name, theirs in (("olga", "Ольга", "Вода"), ("igor", "Игорь", "ДОРОГИ")):
            person = {"login": login, "name": name, "password_hash": "-", "created_at": now, "department": theirs}
            connection.execute(insert(account).values(**person))
        kept = [
            {"name": "Дороги", "chief": "olga", "email": "roads@example.org"},
            {"name": "Связь", "chief": "nobody", "email": None},
        ]
        for name, items in (("departments", kept), ("topics", TOPICS)):
            connection.execute(insert(centre_list).values(name=name, version=4, items=items, by_name="Ольга", at=now))
    return database


def test_the_list_topics_and_people_become_departments(before: Database) -> None:
    schema.migrate(before)
    with before.read() as connection:
        kept = {row.name: row for row in departments.listed(connection)}
        assert [*kept] == ["Вода", "Дороги", "Лесхоз", "Связь"]
        assert (kept["Дороги"].key, kept["Дороги"].email) == ("dorogi", "roads@example.org")
        [chief] = departments.officials(connection, [row.id for row in kept.values()])
        assert (chief.department_id, chief.rank, chief.login) == (kept["Дороги"].id, "chief", "olga")


def test_another_spelling_is_the_same_department_and_its_tickets_follow(before: Database) -> None:
    schema.migrate(before)
    with before.read() as connection:
        people = connection.execute(select(account.c.department).order_by(account.c.id)).scalars().all()
        assert people == ["Вода", "Дороги"]
        assert [one["department"] for one in lists.read(connection, "topics").items] == ["Дороги", "Лесхоз", None]
        moving = {row.name: row.into for row in departments.moving(connection)}
        assert moving == {"дороги": "Дороги", "ДОРОГИ": "Дороги"}
        assert connection.execute(select(former_department.c.by_name).distinct()).scalars().all() == [None]


def test_a_new_department_comes_after_those_of_before(before: Database) -> None:
    schema.migrate(before)
    with Store(before, "s").write() as tx:
        added = departments.add(tx, key="new", name="Новое")
        assert added > max(tx.connection.execute(select(department.c.id).where(department.c.key != "new")).scalars())


def test_the_program_before_is_served_beside_it(before: Database) -> None:
    with before.read() as connection:
        kept = connection.execute(
            select(centre_list.c["items"]).where(centre_list.c.name == "departments")
        ).scalar_one()
    schema.migrate(before)
    with before.read() as connection:
        floor = connection.execute(select(schema.META.c.value).where(schema.FLOOR)).scalar_one()
        assert floor <= "0018"
        after = connection.execute(
            select(centre_list.c["items"]).where(centre_list.c.name == "departments")
        ).scalar_one()
    assert after == kept
