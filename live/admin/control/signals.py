"""The administrator's verbs on signals: set one, pause it, let it go on, remove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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

LONGEST_NAME, LONGEST_PLACE, LONGEST_TEXT, MOST_WORDS, LONGEST_PASSWORD = 60, 1000, 2000, 20, 200

LAMPS = {Way.TSL_3: 4, Way.TSL_5: len(tsl.Lamp)}
"""How many a display has: lamps with numbers, or colours."""

DISPLAYS = {Way.TSL_3: tsl.LAST[3], Way.TSL_5: tsl.LAST[5]}


def save(store: Store, signal: Signal, by: By, password: str | None = None) -> int:
    """Set one, a new one where its id is 0; its id. `invalid` says what is wrong with it.

    `password`: of its OBS, where another is to hold from now on, for all signals that go there.
    """
    checked = _checked(signal)
    if len(password or "") > LONGEST_PASSWORD:
        raise Refused("invalid", "This is too long.")

    def put(tx: Transaction, present: list[Signal]) -> list[Signal]:
        if checked.show:
            broadcasts.get(tx.connection, checked.show)
        if checked.id:
            changed = [checked if one.id == checked.id else one for one in _with(present, checked.id)]
        elif len(present) >= MOST:
            raise Refused("invalid", "There are {most} signals already.", most=MOST)
        else:
            changed = [*present, replace(checked, id=_next_id(present))]
        if not checked.way.is_obs:
            return changed
        return _with_password(changed, checked.place, _password(store, present, checked.place, password or ""))

    saved = _edit(store, put, by)
    return checked.id or saved[-1].id


def pause(store: Store, signal_id: int, paused: bool, by: By) -> None:
    """Let nothing of it be sent, or let it go on."""

    def put(tx: Transaction, present: list[Signal]) -> list[Signal]:
        return [replace(one, paused=paused) if one.id == signal_id else one for one in _with(present, signal_id)]

    _edit(store, put, by)


def remove(store: Store, signal_id: int, by: By) -> None:
    _edit(store, lambda tx, present: [one for one in _with(present, signal_id) if one.id != signal_id], by)


def password_of(store: Store, signal: Signal) -> str:
    """For a trial: what opens the line to the OBS of a signal."""
    return signals.password_of(store.seal, signal)


def _password(store: Store, present: Iterable[Signal], place: str, typed: str) -> str:
    """What was typed, sealed; else what is known of the OBS at that place: no other one is tried with it."""
    if typed:
        return signals.sealed(store.seal, typed)
    return next((one.sealed for one in present if one.way.is_obs and one.place == place), "")


def _with_password(changed: Iterable[Signal], place: str, sealed: str) -> list[Signal]:
    return [replace(one, sealed=sealed) if one.way.is_obs and one.place == place else one for one in changed]


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
    named = (signal.place, signal.address, signal.source)
    if max(map(len, named)) > LONGEST_PLACE or len(signal.text) > LONGEST_TEXT:
        raise Refused("invalid", "This is too long.")
    for text in (*named, signal.text):
        templates.check(text, PLACEHOLDERS)
    place, address, source = (one.strip() for one in named)
    signal = replace(signal, name=name, place=place, address=address, source=source)
    if signal.way.is_obs:
        return _obs(signal)
    signal = replace(signal, source="", sealed="")
    return _lamp(signal) if signal.way.is_lamp else _signal(signal)


def _signal(signal: Signal) -> Signal:
    if not signal.at:
        raise Refused("invalid", "Choose at what it is sent.")
    if signal.only is not None and not 1 <= len(signal.only.words) <= MOST_WORDS:
        raise Refused("invalid", "Say of which words the condition is, at most {most}.", most=MOST_WORDS)
    if signal.way is Way.OSC and not osc_out.is_address(_filled(signal.address)):
        raise Refused("invalid", "An address of OSC is Latin letters behind a slash, such as /clip/1.")
    return replace(_reachable(signal), address="" if signal.way is Way.HTTP else signal.address)


def _lamp(signal: Signal) -> Signal:
    if not 0 <= signal.display <= DISPLAYS[signal.way] or not 0 <= signal.screen <= tsl.LAST[5]:
        raise Refused("invalid", "A display has a number from 0 to {last}.", last=DISPLAYS[signal.way])
    if not 1 <= signal.lamp <= LAMPS[signal.way]:
        raise Refused("invalid", "A lamp has a number from 1 to {last}.", last=LAMPS[signal.way])
    return replace(_reachable(signal), at=frozenset(), only=None, address="")


def _obs(signal: Signal) -> Signal:
    """What stands in an OBS has to be found again to be taken away: nothing is put into its names."""
    signal = replace(
        signal,
        place=signal.place.lower(),
        address=signal.address if signal.way in (Way.OBS_SCENE, Way.OBS_SOURCE) else "",
        source=signal.source if signal.way in (Way.OBS_TEXT, Way.OBS_SOURCE) else "",
        text=signal.text if signal.way in (Way.OBS_TEXT, Way.OBS_CHAPTER) else "",
    )
    if signal.way in (Way.OBS_SCENE, Way.OBS_SOURCE) and not signal.address:
        raise Refused("invalid", "Say the scene by its name in OBS.")
    if signal.way in (Way.OBS_TEXT, Way.OBS_SOURCE) and not signal.source:
        raise Refused("invalid", "Say the source by its name in OBS.")
    if not signal.way.is_lamp:
        return _signal(signal)
    if _filled(signal.address) != signal.address or _filled(signal.source) != signal.source:
        raise Refused("invalid", "Nothing can be put into the name of what stands in OBS.")
    return replace(_reachable(signal), at=frozenset(), only=None)


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
    check_reachable(f"http://{signal.place}", needs_https=signal.way.is_obs)
    return signal


def _filled(text: str) -> str:
    return fill(text, dict.fromkeys(PLACEHOLDERS, "1"))
