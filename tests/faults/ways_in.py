"""Every way in that a fault test writes by: how its people write, and what stands there of our replies."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import requests

from live.desk.import_file import bring_in
from live.desk.receive import receive_group
from live.files.columns import recognised
from live.files.reader import open_table
from live.files.rows import RowParser
from live.store.transaction import Store
from tests.support import exercise
from tests.support.api import Api
from tests.support.exchange import Exchange, Mango, consulted, over_http
from tests.support.exercise import Postcards
from tests.support.stub import Stub
from tests.support.stubs import max as max_
from tests.support.stubs import ok, telegram
from tests.support.stubs.max import Max
from tests.support.stubs.ok import Ok
from tests.support.stubs.telegram import Telegram
from tests.support.stubs.vk import GROUP, TOKEN, USER_TOKEN, Vk

SECRET = "callback-secret"


def text(n: int) -> str:
    return f"Вопрос {n}"


def times(n: int) -> range:
    """How often the sender of message n sends it: every third one comes twice."""
    return range(2 if n % 3 == 0 else 1)


@dataclass
class Network:
    """A network with a channel. `posted` is what stands there of our replies, None where it takes none.

    `write(hook, n)`: message n is written; `hook` is our address for the channel.
    """

    type: str
    settings: dict[str, str]
    write: Callable[[str, int], object]
    stub: Stub | None = None
    posted: Callable[[], list[str]] | None = None
    guarded: bool = False


@dataclass
class Place:
    """Where those write who need no channel. `token` is that of a source's key."""

    url: str
    slug: str
    token: str
    store: Store
    broadcast_id: int


@dataclass
class Door:
    """A way in without a channel: `write(n)`, and how the origin of what came by it begins."""

    origin: str
    write: Callable[[int], object]


def vk_by_callback() -> Network:
    vk = Vk()

    def write(hook: str, n: int) -> None:
        comment = {"id": n, "post_id": 7, "post_owner_id": -GROUP, "from_id": n, "date": 1785571200, "text": text(n)}
        body = {"type": "wall_reply_new", "object": comment, "group_id": GROUP, "secret": SECRET}
        for _ in times(n):
            assert requests.post(hook, data=json.dumps(body), timeout=30).text == "ok"

    return Network("vk", vk_settings(vk), write, vk, lambda: messages(vk), guarded=True)


def vk_by_long_poll() -> Network:
    vk = Vk()

    def write(hook: str, n: int) -> None:
        told = {"id": n, "from_id": n, "peer_id": n, "date": 1785571200, "text": text(n)}
        vk.happen("message_new", {"message": told, "client_info": {}})

    return Network("vk", {**vk_settings(vk), "longpoll": "yes"}, write, vk, lambda: messages(vk), guarded=True)


def vk_under_a_video() -> Network:
    vk = Vk()
    settings = {**vk_settings(vk), "video": f"-{GROUP}_9", "user_token": USER_TOKEN}

    def write(hook: str, n: int) -> None:
        vk.comment(f"-{GROUP}_9", n, text(n))

    return Network("vk", settings, write, vk, lambda: messages(vk), guarded=True)


def postcards() -> Network:
    stub = Postcards()
    settings = {"secret": exercise.SECRET, "token": exercise.TOKEN, "host": stub.url}

    def write(hook: str, n: int) -> None:
        stub.write(n, text(n))

    return Network("postcard", settings, write, stub, lambda: words(stub.answers))


def telegram_by_webhook() -> Network:
    bot = Telegram()
    settings = {"secret": telegram.SECRET, "token": telegram.TOKEN, "host": bot.url}
    return Network("telegram", settings, told_to_hook(bot), bot, lambda: words(bot.sent))


def telegram_by_asking() -> Network:
    bot = Telegram()
    settings = {"secret": telegram.SECRET, "token": telegram.TOKEN, "host": bot.url, "longpoll": "yes"}
    return Network("telegram", settings, lambda hook, n: bot.write(n, text(n)), bot, lambda: words(bot.sent))


def max_by_webhook() -> Network:
    bot = Max()
    settings = {"secret": max_.SECRET, "token": max_.TOKEN, "host": bot.url}
    return Network("max", settings, told_to_hook(bot), bot, lambda: words(bot.sent))


def max_by_asking() -> Network:
    bot = Max()
    settings = {"secret": max_.SECRET, "token": max_.TOKEN, "host": bot.url, "longpoll": "yes"}
    return Network("max", settings, lambda hook, n: bot.write(n, text(n)), bot, lambda: words(bot.sent))


