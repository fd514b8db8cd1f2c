"""Send a collection: count what it tells, keep that as it is sent, and write to whom it is for.

What is counted takes long, so it is counted first. Then one transaction sees that nobody has sent or changed the
collection meanwhile, keeps the issue, queues the letter and sets when the next goes: of two who send at once one does,
and a process that dies in between has sent all of it or nothing.
"""

from __future__ import annotations

from typing import Any

from live.domain.audit import Act
from live.domain.followup.collection import begins, reminder
from live.domain.people import By
from live.domain.refused import Refused
from live.followup.collections import letters
from live.followup.collections.keeping import next_of, stale
from live.store.centre import audit
from live.store.centre.calendar import reckoning
from live.store.centre.settings import centre_zone
from live.store.followup import collections, escalations, outbox
from live.store.followup.collections import Recipient
from live.store.rows import Row
from live.store.transaction import Store, Transaction
from live.views.collections.counting import Scope, count, is_empty

BY = By("collections", "worker")


def send_due(store: Store, number: int, base: str) -> bool:
    """Send a collection whose time has come; whether an issue went out.

    `base`: the address that this installation is known under, "" where nobody has said it.
    """
    with store.read() as connection:
        row = collections.find(connection, number)
    if row is None or row.paused or row.next_at is None or row.next_at > store.clock():
        return False
    try:
        return _send(store, row, base, None) is not None
    except Refused as refused:
        if refused.code != "conflict":
            raise
        return False  # Somebody else has sent it, or changed it: it is looked at again.


def send_now(store: Store, number: int, version: int, by: By, base: str) -> int:
    """Send a collection at once, whatever stands in it; its issue's number. `conflict` where somebody came before."""
    with store.read() as connection:
        row = collections.get(connection, number)
    if row.version != version:
        raise stale(row.title)
    sent = _send(store, row, base, by)
    assert sent is not None
    return sent


def _send(store: Store, row: Row[Any], base: str, by: By | None) -> int | None:
    """The number of the issue; None where nothing stands in it and it is not to go then."""
    until = store.clock()
    with store.read() as connection:
        whom = collections.recipient(connection, row.department_id, row.official)
    scope = Scope(whom.department, tuple(row.topics), tuple(row.localities))
    schedule = collections.schedule_of(row)
    since = begins(schedule, until, row.told_until)
    figures = count(store, scope, since, until)
    with store.write() as tx:
        next_at = None if row.paused else next_of(tx, schedule, tx.now)
        if not collections.save(tx, row.id, row.version, told_until=until, next_at=next_at):
            raise stale(row.title)
        if by is None and row.skips_empty and is_empty(figures):
            return None
        issue = collections.add_issue(tx, row, whom.department, since, until, figures, by.name if by else None)
        write_to(tx, issue, whom, base)
        audit.record(tx, Act.COLLECTION_SENT, f"collection/{row.id}", by or BY, issue=issue.number)
        return int(issue.number)


def write_to(tx: Transaction, issue: Row[Any], whom: Recipient, base: str, handed: Row[Any] | None = None) -> Row[Any]:
    """A reading of their own, with a letter where there is an address; handed on by `handed`, or just sent."""
    zone = centre_zone(tx.connection)
    remind_at = reminder(tx.now, reckoning(tx.connection).calendar(zone, tx.now))
    reading = collections.add_reading(tx, issue.id, whom, remind_at, handed.id if handed else None)
    text = letters.new_issue(issue, zone, _link(tx.store, reading, base), _who(handed) if handed else None)
    _queue(tx, reading, whom.address, text)
    return reading


def remind(store: Store, reading_id: int, base: str) -> bool:
    """Remind of an issue that nobody has confirmed, once; whether this did."""
    with store.write() as tx:
        if not collections.remind_first(tx, reading_id):
            return False
        reading = collections.reading_by_id(tx.connection, reading_id)
        issue = collections.issue_by_id(tx.connection, reading.issue_id)
        whom = collections.recipient(tx.connection, reading.department_id, reading.official)
        text = letters.reminder(issue, centre_zone(tx.connection), _link(store, reading, base))
        _queue(tx, reading, whom.address, text)
    return True


def _queue(tx: Transaction, reading: Row[Any], address: str | None, text: str) -> None:
    channel_id = escalations.mail_channel(tx.connection)
    if address is not None and channel_id is not None:
        letter_id = outbox.queue_notice(tx, None, channel_id, address, text, BY)
        collections.set_reading(tx, reading.id, letter_id=letter_id)


def _link(store: Store, reading: Row[Any], base: str) -> str | None:
    return f"{base}/readings/{store.link_token(reading.salt)}" if base else None


def _who(reading: Row[Any]) -> str:
    return reading.name or reading.official
