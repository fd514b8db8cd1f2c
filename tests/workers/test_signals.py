"""The control room's machines are told what happens on air: once, at once, in the show that is meant, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from live.admin.control import signals as verbs
from live.desk.control.sent import Sent
from live.desk.run import move_broadcast
from live.domain.broadcast import ON_AIR, Kind
from live.domain.control.signals import About, Lit, Moment, Only, Signal, Way
from live.domain.people import By
from live.domain.submission import Author
from live.feed.member import Member
from live.feed.presence import Presence
from live.feed.pubsub import NoLink
from live.store.leases import Leases
from live.store.show import broadcasts
from live.store.tables import centre_list, question
from live.store.transaction import Store
from live.views.feed.signals import all_signals
from live.workers.control.lines import GRACE
from live.workers.control.signals import AGAIN, DARK, LEASE, Signals
from tests.feed.heard import member
from tests.support.asked import statements
from tests.support.machines import Machine, in_the_house, machine
from tests.support.rooms import Show, clock_of, clocked
from tests.support.stub import Stub

__all__ = ["clocked", "in_the_house"]

pytestmark = pytest.mark.usefixtures("in_the_house")

BY = By("Ольга", "admin")


class Room:
    """A show on air with two questions in its list, and a server that tells a machine of it."""

    def __init__(self, store: Store, heard: Machine) -> None:
        self.store, self.heard, self.presence, self.sent = store, heard, Presence(NoLink()), Sent()
        self.show = Show(store, minutes=60).on_air()
        for text in ("Где вода?", "Где свет?"):
            self.show.receive(text, locality="Арск")
        for number in (1, 2):
            self.show.do("question.shortlist", number)
        self.leases = Leases(store)
        self.task = self.server(self.leases, self.sent)
        self.now = 0.0

    def server(self, leases: Leases, sent: Sent) -> Signals:
        task = Signals(self.store, leases, self.presence, sent)
        task.clock = lambda: self.now
        task.deliveries.begin = lambda work, of: work(of)
        return task

    def set(self, **changed: Any) -> Signal:
        usual = Signal(
            0, "Отбивка", Way.OSC, self.heard.place, self.show.slug, frozenset(Moment), address="/at/{событие}"
        )
        signal = replace(usual, **changed)
        return replace(signal, id=verbs.save(self.store, signal, BY))

    def look(self) -> None:
        self.leases.beat()
        self.task.tick()

    def pass_(self, seconds: float) -> None:
        self.now += seconds
        clock_of(self.store).pass_(seconds=seconds)

    def take(self, number: int) -> None:
        self.show.do("question.take", number)

    def opens(self, screen: str) -> Member:
        """Somebody opens a screen of the show; `presence.exit` is told when they go."""
        opened = member(self.show.id, screen=screen)
        self.presence.enter(opened)
        return opened


@pytest.fixture
def room(clocked: Store) -> Iterator[Room]:
    with machine() as heard:
        yield (made := Room(clocked, heard))
    made.leases.free(LEASE)
    for one in all_signals(clocked):
        verbs.remove(clocked, one.id, BY)


def test_what_happens_on_air_is_told_at_once_and_once(room: Room) -> None:
    room.set()
    room.look()
    room.take(1)
    room.look()
    room.show.do("graphic.clear")
    room.show.do("question.answer", 1)
    room.look()
    room.look()
    assert [address for address, _ in room.heard.osc()] == ["/at/taken", "/at/cleared", "/at/answered"]


def test_what_is_known_of_the_question_is_put_in(room: Room) -> None:
    room.set(address="/clip/{номер}", text="{номер}\n{вопрос}\n{место}\n{эфир}", at=frozenset({Moment.TAKEN}))
    room.look()
    room.take(2)
    room.look()
    assert room.heard.osc() == [("/clip/2", [2, "Где свет?", "Арск", room.show.slug])]


def test_what_the_air_hides_is_hidden_here_too(room: Room) -> None:
    room.set(address="/clip", text="{вопрос}\n{имя}", at=frozenset({Moment.TAKEN}))
    asker = Author("Иванникова Анна", "tel:+79001234567")
    number = room.show.shortlisted("Звоните мне: 8 900 123-45-67", author=asker)
    room.look()
    room.take(number)
    room.look()
    [(_, said)] = room.heard.osc()
    assert "123" not in str(said) and "Иванникова" not in str(said)


def test_a_condition_is_of_the_question(room: Room) -> None:
    room.set(only=Only(About.LOCALITY, ("арск",)), address="/here")
    room.set(only=Only(About.LOCALITY, ("Арск",), is_not=True), address="/elsewhere")
    room.look()
    room.take(1)
    room.look()
    assert [address for address, _ in room.heard.osc()] == ["/here"]


def test_nothing_is_told_of_what_had_happened_before_or_happened_too_long_ago(room: Room) -> None:
    room.set()
    room.take(1)
    room.look()
    room.show.do("graphic.clear")
    room.pass_(11)
    room.look()
    assert room.heard.osc() == []


def test_one_that_is_paused_or_of_another_show_says_nothing(room: Room) -> None:
    paused = room.set()
    verbs.pause(room.store, paused.id, True, BY)
    room.set(show=Show(room.store).on_air().slug)
    room.look()
    room.take(1)
    room.look()
    assert room.heard.osc() == []


def test_a_practice_starts_no_clip(room: Room) -> None:
    room.set(show="")
    practice = Show(room.store, Kind.PRACTICE)
    practice.do("broadcast.air")
    number = practice.shortlisted("Где вода?")
    room.look()
    practice.do("question.take", number)
    room.look()
    assert room.heard.osc() == []


def test_what_leaves_the_air_because_the_show_is_over_is_told(room: Room) -> None:
    room.set(at=frozenset({Moment.RETURNED}), address="/clip/{номер}")
    room.look()
    room.take(2)
    room.look()
    room.show.do("broadcast.wrap")
    for _ in range(2):
        room.look()
    assert room.heard.osc() == [("/clip/2", [])]


def test_a_message_to_the_presenter_and_that_it_was_seen(room: Room) -> None:
    room.set()
    room.look()
    message = room.show.do("presenter.message", text="Пять минут")["message"]
    room.show.do("presenter.acknowledge", message=message)
    room.look()
    assert [address for address, _ in room.heard.osc()] == ["/at/message", "/at/seen"]


def test_over_time_is_told_once_and_again_after_more_was_planned(room: Room) -> None:
    room.set()
    room.look()
    room.pass_(3601)
    for _ in range(2):
        room.look()
    assert room.heard.osc() == [("/at/over", [])]
    with room.store.write() as tx:
        broadcasts.set_facts(tx, room.show.id, minutes=90)
    room.look()
    assert room.heard.osc() == []
    room.pass_(1800)
    room.look()
    assert room.heard.osc() == [("/at/over", [])]


def test_the_last_prompter_that_is_gone_for_some_seconds_has_lost_its_line(room: Room) -> None:
    room.set()
    first, last, _ = (room.opens(screen) for screen in ("prompter", "prompter", "desk"))
    room.look()
    room.presence.exit(first)
    room.pass_(GRACE)
    room.look()
    room.presence.exit(last)
    room.look()
    room.pass_(GRACE - 1)
    room.look()
    assert room.heard.osc() == []
    room.pass_(1)
    room.look()
    room.opens("prompter")
    room.look()
    assert [address for address, _ in room.heard.osc()] == ["/at/lost", "/at/found"]


def test_a_lamp_is_lit_while_it_is_so_and_told_again(room: Room) -> None:
    room.set(way=Way.TSL_3, lit=Lit.AIR, display=1, lamp=1, text="{номер}")
    lit, dark = b"\x81\x311" + b" " * 15, b"\x81\x30" + b" " * 16
    room.look()
    assert room.heard.packets() == [dark]
    room.take(1)
    room.look()
    room.look()
    assert room.heard.packets() == [lit]
    room.pass_(AGAIN)
    room.look()
    assert room.heard.packets() == [lit]
    room.show.do("question.answer", 1)
    room.look()
    assert room.heard.packets() == [dark]


def test_a_lamp_that_is_paused_or_stands_elsewhere_is_put_out(room: Room) -> None:
    lamp = room.set(way=Way.TSL_5, lit=Lit.INTAKE, display=7)
    room.look()
    verbs.save(room.store, replace(lamp, display=8), BY)
    room.look()
    verbs.pause(room.store, lamp.id, True, BY)
    room.look()
    told = [(packet[6], packet[8] & 0b11) for packet in room.heard.packets()]
    assert told == [(7, 1), (7, 0), (8, 1), (8, 0)]


@pytest.mark.parametrize(
    ("lit", "begin", "end"),
    [
        (Lit.GRAPHIC, ("graphic.show", {}), ("graphic.clear", {})),
        (Lit.INTAKE, ("broadcast.open_intake", {}), ("broadcast.close_intake", {})),
    ],
)
def test_a_lamp_follows_what_it_is_of(room: Room, lit: Lit, begin: Any, end: Any) -> None:
    room.take(1)
    room.show.do(end[0], **end[1])
    room.set(way=Way.TSL_5, lit=lit, display=7, lamp=2)
    for act in (begin, end):
        room.look()
        room.show.do(act[0], **act[1])
    room.look()
    assert [packet[8] & 0b11 for packet in room.heard.packets()] == [0, 2, 0]


def end_every_show(store: Store) -> None:
    """Those of earlier tests too: they share the database."""
    with store.read() as connection:
        on_air = [row.id for row in broadcasts.in_state(connection, ON_AIR)]
    for id_ in on_air:
        with store.write() as tx:
            [row] = tx.lock(id_)
            move_broadcast(tx, row, "wrap", BY)


def test_after_the_last_show_lamps_are_dark_and_then_nothing_is_sent(room: Room) -> None:
    room.set(way=Way.TSL_5, lit=Lit.INTAKE, display=7)
    room.look()
    end_every_show(room.store)
    room.look()
    assert [packet[8] & 0b11 for packet in room.heard.packets()] == [1, 0]
    room.pass_(DARK + 1)
    room.look()
    assert room.heard.packets() == [] and not room.leases.holds(LEASE)


def test_of_two_servers_one_sends(room: Room) -> None:
    sent = Sent()
    other = room.server(Leases(room.store), sent)
    room.set()
    room.look()
    other.tick()
    room.take(1)
    room.look()
    other.tick()
    assert room.heard.osc() == [("/at/taken", [])]
    assert room.sent.works and not sent.works


def test_a_request_carries_what_is_put_in_as_its_place_wants_it(room: Room) -> None:
    with Stub() as stub:
        stub.routes = {"/api/": lambda call: {}, "/hook": lambda call: {}}
        room.set(way=Way.HTTP, place=stub.url + "/api/?Function=SetText&Value={вопрос}", at=frozenset({Moment.TAKEN}))
        body = '{"n": {номер}, "text": "{вопрос}"}'
        room.set(way=Way.HTTP, place=stub.url + "/hook", text=body, at=frozenset({Moment.TAKEN}))
        room.show.receive('Где "вода"?\nИ свет?')
        room.show.do("question.shortlist", 3)
        room.look()
        room.take(3)
        room.look()
        asked, told = stub.calls
    assert (asked.method, asked.query) == ("GET", {"Function": "SetText", "Value": 'Где "вода"?\nИ свет?'})
    assert (told.method, told.json()) == ("POST", {"n": 3, "text": 'Где "вода"?\nИ свет?'})


def test_what_cannot_be_sent_is_told_to_the_administrator_and_holds_up_nothing(room: Room) -> None:
    wrong = room.set(address="/clip/{место}")
    room.set(address="/fine")
    room.look()
    room.take(1)
    room.look()
    assert [address for address, _ in room.heard.osc()] == ["/fine"]
    assert list(room.sent.failing) == [wrong.id] and room.sent.failing[wrong.id].what == Moment.TAKEN


def test_one_shows_trouble_holds_up_no_others(room: Room) -> None:
    other = Show(room.store).on_air()
    number = other.shortlisted("Звоните мне: 8 900 123-45-67")
    room.set(show="")
    room.look()
    other.do("question.take", number)
    with room.store.write() as tx:  # What it lets through is no list: of this question nothing can be told any more.
        mine = (question.c.broadcast_id == other.id, question.c.number == number)
        tx.connection.execute(question.update().where(*mine).values(let_through=7))
    room.take(1)
    for _ in range(2):
        room.look()
    assert room.heard.osc() == [("/at/taken", [])]


def test_where_nothing_is_set_nothing_is_asked_but_that(room: Room) -> None:
    with statements(room.store) as asked:
        room.task.tick()
    assert len(asked) == 1 and centre_list.name in asked[0]
