"""A worker that is killed while it tells of tickets: every event is told at least once, in order, without a hole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from live.admin import webhooks
from live.domain.people import By
from live.store.database import Database
from live.store.transaction import Store
from live.views.tickets.webhooks import receiver
from tests.support.process import wait_until
from tests.support.rooms import Show
from tests.support.scale import scaled
from tests.support.server import Installation
from tests.support.stub import Answer, Call, Fault, Stub, reset
from tests.support.worker import Worker

pytestmark = [pytest.mark.faults, pytest.mark.soak]

TICKETS = scaled(60, 600)
KILLS = scaled(2, 10)


@pytest.fixture
def store(served: Installation) -> Iterator[Store]:
    opened = Store(Database(served.database_url), served.environment()["LIVE_SECRET_KEY"])
    yield opened
    opened.database.close()


def are_told(taken: Sequence[object], least: int) -> bool:
    return len(taken) >= least


def test_a_killed_worker_leaves_no_hole(served: Installation, store: Store) -> None:
    with Stub() as post, Worker(served) as worker:
        taken: list[tuple[int, str]] = []

        def take(call: Call) -> Answer:
            body = call.json()
            taken.append((body["seq"], body["ticket"]["number"]))
            return Answer(204)

        post.routes["/told"] = take
        post.fail_often(0.05, Fault(status=503), reset(), reset(late=True))
        webhook_id = webhooks.add(store, f"{post.url}/told", "секрет-получателя", [], By("Мария", "admin"))
        show = Show(store).on_air()
        numbers = [str(show.do("question.ticket", show.asked(f"Вопрос {n}"))["ticket"]) for n in range(TICKETS)]
        for kill in range(1, KILLS + 1):
            worker.start()
            wait_until(partial(are_told, taken, TICKETS * kill // (KILLS + 1)), "some are told", 180)
            worker.kill()
        post.work()
        worker.start()
        wait_until(lambda: receiver(store, webhook_id).behind == 0, "all is told", 180)
    firsts = list(dict.fromkeys(taken))
    assert [number for _, number in firsts] == numbers
    assert [seq for seq, _ in firsts] == sorted(seq for seq, _ in firsts)
