"""A key may hold everywhere: in every broadcast, and in what belongs to the centre alone"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("access_key") as table:
        table.alter_column("broadcast_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    # The older program knows no such key, and a key that it knows must not gain a broadcast.
    op.execute("DELETE FROM access_key WHERE broadcast_id IS NULL")
    with op.batch_alter_table("access_key") as table:
        table.alter_column("broadcast_id", existing_type=sa.Integer(), nullable=False)
