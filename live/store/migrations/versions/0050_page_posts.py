"""What stands on the official pages, and news of a page on which nothing has stood for long"""

import sqlalchemy as sa
from alembic import op

revision = "0050_page_posts"
down_revision = "0049_publication_files"
branch_labels = None
depends_on = None
oldest = "0017"  # A table and columns of which an older program knows nothing.

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "page_post",
        sa.Column("page_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("video", sa.Boolean(), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("reposts", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["official_page.id"], name=op.f("fk_page_post_page_id")),
        sa.PrimaryKeyConstraint("page_id", "name", name=op.f("pk_page_post")),
    )
    op.create_index("ix_page_post_at", "page_post", ["at", "page_id"])
    for name in ("read_at", "told_at"):
        op.add_column("official_page", sa.Column(name, MOMENT, nullable=True))
    op.add_column("official_page", sa.Column("trouble", sa.Text(), nullable=True))
    op.add_column("news", sa.Column("page_id", sa.Integer(), nullable=True))
