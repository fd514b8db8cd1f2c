"""Deadlines are told of once: to the owner, the department, the chief; in the product and by letter."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from live.admin.channels import close_channel
from live.domain.people import Actor, By, Role
from live.store import log
from live.store.centre import access
from live.store.database import Database
from live.store.followup.escalations import mail_channel
from live.store.ids import TICKETS_LOG
from live.store.leases import Leases
from live.store.tables import broadcast, channel, escalation, outbox, ticket
from live.store.transaction import Store
from live.views.feed.sections.section import Reader
from live.views.feed.visible_events import EventRenderer
from live.views.screens import SCREENS
from live.views.tickets.view import TICKETS, ticket_views
from live.workers import escalate
from live.workers.escalate import Escalation, find, tell
from live.workers.sending.outbox import Outbox
from tests.support.backends import SERVED, Backends
from tests.support.departments import keep_departments
from tests.support.process import wait_until
from tests.support.rooms import Clock, Show, Tickets, opened
from tests.support.sending import send_all
from tests.support.stubs.mail import Mail
from tests.support.worker import Worker

OLGA = By("Администратор", "admin")

PATIENCE = 240
"""Seconds: a worker lets everybody else on the machine go first."""


class Centre:
    """A department with a chief and an owner, and a channel by which they are written to."""

    def __init__(self, store: Store) -> None:
        self.store, self.show, self.tickets = store, Show(store).on_air(), Tickets(store)
        self.name = f"Отдел {uuid.uuid4().hex[:6]}"
        self.shared = f"{uuid.uuid4().hex[:6]}@example.org"
        self.chief, self.owner = self._person("chief"), self._person("owner")
        self.departments({"name": self.name, "chief": self.chief, "email": self.shared})
        with store.write() as tx:
            tx.connection.execute(update(channel).values(paused=True))
        self.channel = self.show.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")
        self.owner_id = self._id_of(self.owner)

    def departments(self, *items: dict[str, Any]) -> None:
        keep_departments(self.store, *items)

    def _person(self, what: str) -> str:
        login = f"{what}-{uuid.uuid4().hex[:6]}"
        with self.store.write() as tx:
            access.add_account(tx, login, login.title(), "-", ["executor"], 0, self.name, f"{login}@example.org")
        return login

    def _id_of(self, login: str) -> int:
        with self.store.read() as connection:
            row = access.account_by_login(connection, login)
        assert row is not None
        return int(row.id)

    def ticket(self, *, owned: bool = True, **facts: Any) -> str:
        """A ticket of the department, made now, with its owner."""
        number = str(self.show.do("question.ticket", self.show.asked(), department=self.name)["ticket"])
        owner = {"owner": self.owner.title(), "owner_id": self.owner_id} if owned else {"owner": None}
        self.set(number, **owner, **facts)
        return number

    def set(self, number: str, **facts: Any) -> None:
        with self.store.write() as tx:
            tx.connection.execute(update(ticket).where(ticket.c.number == number).values(**facts))

    def pass_(self, **time: float) -> None:
        assert isinstance(self.store.clock, Clock)
        self.store.clock.pass_(**time)

    def tick(self) -> None:
        Escalation(self.store, Leases(self.store)).tick()

    def told(self, number: str) -> list[tuple[str, str, str | None]]:
        """What the log says was told of a ticket, in order: clock, step, to whom."""
        told = [e.data for e in self.tickets.events(number) if e.type == "ticket.escalated"]
        return [(data["clock"], data["step"], data["to"]) for data in told]

    def letters(self) -> list[tuple[str, str]]:
        """The notices that were queued by this centre's channel: to whom, and their first line."""
        with self.store.read() as connection:
            rows = connection.execute(select(outbox).where(outbox.c.channel_id == self.channel).order_by(outbox.c.id))
            return [(row.address, row.text.splitlines()[0]) for row in rows]

    def view(self, number: str) -> Any:
        with self.store.read() as connection:
            [view] = ticket_views(connection, connection.execute(TICKETS.where(ticket.c.number == number)).all())
            return view["escalated"]

    @property
    def owner_mail(self) -> str:
        return f"{self.owner}@example.org"

    @property
    def chief_mail(self) -> str:
        return f"{self.chief}@example.org"


@pytest.fixture
def centre(clocked: Store) -> Centre:
    """It is nine o'clock on a Tuesday in Ulyanovsk."""
    assert isinstance(clocked.clock, Clock)
    clocked.clock.now = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    with clocked.write() as tx:
        tx.connection.execute(update(ticket).values(state="closed"))
    return Centre(clocked)


