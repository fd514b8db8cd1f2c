"""Buttons by OSC: who may press, what a packet means, and what a flood, a doubled and a late one do."""

from __future__ import annotations

import secrets
from ipaddress import ip_network
from typing import Any

import pytest
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.udp_client import SimpleUDPClient

from live import settings as environment
from live.desk.control.heard import Heard, Outcome, Port
from live.desk.control.osc_in import LATE, WAITING, OscIn
from live.settings import Osc
from live.store.centre import access
from live.store.tables import broadcast
from live.store.transaction import Store
from live.views.admin.credentials import Credentials
from tests.channels.wrong_osc import WRONG
from tests.support.rooms import Show
from tests.support.searched import SEARCH
from tests.support.server import SECRET

PRACTICE = "practice_producer_user1_abc"
STUDIO, ELSEWHERE = "10.0.5.7", "10.9.9.9"


class Panel:
    """A panel of buttons beside a show with a list, and the server that hears it. Its time is moved by hand."""

    def __init__(self, store: Store, port: int = 0) -> None:
        self.show = Show(store).on_air()
        self.heard = Heard()
        place = Osc("127.0.0.1", port, (ip_network("10.0.5.0/24"),))
        self.osc = OscIn(store, Credentials(store), place, self.heard)
        self.now = 0.0
        self.osc.clock = lambda: self.now
        self.osc.wall = lambda: self.show.clock().timestamp()
        for text in ("Где вода?", "Где свет?", "Где тепло?"):
            self.show.shortlisted(text)
        self.pause()

    def pause(self, seconds: float = 1.0) -> Panel:
        self.now += seconds
        self.show.clock.pass_(seconds=seconds)
        return self

    def key(self, *roles: str, **facts: Any) -> str:
        token = secrets.token_urlsafe(24)
        SEARCH.plant(token)
        with self.show.store.write() as tx:
            access.add_key(tx, token, "Пульт", roles or ["control"], self.show.id, **facts)
        return token

    def send(self, said: str, *arguments: Any, host: str = STUDIO) -> Outcome:
        """What became of one message."""
        builder = OscMessageBuilder(said.replace("SHOW", self.show.slug))
        for one in arguments:
            builder.add_arg(one)
        self.osc.hear(builder.build().dgram, host)
        self.osc.do_waiting()
        return self.heard.last[-1].outcome

    def on_air(self) -> list[int]:
        return [n for n in (1, 2, 3) if self.show.row(n).state == "on_air"]


@pytest.fixture
def panel(clocked: Store) -> Panel:
    return Panel(clocked)


def test_a_host_of_the_studio_presses_without_a_key(panel: Panel) -> None:
    assert panel.send("/live/SHOW/take") is Outcome.DONE
    assert panel.on_air() == [1]
    last = panel.show.events()[-1]
    assert (last.by_name, last.by_role, last.by_credential) == (f"OSC {STUDIO}", "control", None)


def test_any_other_host_does_not(panel: Panel) -> None:
    assert panel.send("/live/SHOW/take", host=ELSEWHERE) is Outcome.WRONG
    assert panel.heard.last[-1].why is not None and panel.heard.last[-1].why.code == "unauthorized"
    assert panel.on_air() == []


def test_a_key_in_the_address_is_enough_from_anywhere_and_is_told_nowhere(panel: Panel) -> None:
    key = panel.key()
    assert panel.send(f"/key/{key}/SHOW/take", host=ELSEWHERE) is Outcome.DONE
    assert panel.on_air() == [1] and panel.show.events()[-1].by_name == "Пульт"
    assert panel.heard.last[-1].said == f"{panel.show.slug}/take"


def test_a_producers_key_presses_too(panel: Panel) -> None:
    assert panel.send(f"/key/{panel.key('producer')}/SHOW/take", host=ELSEWHERE) is Outcome.DONE


@pytest.mark.parametrize("role", ["source", "moderator", "gallery", "admin", "head"])
def test_a_key_of_another_role_does_not_take(panel: Panel, role: str) -> None:
    assert panel.send(f"/key/{panel.key(role)}/SHOW/take") is Outcome.REFUSED
    assert panel.heard.last[-1].why is not None and panel.heard.last[-1].why.code == "forbidden"


def test_a_key_of_another_show_does_not(panel: Panel) -> None:
    key = panel.key()
    other = Show(panel.show.store).on_air()
    assert panel.send(f"/key/{key}/{other.slug}/air") is Outcome.REFUSED


def test_a_screens_link_does_not(panel: Panel) -> None:
    key = panel.key("producer", screen="rundown")
    assert panel.send(f"/key/{key}/SHOW/take") is Outcome.REFUSED


def test_a_key_in_the_wrong_place_is_shown_to_nobody(panel: Panel) -> None:
    key = panel.key()
    for said in (f"/live/{key}/SHOW/take", f"/live/SHOW/{key}", f"/key/SHOW/{key}/take"):
        assert panel.send(said) in (Outcome.WRONG, Outcome.REFUSED)
        assert key not in panel.heard.last[-1].said


