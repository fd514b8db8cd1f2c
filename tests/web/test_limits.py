"""How often an address may try, whether or not Redis answers, and what counts as a try."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from flask import Flask

from live.web.edge.limits import AWAY, Counts, forgive, install, limited, may_happen


@pytest.fixture
def frozen() -> Iterator[socket.socket]:
    """A Redis that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(100)
        listening.setblocking(False)
        yield listening


@pytest.fixture
def app() -> Flask:
    app = Flask("limits")
    install(app, None)
    return app


def calls(listening: socket.socket) -> int:
    """How often somebody has connected since it was asked last."""
    found = 0
    while True:
        try:
            listening.accept()[0].close()
        except BlockingIOError:
            return found
        found += 1


def test_while_redis_does_not_answer_tries_are_counted_here(app: Flask, frozen: socket.socket) -> None:
    install(app, f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
    with app.app_context():
        assert [may_happen("2 per minute", "door", "a") for _ in range(3)] == [True, True, False]
        forgive("2 per minute", "door", "a")
        assert may_happen("2 per minute", "door", "a")


def test_a_redis_that_did_not_answer_is_left_alone_for_a_while(frozen: socket.socket) -> None:
    now = 0.0
    counts = Counts(f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
    counts.clock = lambda: now
    counts.ask(lambda counter: counter.storage.get("a"))
    assert calls(frozen) == 1
    for _ in range(5):
        counts.ask(lambda counter: counter.storage.get("a"))
    assert calls(frozen) == 0
    now = AWAY
    counts.ask(lambda counter: counter.storage.get("a"))
    assert calls(frozen) == 1


def test_while_one_asks_a_redis_that_was_away_nobody_else_waits_for_it(frozen: socket.socket) -> None:
    now = 0.0
    counts = Counts(f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
    counts.clock = lambda: now
    here = counts.ask(lambda counter: counter if counter.storage.get("a") is not None else counter)
    now = AWAY
    shared, beside = counts.ask(lambda counter: (counter, counts.ask(lambda other: other)))
    assert shared is not here and beside is here


def test_only_the_answers_that_count_use_a_limit_up(app: Flask) -> None:
    def guess(right: str) -> tuple[str, int]:
        return ("", 200) if right == "yes" else ("", 404)

    app.get("/<right>")(limited("2 per minute", counts=lambda answer: answer.status_code == 404)(guess))
    client = app.test_client()
    assert {client.get("/yes").status_code for _ in range(5)} == {200}
    assert [client.get("/no").status_code for _ in range(3)] == [404, 404, 429]
    assert client.get("/yes").status_code == 429


def test_a_try_beyond_the_limit_is_told_when_to_come_again(app: Flask) -> None:
    app.get("/")(limited("1 per minute; 5 per hour")(lambda: "in"))
    client = app.test_client()
    assert client.get("/").status_code == 200
    answer = client.get("/")
    assert answer.status_code == 429 and 50 <= int(answer.headers["Retry-After"]) <= 60


def test_one_address_counts_alone_and_a_subscriber_of_ipv6_as_one(app: Flask) -> None:
    app.get("/")(limited("1 per minute")(lambda: "in"))

    def status(address: str) -> int:
        return app.test_client().get("/", environ_base={"REMOTE_ADDR": address}).status_code

    assert [status(a) for a in ("192.0.2.1", "192.0.2.2", "::ffff:192.0.2.1")] == [200, 200, 429]
    assert [status(a) for a in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")] == [200, 429, 200]
