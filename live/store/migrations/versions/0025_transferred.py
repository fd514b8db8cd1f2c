"""Who asked what was handed to another broadcast counts there: the triggers of 0018 leave them out here"""

from alembic import op

revision = "0025_transferred"
down_revision = "0024_question_clock"
branch_labels = None
depends_on = None
oldest = "0017"  # Triggers keep the counts, whoever writes.

OF_ASKERS = ("topic", "locality")
COUNTED = "state NOT IN ('merged', 'blocked', 'transferred')"
"""Whose askers count: none is transferred yet, so nothing is counted anew."""


def upgrade() -> None:
    for statement in _on_postgresql() if op.get_bind().dialect.name == "postgresql" else _on_sqlite():
        op.execute(statement)


def _on_sqlite() -> list[str]:
    """A trigger a row, which is compiled into the statement that changes it: some two microseconds each."""
    added = " ".join(_more("new", column) for column in ("state", *OF_ASKERS))
    gone = " ".join(_fewer("old", column) for column in ("state", *OF_ASKERS))
    statements = [f"DROP TRIGGER question_tally_{name}" for name in ("added", "gone", *OF_ASKERS)]
    statements += [
        f"CREATE TRIGGER question_tally_added AFTER INSERT ON question BEGIN {added} END",
        f"CREATE TRIGGER question_tally_gone AFTER DELETE ON question BEGIN {gone} END",
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
    """The triggers stand: what they call is another function now."""
    statements = []
    for name, tables in (("added", {"added": ""}), ("changed", {"added": "", "gone": "-"}), ("gone", {"gone": "-"})):
        changes = " UNION ALL ".join(
            f"SELECT q.broadcast_id, c.kind, c.name, {sign}c.many AS many FROM {table} q CROSS JOIN LATERAL ("
            f"VALUES ('state', q.state, 1), ('topic', q.topic, q.askers), ('locality', q.locality, q.askers)"
            f") AS c (kind, name, many) WHERE c.name IS NOT NULL AND (c.kind = 'state' OR q.{COUNTED})"
            for table, sign in tables.items()
        )
        # In one order, so that two who change the same rows wait for each other and no more.
        statements += [
            f"""
            CREATE OR REPLACE FUNCTION question_tally_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO tally AS t (broadcast_id, kind, name, many)
                SELECT broadcast_id, kind, name COLLATE "C", sum(many) FROM ({changes}) AS changes
                GROUP BY 1, 2, 3 HAVING sum(many) <> 0 ORDER BY 1, 2, 3
                ON CONFLICT (broadcast_id, kind, name) DO UPDATE SET many = t.many + excluded.many;
                RETURN NULL;
            END $$
            """,
        ]
    return statements