def ok_by_webhook() -> Network:
    group = Ok()

    def write(hook: str, n: int) -> None:
        assert group.tell(hook, group.notice(n, text(n))).ok

    settings = {"token": ok.TOKEN, "host": group.url}
    return Network("ok", settings, write, group, lambda: words(told["message"] for told in group.sent))


def ok_under_a_topic() -> Network:
    group = Ok()
    application = {"application_key": ok.KEY, "application_secret": ok.APPLICATION_SECRET, "user_token": ok.USER_TOKEN}
    settings = {**application, "group_id": ok.GROUP, "discussions": ok.TOPIC, "host": group.url}

    def posted() -> list[str]:
        return words(comment for comment in group.comments[ok.TOPIC] if comment["author_id"] == ok.GROUP)

    return Network("ok", settings, lambda hook, n: group.comment(n, text(n)), group, posted)


def another_sites_form() -> Network:
    def write(hook: str, n: int) -> None:
        for _ in times(n):
            assert requests.post(hook, data={"text": text(n), "id": n}, timeout=30).ok

    return Network("form", {}, write)


def telephone() -> Network:
    """Its calls, each told of in any order."""

    def write(hook: str, n: int) -> None:
        exchange = Exchange(over_http(""), hook, SECRET)
        for at, state in shuffled(n, enumerate(("ringing", "answered", "held", "answered", "ended"))):
            assert exchange.say(text(n), state, at=1785571200 + at).ok

    return Network("phone", {"secret": SECRET}, write)


def mango_office() -> Network:
    """Its calls, each through the menu to an employee and a colleague, told of in any order."""

    def write(hook: str, n: int) -> None:
        exchange = Mango(over_http(""), hook, "key", SECRET)
        for event in shuffled(n, consulted(text(n))):
            assert exchange.tell("call", event).ok

    return Network("mango", {"api_key": "key", "api_salt": SECRET}, write)


NETWORKS: list[Callable[[], Network]] = [
    vk_by_callback,
    vk_by_long_poll,
    vk_under_a_video,
    telegram_by_webhook,
    telegram_by_asking,
    max_by_webhook,
    max_by_asking,
    ok_by_webhook,
    ok_under_a_topic,
    postcards,
    another_sites_form,
    telephone,
    mango_office,
]


def by_the_api(place: Place) -> Door:
    api = Api(place.url, place.slug, place.token)

    def write(n: int) -> None:
        for _ in times(n):
            api.ask(text(n), external_id=str(n))

    return Door("key:", write)


def by_the_residents_form(place: Place) -> Door:
    address = f"{place.url}/b/{place.slug}/ask"

    def write(n: int) -> None:
        [form] = re.findall(r'name="form" value="([^"]+)"', requests.get(address, timeout=30).text)
        for _ in times(n):
            sent = requests.post(address, data={"form": form, "text": text(n), "consent": "yes"}, timeout=30)
            assert sent.ok and sent.history, "it ends at the thanks"

    return Door("form:", write)


def by_a_file(place: Place) -> Door:
    """A table that grows by a row and is brought in anew each time."""
    rows = ["номер вопроса;текст"]

    def write(n: int) -> None:
        rows.append(f"{n};{text(n)}")
        table = open_table(io.BytesIO("\n".join(rows).encode()))
        parser = RowParser("вопросы.csv", table.columns, recognised(table.columns), ZoneInfo("Europe/Ulyanovsk"))
        account = bring_in(parser.lines(table.rows), place.broadcast_id, partial(receive_group, place.store))
        assert (account.repeated, account.changed, account.refused) == (len(rows) - 2, 0, 0)

    return Door("file:", write)


DOORS: list[Callable[[Place], Door]] = [by_the_api, by_the_residents_form, by_a_file]


def told_to_hook(bot: Telegram | Max) -> Callable[[str, int], None]:
    """What is written there comes by its webhook."""

    def write(hook: str, n: int) -> None:
        update = bot.write(n, text(n))
        for _ in times(n):
            assert bot.tell(hook, update).ok

    return write


def words(sent: Iterable[dict[str, Any]]) -> list[str]:
    return [str(told["text"]) for told in sent]


def vk_settings(vk: Vk) -> dict[str, str]:
    return {"secret": SECRET, "confirmation": "c", "group_id": str(GROUP), "token": TOKEN, "host": vk.url}


def messages(vk: Vk) -> list[str]:
    return [given["message"] for given in vk.posted.values()]


def shuffled(n: int, told: Iterable[Any]) -> list[Any]:
    """All that is told of call n, each as often as its sender says it, in an order of chance."""
    words = [one for one in told for _ in times(n)]
    random.Random(n).shuffle(words)
    return words
