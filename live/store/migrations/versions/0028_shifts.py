"""Duty: shifts, how they go over, absences, what waits for the morning, and how the centre's people are reached"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028_shifts"
down_revision = "0027_matter"
branch_labels = None
depends_on = None
oldest = "0017"  # Tables of which an older program knows nothing.

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(length=32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "shift",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("begins", MOMENT, nullable=False),
        sa.Column("ends", MOMENT, nullable=False),
        sa.Column("topics", DOCUMENT, nullable=False),
        sa.Column("places", DOCUMENT, nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("handed_at", MOMENT, nullable=True),
        sa.Column("relieved_at", MOMENT, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_shift_account_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_shift_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index("ix_shift_begins", "shift", ["begins", "id"])
    op.create_index("ix_shift_ends", "shift", ["ends", "id"])
    op.create_table(
        "handover",
        sa.Column("id", ID, nullable=False),
        sa.Column("shift_id", ID, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_handover_shift_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_handover_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("shift_id", name=op.f("uq_handover_shift_id")),
    )
    op.create_index("ix_handover_confirmed_at", "handover", ["confirmed_at"])
    op.create_table(
        "absence",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("handed_at", MOMENT, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_absence_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_until", "absence", ["until"])
    op.create_table(
        "held_alarm",
        sa.Column("question_id", ID, nullable=False, autoincrement=False),
        sa.Column("clock", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_held_alarm_question_id")),
        sa.PrimaryKeyConstraint("question_id", "clock", "step", name=op.f("pk_held_alarm")),
    )
    op.create_table(
        "staff_contact",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_until", MOMENT, nullable=True),
        sa.Column("bound_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_contact_account_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_staff_contact_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_contact")),
    )
    op.create_index("uq_staff_contact_account_id", "staff_contact", ["account_id", "channel_id"], unique=True)
    known = sa.text("code_hash IS NOT NULL")
    op.create_index(
        "ix_staff_contact_code_hash", "staff_contact", ["code_hash"], sqlite_where=known, postgresql_where=known
    )
