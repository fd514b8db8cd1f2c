"""One press of a button: a show verb, worked out and done in one transaction.

The stage is read under the lock of the show's log, so of two presses at once the second sees what the first has done.
"""

from __future__ import annotations

import uuid
from typing import Any

from live.domain.control.stage import Happened, Seen, Stage
from live.domain.control.verbs import QUIET, Takes, Verb
from live.domain.people import Actor, Role
from live.protocol.commands import COMMANDS, parse
from live.store import log
from live.store.centre import lists
from live.store.commands import BUS
from live.store.polls import polls
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.transaction import Store, Transaction


def press(store: Store, broadcast_id: int, slug: str, verb: Verb, value: int | None, actor: Actor) -> dict[str, Any]:
    """Do what a verb comes to now; {ok, seq, …} as its command answers, or `Refused`, which changes nothing.

    It may be pressed by whoever may give the command, and by a machine of the control room's.
    """
    declared = COMMANDS[verb.command]
    by = actor.acting(declared.roles | {Role.CONTROL})

    def once(tx: Transaction) -> dict[str, Any]:
        [broadcast] = tx.lock(broadcast_id)
        fields = verb.on(_stage(tx, broadcast, verb, value))
        body = parse(declared.body, {"id": str(uuid.uuid4()), "type": verb.command, **fields})
        return BUS.carry_out(tx, broadcast, slug, body, by)

    return store.run(once)


def _stage(tx: Transaction, broadcast: Row[Any], verb: Verb, value: int | None) -> Stage:
    connection, here = tx.connection, broadcast.id
    named = questions.get(connection, here, value) if value is not None and verb.takes is Takes.QUESTION else None
    return Stage(
        now=tx.now,
        broadcast=broadcasts.to_domain(broadcast),
        air=_seen(questions.on_air(connection, here)),
        next=_seen(questions.first_listed(connection, here)),
        value=value,
        named=_seen(named),
        poll_on_air=_id(polls.shown(connection, here)),
        poll_open=polls.newest_hidden(connection, here) if verb.takes is Takes.POLL else None,
        messages=_messages(tx) if verb.takes is Takes.MESSAGE else (),
        lately=tuple(map(_happened, log.lately(connection, here, broadcast.head, tx.now - QUIET))),
    )


def _messages(tx: Transaction) -> tuple[dict[str, str], ...]:
    ready = lists.read(tx.connection, "messages").items
    return tuple({"text": str(one["text"]), "kind": str(one.get("kind") or "text")} for one in ready)


def _seen(row: Row[Any] | None) -> Seen | None:
    return None if row is None else Seen(row.number, row.version, bool(row.graphic))


def _id(row: Row[Any] | None) -> int | None:
    return None if row is None else int(row.id)


def _happened(row: Row[Any]) -> Happened:
    return Happened(row.type, row.at, row.question, row.was, row.state, row.data or {})
