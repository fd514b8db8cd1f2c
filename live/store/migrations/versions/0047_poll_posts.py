"""Polls on the pages of networks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0047_poll_posts"
down_revision = "0046_polls"
branch_labels = None
depends_on = None
oldest = "0017"  # A table of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "poll_post",
        sa.Column("id", ID, nullable=False),
        sa.Column("poll_id", ID, nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("guard", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("unsure_since", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("facts", DOCUMENT, nullable=True),
        sa.Column("votes", DOCUMENT, nullable=True),
        sa.Column("voters", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("counted_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_post_poll_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_poll_post_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_post")),
    )
    op.create_index("uq_poll_post", "poll_post", ["poll_id", "channel_id"], unique=True)
    op.create_index("ix_poll_post_name", "poll_post", ["channel_id", "name"], unique=False)
    op.create_index("ix_poll_post_state", "poll_post", ["state"], unique=False)
