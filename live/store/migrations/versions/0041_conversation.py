"""In which conversation a question was asked, and which one of the same person it goes on with"""

import sqlalchemy as sa
from alembic import op

revision = "0041_conversation"
down_revision = "0040_parts"
branch_labels = None
depends_on = None
oldest = "0017"  # Columns of which an older program knows nothing: what it takes in joins nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KNOWN = sa.text("conversation IS NOT NULL")


def upgrade() -> None:
    op.add_column("question", sa.Column("conversation", sa.Text(), nullable=True))
    op.add_column("question", sa.Column("continues", ID, nullable=True))
    op.add_column("question", sa.Column("further", sa.Integer(), server_default="0", nullable=False))
    # It holds nothing yet, so nobody waits for it longer than a table is read once.
    op.create_index(
        "ix_question_conversation",
        "question",
        ["conversation", "id"],
        sqlite_where=KNOWN,
        postgresql_where=KNOWN,
    )
