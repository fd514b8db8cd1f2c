"""The understudy at work: it takes a copy, follows all changes, and goes on in the leader's place when told to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import structlog

from live.domain.people import By
from live.domain.refused import Refused
from live.runtime.tasks import Promise, Unfinished
from live.runtime.worker import Worker
from live.store.transaction import Store
from live.understudy import promotion, succession
from live.understudy.changes import AT_ONCE
from live.understudy.copy import Copy
from live.understudy.line import Away, Changes, Denied, Line, OtherSecret, ask_standing
from live.understudy.wal import NOWHERE

log = structlog.get_logger()

AGAIN = 0.5
"""Seconds until the leader is asked again that did not answer."""

ALL_OF_IT = 5.0
"""Seconds that the last changes of a leader which hands over may take."""


class NoLeader(Denied):
    """It answers, and follows another one, or ends."""


class Phase(StrEnum):
    STARTING = "starting"
    COPYING = "copying"
    FOLLOWING = "following"
    AWAY = "away"
    DENIED = "denied"
    NO_LEADER = "no_leader"
    NO_ROOM = "no_room"


@dataclass(slots=True)
class Following:
    """How it goes. `behind`: seconds since this machine had everything that the leader had; None before the first time.
    `copied`: of how much of the copy, from 0 to 1. `why`: the leader's own sentence where it refuses.
    """

    leader: str
    phase: Phase = Phase.STARTING
    behind: float | None = None
    copied: float = 0.0
    why: str = ""


class Follower:
    """One understudy. `promoted` is called once it leads: then this process serves."""

    def __init__(
        self,
        file: Path,
        line: Line,
        secret: str,
        open_store: Callable[[], Store],
        promoted: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file, self._line, self._secret = file, line, secret
        self._open_store, self._promoted, self._clock = open_store, promoted, clock
        self._copy = Copy(file)
        self._standing = succession.read(file)
        self._wanted: tuple[By, Promise] | None = None
        self._knows_leader = False
        self._had_all_at: float | None = None
        self._following = Following(line.leader)
        self._ended = False

    def worker(self) -> Worker:
        return Worker("follow", self.tick, AGAIN)

    def state(self) -> Following:
        behind = None if self._had_all_at is None else round(self._clock() - self._had_all_at, 2)
        return replace(self._following, behind=behind)

    def check(self) -> None:
        """Ask the leader once, first of all. `RuntimeError` where it refuses; `Away` where it does not answer."""
        self._line.language = "en"  # As all that a command says.
        try:
            self._know_leader()
            self._line.changes(self._copy.position or NOWHERE, 0.0)
        except Denied as denied:
            raise RuntimeError(f"{self._line.leader} does not let this understudy follow: {denied}") from None
        finally:
            self._line.language = "ru"

    def tick(self) -> float | None:
        """One question to the leader, and what follows from it."""
        if self._ended:
            return None
        if self._wanted is not None:
            self._promote_for_page(*self._wanted)
            return 0.0
        if promotion.asked(self._file):
            self._promote_for_command()
            return 0.0
        try:
            self._know_leader()
            if self._copy.position is None:
                self._take_copy()
            else:
                self._follow()
        except Away as away:
            return self._waits(Phase.AWAY, str(away))
        except (Denied, OtherSecret) as refused:
            phase = Phase.NO_LEADER if isinstance(refused, NoLeader) else Phase.DENIED
            return self._waits(phase, str(refused))
        except OSError as error:
            self._copy.reopen()
            return self._waits(Phase.NO_ROOM, error.strerror or type(error).__name__)
        return 0.0

    def promote(self, by: By) -> None:
        """Lead from now on. `Refused` with a sentence where that must not be."""
        promise = Promise()
        self._wanted = by, promise
        try:
            promise.wait(promotion.PATIENCE)
        except Unfinished:
            raise Refused("unavailable", "It was not done in time: look at the log.") from None

    def _promote_for_page(self, by: By, promise: Promise) -> None:
        self._wanted = None
        try:
            self._promote(by)
        except Exception as error:
            promise.set_exception(error)
            if not isinstance(error, Refused):
                raise
        else:
            promise.set_result(None)

    def _promote(self, by: By) -> None:
        passing_over = [self._line.leader, self._line.here]
        promotion.refuse_beside_another(self._standing, self._secret, passing_over)
        if self._copy.position is None:
            self._copy.reopen()
        self._refuse_without_copy()
        certain = self._taken_over() or self._standing.certain
        self._copy.close()
        promotion.finish_copy(self._file)
        self._ended = True
        promotion.take_the_lead(self._file, replace(self._standing, certain=certain), self._open_store, by)
        log.warning("this understudy leads from now on", certain=certain)
        self._promoted()

    def _promote_for_command(self) -> None:
        try:
            self._promote(promotion.BY_CONSOLE)
        except Exception as error:
            promotion.refuse_request(self._file, str(error))
            if not isinstance(error, Refused):
                raise
        else:
            promotion.request_of(self._file).unlink(missing_ok=True)  # So the command knows that it is done.

    def _taken_over(self) -> bool:
        """Whether the leader was there to hand over, and this one has everything that it had.

        The leader is asked for its changes once more before it is asked to end: it must not end for nobody.
        """
        try:
            self._follow()
            self._refuse_without_copy()
            end = self._line.hand_over()
        except Away:
            return False
        except OSError as error:
            raise Refused("unavailable", "Cannot write to the disk: {why}", why=error.strerror) from error
        except Denied as denied:
            raise Refused(
                "illegal", "{address} answers and does not hand over: {why}", address=self._line.leader, why=str(denied)
            ) from None
        until = self._clock() + ALL_OF_IT
        while self._clock() < until:
            try:
                self._follow()
            except (Away, Denied):
                return False
            if self._copy.position == end:
                self._tell_that_it_is_all()
                return True
        return False

    def _refuse_without_copy(self) -> None:
        if self._copy.position is None:
            raise promotion.NO_COPY

    def _tell_that_it_is_all(self) -> None:
        """The leader ends at once then, and not only after it has waited."""
        try:
            self._follow()
        except (Away, Denied):
            return

    def _know_leader(self) -> None:
        if self._knows_leader:
            return
        standing = ask_standing(self._line.leader, self._secret)
        if not standing.serves:
            raise NoLeader("it does not lead")
        self._knows_leader = True
        self._standing = replace(self._standing, follows=self._line.leader, succeeded_by=None, term=standing.term)

    def _take_copy(self) -> None:
        self._following = Following(self._line.leader, Phase.COPYING)
        self._had_all_at = None
        offered = self._line.copy()
        received = 0
        while received < offered.size:
            piece = self._line.piece(offered, received)
            if not piece:
                raise Away("its copy ended too early")
            self._copy.receive(received, piece)
            received += len(piece)
            self._following.copied = received / offered.size
        succession.write(self._file, self._standing)
        aside = self._copy.begin(offered.position, offered.page_size, datetime.now(UTC))
        if aside is not None:
            log.warning("the database that stood here was set aside", file=str(aside))
        log.info("the leader's database is copied", bytes=received)

    def _follow(self) -> None:
        assert self._copy.position is not None
        asked_at = self._clock()
        behind = 0.0 if self._had_all_at is None else asked_at - self._had_all_at
        found = self._line.changes(self._copy.position, behind)
        if found is None:
            self._copy.close()
            return
        if found.frames:
            self._copy.append(found.position, found.frames)
        if len(found.frames) < AT_ONCE:
            self._had_all_at = asked_at
        self._following = Following(self._line.leader, Phase.FOLLOWING)
        self._remember(found)

    def _remember(self, found: Changes) -> None:
        """What is needed should the leader be gone: who else there is, and whether anything can be missing then."""
        others = (self._line.leader, *(one for one in found.others if one != self._line.here))
        new = replace(self._standing, others=others, certain=found.acknowledges)
        if new != self._standing:
            succession.write(self._file, new)
            self._standing = new

    def _waits(self, phase: Phase, why: str) -> float:
        if self._following.phase is not phase:
            log.warning("the leader cannot be followed", phase=phase.value, why=why)
        self._following = Following(self._line.leader, phase, why=why)
        return AGAIN
