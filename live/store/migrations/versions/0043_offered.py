"""Which question asked before a resident was told of, in a chat that takes a word back"""

import sqlalchemy as sa
from alembic import op

revision = "0043_offered"
down_revision = "0042_answer_files"
branch_labels = None
depends_on = None
oldest = "0017"  # A column that an older program leaves empty: it offers nothing.


def upgrade() -> None:
    op.add_column("notice", sa.Column("offered", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
