"""A vote by the telephone's keys: of the poll on air, once for each number."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from live.channels import phone
from live.channels.webhook import as_body
from live.desk.inbound import store_outcome, store_outcomes
from live.desk.polls import ballot_box, steering
from live.desk.polls.ballot_box import BallotBox
from live.desk.polls.casting import Vote
from live.store.centre import channels
from live.store.polls import polls
from live.views.polls.view import poll_views
from tests.support.process import wait_until
from tests.support.rooms import Show


def pressed(show: Show, *votes: dict[str, Any]) -> None:
    """The exchange tells of keys that were pressed."""
    number = show.channel("phone", secret="telephone-secret")
    with show.store.read() as connection:
        channel = channels.by_id(connection, show.store.seal, number)
    told = [(as_body(one), phone.understand(as_body(one), {})) for one in votes]
    store_outcomes(show.store, lambda arrivals: [], channel, told)


def by(show: Show, poll: int) -> list[dict[str, int]]:
    steering.look(show.store, show.id, poll)
    with show.store.read() as connection:
        [told] = poll_views(connection, polls.by_ids(connection, [poll]))
    return [one["by"] for one in told["options"]]


def opened(show: Show) -> int:
    return int(show.do("poll.open", question="Нужен ли мост?", options=["Да", "Нет"])["poll"])


def test_a_number_counts_once_by_the_last_key(show: Show) -> None:
    poll = opened(show)
    pressed(show, *({"vote": key, "from": "+79000000301"} for key in (1, 2, 2)), {"vote": 1, "from": "+79000000302"})
    assert by(show, poll) == [{"phone": 1}, {"phone": 1}]


def test_a_key_is_of_the_poll_on_air_else_of_the_newest(show: Show) -> None:
    first, second = opened(show), opened(show)
    pressed(show, {"vote": 1, "from": "+79000000303"})
    show.do("poll.show", poll=first)
    pressed(show, {"vote": 2, "from": "+79000000303"})
    assert (by(show, first), by(show, second)) == ([{}, {"phone": 1}], [{"phone": 1}, {}])


def test_a_key_that_no_option_has_and_one_while_nothing_is_asked_count_nothing(show: Show) -> None:
    pressed(show, {"vote": 1, "from": "+79000000304"})
    poll = opened(show)
    pressed(show, {"vote": 3, "from": "+79000000304"})
    assert by(show, poll) == [{}, {}]
    assert show.broadcast.last_number == 0


def commits_of(show: Show) -> list[object]:
    """The transactions from now on."""
    commits: list[object] = []
    show.store.after_commit.append(lambda *of: commits.append(of))
    return commits


def test_votes_soon_after_another_are_counted_together(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballot_box, "TOGETHER", 2.0)
    poll, box = opened(show), BallotBox(show.store)
    commits = commits_of(show)
    box.worker.start()
    assert box.cast(show.id, poll, Vote("api", "voter-1", (1,)))
    with ThreadPoolExecutor(2) as voters:
        waiting = []
        for n in (2, 3):
            waiting.append(voters.submit(box.cast, show.id, poll, Vote("api", f"voter-{n}", (1,))))
            wait_until(lambda: box.waiting == len(waiting), "it waits with the others")
        assert [one.result() for one in waiting] == [True, True]
    box.worker.stop()
    assert len(commits) == 2


def test_keys_that_are_told_at_one_moment_are_counted_in_one_transaction(show: Show) -> None:
    poll, box = opened(show), BallotBox(show.store)
    number = show.channel("phone", secret="telephone-secret")
    with show.store.read() as connection:
        channel = channels.by_id(connection, show.store.seal, number)
    bodies = [as_body({"vote": 1, "from": f"+7900000031{n}"}) for n in range(8)]

    def told(body: bytes) -> object:
        return store_outcome(show.store, lambda arrivals: [], channel, phone.understand(body, {}), body, box.cast)

    with ThreadPoolExecutor(len(bodies)) as exchange:
        answers = [exchange.submit(told, body) for body in bodies]
        wait_until(lambda: box.waiting == len(bodies), "all of them wait")
        commits = commits_of(show)
        box.worker.start()
        assert [one.result() for one in answers] == [None] * len(bodies)
    box.worker.stop()
    assert len(commits) == 1
    assert by(show, poll) == [{"phone": 8}, {}]