def test_a_deadline_that_is_near_and_then_over_is_told_to_the_owner_and_then_to_the_chief(centre: Centre) -> None:
    number = centre.ticket(state="in_progress", reacted_at=centre.store.clock())
    steps = []
    for hours in (5.5, 0.5, 2, 16):
        centre.pass_(hours=hours)
        centre.tick()
        steps.append([(step, to) for _, step, to in centre.told(number)])
    near, over, chief = ("near", centre.owner.title()), ("over", centre.owner.title()), ("chief", centre.chief.title())
    assert steps == [[], [near], [near, over], [near, over, chief]]
    assert [address for address, _ in centre.letters()] == [centre.owner_mail, centre.owner_mail, centre.chief_mail]
    assert centre.letters()[1][1] == f"{number}: срок решения прошёл — 24.11.2026 17:00"


def test_what_was_told_is_not_told_again(centre: Centre) -> None:
    number = centre.ticket()
    centre.pass_(hours=4)
    for _ in range(3):
        centre.tick()
    assert sorted(step for _, step, _ in centre.told(number)) == ["chief", "over"]


def test_without_an_owner_the_departments_own_address_is_written_to(centre: Centre) -> None:
    number = centre.ticket(owned=False)
    centre.pass_(hours=1.6)
    centre.tick()
    assert centre.told(number) == [("reaction", "near", centre.name)]
    assert [address for address, _ in centre.letters()] == [centre.shared]


def test_an_urgent_one_reaches_the_chief_at_once(centre: Centre) -> None:
    number = centre.ticket(priority="urgent")
    centre.pass_(hours=2)
    centre.tick()
    assert {step for _, step, _ in centre.told(number)} == {"over", "chief"}


def test_on_hold_nothing_is_told(centre: Centre) -> None:
    number = centre.ticket(state="on_hold", held_at=centre.store.clock())
    centre.pass_(days=3)
    centre.tick()
    assert not centre.told(number) and not centre.letters()


def test_what_was_told_stands_though_the_deadline_moves_away(centre: Centre) -> None:
    number = centre.ticket(state="in_progress")
    centre.pass_(hours=8)
    centre.tick()
    before = centre.told(number), centre.letters()
    centre.set(number, resolution_due=centre.store.clock() + timedelta(days=9))
    centre.tick()
    assert (centre.told(number), centre.letters()) == before and before[0]


def test_a_reopened_one_is_told_of_anew(centre: Centre) -> None:
    number = centre.ticket(state="in_progress")
    centre.pass_(hours=8)
    centre.tick()
    centre.set(number, reopened=1)
    assert centre.view(number) is None
    centre.tick()
    assert [step for _, step, _ in centre.told(number)] == ["over", "over"]


def test_a_ticket_that_is_nobodys_is_told_in_the_product_alone(centre: Centre) -> None:
    number = centre.ticket(owned=False, department=None)
    centre.pass_(hours=2)
    centre.tick()
    assert centre.told(number) == [("reaction", "over", None)] and not centre.letters()


def test_a_channel_of_mail_that_was_closed_carries_nothing(centre: Centre) -> None:
    close_channel(centre.store, centre.channel, By("Ольга", "admin"))
    with centre.store.read() as connection:
        assert mail_channel(connection) != centre.channel


def test_without_a_channel_of_mail_it_is_told_in_the_product(centre: Centre) -> None:
    with centre.store.write() as tx:
        tx.connection.execute(update(channel).values(paused=True))
    number = centre.ticket()
    centre.pass_(hours=2)
    centre.tick()
    assert centre.told(number) and not centre.letters()


def test_a_rehearsals_ticket_is_nobodys_duty(centre: Centre) -> None:
    number = centre.ticket()
    with centre.store.write() as tx:
        tx.connection.execute(update(broadcast).where(broadcast.c.id == centre.show.id).values(rehearsal=True))
    centre.pass_(hours=4)
    centre.tick()
    assert not centre.told(number)


def test_the_view_says_how_far_up_it_has_got(centre: Centre) -> None:
    number = centre.ticket()
    assert centre.view(number) is None
    centre.pass_(hours=2)
    centre.tick()
    at = centre.store.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert centre.view(number) == {"clock": "reaction", "step": "over", "at": at}
    centre.pass_(hours=1)
    centre.tick()
    assert centre.view(number)["step"] == "chief"


def test_a_department_sees_that_its_own_was_escalated_and_others_do_not(centre: Centre) -> None:
    number = centre.ticket()
    centre.pass_(hours=2)
    centre.tick()
    events = [e for e in centre.tickets.events(number) if e.type == "ticket.escalated"]
    with centre.store.read() as connection:
        renderer = EventRenderer(connection, log.position(connection, TICKETS_LOG).broadcast, events)
    [seen] = renderer.for_screen(SCREENS["tickets"], Reader(centre.name))
    assert seen["view"]["escalated"]["step"] == "over" and seen["was"] == seen["state"] == "open"
    assert renderer.for_screen(SCREENS["tickets"], Reader("Другой отдел")) == []


