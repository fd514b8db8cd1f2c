"""The network that docs/channels/new.md adds, made of the page's own code; and a stub that plays it."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from types import ModuleType
from typing import Any

from tests.support.server import ROOT
from tests.support.stub import Answer, Call, Stub

PAGE = ROOT / "docs" / "channels" / "new.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)


@cache
def postcard() -> ModuleType:
    """The page's file as a module."""
    [code] = blocks("python")
    module = ModuleType("live.channels.postcard")
    sys.modules[module.__name__] = module
    exec(compile(code, str(PAGE), "exec"), module.__dict__)
    return module


def fixture() -> tuple[bytes, Any]:
    """What the page says that the network sends, and what must come of it."""
    sent, expected = blocks("json")
    return sent.encode(), json.loads(expected)


SECRET = "postcard-secret"
TOKEN = "postcard-token"


class Postcards(Stub):
    """The network of the exercise. `answers` are all that have arrived, doubles too: it has no guard."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.routes = {"/cards": self._cards, "/answers": self._answer}

    def write(self, number: int, text: str) -> dict[str, Any]:
        card = {"id": number, "from": 7, "name": "Анна", "text": text, "at": 1785571200}
        self.cards.append(card)
        return card

    def _cards(self, call: Call) -> Any:
        if call.query.get("token") != TOKEN:
            return Answer(401)
        return {"cards": [card for card in self.cards if card["id"] > int(call.query["after"])]}

    def _answer(self, call: Call) -> Any:
        told = call.json()
        if told["token"] != TOKEN:
            return Answer(401)
        self.answers.append(told)
        return {"id": len(self.answers), "url": f"https://postcard.example/{len(self.answers)}"}
