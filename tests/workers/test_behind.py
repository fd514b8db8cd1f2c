"""`app.py worker` lets the servers beside it go first."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.support.server import Installation
from tests.support.worker import Worker


@pytest.fixture
def threads(embedded: Installation) -> Iterator[list[int]]:
    with Worker(embedded).start() as worker:
        process = worker.program.process
        assert process is not None
        yield [int(thread) for thread in os.listdir(f"/proc/{process.pid}/task")]


def niceness(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


def test_every_thread_of_a_worker_is_nicer_than_what_started_it(threads: list[int]) -> None:
    assert min(map(niceness, threads)) > niceness(0)


def test_none_of_its_threads_breaks_another_off_as_it_wakes(threads: list[int]) -> None:
    assert set(map(os.sched_getscheduler, threads)) == {os.SCHED_BATCH}
