"""The administrator's verbs on signals: set one, pause it, let it go on, remove it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from live.channels.control import osc_out, tsl
from live.channels.control.outlet import ADDRESS, PLACE
from live.channels.outgoing import check_reachable
from live.domain import templates
from live.domain.audit import Act
from live.domain.characters import one_line
from live.domain.control.signals import PLACEHOLDERS, Signal, Way, fill
from live.domain.people import By
from live.domain.refused import Refused
from live.store.centre import audit, signals
from live.store.ids import TICKETS_LOG
from live.store.show import broadcasts
from live.store.transaction import Store, Transaction

MOST = 60
"""Signals of a centre."""

LONGEST_NAME, LONGEST_PLACE, LONGEST_TEXT, MOST_WORDS = 60, 1000, 2000, 20

LAMPS = {Way.TSL_3: 4, Way.TSL_5: len(tsl.Lamp)}
"""How many a display has: lamps with numbers, or colours."""

DISPLAYS = {Way.TSL_3: tsl.LAST[3], Way.TSL_5: tsl.LAST[5]}


def save(store: Store, signal: Signal, by: By) -> int:
    """Set one, a new one where its id is 0; its id. `invalid` says what is wrong with it."""
    checked = _checked(signal)

    def put(tx: Transaction, present: list[Signal]) -> list[Signal]:
        if checked.show:
            broadcasts.get(tx.connection, checked.show)
        if checked.id:
            return [checked if one.id == checked.id else one for one in _with(present, checked.id)]
        if len(present) >= MOST:
            raise Refused("invalid", "There are {most} signals already.", most=MOST)
        return [*present, replace(checked, id=_next_id(present))]

    saved = _edit(store, put, by)
    return checked.id or saved[-1].id


def pause(store: Store, signal_id: int, paused: bool, by: By) -> None:
    """Let nothing of it be sent, or let it go on."""

    def put(tx: Transaction, present: list[Signal]) -> list[Signal]:
        return [replace(one, paused=paused) if one.id == signal_id else one for one in _with(present, signal_id)]

    _edit(store, put, by)


def remove(store: Store, signal_id: int, by: By) -> None:
    _edit(store, lambda tx, present: [one for one in _with(present, signal_id) if one.id != signal_id], by)


def _edit(store: Store, change: Callable[[Transaction, list[Signal]], list[Signal]], by: By) -> list[Signal]:
    with store.write() as tx:
        tx.lock(TICKETS_LOG)  # One edit at a time.
        changed = change(tx, signals.all_of(tx.connection))
        version = signals.save(tx, changed, by.name)
        audit.record(tx, Act.LIST_SAVED, f"list/{signals.NAME}", by, version=version, entries=len(changed))
    return changed


def _with(present: list[Signal], signal_id: int) -> list[Signal]:
    if all(one.id != signal_id for one in present):
        raise Refused("not_found", "There is no signal {number}.", number=signal_id)
    return present


def _next_id(present: Sequence[Signal]) -> int:
    return max((one.id for one in present), default=0) + 1


def _checked(signal: Signal) -> Signal:
    """A signal of which everything can be sent; what its way has no use for is left out."""
    name = one_line(signal.name)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused("invalid", "A name has 1 to {longest} characters.", longest=LONGEST_NAME)
    if len(signal.place) > LONGEST_PLACE or len(signal.text) > LONGEST_TEXT or len(signal.address) > LONGEST_PLACE:
        raise Refused("invalid", "This is too long.")
    for text in (signal.place, signal.address, signal.text):
        templates.check(text, PLACEHOLDERS)
    signal = replace(signal, name=name, place=signal.place.strip(), address=signal.address.strip())
    return _lamp(signal) if signal.way.is_lamp else _signal(signal)


def _signal(signal: Signal) -> Signal:
    if not signal.at:
        raise Refused("invalid", "Choose at what it is sent.")
    if signal.only is not None and not 1 <= len(signal.only.words) <= MOST_WORDS:
        raise Refused("invalid", "Say of which words the condition is, at most {most}.", most=MOST_WORDS)
    if signal.way is Way.OSC and not osc_out.is_address(_filled(signal.address)):
        raise Refused("invalid", "An address of OSC is Latin letters behind a slash, such as /clip/1.")
    return replace(_reachable(signal), address=signal.address if signal.way is Way.OSC else "")


def _lamp(signal: Signal) -> Signal:
    if not 0 <= signal.display <= DISPLAYS[signal.way] or not 0 <= signal.screen <= tsl.LAST[5]:
        raise Refused("invalid", "A display has a number from 0 to {last}.", last=DISPLAYS[signal.way])
    if not 1 <= signal.lamp <= LAMPS[signal.way]:
        raise Refused("invalid", "A lamp has a number from 1 to {last}.", last=LAMPS[signal.way])
    return replace(_reachable(signal), at=frozenset(), only=None, address="")


def _reachable(signal: Signal) -> Signal:
    if signal.way is Way.HTTP:
        if not ADDRESS.fullmatch(_filled(signal.place)) or not ADDRESS.fullmatch(signal.place):
            raise Refused(
                "invalid", "The field “{field}” must be an address that begins with http:// or https://.", field="place"
            )
        check_reachable(_filled(signal.place), needs_https=False)
        return signal
    found = PLACE.fullmatch(signal.place)
    if found is None or not 0 < int(found[2]) < 65536:
        raise Refused("invalid", "Say a host with a port, such as 10.0.5.3:7000.")
    check_reachable(f"http://{signal.place}", needs_https=False)
    return signal


def _filled(text: str) -> str:
    return fill(text, dict.fromkeys(PLACEHOLDERS, "1"))
