"""Files that a reply in writing carries, beside those of tickets' answers, and which of a reply's files go as a link"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0044_reply_files"
down_revision = "0043_offered"
branch_labels = None
depends_on = None
oldest = "0017"  # Columns of which an older program knows nothing: its replies from the desk carry words alone.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
OF_REPLIES = sa.text("replied_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("file", sa.Column("replied_id", ID, nullable=True))
    op.create_index("ix_file_replied", "file", ["replied_id"], sqlite_where=OF_REPLIES, postgresql_where=OF_REPLIES)
    op.add_column("outbox", sa.Column("linked", DOCUMENT, nullable=True))
