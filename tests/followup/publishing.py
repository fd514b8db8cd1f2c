"""A centre with pages in four networks, two people who write for them, and the background that does what is due."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from live.domain.people import By
from live.followup.publications import writing
from live.followup.publications.writing import Given
from live.store.leases import Leases
from live.store.storage.folder import Folder
from live.store.transaction import Store
from live.views import publications as views
from live.views.publications import PageView, PublicationView
from live.workers.sending.outbox import Outbox
from live.workers.sending.publications import Publications
from tests.support.rooms import Show, clock_of
from tests.support.sending import send_all
from tests.support.stubs import max as max_
from tests.support.stubs import ok, telegram, vk

ANNA, BORIS = By("Анна", "coordinator", credential="user:1"), By("Борис", "coordinator", credential="user:2")
TEXT = "Мост через Студёную открыт для движения."
SETTINGS = {
    "vk": {"token": vk.TOKEN, "user_token": vk.USER_TOKEN, "group_id": str(vk.GROUP)},
    "ok": {
        **{"user_token": ok.USER_TOKEN, "application_key": ok.KEY, "application_secret": ok.APPLICATION_SECRET},
        **{"group_id": ok.GROUP},
    },
    "max": {"token": max_.TOKEN, "chat": "-70001"},
    "telegram": {"token": telegram.TOKEN, "chat": "rayon"},
}
STUBS: dict[str, Any] = {"vk": vk.Vk, "ok": ok.Ok, "max": max_.Max, "telegram": telegram.Telegram}


class Office:
    """`stub`: a network by its name; `channel`: the channel that posts there; `files`: where files stand."""

    def __init__(self, store: Store, stack: ExitStack, *networks: str, files: Path | None = None) -> None:
        self.store = store
        self.files = Folder(files) if files else None
        self.show = Show(store).on_air()
        self.stub: dict[str, Any] = {name: stack.enter_context(STUBS[name]()) for name in networks or STUBS}
        self.channel = {name: self.show.channel(name, **self.settings(name)) for name in self.stub}

    def settings(self, network: str) -> dict[str, str]:
        return {"host": self.stub[network].url, **SETTINGS[network]}

    def given(self, text: str = TEXT, **more: Any) -> Given:
        return Given(text, channels=list(self.channel.values()), **more)

    def draft(self, text: str = TEXT, by: By = ANNA, **more: Any) -> int:
        return writing.add(self.store, self.given(text, **more), by)

    def version(self, number: int) -> int:
        return self.view(number).version

    def do(self, verb: Any, number: int, *more: Any, by: By = BORIS) -> None:
        verb(self.store, number, self.version(number), *more, by)

    def attach(self, number: int, *contents: bytes, name: str = "фото.jpg", by: By = ANNA) -> list[int]:
        """These go along with what it is as a draft; their numbers."""
        assert self.files is not None
        made = [writing.attach(self.store, self.files, number, name, one, by) for one in contents]
        self.keep(number, *(one["file"] for one in self.view(number).files), *made, by=by)
        return made

    def keep(self, number: int, *files: int, by: By = ANNA) -> None:
        """These go along, and no others."""
        now = self.view(number)
        given = Given(now.text, now.link, [page.channel for page in now.pages], now.due, files)
        writing.change(self.store, number, now.version, given, by)

    def posted(self, text: str = TEXT, *contents: bytes) -> int:
        """One that was written, seen, and stands on every page, with these files."""
        number = self.draft(text)
        if contents:
            self.attach(number, *contents)
        self.do(writing.see, number)
        self.do(writing.release, number)
        self.work()
        return number

    def work(self) -> None:
        """What is due at this moment is done, by processes that have just started."""
        self.tick()
        outbox = Outbox(self.store, Leases(self.store), files=self.files)
        for channel in self.channel.values():
            outbox.quiet_until.clear()
            send_all(outbox, channel)

    def tick(self) -> None:
        Publications(self.store, Leases(self.store)).tick()

    def later(self, **time: float) -> None:
        clock_of(self.store).now += timedelta(**time)

    @property
    def now(self) -> datetime:
        return clock_of(self.store).now

    def view(self, number: int) -> PublicationView:
        return views.one(self.store, number)

    def page(self, number: int, network: str) -> PageView:
        [page] = [one for one in self.view(number).pages if one.network == network]
        return page

    def states(self, number: int) -> dict[str, str | None]:
        return {one.network: one.state for one in self.view(number).pages}

    def on(self, network: str) -> list[str]:
        """The words that really stand on the page of a network."""
        stub = self.stub[network]
        if network == "vk":
            return [one["message"] for (method, _), one in stub.posted.items() if method == "wall.post"]
        if network == "ok":
            return [one["text"] for one in stub.topics.values()]
        return list(stub.posts.values())
