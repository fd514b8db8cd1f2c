"""A backup taken while the server runs, and what the screens make of a database that went back in time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.load import Load
from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.server import Installation, Server

pytestmark = pytest.mark.faults


def test_screens_begin_anew_after_a_restore(backend: Installation, join: Callable[..., Screen]) -> None:
    show = backend.show(source="source", desk="moderator")
    slug, source, token = show.slug, show.keys["source"], show.keys["desk"]
    file = backend.folder / f"{backend.name}.backup"
    with Server(backend).start() as server:
        desk = join(server, slug, "desk", token, keep=True)
        load = Load(server.url, slug, source, rate=100, threads=4)
        load.start()
        wait_until(lambda: load.has(100), "a hundred questions are in")
        before = set(load.acknowledged.values())
        backend.cli("backup", str(file))
        meanwhile = len(load.acknowledged)
        wait_until(lambda: load.has(meanwhile + 50), "more came after it")
        load.stop()
        desk.wait_for(lambda s: s.mirror.counts["new"] == len(load.acknowledged), "the desk has been told of all")
        late = server.api(slug, token).head_at_rest()
        epoch = desk.caught_up(late).mirror.epoch

        server.stop()
        backend.cli("restore", str(file))
        server.start()
        desk.wait_for(lambda s: s.mirror.epoch != epoch, "a new epoch")
        head = server.api(slug, token).head_at_rest()
        fresh = join(server, slug, "desk", token)
        desk.caught_up(head)
        assert desk.mirror.to < late
        assert not desk.differences(fresh)
        assert len(before) <= desk.mirror.counts["new"] < len(load.acknowledged)
        numbers = {
            question["question"] for question in server.api(slug, token).all_events()[1] if "question" in question
        }
        assert before <= numbers
        books = backend.run("audit", slug)
        assert books.returncode == 0, books.stdout + books.stderr

        again = server.api(slug, source).ask("Вопрос после восстановления", external_id="after")
        desk.wait_for(lambda s: again["number"] in s.mirror.questions, "the restored server goes on")
