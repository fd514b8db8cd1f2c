"""Polls"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0046_polls"
down_revision = "0045_official_pages"
branch_labels = None
depends_on = None
oldest = "0017"  # Four tables of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
NO = sa.text("(false)")


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", ID, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("many", sa.Boolean(), nullable=False),
        sa.Column("chats", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("shown", sa.Boolean(), server_default=NO, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("ballots", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tally", DOCUMENT, nullable=False),
        sa.Column("untold", sa.Boolean(), server_default=NO, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_poll_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    op.create_index(op.f("ix_poll_broadcast_id"), "poll", ["broadcast_id"], unique=False)
    shown = sa.text("shown")
    op.create_index("uq_poll_shown", "poll", ["broadcast_id"], unique=True, sqlite_where=shown, postgresql_where=shown)
    op.create_table(
        "poll_option",
        sa.Column("poll_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=NO, nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_option_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "number", name=op.f("pk_poll_option")),
    )
    op.create_table(
        "poll_count",
        sa.Column("poll_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_count_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "number", "source", name=op.f("pk_poll_count")),
    )
    op.create_table(
        "ballot",
        sa.Column("poll_id", ID, autoincrement=False, nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_ballot_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "voter", name=op.f("pk_ballot")),
    )
