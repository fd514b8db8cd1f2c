"""How many questions a broadcast has in each state, and askers by topic and place, are kept and counted no more

Triggers keep them: whoever changes a question, an older program too, changes them in the same transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_tally"
down_revision = "0017_published_masked"
branch_labels = None
depends_on = None
oldest = "0017"  # Triggers keep the counts, whoever writes.

OF_ASKERS = ("topic", "locality")
COUNTED = "state NOT IN ('merged', 'blocked')"
"""Whose askers count: a merged question's are its root's, and a blocked one waits apart."""


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "tally",
        sa.Column("broadcast_id", sa.Integer(), sa.ForeignKey("broadcast.id", name="fk_tally_broadcast_id")),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(collation="C") if on_postgresql else sa.Text(), nullable=False),
        sa.Column("many", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "kind", "name", name=op.f("pk_tally")),
        postgresql_with={"fillfactor": 50},
    )
    # The triggers first: on PostgreSQL they wait for whoever writes, and then keep writers out until this is done.
    for statement in _on_postgresql() if on_postgresql else _on_sqlite():
        op.execute(statement)
    op.execute("INSERT INTO tally SELECT broadcast_id, 'state', state, count(*) FROM question GROUP BY 1, 3")
    for column in OF_ASKERS:
        op.execute(
            f"INSERT INTO tally SELECT broadcast_id, '{column}', {column}, sum(askers) FROM question "
            f"WHERE {column} IS NOT NULL AND {COUNTED} GROUP BY 1, 3"
        )
    waiting = sa.text("closed_at IS NULL AND (missed OR call_back)")
    op.create_index(
        "ix_call_to_call_back", "call", ["broadcast_id", "id"], sqlite_where=waiting, postgresql_where=waiting
    )


def _on_sqlite() -> list[str]:
    """A trigger a row, which is compiled into the statement that changes it: some two microseconds each."""
    added = " ".join(_more("new", column) for column in ("state", *OF_ASKERS))
    gone = " ".join(_fewer("old", column) for column in ("state", *OF_ASKERS))
    statements = [
        f"CREATE TRIGGER question_tally_added AFTER INSERT ON question BEGIN {added} END",
        f"CREATE TRIGGER question_tally_gone AFTER DELETE ON question BEGIN {gone} END",
        "CREATE TRIGGER question_tally_state AFTER UPDATE OF state ON question WHEN old.state <> new.state "
        f"BEGIN {_fewer('old', 'state')} {_more('new', 'state')} END",
    ]
    for column in OF_ASKERS:
        statements.append(
            f"CREATE TRIGGER question_tally_{column} AFTER UPDATE OF {column}, state, askers ON question "
            f"WHEN old.{column} IS NOT new.{column} OR old.state <> new.state OR old.askers <> new.askers "
            f"BEGIN {_fewer('old', column)} {_more('new', column)} END"
        )
    return statements


def _more(row: str, column: str) -> str:
    values = f"{row}.broadcast_id, '{column}', {row}.{column}, {_many(row, column)}"
    return (
        f"INSERT INTO tally (broadcast_id, kind, name, many) SELECT {values} WHERE {_counts(row, column)} "
        "ON CONFLICT DO UPDATE SET many = many + excluded.many;"
    )


def _fewer(row: str, column: str) -> str:
    return (
        f"UPDATE tally SET many = many - {_many(row, column)} WHERE broadcast_id = {row}.broadcast_id "
        f"AND kind = '{column}' AND name = {row}.{column} AND {_counts(row, column)};"
    )


def _many(row: str, column: str) -> str:
    return "1" if column == "state" else f"{row}.askers"


def _counts(row: str, column: str) -> str:
    return "true" if column == "state" else f"{row}.{column} IS NOT NULL AND {row}.{COUNTED}"


def _on_postgresql() -> list[str]:
    """A trigger a statement, whatever many rows it changes; what changes no count writes nothing."""
    statements = []
    for name, event, tables in (
        ("added", "INSERT", {"added": ""}),
        ("changed", "UPDATE", {"added": "", "gone": "-"}),
        ("gone", "DELETE", {"gone": "-"}),
    ):
        referencing = " ".join(f"{'NEW' if table == 'added' else 'OLD'} TABLE AS {table}" for table in tables)
        changes = " UNION ALL ".join(
            f"SELECT q.broadcast_id, c.kind, c.name, {sign}c.many AS many FROM {table} q CROSS JOIN LATERAL ("
            f"VALUES ('state', q.state, 1), ('topic', q.topic, q.askers), ('locality', q.locality, q.askers)"
            f") AS c (kind, name, many) WHERE c.name IS NOT NULL AND (c.kind = 'state' OR q.{COUNTED})"
            for table, sign in tables.items()
        )
        # In one order, so that two who change the same rows wait for each other and no more.
        statements += [
            f"""
            CREATE FUNCTION question_tally_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO tally AS t (broadcast_id, kind, name, many)
                SELECT broadcast_id, kind, name COLLATE "C", sum(many) FROM ({changes}) AS changes
                GROUP BY 1, 2, 3 HAVING sum(many) <> 0 ORDER BY 1, 2, 3
                ON CONFLICT (broadcast_id, kind, name) DO UPDATE SET many = t.many + excluded.many;
                RETURN NULL;
            END $$
            """,
            f"CREATE TRIGGER question_tally_{name} AFTER {event} ON question REFERENCING {referencing} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION question_tally_{name}()",
        ]
    return statements
