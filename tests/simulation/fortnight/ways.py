"""Every way in by which residents of the district write, and what stands there of our answers.

VK, Telegram, MAX, the feed, the mailbox and the pages of others in VK and Odnoklassniki are asked; our own group in
Odnoklassniki, the form and both exchanges come by themselves; a file is brought in by hand. All over real protocols
against stubs.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from live.channels import TYPES, Request
from live.desk.import_file import bring_in
from live.desk.inbound import store_outcome
from live.desk.receive import receive_group
from live.files.columns import recognised
from live.files.reader import open_table
from live.files.rows import RowParser
from live.store.centre import channels
from live.store.leases import Leases
from live.workers.polling import Polling
from tests.simulation.fortnight.district import BEGINS, ZONE
from tests.support.exchange import DESK, MENU, call_event, mango_form, signature
from tests.support.rooms import Show
from tests.support.stubs import max as max_
from tests.support.stubs import ok, telegram, vk
from tests.support.stubs.imap import Imap, letter
from tests.support.stubs.mail import Mail
from tests.support.stubs.news import News
from tests.support.stubs.watched import OK_SETTINGS, SERVICE, OkWatched, VkWatched

SECRET = "of-the-exchange"
GOES_BACK = {"vk": "vk", "telegram": "telegram", "max": "max", "ok": "ok", "form": "mail", "mailbox": "mail"}
"""By which network who wrote by a way is answered; whoever is not here, by hand."""

ASKED = ("vk", "telegram", "max", "news", "mailbox", "vk_watch", "ok_watch")
AT_ONCE = {"telegram": 100, "max": 100, "mailbox": 20, "vk": 10_000, "news": 300, "vk_watch": 100, "ok_watch": 100}
"""What is told by one answer."""

WALL, GROUP = "sosnovka", "55"
SUBJECTS = {"vk_watch": 2}
"""What is looked for by turns: a phrase, and a wall."""

LISTENED_SINCE = {
    "vk_watch": {"read": {"words:обращение": {"since": int(BEGINS.timestamp())}, f"wall:{WALL}": {"post": 1}}},
    "ok_watch": {"read": {GROUP: {"since": int(BEGINS.timestamp()) * 1000}}},
}
"""How far these had been read when the fortnight began: what is older is none of it."""

SAID = re.compile(r"(Решено|Слово \d)\. Обращение (\d+):")


@dataclass
class Message:
    """What somebody wrote: `n` stands in its text, `person` tells whoever writes twice, `dated` is its network's time.

    `number` in the broadcast `show`: where its question stands now.
    """

    n: int
    person: int
    way: str
    written: datetime
    words: str
    dated: datetime | None = None
    show: Any = None
    number: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return f"Обращение {self.n}: {self.words}"

    @property
    def stamp(self) -> int:
        return int((self.dated or self.written).timestamp())


class Ways:
    """`write` is what a resident does, `read` what the background does."""

    def __init__(self, line: Show, stack: ExitStack) -> None:
        self.line, self.store = line, line.store
        self.vk, self.telegram = stack.enter_context(vk.Vk()), stack.enter_context(telegram.Telegram())
        self.max = stack.enter_context(max_.Max())
        self.ok, self.mail = stack.enter_context(ok.Ok()), stack.enter_context(Mail())
        self.news, self.imap = stack.enter_context(News()), stack.enter_context(Imap())
        self.vk_pages, self.ok_pages = stack.enter_context(VkWatched()), stack.enter_context(OkWatched())
        self.news.publish()
        self.vk_pages.post("С добрым утром, посёлок", wall=WALL, date=0)
        self._topic = self.ok_pages.topic(GROUP, "Доброе утро", created_ms=1)
        bots = {"longpoll": "yes", "secret": SECRET}
        settings: dict[str, dict[str, str]] = {
            "vk": {**bots, "token": vk.TOKEN, "group_id": str(vk.GROUP), "host": self.vk.url},
            "telegram": {**bots, "token": telegram.TOKEN, "host": self.telegram.url},
            "max": {**bots, "token": max_.TOKEN, "host": self.max.url},
            "ok": {"token": ok.TOKEN, "host": self.ok.url},
            "phone": {"secret": SECRET},
            "form": {},
            "mail": self.mail.settings,
            "news": {"address": self.news.url},
            "mailbox": self.imap.settings,
            "vk_watch": {"token": SERVICE, "words": "обращение", "communities": WALL, "host": self.vk_pages.url},
            "ok_watch": {**OK_SETTINGS, "communities": GROUP, "comments": "yes", "host": self.ok_pages.url},
            "mango": {"api_key": SECRET, "api_salt": SECRET},
        }
        self.ids = {type_: line.channel(type_, **given) for type_, given in settings.items()}
        self.told: Counter[str] = Counter(dict.fromkeys(ASKED, 1))  # The first look finds where each begins.
        self.published: list[str] = []
        self.rows: list[str] = ["номер вопроса;дата;телефон;текст"]
        self._calls: list[Message] = []
        for type_, reached in LISTENED_SINCE.items():
            with self.store.write() as tx:
                channels.remember(tx, self.ids[type_], reached)
        self.restart()
        self.read()

    def restart(self) -> None:
        """A process that has just started: it knows what stands in the database."""
        self.polling = Polling(self.store, Leases(self.store), self._receive)

    @property
    def _receive(self) -> Any:
        return partial(receive_group, self.store)

    def channel(self, type_: str) -> channels.Channel:
        with self.store.read() as connection:
            return channels.by_id(connection, self.store.seal, self.ids[type_])

    def read(self) -> None:
        """Whatever is asked is asked, where something was written there."""
        for type_ in ASKED:
            for _ in range(-(-self.told.pop(type_, 0) // AT_ONCE[type_]) * SUBJECTS.get(type_, 1)):
                self.polling.step(self.channel(type_))
        if len(self.rows) > 1:
            self._bring_in()

    def read_again(self, type_: str) -> None:
        """A process dies before it has noted how far it read, and the next one reads the same."""
        before = self.channel(type_).state
        self.told[type_] += 1
        self.read()
        with self.store.write() as tx:
            channels.remember(tx, self.ids[type_], before)
        self.told[type_] += 1
        self.read()

    def waits(self, type_: str) -> bool:
        """Whether something was written there since it was asked last."""
        return self.told[type_] > 0

    def rung(self) -> list[Message]:
        """Who has rung since it was asked last."""
        found, self._calls = self._calls, []
        return found

    # In

    def write(self, one: Message) -> None:
        writers: dict[str, Callable[[Message], None]] = {
            "vk": self._by_vk,
            "telegram": self._by_telegram,
            "max": self._by_max,
            "ok": self._by_ok,
            "form": self._by_form,
            "phone": self._by_phone,
            "news": self._in_the_news,
            "mailbox": self._by_letter,
            "file": self._in_the_file,
            "vk_watch": self._on_anothers_wall,
            "ok_watch": self._in_anothers_group,
            "mango": self._by_mango,
        }
        writers[one.way](one)
        self.told[one.way] += one.way in ASKED

    def _by_vk(self, one: Message) -> None:
        told = {"id": one.n, "from_id": 1000 + one.person, "peer_id": 1000 + one.person, "date": one.stamp}
        self.vk.happen("message_new", {"message": {**told, "text": one.text}, "client_info": {}})

    def _by_telegram(self, one: Message) -> None:
        who = {"id": 5000 + one.person, "is_bot": False, "first_name": f"Житель {one.person}"}
        chat = {"id": 5000 + one.person, "type": "private"}
        told = {"message_id": one.n, "from": who, "chat": chat, "date": one.stamp, "text": one.text}
        self.telegram.happen({"message": told})

    def _by_max(self, one: Message) -> None:
        message = {
            "sender": {"user_id": 7000 + one.person, "name": f"Житель {one.person}", "is_bot": False},
            "recipient": {"chat_id": 9000 + one.person, "chat_type": "dialog", "user_id": 999},
            "timestamp": one.stamp * 1000,
            "body": {"mid": f"mid.{one.n:06}", "seq": one.n, "text": one.text},
        }
        self.max.happen({"update_type": "message_created", "timestamp": one.stamp * 1000, "message": message})

    def _by_ok(self, one: Message) -> None:
        told = {
            "sender": {"user_id": f"user:{100000 + one.person}", "name": f"Житель {one.person}"},
            "recipient": {"chat_id": f"chat:C{one.person:08x}"},
            "message": {"text": one.text, "seq": one.n, "mid": f"mid:C{one.person:08x}.{one.n}"},
            "timestamp": one.stamp * 1000,
        }
        self._hook("ok", json.dumps(told).encode())

    def _by_form(self, one: Message) -> None:
        asked = {"text": one.text, "name": f"Житель {one.person}", "contact": f"resident{one.person}@example.org"}
        self._hook("form", urlencode({**asked, "id": one.n}).encode())

    def _by_phone(self, one: Message) -> None:
        told = {"call_id": f"call-{one.n}", "state": "ringing", "from": _telephone(one), "at": one.stamp}
        body = json.dumps(told).encode()
        self._hook("phone", body, {"x-signature": signature(body, SECRET)})
        self._calls.append(one)

    def _by_mango(self, one: Message) -> None:
        """Through the menu, whose leg ends before that of the desk appears."""
        told: dict[str, Any] = {"number": _telephone(one)[1:], "timestamp": str(one.stamp)}
        for leg, seq, state, why in (
            (MENU, 1, "Appeared", ""),
            (MENU, 2, "Disconnected", "1100"),
            (DESK, 1, "Appeared", ""),
        ):
            event = call_event(f"call-{one.n}", leg, seq, state, **told, disconnect_reason=why)
            self._hook("mango", mango_form(json.dumps(event).encode(), SECRET, SECRET))
        self._calls.append(one)

    def _on_anothers_wall(self, one: Message) -> None:
        """Every second one on a wall that is read too: it is found both ways, and is one."""
        self.vk_pages.post(one.text, wall=WALL if one.n % 2 else "", date=one.stamp)

    def _in_anothers_group(self, one: Message) -> None:
        """Every second one as a comment under the topic before."""
        if one.n % 2:
            self.ok_pages.comment(self._topic, one.text, date_ms=one.stamp * 1000)
        else:
            self._topic = self.ok_pages.topic(GROUP, one.text, created_ms=one.stamp * 1000)

    def _in_the_news(self, one: Message) -> None:
        told = f"<guid>n{one.n}</guid><title>{one.text[:300].translate(_ESCAPED)}</title>"
        told += f"<link>https://news.example/{one.n}</link><pubDate>{format_datetime(one.written)}</pubDate>"
        self.published.insert(0, f"<item>{told}</item>")
        head = "<title>Вести района</title><link>https://news.example/</link>"
        document = f'<rss version="2.0"><channel>{head}{"".join(self.published[:200])}</channel></rss>'
        self.news.document = document.encode()

    def _by_letter(self, one: Message) -> None:
        sender = f"Житель {one.person} <resident{one.person}@example.org>"
        headers = {"Message_ID": f"<{one.n}@example.org>", "date": format_datetime(one.written)}
        self.imap.inbox.put(letter(one.words, f"Обращение {one.n}:", sender, **headers))

    def _in_the_file(self, one: Message) -> None:
        words = " ".join(one.text.replace('"', "").replace(";", ",").split())
        self.rows.append(f"{one.n};{one.written.astimezone(ZONE):%d.%m.%Y %H:%M};{_telephone(one)};{words}")

    def _bring_in(self) -> None:
        table = open_table(io.BytesIO("\n".join(self.rows).encode()))
        account = bring_in(
            RowParser("вопросы.csv", table.columns, recognised(table.columns), ZONE).lines(table.rows),
            self.line.id,
            self._receive,
        )
        assert (account.refused, account.changed) == (0, 0), account.problems
        del self.rows[1:]

    def _hook(self, type_: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        channel = self.channel(type_)
        outcome = TYPES[type_].read(Request(body, headers or {}), channel.settings)
        assert store_outcome(self.store, self._receive, channel, outcome, body) is None

    # Out

    def heard(self) -> dict[str, Counter[tuple[str, int]]]:
        """By each network, how often what was said to whom: (the word, the number that the asker's text bears)."""
        return {
            "vk": said(given["message"] for given in self.vk.posted.values()),
            "telegram": said(told["text"] for told in self.telegram.sent),
            "max": said(told["text"] for told in self.max.sent),
            "ok": said(told["message"]["text"] for told in self.ok.sent),
            "mail": said(one.text for one in self.mail.letters),
        }


_ESCAPED = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def _telephone(one: Message) -> str:
    return f"+7900{7000000 + one.person}"


def said(texts: Iterable[str]) -> Counter[tuple[str, int]]:
    """What each of these texts says to whom; what says nothing to a resident is left out."""
    return Counter((found[1], int(found[2])) for text in texts if (found := SAID.search(text)))
