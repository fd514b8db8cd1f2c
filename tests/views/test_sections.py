"""The sections of screens: what a screen lacks it never receives, and what it holds is bounded."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Row

from live.admin.centre import save_centre
from live.admin.lists import MOST, save_list
from live.admin.shifts.roster import Planned, add_shift
from live.desk.listening.found import store_found
from live.domain.broadcast import Kind
from live.domain.listening.mention import Mention
from live.domain.people import By
from live.protocol.events import DECLARED
from live.protocol.views import Snapshot
from live.store import log
from live.store.centre import access, channels, lists
from live.store.centre.settings import Centre
from live.store.followup import news
from live.store.ids import TICKETS_LOG
from live.store.transaction import Store
from live.views.feed.sections.section import Section
from live.views.feed.snapshot import snapshot
from live.views.feed.visible_events import EventRenderer
from live.views.screens import KINDS, SCREENS, Screen, described
from tests.support import reducer
from tests.support.gathering import WATER, gathered
from tests.support.rooms import Show, Tickets

SILENT = {"rehearsal.trace"}
"""Events that no screen holds anything of."""

WHOLE = {"broadcast", "tickets_log", "lists", "mentions", "duty", "clusters", "segments"}
"""Sections that hold one thing, not some of many."""

ABSENT = [
    (screen.name, kind)
    for screen in SCREENS.values()
    for kind in KINDS
    if kind not in {section.name for section in screen.sections}
]


def started(show: Show, screen: str) -> Snapshot:
    """What a screen of this show starts from."""
    with show.store.read() as connection:
        log_id = TICKETS_LOG if SCREENS[screen].follows_tickets else show.id
        return snapshot(connection, log.position(connection, log_id).broadcast, SCREENS[screen])


def held(show: Show, screen: str, key: str) -> Any:
    return started(show, screen).get(key)


def asked(show: Show, many: int) -> None:
    show.receive(*["Нет воды"] * many)


def wrote(show: Show, many: int) -> None:
    for _ in range(many):
        show.do("presenter.message", text="Осталось пять минут")


def polled(show: Show, many: int) -> None:
    for n in range(many):
        number = show.do("poll.open", question=f"Что важнее, {n}?", options=["Дороги", "Школы"])["poll"]
        show.do("poll.close", poll=number)


def adjusted(show: Show, many: int) -> None:
    for n in range(many):
        show.do("prompter.adjust", device=f"device{n:010}", view={"size": 60})


def revoked(show: Show, many: int) -> None:
    for _ in range(many):
        show.do("link.revoke", link=show.do("link.add", screen="overlay", name="Титр")["link"])


def handed(show: Show, many: int) -> None:
    for _ in range(many):
        call, _ = show.handed()
        show.do("call.end", call=call)


def missed(show: Show, many: int) -> None:
    for _ in range(many):
        show.do("call.end", call=show.rung())


def found(show: Show, many: int) -> None:
    with show.store.read() as connection:
        channel = channels.by_id(connection, show.store.seal, show.channel("vk_watch", token="t", words="вода"))
    store_found(show.store, channel, [Mention(f"wall:-77_{n}", f"Запись {n}") for n in range(many)])


def ticketed(show: Show, many: int) -> None:
    asked(show, many)
    show.wrapped()


def troubled(show: Show, many: int) -> None:
    for _ in range(many):
        show.do("matter.open", title="Прорыв трубы", questions=[show.asked()])


def heard(show: Show, many: int) -> None:
    """So many people have news of a ticket, and the board hears how many each has not seen."""
    people = []
    with show.store.write() as tx:
        for n in range(many):
            login = f"works-{show.id}-{n}"
            people.append(access.add_account(tx, login, login, "-", ["executor"], 0, "ЖКХ"))
        tx.lock(TICKETS_LOG)
        nothing = dict.fromkeys(("department", "instead_of", "ticket_id", "question_id", "by_name", "due_at"))
        rows = [{**nothing, "account_id": one, "kind": "named", "at": tx.now} for one in people]
        news.tell_counts(tx, news.add(tx, rows))


FILLED: dict[str, tuple[str, Callable[[Show, int], None]]] = {
    "questions": ("desk", asked),
    "messages": ("rundown", wrote),
    "polls": ("rundown", polled),
    "prompters": ("rundown", adjusted),
    "links": ("rundown", revoked),
    "calls": ("calls", handed),
    "tickets": ("tickets", ticketed),
    "matters": ("desk", troubled),
    "news": ("tickets", heard),
}
"""For each section that holds some of many: a screen that has it, and what makes it grow."""


@pytest.mark.parametrize("name", SCREENS)
def test_a_snapshot_has_the_keys_of_its_sections_and_no_others(show: Show, name: str) -> None:
    keys = [key for section in SCREENS[name].sections for key in section.keys]
    assert sorted(started(show, name)) == sorted(keys)
    assert set(keys) <= Snapshot.__optional_keys__


def test_each_section_that_holds_some_of_many_is_known_here() -> None:
    assert set(FILLED) | WHOLE == set(KINDS)


def test_of_those_to_be_called_back_the_newest_are_held(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_declaring(type(KINDS["calls"])), "limit", 2)
    missed(show, 4)
    first, second = [view["call"] for view in held(show, "calls", "calls")]
    show.do("call.close", call=second)
    assert first - 1 in {view["call"] for view in held(show, "calls", "calls")}, "an older one comes in its place"


@pytest.mark.parametrize("name", FILLED)
def test_a_section_holds_no_more_than_its_limit(
    store: Store, show: Show, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    screen, fill = FILLED[name]
    monkeypatch.setattr(_declaring(type(KINDS[name])), "limit", 2)
    fill(show, 4)
    [key] = [key for key in KINDS[name].keys if key != "counts"]
    assert len(held(show, screen, key)) == 2


def _declaring(kind: type[Section[Any]]) -> type[Section[Any]]:
    """The class that says the limit, for all that inherit it."""
    return next(base for base in kind.__mro__ if "limit" in vars(base))


def test_a_caller_who_waits_is_held_beside_the_newest_that_were_handed_over(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_declaring(type(KINDS["calls"])), "limit", 2)
    ringing, missed = show.rung(number="+78422000001"), show.rung(number="+78422000002")
    show.do("call.end", call=missed)
    handed(show, 4)
    assert len(held(show, "calls", "calls")) == 4
    assert {ringing, missed} <= {view["call"] for view in held(show, "calls", "calls")}


def test_each_of_the_centres_lists_has_a_limit(show: Show) -> None:
    assert {key.removeprefix("hidden_") for key in held(show, "desk", "lists")} <= set(MOST)


@pytest.fixture(scope="module")
def sent_to(store: Store) -> Callable[[Screen], list[dict[str, Any]]]:
    """Everything that happens in a show and to its tickets, as a screen would be sent it."""
    show, line = Show(store).on_air(), Show(store, Kind.STANDING)
    add_shift(store, store.clock(), store.clock() + timedelta(hours=12), Planned(None), By("Администратор", "admin"))
    handed(show, 1)
    wrote(show, 1)
    polled(show, 1)
    adjusted(show, 1)
    revoked(show, 1)
    show.do("segment.add", title="Дороги")
    troubled(show, 1)
    found(show, 1)
    heard(show, 1)
    show.receive(*WATER)
    gathered(show)
    show.do("question.answer", show.taken(), fully=False)
    with store.read() as connection:
        version = lists.read(connection, "topics").version
    topic = {"name": f"Вода {show.slug}", "words": ["вода"], "department": "ЖКХ"}
    save_list(store, "topics", version, [topic], By("Администратор", "admin"))
    ticketed(show, 2)
    save_centre(store, Centre(f"Центр {show.slug}", "Europe/Samara"), By("Администратор", "admin"))
    Tickets(store).do("ticket.note", show.tickets()[0].number, text="Звонили")

    def of(screen: Screen) -> list[dict[str, Any]]:
        with store.read() as connection:
            logs = (show.id, line.id, TICKETS_LOG)
            return [body for log_id in logs for body in _sent(connection, log_id).for_screen(screen)]

    return of


def _sent(connection: Connection, log_id: int) -> EventRenderer:
    events: Sequence[Row[Any]] = log.events_since(connection, log_id, 0, 10_000)
    return EventRenderer(connection, log.position(connection, log_id).broadcast, events)


def _subjects(bodies: list[dict[str, Any]]) -> set[str]:
    return {body["type"].partition(".")[0] for body in bodies}


@pytest.mark.parametrize(("name", "kind"), ABSENT)
def test_a_screen_receives_nothing_of_a_section_that_it_lacks(
    sent_to: Callable[[Screen], list[dict[str, Any]]], show: Show, name: str, kind: str
) -> None:
    screen, lacked = SCREENS[name], KINDS[kind]
    bodies = sent_to(screen)
    own = {section.field for section in screen.sections}
    assert lacked.field in own or not [body for body in bodies if lacked.field in body]
    shared = frozenset[str]().union(*(section.subjects for section in screen.sections))
    assert not _subjects(bodies) & (lacked.subjects - shared)
    keys = {key for section in screen.sections for key in section.keys}
    assert not (set(lacked.keys) - keys) & set(started(show, name))


def test_the_gallery_holds_the_links_of_the_graphic_and_no_others(show: Show) -> None:
    for screen in ("head", "overlay"):
        show.do("link.add", screen=screen, name="Студия")
    assert [link["screen"] for link in started(show, "gallery")["links"]] == ["overlay"]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_receives_something_of_each_section_that_it_has(
    sent_to: Callable[[Screen], list[dict[str, Any]]], name: str
) -> None:
    bodies = sent_to(SCREENS[name])
    fields = {section.field for section in SCREENS[name].sections if section.subjects}
    assert all(any(field in body for body in bodies) for field in fields)


def test_each_event_that_is_declared_is_heard_by_some_section() -> None:
    subjects = frozenset[str]().union(*(kind.subjects for kind in KINDS.values()))
    deaf = {type_ for types in DECLARED.values() for type_ in types if type_.partition(".")[0] not in subjects}
    assert deaf == SILENT


def test_the_reference_reducer_holds_what_the_table_describes() -> None:
    screens = json.loads(json.dumps(described()))
    states = {name: frozenset(one["questions"]["states"]) for name, one in screens.items() if "questions" in one}
    assert states == reducer.COUNTED
    rundown = {name: section["limit"] for name, section in screens["rundown"].items()}
    assert (rundown["questions"], rundown["messages"], rundown["links"]) == (200, reducer.MESSAGES, reducer.REVOKED)
    assert rundown["polls"] == reducer.POLLS
    assert (screens["tickets"]["tickets"]["limit"], screens["calls"]["calls"]["limit"]) == (200, reducer.HANDED)
    assert set(screens["desk"]["questions"]["always"]) == reducer.KEPT
