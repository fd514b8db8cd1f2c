"""How much somebody known may ask for: by a person's sign-in, by a crew's link, by a program's key."""

from __future__ import annotations

import time

from live.domain.refused import Refused
from live.runtime.bucket import Buckets, Rate
from live.runtime.hearing import KIB, Pace
from live.runtime.tasks import sleep
from live.views.admin.credentials import Credential

CREW = 5
"""Persons' worth of a link, which a crew shares."""

LONGEST = 5.0
"""Seconds for which an answer is kept back at most: who hears nothing for longer takes the line for broken."""

SYNCS = Rate(2, 6)
"""Of one socket, whoever's it is."""

PRESSES = Rate(20, 40)
"""Of one machine that steers a show."""

A_PERSONS = Pace(Rate(20, 60), Rate(256 * KIB, 512 * KIB))
A_PROGRAMS = Pace(Rate(200, 600), Rate(2048 * KIB, 4096 * KIB), patient=True)


class Allowance:
    """`sockets` at once, each at a `pace`; `syncs` of all of them, and `reads` of pages, a second."""

    def __init__(self, sockets: int | None, pace: Pace, syncs: Rate, reads: Rate | None) -> None:
        self.sockets, self.pace = sockets, pace
        self.syncs, self.reads = Buckets(syncs), Buckets(reads) if reads else None


class Allowances:
    """What each kind of holder may, and what each holder has left of it in this process."""

    def __init__(self, reads: int) -> None:
        self.clock, self.sleep = time.monotonic, sleep
        self._syncs, self._presses = Buckets(SYNCS), Buckets(PRESSES)
        person, crew = Rate(reads, 2 * reads), Rate(CREW * reads, 2 * CREW * reads)
        self._person = Allowance(12, A_PERSONS, Rate(4, 24), person)
        self._link = Allowance(60, A_PERSONS, Rate(10, 120), crew)
        # It acts at any rate; over a socket it is kept waiting, at most.
        self._key = Allowance(None, A_PROGRAMS, Rate(50, 500), None)

    def of(self, credential: Credential) -> Allowance:
        if credential.id.startswith("user:"):
            return self._person
        return self._link if credential.screen is not None else self._key

    def read(self, credential: Credential) -> None:
        """`too_many` where this one has read too much of late."""
        reads = self.of(credential).reads
        if reads is not None and not reads.take(credential.id, self.clock()):
            raise Refused("too_many", "Too many requests; wait a little.")

    def press(self, credential_id: str) -> None:
        """`too_many` where this one has pressed too often of late."""
        if not self._presses.take(credential_id, self.clock()):
            raise Refused("too_many", "Too many requests; wait a little.")

    def wait_to_sync(self, allowance: Allowance, credential_id: str, sid: str) -> None:
        """A snapshot is the dearest answer of all: one too many is given later, not refused."""
        now = self.clock()
        pause = max(allowance.syncs.owe(credential_id, now), self._syncs.owe(sid, now))
        if pause:
            self.sleep(min(LONGEST, pause))
