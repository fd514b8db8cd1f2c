"""Networks that take what goes with an answer, each with its stub and what it wants first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from tests.support.stubs import max as max_stub
from tests.support.stubs import ok as ok_stub
from tests.support.stubs import telegram as telegram_stub
from tests.support.stubs import vk as vk_stub


@dataclass(frozen=True)
class Network:
    """A network, whom it knows there, and what it calls a message. `said` are the paths of calls that show something,
    `handed` the first one by which a file is handed over before."""

    type: str
    stub: Any
    settings: dict[str, str]
    contact: str
    name: Callable[[int], str]
    said: tuple[str, ...]
    handed: str | None

    def shown(self) -> list[str]:
        """The calls that showed something to anybody."""
        return [call.path for call in self.stub.calls if call.path in self.said]

    def last(self) -> str:
        """What was shown last, as it was sent."""
        calls = [call for call in self.stub.calls if call.path in self.said]
        return unquote_plus(calls[-1].body.decode())


def vk() -> Network:
    settings = {"token": vk_stub.TOKEN, "group_id": "456"}
    said, handed = ("/method/messages.send",), "/method/photos.getMessagesUploadServer"
    return Network("vk", vk_stub.Vk(), settings, "vk:123", lambda n: f"message:123_{n}", said, handed)


def telegram() -> Network:
    bot = f"/bot{telegram_stub.TOKEN}/"
    said = tuple(bot + name for name in ("sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup"))
    settings = {"token": telegram_stub.TOKEN}
    return Network("telegram", telegram_stub.Telegram(), settings, "telegram:123", lambda n: f"123_{n}", said, None)


def max_() -> Network:
    settings = {"token": max_stub.TOKEN}
    return Network("max", max_stub.Max(), settings, "max:123", lambda n: f"456/mid.{n:04}", ("/messages",), "/uploads")


def ok() -> Network:
    chat = "chat:C3ecb9d02a600"
    said, handed = (f"/graph/me/messages/{chat}",), "/graph/me/fileUploadUrl"
    return Network("ok", ok_stub.Ok(), {"token": ok_stub.TOKEN}, f"ok:{chat}", lambda n: f"mid:{n}", said, handed)
