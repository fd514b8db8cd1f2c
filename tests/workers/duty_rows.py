"""Rows of the line between shows, and of who is away, of which the first takes no change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from live.admin.shifts.absence import add_absence
from live.domain.broadcast import Kind
from live.domain.followup.news import Choice
from live.domain.people import By
from live.store.centre import access, shifts
from live.store.followup import news
from live.store.leases import Leases
from live.workers.followup.news import News
from tests.support.rooms import Show, Tickets
from tests.workers.site import Site

BY = By("Мария", "admin")


def others_are_told(site: Site) -> Callable[[], object]:
    """Whether the question behind the broken one is told to be late."""
    line = Show(site.store, Kind.STANDING)
    broken, other = line.asked(), line.asked()
    site.refuse("UPDATE ON question", f"old.id = {line.row(broken).id}")
    site.pass_(days=30)
    return lambda: [event.question for event in line.events() if event.type == "question.escalated"].count(other)


def others_hear_of_theirs(site: Site) -> Callable[[], object]:
    """Whether the person behind the broken one is written to of a ticket that was assigned to both, one after the
    other."""
    show, board = Show(site.store).on_air(), Tickets(site.store)
    show.channel("mail", host="127.0.0.1", sender="line@example.org", security="none")
    News(site.store, Leases(site.store), "").tick()  # From now on.
    people, at_any_hour = [], Choice(quiet=False)
    with site.store.write() as tx:
        for n in range(2):
            login = f"works-{n}"
            person = access.add_account(tx, login, login, "-", ["executor"], 0, "ЖКХ", f"{login}@example.org")
            news.choose(tx, person, at_any_hour)
            people.append((person, login))
    for _, login in people:
        number = show.do("question.ticket", show.asked(), department="ЖКХ")["ticket"]
        board.do("ticket.assign", number, department="ЖКХ", owner_login=login)
    site.refuse("UPDATE ON news", f"old.account_id = {people[0][0]} AND new.due_at IS NULL")
    News(site.store, Leases(site.store), "").tick()
    site.pass_(minutes=1)

    def told() -> bool:
        with site.store.read() as connection:
            return not news.due(connection, site.store.clock(), 9, [(people[0][0], None)])

    return told


def others_work_goes_over(site: Site) -> Callable[[], object]:
    """Whether the work of the person behind the broken one went over."""
    now, people = site.store.clock(), []
    with site.store.write() as tx:
        for n in range(2):
            people.append(access.add_account(tx, f"duty-{n}", f"Человек {n}", "-", ["moderator"]))
    broken, other = (add_absence(site.store, one, now, now + timedelta(days=1), BY) for one in people)
    site.refuse("UPDATE ON absence", f"old.id = {broken}")

    def handed() -> bool:
        with site.store.read() as connection:
            return shifts.get_absence(connection, other).handed_at is not None

    return handed
