"""Publications"""

import sqlalchemy as sa
from alembic import op

revision = "0048_publications"
down_revision = "0047_poll_posts"
branch_labels = None
depends_on = None
oldest = "0017"  # Two tables of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("writer", sa.String(length=40), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("next_text", sa.Text(), nullable=True),
        sa.Column("next_by", sa.Text(), nullable=True),
        sa.Column("next_writer", sa.String(length=40), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index("ix_publication_due", "publication", ["state", "due"], unique=False)
    op.create_table(
        "publication_page",
        sa.Column("publication_id", ID, autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outbox_id", ID, nullable=True),
        sa.Column("wants", sa.String(length=16), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("corrected_at", MOMENT, nullable=True),
        sa.Column("views", sa.BigInteger(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("reposts", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_publication_page_publication_id")
        ),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_publication_page_channel_id")),
        sa.PrimaryKeyConstraint("publication_id", "channel_id", name=op.f("pk_publication_page")),
        sa.UniqueConstraint("outbox_id", name=op.f("uq_publication_page_outbox_id")),
    )
    wanted = sa.text("wants IS NOT NULL")
    op.create_index(
        "ix_publication_page_wants",
        "publication_page",
        ["wants"],
        unique=False,
        sqlite_where=wanted,
        postgresql_where=wanted,
    )
