"""One transaction: the rows that it locked, the events that it appends, and the bell after its commit."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, text, update

from live.domain.events import Event
from live.domain.people import By
from live.domain.submission import comparable
from live.protocol.events import Log, check
from live.runtime.worker import Written
from live.store.bulk import Beside, RowBatch, insert_rows
from live.store.database import Database
from live.store.ids import TICKETS_LOG
from live.store.keyring import Keyring
from live.store.language import stacks
from live.store.log import BROADCASTS, epoch
from live.store.quick.handed import Grown, HandedOver, NewQuestion
from live.store.quick.prepared import Prepared
from live.store.sealing import Seal, first_key_for, key_for
from live.store.tables import broadcast, event, log, meta
from live.store.text import dumps, written

T = TypeVar("T")


def utc_now() -> datetime:
    return datetime.now(UTC)


RECEIVED = "question.received"
"""The event of a new question that came from outside."""

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Those of a link's token: none is taken for another, read aloud or from a screen."""


class Confirmation(Protocol):
    """What each write waits for besides its commit: that it stands on another machine too."""

    def expect(self) -> None:
        """`unavailable` where that cannot be now; nothing was written then."""

    def confirm(self) -> None:
        """Wait for it; `Unsure` where it is not known in time."""


class Store:
    """The database with its clock, its keys for contacts, links and settings, and the hooks that a commit runs.

    `earlier` are the secrets before this one, the newest first: they open what they sealed, until all of it is sealed
    anew. `address`: how the server is reached, where it was started with one, for the links that stand in texts.

    `after_commit` hooks get the ids of the broadcasts whose logs have grown, with what is handed over of them,
    `after_arrival` hooks the ids of the new questions that the language work has not read, where there are any; they
    must not raise or wait. After them `confirmation`, where there is one, is waited for.
    """

    def __init__(
        self,
        database: Database,
        secret: str,
        clock: Callable[[], datetime] = utc_now,
        *,
        earlier: Sequence[str] = (),
        address: str = "",
    ) -> None:
        self.database = database
        self.clock = clock
        self.address = address
        self.after_commit: list[Callable[[Grown], None]] = []
        self.after_arrival: list[Callable[[Sequence[int]], None]] = []
        self.confirmation: Confirmation | None = None
        secrets = (secret, *earlier)
        self.seal = Seal(secret, earlier)
        self.keyring = Keyring(secret, earlier)
        self._contact_keys = [first_key_for(one, "contacts") for one in secrets]
        self._link_keys = [key for one in secrets for key in (key_for(one, "links"), first_key_for(one, "links"))]
        self._stored_link_keys = [key_for(one, "stored links") for one in secrets]
        self.audit_keys = [key_for(one, "audit") for one in secrets]

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.database.read() as connection:
            yield connection

    @contextmanager
    def write(self, what: Written = Written.ANYTHING, lasting: bool = True) -> Iterator[Transaction]:
        """A transaction, `lasting` as for the database; once committed the bell rings for whoever looks for `what`."""
        if self.confirmation is not None:
            self.confirmation.expect()
        with self.database.write(lasting) as connection:
            transaction = Transaction(connection, self, what)
            yield transaction
        for hook in self.after_commit:
            hook(transaction.grown)
        for hook in self.after_arrival if transaction.unread else ():
            hook(transaction.unread)
        if self.confirmation is not None:
            self.confirmation.confirm()

    def run(self, work: Callable[[Transaction], T], what: Written = Written.ANYTHING) -> T:
        """The result of `work` in a transaction, which locks the tickets' log only where it comes to a ticket.

        Where that log is another's by then, all is undone and done again with that log locked first. So the order of
        locks is always the same: the tickets' log, then broadcasts' by ascending id.
        """
        try:
            with self.write(what) as tx:
                return work(tx)
        except _TicketsFirst:
            with self.write(what) as tx:
                tx.lock(TICKETS_LOG)
                return work(tx)

    def contact_hash(self, contact: str) -> str:
        """The keyed hash under which a contact is kept."""
        return self.contact_hashes(contact)[0]

    def contact_hashes(self, contact: str) -> list[str]:
        """Those by which it is looked up: its own, then those of earlier secrets that may not be sealed anew yet."""
        plain = comparable(contact).encode()
        return [hmac.new(key, plain, hashlib.sha256).hexdigest() for key in self._contact_keys]

    def named_hash(self, contact: str, name: str) -> str:
        """The hash of one of those who share a contact."""
        return self.named_hashes(contact, name)[0]

    def named_hashes(self, contact: str, name: str) -> list[str]:
        return self.contact_hashes(f"name:{name.strip()}:{comparable(contact)}")

    def voter_hashes(self, voter: str) -> list[str]:
        """By what a voter of a poll is known there and nowhere else, by the present secret first."""
        return [hmac.new(key, f"voter:{voter}".encode(), hashlib.sha256).hexdigest() for key in self._contact_keys]

    def link_digest(self, token: str) -> str:
        """The keyed hash by which a link's token is kept: its 59 bits alone could be tried out from a copy."""
        return self.link_digests(token)[0]

    def link_digests(self, token: str) -> list[str]:
        """Those by which it is looked up: its own, then those of earlier secrets."""
        return [hmac.new(key, token.encode(), hashlib.sha256).hexdigest() for key in self._stored_link_keys]

    def link_token(self, salt: str) -> str:
        """The token of a new link with this salt."""
        return next(self.link_tokens(salt))

    def link_tokens(self, salt: str) -> Iterator[str]:
        """The tokens that a link with this salt may have, by when it was made, the newest first."""
        return (_typed(hmac.digest(key, salt.encode(), "sha256")) for key in self._link_keys)


