"""The path of one question, from the outside to a ticket, on either asynchronous server and either database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.embedded_first import backend
from tests.support.screen import Screen
from tests.support.server import Installation, Server

__all__ = ["backend"]  # the fixture


@pytest.mark.parametrize("asynchronous", ["eventlet", pytest.param("gevent", marks=pytest.mark.faults)])
def test_a_question_goes_from_the_outside_to_the_air_and_the_rest_to_tickets(
    backend: Installation, asynchronous: str, join: Callable[..., Screen]
) -> None:
    show = backend.show(source="source", run="moderator producer", presenter="presenter", head="head")
    slug, (source, run, presenter, head) = show.slug, show.keys.values()
    coordinator = backend.key("tickets", "coordinator")
    with Server(backend, LIVE_ASYNC=asynchronous).start() as server:
        desk, rundown = join(server, slug, "desk", run), join(server, slug, "rundown", run)
        prompter, at_head = join(server, slug, "prompter", presenter), join(server, slug, "head", head)
        tickets = join(server, "tickets", "tickets", coordinator)

        asked = server.api(slug, source).ask("Когда откроют мост?", external_id="one", author={"name": "Анна П."})
        left = server.api(slug, source).ask("Почему не ходит автобус?", external_id="two")
        number = asked["number"]
        desk.wait_for(lambda s: {number, left["number"]} <= set(s.mirror.questions), "the desk has both")
        desk.obey("question.shortlist", question=number, version=asked["version"])
        rundown.wait_for(lambda s: s.mirror.questions.get(number, {}).get("state") == "shortlisted", "in the rundown")
        rundown.obey("broadcast.air")
        rundown.obey("question.take", question=number, version=rundown.mirror.questions[number]["version"])
        prompter.wait_for(lambda s: s.mirror.questions.get(number, {}).get("state") == "on_air", "on the prompter")
        assert "contact" not in prompter.mirror.questions[number]["author"]
        version = prompter.mirror.questions[number]["version"]
        rundown.obey("question.answer", question=number, version=version, fully=True, summary="В мае")
        at_head.wait_for(lambda s: s.mirror.questions.get(number, {}).get("state") == "answered", "the head sees it")
        rundown.obey("broadcast.wrap")
        desk.wait_for(lambda s: s.mirror.broadcast["state"] == "wrapped", "the show is wrapped")
        desk.wait_for(lambda s: s.mirror.questions[left["number"]]["state"] == "ticketed", "the other is a ticket")
        tickets.wait_for(lambda s: any(t["question"] == left["number"] for t in s.mirror.tickets.values()), "listed")

        head_at_rest = server.api(slug, run).head_at_rest()
        for screen, token in ((desk, run), (rundown, run), (prompter, presenter), (at_head, head)):
            fresh = join(server, slug, screen.screen, token)
            screen.caught_up(head_at_rest)
            assert not screen.differences(fresh), screen.screen
    books = backend.run("audit", slug)
    assert books.returncode == 0, books.stdout + books.stderr
