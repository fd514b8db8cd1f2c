"""Telegram, MAX and Odnoklassniki against a real server over real HTTP, both ways, the server killed in the middle."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from live.store.centre import channels
from live.store.database import Database
from live.store.show import broadcasts
from live.store.transaction import Store
from tests.support.process import wait_until
from tests.support.scale import scaled
from tests.support.server import Installation, Server
from tests.support.stubs import max as max_stub
from tests.support.stubs import ok as ok_stub
from tests.support.stubs import telegram as telegram_stub
from tests.support.stubs.max import Max
from tests.support.stubs.ok import Ok
from tests.support.stubs.telegram import Telegram

pytestmark = pytest.mark.faults


class Bots:
    """A server, and one show to which the networks deliver: by webhook, and (`asked_…`) by being asked."""

    def __init__(self, installation: Installation, stack: ExitStack) -> None:
        self.telegram, self.max, self.ok = Telegram(), Max(), Ok()
        self.asked_telegram, self.asked_max = Telegram(), Max()
        for stub in (self.telegram, self.max, self.ok, self.asked_telegram, self.asked_max):
            stack.enter_context(stub)
        show = installation.show("air", desk="moderator producer")
        self.store = Store(Database(installation.database_url), installation.environment()["LIVE_SECRET_KEY"])
        stack.callback(self.store.database.close)
        self.server = Server(installation)
        telegram = {"secret": telegram_stub.SECRET, "token": telegram_stub.TOKEN}
        max_ = {"secret": max_stub.SECRET, "token": max_stub.TOKEN}
        self.telegram_hook = self._channel(show.slug, "telegram", **telegram, host=self.telegram.url)
        self.max_hook = self._channel(show.slug, "max", **max_, host=self.max.url)
        self.ok_hook = self._channel(show.slug, "ok", token=ok_stub.TOKEN, host=self.ok.url)
        self._channel(show.slug, "telegram", **telegram, host=self.asked_telegram.url, longpoll="yes")
        self._channel(show.slug, "max", **max_, host=self.asked_max.url, longpoll="yes")
        self.api = self.server.api(show.slug, show.keys["desk"])
        stack.enter_context(self.server.start())

    def _channel(self, slug: str, type_: str, **settings: str) -> str:
        """The address of its hook."""
        key = uuid.uuid4().hex
        with self.store.write() as tx:
            channels.add(tx, type_, key, broadcasts.get(tx.connection, slug).id, settings)
        return f"{self.server.url}/hooks/{type_}/{key}"

    def questions(self, words: str) -> list[dict[str, Any]]:
        """Those with these words, in their order."""
        found = [one for one in self.api.get("/questions", limit=100)["questions"] if words in one["text"]]
        return sorted(found, key=lambda one: str(one["text"]))


@pytest.fixture(scope="module")
def bots(embedded: Installation) -> Iterator[Bots]:
    with ExitStack() as stack:
        yield Bots(embedded, stack)


def test_what_a_network_tells_with_its_secret_is_a_question_once(bots: Bots) -> None:
    for _ in range(2):  # Networks repeat themselves.
        told = [
            bots.telegram.tell(bots.telegram_hook, bots.telegram.write(1, "Раз: Telegram")),
            bots.max.tell(bots.max_hook, bots.max.write(1, "Раз: MAX")),
            bots.ok.tell(bots.ok_hook, bots.ok.notice(1, "Раз: Одноклассники")),
        ]
        assert [response.status_code for response in told] == [200, 200, 200]
    assert [question["source"] for question in bots.questions("Раз:")] == ["max", "telegram", "ok"]


@pytest.mark.parametrize("secret", ["guessed", ""])
def test_a_wrong_secret_is_forbidden_and_brings_nothing(bots: Bots, secret: str) -> None:
    update = bots.telegram.write(2, "Подделка")
    assert bots.telegram.tell(bots.telegram_hook, update, secret).status_code == 403
    assert bots.max.tell(bots.max_hook, bots.max.write(2, "Подделка"), secret).status_code == 403
    assert bots.ok.tell(f"{bots.ok_hook}x", bots.ok.notice(2, "Подделка")).status_code == 404
    assert not bots.questions("Подделка")


def test_an_authors_edit_and_deletion_stand_at_the_question(bots: Bots) -> None:
    bots.max.tell(bots.max_hook, bots.max.write(3, "Правка: было"))
    bots.max.tell(bots.max_hook, bots.max.write(3, "Правка: стало", "message_edited"))
    [question] = bots.questions("Правка:")
    assert question["text"] == "Правка: стало"
    assert bots.max.tell(bots.max_hook, bots.max.remove(3)).status_code == 200
    assert bots.api.question(question["number"])["author_change"]["deleted"] is True


def test_a_reply_goes_back_to_where_it_was_asked(bots: Bots) -> None:
    bots.telegram.tell(bots.telegram_hook, bots.telegram.write(41, "Ответа ждёт Telegram"))
    bots.max.tell(bots.max_hook, bots.max.write(41, "Ответа ждёт MAX"))
    bots.ok.tell(bots.ok_hook, bots.ok.notice(41, "Ответа ждут Одноклассники"))
    numbers = [one["number"] for one in bots.questions("Ответа жд")]
    for number in numbers:
        bots.api.command("question.reply", question=number, text="Мост починят в мае")
    states = [["sent"]] * 3
    wait_until(
        lambda: [[reply["state"] for reply in bots.api.question(n)["replies"]] for n in numbers] == states, "replies"
    )
    [by_telegram], [by_max], [by_ok] = bots.telegram.sent, bots.max.sent, bots.ok.sent
    assert by_telegram["reply_parameters"]["message_id"] == 41
    assert (by_max["to"], by_max["link"]["mid"]) == ("456", "mid.0041")
    assert by_ok["to"] == "chat:C3ecb9d02a600"


def killed_while_asking(bots: Bots, already: int) -> None:
    """The server dies in the middle of a question, people write meanwhile, and it comes back."""
    asked = ((bots.asked_telegram, f"/bot{telegram_stub.TOKEN}/getUpdates"), (bots.asked_max, "/updates"))
    before = [len(stub.called(path)) for stub, path in asked]
    wait_until(
        lambda: all(len(stub.called(path)) > times for (stub, path), times in zip(asked, before, strict=True)),
        "both networks are being asked",
    )
    bots.server.kill()
    for number in range(already, already + 5):
        bots.asked_telegram.write(number, f"Спрошено {number:02} Telegram")
        bots.asked_max.write(number, f"Спрошено {number:02} MAX")
    bots.server.start()
    wait_until(lambda: len(bots.questions("Спрошено")) >= 2 * (already + 5), "all has been fetched")


@pytest.mark.soak
def test_a_server_that_is_killed_in_the_middle_of_asking_loses_and_doubles_nothing(bots: Bots) -> None:
    kills = scaled(1, 5)
    for kill in range(kills):
        killed_while_asking(bots, 5 * kill)
    assert [one["text"] for one in bots.questions("Спрошено")] == [
        f"Спрошено {number:02} {network}" for number in range(5 * kills) for network in ("MAX", "Telegram")
    ]
