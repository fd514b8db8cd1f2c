"""Open a matter, edit it, end it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from live.domain import broadcast as broadcast_rules
from live.domain.followup.matter import Matter, State, check_open
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.transitions import check_version
from live.followup.matters import logs
from live.followup.matters.joining import check_free, found
from live.followup.matters.telling import NOBODY, count_anew, tell_who_lack
from live.protocol.commands.matters import Close, Edit, OnMatterSeen, Open, Tell
from live.store.commands import BUS
from live.store.followup import matters
from live.store.rows import Row
from live.store.transaction import Transaction


def load_for_update(tx: Transaction, body: OnMatterSeen) -> tuple[Row[Any], Matter]:
    """The matter as its writer saw it: `not_found`, then `conflict`, then `illegal` where it is closed."""
    row = matters.get(tx.connection, body.matter)
    matter = matters.to_domain(row)
    if body.version is not None:
        check_version(matter, body.version)
    check_open(matter)
    return row, matter


def check_next_word(tx: Transaction, at: datetime | None) -> None:
    """`invalid` for a time that is over: residents would have waited in vain already."""
    if at is not None and at <= tx.now:
        raise Refused("invalid", "The time of the next word is over: choose a later one.")


@BUS.handles("matter.open")
def open_(tx: Transaction, log: Row[Any], body: Open, by: By) -> dict[str, Any]:
    """A new matter with what is known of it by now; the questions keep their states."""
    check_next_word(tx, body.next_word_at)
    rows = found(tx, log, body)
    logs.lock(tx, *{row.broadcast_id for row in rows}, *_own(log))
    check_free(tx, rows)
    first = rows[0] if rows else None
    columns = {
        "topic": body.topic or (first.topic if first else None),
        "locality": body.locality or (first.locality if first else None),
        "next_word_at": body.next_word_at,
    }
    number = matters.insert_new(tx, body.title, body.owner or by.name, by, **columns)
    matters.join(tx, number, [row.id for row in rows], by)
    if body.text is not None:
        matters.set_word(tx, number, matters.keep_word(tx, number, body.text, by, final=False))
    told = tell_who_lack(tx, number, by)
    count_anew(tx, number)
    matter = Matter(number, State.OPEN, 1)
    logs.tell(tx, matter, "matter.opened", by, questions=rows, question_type="question.joined")
    return {"matter": number, **told}


def _own(log: Row[Any]) -> list[int]:
    """The broadcast that a command was given to, if it was one; `illegal` in a practice."""
    if log.slug is None:
        return []
    broadcast_rules.check_counts(log.kind)
    return [log.id]


@BUS.handles("matter.edit")
def edit(tx: Transaction, log: Row[Any], body: Edit, by: By) -> None:
    _own(log)
    row, matter = load_for_update(tx, body)
    changed = body.model_dump(exclude_unset=True, include={"title", "owner", "topic", "locality", "next_word_at"})
    if body.next_word_at != row.next_word_at:
        check_next_word(tx, body.next_word_at)
    needed = {name: value for name, value in changed.items() if value is not None or name not in ("title", "owner")}
    logs.lock(tx)
    matters.save(tx, matter, **needed)
    logs.tell(tx, matter, "matter.edited", by)


@BUS.handles("matter.tell")
def tell(tx: Transaction, log: Row[Any], body: Tell, by: By) -> dict[str, Any]:
    """One text to everybody who asked, once each."""
    _own(log)
    check_next_word(tx, body.next_word_at)
    _, matter = load_for_update(tx, body)
    _lock_askers(tx, matter)
    word_id = matters.keep_word(tx, matter.number, body.text, by, final=False)
    matters.save(tx, matter, word_id=word_id, next_word_at=body.next_word_at)
    told = tell_who_lack(tx, matter.number, by)
    count_anew(tx, matter.number)
    logs.tell(tx, matter, "matter.told", by)
    return told


@BUS.handles("matter.close")
def close(tx: Transaction, log: Row[Any], body: Close, by: By) -> dict[str, Any]:
    """It is over; with a text everybody hears so, once each."""
    _own(log)
    _, matter = load_for_update(tx, body)
    _lock_askers(tx, matter)
    said = {}
    if body.text is not None:
        said = {"word_id": matters.keep_word(tx, matter.number, body.text, by, final=True)}
    over = {"state": State.CLOSED.value, "closed_by": by.name, "closed_at": tx.now, "next_word_at": None}
    matters.save(tx, matter, **over, **said)
    told = tell_who_lack(tx, matter.number, by) if said else NOBODY
    count_anew(tx, matter.number)
    logs.tell(tx, matter, "matter.closed", by)
    return dict(told)


def _lock_askers(tx: Transaction, matter: Matter) -> None:
    logs.lock(tx, *{row.broadcast_id for row in matters.questions_of(tx.connection, [matter.number])})
