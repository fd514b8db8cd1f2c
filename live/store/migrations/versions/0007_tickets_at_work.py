"""Tickets at work: their clocks, pauses, notes, escalations; webhooks; what retention has done"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _text(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _no(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("(false)"), nullable=False)


def _count(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _some(name: str, table: str, columns: list[str], where: str) -> None:
    """An index over some of the rows."""
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    for column in (
        _text("hold_reason"),
        _no("waits"),
        sa.Column("track", sa.String(16), server_default="fast", nullable=False),
        _at("clock_from"),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        _at("reacted_at"),
        _at("resolved_at"),
        _at("closed_at"),
        _count("reopened"),
        sa.Column("rating", sa.Integer(), nullable=True),
        _text("rating_text"),
        _text("published_text"),
        _at("published_at"),
    ):
        op.add_column("ticket", column)
    op.create_index("ix_ticket_department", "ticket", ["department", "state"])
    op.create_index("ix_ticket_due", "ticket", ["state", "resolution_due", "id"])
    op.create_index("ix_ticket_reaction", "ticket", ["state", "reaction_due", "id"])
    op.create_index("ix_ticket_question", "ticket", ["question_id"])
    _some("ix_ticket_unfinished", "ticket", ["resolution_due", "id"], "state NOT IN ('resolved', 'closed')")
    _some("ix_ticket_owner", "ticket", ["owner_id", "state"], "owner_id IS NOT NULL")
    _some("ix_event_ticket", "event", ["ticket", "seq"], "ticket IS NOT NULL")
    promised = sa.text("promise_id IS NOT NULL")
    op.create_index(
        "uq_ticket_promise", "ticket", ["promise_id"], unique=True, sqlite_where=promised, postgresql_where=promised
    )
    for name in ("wrap_total", "wrap_done"):
        op.add_column("broadcast", sa.Column(name, sa.Integer(), nullable=True))
    op.create_index("ix_ticket_created", "ticket", ["created_at"])
    op.add_column("account", _text("email"))
    op.add_column("person", _at("anonymised_at"))
    op.add_column("dead_letter", _text("dismissed_by"))
    for name, columns in (
        ("ticket_pause", (_at("since", nullable=False), _at("until"))),
        ("ticket_note", (_text("text", nullable=False), _text("by_name", nullable=False), _at("at", nullable=False))),
        (
            "ticket_answer",
            (
                _text("text", nullable=False),
                sa.Column("final", sa.Boolean(), nullable=False),
                _text("by_name", nullable=False),
                _at("at", nullable=False),
            ),
        ),
    ):
        op.create_table(
            name,
            sa.Column("id", ID, nullable=False),
            sa.Column("ticket_id", ID, nullable=False),
            *columns,
            sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f(f"fk_{name}_ticket_id")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_ticket_id"), name, ["ticket_id"])
    op.add_column("outbox", _text("moved_by"))
    by_hand = sa.text("state = 'by_hand'")
    op.create_index("ix_outbox_by_hand", "outbox", ["id"], sqlite_where=by_hand, postgresql_where=by_hand)
    op.create_table(
        "escalation",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("clock", sa.String(16), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        _at("due", nullable=False),
        _text("told"),
        _at("at", nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_escalation_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "clock", "step", "turn", name=op.f("pk_escalation")),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("url", nullable=False),
        sa.Column("secret", DOCUMENT, nullable=False),
        sa.Column("types", DOCUMENT, nullable=True),
        _no("paused"),
        sa.Column("position", sa.BigInteger(), nullable=False),
        _count("tries"),
        _at("next_at"),
        _text("error"),
        _at("error_at"),
        _at("delivered_at"),
        _text("by_name", nullable=False),
        _at("created_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", ID, nullable=False),
        sa.Column("dry", sa.Boolean(), nullable=False),
        sa.Column("terms", DOCUMENT, nullable=False),
        sa.Column("counts", DOCUMENT, nullable=False),
        _text("by_name", nullable=False),
        _at("at", nullable=False),
        _at("ended_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )


def downgrade() -> None:
    for name in ("retention_run", "webhook", "escalation", "ticket_answer", "ticket_note", "ticket_pause"):
        op.drop_table(name)
    op.drop_column("dead_letter", "dismissed_by")
    op.drop_index("ix_outbox_by_hand", "outbox")
    op.drop_column("outbox", "moved_by")
    op.drop_column("person", "anonymised_at")
    op.drop_column("account", "email")
    op.drop_index("ix_event_ticket", "event")
    op.drop_index("ix_ticket_owner", "ticket")
    op.drop_index("ix_ticket_unfinished", "ticket")
    for name in ("wrap_done", "wrap_total"):
        op.drop_column("broadcast", name)
    op.drop_index("uq_ticket_promise", "ticket")
    op.drop_index("ix_ticket_question", "ticket")
    op.drop_index("ix_ticket_created", "ticket")
    op.drop_index("ix_ticket_reaction", "ticket")
    op.drop_index("ix_ticket_due", "ticket")
    op.drop_index("ix_ticket_department", "ticket")
    for name in [
        "published_at",
        "published_text",
        "rating_text",
        "rating",
        "reopened",
        "closed_at",
        "resolved_at",
        "reacted_at",
        "owner_id",
        "clock_from",
        "track",
        "waits",
        "hold_reason",
    ]:
        op.drop_column("ticket", name)