def test_an_escalation_does_not_make_anybodys_save_stale(centre: Centre) -> None:
    number = centre.ticket()
    version = centre.tickets.row(number).version
    centre.pass_(hours=2)
    centre.tick()
    executor = Actor("Игорь", frozenset({Role.COORDINATOR}))
    centre.tickets.do("ticket.assign", number, by=executor, version=version, department=centre.name)


def many(centre: Centre, count: int) -> list[str]:
    """So many tickets of the owner, all late."""
    centre.show.receive(*["Нет света"] * count)
    centre.show.wrapped()
    made = centre.show.tickets()
    with centre.store.write() as tx:
        facts = {"department": centre.name, "owner": centre.owner.title(), "owner_id": centre.owner_id}
        mine = ticket.c.id.in_([row.id for row in made])
        tx.connection.execute(update(ticket).where(mine).values(state="in_progress", **facts))
    centre.pass_(hours=8)
    return [row.number for row in made]


def test_a_thousand_at_once_are_told_in_one_letter_to_each_person(centre: Centre) -> None:
    numbers = many(centre, 1000)
    centre.tick()
    assert Counter(step for number in numbers[:50] for _, step, _ in centre.told(number)) == {"over": 50}
    with centre.store.read() as connection:
        assert (
            len(connection.execute(select(escalation).where(escalation.c.told == centre.owner.title())).all()) == 1000
        )
    [(address, subject)] = centre.letters()
    assert (address, subject) == (centre.owner_mail, "Горят сроки: поручений 1000")


def test_five_at_once_are_five_letters(centre: Centre) -> None:
    many(centre, 5)
    centre.tick()
    assert len(centre.letters()) == 5


def test_the_letter_arrives(centre: Centre) -> None:
    with Mail() as server:
        centre.channel = centre.show.channel("mail", **server.settings)
        with centre.store.write() as tx:
            tx.connection.execute(update(channel).where(channel.c.id != centre.channel).values(paused=True))
        number = centre.ticket(priority="urgent")
        centre.pass_(hours=2)
        centre.tick()
        worker = Outbox(centre.store, Leases(centre.store))
        send_all(worker, centre.channel)
        [letter] = server.to(centre.chief_mail)
        assert letter.subject.startswith(f"{number}: срок реакции прошёл")
        assert f"Ведомство: {centre.name}" in letter.text


# Several at once, on PostgreSQL: on SQLite there is one process


@pytest.fixture
def served(backends: Backends, folder: Path) -> Iterator[Centre]:
    with opened("postgresql", backends, folder) as store:
        store.clock = Clock(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
        yield Centre(store)


def test_two_workers_at_once_tell_each_step_once(served: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalate, "SLICE", 10)  # So that they meet.
    numbers = many(served, 120)
    stores = [Store(Database(served.store.database.url), "of-the-tests", served.store.clock) for _ in range(2)]
    found = [list(find(store)) for store in stores]
    assert [len(one) for one in found] == [120, 120]
    counts: list[int] = []
    at_work = [threading.Thread(target=lambda n=n: counts.append(tell(stores[n], found[n]))) for n in range(2)]
    for thread in at_work:
        thread.start()
    for thread in at_work:
        thread.join()
    assert sum(counts) == 120 and all(len(served.told(number)) == 1 for number in numbers)
    for store in stores:
        store.database.close()


def test_one_that_holds_the_lease_keeps_others_from_telling(served: Centre) -> None:
    many(served, 3)
    other = Leases(Store(Database(served.store.database.url), "of-the-tests", served.store.clock))
    assert other.take(escalate.LEASE)
    served.tick()
    assert not served.letters()
    other.free(escalate.LEASE)
    served.tick()
    assert len(served.letters()) == 3


@pytest.mark.faults
def test_a_worker_killed_in_between_leaves_nothing_untold_and_nothing_twice(backends: Backends, folder: Path) -> None:
    with backends.installation(SERVED, folder) as installation:
        store = Store(Database(installation.database_url), "of-the-tests" * 4)
        store.clock = Clock(datetime.now(UTC) - timedelta(days=30))
        centre = Centre(store)
        many(centre, 1500)

        def told() -> int:
            with store.read() as connection:
                return len(connection.execute(select(escalation.c.ticket_id)).all())

        with Worker(installation) as worker:
            worker.start()
            wait_until(told, "the first slice")
            worker.kill()
            left = told()
            worker.start()
            wait_until(lambda: told() == 3000, "the rest", PATIENCE)
        per_ticket = Counter(e.ticket for e in centre.tickets.events() if e.type == "ticket.escalated")
        assert len(per_ticket) == 1500 and set(per_ticket.values()) == {2}
        # One letter to each of the two, and another to whoever the killed one was about to tell of more.
        assert 2 <= len(centre.letters()) <= (4 if left < 3000 else 2)
        store.database.close()
