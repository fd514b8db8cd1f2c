"""Papers of a discussion"""

import sqlalchemy as sa
from alembic import op

revision = "0052_discussion_papers"
down_revision = "0051_discussions"
branch_labels = None
depends_on = None
oldest = "0017"  # A column of which an older program knows nothing: its discussions have a link alone.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_DISCUSSIONS = sa.text("discussion_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("file", sa.Column("discussion_id", ID, nullable=True))
    op.create_index(
        "ix_file_discussion",
        "file",
        ["discussion_id"],
        sqlite_where=OF_DISCUSSIONS,
        postgresql_where=OF_DISCUSSIONS,
    )