def test_nobodys_practice_is_steered(panel: Panel) -> None:
    with panel.show.store.write() as tx:
        tx.connection.execute(broadcast.update().where(broadcast.c.id == panel.show.id).values(slug=PRACTICE))
    assert panel.send(f"/live/{PRACTICE}/take") is Outcome.REFUSED


def test_a_key_that_nobody_knows_does_not(panel: Panel) -> None:
    assert panel.send("/key/" + "x" * 32 + "/SHOW/take") is Outcome.WRONG


def test_a_key_with_a_rate_of_its_own_is_held_to_it(panel: Panel) -> None:
    key = panel.key(rate="2 per minute")
    said = [panel.pause(0.1).send(f"/key/{key}/SHOW/prompter-{one}") for one in ("start", "faster", "page")]
    assert said == [Outcome.DONE, Outcome.DONE, Outcome.REFUSED]


@pytest.mark.parametrize("let_go", [0, 0.0, False])
def test_a_button_that_is_let_go_does_nothing(panel: Panel, let_go: object) -> None:
    head = panel.show.head
    assert panel.send("/live/SHOW/take", let_go) is Outcome.RELEASED
    assert panel.send("/live/SHOW/cue/2", let_go) is Outcome.RELEASED
    assert panel.show.head == head


@pytest.mark.parametrize("pressed", [1, 1.0, True, "x"])
def test_a_button_that_is_pressed_says_so_by_whatever_else(panel: Panel, pressed: object) -> None:
    assert panel.send("/live/SHOW/take", pressed) is Outcome.DONE
    assert panel.on_air() == [1], "the argument of a press is no question's number"


@pytest.mark.parametrize("said", [("/live/SHOW/cue/3",), ("/live/SHOW/cue", 3), ("/live/SHOW/cue", "3")])
def test_cue_takes_its_number_in_the_address_or_as_an_argument(panel: Panel, said: tuple[Any, ...]) -> None:
    assert panel.send(*said) is Outcome.DONE
    assert panel.show.shortlist() == [3, 1, 2]


def test_a_press_with_a_fraction_is_no_number_of_cue(panel: Panel) -> None:
    assert panel.send("/live/SHOW/cue", 1.0) is Outcome.WRONG


WORDS = (
    *("/", "/live", "/live/", "/live/SHOW", "/live/SHOW/", "/live//take", "/take", "/SHOW/take", "/key/SHOW/take"),
    *("/live/SHOW/tak", "/live/SHOW/TAKE", "/live/SHOW/take/x", "/live/SHOW/take/-1", "/live/SHOW/take/0"),
    *("/live/SHOW/take/1/2", "/live/SHOW/answered/1", "/live/SHOW/cue", "/live/SHOW/message/99999999999"),
    *("/live/SHOW/{take,next}", "/live/SHOW/ta?e", "/live/SHOW/question.take", "//live/SHOW/take"),
)


@pytest.mark.parametrize("said", WORDS)
def test_what_is_said_wrongly_changes_nothing_and_is_shown(panel: Panel, said: str) -> None:
    head = panel.show.head
    assert panel.send(said) is Outcome.WRONG
    assert panel.show.head == head


def test_a_broadcast_that_is_not_there_is_refused(panel: Panel) -> None:
    assert panel.send("/live/no-such/take") is Outcome.REFUSED
    assert panel.send("/live/*/take") is Outcome.REFUSED
    assert panel.send("/live/tickets/take") is Outcome.REFUSED


def test_two_arguments_are_wrong(panel: Panel) -> None:
    assert panel.send("/live/SHOW/take", 1, 1) is Outcome.WRONG


def test_forty_wrong_packets_change_nothing_and_the_next_press_counts(panel: Panel) -> None:
    head = panel.show.head
    for packet in WRONG.values():
        panel.osc.hear(packet, STUDIO)
        panel.osc.do_waiting()
        panel.pause(0.1)
    assert panel.heard.counts == {Outcome.WRONG: len(WRONG)} and panel.show.head == head
    assert panel.pause().send("/live/SHOW/take") is Outcome.DONE


def test_the_same_packet_twice_is_one_press(panel: Panel) -> None:
    assert panel.send("/live/SHOW/take") is Outcome.DONE
    assert panel.send("/live/SHOW/take") is Outcome.REFUSED
    assert panel.send("/live/SHOW/next") is Outcome.REFUSED, "nor does another button that came with it"
    assert panel.on_air() == [1]


def test_a_packet_that_had_to_wait_does_nothing(panel: Panel) -> None:
    packet = OscMessageBuilder(f"/live/{panel.show.slug}/take").build().dgram
    panel.osc.hear(packet, STUDIO)
    panel.pause(LATE + 0.01).osc.do_waiting()
    assert panel.heard.counts == {Outcome.LATE: 1} and panel.on_air() == []


