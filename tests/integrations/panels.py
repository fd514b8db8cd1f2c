"""Panels of buttons as a control room has them: each presses in its own way, and shows what it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import requests
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.udp_client import SimpleUDPClient

from tests.integrations.companion import Companion


@dataclass(frozen=True)
class Lights:
    """What a panel shows of a show, and what is so: the same values."""

    air: int | None
    next: int | None
    graphic: bool
    poll: bool
    messages: int
    intake: bool


@dataclass(frozen=True)
class Place:
    """Where a panel finds the show: over HTTP, and by OSC on a port of this machine."""

    url: str
    osc: int
    slug: str
    key: str


class Panel(Protocol):
    def press(self, *words: str) -> None:
        """Each of these, one as good as at once with the other."""

    def late(self, gone: int) -> None:
        """A press that arrives when what it meant, this question, has gone."""

    def lights(self) -> Lights | None:
        """None before it was told anything."""


class Lamps:
    """Listens to what is on air in a thread of its own."""

    def __init__(self, at: Place) -> None:
        address = f"{at.url}/api/v1/broadcasts/{at.slug}/on-air/stream"
        self._answer = requests.get(address, params={"token": at.key}, stream=True, timeout=60)
        assert self._answer.status_code == 200, self._answer.text
        self._told: dict[str, Any] | None = None
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(Exception):  # It is closed while it is read.
            for line in self._answer.iter_lines(chunk_size=1, decode_unicode=True):
                if line.startswith("data: ") and "intake_open" in line:
                    self._told = json.loads(line.removeprefix("data: "))

    def lights(self) -> Lights | None:
        told = self._told
        if told is None:
            return None
        now, after = told["now"], told["next"]
        return Lights(
            now and now["number"],
            after and after["number"],
            bool(now and now["graphic"]),
            told["poll"] is not None,
            told["messages_waiting"],
            told["intake_open"],
        )

    def close(self) -> None:
        self._answer.close()


class OscPanel:
    """Packets that nobody answers; another program lights its lamps."""

    def __init__(self, at: Place, lamps: Lamps) -> None:
        self._root = f"/key/{at.key}/{at.slug}"
        self._client = SimpleUDPClient("127.0.0.1", at.osc)
        self._lamps = lamps

    def lights(self) -> Lights | None:
        return self._lamps.lights()

    def press(self, *words: str) -> None:
        for word in words:
            self._client.send_message(f"{self._root}/{word}", 1)

    def late(self, gone: int) -> None:
        """It was to be done five seconds ago."""
        message = OscMessageBuilder(f"{self._root}/returned")
        message.add_arg(1)
        bundle = OscBundleBuilder(int(time.time()) - 5)
        bundle.add_content(message.build())
        self._client.send(bundle.build())


class HttpButtons:
    """Addresses that are opened, one a button, fed by server-sent events."""

    def __init__(self, at: Place, lamps: Lamps) -> None:
        self._base, self._key = f"{at.url}/api/v1/broadcasts/{at.slug}/control", at.key
        self._lamps = lamps

    def lights(self) -> Lights | None:
        return self._lamps.lights()

    def press(self, *words: str) -> None:
        with ThreadPoolExecutor(len(words)) as fingers:
            assert set(fingers.map(self._press, words)) <= {200, 409}

    def _press(self, word: str) -> int:
        return requests.get(f"{self._base}/{word}", params={"token": self._key}, timeout=60).status_code

    def late(self, gone: int) -> None:
        assert self._press(f"next/{gone}") == 409


class CompanionPanel:
    """The module of Bitfocus Companion: its presets, its lamps, its texts."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion

    def press(self, *words: str) -> None:
        pressed = [self._companion.press(word.replace("-", "_").replace("/", "_")) for word in words]
        for press in pressed:
            self._companion.errors(press)

    def late(self, gone: int) -> None:
        [why] = self._companion.errors(self._companion.do("next", str(gone)))
        assert why

    def lights(self) -> Lights | None:
        now = self._companion.now
        lamps, texts = now["lamps"], now["texts"]
        if not lamps or lamps["lost"]:
            return None
        number = {name: int(texts[f"{name}_number"]) if texts[f"{name}_number"] else None for name in ("now", "next")}
        assert (lamps["air"], lamps["next"]) == (number["now"] is not None, number["next"] is not None)
        told = (lamps["graphic"], lamps["poll"], int(texts["messages"]), lamps["intake"])
        return Lights(number["now"], number["next"], *told)


@contextmanager
def by_osc(at: Place) -> Iterator[Panel]:
    with closing(Lamps(at)) as lamps:
        yield OscPanel(at, lamps)


@contextmanager
def by_http(at: Place) -> Iterator[Panel]:
    with closing(Lamps(at)) as lamps:
        yield HttpButtons(at, lamps)


@contextmanager
def by_companion(at: Place) -> Iterator[Panel]:
    with Companion() as companion:
        companion.connect(at.url, at.slug, at.key)
        yield CompanionPanel(companion)


WAYS = [by_osc, by_companion, by_http]
