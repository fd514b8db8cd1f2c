"""The language work on each new question, after its acknowledgement: its lemmas, a first guess at topic and place.

It arrives as `question.classified`, by nobody, once for each question; its version stays, so that nobody's move on a
new question is refused because of a guess. What the sender or a person has said is never guessed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from live.desk.tickets import retell
from live.domain.events import Event
from live.domain.refused import Refused
from live.language.lemmas import lemmas, warm
from live.language.similar import essence
from live.runtime.tasks import Signal, sleep, spawn
from live.store.ids import TICKETS_LOG
from live.store.rows import Row
from live.store.show import unread
from live.store.transaction import Store
from live.views.questions.suggestions import Guesses, Guessing

log = structlog.get_logger()

AT_ONCE = 50
"""Questions read in one go: each transaction then holds a log for a few milliseconds."""

SWEEP = 2.0
"""Seconds after which what nobody has read is looked for: another process may have died before it did."""


class Classifier:
    """The language work of one process: reads what this process received. `start()` it once."""

    def __init__(self, store: Store, guessing: Guessing) -> None:
        self._store = store
        self._guessing = guessing
        self._signal = Signal()

    def start(self) -> None:
        self._store.after_commit.append(lambda ids: self._signal.ring())
        spawn(self._run)

    def _run(self) -> None:
        warm()
        while True:
            own = self._signal.wait(SWEEP)
            try:
                while read_some(self._store, self._guessing.now(), timedelta(0) if own else timedelta(seconds=SWEEP)):
                    sleep(0.01)
            except Refused:
                sleep(1.0)  # The database is away; what is unread stays so until it is back.
            except Exception:
                log.exception("the language work failed")
                sleep(SWEEP)


def read_some(store: Store, guesses: Guesses, age: timedelta = timedelta(0)) -> int:
    """Read the oldest unread questions of at least this age; how many were read."""
    with store.read() as connection:
        rows = unread.oldest(connection, AT_ONCE, before=store.clock() - age if age else None)
    found = []
    for place, row in enumerate(rows):
        if place % 10 == 0:
            sleep(0)  # The desk comes first.
        found.append(_findings(row, guesses))
    by_broadcast: dict[int, list[tuple[Row[Any], dict[str, Any]]]] = defaultdict(list)
    for row, facts in zip(rows, found, strict=True):
        by_broadcast[row.broadcast_id].append((row, facts))
    return sum(_write(store, broadcast_id, read) for broadcast_id, read in by_broadcast.items())


def _findings(row: Row[Any], guesses: Guesses) -> dict[str, Any]:
    text = lemmas(row.text)
    topic = row.topic or next(iter(guesses.topics.guess(text)), None)
    locality = row.locality or next(iter(guesses.localities.guess(row.text)), None)
    found = lemmas(row.text, row.air_text, locality, topic)
    essence(found)  # Remembered: whoever asks for doubles does not wait for it.
    return {
        "row": row.id,
        "lemmas": found,
        "topic": topic,
        "locality": locality,
        "topic_guessed": row.topic is None and topic is not None,
        "locality_guessed": row.locality is None and locality is not None,
    }


def _write(store: Store, broadcast_id: int, read: Sequence[tuple[Row[Any], dict[str, Any]]]) -> int:
    """Store what was found of the questions that are still as they were read."""
    ticketed = any(_may_have_a_ticket(row) for row, _ in read)
    with store.write() as tx:
        broadcast = tx.lock(*([TICKETS_LOG] if ticketed else []), broadcast_id)[-1]
        now = unread.still(tx.connection, [row.id for row, _ in read])
        still = [
            (now[row.id], facts)
            for row, facts in read
            if row.id in now
            and _same(now[row.id], row)
            and (ticketed or not _may_have_a_ticket(now[row.id]))  # Else its ticket's log is not locked.
        ]
        if not still:
            return 0
        unread.save(tx, [facts for _, facts in still])
        events = [Event("question.classified", row.number, row.state, row.state) for row, _ in still]
        tx.append(broadcast_id, events, None)
        if ticketed:
            numbers = [row.number for row, _ in still if _may_have_a_ticket(row)]
            retell(tx, broadcast, numbers, None)
    return len(still)


def _may_have_a_ticket(row: Row[Any]) -> bool:
    """Whatever its state is by now (one answered in part may have been reopened): what nobody touched has none."""
    return bool(row.version > 1)


def _same(now: Row[Any], then: Row[Any]) -> bool:
    """Whether nothing that was read has changed."""
    return (now.text, now.air_text, now.locality, now.topic) == (then.text, then.air_text, then.locality, then.topic)
