"""About what the broadcast is asked now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from live.protocol.cluster_views import ClustersView
from live.protocol.views import Snapshot
from live.views.feed.sections.section import Body, Reader, Section
from live.views.questions.clusters import MOST, clusters_view


class Clusters(Section[ClustersView]):
    """All that is shown of them at once, since each that grows may put another one out."""

    name = "clusters"
    keys = ("clusters",)
    field = "clusters"
    limit = MOST
    subjects = frozenset({"cluster"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        return {"clusters": clusters_view(connection, broadcast.id)}

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> ClustersView:
        return clusters_view(connection, broadcast.id)

    def render(self, event: Row[Any], rows: ClustersView, reader: Reader) -> Body | None:
        return {"clusters": rows}
