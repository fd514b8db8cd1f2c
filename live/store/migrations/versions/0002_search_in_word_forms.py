"""Search in word forms, what the language work found, the centre's lists, a person's own views"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from live.language.lemmas import lemmas

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
SLICE = 1000


def upgrade() -> None:
    _drop_search_index()
    op.add_column("question", sa.Column("lemmas", sa.Text(), nullable=True))
    for name in ("topic_guessed", "locality_guessed"):
        op.add_column("question", sa.Column(name, sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
    op.drop_column("question", "words")
    _read_what_is_there()
    op.create_index("ix_question_source", "question", ["broadcast_id", "source", "number", "state"], unique=False)
    for name, columns, condition in (
        ("ix_question_topic", ["broadcast_id", "topic", "number", "state"], "topic IS NOT NULL"),
        ("ix_question_locality", ["broadcast_id", "locality", "number", "state"], "locality IS NOT NULL"),
        ("ix_question_unread", ["id"], "lemmas IS NULL"),
        ("ix_question_merged", ["broadcast_id", "merged_into"], "merged_into IS NOT NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, "question", columns, unique=False, sqlite_where=where, postgresql_where=where)
    _search_index()
    op.create_table(
        "centre_list",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("items", DOCUMENT, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_centre_list")),
    )
    op.create_table(
        "saved_view",
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", DOCUMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", name=op.f("pk_saved_view")),
    )


def _drop_search_index() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_question_words")
        return
    op.execute("DROP TRIGGER question_words_added")
    op.execute("DROP TRIGGER question_words_changed")
    op.execute("DROP TABLE question_words")


def _search_index() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # Stored: a common word is looked for row by row from the newest, and making a vector of each costs 30 µs.
        op.execute(
            "ALTER TABLE question ADD COLUMN lemmas_vector tsvector "
            "GENERATED ALWAYS AS (to_tsvector('simple', lemmas)) STORED"
        )
        op.execute("CREATE INDEX ix_question_lemmas ON question USING gin (lemmas_vector)")
        return
    # Lemmas come lower-cased and split, and are never ranked: no tokenizer of Unicode, no sizes of columns.
    # The index of beginnings is for a last word that is still being typed.
    op.execute(
        "CREATE VIRTUAL TABLE question_lemmas USING "
        "fts5(lemmas, content='question', content_rowid='id', columnsize=0, prefix='3 4', tokenize='ascii')"
    )
    op.execute("INSERT INTO question_lemmas(rowid, lemmas) SELECT id, lemmas FROM question")
    # An arrival has no lemmas yet: only a backup's rows come with theirs.
    op.execute(
        "CREATE TRIGGER question_lemmas_added AFTER INSERT ON question WHEN new.lemmas IS NOT NULL BEGIN "
        "INSERT INTO question_lemmas(rowid, lemmas) VALUES (new.id, new.lemmas); END"
    )
    op.execute(
        "CREATE TRIGGER question_lemmas_found AFTER UPDATE OF lemmas ON question WHEN old.lemmas IS NULL BEGIN "
        "INSERT INTO question_lemmas(rowid, lemmas) VALUES (new.id, new.lemmas); END"
    )
    op.execute(
        "CREATE TRIGGER question_lemmas_changed AFTER UPDATE OF lemmas ON question WHEN old.lemmas IS NOT NULL BEGIN "
        "INSERT INTO question_lemmas(question_lemmas, rowid, lemmas) VALUES ('delete', old.id, old.lemmas); "
        "INSERT INTO question_lemmas(rowid, lemmas) VALUES (new.id, new.lemmas); END"
    )


def _read_what_is_there() -> None:
    """Questions from before are read here: a server that starts must not tell screens of each old one."""
    connection = op.get_bind()
    beyond = sa.text(
        "SELECT id, text, air_text, locality, topic FROM question WHERE id > :last ORDER BY id LIMIT :slice"
    )
    last = 0
    while rows := connection.execute(beyond, {"last": last, "slice": SLICE}).all():
        read = [{"id": row.id, "lemmas": lemmas(row.text, row.air_text, row.locality, row.topic)} for row in rows]
        connection.execute(sa.text("UPDATE question SET lemmas = :lemmas WHERE id = :id"), read)
        last = rows[-1].id
