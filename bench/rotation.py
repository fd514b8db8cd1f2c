"""`python -m bench.rotation [--quick]`: another secret for 300,000 contacts while a show runs; prints JSON.

A show runs under the first secret (that is the peer), then every process is started anew under the second, as
docs/operation.md says, and what the first has sealed is sealed anew: by the server itself on SQLite, by `worker` on
PostgreSQL. Meanwhile the producer's commands go on, each timed from the moment at which it was due, and messages
arrive, of which none may be lost.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from live.store.resealing import is_due
from live.store.show import broadcasts
from live.store.tables import person, question
from live.store.text import written
from live.store.transaction import Store
from tests.support.process import Program, wait_until
from tests.support.server import ROOT

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
    """How many contacts, and for how many seconds the show is watched before, and at least meanwhile."""

    contacts: int
    seconds: float


FULL = Plan(300_000, 20.0)
QUICK = Plan(5_000, 2.0)
"""Short enough for `make test`, and too short to compare: it says that everything is still measured."""


def filled(of: Prepared, contacts: int) -> Store:
    """The installation's store under the first secret, with so many persons and what the desk needs."""
    store = Store(Database(of.installation.database_url), FIRST)
    for start in range(0, contacts, GROUP):
        numbers = range(start, min(start + GROUP, contacts))
        with store.write() as tx:
            insert_rows(tx.connection, (person, [_person(store, number) for number in numbers]))
    with store.read() as connection:
        home = broadcasts.get(connection, SLUG).id
    asked = Submission("Третью неделю нет воды в посёлке, когда починят водопровод?", "api")
    receive_group(store, [Arrival(home, "bench", asked) for _ in range(2 * wrap.SEATED)])
    return store


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


def sealed_with(store: Store) -> int:
    """How many persons are sealed with the store's newest key."""
    mine = type_coerce(person.c.contact, Text()).startswith(f"sealed:{store.keyring.number}:")
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(person).where(mine)).scalar_one())


@contextmanager
def sealing(target: Target) -> Iterator[None]:
    """What seals: an embedded server does so itself."""
    if target.installation.database_url.startswith("sqlite"):
        yield
        return
    command, log = [sys.executable, "app.py", "worker"], target.installation.folder / "worker.log"
    program = Program(command, log, env=target.installation.environment(), cwd=ROOT)
    program.start(lambda: True, "the worker")
    try:
        yield
    finally:
        program.stop()


def measured(of: Prepared, plan: Plan) -> Figures:
    first = filled(of, plan.contacts)
    second = Store(first.database, SECOND, earlier=[FIRST])
    with servers.product(under(of, FIRST)) as target:
        before, intake_before = watched(target, 1, lambda: time.sleep(plan.seconds))
    with servers.product(under(of, SECOND, FIRST)) as target, sealing(target):
        left, start = plan.contacts - sealed_with(second), time.monotonic()
        seconds = 0.0

        def rotated() -> None:
            nonlocal seconds
            wait_until(lambda: not is_due(second), "all is sealed with the second secret", LIMIT)
            seconds = time.monotonic() - start
            time.sleep(max(0.0, plan.seconds - seconds))

        during, intake_during = watched(target, 1 + wrap.SEATED, rotated)
    check_persons(second, plan)
    with second.read() as connection:
        asked = select(func.count()).select_from(question).where(question.c.external_id.is_not(None))
        stored = connection.execute(asked).scalar_one()
    figures = {
        "contacts": sealed_with(second),
        "seconds": round(seconds, 1),
        "contacts_a_second": round(left / seconds),
        "command_before": before,
        "command_during": during,
        "messages_before": intake_before,
        "messages_during": intake_during,
        "messages_lost": intake_before["sent"] + intake_during["sent"] - stored,
    }
    first.database.close()
    return figures


def under(of: Prepared, secret: str, earlier: str = "") -> Prepared:
    """The same installation under another secret."""
    secrets = {"LIVE_SECRET_KEY": secret, "LIVE_SECRET_KEY_OLD": earlier}
    return Prepared(dataclasses.replace(of.installation, extra=secrets), of.tokens)


def watched(target: Target, first: int, meanwhile: Callable[[], None]) -> tuple[Figures, Figures]:
    """How long the producer's commands took, on questions from the `first` on, and what became of the messages."""
    messages = Messages(target, f"at-{first}", MESSAGES)
    with Worker(wrap.steady, target.seat("rundown"), first) as desk:
        desk.hear()
        desk.pipe.send("go")
        messages.start()
        meanwhile()
        took = desk.ask("stop")
        messages.end()
    kept = {"sent": messages.sent, "acknowledged": len(messages.numbers), "repeated": messages.repeated}
    return milliseconds(took), kept


def check_persons(store: Store, plan: Plan) -> None:
    """A hundred of the persons open, and are found by the hash of the second secret."""
    alone = Store(store.database, SECOND)
    with store.read() as connection:
        for number in range(0, plan.contacts, max(1, plan.contacts // 100)):
            found = connection.execute(select(person).where(person.c.id == number + 1)).one()
            assert found.contact == contact_of(number), found
            assert found.contact_hash == alone.contact_hash(contact_of(number))


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
        longest, lost = figures["command_during"]["max_ms"], float(figures["messages_lost"])
        document["aims"] += [
            aim(f"{name}: the show's longest command meanwhile, ms", longest, at_most=250.0),
            aim(f"{name}: messages lost", lost, at_most=0.0),
        ]
        print(json.dumps({name: figures}), file=sys.stderr, flush=True)
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
