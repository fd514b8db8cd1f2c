"""What a joined screen may say, and how fast (H8, N4); and that nonsense is nobody's traceback (L4)."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator

import pytest
import websocket

from live.runtime.bucket import Rate
from live.runtime.hearing import STRIKES, Hearing, Pace
from live.views.admin.credentials import Credential
from live.web.edge.allowances import SYNCS, Allowances
from tests.support.process import wait_until
from tests.support.raw import RawSocket
from tests.support.screen import Screen
from tests.support.server import Installation, Server
from tests.web.house import House

pytestmark = pytest.mark.faults

LIVE = "/live"
MANY = 2000
"""Packets: a hundred seconds' worth of what a person's screen may send."""

NONSENSE = [
    "",
    "9",
    "x",
    "2",
    "5",
    "b!!!",
    "4",
    "4x",
    "4{}",
    "4true",
    '4"0/live,"',
    "4" + "[" * 50_000,
    "3" + "[" * 50_000,
    "42",
    "42/live,",
    "42/live,{}",
    "42/live,[]",
    "42/live,[1]",
    '42/live,["sync",{},{}]',
    '42/live,["connect",{}]',
    '42/live,["disconnect"]',
    '42/live,["nothing"]',
    '42["sync",{}]',
    "42/live," + "[" * 5000,
    "43/live,1[]",
    '44/live,{"message":"x"}',
    '451-/live,["sync",{"_placeholder":true,"num":0}]',
    '459999999999-/live,["sync",{}]',
    "461-/live,1[]",
    "40/live,",
    "40/live,{",
    '42/live,99999999999999999999999999["sync"]',
]


class Says:
    """A websocket that has joined a screen by a link, or has not."""

    def __init__(self, server: Server, auth: dict[str, str] | None = None) -> None:
        self.raw = RawSocket(server.url)
        self.raw.hear_until("0")
        if auth:
            self.raw.join(LIVE, auth)
            self.raw.hear_until(f"40{LIVE},")

    def cut_off(self, seconds: float = 60) -> bool:
        """Whether the server ends it by itself."""
        self.raw.hear(seconds)
        return self.raw.ended


@pytest.fixture(scope="module", params=["eventlet", "gevent"])
def server(request: pytest.FixtureRequest, embedded: Installation, house: House) -> Iterator[Server]:
    with Server(embedded, LIVE_ASYNC=request.param).start() as running:
        yield running


@pytest.fixture
def desk(server: Server, house: House) -> dict[str, str]:
    """What a desk's link joins with."""
    slug = house.show()
    return {"broadcast": slug, "screen": "desk", "token": house.key(slug, "moderator", screen="desk")}


OF_THE_START = ("retention has run", "what is kept of persons is sealed")
"""What a server that has just begun says of its own work meanwhile."""


def log(server: Server) -> str:
    return server.program.log.read_text("utf-8", errors="replace")


def flood(line: RawSocket, packet: str) -> None:
    """As many as the server takes, without waiting for an answer."""
    line.socket.settimeout(30)
    with contextlib.suppress(OSError, websocket.WebSocketException):
        for _ in range(MANY):
            line.send(packet)


def test_a_screen_that_never_stops_talking_is_cut_off_and_its_neighbour_is_not(
    server: Server, desk: dict[str, str], house: House, join: Callable[..., Screen]
) -> None:
    neighbour = join(server, desk["broadcast"], "desk", house.key(desk["broadcast"], "moderator"))
    line = Says(server, desk)
    flood(line.raw, f'42{LIVE},["seen",{{"to":1}}]')
    neighbour.obey("question.add", text="Когда починят мост?")
    assert line.cut_off()
    assert neighbour.connections == 1 and "it says too much" in log(server)


def test_a_screen_that_sends_too_many_bytes_is_cut_off(server: Server, desk: dict[str, str]) -> None:
    line = Says(server, desk)
    large = json.dumps(["seen", {"to": "x" * 60_000}])
    flood(line.raw, f"42{LIVE},{large}")
    assert line.cut_off()


def test_a_program_with_a_key_is_kept_waiting_and_loses_nothing(server: Server, house: House) -> None:
    slug = house.show()
    program = Says(server, {"broadcast": slug, "screen": "desk", "token": house.key(slug, "moderator")})
    for _ in range(1000):
        program.raw.send(f'42{LIVE},["seen",{{"to":1}}]')
    program.raw.emit(LIVE, "sync", {}, 7)
    program.raw.hear_until(f"43{LIVE},7", 60)


