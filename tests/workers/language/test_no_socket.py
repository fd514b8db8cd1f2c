"""Nothing personal leaves: learning and reading open no socket but the database's."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from live.runtime.child import ROOT
from live.store.transaction import Store
from live.workers.upkeep.apart import MODULE
from tests.support.backends import Backends
from tests.support.binaries import required, strace
from tests.support.rooms import opened
from tests.workers.language.school import School


class Ear:
    """What Python's sockets are asked to do, while somebody listens: an audit hook stays for good."""

    def __init__(self) -> None:
        self.listens, self.heard = False, list[str]()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if self.listens and event.startswith("socket."):
            self.heard.append(event)


EAR = Ear()


@pytest.fixture
def school(backends: Backends, tmp_path: Path) -> Iterator[School]:
    with opened("sqlite", backends, tmp_path) as store:
        yield School(store)


def test_a_question_is_read_by_what_was_learned_without_a_socket(school: School) -> None:
    school.decided().learn()
    number = school.show.asked("Огромная яма на дороге")
    EAR.listens = True
    school.show.understood()
    EAR.listens = False
    assert school.show.view(number)["topic"] == "Дороги" and EAR.heard == []


def test_the_ear_hears_a_socket() -> None:
    EAR.listens = True
    socket.socket().close()
    EAR.listens = False
    assert EAR.heard == ["socket.__new__"]
    EAR.heard.clear()


@pytest.mark.faults
def test_the_process_that_learns_reaches_no_network(school: School, tmp_path: Path) -> None:
    store: Store = school.decided().store
    told = {"work": "learning", "url": store.database.place, "before": None, "by": None}
    traced = tmp_path / "traced"
    options = ["-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg", "-o", str(traced)]
    command = [required(strace(), "strace"), *options, sys.executable, "-m", MODULE]
    answer = json.loads(subprocess.check_output(command, input=json.dumps(told), text=True, cwd=ROOT))
    assert answer["learned"]["written"]
    assert not [line for line in traced.read_text().splitlines() if "AF_INET" in line]
