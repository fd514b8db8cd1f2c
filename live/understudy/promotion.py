"""Promotion: a person has an understudy go on in its leader's place, or the old leader serve again."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from live.domain.audit import Act
from live.domain.people import By
from live.domain.refused import Refused
from live.runtime.tasks import sleep
from live.store import log, private
from live.store.centre import audit
from live.store.followup import outbox
from live.store.polls import posts
from live.store.transaction import Store
from live.understudy import succession
from live.understudy.copy import Copy
from live.understudy.line import Away, OtherSecret, ask_standing
from live.understudy.succession import Succession

BY_CONSOLE = By("командная строка", "admin", credential="console")

PATIENCE = 40.0
"""Seconds that `promote` waits for the understudy's own process to do it."""

NO_COPY = Refused("illegal", "There is no whole copy of the leader's database here yet: nothing could be served.")

MAY_BE_MISSING = "Another server took over: the one before it may have sent this."


def promote(file: Path, secret: str, open_store: Callable[[], Store], by: By) -> str:
    """Have the understudy at `file` lead, or the former leader again; what was done, as a sentence.

    Where a process of it runs, that one does it and goes on as the server.
    """
    with holding(file) as alone:
        if not alone:
            return _asked_of_its_process(file)
        standing = succession.read(file)
        if not (standing.follows or standing.succeeded_by):
            raise Refused(
                "illegal", "This server follows nobody and nobody was promoted in its place: it leads already."
            )
        refuse_beside_another(standing, secret)
        if standing.follows:
            finish_copy(file)
        take_the_lead(file, standing, open_store, by)
    return "This database leads from now on: start its server with `serve`."


def refuse_beside_another(standing: Succession, secret: str, passing_over: Sequence[str] = ()) -> None:
    """`illegal` where another server of this centre serves, beside those that are passed over."""
    for address in standing.others:
        if address in passing_over:
            continue
        try:
            found = ask_standing(address, secret)
        except (Away, OtherSecret):
            continue
        if found.serves:
            raise Refused(
                "illegal",
                "{address} serves: end it first, or promote nothing here. Two must not lead.",
                address=address,
            )


def finish_copy(file: Path) -> None:
    copy = Copy(file)
    if copy.position is None:
        raise NO_COPY
    copy.finish()


def take_the_lead(file: Path, standing: Succession, open_store: Callable[[], Store], by: By) -> None:
    """From now on this database is the one. Its screens start anew; what may have been sent is for a person to see."""
    before = standing.follows or standing.succeeded_by
    store = open_store()
    try:
        with store.write() as tx:
            log.begin_epoch(tx.connection)
            if not standing.certain:
                outbox.mark_all_unconfirmed(tx.connection, MAY_BE_MISSING)
                posts.mark_all_unconfirmed(tx.connection, MAY_BE_MISSING)
            audit.record(tx, Act.PROMOTED, "database", by, term=standing.term + 1, certain=standing.certain)
        since = store.clock().isoformat()
    finally:
        store.database.close()
    lead = replace(standing, term=standing.term + 1, follows=None, succeeded_by=None, since=since, certain=True)
    succession.write(file, lead.with_other(before) if before else lead)


@contextmanager
def holding(file: Path) -> Iterator[bool]:
    """Whether this process alone has the understudy at `file`: another one that follows has not."""
    with private.create(file.with_name(file.name + ".following")) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def request_of(file: Path) -> Path:
    """The file by which a command asks the process that follows."""
    return file.with_name(file.name + ".promote")


def _asked_of_its_process(file: Path) -> str:
    request = request_of(file)
    private.write(request, b"")
    until = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until:
            sleep(0.1)
            if not request.exists():
                return "The understudy leads: its screens come in by the addresses that their pages know."
            if said := request.read_bytes():
                raise RuntimeError(json.loads(said)["refused"])
    finally:
        request.unlink(missing_ok=True)
    raise RuntimeError(f"The understudy's process has not done it within {PATIENCE:.0f} s: look at its log.")


def refuse_request(file: Path, why: str) -> None:
    """Tell the command that asked why nothing was done."""
    request = request_of(file)
    new = request.with_name(request.name + ".new")
    private.write(new, json.dumps({"refused": why}, ensure_ascii=False).encode())
    os.replace(new, request)


def asked(file: Path) -> bool:
    """Whether a command asks for it and has no answer yet."""
    try:
        return request_of(file).stat().st_size == 0
    except FileNotFoundError:
        return False
