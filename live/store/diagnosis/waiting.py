"""What should have gone by now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from live.domain import reply
from live.store.tables import channel, outbox


def oldest_due(connection: Connection) -> datetime | None:
    """When the reply was to go that waits for longest, but for those of paused channels."""
    waits = (outbox.c.state == reply.WAITING.value, ~channel.c.paused)
    return connection.execute(select(func.min(outbox.c.next_at)).join_from(outbox, channel).where(*waits)).scalar_one()
