"""A district whose residents ask by every way, each from a place of their own, and what stands there by then."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from live.admin.residents.notices import Chosen, save_notices
from live.desk.receive import Receipt
from live.domain.followup.notice import Kind, Where
from live.domain.people import By
from live.domain.submission import Author
from live.store.centre import lists
from live.store.transaction import Store
from tests.followup.telling_process import tell_all
from tests.support.process import wait_until
from tests.support.rooms import Show, clock_of
from tests.support.server import ROOT
from tests.support.stubs import max as max_stub
from tests.support.stubs import ok as ok_stub
from tests.support.stubs import telegram as telegram_stub
from tests.support.stubs.mail import Mail
from tests.support.stubs.vk import TOKEN, Vk

NOON = "2026-11-24 12:00:00+04:00"

WAYS = ("comment", "vk", "telegram", "max", "ok", "mail", "telephone", "nothing")
BY_NETWORK = frozenset(WAYS) - {"telephone", "nothing"}

DONE = "Решено"
TEXTS = {
    Kind.ARRIVED: "Получен {номер}\n{ссылка}",
    Kind.SHORTLISTED: "Отобран {номер}",
    Kind.SOON: "Скоро {номер}",
    Kind.ON_AIR: "Звучит {номер}",
    Kind.ANSWERED: "Ответили {номер}\nСказали: {ответ}",
    Kind.SUMMARY: "Сказано {номер}\n{ответ}",
    Kind.TICKETED: "Передан {номер}\nСрок {срок}",
    Kind.DECLINED: "Отклонён {номер}\nПричина: {причина}",
}
"""The first word of each names its moment."""

_WORD = re.compile(rf"({'|'.join(text.split()[0] for text in TEXTS.values())}|{DONE})(?:\. Обращение)? ([0-9]+)")

Word = tuple[int, str]
"""Whom it is for, by the number of their question, and the word of its moment."""


def word_of(text: str) -> Word:
    found = _WORD.match(text)
    assert found is not None, text
    return int(found[2]), found[1]


class Town:
    """`way`: by the number of each resident's question, how they asked."""

    def __init__(self, store: Store, stack: ExitStack) -> None:
        clock_of(store).set(NOON)
        self.store, self.show = store, Show(store)
        self.show.do("broadcast.open")
        self.way: dict[int, str] = {}
        self.vk, self.mail = stack.enter_context(Vk()), stack.enter_context(Mail())
        self.telegram = stack.enter_context(telegram_stub.Telegram())
        self.max, self.ok = stack.enter_context(max_stub.Max()), stack.enter_context(ok_stub.Ok())
        self.channels = {
            "vk": self.show.channel("vk", token=TOKEN, group_id="456", host=self.vk.url),
            "telegram": self.show.channel("telegram", token=telegram_stub.TOKEN, host=self.telegram.url),
            "max": self.show.channel("max", token=max_stub.TOKEN, host=self.max.url),
            "ok": self.show.channel("ok", token=ok_stub.TOKEN, host=self.ok.url),
            "mail": self.show.channel("mail", **self.mail.settings),
        }
        with store.read() as connection:
            version = lists.read(connection, "notices").version
        texts = {kind.value: text for kind, text in TEXTS.items()}
        everywhere = {self.channels["vk"]: Where.EVERYWHERE.value}
        save_notices(store, version, Chosen([*Kind], texts, ("", ""), everywhere, {}), By("Ольга", "admin"))

    def ask(self, text: str, way: str) -> None:
        """A resident writes, as the network names its people and its messages."""
        n = len(self.way) + 1
        contact, name = {
            "comment": (f"vk:{n}", f"wall:-456_7_{n}"),
            "vk": (f"vk:{n}", f"message:{n}_{n}"),
            "telegram": (f"telegram:{n}", f"{n}_{n}"),
            "max": (f"max:{n}", f"{n}/mid.{n:04}"),
            "ok": (f"ok:chat:C{n:012x}", f"mid:{n}"),
            "mail": (f"mailto:resident{n}@example.org", None),
            "telephone": (f"tel:+7900077{n:04d}", None),
            "nothing": (None, None),
        }[way]
        channel = self.channels["vk" if way == "comment" else way] if name else None
        origin: dict[str, Any] = {"origin": f"channel:{channel}", "channel_id": channel} if channel else {}
        author = Author(f"Житель {n}" if n % 5 else None, contact) if contact else None
        source = "form" if channel is None else "vk" if way == "comment" else way
        [receipt] = self.show.receive(
            f"Обращение {n}: {text}", author=author, external_id=name, source=source, **origin
        )
        assert isinstance(receipt, Receipt) and receipt.number == n
        self.way[n] = way

    # What stands where they asked

    def standing(self) -> Counter[Word]:
        """How often each word stands, every one of them where its resident asked."""
        posts = self.posts()
        for receiver, text in posts:
            n, _ = word_of(text)
            assert receiver == (self.way[n], n)
        return Counter(word_of(text) for _, text in posts)

    def posts(self) -> list[tuple[tuple[str, int], str]]:
        """Who was written to, and what."""
        return [
            *((self._by_vk(given), given["message"]) for given in list(self.vk.posted.values())),
            *((("telegram", given["chat_id"]), given["text"]) for given in list(self.telegram.sent)),
            *((("max", int(given["to"])), given["text"]) for given in list(self.max.sent)),
            *((("ok", int(given["to"].removeprefix("chat:C"), 16)), _said(given)) for given in list(self.ok.sent)),
            *((("mail", int("".join(filter(str.isdigit, one.to)))), one.text) for one in list(self.mail.letters)),
        ]

    @staticmethod
    def _by_vk(given: dict[str, str]) -> tuple[str, int]:
        if "peer_id" in given:
            return "vk", int(given["peer_id"])
        return "comment", int(given["reply_to_comment"])


def _said(given: dict[str, Any]) -> str:
    return str(given["message"]["text"])


class Telling:
    """Tells all that is due. `kills`: how often a process of its own was killed in the middle of it."""

    def __init__(self, town: Town) -> None:
        self._town, self._clock, self.kills = town, clock_of(town.store), 0

    def after(self, *killed: int, **time: float) -> tuple[datetime, datetime]:
        """What time brings; between when and when. `killed`: so many words out, a process dies, and again."""
        began = self._clock.now
        tell_all(self._town.store)
        self._clock.pass_(**time)
        for many in killed:
            self._die_after(many)
        tell_all(self._town.store)
        return began, self._clock.now

    def _die_after(self, many: int) -> None:
        before, process = len(self._town.posts()), self._start()
        wait_until(lambda: len(self._town.posts()) >= before + many, f"{many} are told", seconds=120)
        assert process.poll() is None
        process.kill()
        process.wait()
        self.kills += 1
        self._clock.pass_(seconds=30)  # What it held is free again.

    def _start(self) -> subprocess.Popen[bytes]:
        store = self._town.store
        given = (store.database.url, store.keyring.secret, self._clock.now.isoformat())
        return subprocess.Popen([sys.executable, "-m", "tests.followup.telling_process", *given], cwd=ROOT)
