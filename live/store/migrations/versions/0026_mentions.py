"""What was heard beyond the centre's own pages, and whose posts stay hidden"""

import sqlalchemy as sa
from alembic import op

revision = "0026_mentions"
down_revision = "0025_transferred"
branch_labels = None
depends_on = None
oldest = "0017"  # Two tables of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mention",
        sa.Column("id", ID, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("author_hash", sa.String(length=64), nullable=True),
        sa.Column("reach", sa.BigInteger(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("duplicate_of", ID, nullable=True),
        sa.Column("sources", sa.Integer(), server_default="1", nullable=False),
        sa.Column("question", sa.BigInteger(), nullable=True),
        sa.Column("moved_at", MOMENT, nullable=True),
        sa.Column("moved_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcast.id"], name=op.f("fk_mention_broadcast_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_mention_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("channel_id", "external_id", name=op.f("uq_mention_channel_id_external_id")),
    )
    op.create_index("ix_mention_state", "mention", ["broadcast_id", "state", "id"])
    op.create_index("ix_mention_external", "mention", ["broadcast_id", "external_id"])
    for name, columns in (
        ("ix_mention_fingerprint", ["broadcast_id", "fingerprint"]),
        ("ix_mention_author", ["author_hash"]),
    ):
        known = sa.text(f"{columns[-1]} IS NOT NULL")
        op.create_index(name, "mention", columns, sqlite_where=known, postgresql_where=known)
    op.create_table(
        "hidden_author",
        sa.Column("id", ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_author")),
        sa.UniqueConstraint("hash", name=op.f("uq_hidden_author_hash")),
    )
