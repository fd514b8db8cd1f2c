"""Tells the control room's machines what happens on air. Of the servers one does, by a lease.

It follows the logs of the shows that are on air from the moment when it first sees them. Nothing is kept of how far it
has come: a signal that is late is of no use, and a lamp is told again as it stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from live.channels import Failed
from live.channels.control import outlet
from live.channels.control.obs.session import Ask
from live.channels.control.outlet import Packet
from live.desk.control.sent import LINE, Said, Sent
from live.domain.broadcast import ON_AIR, Kind
from live.domain.control.signals import WITH_QUESTION, Lit, Moment, Signal, Values, Way, moment_of
from live.domain.refused import Refused
from live.feed.presence import Presence
from live.runtime.worker import UNTOLD, Worker, Written
from live.store import log as event_log
from live.store.centre import signals as kept
from live.store.leases import Leases
from live.store.rows import Row
from live.store.show import broadcasts, questions
from live.store.transaction import Store
from live.views.feed.lights import lit, values_of
from live.views.questions.on_air import planned_end
from live.workers.control.deliveries import Deliveries
from live.workers.control.lines import Lines
from live.workers.control.obs import ObsLines
from live.workers.means import Means
from live.workers.set_aside import database_is_away

log = structlog.get_logger()

LEASE = "signals"

PACE = 0.03
"""Seconds at least between two looks."""

AT_ONCE = 500
"""Events of a log that are read at once."""

LATE = timedelta(seconds=10)
"""What has happened longer ago is told no more."""

AGAIN = 5.0
"""Seconds after which a lamp is told again what it was told: a packet may have been lost."""

OTHERS = 3.0
"""Seconds between two tries to be the one that sends, while another server is."""

DARK = 15.0
"""Seconds for which lamps are told to be dark after a show."""


@dataclass(slots=True)
class Followed:
    """A show on air: up to where its log was read, and how it stands."""

    at: int
    over: bool
    lines: Lines = field(default_factory=Lines)
    read_at: int = -1
    """Up to where its lamps were."""
    lit: Mapping[Lit, bool] = field(default_factory=dict)
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """Something that has happened in a show, and what may be said of it."""

    slug: str
    moment: Moment
    values: Values


@dataclass(frozen=True, slots=True)
class Shown:
    """What a tally lamp, or what stands in an OBS, was told last, and when."""

    lamp: Signal
    said: Packet | Ask
    at: float


class Signals:
    def __init__(self, store: Store, leases: Leases, presence: Presence, sent: Sent) -> None:
        self._store, self._leases, self._presence, self._sent = store, leases, presence, sent
        self._followed: dict[int, Followed] = {}
        self._shown: dict[int, Shown] = {}
        self._tried_at = self._on_air_at = -OTHERS - DARK
        self.clock: Callable[[], float] = time.monotonic
        self.deliveries = Deliveries(self._note)
        self.obs = ObsLines(lambda signal: kept.password_of(store.seal, signal), self._note, self._note_line)

    def tick(self) -> None:
        with self._store.read() as connection:
            signals = [one for one in kept.all_of(connection) if not one.paused]
            on_air = broadcasts.in_state(connection, ON_AIR) if signals else []
        shows = [row for row in on_air if row.kind != Kind.PRACTICE.value]  # Those start no clip.
        if shows:
            self._on_air_at = self.clock()
        if not signals or self.clock() - self._on_air_at > DARK:
            return self._rest()
        if not self._is_ours():
            self._followed.clear()
            self.obs.end_all(at_once=True)
            return self._shown.clear()
        told = self._follow(shows, any(one.way.is_lamp for one in signals))
        by_line = self._by_line(signals, shows, told)
        self.obs.open(by_line)
        self._light([one for one in signals if one.way.is_lamp and (one in by_line or not one.way.is_obs)], shows)
        for one in told:
            self._tell(signals, one)
        self.obs.end_others(by_line)

    def _is_ours(self) -> bool:
        """Whether this server is the one that sends."""
        self._sent.works = self._leases.holds(LEASE)
        if not self._sent.works and self.clock() - self._tried_at >= OTHERS:
            self._tried_at = self.clock()
            self._sent.works = self._leases.take(LEASE)
        return self._sent.works

    def _rest(self) -> None:
        self._followed.clear()
        self._put_out(list(self._shown))
        self.obs.end_all()
        self._sent.works = False
        if self._leases.holds(LEASE):
            self._leases.free(LEASE)

    def _by_line(self, signals: Iterable[Signal], shows: Iterable[Row[Any]], told: Iterable[Told]) -> list[Signal]:
        """The signals to an OBS with which a show on air, or what is told now, has to do, or by which something stands
        there since the last."""
        slugs = {row.slug for row in shows} | {one.slug for one in told}
        return [one for one in signals if one.way.is_obs and (one.id in self._shown or _is_of(one, slugs))]

    # What has happened

    def _follow(self, shows: Collection[Row[Any]], lamps: bool) -> list[Told]:
        """What has happened in them, and how they stand. One that is over is looked at a last time: what was on air
        there has left it."""
        told: list[Told] = []
        with self._store.read() as connection:
            over = self._followed.keys() - {row.id for row in shows}
            ended = [one.broadcast for one in event_log.positions(connection, list(over)).values()] if over else []
            for row in (*shows, *ended):
                try:
                    told += self._look_at(connection, row, lamps)
                except Refused:
                    raise  # The database is away.
                except Exception:
                    log.exception("of a show's signals none could be told", broadcast=row.id)
        for gone in over:
            del self._followed[gone]
        return told

    def _look_at(self, connection: Any, row: Row[Any], lamps: bool) -> list[Told]:
        """One show's trouble is no other's: what broke is not looked at again."""
        known = self._followed.setdefault(row.id, Followed(row.head, self._is_over(row)))
        moments = self._moments(connection, row, known)
        told = [Told(row.slug, one, self._values(connection, row, one, number)) for one, number in moments]
        if lamps and known.read_at != known.at:
            known.read_at = known.at
            known.lit = lit(connection, row)
            known.values = self._values(connection, row, Moment.SHOWN, None)
        return told

    def _moments(self, connection: Any, row: Row[Any], known: Followed) -> list[tuple[Moment, int | None]]:
        """What has happened in a show since the last look, the first first, with the question's number."""
        found: list[tuple[Moment, int | None]] = []
        for event in event_log.events_since(connection, row.id, known.at, AT_ONCE) if row.head > known.at else ():
            known.at = event.seq
            moment = moment_of(event.type, event.was, event.state)
            if moment is not None and self._store.clock() - event.at <= LATE:
                found.append((moment, event.question))
        if known.over is not (over := self._is_over(row)):
            known.over = over
            found += [(Moment.OVER, None)] if over else []
        screens = [one["screen"] for one in self._presence.state(row.id)["screens"]]
        return found + [(one, None) for one in known.lines.look(screens, self.clock())]

    def _is_over(self, row: Row[Any]) -> bool:
        end = planned_end(row)
        return end is not None and self._store.clock() >= end

    @staticmethod
    def _values(connection: Any, row: Row[Any], moment: Moment, number: int | None) -> Values:
        """Of the question that the moment is of, else of the one on air."""
        if number is None or moment not in WITH_QUESTION:
            air = questions.on_air(connection, row.id)
            number = None if air is None else air.number
        return values_of(connection, row, number, moment)

    # What is said

    def _tell(self, signals: Iterable[Signal], told: Told) -> None:
        for signal in signals:
            if not signal.is_sent(told.slug, told.moment, told.values):
                continue
            try:
                if signal.way.is_obs:
                    self.obs.say(signal, told.moment, outlet.asked(signal, told.values))
                    continue
                made = outlet.made(signal, told.values)
                if signal.way is Way.HTTP:
                    self.deliveries.put(signal, told.moment, made)
                    continue
                made.send()
            except Failed as failed:
                self._note(signal, told.moment, failed)
            else:
                self._note(signal, told.moment)

    def _light(self, lamps: Collection[Signal], shows: Iterable[Row[Any]]) -> None:
        """Tell each lamp how it stands, where that is new or was told long ago; one that is no more is put out."""
        self._put_out([id_ for id_, shown in self._shown.items() if shown.lamp not in lamps])
        for lamp in lamps:
            here = [self._followed[row.id] for row in shows if lamp.show in ("", row.slug)]
            lit_by = next((one for one in here if self._is_lit(one, lamp.lit)), None)
            try:
                said = _of_lamp(lamp, lit_by is not None, lit_by.values if lit_by else {})
                before = self._shown.get(lamp.id)
                is_new = before is None or before.said != said
                is_due = before is None or (self.clock() - before.at >= AGAIN and isinstance(said, Packet))
                if not is_new and not is_due:
                    continue
                self._shown[lamp.id] = Shown(lamp, said, self.clock())
                if isinstance(said, Ask):
                    self.obs.stand(lamp, lamp.lit, said)
                    continue
                said.send()
            except Failed as failed:
                known = self._sent.failing.get(lamp.id)
                if known is None or known.why != failed.reason:
                    self._note(lamp, lamp.lit, failed)
            else:
                if is_new or lamp.id in self._sent.failing:
                    self._note(lamp, lamp.lit)

    def _put_out(self, lamps: Iterable[int]) -> None:
        """Lamps that were paused, removed or set otherwise are not left as they stood."""
        for lamp in lamps:
            shown = self._shown.pop(lamp)
            with suppress(Failed):
                dark = _of_lamp(shown.lamp, False, {})
                if isinstance(dark, Ask):
                    self.obs.forget(shown.lamp)
                if dark == shown.said:
                    continue
                if isinstance(dark, Ask):
                    self.obs.say(shown.lamp, shown.lamp.lit, dark)
                else:
                    dark.send()

    @staticmethod
    def _is_lit(show: Followed, by: Lit) -> bool:
        if by is Lit.OVER:
            return show.over
        return show.lines.lost if by is Lit.LOST else show.lit.get(by, False)

    def _note(self, signal: Signal, what: str, failed: Failed | None = None, tries: int = 1) -> None:
        why, detail = (failed.reason, failed.detail) if failed is not None else ("", "")
        self._sent.note(Said(self._store.clock(), signal.id, signal.name, str(what), why, detail, tries))

    def _note_line(self, signals: Sequence[Signal], failed: Failed | None) -> None:
        """A line to an OBS has come, or is gone: so all that go by it are told, or are not."""
        why, detail = (failed.reason, failed.detail) if failed is not None else ("", "")
        said = Said(self._store.clock(), signals[0].id, signals[0].place, LINE, why, detail)
        self._sent.note_line(said, [one.id for one in signals])


def _is_of(signal: Signal, slugs: Collection[str]) -> bool:
    """Whether a signal has to do with one of these shows."""
    return signal.show in slugs if signal.show else bool(slugs)


def _of_lamp(lamp: Signal, lit: bool, values: Values) -> Packet | Ask:
    return outlet.asked(lamp, values, lit) if lamp.way.is_obs else outlet.tally(lamp, lit, values)


def worker(means: Means) -> Worker | None:
    """None where no screen is connected, ever."""
    if means.hub is None:
        return None
    task = Signals(means.store, means.leases, means.hub.presence, means.sent)
    return Worker("signals", task.tick, UNTOLD, pace=PACE, looks_for=Written.OTHER, away=database_is_away)
