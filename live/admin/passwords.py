"""Passwords: which are good enough, and the slow work on them, of which only so much is done at once."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from live.domain.people import Role
from live.domain.refused import Refused
from live.runtime.tasks import offload

LEAST = 8
LEAST_OF_ADMINISTRATORS = 12
MOST = 256
FEWEST = 4
"""Different characters that a password has."""

AT_ONCE = 2
"""Passwords that are worked on at the same time: each takes 64 MiB and a tenth of a second of every core."""
QUEUE = 20

NONE = ""
"""In place of a hash: nobody signs in until a password was set."""

COMMON = Path(__file__).with_name("common_passwords.txt")

_KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
"""A letter's key → what the same key types in the other layout."""

hasher = PasswordHasher()


class Turns:
    """Lets so many in at once, and so many wait; `too_many` for whoever comes after them."""

    def __init__(self, at_once: int, queue: int) -> None:
        self._most = at_once + queue
        self.here = 0
        self._count = threading.Lock()
        self._turns = threading.BoundedSemaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._count:
            if self.here >= self._most:
                raise Refused("too_many", "Very many people are signing in just now. Wait a few seconds and try again.")
            self.here += 1
        try:
            with self._turns:
                yield
        finally:
            with self._count:
                self.here -= 1


TURNS = Turns(AT_ONCE, QUEUE)


def check_good(password: str, roles: Iterable[str], *own: str) -> None:
    """`invalid`, with what to do, for a password that is too short, too long or easily guessed.

    `own`: what stands beside it, such as the login.
    """
    least = LEAST_OF_ADMINISTRATORS if Role.ADMIN in set(roles) else LEAST
    if len(password) < least:
        raise Refused("invalid", "The password needs at least {least} characters.", least=least)
    if len(password) > MOST:
        raise Refused("invalid", "The password has at most {most} characters.", most=MOST)
    plain = password.casefold()
    guessed = {plain, plain.translate(_KEYS)} & _common() or plain in {word.casefold() for word in own}
    if guessed or len(set(plain)) < FEWEST:
        raise Refused("invalid", "This password is among the first that are guessed. Choose another one.")


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def hashed(password: str) -> str:
    """What is kept of a password."""
    with TURNS.turn():
        return offload(hasher.hash, password)


def hashed_all(codes: list[str]) -> list[str]:
    """The same of several at once."""
    with TURNS.turn():
        return offload(lambda: [hasher.hash(code) for code in codes])


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; None, where there is nobody, takes as long to find out."""
    if len(password) > MOST:
        return False
    with TURNS.turn():
        # Made to be slow: in a thread of its own, so that no screen waits for it.
        return offload(_verified, password_hash, password)


def outdated(password_hash: str) -> bool:
    """Whether it was made with less work than is usual now."""
    return hasher.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    return hasher.hash(secrets.token_hex(16))


def _verified(password_hash: str | None, password: str) -> bool:
    try:
        return hasher.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