def _typed(digest: bytes) -> str:
    """Twelve letters, 59 bits, in groups of four so that they can be typed."""
    number = int.from_bytes(digest)
    letters = ""
    for _ in range(12):
        number, index = divmod(number, len(LETTERS))
        letters += LETTERS[index]
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


class _TicketsFirst(Exception):
    """The tickets' log is another's, and this transaction holds a broadcast's: see `Store.run`."""


@dataclass(slots=True)
class Growth:
    """What a log grows by. `received`: how many new questions it tells of, which take its next numbers.

    `new`: these, where each event is of one of them and nothing else need be known of it, for what is handed over.
    """

    events: list[Event]
    received: int = 0
    new: list[NewQuestion] = field(default_factory=list)


class Transaction:
    """A write under way. Lock first, then read, decide and write; append last."""

    def __init__(self, connection: Connection, store: Store, what: Written = Written.ANYTHING) -> None:
        self.connection = connection
        self.store = store
        self.now = store.clock()
        self.grown = Grown(what)
        self.unread: list[int] = []
        self._locked: dict[int, Row[Any]] = {}
        self._heads: dict[int, int] = {}
        """Where locked logs stand by now that this transaction has made grow."""

    def lock(self, *log_ids: int) -> list[Row[Any]]:
        """The logs' rows with their broadcasts' facts, locked by ascending id, in the order asked for.

        The centre's log of tickets is the first and has counters alone; it may be locked later than a broadcast's too,
        in what `Store.run` does. A broadcast's row changes only under this lock. Once a transaction.
        """
        wanted = sorted(set(log_ids) - set(self._locked))
        if TICKETS_LOG in wanted:
            self._lock_tickets()
            wanted.remove(TICKETS_LOG)
        if wanted:
            self._hold(_LOCK, wanted)
        return [self._locked[i] for i in log_ids]

    def _lock_tickets(self) -> None:
        """Whoever holds a broadcast's log does not wait for this one, which others lock first."""
        row = self.connection.execute(_LOCK_FREE_TICKETS if self._locked else _LOCK_TICKETS).one_or_none()
        if row is None:
            raise _TicketsFirst
        self._locked[TICKETS_LOG] = row

    def lock_with_standing(self, broadcast_ids: Sequence[int]) -> dict[int, Row[Any]]:
        """These broadcasts' rows and those of their standing ones, by id, locked by ascending id in one statement."""
        self._hold(_LOCK_WITH_STANDING, broadcast_ids)
        return self._locked

    def lock_free(self, broadcast_ids: Iterable[int]) -> dict[int, Row[Any]]:
        """What is locked by now, by id, with those of these broadcasts' rows that nobody else holds: it waits for none.

        So it may come after any other lock.
        """
        wanted = sorted(set(broadcast_ids) - set(self._locked))
        if len(wanted) == 1:
            row = _lock_one_free(self.connection.dialect.name).first(self.connection, {"log": wanted[0]})
            if row is not None:
                self._locked[row.id] = row
        elif wanted:
            self._hold(_LOCK_FREE, wanted)
        return self._locked

    def _hold(self, statement: Select[Any], ids: Sequence[int]) -> None:
        for row in self.connection.execute(statement, {"ids": list(ids)}):
            self._locked[row.id] = row

    def append(self, broadcast_id: int, events: Iterable[Event], by: By | None) -> int:
        """Number the events and write them to a locked log; the last one's number.

        `UndeclaredEvent` where live/protocol knows no such event.
        """
        rows = list(events)
        if not rows:
            return self.head(broadcast_id)
        return self.append_to_several({broadcast_id: Growth(rows)}, by)[broadcast_id]

    def append_to_several(
        self, grown: Mapping[int, Growth], by: By | None, *, alongside: Sequence[RowBatch] = ()
    ) -> dict[int, int]:
        """The same for several locked logs in the statements of one: each one's last number.

        `alongside`: rows to insert in the same statement, before the events. What these events change on stacks of like
        questions is told with them, by nobody.
        """
        for id_, growth in grown.items():
            for one in growth.events:
                check(Log.TICKETS if id_ == TICKETS_LOG else Log.BROADCAST, one)
        if TICKETS_LOG in grown:
            self.lock(TICKETS_LOG)
        told = {
            id_: [(e, by) for e in growth.events] + [(e, None) for e in self._restacked(id_, growth)]
            for id_, growth in grown.items()
        }
        heads, growing = self._grow([(id_, len(told[id_]), growth.received) for id_, growth in grown.items()])
        event_rows = {
            id_: [
                self._event_row(id_, seq, one, who)
                for seq, (one, who) in enumerate(several, heads[id_] - len(several) + 1)
            ]
            for id_, several in told.items()
        }
        told_rows = [row for rows in event_rows.values() for row in rows]
        insert_rows(self.connection, *alongside, (event, told_rows), beside=growing)
        for id_, growth in grown.items():
            self.grown.add(id_, self._handed(id_, event_rows[id_], growth.new))
        return heads

    def _grow(self, numbers: Sequence[tuple[int, int, int]]) -> tuple[dict[int, int], Beside | None]:
        """Take the next numbers of logs, for so many events and so many new questions: the last that each has then.

        Where a statement more is a round trip more, it is the second that does it: where each stands was read when it
        was locked.
        """
        if self.connection.dialect.name != "postgresql" or not all(id_ in self._locked for id_, _, _ in numbers):
            heads = _grow(self.connection, numbers)
            self._heads |= heads
            return heads, None
        for id_, n, _ in numbers:
            self._heads[id_] = self._heads.get(id_, self._locked[id_].head) + n
        return {id_: self._heads[id_] for id_, _, _ in numbers}, _growing(numbers)

    def _event_row(self, log_id: int, seq: int, one: Event, by: By | None) -> dict[str, Any]:
        return {
            "broadcast_id": log_id,
            "seq": seq,
            "at": written(self.now),
            "type": one.type,
            "question": one.question,
            "was": one.was,
            "state": one.state,
            "call": one.call,
            "ticket": one.ticket,
            "by_name": by.name if by else None,
            "by_role": by.role if by else None,
            "by_credential": by.credential if by else None,
            "data": dict(one.data) or None,
        }

    def _handed(self, log_id: int, events: Sequence[dict[str, Any]], new: Sequence[NewQuestion]) -> HandedOver | None:
        """Where all of it is of new questions, and the log's epoch was read with its lock."""
        home = self._locked.get(log_id)
        stands_in = getattr(home, "epoch", None)
        told = [(RECEIVED, one.row["number"]) for one in new]
        if home is None or stands_in is None or [(one["type"], one["question"]) for one in events] != told:
            return None
        return HandedOver(stands_in, home, events, new)

    def _restacked(self, log_id: int, growth: Growth) -> list[Event]:
        return [] if log_id == TICKETS_LOG else stacks.retold(self.connection, log_id, growth.events)

    def head(self, broadcast_id: int) -> int:
        return int(self.connection.execute(select(log.c.head).where(log.c.id == broadcast_id)).scalar_one())


