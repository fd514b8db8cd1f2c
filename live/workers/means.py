"""What the tasks of one process work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from live.admin.audit import AuditQueue
from live.desk.control.osc_in import OscIn
from live.desk.control.sent import Sent
from live.desk.intake.queue import Intake
from live.desk.polls.ballot_box import BallotBox
from live.feed.hub import Hub
from live.feed.pubsub import Link
from live.runtime.measured.loop import LoopLag
from live.runtime.measured.share import Share
from live.runtime.worker import Workers
from live.store.leases import Leases
from live.store.storage import Storage
from live.store.transaction import Store
from live.views.admin.credentials import Credentials
from live.views.questions.suggestions import Guessing


@dataclass(frozen=True, slots=True)
class Means:
    """A process without a web server has no `hub`, and its link leads nowhere.

    `credentials` are those by which its web server looks devices up, `backups` the folder that copies go into by
    schedule (None: none are made), `address` how the centre is reached where the server was started with one ("": not),
    `files` where residents' files stand (None: none are fetched), `ballots` where votes are handed in (None: nobody
    hands any in here), `models` which model of meaning there is (as live/language/meaning/embedding.py takes it), `osc`
    what hears the control room's buttons (None: nothing does), `sent` what has gone out to its machines, `background`
    all its tasks, once they are made, `loop` how late they come round, `share` what the work after each question takes
    of it.
    """

    store: Store
    intake: Intake
    leases: Leases
    guessing: Guessing
    hub: Hub | None
    link: Link
    audit: AuditQueue
    credentials: Credentials | None = None
    backups: Path | None = None
    address: str = ""
    files: Storage | None = None
    ballots: BallotBox | None = None
    models: str = ""
    osc: OscIn | None = None
    sent: Sent = field(default_factory=Sent)
    background: Workers = field(default_factory=Workers)
    loop: LoopLag = field(default_factory=LoopLag)
    share: Share = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", Share(lambda: self.intake.came_at, lambda: self.loop.last))
