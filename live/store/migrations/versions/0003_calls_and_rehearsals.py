"""What a screener writes down of a call, what is known of a caller, and a rehearsal on a real broadcast"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("broadcast", sa.Column("rehearsal_pace", sa.Float(), nullable=True))
    op.add_column("broadcast", sa.Column("rehearsal_at", MOMENT, nullable=True))
    op.add_column("broadcast", sa.Column("rehearsal_sent", sa.Integer(), server_default="0", nullable=False))
    op.add_column("broadcast", sa.Column("removed", sa.BigInteger(), server_default="0", nullable=False))
    for name, type_ in (
        ("text", sa.Text()),
        ("consent", sa.Boolean()),
        ("taken_by", sa.Text()),
        ("held_at", MOMENT),
        ("closed_at", MOMENT),
        ("closed_by", sa.Text()),
        ("close_note", sa.Text()),
    ):
        op.add_column("call", sa.Column(name, type_, nullable=True))
    op.add_column("call", sa.Column("call_back", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.add_column("person", sa.Column("alias_of", ID, nullable=True))
    tied = sa.text("alias_of IS NOT NULL")
    op.create_index("ix_person_alias", "person", ["alias_of"], unique=False, sqlite_where=tied, postgresql_where=tied)
    known = sa.text("person_id IS NOT NULL")
    op.create_index(
        "ix_question_person",
        "question",
        ["person_id", "id"],
        unique=False,
        sqlite_where=known,
        postgresql_where=known,
    )
    op.create_index("ix_call_person", "call", ["person_id"], unique=False)
    op.create_table(
        "caution",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_caution_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caution")),
    )
    op.create_index(op.f("ix_caution_person_id"), "caution", ["person_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        # Questions are deleted by a rehearsal's reset alone; the index has to hear of it.
        op.execute(
            "CREATE TRIGGER question_lemmas_gone AFTER DELETE ON question WHEN old.lemmas IS NOT NULL BEGIN "
            "INSERT INTO question_lemmas(question_lemmas, rowid, lemmas) VALUES ('delete', old.id, old.lemmas); END"
        )
