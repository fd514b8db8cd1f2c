"""The telephone calls of a broadcast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, text, union

from live.domain.call import State
from live.protocol.views import CallView, Snapshot
from live.store.tables import call
from live.views.calls.view import call_views, masked_call
from live.views.feed.sections.section import Body, Reader, Section

_GOING_ON = [state.value for state in State if state is not State.ENDED]
# As the index over them says it: with parameters in it SQLite would not know that they are the same. They have ended.
_TO_CALL_BACK: Any = text("call.closed_at IS NULL AND (call.missed OR call.call_back)")
_HANDED = and_(
    call.c.state == State.ENDED.value,
    call.c.question_number.is_not(None),
    or_(call.c.closed_at.is_not(None), ~(call.c.missed | call.c.call_back)),
)


class Calls(Section[dict[int, CallView]]):
    """`limit`: those held of the calls that have ended, of those to be called back and of those handed over alike."""

    name = "calls"
    keys = ("calls",)
    field = "caller"
    limit = 200
    subjects = frozenset({"call"})

    def snapshot(self, connection: Connection, broadcast: Row[Any], reader: Reader) -> Snapshot:
        """Those that have not ended, the newest that are to be called back, and the newest that were handed over."""
        mine = call.c.broadcast_id == broadcast.id
        newest = (self._newest(mine, those) for those in (_TO_CALL_BACK, _HANDED))
        # A union, not an OR: each part goes by its own index however many calls have ended.
        listed = union(select(call.c.id).where(mine, call.c.state.in_(_GOING_ON)), *newest)
        views = call_views(connection, call.c.id.in_(listed)).values()
        return {"calls": [view if reader.contacts else masked_call(view) for view in views]}

    def _newest(self, *those: ColumnElement[bool]) -> Any:
        newest = select(call.c.id).where(*those).order_by(call.c.id.desc()).limit(self.limit)
        return select(newest.subquery().c.id)

    @classmethod
    def load(cls, connection: Connection, broadcast: Row[Any], events: Sequence[Row[Any]]) -> dict[int, CallView]:
        ids = {event.call for event in events if event.call}
        return call_views(connection, call.c.id.in_(ids)) if ids else {}

    def render(self, event: Row[Any], rows: dict[int, CallView], reader: Reader) -> Body | None:
        view = rows.get(event.call)
        shown = view if view is None or reader.contacts else masked_call(view)
        return {"call": event.call, **(event.data or {}), "caller": shown}
