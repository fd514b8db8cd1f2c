"""The screener's verbs, and what a telephone exchange says about its calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlalchemy import Row

from live.channels.webhook import CallSignal
from live.desk import calls as moves
from live.desk.moderate import Short, Wording, write_down
from live.domain import broadcast as broadcast_rules
from live.domain import call as rules
from live.domain.events import Event
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import Author, Submission
from live.store import broadcasts, calls, people
from live.store.commands import Body, Commands, Number
from live.store.tables import person
from live.store.transaction import Store, Transaction

COMMANDS = Commands()

Line = Annotated[str, StringConstraints(max_length=500)]


class Open(Body):
    number: Short | None = None
    name: Short | None = None
    locality: Short | None = None
    point: Line | None = None


class OnCall(Body):
    call: Number
    version: Number | None = Field(default=None, description="checked where given")
    name: Short | None = None
    locality: Short | None = None
    point: Line | None = None


class Hand(OnCall):
    text: Wording


@COMMANDS.add("call.open", rules.WHO, Open)
def open_(tx: Transaction, broadcast: Row[Any], body: Open, by: By) -> dict[str, Any]:
    """A call noted by hand: everything works with no exchange."""
    broadcast_rules.check_by_hand(broadcasts.to_domain(broadcast))
    contact = f"tel:{body.number}" if body.number else None
    call_id = ring(tx, broadcast, contact, by, name=body.name, locality=body.locality, point=body.point)
    return {"call": call_id}


def ring(tx: Transaction, broadcast: Row[Any], contact: str | None, by: By | None, **columns: Any) -> int:
    """A new call, ringing; its id."""
    author = Author(name=columns.get("name"), contact=contact) if contact else None
    person_id = people.add(tx, author)
    call_id = calls.add(tx, broadcast.id, person_id=person_id, **columns)
    tx.append(broadcast.id, rules.opened(call_id).events, by)
    return call_id


def _seen(tx: Transaction, broadcast: Row[Any], body: OnCall) -> rules.Call:
    call = calls.to_domain(calls.get(tx.connection, broadcast.id, body.call))
    if body.version is not None and body.version != call.version:
        raise Refused("conflict", "Call {number} has changed meanwhile.", number=call.id)
    return call


def _written(body: OnCall) -> dict[str, Any]:
    return body.model_dump(include={"name", "locality", "point"}, exclude_unset=True)


def _declare(verb: str) -> None:
    @COMMANDS.add(f"call.{verb}", rules.WHO, OnCall)
    def handler(tx: Transaction, broadcast: Row[Any], body: OnCall, by: By) -> dict[str, Any]:
        after = moves.change(tx, broadcast, _seen(tx, broadcast, body), verb, by, **_written(body))
        return {"state": after.state.value, "version": after.version}


for _verb in ("take", "hold", "end"):
    _declare(_verb)


@COMMANDS.add("call.hand", rules.WHO, Hand)
def hand(tx: Transaction, broadcast: Row[Any], body: Hand, by: By) -> dict[str, Any]:
    """Hand a call over as a question in the same queue, linked to the call."""
    call = _seen(tx, broadcast, body)
    handed = rules.move(call, "hand").call
    broadcast_rules.check_by_hand(broadcasts.to_domain(broadcast))
    row = calls.get(tx.connection, broadcast.id, body.call)
    contact = None
    if row.person_id is not None:
        contact = tx.connection.execute(person.select().where(person.c.id == row.person_id)).one().contact
    author = Author(name=body.name or row.name, contact=contact)
    locality = body.locality or row.locality
    number = write_down(tx, broadcast, Submission(body.text, "phone", author, locality), by)
    linked = replace(handed, question=number)
    calls.save(tx, call, linked, **_written(body))
    facts = {"call_was": call.state.value, "call_state": linked.state.value}
    tx.append(broadcast.id, [Event("call.handed", number, call=call.id, data=facts)], by)
    return {"number": number, "state": handed.state.value, "version": handed.version}


_SIGNALS = {"answered": "take", "held": "hold", "ended": "hang_up"}


def signal(store: Store, broadcast_id: int, origin: str, told: CallSignal) -> None:
    """What an exchange says about one call; a repeated or late word changes nothing, but a late recording is kept."""
    with store.write() as tx:
        known = calls.by_external(tx.connection, origin, told.call_id)
        # A call stays where it rang, though its channel may deliver elsewhere by now.
        [broadcast] = tx.lock(known.broadcast_id if known is not None else broadcast_id)
        # Again: another word about it may have been stored while this one waited for the lock.
        if calls.by_external(tx.connection, origin, told.call_id) is None:
            contact = f"tel:{told.from_number}" if told.from_number else None
            ring(tx, broadcast, contact, None, origin=origin, external_id=told.call_id)
        row = calls.by_external(tx.connection, origin, told.call_id)
        assert row is not None
        verb = _SIGNALS.get(told.state)
        call = calls.to_domain(row)
        if verb is not None and call.state in rules.MOVES[verb]:
            columns = {"recording_url": told.recording_url} if told.recording_url else {}
            moves.change(tx, broadcast, call, verb, None, **columns)
        elif told.recording_url and told.recording_url != row.recording_url:
            moves.record(tx, broadcast, call, told.recording_url)
