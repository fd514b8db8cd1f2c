"""`python -m bench.rotation [--quick]`: another secret for 300,000 contacts while a show runs; prints JSON.

The server runs under the second secret already, and what the first has sealed is sealed anew: by `app.py keys rotate`
beside it, and on SQLite once more by the server's own task. A producer's commands go on before (that is the peer) and
meanwhile, each timed from the moment at which it was due; and messages arrive, of which none may be lost.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Text, func, select, type_coerce

from bench import machine, servers, wrap
from bench.figures import aim, milliseconds
from bench.flood import Messages
from bench.servers import SLUG, Prepared, Target
from bench.workers import Worker
from live.desk.receive import Arrival, receive_group
from live.domain.submission import Submission
from live.store.bulk import insert_rows
from live.store.database import Database
from live.store.resealing import NAME, is_due
from live.store.show import broadcasts
from live.store.tables import meta, person
from live.store.text import written
from live.store.transaction import Store
from tests.support.process import wait_until

Figures = dict[str, Any]

FIRST = "the first secret of the benches: 90c2d6f1"
SECOND = "the second secret of the benches: 5b0e41c9"
MESSAGES = 20
"""A second, beside the producer's commands."""

GROUP = 5000
LIMIT = 900.0
"""Seconds until a rotation that does not end breaks the run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many contacts, for how many seconds the show is watched before, and whether the server's own task comes too.

    That task looks once a minute whether it has something to do.
    """

    contacts: int
    seconds: float
    by_itself: bool


FULL = Plan(300_000, 20.0, True)
QUICK = Plan(3_000, 1.0, False)
"""Short enough for `make test`, and too short to compare: it says that everything is still measured."""


def fill(store: Store, first: int, contacts: int) -> None:
    """So many persons, numbered from `first`, whom this store has sealed."""
    for start in range(first, first + contacts, GROUP):
        numbers = range(start, min(start + GROUP, first + contacts))
        with store.write() as tx:
            insert_rows(tx.connection, (person, [_person(store, number) for number in numbers]))


def contact_of(number: int) -> str:
    return f"tel:+7000{number:07}"


def _person(store: Store, number: int) -> dict[str, Any]:
    contact, close = contact_of(number), store.keyring.close
    return {
        "id": number + 1,
        "contact_hash": store.contact_hash(contact),
        "name": "Анна",
        "contact": close("contact", contact),
        "contact_kind": "tel",
        "profile": close("profile", f"https://vk.com/id{number}"),
        "created_at": written(store.clock()),
    }


def measured(of: Prepared, plan: Plan) -> Figures:
    database = Database(of.installation.database_url)
    first, second = Store(database, FIRST), Store(database, SECOND, earlier=[FIRST])
    secrets = {"LIVE_SECRET_KEY": SECOND, "LIVE_SECRET_KEY_OLD": FIRST}
    installation = dataclasses.replace(of.installation, extra=secrets)
    _seat(second)
    with servers.product(Prepared(installation, of.tokens)) as target:
        installation.cli("keys", "rotate")  # Else the server's own task might find that there is something to do.
        fill(first, 0, plan.contacts)
        figures = _watched(target, plan, 1, lambda: installation.cli("keys", "rotate"))
        _check(second, 0, plan.contacts)
        if plan.by_itself and database.dialect == "sqlite":
            fill(first, plan.contacts, plan.contacts)
            print(json.dumps(figures), file=sys.stderr, flush=True)
            figures["by_itself"] = _watched(target, plan, 1 + wrap.SEATED, lambda: _by_itself(second))
            _check(second, plan.contacts, plan.contacts)
    database.close()
    return figures


def _seat(store: Store) -> None:
    """What the desk moves."""
    with store.read() as connection:
        home = broadcasts.get(connection, SLUG).id
    asked = Submission("Третью неделю нет воды в посёлке, когда починят водопровод?", "api")
    receive_group(store, [Arrival(home, "bench", asked) for _ in range(2 * wrap.SEATED)])


def _by_itself(store: Store) -> None:
    """Has the server find that something is to be sealed, as after its start, and waits for it."""
    with store.write() as tx:
        tx.connection.execute(meta.delete().where(meta.c.name == NAME))
    wait_until(lambda: not is_due(store), "the server has sealed everything", LIMIT)


def _watched(target: Target, plan: Plan, first: int, rotate: Callable[[], object]) -> Figures:
    """How long the producer's commands take before and meanwhile, and what becomes of the messages.

    `first`: the number of the first of the producer's questions.
    """
    messages = Messages(target, f"{time.monotonic()}", MESSAGES)
    with Worker(wrap.steady, target.seat("rundown"), first) as desk:
        desk.hear()
        messages.start()
        desk.pipe.send("go")
        time.sleep(plan.seconds)
        before = desk.ask("stop")
        desk.pipe.send("go")
        start = time.monotonic()
        rotate()
        seconds = time.monotonic() - start
        during = desk.ask("stop")
        messages.end()
    return {
        "contacts": plan.contacts,
        "seconds": round(seconds, 1),
        "contacts_a_second": round(plan.contacts / seconds),
        "command_before": milliseconds(before),
        "command_during": milliseconds(during),
        "messages": {"sent": messages.sent, "kept": len(messages.numbers), "repeated": messages.repeated},
    }


def _check(store: Store, first: int, contacts: int) -> None:
    """All of them are sealed with the newest key, and found by its hash."""
    closed = type_coerce(person.c.contact, Text()).startswith(f"sealed:{store.keyring.number}:")
    these = person.c.id.between(first + 1, first + contacts)
    with store.read() as connection:
        sealed = connection.execute(select(func.count()).where(these, closed)).scalar_one()
        assert sealed == contacts, f"{sealed} of {contacts} are sealed anew"
        for number in range(first, first + contacts, max(1, contacts // 100)):
            found = connection.execute(select(person).where(person.c.id == number + 1)).one()
            assert (found.contact, found.contact_hash) == (contact_of(number), store.contact_hash(contact_of(number)))


def aims(database: str, figures: Figures) -> list[Figures]:
    found = []
    for by, run in (("keys rotate", figures), ("the server's own task", figures.get("by_itself"))):
        if run is not None:
            lost = float(run["messages"]["sent"] - run["messages"]["kept"])
            longest = run["command_during"]["max_ms"]
            found.append(aim(f"{database}, {by}: the show's longest command, ms", longest, at_most=250.0))
            found.append(aim(f"{database}, {by}: messages lost", lost, at_most=0.0))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.rotation", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a run of some seconds: does everything still work?")
    plan = QUICK if parser.parse_args().quick else FULL
    document: Figures = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.described(),
        "commands_a_second": wrap.RATE,
        "messages_a_second": MESSAGES,
        "aims": [],
    }
    for name, prepared in (("sqlite", servers.embedded), ("postgresql", servers.served)):
        print(f"the rotation on {name} …", file=sys.stderr, flush=True)
        with prepared() as of:
            document[name] = figures = measured(of, plan)
        document["aims"] += aims(name, figures)
        print(json.dumps({name: figures}), file=sys.stderr, flush=True)
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
