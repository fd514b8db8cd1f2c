"""Who is on which screen and who holds which question, over several processes that tell each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from live.domain.people import Actor, Role, department_of
from live.domain.refused import Refused
from live.feed import presence as room
from live.feed.member import Member
from live.feed.presence import FORGET, LEASE, PAUSE, Presence
from live.feed.pubsub import NoLink
from live.views.screens import SCREENS

Handler = Callable[[str, dict[str, Any]], None]


class Wire:
    """What several processes are joined by; it can be cut."""

    def __init__(self) -> None:
        self.ends: dict[str, dict[str, Handler]] = {}
        self.whole = True

    def end(self, process: str) -> End:
        return End(self, process)


class End:
    """One process's end of the wire."""

    def __init__(self, wire: Wire, process: str) -> None:
        self.wire = wire
        self.process = process

    def publish(self, topic: str, message: dict[str, Any]) -> None:
        for process, handlers in self.wire.ends.items():
            if process != self.process and self.wire.whole:
                handlers[topic](self.process, dict(message))

    def listen(self, topic: str, handler: Handler) -> None:
        self.wire.ends.setdefault(self.process, {})[topic] = handler

    def answers(self) -> bool | None:
        return self.wire.whole


class Time:
    """The monotonic clock, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(room, "time", made)
    return made


def member(name: str, screen: str = "desk", broadcast_id: int = 7) -> Member:
    actor = Actor(name, frozenset({Role.MODERATOR}))
    return Member(f"sid-{name}", None, broadcast_id, "show", SCREENS[screen], actor, f"mark-{name}")


@pytest.fixture
def maria() -> Member:
    return member("Мария")


@pytest.fixture
def ivan() -> Member:
    return member("Иван")


def held(presence: Presence, broadcast_id: int = 7) -> list[tuple[int, str]]:
    return [(claim["question"], claim["by"]) for claim in presence.state(broadcast_id)["claims"]]


def refused_to(presence: Presence, member: Member, number: int) -> str:
    with pytest.raises(Refused) as caught:
        presence.claim(member, number)
    assert caught.value.code == "conflict"
    return str(caught.value)


def test_who_is_there_is_told_by_name_and_screen(time: Time, maria: Member) -> None:
    presence = Presence(NoLink())
    presence.enter(maria)
    presence.enter(member("Пётр", "rundown"))
    assert sorted(s["name"] for s in presence.state(7)["screens"]) == ["Мария", "Пётр"]
    assert presence.state(8) == {"screens": [], "claims": [], "writing": []}
    presence.exit(maria)
    assert presence.state(7)["screens"] == [{"screen": "rundown", "name": "Пётр"}]


def test_a_page_that_names_its_device_is_told_with_it(time: Time) -> None:
    presence = Presence(NoLink())
    studio = member("Ведущий", "prompter")
    studio.device = "studio0123456789"
    presence.enter(studio)
    told = {"screen": "prompter", "name": "Ведущий", "device": "studio0123456789"}
    assert presence.state(7)["screens"] == [told]


def test_one_holds_a_question_and_the_other_is_told_who(time: Time, maria: Member, ivan: Member) -> None:
    presence = Presence(NoLink())
    presence.claim(maria, 214)
    assert "Мария" in refused_to(presence, ivan, 214)
    assert presence.state(7)["claims"] == [{"question": 214, "by": "Мария", "mark": "mark-Мария"}]


def test_several_are_on_a_ticket_and_all_are_told(time: Time, maria: Member, ivan: Member) -> None:
    presence = Presence(NoLink())
    presence.claim(maria, "ПЛ-2026-000123")
    presence.claim(ivan, "ПЛ-2026-000123")
    told = [(claim["ticket"], claim["by"]) for claim in presence.state(7)["claims"]]
    assert told == [("ПЛ-2026-000123", "Мария"), ("ПЛ-2026-000123", "Иван")]
    presence.release(maria, "ПЛ-2026-000123")
    time.now += LEASE + 1
    assert presence.is_news(7) and presence.state(7)["claims"] == []


def test_a_claim_ends_with_its_lease(time: Time, maria: Member, ivan: Member) -> None:
    presence = Presence(NoLink())
    presence.claim(maria, 214)
    time.now += LEASE + 1
    presence.claim(ivan, 214)
    assert held(presence) == [(214, "Иван")]


def test_a_renewed_claim_lasts_a_whole_lease_again(time: Time, maria: Member, ivan: Member) -> None:
    presence = Presence(NoLink())
    presence.claim(maria, 214)
    time.now += LEASE - 1
    presence.claim(maria, 214)
    time.now += LEASE - 1
    refused_to(presence, ivan, 214)


def test_who_writes_is_told_without_a_word_of_the_text(time: Time, maria: Member) -> None:
    presence = Presence(NoLink())
    presence.write(maria, 214)
    assert presence.state(7)["writing"] == [{"question": 214, "by": "Мария", "mark": "mark-Мария"}]
    presence.rest(maria, 215)
    assert presence.state(7)["writing"]
    presence.rest(maria, 214)
    assert presence.state(7)["writing"] == []


def test_whoever_says_it_no_more_writes_no_more(time: Time, maria: Member) -> None:
    presence = Presence(NoLink())
    presence.write(maria, 214)
    presence.is_told(7)
    time.now += room.WRITES + 1
    assert presence.is_news(7) and presence.state(7)["writing"] == []


def test_said_again_and_again_it_is_no_news_and_lasts(time: Time, maria: Member) -> None:
    presence = Presence(NoLink())
    presence.write(maria, 214)
    presence.is_told(7)
    for _ in range(50):
        time.now += 0.2
        presence.write(maria, 214)
    assert not presence.is_news(7) and presence.state(7)["writing"]


def test_one_writes_in_one_place_and_leaves_with_the_screen(time: Time, maria: Member) -> None:
    presence = Presence(NoLink())
    presence.enter(maria)
    presence.write(maria, 214)
    presence.write(maria, "ПЛ-2026-000123")
    assert [one.get("ticket") for one in presence.state(7)["writing"]] == ["ПЛ-2026-000123"]
    presence.exit(maria)
    assert presence.state(7)["writing"] == []


def test_another_process_is_told_who_writes_and_one_of_before_tells_nothing_of_it(time: Time, maria: Member) -> None:
    wire = Wire()
    here, there = Presence(wire.end("here")), Presence(wire.end("there"))
    here.enter(maria)
    here.write(maria, 214)
    assert [one["by"] for one in there.state(7)["writing"]] == ["Мария"]
    before: dict[str, Any] = {"screens": [], "claims": [], "reached": []}
    wire.ends["there"][room.TOPIC]("older", {"broadcast": 7, **before})
    assert [one["by"] for one in there.state(7)["writing"]] == ["Мария"]


def test_only_its_holder_lets_a_question_go(time: Time, maria: Member, ivan: Member) -> None:
    presence = Presence(NoLink())
    presence.claim(maria, 214)
    presence.release(ivan, 214)
    assert held(presence) == [(214, "Мария")]
    presence.release(maria, 214)
    presence.release(maria, 214)
    assert held(presence) == []


def test_who_leaves_lets_everything_go(time: Time, maria: Member, ivan: Member) -> None:
    presence = Presence(NoLink())
    for who, number in ((maria, 1), (maria, 2), (ivan, 3)):
        presence.enter(who)
        presence.claim(who, number)
    presence.exit(maria)
    assert held(presence) == [(3, "Иван")]


def test_the_same_number_in_another_broadcast_is_another_question(time: Time, maria: Member) -> None:
    presence = Presence(NoLink())
    presence.claim(maria, 214)
    presence.claim(member("Иван", broadcast_id=8), 214)
    assert (held(presence, 7), held(presence, 8)) == ([(214, "Мария")], [(214, "Иван")])


def test_a_change_is_told_of_once(time: Time, maria: Member) -> None:
    presence = Presence(NoLink())
    presence.claim(maria, 214)
    assert presence.is_news(7)
    presence.is_told(7)
    assert not presence.is_news(7)
    time.now += LEASE + 1
    assert presence.is_news(7)


def test_other_processes_see_who_is_here_and_what_is_held(time: Time, maria: Member, ivan: Member) -> None:
    wire = Wire()
    here, there = Presence(wire.end("a")), Presence(wire.end("b"))
    here.enter(maria)
    here.claim(maria, 214)
    there.enter(ivan)
    assert here.state(7)["claims"] == there.state(7)["claims"]
    assert sorted(s["name"] for s in there.state(7)["screens"]) == ["Иван", "Мария"]
    assert "Мария" in refused_to(there, ivan, 214)
    here.release(maria, 214)
    there.claim(ivan, 214)
    assert held(here) == [(214, "Иван")]


def test_word_from_another_process_rings_once_for_what_is_new(time: Time, maria: Member) -> None:
    wire = Wire()
    here, there = Presence(wire.end("a")), Presence(wire.end("b"))
    rung: list[int] = []
    there.on_change = rung.append
    here.enter(maria)
    here.repeat()
    here.repeat()
    assert rung == [7]


def test_a_process_that_falls_silent_is_forgotten_with_its_claims(time: Time, maria: Member, ivan: Member) -> None:
    wire = Wire()
    here, there = Presence(wire.end("a")), Presence(wire.end("b"))
    here.enter(maria)
    here.claim(maria, 214)
    assert there.is_news(7)
    wire.whole = False
    time.now += FORGET + 1
    there.claim(ivan, 214)
    assert there.is_news(7)
    assert held(there) == [(214, "Иван")]
    assert there.state(7)["screens"] == []


def test_a_process_that_repeats_itself_is_not_forgotten(time: Time, maria: Member, ivan: Member) -> None:
    wire = Wire()
    here, there = Presence(wire.end("a")), Presence(wire.end("b"))
    here.enter(maria)
    here.claim(maria, 214)
    for _ in range(3):
        time.now += FORGET - 1
        here.repeat()
    refused_to(there, ivan, 214)


def test_a_repetition_does_not_prolong_a_lease(time: Time, maria: Member, ivan: Member) -> None:
    wire = Wire()
    here, there = Presence(wire.end("a")), Presence(wire.end("b"))
    here.enter(maria)
    here.claim(maria, 214)
    time.now += LEASE + 1
    here.repeat()
    there.claim(ivan, 214)


def test_a_cut_wire_keeps_nobody_from_claiming(time: Time, maria: Member) -> None:
    wire = Wire()
    wire.whole = False
    presence = Presence(wire.end("a"))
    presence.claim(maria, 214)
    assert held(presence) == [(214, "Мария")]


@pytest.mark.parametrize(
    ("roles", "department", "limit"),
    [
        ({Role.EXECUTOR}, "ЖКХ", "ЖКХ"),
        ({Role.EXECUTOR}, None, ""),
        ({Role.COORDINATOR}, "ЖКХ", None),
        ({Role.EXECUTOR, Role.COORDINATOR}, "ЖКХ", None),
        ({Role.ADMIN}, None, None),
    ],
)
def test_an_executor_is_limited_to_the_department(roles: set[Role], department: str | None, limit: str | None) -> None:
    assert department_of(Actor("Игорь", frozenset(roles), department=department)) == limit


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"broadcast": 7},
        {"broadcast": 7, "screens": None, "claims": [], "reached": []},
        {"broadcast": 7, "screens": [], "claims": [{"question": 1}], "reached": []},
        {"broadcast": 7, "screens": [], "claims": [], "reached": ["desk"]},
    ],
)
def test_word_of_another_version_is_shown_to_nobody(time: Time, maria: Member, told: dict[str, Any]) -> None:
    wire = Wire()
    here = Presence(wire.end("a"))
    here.enter(maria)
    with pytest.raises(ValueError, match="who is present"):
        wire.ends["a"]["presence"]("b", told)
    assert [one["name"] for one in here.state(7)["screens"]] == ["Мария"]
    assert [one["name"] for one in here.reached(7)] == ["Мария"]
    here.claim(maria, 1)


def test_screens_that_join_together_are_told_to_the_others_together(time: Time) -> None:
    wire = Wire()
    here, there = Presence(wire.end("a")), Presence(wire.end("b"))
    told: list[int] = []
    there.on_change = told.append
    for n in range(50):
        here.enter(member(f"Стол {n}"))
    time.now += PAUSE
    here.tell_waiting()
    assert len(told) == 2
    assert len(there.state(7)["screens"]) == 50


def test_a_claim_is_told_to_the_others_at_once(time: Time, maria: Member, ivan: Member) -> None:
    wire = Wire()
    here, there = Presence(wire.end("a")), Presence(wire.end("b"))
    here.enter(maria)
    here.enter(member("Пётр"))
    here.claim(maria, 214)
    assert "Мария" in refused_to(there, ivan, 214)


@pytest.mark.parametrize(
    "told", [{"broadcast": 7}, {"broadcast": 7, "claims": [{"question": [1], "by": "", "mark": ""}]}]
)
def test_claims_of_another_version_are_shown_to_nobody(time: Time, told: dict[str, Any]) -> None:
    wire = Wire()
    here = Presence(wire.end("a"))
    with pytest.raises(ValueError, match="who holds what"):
        wire.ends["a"]["claims"]("b", told)
    assert here.state(7) == {"screens": [], "claims": [], "writing": []}
