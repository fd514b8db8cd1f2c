"""Whether a question tells of danger to people, and by which words"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0056_urgent"
down_revision = "0055_clusters"
branch_labels = None
depends_on = None
oldest = "0017"  # Columns of which an older program knows nothing: what it reads has no flag.

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
URGENT = sa.text("urgent")


def upgrade() -> None:
    op.add_column("question", sa.Column("urgent", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.add_column("question", sa.Column("urgent_words", DOCUMENT, nullable=True))
    guessed: sa.Column[bool] = sa.Column(
        "urgent_guessed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False
    )
    op.add_column("question", guessed)
    # It holds nothing yet, so nobody waits for it longer than a table is read once.
    columns = ["broadcast_id", "number", "state"]
    op.create_index("ix_question_urgent", "question", columns, sqlite_where=URGENT, postgresql_where=URGENT)
