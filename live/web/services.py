"""What the handlers of requests reach the rooms below by: made once in `create_app`, found through `services()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from live.admin.audit import AuditQueue
from live.desk.control.heard import Heard
from live.desk.control.sent import Sent
from live.desk.intake.queue import Intake
from live.desk.polls.ballot_box import BallotBox
from live.feed.hub import Hub
from live.feed.presence import Presence
from live.feed.pubsub import Link
from live.runtime.server import Ending
from live.runtime.worker import Workers
from live.settings import Settings, origin_of
from live.understudy.leader import Leader
from live.views.admin.credentials import Credentials
from live.views.queries import Queries
from live.web.edge.measured import Measured
from live.web.residents.telling import Telling, Told


@dataclass(frozen=True, slots=True)
class Services:
    """`store` is handed on to the verbs; the screens never look inside. `files`: where residents' files stand."""

    settings: Settings
    store: Any
    queries: Queries
    intake: Intake
    ballots: BallotBox
    credentials: Credentials
    presence: Presence
    hub: Hub
    link: Link
    audit: AuditQueue
    telling: Telling
    files: Any
    workers: Workers = field(default_factory=Workers)
    ending: Ending = field(default_factory=Ending)
    leader: Leader | None = None
    """Of an embedded database, which other machines may follow."""
    heard: Heard = field(default_factory=Heard)
    sent: Sent = field(default_factory=Sent)
    """What this process has heard by OSC, and what it has sent to the control room's machines."""
    measured: Measured = field(default_factory=Measured)

    def told(self) -> Told:
        """What the centre says to residents now."""
        return self.telling.now(self.settings)

    def addresses(self) -> tuple[str, ...]:
        """The origins at which this centre may be reached besides: where its pages go over to, and come from.

        What another server says of itself counts only where it is a server's address.
        """
        followers = self.leader.addresses() if self.leader is not None else ()
        told = (*self.settings.addresses, *map(origin_of, followers))
        return tuple(dict.fromkeys(one for one in told if one))


@dataclass(frozen=True, slots=True)
class Checks:
    """What /readyz asks of the database beside whether it answers. Each may raise `unavailable`."""

    schema_is_served: Callable[[], bool]
    writes: Callable[[], bool]
    has_room: Callable[[], bool]


def services() -> Services:
    return current_app.extensions["live"]
