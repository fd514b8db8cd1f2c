"""Hears the show verbs by OSC. Of the processes on a machine one has the port; another takes it once that one ends.

One task takes packets off the socket and lets few enough through; another does what they say, one after the other. So a
flood costs a look at each packet, and one that had to wait too long does nothing any more.
"""

from __future__ import annotations

import errno
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from live.channels.control import osc
from live.desk.control.heard import Heard, Outcome, Packet, Port
from live.desk.control.press import press
from live.domain.broadcast import TICKETS, practice_of
from live.domain.control.verbs import Verb, value_of, verb
from live.domain.people import Actor, Role
from live.domain.refused import Refused
from live.runtime.bucket import Buckets, Rate
from live.runtime.connections import within as belongs
from live.runtime.tasks import Signal
from live.runtime.udp.datagrams import Datagrams
from live.runtime.worker import Worker
from live.settings import Osc
from live.store.log import no_broadcast
from live.store.transaction import Store
from live.views.admin.credentials import Credentials, actor, within
from live.views.broadcast_ids import BroadcastIds

log = structlog.get_logger()

AT_ONCE = 256
"""Packets that are taken off the socket in one turn."""

FEW, PAUSE = 4, 0.005
"""Packets of a turn beyond which it is a crowd, and seconds for which everybody else is served then: the next turn
takes more at once, which costs less."""

AGAIN = 5.0
"""Seconds between two tries to have a port that another process has."""

LISTEN = 1.0
"""Seconds for which packets are waited for at a time."""

OF_ONE, OF_ALL = Rate(20, 40), Rate(100, 200)
"""Packets a second, of a host and of all, that are looked into."""

WAITING = 64
"""Packets that may wait; what comes when they do is dropped."""

LATE = 0.5
"""Seconds after which a packet that waits does nothing any more."""

OVERDUE, EARLY = 2.0, 0.5
"""Seconds by which a bundle's own time may lie behind, or ahead: the machines' clocks are not the same."""


_LIKE_A_KEY = re.compile(r"(?=.*[^a-z0-9-]).{16,}")
"""A long part of an address that can be neither a broadcast's slug nor a verb."""


@dataclass(frozen=True, slots=True)
class Arrived:
    packet: bytes
    host: str
    at: float


