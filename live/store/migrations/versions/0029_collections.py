"""Collections for officials, what was sent of each, and who has read it"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from live.store.schema import create_index_beside

revision = "0029_collections"
down_revision = "0028_shifts"
branch_labels = None
depends_on = None
oldest = "0017"  # Only adds.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    # First, since on PostgreSQL it commits by itself; a second try makes it anew.
    create_index_beside("ix_question_received", "question", ["received_at"])
    op.create_table(
        "collection",
        sa.Column("id", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("official", sa.Text(), server_default="", nullable=False),
        sa.Column("topics", DOCUMENT, nullable=False),
        sa.Column("localities", DOCUMENT, nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("skips_empty", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("told_until", MOMENT, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_collection_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
    )
    set_ = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_collection_next", "collection", ["next_at"], unique=False, sqlite_where=set_, postgresql_where=set_
    )
    op.create_table(
        "collection_issue",
        sa.Column("id", ID, nullable=False),
        sa.Column("collection_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("figures", DOCUMENT, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], name=op.f("fk_collection_issue_collection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_issue")),
        sa.UniqueConstraint("collection_id", "number", name=op.f("uq_collection_issue_collection_id_number")),
    )
    op.create_table(
        "reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("letter_id", ID, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("taken_as", sa.String(length=8), nullable=True),
        sa.Column("taken_to", sa.String(length=32), nullable=True),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.Column("handed_from", ID, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reading_account_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_reading_department_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["collection_issue.id"], name=op.f("fk_reading_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("hash", name=op.f("uq_reading_hash")),
        sa.UniqueConstraint(
            "issue_id", "department_id", "official", name=op.f("uq_reading_issue_id_department_id_official")
        ),
    )
    op.create_index(op.f("ix_reading_account_id"), "reading", ["account_id"], unique=False)
    op.create_index(op.f("ix_reading_issue_id"), "reading", ["issue_id"], unique=False)
    waits = sa.text("remind_at IS NOT NULL")
    op.create_index(
        "ix_reading_remind", "reading", ["remind_at"], unique=False, sqlite_where=waits, postgresql_where=waits
    )
