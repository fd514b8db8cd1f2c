"""What a question is instead of one: thanks, a greeting, advertising; and whether a person has said that it asks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0057_not_asking"
down_revision = "0056_urgent"
branch_labels = None
depends_on = None
oldest = "0017"  # Columns of which an older program knows nothing: what it reads has no mark.

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MARKED = sa.text("not_asking IS NOT NULL")


def upgrade() -> None:
    op.add_column("question", sa.Column("not_asking", sa.String(16), nullable=True))
    op.add_column("question", sa.Column("not_asking_words", DOCUMENT, nullable=True))
    op.add_column("question", sa.Column("asks", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    # It holds nothing yet, so nobody waits for it longer than a table is read once.
    columns = ["broadcast_id", "number", "state"]
    op.create_index("ix_question_not_asking", "question", columns, sqlite_where=MARKED, postgresql_where=MARKED)
