"""The audit, which nobody changes; and which credential each event of a log was done with"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_audit"
down_revision = "0011_invitations"
branch_labels = None
depends_on = None

KEPT = ("id", "at", "credential", "name", "role", "address", "screen", "act", "subject", "outcome", "facts")
"""What is written once. The rest is written once too, by whatever seals the row."""


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    moment = sa.DateTime(timezone=True) if on_postgresql else sa.String(32)
    op.add_column("event", sa.Column("by_credential", sa.String(32)))
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger() if on_postgresql else sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("credential", sa.String(32)),
        sa.Column("name", sa.Text()),
        sa.Column("role", sa.String(16)),
        sa.Column("address", sa.String(64)),
        sa.Column("screen", sa.String(16)),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text(collation="C") if on_postgresql else sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("facts", postgresql.JSONB() if on_postgresql else sa.JSON(), nullable=False),
        sa.Column("number", sa.BigInteger()),
        sa.Column("prev", sa.String(64)),
        sa.Column("hash", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_number")),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_credential", "audit", ["credential", "id"])
    op.create_index("ix_audit_address", "audit", ["address", "id"])
    op.create_index("ix_audit_subject", "audit", ["subject", "id"])
    op.create_index("ix_audit_act", "audit", ["act", "id"])
    rare = sa.text("outcome <> 'done'")
    op.create_index("ix_audit_outcome", "audit", ["outcome", "id"], sqlite_where=rare, postgresql_where=rare)
    for statement in _ON_POSTGRESQL if on_postgresql else _ON_SQLITE:
        op.execute(statement)


_CHANGED = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in KEPT)

_ON_SQLITE = (
    f"""
    CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit WHEN OLD.hash IS NOT NULL OR {_CHANGED}
    BEGIN SELECT RAISE(ABORT, 'the audit cannot be changed'); END
    """,
    """
    CREATE TRIGGER audit_stays BEFORE DELETE ON audit
    WHEN OLD.at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-3 years')
    BEGIN SELECT RAISE(ABORT, 'the audit is kept for three years'); END
    """,
)

_SAME = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)

_ON_POSTGRESQL = (
    f"""
    CREATE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF OLD.hash IS NULL AND {_SAME} THEN RETURN NEW; END IF;
        ELSIF TG_OP = 'DELETE' THEN
            IF OLD.at < now() - interval '3 years' THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION 'the audit cannot be changed, and is kept for three years';
    END $$
    """,
    "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_keeps()",
    "CREATE TRIGGER audit_stays BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_keeps()",
)
