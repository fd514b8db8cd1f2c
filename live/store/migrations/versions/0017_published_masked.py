"""What was published before masking came is masked, once; who meant a telephone to be read publishes it again"""

import sqlalchemy as sa
from alembic import op

from live.language.masking import masked

revision = "0017_published_masked"
down_revision = "0016_abuse"
branch_labels = None
depends_on = None

TICKET = sa.table("ticket", sa.column("id", sa.BigInteger), sa.column("published_text", sa.Text))


def upgrade() -> None:
    mask(op.get_bind())


def mask(connection: sa.Connection) -> None:
    published = sa.select(TICKET.c.id, TICKET.c.published_text).where(TICKET.c.published_text.is_not(None))
    for ticket_id, text in connection.execute(published).all():
        if (covered := masked(text)) != text:
            mine = TICKET.c.id == ticket_id
            connection.execute(sa.update(TICKET).where(mine).values(published_text=covered))
