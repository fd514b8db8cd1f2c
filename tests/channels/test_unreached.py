"""Whoever has set a machine's address up is told in words why it was not reached."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import pytest

from live.channels import Failed, Http
from live.channels.control.outlet import Packet
from live.channels.unreached import why
from tests.support.process import free_port
from tests.support.stub import Fault, Stub, reset, slow


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as made:
        yield made


def told(url: str, patience: float = 5.0) -> str:
    with pytest.raises(Failed) as failed:
        Http(url).post("do", {}, patience=patience)
    return failed.value.detail


def test_where_no_program_listens() -> None:
    assert told(f"http://127.0.0.1:{free_port()}") == "Nothing listens there."


def test_where_nobody_has_the_name() -> None:
    assert told("http://no-such-machine.invalid") == "No machine has this name."


@pytest.mark.parametrize(("fault", "words"), [(slow(1.0), "No answer came in time."), (reset(), "The line broke off.")])
def test_where_the_machine_falls_silent(stub: Stub, fault: Fault, words: str) -> None:
    stub.fail("", fault)
    assert told(stub.url, patience=0.2) == words


def test_where_https_is_asked_of_what_speaks_plain_http(stub: Stub) -> None:
    assert told(stub.url.replace("http:", "https:")) == "No secure line came about."


def test_a_packet_for_a_machine_that_nobody_knows() -> None:
    with pytest.raises(Failed) as failed:
        Packet("no-such-machine.invalid", 9, b"x").send()
    assert failed.value.detail == "No machine has this name."


def test_an_error_is_told_by_what_it_came_of() -> None:
    error = RuntimeError()
    error.__cause__ = OSError(errno.ENETUNREACH, "")
    assert why(error) == "No way leads there."


def test_what_there_are_no_words_for_is_told_by_its_name() -> None:
    assert why(LookupError("a token")) == "LookupError"
