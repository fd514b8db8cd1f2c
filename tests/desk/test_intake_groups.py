"""Who waits at the same moment shares a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from live.desk.intake import queue as queues
from live.desk.intake.queue import Intake
from live.store.transaction import Store
from tests.support.process import wait_until
from tests.support.rooms import Show


@contextmanager
def commits(store: Store) -> Iterator[list[Sequence[int]]]:
    """What the after-commit hook is told, commit by commit."""
    told: list[Sequence[int]] = []
    store.after_commit.append(told.append)
    yield told
    store.after_commit.remove(told.append)


def test_submissions_that_wait_at_the_same_moment_share_a_transaction(store: Store, show: Show) -> None:
    queue = Intake(store)
    with commits(store) as told, ThreadPoolExecutor(40) as senders:
        receipts = [senders.submit(queue.receive_one, show.arrival(f"Вопрос {n}")) for n in range(40)]
        while queue.waiting() < 40:
            pass  # All of them wait before anybody takes them.
        queue.start()
        numbers = {receipt.result().number for receipt in receipts}
    assert numbers == set(range(1, 41))
    assert len(told) == 1


def test_those_who_wait_at_many_broadcasts_share_a_transaction(store: Store) -> None:
    shows, queue = [Show(store).on_air() for _ in range(8)], Intake(store)
    with commits(store) as told, ThreadPoolExecutor(32) as senders:
        sent = [senders.submit(queue.receive_one, shows[n % 8].arrival(f"Вопрос {n}")) for n in range(32)]
        wait_until(lambda: queue.waiting() == 32, "all of them wait")
        queue.start()
        receipts = [one.result() for one in sent]
    assert [sorted(ids) for ids in told] == [sorted(show.id for show in shows)]
    for n, receipt in enumerate(receipts):
        assert receipt.broadcast == shows[n % 8].slug and shows[n % 8].row(receipt.number or 0).text == f"Вопрос {n}"
    for show in shows:
        assert (show.broadcast.last_number, show.head) == (4, 6) and show.books().balances


def test_however_many_wait_at_one_broadcast_the_next_has_its_turn(
    store: Store, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, queue = Show(store).on_air(), Intake(store)
    monkeypatch.setattr(queues, "GROUP", 2)
    with commits(store) as told, ThreadPoolExecutor(7) as senders:
        sent = [senders.submit(queue.receive_one, one.arrival()) for one in [show] * 6 + [other]]
        wait_until(lambda: queue.waiting() == 7, "all of them wait")
        queue.start()
        for one in sent:
            one.result()
    assert other.id in [id_ for ids in told[:2] for id_ in ids]
