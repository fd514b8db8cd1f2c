"""Answers that wait for a coordinator: where approval holds, by when, and every version that was written"""

import sqlalchemy as sa
from alembic import op

revision = "0035_approval"
down_revision = "0034_files"
branch_labels = None
depends_on = None
oldest = "0017"  # A table and columns of which an older program knows nothing; approval is off until it is chosen.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "answer_version",
        sa.Column("id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_answer_version_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_version")),
    )
    op.create_index(op.f("ix_answer_version_ticket_id"), "answer_version", ["ticket_id"], unique=False)
    waiting = sa.text("fate = 'waiting'")
    op.create_index(
        "uq_answer_version_waiting",
        "answer_version",
        ["ticket_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.add_column("ticket", sa.Column("approval_due", MOMENT, nullable=True))
    no = sa.text("false")
    op.add_column("department", sa.Column("approval", sa.Boolean(), server_default=no, nullable=False))
