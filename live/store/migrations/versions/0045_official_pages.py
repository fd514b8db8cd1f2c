"""The register of official pages"""

import sqlalchemy as sa
from alembic import op

revision = "0045_official_pages"
down_revision = "0044_reply_files"
branch_labels = None
depends_on = None
oldest = "0017"  # A table of which an older program knows nothing.

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "official_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("official", sa.Text(), nullable=True),
        sa.Column("network", sa.String(length=16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("responsible", sa.Text(), nullable=True),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_official_page_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_page")),
        sa.UniqueConstraint("address_key", name=op.f("uq_official_page_address_key")),
    )
