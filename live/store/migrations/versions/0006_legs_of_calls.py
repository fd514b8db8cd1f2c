"""What an exchange has told of a call's legs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("call", sa.Column("legs", DOCUMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("call", "legs")
