"""What the centre says to residents and of their form: by its administration, else as the server was started."""

from __future__ import annotations

import time
from dataclasses import dataclass

from live.settings import Settings
from live.views.queries import Centre, Queries

KEPT = 5.0
"""Seconds for which another process may still go by what was said before."""


@dataclass(frozen=True, slots=True)
class Told:
    """`policy`: the page on personal data; `sites`: those that may hold the form; `ask_limit`: how often it is sent;
    `address`: how this installation is reached. A server that was started with an address answers to no other name.
    `open_figures`, `open_page_scores`: whether everybody may read the centre's figures, and how pages are kept.
    """

    phone: str | None
    policy: str | None
    sites: tuple[str, ...]
    ask_limit: str
    address: str | None
    open_figures: bool
    open_page_scores: bool


class Telling:
    """The centre as it was read within a while: every page of residents needs it, and it hardly ever changes."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._last = Centre()
        self._until = 0.0

    def now(self, settings: Settings) -> Told:
        if time.monotonic() > self._until:
            self._last = self._queries.centre()
            self._until = time.monotonic() + KEPT
        return self.last(settings)

    def last(self, settings: Settings) -> Told:
        """As it was last read, for what has to be said without the database too."""
        centre = self._last
        return Told(
            phone=centre.phone or settings.phone,
            policy=centre.policy or settings.policy_url,
            sites=tuple(centre.sites.split()) or settings.embed_origins,
            ask_limit=centre.ask_limit or settings.ask_limit,
            address=settings.address or centre.address or None,
            open_figures=bool(centre.open_figures),
            open_page_scores=bool(centre.open_page_scores),
        )

    def forget(self) -> None:
        """It was changed here."""
        self._until = 0.0
