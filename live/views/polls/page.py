"""What people and programs read of polls beside the screens."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from live.domain.polls.poll import State, numbers_of
from live.protocol.poll_views import PollView
from live.store.polls import ballots, polls
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.polls.view import poll_views


@dataclass(frozen=True, slots=True)
class PollPage:
    """`chosen`: the options that this voter has chosen by now."""

    poll: PollView
    chosen: tuple[int, ...]

    @property
    def is_open(self) -> bool:
        return self.poll["state"] == State.OPEN.value


def poll_page(store: Store, slug: str, poll_id: int, source: str, voter: str | None) -> PollPage:
    """A poll of this broadcast; `not_found` without. `voter`: None who has not been here before."""
    with store.read() as connection:
        row = polls.get(connection, broadcasts.get(connection, slug).id, poll_id)
        [view] = poll_views(connection, [row])
        keys = store.voter_hashes(f"{poll_id}:{source}:{voter}") if voter else []
        kept = list(ballots.of_voters(connection, poll_id, keys).values())
    return PollPage(view, tuple(numbers_of(kept[0].choice)) if kept else ())


LISTED = 50
"""Polls that are told of at once."""


def newest_polls(store: Store, slug: str) -> list[PollView]:
    """The newest of a broadcast, the newest first."""
    with store.read() as connection:
        return poll_views(connection, polls.newest(connection, broadcasts.get(connection, slug).id, LISTED)[::-1])


def open_polls_of(connection: Connection, broadcast_id: int) -> list[PollView]:
    """Those that anybody may vote in now, the newest first."""
    rows = polls.standing(connection, broadcast_id)
    return poll_views(connection, [row for row in reversed(rows) if row.state == State.OPEN.value])
