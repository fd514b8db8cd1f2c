"""The logs' counters in a table of their own; the centre's log of tickets is a row of it, and of no other"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTERS = ("head", "floor", "last_number")
OF_A_LOG = ("event", "command", "access_key")
"""Tables whose `broadcast_id` may be the tickets' log too."""


def upgrade() -> None:
    op.create_table(
        "log",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), server_default="0", nullable=False) for name in COUNTERS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
        # Room on its page for the row's next version, whatever was committed a moment ago.
        postgresql_with={"fillfactor": 50},
    )
    counters = ", ".join(COUNTERS)
    op.execute(f"INSERT INTO log (id, {counters}) SELECT id, {counters} FROM broadcast")
    # The zone of the centre's day stood with the tickets' log; the usual one is not said.
    op.execute(
        "INSERT INTO meta (name, value) SELECT 'zone', zone FROM broadcast "
        "WHERE kind = 'tickets' AND zone <> 'Europe/Ulyanovsk'"
    )
    for table in OF_A_LOG:
        name = op.f(f"fk_{table}_broadcast_id")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_="foreignkey")
            batch.create_foreign_key(name, "log", ["broadcast_id"], ["id"])
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def _on_postgresql() -> None:
    op.execute("DELETE FROM broadcast WHERE kind = 'tickets'")
    for name in COUNTERS:
        op.drop_column("broadcast", name)
    op.create_foreign_key(op.f("fk_broadcast_id"), "broadcast", "log", ["id"], ["id"])
    # A broadcast's id is its log's: only logs are numbered on.
    op.execute("ALTER TABLE broadcast ALTER COLUMN id DROP DEFAULT")
    op.execute("DROP SEQUENCE broadcast_id_seq")
    op.execute("SELECT setval(pg_get_serial_sequence('log', 'id'), (SELECT max(id) FROM log))")


def _on_sqlite() -> None:
    """SQLite adds no foreign key to a table: it is made anew, and what points at its rows finds them there again."""
    op.execute("PRAGMA defer_foreign_keys = ON")  # Until the commit, which fails where a row is missed.
    before = sa.Table("broadcast", sa.MetaData(), autoload_with=op.get_bind())
    columns = [column for column in before.columns if column.name not in COUNTERS]
    names = ", ".join(column.name for column in columns)
    op.execute(f"CREATE TABLE broadcast_before AS SELECT {names} FROM broadcast WHERE kind <> 'tickets'")
    op.drop_table("broadcast")
    op.create_table(
        "broadcast",
        *(
            sa.Column(
                column.name,
                column.type,
                nullable=column.nullable,
                server_default=getattr(column.server_default, "arg", None),
            )
            for column in columns
        ),
        sa.ForeignKeyConstraint(["id"], ["log.id"], name=op.f("fk_broadcast_id")),
        sa.ForeignKeyConstraint(["standing_id"], ["broadcast.id"], name=op.f("fk_broadcast_standing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sa.UniqueConstraint("slug", name=op.f("uq_broadcast_slug")),
    )
    op.execute(f"INSERT INTO broadcast ({names}) SELECT {names} FROM broadcast_before")
    op.drop_table("broadcast_before")