@pytest.mark.parametrize(
    ("behind", "outcome"),
    [(0.0, Outcome.DONE), (1.9, Outcome.DONE), (2.1, Outcome.LATE), (-0.4, Outcome.DONE), (-0.6, Outcome.LATE)],
)
def test_a_bundle_that_was_meant_at_another_time_does_nothing(panel: Panel, behind: float, outcome: Outcome) -> None:
    builder = OscBundleBuilder(panel.show.clock().timestamp() - behind)  # type: ignore[arg-type]  # it has a fraction
    builder.add_content(OscMessageBuilder(f"/live/{panel.show.slug}/take").build())
    panel.osc.hear(builder.build().dgram, STUDIO)
    panel.osc.do_waiting()
    assert panel.heard.last[-1].outcome is outcome
    assert panel.on_air() == ([1] if outcome is Outcome.DONE else [])


def test_of_a_flood_few_are_looked_into_and_the_rest_are_counted(panel: Panel) -> None:
    packet = OscMessageBuilder("/live/no-such/take").build().dgram
    for number in range(10_000):
        panel.now += 0.0001
        panel.osc.hear(packet, f"10.0.5.{number % 250}")
        if number % 16 == 0:
            panel.osc.do_waiting()
    panel.osc.do_waiting()
    looked_into = panel.heard.counts[Outcome.REFUSED]
    assert looked_into + panel.heard.counts[Outcome.FLOODED] == 10_000 and looked_into <= 301


def test_of_one_host_fewer_still_so_another_is_heard(panel: Panel) -> None:
    packet = OscMessageBuilder("/live/no-such/take").build().dgram
    for _ in range(1000):
        panel.osc.hear(packet, ELSEWHERE)
        panel.osc.do_waiting()
    assert panel.heard.counts[Outcome.FLOODED] == 960
    assert panel.send("/live/SHOW/take") is Outcome.DONE


def test_no_more_wait_than_have_room(panel: Panel) -> None:
    packet = OscMessageBuilder("/live/no-such/take").build().dgram
    for number in range(WAITING + 36):
        panel.osc.hear(packet, f"10.0.5.{number}")
    assert panel.heard.counts[Outcome.FLOODED] == 36


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *(("LIVE_OSC", told) for told in ("10.0.5.2", ":9000", "10.0.5.2:0", "10.0.5.2:70000", "osc://10.0.5.2:9000")),
        ("LIVE_OSC_FROM", "studio"),
    ],
)
def test_a_place_or_a_network_that_is_none_stops_the_start(name: str, told: str) -> None:
    with pytest.raises(environment.WrongSetting, match=name):
        environment.read({"LIVE_SECRET_KEY": SECRET, name: told})


def test_nothing_is_heard_unless_a_place_is_named() -> None:
    assert environment.read({"LIVE_SECRET_KEY": SECRET}).osc is None
    told = environment.read({"LIVE_SECRET_KEY": SECRET, "LIVE_OSC": "0.0.0.0:9000", "LIVE_OSC_FROM": "10.0.5.0/24"})
    assert told.osc == Osc("0.0.0.0", 9000, (ip_network("10.0.5.0/24"),))


@pytest.mark.parametrize("told", ["0.0.0.0:65535", "[::1]:9000", "studio.example:1"])
def test_a_place_is_shown_as_it_was_told(told: str) -> None:
    osc = environment.read({"LIVE_SECRET_KEY": SECRET, "LIVE_OSC": told}).osc
    assert osc is not None and osc.written == told


def test_what_python_osc_sends_over_a_socket_is_heard(panel: Panel) -> None:
    panel.osc._place = Osc("127.0.0.1", 0, (ip_network("127.0.0.0/8"),))
    assert panel.osc._open() and panel.heard.port is Port.HEARS
    socket = panel.osc._socket
    assert socket is not None
    client = SimpleUDPClient("127.0.0.1", socket.port)
    client.send_message(f"/live/{panel.show.slug}/take", 1.0)
    panel.osc.listen()
    panel.osc.do_waiting()
    socket.close()
    assert panel.on_air() == [1]


def test_a_port_that_another_process_has_is_asked_for_again(panel: Panel) -> None:
    first = panel.osc
    assert first._open() and first._socket is not None
    other = Panel(panel.show.store, first._socket.port)
    assert other.osc.listen() > 0
    ports = [other.heard.port]
    first._socket.close()
    assert other.osc._open()
    assert [*ports, other.heard.port] == [Port.TAKEN, Port.HEARS]
    assert other.osc._socket is not None
    other.osc._socket.close()


def test_a_show_of_fifteen_takes_is_played_by_packets_alone(clocked: Store) -> None:
    """Each sent twice, as a bad switch does."""
    panel = Panel(clocked)
    for number in range(12):
        panel.show.shortlisted(f"Вопрос {number}?")
    panel.pause()
    for number, name in enumerate(["take", *["next"] * 14], 1):
        assert panel.pause().send(f"/live/SHOW/{name}", 1) is Outcome.DONE
        assert panel.send(f"/live/SHOW/{name}", 1) is Outcome.REFUSED
        states = [panel.show.row(n).state for n in range(1, 16)]
        assert [n for n, state in enumerate(states, 1) if state == "on_air"] == [number]
        assert states.count("answered") == number - 1
    assert panel.pause().send("/live/SHOW/answered") is Outcome.DONE
    books = panel.show.books()
    assert books.states["answered"] == 15 and books.balances
