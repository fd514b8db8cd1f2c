"""A failure says whether anything may have happened at the network."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from live.channels import Failed, Http
from tests.support.process import free_port
from tests.support.stub import Answer, Fault, Stub, reset, slow


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as made:
        made.routes["/"] = lambda call: {"done": True}
        yield made


def failure(stub: Stub, fault: Fault | None = None, patience: float = 5.0) -> Failed:
    if fault:
        stub.fail("", fault)
    with pytest.raises(Failed) as failed:
        Http(stub.url).post("do", {"token": "t0ken"}, patience=patience)
    assert "t0ken" not in str(failed.value)
    return failed.value


def test_what_is_answered_is_given(stub: Stub) -> None:
    assert Http(stub.url).post("do", {"a": 1}) == {"done": True}
    assert stub.calls[0].form == {"a": "1"}


@pytest.mark.parametrize(
    "fault",
    [reset(), reset(late=True), Fault(status=500), Fault(status=502, late=True), Fault(status=504)],
    ids=["reset", "reset late", "500", "502", "504"],
)
def test_where_the_network_breaks_nobody_knows_what_became_of_it(stub: Stub, fault: Fault) -> None:
    assert failure(stub, fault).kind == "unsure"


def test_an_answer_that_never_comes_leaves_it_unknown(stub: Stub) -> None:
    assert failure(stub, slow(1.0), patience=0.2).kind == "unsure"


def test_an_answer_that_is_no_json_leaves_it_unknown(stub: Stub) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        import threading

        def answer() -> None:
            connection, _ = server.accept()
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            connection.close()

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(Failed) as failed:
            Http(f"http://127.0.0.1:{server.getsockname()[1]}").post("do")
    assert failed.value.kind == "unsure"


def test_where_nobody_listens_nothing_has_happened() -> None:
    with pytest.raises(Failed) as failed:
        Http(f"http://127.0.0.1:{free_port()}").post("do")
    assert failed.value.kind == "later"


def test_a_busy_network_says_when_to_come_again(stub: Stub) -> None:
    failed = failure(stub, Fault(status=429, headers={"Retry-After": "7"}))
    assert (failed.kind, failed.wait) == ("later", 7.0)
    assert failure(stub, Fault(status=503)).wait is None
    assert failure(stub, Fault(status=503, headers={"Retry-After": "1000000"})).wait == 3600.0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 301])
def test_what_the_network_does_not_take_is_over(stub: Stub, status: int) -> None:
    assert failure(stub, Fault(status=status, headers={"Location": "http://127.0.0.1:1/"})).kind == "never"


def test_a_token_is_not_carried_to_where_a_network_redirects(stub: Stub) -> None:
    with Stub() as other:
        other.routes["/"] = lambda call: Answer(200, {})
        failure(stub, Fault(status=307, headers={"Location": f"{other.url}/do"}))
        assert not other.calls


@pytest.mark.parametrize("host", ["", "nowhere", "ftp://vk.example"])
def test_an_address_that_is_none_is_said_to_be_so(host: str) -> None:
    with pytest.raises(Failed) as failed:
        Http(host).get("do")
    assert failed.value.kind == "never"
