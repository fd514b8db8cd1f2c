"""Parts of answers that other departments are asked for, and every version of them"""

import sqlalchemy as sa
from alembic import op

revision = "0040_parts"
down_revision = "0039_own_page"
branch_labels = None
depends_on = None
oldest = "0017"  # Two tables of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "part",
        sa.Column("id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=16), server_default="asked", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=True),
        sa.Column("moved_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_part_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
    )
    op.create_index(op.f("ix_part_ticket_id"), "part", ["ticket_id"], unique=False)
    op.create_index("ix_part_department", "part", ["department", "state", "ticket_id"], unique=False)
    asked = sa.text("state = 'asked'")
    op.create_index("ix_part_due", "part", ["due"], unique=False, sqlite_where=asked, postgresql_where=asked)
    standing = sa.text("state IN ('asked', 'given')")
    op.create_index(
        "uq_part_standing",
        "part",
        ["ticket_id", "department"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "part_version",
        sa.Column("id", ID, nullable=False),
        sa.Column("part_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_part_version_part_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_version")),
    )
    op.create_index(op.f("ix_part_version_part_id"), "part_version", ["part_id"], unique=False)
