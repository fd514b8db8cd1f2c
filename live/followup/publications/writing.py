"""Write a publication, see that of another, post it; correct what stands on the pages, and take it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from live.domain import reply as replies
from live.domain.audit import Act
from live.domain.foreign_values import web_link
from live.domain.official_pages import publication as rules
from live.domain.official_pages.publication import State, whole_text
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import tidied
from live.store.centre import audit
from live.store.followup import outbox
from live.store.official_pages import publications
from live.store.rows import Row
from live.store.show import answer_files, files
from live.store.show.answer_files import to_publication
from live.store.storage import Storage
from live.store.storage import attach as attaching
from live.store.transaction import Store, Transaction
from live.views.publications import target_of, targets

UNSEEN = {"seen_by": None, "seen_at": None}


@dataclass(frozen=True, slots=True)
class Given:
    """A publication as it was typed. `channels`: those whose pages it is for; `due` None: once somebody says so.

    `files`: the numbers of those that go along; one that does not any more is taken away.
    """

    text: str
    link: str = ""
    channels: Sequence[int] = ()
    due: datetime | None = None
    files: Sequence[int] = ()


def add(store: Store, given: Given, by: By, origin: str | None = None) -> int:
    """A new draft; its number. Files are attached to it afterwards. `origin`: of what it tells the outcome."""
    with store.write() as tx:
        facts = _checked(tx, given)
        number = publications.add(tx, given.channels, **facts, **_written(by), origin=origin)
        audit.record(tx, Act.PUBLICATION_WRITTEN, f"publication/{number}", by)
    return number


def change(store: Store, number: int, version: int, given: Given, by: By) -> None:
    """Other words, pages, files or moment. One that was seen is to be seen again."""
    with store.write() as tx:
        facts = _checked(tx, given)
        _move(tx, number, version, "write", **facts, **_written(by), **UNSEEN)
        publications.put_pages(tx, number, given.channels)
        for gone in set(_files(tx, number)).difference(given.files):
            files.forget_of(tx, to_publication(number), gone)
        answer_files.keep(tx, to_publication(number), given.files)
        audit.record(tx, Act.PUBLICATION_WRITTEN, f"publication/{number}", by, version=version + 1)


def attach(store: Store, storage: Storage, number: int, name: str, content: bytes, by: By) -> int:
    """The number of a file that is to go along, once `change` says so. `NotKept` and the like for what cannot."""

    def to(tx: Transaction) -> files.Subject:
        rules.next_state(State(publications.get(tx.connection, number).state), "write")
        return to_publication(number)

    return int(attaching.attach(store, storage, to, name, content, by).id)


def see(store: Store, number: int, version: int, by: By) -> None:
    """A second person says that it may be posted; at its moment it is, or once somebody says so."""
    with store.write() as tx:
        row = publications.get(tx.connection, number)
        rules.next_state(State(row.state), "see")
        rules.check_second(row.writer, _who(by))
        _move(tx, number, version, "see", seen_by=by.name, seen_at=tx.now)
        audit.record(tx, Act.PUBLICATION_SEEN, f"publication/{number}", by)


def send_back(store: Store, number: int, version: int, by: By) -> None:
    """It is a draft again."""
    with store.write() as tx:
        _move(tx, number, version, "return", **UNSEEN)
        audit.record(tx, Act.PUBLICATION_RETURNED, f"publication/{number}", by)


def drop(store: Store, number: int, version: int, by: By) -> None:
    """It is never posted."""
    with store.write() as tx:
        _move(tx, number, version, "drop")
        files.forget_of(tx, to_publication(number))
        audit.record(tx, Act.PUBLICATION_DROPPED, f"publication/{number}", by)


def release(store: Store, number: int, version: int, by: By | None) -> None:
    """It goes to its pages, each through the outbox: at most once. By nobody: its moment has come."""
    with store.write() as tx:
        row = _move(tx, number, version, "release" if by else "fall_due", released_at=tx.now)
        text, carried = whole_text(row.text, row.link), _files(tx, number)
        for page in publications.pages(tx.connection, [number])[number]:
            publications.post(tx, number, page.channel_id, text, carried, by)
        audit.record(tx, Act.PUBLICATION_RELEASED, f"publication/{number}", by)


def correct(store: Store, number: int, version: int, text: str, by: By) -> None:
    """Other words for what stands on the pages; they go there once a second person has seen them."""
    with store.write() as tx:
        words = tidied(text)
        row = publications.get(tx.connection, number)
        pages = publications.pages(tx.connection, [number])[number]
        rules.check_text(words, row.link, tuple(target_of(page.channel_id, page.network) for page in pages))
        _move(tx, number, version, "correct", next_text=words, next_by=by.name, next_writer=_who(by))
        audit.record(tx, Act.PUBLICATION_WRITTEN, f"publication/{number}", by, version=version + 1)


def confirm(store: Store, number: int, version: int, by: By) -> None:
    """The other words take the place of those before, on every page whose network lets a program do so."""
    with store.write() as tx:
        row = publications.get(tx.connection, number)
        if row.next_text is None:
            raise Refused("illegal", "No other words wait for a second person.")
        rules.check_second(row.next_writer, _who(by))
        written = {"text": row.next_text, "by_name": row.next_by, "writer": row.next_writer}
        nothing = {"next_text": None, "next_by": None, "next_writer": None}
        _move(tx, number, version, "confirm", **written, **nothing, seen_by=by.name, seen_at=tx.now)
        publications.want(tx, number, "correct")
        audit.record(tx, Act.PUBLICATION_CORRECTED, f"publication/{number}", by)


def withdraw(store: Store, number: int, version: int, by: By) -> None:
    """It is taken off every page whose network lets a program do so, and what has not gone yet does not go."""
    with store.write() as tx:
        _move(tx, number, version, "withdraw", next_text=None, next_by=None, next_writer=None)
        for page in publications.pages(tx.connection, [number])[number]:
            if page.letter == replies.WAITING.value:
                outbox.resolve_manually(tx, publications.letter(tx.connection, page.outbox_id), "cancel", by)
        publications.want(tx, number, "withdraw")
        audit.record(tx, Act.PUBLICATION_WITHDRAWN, f"publication/{number}", by)


def resolve(store: Store, number: int, channel_id: int, verb: str, by: By) -> None:
    """What a person says of its post on one page: `again`, `arrived`, `cancel`."""
    with store.write() as tx:
        pages = publications.pages(tx.connection, [number])[number]
        letters = [one.outbox_id for one in pages if one.channel_id == channel_id and one.outbox_id is not None]
        if not letters:
            raise Refused("not_found", "It was not posted on that page.")
        outbox.resolve_manually(tx, publications.letter(tx.connection, letters[0]), verb, by)
        audit.record(tx, Act.PUBLICATION_SENT_AGAIN, f"publication/{number}/channel/{channel_id}", by, move=verb)


def _checked(tx: Transaction, given: Given) -> dict[str, Any]:
    """The row of what was typed; `invalid` says what is wrong with it."""
    able = targets(tx.connection, tx.store.seal)
    if unable := [one for one in given.channels if one not in able]:
        raise Refused("invalid", "Nothing can be posted by channel {number}: look at its settings.", number=unable[0])
    text, link = tidied(given.text), given.link.strip()
    if link and web_link(link) is None:
        raise Refused("invalid", "“{link}” is no web address.", link=link[:60])
    rules.check_text(text, link, tuple(able[one] for one in given.channels))
    rules.check_due(given.due, tx.now)
    return {"text": text, "link": link, "due": given.due}


def _files(tx: Transaction, number: int) -> list[int]:
    return [row.id for row in answer_files.of_publications(tx.connection, [number])[number]]


def _written(by: By) -> dict[str, str]:
    return {"by_name": by.name, "writer": _who(by)}


def _who(by: By) -> str:
    return by.credential or by.name


def _move(tx: Transaction, number: int, version: int, verb: str, **facts: Any) -> Row[Any]:
    """The row as it was before; `conflict` where somebody else has changed it since `version`."""
    row = publications.get(tx.connection, number)
    state = rules.next_state(State(row.state), verb)
    if not publications.save(tx, number, version, state=state.value, **facts):
        raise Refused("conflict", "The publication was changed meanwhile: look at it and try again.")
    return row
