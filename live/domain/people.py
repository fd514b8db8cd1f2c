"""Who acts: roles, and a person or a key that holds some of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from live.domain.refused import Refused

DEVICE = re.compile("[a-z0-9]{16}")
"""How a page names the device that it is open on: made once, at random, and kept there."""


class Role(StrEnum):
    SOURCE = "source"
    MODERATOR = "moderator"
    SCREENER = "screener"
    PRODUCER = "producer"
    PRESENTER = "presenter"
    HEAD = "head"
    OBSERVER = "observer"
    GALLERY = "gallery"
    COORDINATOR = "coordinator"
    EXECUTOR = "executor"
    ADMIN = "admin"
    CONTROL = "control"
    """A machine of the control room's: the show verbs, and what is on air, and nothing else."""


OF_PROGRAMS = frozenset({Role.SOURCE, Role.CONTROL})
"""The roles that a key alone can hold: no person signs in with them."""


EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\]+")


def checked_email(written: str) -> str:
    """An e-mail address as somebody has typed it; `invalid` for what is none, or more than one."""
    address = written.strip()
    if not EMAIL.fullmatch(address) or len(address) > 254:
        raise Refused("invalid", "“{text}” is no e-mail address.", text=address[:100])
    return address


def account_of(credential: str | None) -> int | None:
    """The number of the account that a credential is; None for a key, or for nobody's."""
    kind, _, number = (credential or "").partition(":")
    return int(number) if kind == "user" else None


@dataclass(frozen=True, slots=True)
class By:
    """Who did it, as the log keeps it: a name, the role that allowed it, and the credential that proved it.

    `department`: the one whose tickets an executor may touch (None: any). Where it was done from, an `address` and a
    `screen`, is for the audit alone.
    """

    name: str
    role: str
    department: str | None = None
    credential: str | None = None
    address: str | None = None
    screen: str | None = None

    @property
    def account(self) -> int | None:
        return account_of(self.credential)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, key or device, with the roles that it holds where it acts now.

    `department` limits an executor's tickets; `credential` tells where the rights
    came from ("key:5", "user:2"), so that they can be looked up again. `screen` and `address` are where it acts from.
    """

    name: str
    roles: frozenset[Role]
    credential: str = ""
    department: str | None = None
    screen: str | None = None
    address: str | None = None

    @property
    def account(self) -> int | None:
        return account_of(self.credential)

    def may(self, allowed: Iterable[Role]) -> bool:
        return not self.roles.isdisjoint(allowed)

    def acting(self, allowed: Iterable[Role]) -> By:
        """This actor under the first of the `allowed` roles that it holds; `forbidden` without any."""
        for role in sorted(allowed):
            if role in self.roles:
                mine = (self.department or "") if role is Role.EXECUTOR else None
                return By(self.name, role.value, mine, self.credential or None, self.address, self.screen)
        raise Refused("forbidden", "This needs the role: {roles}.", roles=[r.value for r in sorted(allowed)])


def department_of(actor: Actor) -> str | None:
    """The one department whose tickets an executor sees ("" sees nothing yet); None for who sees every ticket."""
    if actor.may({Role.COORDINATOR, Role.ADMIN}):
        return None
    return actor.department or ""


@dataclass(frozen=True, slots=True)
class Term:
    """How long a sign-in lasts: in all, and (None: as long as that) while nothing is done with it."""

    whole: timedelta
    idle: timedelta | None


PERSON = Term(timedelta(days=14), timedelta(hours=12))
ADMINISTRATOR = Term(timedelta(hours=12), timedelta(hours=1))
BY_LINKS = Term(timedelta(days=30), None)
"""Of a device that nobody has signed in on: its links have ends of their own."""


PROOF = timedelta(minutes=15)
"""How long a password counts for what gives rights to others: people, keys, the secrets of channels."""


def session_term(roles: Iterable[Role] | None) -> Term:
    """Of a person with these roles, wherever they are held; None where there is no person."""
    if roles is None:
        return BY_LINKS
    return ADMINISTRATOR if Role.ADMIN in set(roles) else PERSON
