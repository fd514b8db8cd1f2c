"""The screener's verbs, and what a telephone exchange says about its calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from live.channels.webhook import CallSignal
from live.desk import caller as moves
from live.desk.moderate import write_down
from live.domain import broadcast as broadcast_rules
from live.domain import call as rules
from live.domain import call_legs
from live.domain.people import By
from live.domain.refused import Refused
from live.domain.submission import SPOKEN, Author, Consent, Submission
from live.domain.transitions import check_version
from live.files.contacts import e164
from live.protocol.commands.calls import Caution, Close, End, Hand, Lift, OnCall, Open, Reopen, Written
from live.store.centre import bans, channels
from live.store.commands import BUS
from live.store.rows import Row
from live.store.show import broadcasts, calls, cautions, people
from live.store.transaction import Store, Transaction


@BUS.handles("call.open")
def open_(tx: Transaction, broadcast: Row[Any], body: Open, by: By) -> dict[str, Any]:
    """A call noted by hand: everything works with no exchange."""
    broadcast_rules.check_by_hand(broadcasts.to_domain(broadcast))
    known = body.number and broadcast.kind != broadcast_rules.Kind.PRACTICE.value  # Nobody real comes into a practice.
    contact = f"tel:{e164(body.number)}" if body.number and known else None
    return {"call": ring(tx, broadcast, contact, by, **_written(body))}


def ring(tx: Transaction, broadcast: Row[Any], contact: str | None, by: By | None, **columns: Any) -> int:
    """A new call, ringing; its id."""
    # Of the number: whoever calls from it, its warnings and earlier calls are these. The name stands with the call.
    person_id = people.add(tx, Author(contact=contact)) if contact else None
    banned = bool(contact and bans.among(tx, [contact]))
    call_id = calls.add(tx, broadcast.id, person_id=person_id, banned=banned, **columns)
    tx.append(broadcast.id, rules.opened(call_id).events, by)
    return call_id


def _load_for_update(tx: Transaction, broadcast: Row[Any], body: OnCall | Close | Reopen) -> rules.Call:
    call = calls.to_domain(calls.get(tx.connection, broadcast.id, body.call))
    if body.version is not None:
        check_version(call, body.version)
    return call


def _written(body: Written) -> dict[str, Any]:
    return body.model_dump(include={"name", "locality", "point", "text", "consent"}, exclude_unset=True)


@BUS.handles("call.take", "call.hold")
def change(tx: Transaction, broadcast: Row[Any], body: OnCall, by: By) -> dict[str, Any]:
    after = moves.change(tx, broadcast, _load_for_update(tx, broadcast, body), body.verb, by, **_written(body))
    return {"state": after.state.value, "version": after.version}


@BUS.handles("call.end")
def end(tx: Transaction, broadcast: Row[Any], body: End, by: By) -> dict[str, Any]:
    """Hung up; with `call_back` its caller stands on the call-back list."""
    call = _load_for_update(tx, broadcast, body)
    after = moves.change(tx, broadcast, call, "end", by, wants_back=body.call_back, **_written(body))
    return {"state": after.state.value, "version": after.version}


@BUS.handles("call.write")
def write(tx: Transaction, broadcast: Row[Any], body: OnCall, by: By) -> None:
    """Keep what the screener writes, while they write it: the call stays as it is, its version too."""
    change = rules.write(_load_for_update(tx, broadcast, body))
    calls.set_facts(tx, body.call, **_written(body))
    tx.append(broadcast.id, change.events, by)


@BUS.handles("call.hand")
def hand(tx: Transaction, broadcast: Row[Any], body: Hand, by: By) -> dict[str, Any]:
    """Hand a call over as a question in the same queue, linked to the call."""
    call = _load_for_update(tx, broadcast, body)
    handed = rules.transition(call, "hand").after
    broadcast_rules.check_by_hand(broadcasts.to_domain(broadcast))
    row = calls.get(tx.connection, broadcast.id, body.call)
    author = Author(name=body.name or row.name, contact=_contact(tx, row))
    locality = body.locality or row.locality
    consent = Consent(SPOKEN, name_on_air=True) if body.name_on_air else None
    if row.person_id is not None and author.name:
        people.call_by_name(tx, row.person_id, author.name)
    number = write_down(tx, broadcast, Submission(body.text, "phone", author, locality, consent=consent), by)
    linked = replace(handed, question=number)
    calls.save(tx, call, linked, **_written(body))
    tx.append(broadcast.id, [linked.event("call.handed", call.state)], by)
    return {"number": number, "state": handed.state.value, "version": handed.version}


@BUS.handles("call.close")
def close(tx: Transaction, broadcast: Row[Any], body: Close, by: By) -> dict[str, Any]:
    """Off the call-back list: somebody has seen to it."""
    call = _load_for_update(tx, broadcast, body)
    change = rules.close(call)
    calls.save(tx, call, change.after, closed_at=tx.now, closed_by=by.name, close_note=body.note or None)
    tx.append(broadcast.id, change.events, by)
    return {"version": change.after.version}


@BUS.handles("call.reopen")
def reopen(tx: Transaction, broadcast: Row[Any], body: Reopen, by: By) -> dict[str, Any]:
    """Back on the call-back list."""
    call = _load_for_update(tx, broadcast, body)
    change = rules.reopen(call)
    calls.save(tx, call, change.after, closed_at=None, closed_by=None, close_note=None)
    tx.append(broadcast.id, change.events, by)
    return {"version": change.after.version}


@BUS.handles("caller.warn")
def warn(tx: Transaction, broadcast: Row[Any], body: Caution, by: By) -> dict[str, Any]:
    return _caution(tx, broadcast, body, "warning", by)


@BUS.handles("caller.ban")
def ban(tx: Transaction, broadcast: Row[Any], body: Caution, by: By) -> dict[str, Any]:
    """Whoever screens next sees it while it rings; nobody is cut off by it."""
    return _caution(tx, broadcast, body, "ban", by)


def _caution(tx: Transaction, broadcast: Row[Any], body: Caution, kind: str, by: By) -> dict[str, Any]:
    person_id = _caller(tx, broadcast, body.call)
    number = cautions.add(tx, person_id, kind, body.text, by.name)
    _tell_cautioned(tx, broadcast, person_id, by)
    return {"caution": number}


@BUS.handles("caller.lift")
def lift(tx: Transaction, broadcast: Row[Any], body: Lift, by: By) -> None:
    """A warning or a ban holds no longer; who gave it and who lifted it stays known."""
    person_id = _caller(tx, broadcast, body.call)
    if not cautions.lift(tx, person_id, body.caution, by.name):
        raise Refused("not_found", "There is no such warning or ban.")
    _tell_cautioned(tx, broadcast, person_id, by)


def _caller(tx: Transaction, broadcast: Row[Any], call_id: int) -> int:
    """The person who calls; `illegal` where nothing tells them from others."""
    row = calls.get(tx.connection, broadcast.id, call_id)
    if row.person_id is None:
        raise Refused("illegal", "The number of this call is not known, so nothing can be noted of its caller.")
    return int(row.person_id)


def _tell_cautioned(tx: Transaction, broadcast: Row[Any], person_id: int, by: By) -> None:
    """Every call of theirs in this broadcast shows it."""
    theirs = [row for row in calls.of_person(tx.connection, person_id) if row.broadcast_id == broadcast.id]
    tx.append(broadcast.id, [rules.cautioned(calls.to_domain(row)) for row in theirs], by)


def _contact(tx: Transaction, row: Row[Any]) -> str | None:
    if row.person_id is None:
        return None
    return people.contact_of(tx.connection, row.person_id)


_SIGNALS = {call_legs.ANSWERED: "take", call_legs.HELD: "hold", call_legs.ENDED: "hang_up"}


def signal(store: Store, broadcast_id: int, origin: str, news: CallSignal) -> bool:
    """What an exchange says about one call; False where it tells only of the recording of one that is not known.

    A repeated, late or older word changes nothing, and what has ended stays ended; but a late recording is kept.
    """
    with store.write() as tx:
        known = calls.by_external(tx.connection, origin, news.call_id)
        if known is None and news.state is None:
            return False
        # A call stays where it rang, though its channel may deliver elsewhere by now.
        broadcast = tx.lock(known.broadcast_id)[0] if known is not None else _where_it_rings(tx, broadcast_id)
        # Again: another word about it may have been stored while this one waited for the lock.
        if calls.by_external(tx.connection, origin, news.call_id) is None:
            contact = f"tel:{news.from_number}" if news.from_number else None
            ring(tx, broadcast, contact, None, origin=origin, external_id=news.call_id)
            channels.touch(tx, [channels.id_of_origin(origin)])
        row = calls.by_external(tx.connection, origin, news.call_id)
        assert row is not None
        call = calls.to_domain(row)
        if news.state is not None and call.state is not rules.ENDED:
            call = _follow(tx, broadcast, row, call, news.leg or "", news.state, news.position)
        if news.recording_url and news.recording_url != row.recording_url:
            moves.record(tx, broadcast, call, news.recording_url)
        channels.touch(tx, [channels.id_of_origin(origin)])
    return True


def _where_it_rings(tx: Transaction, broadcast_id: int) -> Row[Any]:
    """The broadcast, locked, on whose screen a new call rings: between shows it is the standing one's."""
    rows = tx.lock_with_standing([broadcast_id])
    delivers = rows[broadcast_id]
    between = rows.get(delivers.standing_id)
    if between is not None and broadcasts.to_domain(delivers).is_over and broadcasts.to_domain(between).takes_questions:
        return between
    return delivers


def _follow(
    tx: Transaction, broadcast: Row[Any], row: Row[Any], call: rules.Call, leg: str, state: str, position: float | None
) -> rules.Call:
    """The call after a word about one of its legs; it moves only where that changes what its whole line does."""
    before = row.legs or {}
    legs = call_legs.updated(before, leg, state, position)
    now = call_legs.state(legs)
    verb = _SIGNALS.get(now or "") if now != call_legs.state(before) else None
    if verb == "hold" and call.state is rules.RINGING:
        call = moves.change(
            tx, broadcast, call, "take", None
        )  # That it was answered has not reached us, or comes late.
    if verb is not None and call.state in rules.TRANSITIONS[verb].states:
        return moves.change(tx, broadcast, call, verb, None, legs=legs)
    calls.set_facts(tx, call.id, legs=legs)
    return call
