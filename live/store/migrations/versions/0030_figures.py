"""The centre's figures: counters of days, and a queue of questions that are to be counted anew

Triggers fill the queue: whoever changes a question or a ticket, an older program too, does it in the same transaction.
A worker counts, and begins with what is there already: nothing is counted here, so a million rows take no longer.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030_figures"
down_revision = "0029_collections"
branch_labels = None
depends_on = None
oldest = "0017"  # Only adds.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True),
    "postgresql",
)

OF_DAY = (
    *("received", "termed", "reacted", "reacted_late", "reaction_timed", "reaction_seconds"),
    *("resolved", "resolved_termed", "resolved_late", "resolution_timed", "resolution_seconds"),
    *("declined", "merged", "open", "rated", "rating_sum", "reopened"),
)
OF_HOUR = ("received", "reacted", "resolved")

WATCHED = {
    "question": ("id", ("state", "topic", "locality", "reacted_at", "how", "react_due")),
    "ticket": ("question_id", ("state", "department", "owner", "reacted_at", "resolved_at", "rating", "reopened")),
}
"""Table → the column with the question's id, and those that count."""


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    path = sa.Text(collation="C") if on_postgresql else sa.Text()

    def counted(names: tuple[str, ...]) -> list[sa.Column[Any]]:
        return [sa.Column(name, sa.BigInteger(), server_default="0", nullable=False) for name in names]

    op.create_table(
        "figure_day",
        sa.Column("scope", path, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("name", path, nullable=False),
        *counted(OF_DAY),
        sa.PrimaryKeyConstraint("scope", "kind", "day", "name", name=op.f("pk_figure_day")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_table(
        "figure_hour",
        sa.Column("scope", path, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", path, nullable=False),
        *counted(OF_HOUR),
        sa.PrimaryKeyConstraint("scope", "kind", "day", "hour", "name", name=op.f("pk_figure_hour")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_table(
        "figure_step",
        sa.Column("scope", path, nullable=False),
        sa.Column("spread", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("many", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "spread", "day", "step", name=op.f("pk_figure_step")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_table(
        "figure_work",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("works", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_figure_work")),
    )
    op.create_table(
        "figure_due",
        sa.Column("id", ID, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_due")),
    )
    for table, (key, columns) in WATCHED.items():
        for statement in (_on_postgresql if on_postgresql else _on_sqlite)(table, key, columns):
            op.execute(statement)


def _on_sqlite(table: str, key: str, columns: tuple[str, ...]) -> list[str]:
    """A trigger a row, which is compiled into the statement that changes it."""
    other = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
    queue = f"INSERT INTO figure_due (question_id) VALUES ({{row}}.{key});"
    return [
        f"CREATE TRIGGER {table}_figures_added AFTER INSERT ON {table} BEGIN {queue.format(row='new')} END",
        f"CREATE TRIGGER {table}_figures_changed AFTER UPDATE OF {', '.join(columns)} ON {table} WHEN {other} "
        f"BEGIN {queue.format(row='new')} END",
        f"CREATE TRIGGER {table}_figures_gone AFTER DELETE ON {table} BEGIN {queue.format(row='old')} END",
    ]


def _on_postgresql(table: str, key: str, columns: tuple[str, ...]) -> list[str]:
    """A trigger a statement, whatever many rows it changes; what changes nothing that counts writes nothing."""
    one, other = (", ".join(f"{row}.{name}" for name in columns) for row in ("added", "gone"))
    statements = []
    for name, event, referencing, found in (
        ("added", "INSERT", "NEW TABLE AS added", f"SELECT {key} FROM added"),
        (
            *("changed", "UPDATE", "NEW TABLE AS added OLD TABLE AS gone"),
            f"SELECT added.{key} FROM added JOIN gone ON gone.id = added.id WHERE ({one}) IS DISTINCT FROM ({other})",
        ),
        ("gone", "DELETE", "OLD TABLE AS gone", f"SELECT {key} FROM gone"),
    ):
        statements += [
            f"""
            CREATE FUNCTION {table}_figures_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO figure_due (question_id) {found};
                RETURN NULL;
            END $$
            """,
            f"CREATE TRIGGER {table}_figures_{name} AFTER {event} ON {table} REFERENCING {referencing} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_figures_{name}()",
        ]
    return statements
