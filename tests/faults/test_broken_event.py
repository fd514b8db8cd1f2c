"""An event that cannot be rendered stops no screen: each takes a snapshot, and goes on with what comes after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from playwright.sync_api import Page
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import null, update

from live.domain.events import Event
from live.store.database import Database
from live.store.ids import TICKETS_LOG
from live.store.show import broadcasts
from live.store.tables import event
from live.store.transaction import Store
from live.views.screens import SCREENS
from tests.support.browser import in_step
from tests.support.entrance import let_in
from tests.support.process import wait_until
from tests.support.screen import Screen
from tests.support.server import Installation, Server, Show

pytestmark = pytest.mark.faults

DECLARED = {
    True: Event("ticket.taken", ticket="?", state="open", data={"department": None}),
    False: Event("graphic.cleared", 1, state="new"),
}
"""By whether it is for the log of tickets: what is written first, and made odd then."""

ROLES = "source moderator screener producer presenter head gallery coordinator"


@dataclass(frozen=True)
class Odd:
    """An event as a newer version might write it, or a broken program."""

    type: str
    question: int | None = None
    state: str | None = None
    data: Any = None


BROKEN = {
    "a message to the presenter without its data": Odd("presenter.cleared"),
    "a type that this version does not know, with odd data": Odd("poll.opened", 1, "new", ["?", 7]),
    "a link whose number is a text": Odd("link.moved", data={"link": "first"}),
    "a message that is not there": Odd("presenter.message", data={"message": 10**9}),
}


@pytest.fixture(scope="module")
def store(backend: Installation) -> Iterator[Store]:
    opened = Store(Database(backend.database_url), backend.environment()["LIVE_SECRET_KEY"])
    yield opened
    opened.database.close()


def append(store: Store, slug: str, odd: Odd) -> int:
    """The event as the log's next; the log's head after it."""
    with store.write() as tx:
        log_id = TICKETS_LOG if slug == "tickets" else broadcasts.get(tx.connection, slug).id
        head = tx.append(log_id, [DECLARED[slug == "tickets"]], None)  # Another one this program does not write.
        written = update(event).where(event.c.broadcast_id == log_id, event.c.seq == head)
        odd_one = {"type": odd.type, "question": odd.question, "ticket": None, "state": odd.state}
        tx.connection.execute(written.values(**odd_one, data=odd.data if odd.data is not None else null()))
        return head


@pytest.fixture
def show(backend: Installation) -> Show:
    return backend.show(crew=ROLES)


def broken_so_far(server: Server) -> set[int]:
    """What /readyz and /metrics say: each keeps its answer for some seconds, so they agree a little later."""
    ready = requests.get(f"{server.url}/readyz", timeout=10)
    assert ready.status_code == 200 and ready.json()["ready"]
    text = requests.get(f"{server.url}/metrics", timeout=10).text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    [sample] = families["live_broken_events"].samples
    return {int(sample.value), ready.json()["broken_events"]}


@pytest.mark.parametrize("what", BROKEN)
def test_every_screen_goes_on(server: Server, store: Store, show: Show, join: Callable[..., Screen], what: str) -> None:
    key, before = show.keys["crew"], max(broken_so_far(server))
    api = server.api(show.slug, key)
    api.ask("Когда починят мост?")
    names = [name for name in SCREENS if name != "tickets"]
    screens = {name: join(server, show.slug, name, key) for name in names}
    head = append(store, show.slug, BROKEN[what])
    for screen in screens.values():
        screen.caught_up(head)
    api.ask("Когда откроют ФАП?")
    heard = {name: len(screen.pulses) for name, screen in screens.items()}
    for name, screen in screens.items():
        screen.wait_for(lambda s: len(s.pulses) > heard[s.screen] + 1, "pulses go on")
        fresh = join(server, show.slug, name, key)
        screen.caught_up(fresh.mirror.to)
        assert not screen.differences(fresh)
        assert screen.connections == 1
        assert screen.mirror.snapshots <= 2, "one snapshot for one broken event"
    assert screens["desk"].mirror.counts["new"] == 2
    assert screens["rundown"].mirror.snapshots == 2
    wait_until(lambda: broken_so_far(server) == {before + 1}, "both have counted it")
    assert (
        f'"seq": {head}, "type": "{BROKEN[what].type}", "event": "an event is broken"' in server.program.log.read_text()
    )


def test_the_tickets_board_goes_on(server: Server, store: Store, show: Show, join: Callable[..., Screen]) -> None:
    board = join(server, "tickets", "tickets", show.keys["crew"])
    head = append(store, "tickets", Odd("tickets.opened", state="open"))
    board.caught_up(head)
    pulses = len(board.pulses)
    board.wait_for(lambda s: len(s.pulses) > pulses, "pulses go on")
    assert board.mirror.snapshots == 2


def test_who_comes_back_to_a_run_with_a_broken_event_is_given_a_snapshot(
    server: Server, store: Store, show: Show, join: Callable[..., Screen]
) -> None:
    desk = join(server, show.slug, "desk", show.keys["crew"])
    since, epoch = desk.mirror.to, desk.mirror.epoch
    append(store, show.slug, Odd("presenter.cleared"))
    answer = desk.answer_since(epoch, since)
    assert "snapshot" in answer and "events" not in answer
    again = desk.answer_since(epoch, answer["to"])
    assert again["events"] == []


def test_a_program_that_reads_the_log_is_told_which_event_is_broken(server: Server, store: Store, show: Show) -> None:
    head = append(store, show.slug, Odd("presenter.cleared"))
    told = server.api(show.slug, show.keys["crew"]).get("/events", since=head - 1)["events"]
    assert [(each["seq"], each["type"], each["broken"]) for each in told] == [(head, "presenter.cleared", True)]


def test_a_browser_takes_one_snapshot_and_goes_on(server: Server, store: Store, show: Show, page: Page) -> None:
    api = server.api(show.slug, show.keys["crew"])
    api.ask("Когда починят мост?")
    let_in(page.context, server.installation, show.keys["crew"], server.url)
    page.goto(f"{server.url}/b/{show.slug}/rundown")
    in_step(page)
    page.evaluate(
        """() => {
          const { feed } = document.querySelector('live-rundown');
          window.resets = 0;
          feed.addEventListener('reset', () => (window.resets += 1));
        }"""
    )
    head = append(store, show.slug, Odd("presenter.cleared"))
    page.wait_for_function("window.resets === 1")
    api.command("question.shortlist", question=1, version=1)
    page.get_by_text("Когда починят мост?").first.wait_for()
    page.wait_for_function("head => document.querySelector('live-rundown').feed.to > head", arg=head)
    in_step(page)
    assert page.evaluate("window.resets") == 1
