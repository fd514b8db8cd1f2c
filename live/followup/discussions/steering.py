"""Put a matter up for discussion, mark what is written, say what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from live.domain.audit import Act
from live.domain.characters import one_line
from live.domain.foreign_values import web_link
from live.domain.official_pages import discussion as rules
from live.domain.official_pages.discussion import Stance, State
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import tidied
from live.store.centre import audit
from live.store.official_pages import discussions
from live.store.rows import Row
from live.store.show import answer_files, broadcasts, files
from live.store.show.answer_files import to_discussion
from live.store.storage import Storage
from live.store.storage import attach as attaching
from live.store.transaction import Store, Transaction


@dataclass(frozen=True, slots=True)
class Given:
    """A discussion as it was typed. `slug`: the broadcast of its form; `until` None: until somebody closes it.

    `files`: the numbers of its papers; one that is not among them any more is taken away.
    """

    title: str
    text: str
    slug: str
    link: str = ""
    until: datetime | None = None
    files: Sequence[int] = ()


def add(store: Store, given: Given, by: By) -> int:
    """A new one, open from now on; its number. Papers are attached to it afterwards."""
    with store.write() as tx:
        number = discussions.add(tx, **_checked(tx, given), by_name=by.name)
        audit.record(tx, Act.DISCUSSION_OPENED, f"discussion/{number}", by)
    return number


def edit(store: Store, number: int, version: int, given: Given, by: By) -> None:
    with store.write() as tx:
        _move(tx, number, version, "edit", **_checked(tx, given))
        papers = answer_files.of_discussions(tx.connection, [number])[number]
        for gone in {row.id for row in papers}.difference(given.files):
            files.forget_of(tx, to_discussion(number), gone)
        answer_files.keep(tx, to_discussion(number), given.files)
        audit.record(tx, Act.DISCUSSION_CHANGED, f"discussion/{number}", by, version=version + 1)


def attach(store: Store, storage: Storage, number: int, name: str, content: bytes, by: By) -> int:
    """The number of a paper, which stands with the discussion once `edit` says so. `NotKept` for what is none."""

    def to(tx: Transaction) -> files.Subject:
        rules.next_state(State(discussions.get(tx.connection, number).state), "edit")
        return to_discussion(number)

    return int(attaching.attach(store, storage, to, name, content, by).id)


def close(store: Store, number: int, version: int, by: By) -> None:
    """Nothing more is gathered."""
    with store.write() as tx:
        _move(tx, number, version, "close", closed_at=tx.now)
        audit.record(tx, Act.DISCUSSION_CHANGED, f"discussion/{number}", by, move="close")


def reopen(store: Store, number: int, version: int, by: By) -> None:
    """It is open again, until somebody closes it."""
    with store.write() as tx:
        _move(tx, number, version, "reopen", closed_at=None, until=None)
        audit.record(tx, Act.DISCUSSION_CHANGED, f"discussion/{number}", by, move="reopen")


def conclude(store: Store, number: int, version: int, taken: str, rest: str, by: By) -> None:
    """What was taken over, and why the rest was not: everybody who wrote is told."""
    with store.write() as tx:
        taken, rest = tidied(taken), tidied(rest)
        rules.check_outcome(taken, rest)
        said = {"taken": taken, "rest": rest, "concluded_by": by.name, "concluded_at": tx.now}
        _move(tx, number, version, "conclude", **said)
        audit.record(tx, Act.DISCUSSION_CONCLUDED, f"discussion/{number}", by)


def mark(store: Store, number: int, question_id: int, by: By, stance: str | None, taken: bool | None) -> None:
    """Whether a voice is for or against, and whether it was taken over; None takes back what was said."""
    if stance is not None and stance not in set(Stance):
        raise Refused("invalid", "The request is not understood.")
    with store.write() as tx:
        discussions.get(tx.connection, number)
        if not discussions.is_voice(tx.connection, number, question_id):
            raise Refused("not_found", "Nobody wrote that to this discussion.")
        discussions.say(tx, number, question_id, by.name, stance=stance, taken=taken)


def _checked(tx: Transaction, given: Given) -> dict[str, Any]:
    """The columns of what was typed; `invalid` says what is wrong with it."""
    title, text, link = one_line(given.title), tidied(given.text), given.link.strip()
    rules.check_words(title, text)
    rules.check_until(given.until, tx.now)
    if link and web_link(link) is None:
        raise Refused("invalid", "“{link}” is no web address.", link=link[:60])
    home = broadcasts.get(tx.connection, given.slug)
    return {"title": title, "text": text, "link": link, "until": given.until, "broadcast_id": home.id}


def _move(tx: Transaction, number: int, version: int, verb: str, **facts: Any) -> Row[Any]:
    """The row as it was before; `conflict` where somebody else has changed it since `version`."""
    row = discussions.get(tx.connection, number)
    state = rules.next_state(State(row.state), verb)
    if not discussions.save(tx, number, version, state=state.value, **facts):
        raise Refused("conflict", "The discussion was changed meanwhile: look at it and try again.")
    return row
