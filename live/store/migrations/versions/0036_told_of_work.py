"""What those who work on tickets are told of them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036_told_of_work"
down_revision = "0035_approval"
branch_labels = None
depends_on = None
oldest = "0017"  # Two tables of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "news",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("instead_of", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ticket_id", ID, nullable=True),
        sa.Column("question_id", ID, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_news_account_id")),
        sa.ForeignKeyConstraint(["instead_of"], ["account.id"], name=op.f("fk_news_instead_of")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_news_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
    )
    op.create_index("ix_news_account", "news", ["account_id", "id"])
    op.create_index(op.f("ix_news_ticket_id"), "news", ["ticket_id"])
    waits = sa.text("due_at IS NOT NULL")
    op.create_index("ix_news_due", "news", ["due_at"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "news_reader",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unread", sa.Integer(), server_default="0", nullable=False),
        sa.Column("read_to", ID, server_default="0", nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("choice", DOCUMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_news_reader_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_news_reader")),
    )
    # Of what was before nobody is told.
    op.execute("INSERT INTO meta (name, value) SELECT 'news', CAST(log.head AS TEXT) FROM log WHERE log.id = 1")
