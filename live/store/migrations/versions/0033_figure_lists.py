"""Indexes of what happened on a day: the lists behind the numbers of the figures"""

import sqlalchemy as sa

from live.store.schema import create_index_beside

revision = "0033_figure_lists"
down_revision = "0032_rises"
branch_labels = None
depends_on = None
oldest = "0017"  # Only adds.


def upgrade() -> None:
    for table, name, column in (
        ("question", "ix_question_reacted", "reacted_at"),
        ("question", "ix_question_moved", "moved_at"),
        ("ticket", "ix_ticket_reacted", "reacted_at"),
        ("ticket", "ix_ticket_resolved", "resolved_at"),
    ):
        create_index_beside(name, table, [column], sa.text(f"{column} IS NOT NULL"))
