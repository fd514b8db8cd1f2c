"""Ten thousand finds at once: nothing lost, nothing twice; and a silent mail server keeps nobody else waiting."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from live.desk.listening.found import store_found
from live.desk.receive import receive_group
from live.domain import broadcast as rules
from live.domain.listening.mention import Mention
from live.store.centre import channels
from live.store.leases import Leases
from live.store.show import mentions
from live.store.tables import mention
from live.store.transaction import Store
from live.views.feed.sections.mentions import tray
from live.workers.polling import Polling
from tests.support.rooms import Show
from tests.support.scale import scaled
from tests.support.stubs.imap import Imap, letter
from tests.support.stubs.news import News
from tests.support.stubs.watched import OK_SETTINGS, SERVICE, OkWatched, VkWatched

pytestmark = [pytest.mark.faults, pytest.mark.soak]

MANY = scaled(2_000, 10_000)
READ = scaled(1_000, 10_000)
"""Of those that are read over the network."""


def test_of_a_flood_of_finds_nothing_is_lost_and_nothing_stands_twice(store: Store) -> None:
    home = Show(store, rules.Kind.STANDING)
    with store.read() as connection:
        channel = channels.by_id(connection, store.seal, home.channel("vk_watch", token="t", words="вода"))
    found = [Mention(f"wall:-77_{number}", f"Запись № {number}") for number in range(MANY)]
    head = home.head
    for _ in range(2):
        store_found(store, channel, found)
    assert home.head == head + MANY // 100
    with store.read() as connection:
        mine = select(func.count()).where(mention.c.broadcast_id == home.id)
        assert connection.execute(mine).scalar_one() == MANY
        view = tray(connection, home.id)
    assert view["waiting"] == mentions.MOST_COUNTED and view["more"]


Write = Callable[[int], object]


def vk_by_words(stack: ExitStack) -> tuple[str, dict[str, str], Write]:
    vk = stack.enter_context(VkWatched())
    vk.page = 100
    return "vk_watch", {"token": SERVICE, "host": vk.url, "words": "запись"}, lambda n: vk.post(text(n))


def vk_by_wall(stack: ExitStack) -> tuple[str, dict[str, str], Write]:
    vk = stack.enter_context(VkWatched())
    settings = {"token": SERVICE, "host": vk.url, "communities": "open"}
    return "vk_watch", settings, lambda n: vk.post(text(n), wall="open")


def ok(stack: ExitStack) -> tuple[str, dict[str, str], Write]:
    group = stack.enter_context(OkWatched())
    settings = {**OK_SETTINGS, "host": group.url, "communities": "53"}
    return "ok_watch", settings, lambda n: group.topic("53", text(n))


def mailbox(stack: ExitStack) -> tuple[str, dict[str, str], Write]:
    imap = stack.enter_context(Imap())
    return "mailbox", imap.settings, lambda n: imap.inbox.put(letter(text(n), "", Message_ID=f"<{n}@x>"))


def feed(stack: ExitStack) -> tuple[str, dict[str, str], Write]:
    """The newest three hundred stand in it."""
    site = stack.enter_context(News())
    entries: deque[tuple[str, str]] = deque(maxlen=300)

    def write(n: int) -> None:
        entries.appendleft((f"a{n}", text(n)))
        if n % 250 == 249 or n == READ - 1:
            site.publish(*entries)

    return "news", {"address": site.url}, write


def text(n: int) -> str:
    return f"Запись № {n}"


class Deaths:
    """A process dies the second of each three times that it would note how far it has read."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.noted, remember = 0, channels.remember

        def dying(*given: Any) -> None:
            self.noted += 1
            if self.noted % 3 == 2:
                raise KeyboardInterrupt
            remember(*given)

        patch.setattr(channels, "remember", dying)


@pytest.mark.parametrize("source", [vk_by_words, vk_by_wall, ok, mailbox, feed])
def test_of_a_flood_that_is_read_by_processes_that_die_nothing_is_lost_or_twice(
    store: Store, source: Any, monkeypatch: pytest.MonkeyPatch, tell: Callable[[str], None]
) -> None:
    home = Show(store, rules.Kind.STANDING)
    with ExitStack() as stack:
        type_, settings, write = source(stack)
        channel_id = home.channel(type_, **settings)
        if source is not feed:
            for n in range(READ):
                write(n)
        deaths, began, written = Deaths(monkeypatch), time.monotonic(), 0
        quiet = 0
        while quiet < 3:
            if source is feed and written < READ:
                for n in range(written, min(READ, written := written + 250)):
                    write(n)
            before = count(store, home)
            with store.read() as connection:
                channel = channels.by_id(connection, store.seal, channel_id)
            try:
                Polling(store, Leases(store), partial(receive_group, store)).step(channel)
            except KeyboardInterrupt:
                continue
            quiet = quiet + 1 if count(store, home) == before and before else 0
    assert count(store, home) == READ and deaths.noted > 1
    tell(f"{READ} of {source.__name__} in {time.monotonic() - began:.0f} s")


def count(store: Store, home: Show) -> int:
    with store.read() as connection:
        mine = select(func.count()).where(mention.c.broadcast_id == home.id)
        return int(connection.execute(mine).scalar_one())


WAITING = """
from live import runtime
runtime.patch()
import eventlet
from live.channels import Failed, http, http_of, outgoing
from live.channels.listening import mailbox, news
from ipaddress import IPv4Network
outgoing.configure(outgoing.Policy((IPv4Network("127.0.0.0/8"),)))
turns = []
def others():
    while True:
        turns.append(1)
        eventlet.sleep(0.01)
eventlet.spawn(others)
mailbox.SESSION = http.CONNECT = 2.0
http.Http.fetch.__kwdefaults__["patience"] = 1.0
try:
    {source}.poll({{}}, {settings}, http_of({source}, {settings}))
except Failed as failed:
    print(failed.reason, len(turns) > 20)
"""


def waited(source: str, settings: dict[str, str]) -> str:
    """What a server's process says of a source that keeps it waiting, and whether others had their turns."""
    script = WAITING.format(source=source, settings=settings)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    return done.stdout.strip() or done.stderr


def test_a_silent_mail_server_is_given_up_and_everybody_else_has_their_turns_meanwhile() -> None:
    with Imap() as imap:
        imap.silent = True
        assert waited("mailbox", imap.settings) == "The mail server did not answer. True"


def test_a_feed_that_drips_for_ever_is_given_up_and_everybody_else_has_their_turns_meanwhile() -> None:
    with News() as site:
        site.endless, site.pause = b"<", 0.1
        assert waited("news", {"address": site.url}) == "The network did not answer. True"
