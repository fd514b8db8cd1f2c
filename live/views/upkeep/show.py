"""How one show does, as far as the database knows: what comes in, and which of its networks refuse us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from live.protocol.answers.show import SourceView
from live.protocol.views import BroadcastView
from live.store.show import broadcasts
from live.store.tables import channel
from live.store.transaction import Store
from live.views.broadcasts import broadcast_view
from live.views.questions.source_health import CALLS_OF, sources


@dataclass(frozen=True, slots=True)
class ShowView:
    """`failing`: those of its sources whose network refuses or does not answer; a paused channel does not fail."""

    id: int
    broadcast: BroadcastView
    sources: Sequence[SourceView]
    failing: frozenset[str]


def show_of(store: Store, slug: str) -> ShowView:
    with store.read() as connection:
        row = broadcasts.get(connection, slug)
        heard = sources(connection, row, store.clock())
        return ShowView(row.id, broadcast_view(row), heard, frozenset(_failing(connection, row)))


def _failing(connection: Connection, broadcast: Row[Any]) -> set[str]:
    mine = (channel.c.broadcast_id == broadcast.id) & channel.c.closed_at.is_(None)
    failing = select(channel.c.type).where(mine, channel.c.error.is_not(None), channel.c.paused.is_(False))
    return {CALLS_OF.get(type_, type_) for type_ in connection.execute(failing).scalars()}
