"""The module of Bitfocus Companion beside a running server: what its status says, and what becomes of a press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from live.domain.control.verbs import VERBS
from tests.integrations.companion import Companion
from tests.integrations.stage import Stage
from tests.support.process import free_port, wait_until
from tests.support.server import Installation, Server
from tests.web.house import House, russian

OK = ["ok", ""]


@pytest.fixture(scope="module")
def running(embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded).start() as server:
        yield server


@pytest.fixture
def companion() -> Iterator[Companion]:
    with Companion() as started:
        yield started


def waits(companion: Companion, so: Callable[[], bool], what: str) -> None:
    try:
        wait_until(so, what)
    except AssertionError:
        raise AssertionError(f"{what}; it stands so: {companion.now}") from None


def says_that(companion: Companion, word: str) -> bool:
    return word in companion.now["status"][1]


def says(companion: Companion, status: str) -> str:
    """Wait for this status; the sentence beside it, which is in Russian."""
    waits(companion, lambda: companion.now["status"][0] == status, f"the status {status}")
    sentence = str(companion.now["status"][1])
    assert russian(sentence) and sentence.endswith("."), sentence
    return sentence


def test_it_brings_twenty_buttons(companion: Companion) -> None:
    companion.connect("", "", "")
    waits(companion, lambda: len(companion.presets) == 20, "twenty presets")


def test_until_it_is_set_up_it_says_what_is_missing(companion: Companion) -> None:
    for told, missing in ((("", "", ""), "адрес"), (("x", "", ""), "слаг"), (("x", "y", ""), "ключ")):
        companion.connect(*told)
        waits(companion, partial(says_that, companion, missing), f"«{missing}» is missing")
        assert companion.now["status"][0] == "bad_config"
    assert companion.now["lamps"]["lost"]


def test_where_nobody_answers_it_says_so(companion: Companion) -> None:
    companion.connect(f"http://127.0.0.1:{free_port()}", "show", "a-key-of-nobody")
    assert "адрес и порт" in says(companion, "connection_failure")
    [why] = companion.errors(companion.press("next"))
    assert "адрес и порт" in why, "a press fails at once, and waits for no line"


def test_a_key_that_is_not_known_or_may_not_press_is_said(running: Server, house: House, companion: Companion) -> None:
    slug = house.show("open", "air")
    companion.connect(running.url, slug, "not-a-key-of-this-centre")
    assert "Ключ" in says(companion, "authentication_failure")
    companion.connect(running.url, slug, house.key(slug, "moderator"))
    assert "«пульт»" in says(companion, "insufficient_permissions")
    companion.connect(running.url, "no-such-show", house.key(None, "control"))
    assert "слаг" in says(companion, "bad_config")


def test_a_refusal_is_said_by_the_status_and_by_a_text(running: Server, house: House, companion: Companion) -> None:
    stage = Stage(house, 1)
    companion.connect(running.url, stage.slug, house.key(stage.slug, "control"))
    waits(companion, lambda: companion.now["status"] == OK, "it is connected")
    [why] = companion.errors(companion.press("answered"))
    assert says(companion, "unknown_warning") == why
    assert companion.now["texts"]["refusal"] == why
    stage.quiet()
    assert companion.errors(companion.press("take")) == []
    waits(companion, lambda: companion.now["status"] == OK, "what is done takes the refusal away")
    assert companion.now["texts"]["refusal"] == ""


def test_the_prompters_are_steered_by_it(running: Server, house: House, companion: Companion) -> None:
    slug = house.show("open", "air")
    companion.connect(running.url, slug, house.key(slug, "control"))
    words = [name for name in VERBS if name.startswith("prompter-")]
    assert [companion.errors(companion.press(word.replace("-", "_"))) for word in words] == [[]] * 6


@pytest.mark.faults
def test_lamps_are_dark_without_a_line_and_lit_again_with_it(
    embedded: Installation, house: House, companion: Companion
) -> None:
    stage = Stage(house, 2)
    with Server(embedded).start() as server:
        companion.connect(server.url, stage.slug, house.key(stage.slug, "control"))
        waits(companion, lambda: companion.now["texts"].get("next_number") == "1", "the next question is shown")
        server.stop()
        waits(companion, lambda: companion.now["lamps"]["lost"], "the line is lost")
        assert not companion.now["lamps"]["next"] and companion.now["texts"]["next_number"] == ""
        server.start()
        waits(companion, lambda: not companion.now["lamps"]["lost"], "the line is back")
        waits(companion, lambda: companion.now["texts"]["next_number"] == "1", "what has not changed is shown again")
        assert companion.now["status"] == OK and companion.now["lamps"]["next"]
