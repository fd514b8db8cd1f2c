"""One connected screen, as the feed knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from live.domain.people import Actor, department_of
from live.views.admin.credentials import Credential
from live.views.feed.sections.section import Reader
from live.views.screens import Screen


@dataclass(eq=False, slots=True)
class Member:
    """`mark` tells a screen its own claims without telling others whose key it has.

    `acknowledged`: the log's number that it has said it shows. `device`: how its page names what it is open on.
    `at_work`: a command of its is being obeyed. `sent_away`: when it was told that this server ends.
    `stands_by`: the credential that its rights were reckoned from last, while it is on the line.
    `link`: the number of the link that opened it. `session`: that of its device, where it came by a cookie.
    `allowance`: how much its holder may ask for. `contacts`: it is a program with a key of its own.
    `follows_changes`: it is told what changes of who is present, not all of it each time; `follows_writing`: of who
    writes too.
    """

    sid: str
    socket: Any = field(repr=False)
    broadcast_id: int
    slug: str
    screen: Screen
    actor: Actor
    mark: str
    allowance: Any = field(repr=False, default=None)
    device: str | None = None
    link: int | None = None
    session: str | None = None
    acknowledged: int | None = None
    at_work: bool = False
    sent_away: float | None = None
    contacts: bool = False
    follows_changes: bool = False
    follows_writing: bool = False
    stands_by: Credential | None = field(repr=False, default=None)

    def shown(self) -> dict[str, Any]:
        """Who is on which screen, as the others are told."""
        who: dict[str, Any] = {"screen": self.screen.name, "name": self.actor.name}
        return who | {k: v for k, v in (("device", self.device), ("link", self.link)) if v is not None}

    @property
    def reader(self) -> Reader:
        """For whom its frames are drawn: those who see the same share them."""
        return Reader(self.department, self.contacts)

    @property
    def department(self) -> str | None:
        """The one department whose tickets this member may see; None is all of them."""
        return department_of(self.actor) if self.screen.follows_tickets else None
