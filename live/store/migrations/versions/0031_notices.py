"""What residents are told of their questions without anybody writing to them"""

import sqlalchemy as sa
from alembic import op

revision = "0031_notices"
down_revision = "0030_figures"
branch_labels = None
depends_on = None
oldest = "0017"  # Two tables and a column of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("question_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outbox_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_notice_question_id")),
        sa.PrimaryKeyConstraint("question_id", "kind", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_outbox_id"), "notice", ["outbox_id"], unique=False)
    waiting = sa.text("state = 'waiting'")
    op.create_index("ix_notice_due", "notice", ["due_at"], unique=False, sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "notice_reader",
        sa.Column("broadcast_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_notice_reader_broadcast_id")),
        sa.PrimaryKeyConstraint("broadcast_id", name=op.f("pk_notice_reader")),
    )
    # Of what was before nobody is told.
    op.execute(
        "INSERT INTO notice_reader (broadcast_id, position) "
        "SELECT broadcast.id, log.head FROM broadcast JOIN log ON log.id = broadcast.id"
    )
    op.add_column("outbox", sa.Column("notice", sa.String(length=16), nullable=True))
