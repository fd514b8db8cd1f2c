"""Links by which a person sets a password, once; keys and links with an end, a rate and a link that made them"""

import sqlalchemy as sa
from alembic import op

revision = "0011_invitations"
down_revision = "0010_sessions"
branch_labels = None
depends_on = None

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("by_name", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_invitation")),
    )
    op.create_index("ix_invitation_account_id", "invitation", ["account_id"])
    op.add_column("access_key", sa.Column("rate", sa.String(80)))
    op.add_column("access_key", sa.Column("expires_at", MOMENT))
    op.add_column("access_key", sa.Column("made_by", sa.Integer()))


def downgrade() -> None:
    for name in ("made_by", "expires_at", "rate"):
        op.drop_column("access_key", name)
    op.drop_table("invitation")