_targets = broadcast.alias("targets")
_IDS: Any = bindparam("ids", expanding=True)

# Both rows are locked, the log's first: a row that was joined without a lock would be told as it was before the wait.
# SQLite has no such clause; there BEGIN IMMEDIATE is the lock.
_LOCKED = BROADCASTS.order_by(log.c.id).with_for_update(of=[log, broadcast])
_LOCK = _LOCKED.where(log.c.id.in_(_IDS))
_LOCK_WITH_STANDING = _LOCKED.where(
    or_(log.c.id.in_(_IDS), log.c.id.in_(select(_targets.c.standing_id).where(_targets.c.id.in_(_IDS))))
)
_LOCK_FREE = (
    BROADCASTS.order_by(log.c.id).where(log.c.id.in_(_IDS)).with_for_update(of=[log, broadcast], skip_locked=True)
)


@cache
def _lock_one_free(dialect: str) -> Prepared:
    """The same of one alone, with the epoch."""
    epoch_now = select(epoch(dialect)).where(meta.c.name == "epoch").scalar_subquery().label("epoch")
    one = BROADCASTS.add_columns(epoch_now).where(log.c.id == bindparam("log"))
    return Prepared(one.with_for_update(of=[log, broadcast], skip_locked=True))


_TICKETS = select(log).where(log.c.id == TICKETS_LOG)
_LOCK_TICKETS = _TICKETS.with_for_update()
_LOCK_FREE_TICKETS = _TICKETS.with_for_update(skip_locked=True)

