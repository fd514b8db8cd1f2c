"""Replies on their way out, leases, and what is known of each channel"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    document = sa.JSON().with_variant(JSONB(), "postgresql")
    for name, type_ in (
        ("title", sa.Text()),
        ("state", document),
        ("last_at", MOMENT),
        ("error", sa.Text()),
        ("error_at", MOMENT),
    ):
        op.add_column("channel", sa.Column(name, type_, nullable=True))
    op.add_column("channel", sa.Column("paused", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.add_column("question", sa.Column("replied", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.add_column("person", sa.Column("looked_up_at", MOMENT, nullable=True))
    nameless = sa.text("name IS NULL AND looked_up_at IS NULL")
    op.create_index("ix_person_nameless", "person", ["id"], sqlite_where=nameless, postgresql_where=nameless)
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("question_id", ID, nullable=True),
        sa.Column("ticket_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("guard", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("unsure_since", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_outbox_channel_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_outbox_question_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_outbox_ticket_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_question", "outbox", ["question_id"])
    op.create_index("ix_outbox_ticket", "outbox", ["ticket_id"])
    due = sa.text("state IN ('waiting', 'sending')")
    op.create_index("ix_outbox_due", "outbox", ["channel_id", "next_at"], sqlite_where=due, postgresql_where=due)
