"""Departments and those who answer for them in tables of their own

The list that stood in `centre_list`, and every name that a topic or a person carries. Rows go on carrying names, and
the list goes on being filled, so an older program is served as before. A name that only tickets carry stays as it is:
the page of departments offers to take it in.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from live.language.latin import latin

revision = "0021_departments"
down_revision = "0020_taken_back"
branch_labels = None
depends_on = None
oldest = "0017"  # Only adds.

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("key", name=op.f("uq_department_key")),
    )
    apart = sa.text("merged_into IS NULL")
    op.create_index(
        "uq_department_name", "department", ["name"], unique=True, sqlite_where=apart, postgresql_where=apart
    )
    op.create_table(
        "official",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_official_department_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_official_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
    )
    op.create_index("ix_official_department_id", "official", ["department_id"], unique=False)
    op.create_table(
        "former_department",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("by_credential", sa.String(length=32), nullable=True),
        sa.Column("moved_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_former_department_department_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_former_department")),
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    department = sa.table("department", *(sa.column(name) for name in ("id", "key", "name", "email")))
    official = sa.table("official", *(sa.column(name) for name in ("department_id", "rank", "name", "account_id")))
    former = sa.table("former_department", sa.column("name"), sa.column("department_id"), sa.column("since"))
    account = sa.table("account", *(sa.column(name) for name in ("id", "login", "name", "department")))
    kept = sa.table("centre_list", sa.column("name"), sa.column("items", DOCUMENT))
    items = {row.name: row.items for row in connection.execute(sa.select(kept))}
    people = {row.login: row for row in connection.execute(sa.select(account).order_by(account.c.id))}
    given = [
        *items.get("departments", ()),
        *({"name": one["department"]} for one in items.get("topics", ()) if one.get("department")),
        *({"name": person.department} for person in people.values() if person.department),
    ]
    on_postgresql = connection.dialect.name == "postgresql"
    now = datetime.now(UTC) if on_postgresql else datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    known: dict[str, tuple[int, str]] = {}
    keys: set[str] = set()
    spelled: dict[str, int] = {}
    for item in given:
        name = item["name"]
        alike = name.lower().replace("ё", "е")
        if alike not in known:
            id_ = len(known) + 1
            known[alike] = id_, name
            key = _key(name, keys)
            connection.execute(sa.insert(department).values(id=id_, key=key, name=name, email=item.get("email")))
            if chief := people.get(item.get("chief") or ""):
                row = {"department_id": id_, "rank": "chief", "name": chief.name, "account_id": chief.id}
                connection.execute(sa.insert(official).values(**row))
        elif name != known[alike][1]:
            spelled[name] = known[alike][0]
    for name, id_ in spelled.items():
        # Topics and people, few as they are, now; tickets and promises are moved by the worker.
        connection.execute(sa.insert(former).values(name=name, department_id=id_, since=now))
        this = account.c.department == name
        connection.execute(sa.update(account).where(this).values(department=_named(name, known)))
    if spelled and "topics" in items:
        topics = [
            {**one, "department": _named(one["department"], known) if one.get("department") else None}
            for one in items["topics"]
        ]
        connection.execute(sa.update(kept).where(kept.c.name == "topics").values(items=topics))
    if on_postgresql:
        next_id = "setval(pg_get_serial_sequence('department', 'id'), coalesce(max(id), 0) + 1, false)"
        connection.execute(sa.text(f"SELECT {next_id} FROM department"))


def _named(name: str, known: dict[str, tuple[int, str]]) -> str:
    return known[name.lower().replace("ё", "е")][1]


def _key(name: str, taken: set[str]) -> str:
    base = latin(name) or "department"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    taken.add(key)
    return key