_GROW = Prepared(
    update(log)
    .where(log.c.id == bindparam("log"))
    .values(head=log.c.head + bindparam("n"), last_number=log.c.last_number + bindparam("received"))
    .returning(log.c.head)
)

_GROWN = {
    "sqlite": "SELECT value ->> 0 AS log_id, value ->> 1 AS n, value ->> 2 AS received FROM json_each(:grown)",
    "postgresql": "SELECT (value ->> 0)::int AS log_id, (value ->> 1)::bigint AS n, (value ->> 2)::bigint AS received "
    "FROM jsonb_array_elements(CAST(:grown AS jsonb))",
}
_GROW_SEVERAL = {
    dialect: "UPDATE log SET head = head + n, last_number = last_number + received "
    f"FROM ({rows}) AS grown WHERE log.id = grown.log_id RETURNING log.id, log.head"
    for dialect, rows in _GROWN.items()
}


_GROW_ONE = "UPDATE log SET head = head + :n, last_number = last_number + :received WHERE id = :log"


def _growing(numbers: Sequence[tuple[int, int, int]]) -> Beside:
    """The same on PostgreSQL, as a part of another statement."""
    if len(numbers) == 1:
        [(id_, n, received)] = numbers
        return _GROW_ONE, {"log": id_, "n": n, "received": received}
    return _GROW_SEVERAL["postgresql"], {"grown": dumps(numbers)}


def _grow(connection: Connection, numbers: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    if not numbers:
        return {}
    if len(numbers) == 1:
        [(id_, n, received)] = numbers
        [row] = _GROW.all(connection, {"log": id_, "n": n, "received": received})
        return {id_: row.head}
    statement = text(_GROW_SEVERAL[connection.dialect.name])
    return {row.id: row.head for row in connection.execute(statement, {"grown": dumps(numbers)})}
