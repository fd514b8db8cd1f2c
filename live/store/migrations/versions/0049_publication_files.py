"""Pictures and documents that a publication carries, and of what one tells the outcome"""

import sqlalchemy as sa
from alembic import op

revision = "0049_publication_files"
down_revision = "0048_publications"
branch_labels = None
depends_on = None
oldest = "0017"  # Columns of which an older program knows nothing: its publications carry words alone.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_PUBLICATIONS = sa.text("publication_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("file", sa.Column("publication_id", ID, nullable=True))
    op.create_index(
        "ix_file_publication",
        "file",
        ["publication_id"],
        sqlite_where=OF_PUBLICATIONS,
        postgresql_where=OF_PUBLICATIONS,
    )
    op.add_column("publication", sa.Column("origin", sa.String(length=200), nullable=True))
    op.create_index("ix_publication_origin", "publication", ["origin"])
