"""Of what kind a sealed contact is, which a query may ask; rows in clear are sealed later, a slice at a time"""

import sqlalchemy as sa
from alembic import op

revision = "0014_sealed_contacts"
down_revision = "0013_consent"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("contact_kind", sa.String(length=16), nullable=True))