class OscIn:
    """What one process hears. `listening` takes packets in, `pressing` does what they say."""

    def __init__(self, store: Store, credentials: Credentials, place: Osc, heard: Heard) -> None:
        self._store, self._credentials, self._place, self._heard = store, credentials, place, heard
        self._ids = BroadcastIds(store)
        self._socket: Datagrams | None = None
        self._hosts, self._all, self._keys = Buckets(OF_ONE), Buckets(OF_ALL), Buckets(OF_ONE)
        self._limited: dict[str, Buckets] = {}
        self._waiting: deque[Arrived] = deque()
        self._wake = Signal()
        self.clock: Callable[[], float] = time.monotonic
        self.wall: Callable[[], float] = time.time
        self.listening = Worker("osc", self.listen, LISTEN)
        self.pressing = Worker("osc_presses", self.do_waiting, LISTEN, self._wake)

    # What comes in

    def listen(self) -> float:
        """Take what is there off the socket; the seconds until the next turn."""
        if self._socket is None and not self._open():
            return AGAIN
        assert self._socket is not None
        taken = self._socket.take(AT_ONCE, LISTEN)
        for packet, host in taken:
            self.hear(packet, host)
        self._heard.lost = self._socket.lost
        return PAUSE if len(taken) > FEW else 0.0

    def _open(self) -> bool:
        try:
            self._socket = Datagrams(self._place.host, self._place.port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            self._heard.port = Port.TAKEN
            return False
        self._heard.port = Port.HEARS
        log.info("OSC is heard", host=self._place.host, port=self._place.port)
        return True

    def hear(self, packet: bytes, host: str) -> None:
        """Let it wait for its turn, unless too many came."""
        now = self.clock()
        if len(self._waiting) >= WAITING or not (self._hosts.take(host, now) and self._all.take("all", now)):
            self._heard.counts[Outcome.FLOODED] += 1
            return
        self._waiting.append(Arrived(packet, host, now))
        self._wake.ring()

    # What it says

    def do_waiting(self) -> None:
        """Do what waits, in the order in which it came."""
        while self._waiting:
            arrived = self._waiting.popleft()
            if self.clock() - arrived.at > LATE:
                self._note(arrived, "", Outcome.LATE)
                continue
            try:
                messages = osc.read(arrived.packet)
            except osc.NotOsc:
                self._note(arrived, "", Outcome.WRONG)
                continue
            for message in messages:
                self._obey(arrived, message)

    def _obey(self, arrived: Arrived, message: osc.Message) -> None:
        key, *said = _parted(message.address)
        words = _readable(said)
        if message.due is not None and not -EARLY <= self.wall() - message.due <= OVERDUE:
            return self._note(arrived, words, Outcome.LATE)
        try:
            slug, one, value, pressed = _meant(said, message)
            if not pressed:
                return self._note(arrived, words, Outcome.RELEASED)
            log_id = self._log_of(slug)
            who = self._who(key, slug, log_id, arrived.host)
            press(self._store, log_id, slug, one, value, who)
        except Refused as refused:
            if refused.code == "unavailable":
                log.warning("a button was pressed while the database is away", said=words)
            wrong = refused.code in ("invalid", "unauthorized")
            return self._note(arrived, words, Outcome.WRONG if wrong else Outcome.REFUSED, refused)
        self._note(arrived, words, Outcome.DONE)

    def _log_of(self, slug: str) -> int:
        if slug == TICKETS or practice_of(slug) is not None:
            raise no_broadcast(slug)
        return self._ids.now(slug)

    def _who(self, key: str, slug: str, log_id: int, host: str) -> Actor:
        """Who presses: the holder of the key that stands in the address, or a host that needs none."""
        if not key:
            if not belongs(host, self._place.networks):
                raise Refused("unauthorized", "This host needs a key in the address: {host}.", host=host)
            return Actor(f"OSC {host}", frozenset({Role.CONTROL}), screen="osc", address=host)
        found = self._credentials.of_token(key)
        if found is None:
            raise Refused("unauthorized", "Sign in, or send a key that is known.")
        if not self._may_press(found.id, found.rate):
            raise Refused("too_many", "Too many requests; wait a little.")
        holder = actor(within([found], slug), log_id) if found.screen is None else None
        if holder is None:
            raise Refused("forbidden", "This needs the role: {roles}.", roles=[Role.CONTROL.value])
        return Actor(holder.name, holder.roles, holder.credential, screen="osc", address=host)

    def _may_press(self, credential: str, rate: str | None) -> bool:
        """Whether this key has not pressed too often, by its own limit too, such as “60 per minute”."""
        now = self.clock()
        if rate is None:
            return self._keys.take(credential, now)
        per_minute = int(rate.split()[0])
        own = self._limited.setdefault(rate, Buckets(Rate(per_minute / 60, per_minute)))
        return own.take(credential, now) and self._keys.take(credential, now)

    def _note(self, arrived: Arrived, said: str, outcome: Outcome, why: Refused | None = None) -> None:
        self._heard.note(Packet(self._store.clock(), arrived.host, said, outcome, why))


def _parted(address: str) -> list[str]:
    """An address in its parts: the key first (empty where there is none), then the broadcast, the verb and the rest."""
    root, *rest = address[1:].split("/")
    if root == "key" and rest:
        return rest
    return ["", *(rest if root == "live" else ["", *rest])]


def _readable(said: list[str]) -> str:
    """What was said, as it may be shown: what may be a key that stands in the wrong place is left out."""
    return "/".join("···" if _LIKE_A_KEY.fullmatch(one) else one for one in said)[:120]


def _meant(said: list[str], message: osc.Message) -> tuple[str, Verb, int | None, bool]:
    """The broadcast, the verb, its number, and whether the button was pressed rather than let go.

    A button says 1 when it is pressed and 0 when it is let go. So a number that a verb takes stands in the address; one
    that needs it takes a whole one as its argument too.
    """
    if not 2 <= len(said) <= 3 or not said[0] or len(message.arguments) > 1:
        raise Refused("invalid", "The address is /live/BROADCAST/VERB, or /key/KEY/BROADCAST/VERB.")
    one = verb(said[1])
    told = message.arguments[0] if message.arguments else None
    if len(said) == 2 and one.needed and (type(told) is int or isinstance(told, str)):
        return said[0], one, value_of(one, str(told)), True
    return said[0], one, value_of(one, said[2] if len(said) == 3 else None), told is None or bool(told)
