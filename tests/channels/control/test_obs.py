"""A session with OBS: introduced by the password that is never sent, and what is refused told in a sentence."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from ipaddress import IPv4Network
from typing import Any

import pytest

from live.channels import Failed, outgoing
from live.channels.control.obs import session
from live.channels.control.obs.session import Broken, Obs, ShownOut
from live.channels.control.obs.websocket import LARGEST
from live.channels.control.outlet import line_to
from tests.support.machines import in_the_house
from tests.support.stubs.obs import ObsStub, hurry, opened

__all__ = ["in_the_house"]

pytestmark = pytest.mark.usefixtures("in_the_house")

PASSWORD = "supersecretpassword"


@pytest.fixture
def stub() -> Iterator[ObsStub]:
    with ObsStub(PASSWORD) as stub:
        yield stub


@pytest.fixture
def obs(stub: ObsStub) -> Iterator[Obs]:
    with closing(opened(stub.place, PASSWORD)) as line:
        yield line


def test_the_proof_of_a_password_is_that_of_the_specification() -> None:
    salt, challenge = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=", "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY="
    assert session.proof(PASSWORD, salt, challenge) == "1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4="


def test_a_scene_goes_on_air_and_a_chapter_is_marked(stub: ObsStub, obs: Obs) -> None:
    obs.do(session.scene("Вопрос"))
    obs.do(session.chapter("Где вода?"))
    obs.do(session.chapter(""))
    assert (stub.program, stub.chapters) == ("Вопрос", ["Где вода?", ""])


def test_a_text_and_a_source_stand_and_can_be_put_back(stub: ObsStub, obs: Obs) -> None:
    stub.texts["Номер"] = "0"
    asks = session.text("Номер", "№ 7"), session.shown("Студия", "Рамка", True)
    before = [obs.as_it_stands(one) for one in asks]
    for one in asks:
        obs.do(one)
    assert (stub.texts["Номер"], stub.scenes["Студия"]["Рамка"]) == ("№ 7", True)
    for one in before:
        obs.do(one)
    assert (stub.texts["Номер"], stub.scenes["Студия"]["Рамка"]) == ("0", False)


def test_one_that_asks_for_no_password_is_told_none(stub: ObsStub) -> None:
    stub.password = ""
    with closing(line_to(stub.place, PASSWORD)) as line:
        line.do(session.scene("Вопрос"))
    assert stub.program == "Вопрос"


@pytest.mark.parametrize(("password", "words"), [("wrong", "password of OBS is wrong"), ("", "asks for a password")])
def test_without_the_right_password_nothing_is_done(stub: ObsStub, password: str, words: str) -> None:
    with pytest.raises(Failed, match=words) as failed:
        line_to(stub.place, password)
    assert failed.value.kind == "never" and stub.heard == []


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (session.scene("Нет такой"), "no scene or source"),
        (session.text("Нет такого", "7"), "no scene or source"),
        (session.shown("Студия", "Нет такого", True), "no scene or source"),
        (session.shown("Нет такой", "Рамка", True), "no scene or source"),
    ],
)
def test_what_obs_does_not_have_is_refused_for_good_and_the_line_goes_on(
    stub: ObsStub, obs: Obs, ask: session.Ask, words: str
) -> None:
    with pytest.raises(Failed, match=words) as failed:
        obs.do(ask)
    assert failed.value.kind == "never" and not isinstance(failed.value, Broken)
    obs.do(session.scene("Вопрос"))
    assert stub.program == "Вопрос"


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (204, "never", "too old"),
        (207, "later", "not ready"),
        (501, "never", "not recording"),
        (702, "never", "Hybrid MP4"),
        (604, "never", r"refused it. \(604 No source"),
    ],
)
def test_each_refusal_has_its_sentence(stub: ObsStub, obs: Obs, code: int, kind: str, words: str) -> None:
    stub.code = code
    with pytest.raises(Failed, match=words) as failed:
        obs.do(session.chapter("Где вода?"))
    assert failed.value.kind == kind
    assert ("No source" in failed.value.detail) is (code == 604), "what has a sentence of ours needs no words of OBS"


def test_nobody_knows_what_became_of_a_request_without_an_answer(stub: ObsStub, obs: Obs) -> None:
    stub.silent = True
    hurry(obs)
    with pytest.raises(Broken, match="in time") as failed:
        obs.do(session.scene("Вопрос"))
    assert failed.value.kind == "unsure"


def test_a_line_that_obs_has_ended_is_seen_without_waiting(stub: ObsStub, obs: Obs) -> None:
    obs.look()
    stub.stop()
    with pytest.raises(Broken, match="has ended the line"):
        obs.look()


def test_one_that_was_shown_out_is_told_so(stub: ObsStub, obs: Obs) -> None:
    stub.end_lines(4011)
    with pytest.raises(ShownOut):
        obs.do(session.scene("Вопрос"))


def test_an_end_that_came_with_an_answer_is_told_with_its_reason(stub: ObsStub, obs: Obs) -> None:
    stub.ends_with = 4011
    obs.do(session.scene("Вопрос"))
    with pytest.raises(ShownOut):
        obs.do(session.chapter("Где вода?"))
    assert (stub.program, stub.chapters) == ("Вопрос", [])


def test_one_that_answers_no_ping_is_not_there(stub: ObsStub, obs: Obs) -> None:
    obs.beat()
    stub.deaf_to_pings = True
    hurry(obs)
    with pytest.raises(Broken, match="in time"):
        obs.beat()


@pytest.mark.parametrize("greets", ["{", "[]", '{"op": 0, "d": {"authentication": {"salt": "x"}}}', "x" * 60_000])
def test_what_greets_otherwise_is_no_obs(stub: ObsStub, greets: str) -> None:
    stub.greets = greets
    host, port = stub.place.split(":")
    with pytest.raises(Failed, match="no OBS|in time"):
        Obs(host, int(port), PASSWORD, patience=0.2)


def test_nobody_is_there(stub: ObsStub) -> None:
    stub.stop()
    with pytest.raises(Failed, match="cannot be reached") as failed:
        line_to(stub.place, PASSWORD)
    assert failed.value.kind == "later"


@pytest.mark.parametrize("networks", [(), (IPv4Network("10.0.5.0/24"),)])
def test_it_leads_to_the_networks_of_the_house_alone(stub: ObsStub, networks: Any) -> None:
    outgoing.configure(replace(outgoing.policy, networks=networks))
    with pytest.raises(Failed, match="may not reach") as failed:
        line_to(stub.place, PASSWORD)
    assert failed.value.kind == "never" and stub.visits == 0


def answering(say: Callable[[socket.socket], None]) -> tuple[str, int]:
    """A machine that says something else than OBS to the first that comes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as line:
            line.recv(4096)
            say(line)

    threading.Thread(target=serve, daemon=True).start()
    host, port = listener.getsockname()
    return host, port


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://10.9.9.9/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"220 mail.example ESMTP\r\n",
    ],
)
def test_what_speaks_no_websocket_is_no_obs(said: bytes) -> None:
    with pytest.raises(Failed, match="no OBS|has ended the line"):
        Obs(*answering(lambda line: line.sendall(said)), PASSWORD, patience=2.0)


def test_a_message_without_end_is_not_read_to_its_end(stub: ObsStub, obs: Obs) -> None:
    part = b"\x01\x7e\xff\xff" + b"x" * 0xFFFF
    [line] = stub._lines

    def flood() -> None:
        with suppress(OSError):  # The other side has ended the line, as it should.
            line.sendall(part)
            for _ in range(LARGEST // 0xFFFF + 2):
                line.sendall(b"\x00" + part[1:])

    threading.Thread(target=flood, daemon=True).start()
    stub.silent = True
    with pytest.raises(Broken, match="has ended the line"):
        obs.do(session.scene("Вопрос"))
