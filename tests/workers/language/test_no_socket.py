"""Nothing personal leaves: learning and reading open no socket but the database's."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from live.language.meaning.embedding import BUNDLED, chosen
from live.runtime.child import ROOT
from live.store.ids import question_id
from live.store.transaction import Store
from live.workers.language import vectors
from live.workers.language.meaning_child import Talk
from live.workers.upkeep.apart import MODULE
from tests.support.backends import Backends
from tests.support.binaries import required, strace
from tests.support.meaning import model
from tests.support.rooms import opened
from tests.workers.language.school import School


class Ear:
    """What Python's sockets are asked to do, while somebody listens: an audit hook stays for good.

    Threads that were there before are other tests': a socket client's tries to come again.
    """

    def __init__(self) -> None:
        self._listens, self._others = False, set[int | None]()
        self.heard: list[str] = []
        sys.addaudithook(self._hear)

    @contextmanager
    def listens(self) -> Iterator[None]:
        self.heard.clear()
        self._others = {thread.ident for thread in threading.enumerate()} - {threading.get_ident()}
        self._listens = True
        try:
            yield
        finally:
            self._listens = False

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if self._listens and event.startswith("socket.") and threading.get_ident() not in self._others:
            self.heard.append(event)


EAR = Ear()


@pytest.fixture
def school(backends: Backends, tmp_path: Path) -> Iterator[School]:
    with opened("sqlite", backends, tmp_path) as store:
        yield School(store)


def test_a_question_is_read_by_what_was_learned_without_a_socket(school: School) -> None:
    school.decided().learn()
    number = school.show.asked("Огромная яма на дороге")
    with EAR.listens():
        school.show.understood()
    assert school.show.view(number)["topic"] == "Дороги" and EAR.heard == []


def asked_of_a_model(school: School, models: str) -> list[str]:
    """What the process of a model is told, line by line, to make a question's vector."""
    number, found = school.show.asked("Почему нет воды?"), chosen(models)
    assert found is not None
    begun = {"url": school.show.store.database.place, "models": models, "model": found.name}
    return [json.dumps(begun), json.dumps({"ids": [question_id(school.show.id, number)]})]


def test_a_question_s_vector_is_made_without_a_socket(school: School, tmp_path: Path) -> None:
    told, talk = asked_of_a_model(school, str(model(tmp_path / "models"))), Talk()
    with EAR.listens():
        answers = [json.loads(talk.answer(line)) for line in told]
    assert len(answers[1]["made"]) == 1 and EAR.heard == []


def test_the_ear_hears_a_socket() -> None:
    with EAR.listens():
        begun = threading.Thread(target=lambda: socket.socket().close())
        begun.start()
        begun.join()
        socket.socket().close()
    assert EAR.heard == 2 * ["socket.__new__"]


@pytest.mark.faults
def test_the_process_that_learns_reaches_no_network(school: School, tmp_path: Path) -> None:
    store: Store = school.decided().store
    told = {"work": "learning", "url": store.database.place, "before": None, "by": None}
    said, reached = traced(MODULE, json.dumps(told), tmp_path)
    assert json.loads(said)["learned"]["written"] and reached == []


@pytest.mark.faults
def test_the_process_of_a_model_of_meaning_reaches_no_network(school: School, tmp_path: Path) -> None:
    """The package's where there is one."""
    models = "" if find_spec(BUNDLED) else str(model(tmp_path / "models"))
    said, reached = traced(vectors.MODULE, "\n".join(asked_of_a_model(school, models)), tmp_path)
    assert len(json.loads(said.splitlines()[1])["made"]) == 1 and reached == []


def traced(module: str, given: str, folder: Path) -> tuple[str, list[str]]:
    """What one of our modules says as a process, and what of its calls reached for a network."""
    file = folder / "traced"
    options = ["-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg", "-o", str(file)]
    command = [required(strace(), "strace"), *options, sys.executable, "-m", module]
    said = subprocess.check_output(command, input=given, text=True, cwd=ROOT)
    return said, [line for line in file.read_text().splitlines() if "AF_INET" in line]
