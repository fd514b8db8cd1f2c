"""`app.py worker` lets the servers beside it go first."""

from __future__ import annotations

import os

from tests.support.server import Installation
from tests.support.worker import Worker


def niceness(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


def test_every_thread_of_a_worker_is_nicer_than_what_started_it(embedded: Installation) -> None:
    with Worker(embedded).start() as worker:
        process = worker.program.process
        assert process is not None
        threads = {niceness(int(thread)) for thread in os.listdir(f"/proc/{process.pid}/task")}
    assert min(threads) > niceness(0)
