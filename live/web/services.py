"""What the screens' handlers reach the rooms below by: made once in `create_app`, found through `parts()`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app

from live.desk.receive import Intake
from live.feed.hub import Hub
from live.feed.presence import Presence
from live.feed.pubsub import Link
from live.settings import Settings
from live.views.admin.credentials import Credentials
from live.views.queries import Reading


@dataclass(frozen=True, slots=True)
class Parts:
    """`store` is handed on to the verbs; the screens never look inside."""

    settings: Settings
    store: Any
    reading: Reading
    intake: Intake
    credentials: Credentials
    presence: Presence
    hub: Hub
    link: Link


def parts() -> Parts:
    return current_app.extensions["live"]  # type: ignore[no-any-return]
