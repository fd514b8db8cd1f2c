"""Where residents' questions land: what a broadcast's form says of it, read at once for all who open or send it."""

from __future__ import annotations

from dataclasses import dataclass

from live.domain.broadcast import TAKES_IN, Kind
from live.protocol.poll_views import PollView
from live.protocol.views import BroadcastView
from live.store import log
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.broadcasts import FormTexts, broadcast_view, form_texts
from live.views.polls.page import open_polls_of


@dataclass(frozen=True, slots=True)
class Landing:
    """`is_public`: strangers may know of it, for it has been opened and is not over, or its questions land elsewhere.
    `takes_questions`: one from outside would land somewhere now, here or at the standing broadcast. `polls`: those that
    anybody may vote in now."""

    broadcast_id: int
    broadcast: BroadcastView
    texts: FormTexts
    is_public: bool
    takes_questions: bool
    polls: list[PollView]


def landing(store: Store, slug: str) -> Landing:
    """`not_found` without such a broadcast. A practice is none: nobody asks there, and strangers know of none."""
    with store.read() as connection:
        row = broadcasts.get(connection, slug)
        if row.kind == Kind.PRACTICE.value:
            raise log.no_broadcast(slug)
        behind = [broadcasts.by_id(connection, row.standing_id)] if row.standing_id else []
        here, *elsewhere = (broadcasts.to_domain(one) for one in (row, *behind))
        lands_elsewhere = any(home.takes_questions for home in elsewhere)
        return Landing(
            row.id,
            broadcast_view(row),
            form_texts(row),
            here.state in TAKES_IN or lands_elsewhere,
            here.takes_questions or lands_elsewhere,
            open_polls_of(connection, row.id),
        )