def answers(packets: list[str]) -> list[str]:
    return [packet for packet in packets if packet.startswith(f"43{LIVE},")]


def test_snapshots_that_are_asked_for_too_fast_come_later(server: Server, desk: dict[str, str]) -> None:
    line = Says(server, desk)
    for ack in range(20):
        line.raw.emit(LIVE, "sync", {}, ack)
    wait_until(lambda: len(answers(line.raw.hear(0.1))) == 20, "every answer")


@pytest.mark.parametrize("joined", [True, False], ids=["joined", "a stranger"])
def test_nonsense_leaves_no_traceback_and_next_to_nothing_in_the_log(
    server: Server, desk: dict[str, str], joined: bool
) -> None:
    before = log(server)
    for packet in NONSENSE:
        line = Says(server, desk if joined else None)
        with contextlib.suppress(OSError, websocket.WebSocketException):
            for _ in range(50):
                line.raw.send(packet)
        assert line.cut_off(20), packet
    told = log(server).removeprefix(before)
    assert "Traceback" not in told and "shutdown error" not in told
    of_lines = [line for line in told.splitlines() if not any(work in line for work in OF_THE_START)]
    assert len(of_lines) <= (len(NONSENSE) if joined else 0), told


def test_a_binary_message_ends_the_connection(server: Server, desk: dict[str, str]) -> None:
    line = Says(server, desk)
    line.raw.socket.send_binary(b"x" * 60_000)
    assert line.cut_off(20)


def test_a_credential_that_is_refused_again_and_again_is_guessing(server: Server, desk: dict[str, str]) -> None:
    """It is cut off by that, and not by the end of its time to join."""
    line = Says(server)
    with contextlib.suppress(OSError, websocket.WebSocketException):
        for n in range(2 * STRIKES):
            line.raw.join(LIVE, {**desk, "token": f"guess-{n}"})
    assert line.cut_off(20)
    assert len([packet for packet in line.raw.packets if packet.startswith(f"44{LIVE},")]) <= STRIKES


def test_of_a_persons_screens_the_one_longest_unheard_goes(server: Server, house: House) -> None:
    slug = house.show()
    house.user(login := f"anna-{slug}", "пароль-длинный", "moderator", slug=slug)
    client = house.app.test_client()
    house.sign_in(client, login, "пароль-длинный")
    held = client.get_cookie("live")
    assert held is not None
    lines = []
    for _ in range(13):
        raw = RawSocket(server.url, header={"Cookie": f"live={held.value}"})
        raw.join(LIVE, {"broadcast": slug, "screen": "desk"})
        raw.hear_until(f"40{LIVE},")
        lines.append(raw)
    wait_until(lambda: lines[0].hear(0.1) and lines[0].ended, "the first is ended")
    for one in lines[1:]:
        one.hear(0.1)
        assert not one.ended
    for one in lines:
        one.close()


class Clock:
    """Time that passes where somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


def test_a_snapshot_too_many_waits_for_its_turn_whatever_socket_asks() -> None:
    clock, allowances = Clock(), Allowances(reads=30)
    allowances.clock, allowances.sleep = clock, clock.pass_
    person = Credential("user:7", "Анна", {})
    allowance = allowances.of(person)
    for _ in range(20):
        allowances.wait_to_sync(allowance, person.id, "one socket")
    assert clock.now == pytest.approx((20 - SYNCS.burst) / SYNCS.per_second)
    began = clock.now
    for n in range(200):
        allowances.wait_to_sync(allowance, person.id, f"socket {n}")
    assert clock.now - began > 40


def test_strikes_are_forgotten_by_who_falls_silent() -> None:
    clock, cut = Clock(), list[str]()
    hearing = Hearing(cut.append, clock, clock.pass_)
    hearing.allow(Pace(Rate(10, 10), Rate(1000, 1000)))

    def talk(packets: int) -> None:
        for _ in range(packets):
            hearing.heard("3")

    for _ in range(3):
        talk(40)  # For three seconds it says too much, and then nothing for five.
        clock.pass_(5)
    assert not cut
    talk(100)
    assert cut == ["it says too much"]


def test_a_patient_one_waits_and_is_never_cut_off() -> None:
    clock, cut = Clock(), list[str]()
    hearing = Hearing(cut.append, clock, clock.pass_)
    hearing.allow(Pace(Rate(10, 10), Rate(1000, 1000), patient=True))
    assert all(hearing.heard("3") for _ in range(1010)) and not cut
    assert 99 < clock.now < 101
