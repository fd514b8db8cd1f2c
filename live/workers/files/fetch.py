"""Fetches what the networks' attachments point to. Any number of processes may run one: a file is one's at a time.

Nothing of it is done inside a transaction, and what is known is committed before the contents stand in the storage: so
nothing stands there of which no row tells.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog

from live.channels.http import Failed, Http, TooLarge
from live.domain.events import Event
from live.domain.files.attached import LARGEST, NotKept, State, Why, next_try
from live.domain.refused import Refused
from live.followup.matters.logs import retold
from live.runtime.worker import UNHEARD, Worker
from live.store.followup import tickets
from live.store.ids import NUMBERS, TICKETS_LOG
from live.store.leases import Leases
from live.store.rows import Row
from live.store.show import files, questions
from live.store.storage import Storage, name_of
from live.store.storage.contents import Contents, prepared, put
from live.store.transaction import Store, Transaction
from live.workers.means import Means
from live.workers.one_each import OneEach, Step
from live.workers.set_aside import database_is_away

log = structlog.get_logger()

PACE = 1.0
"""Seconds at least between two ticks."""

AT_ONCE = 4
"""Files that one process fetches at the same time: one whose server drips holds up no other."""

SOME = 50
"""Files that are looked at together."""

PATIENCE = 30.0
"""Seconds for a file in all, after the server is reached."""

BUSY = timedelta(seconds=10)
"""Until a picture is tried again that could not be drawn for all the others that are."""

ASKED = {"Accept-Encoding": "identity", "User-Agent": "live"}


class Fetching:
    def __init__(self, store: Store, leases: Leases, storage: Storage, patience: float = PATIENCE) -> None:
        self._store, self._storage = store, storage
        self._http = Http("", needs_https=False, of_stranger=True)
        self._patience = patience
        self.files = OneEach("fetch_files", leases, lambda file: f"file:{file}", awaited=False)

    def tick(self) -> None:
        """Set to work at what is due and nobody else's."""
        with self._store.read() as connection:
            due = files.due(connection, self._store.clock(), SOME, self.files.aside.resting())
        for row in due:
            if self.files.busy >= AT_ONCE:
                return
            self.files.begin(row.id, self._fetching)

    def _fetching(self, file_id: int) -> Step:
        def step() -> None:
            self.fetch(file_id)

        return step

    def fetch(self, file_id: int) -> None:
        """Fetch one that is wanted: then it is kept, refused for good, or waits for the next try."""
        with self._store.read() as connection:
            row = files.find(connection, file_id)
        if row is None or row.state != State.WANTED or row.next_at > self._store.clock():
            return  # Done meanwhile.
        try:
            facts, contents = prepared(self._downloaded(row.origin))
        except NotKept as refused:
            self._refuse(row, refused.why)
        except Refused:
            self._wait(row, row.tries, BUSY)
        except Failed as failed:
            self._put_off(row, failed)
        else:
            self._keep(row, facts, contents)

    def _downloaded(self, url: str) -> bytes:
        try:
            return self._http.fetch(url, ASKED, LARGEST, patience=self._patience).content
        except TooLarge:
            raise NotKept(Why.TOO_LARGE) from None

    def _put_off(self, row: Row[Any], failed: Failed) -> None:
        pause = next_try(row.tries + 1)
        if failed.kind == "never":
            self._refuse(row, Why.GONE if failed.code else Why.INSIDE)
        elif pause is None:
            self._refuse(row, Why.AWAY)
        else:
            self._wait(row, row.tries + 1, pause)

    def _wait(self, row: Row[Any], tries: int, pause: timedelta) -> None:
        with self._store.write() as tx:
            files.still_wanted(tx, row.id, tries=tries, next_at=tx.now + pause)

    def _refuse(self, row: Row[Any], why: Why) -> None:
        log.info("a file is not kept", file=row.id, why=why.name)
        self._store.run(lambda tx: _end(tx, row, files.refused(why)))

    def _keep(self, row: Row[Any], facts: dict[str, Any], contents: Contents) -> None:
        """`Unreachable` where the storage is away: then the file is set aside, and tried again."""
        left = set(files.names(row))  # Of a try that was broken off.
        with self._store.write() as tx:
            if not files.still_wanted(tx, row.id, **facts):
                return
        put(self._storage, row.id, contents)
        standing = {name_of(hash_, row.id) for hash_ in contents}
        kept = self._store.run(lambda tx: _end(tx, row, {"state": State.KEPT.value, "next_at": None}))
        for name in left - standing if kept else left | standing:
            self._storage.delete(name)


def _end(tx: Transaction, row: Row[Any], columns: dict[str, Any]) -> bool:
    """What becomes of a wanted file, told to every screen that shows its question or a ticket of it.

    False where the file was taken away meanwhile.
    """
    now = files.find(tx.connection, row.id)
    if now is None or now.question_id is None:
        return False
    question_id = now.question_id  # Which may be another by now: it was handed on.
    home = question_id // NUMBERS
    tx.lock(home)
    if not files.still_wanted(tx, row.id, **columns):
        return False
    asked = questions.by_id(tx.connection, question_id)
    tx.append(home, [Event("question.retold", asked.number, asked.state, asked.state)], None)
    if theirs := tickets.of_questions(tx.connection, [question_id]):
        tx.append(TICKETS_LOG, retold(theirs), None)
    return True


def worker(means: Means) -> Worker | None:
    if means.files is None:
        return None
    task = Fetching(means.store, means.leases, means.files)
    return Worker("fetch_files", task.tick, UNHEARD, pace=PACE, away=database_is_away, set_aside=task.files.aside.count)
