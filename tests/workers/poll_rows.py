"""The tasks that count votes, and how a row of each is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from live.desk.polls.casting import Vote, cast_group
from live.store.polls import posts
from live.store.tables import channel
from tests.desk.paging import SETTINGS
from tests.support.rooms import Show


def _opened(show: Show) -> int:
    return int(show.do("poll.open", question="Что важнее?", options=["Дороги", "Школы"])["poll"])


def _ballots(bench: Any) -> Callable[[], object]:
    """A vote that the database refuses; whoever votes with it is counted."""
    show = Show(bench.store).on_air()
    number = _opened(show)
    bench.site.refuse("INSERT ON ballot", "new.choice = 2")
    senders = bench.senders(2)
    refused, counted = (
        senders.submit(bench.site.ballots.cast, show.id, number, Vote("form", str(option), (option,)))
        for option in (2, 1)
    )
    return lambda: refused.done() and counted.done() and refused.exception() and counted.result()


def _polls(bench: Any) -> Callable[[], object]:
    """A poll that takes no other count; what is counted in the one behind it is told."""
    broken, other = Show(bench.store).on_air(), Show(bench.store).on_air()
    numbers = [_opened(show) for show in (broken, other)]
    for show, number in zip((broken, other), numbers, strict=True):
        cast_group(bench.store, show.id, number, [Vote("form", "1", (1,))])
    bench.site.refuse("UPDATE OF version ON poll", f"old.id = {numbers[0]}")
    return lambda: other.types()[-1] == "poll.counted"


def _poll_posts(bench: Any) -> Callable[[], object]:
    """A channel whose seal does not open; and by another one, a poll that cannot be marked as being posted."""
    network = bench.vk()
    show = Show(bench.store).on_air()
    sealed, good = (show.channel("vk", host=network.url, **SETTINGS["vk"]) for _ in range(2))
    broken, behind = _opened(show), _opened(show)
    for number in (broken, behind):
        show.do("poll.post", poll=number)
    bench.site.refuse("UPDATE ON poll_post", f"old.poll_id = {broken}")
    bench.site.seal_by_another_key(channel, "settings", sealed)

    def posted() -> bool:
        with bench.store.read() as connection:
            return [one.state for one in posts.of_polls(connection, [behind])[behind] if one.channel_id == good] == [
                "posted"
            ]

    return posted


POLL_ROWS: dict[str, Callable[[Any], Callable[[], object]]] = {
    "ballots": _ballots,
    "polls": _polls,
    "poll_posts": _poll_posts,
}
