"""A network's file against its stub, without a database: what it does, and what it says when that fails."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from live.channels import TYPES, Failed, OutgoingMessage, Sent, http_of
from live.channels.capabilities import Polled
from tests.support.stub import Fault, Stub


class Caller:
    """One channel of a network that is played by a stub."""

    def __init__(self, type_: str, stub: Stub, **settings: str) -> None:
        self.network: Any = TYPES[type_]
        assert isinstance(self.network, ModuleType)
        self.stub, self.settings = stub, {**settings, "host": stub.url}

    def reply(self, contact: str | None, context: str | None, text: str = "Мост починят в мае") -> Sent:
        letter = OutgoingMessage(contact, text, 1, context)
        return self.network.reply(letter, self.settings, http_of(self.network, self.settings))

    def poll(self, state: dict[str, Any] | None = None) -> Polled:
        return self.network.poll(state or {}, self.settings, http_of(self.network, self.settings))

    def check(self) -> str:
        return str(self.network.check(self.settings, http_of(self.network, self.settings)))

    def refused(self, contact: str | None, context: str | None, *faults: Fault, text: str = "Ответ") -> Failed:
        """Why a reply was not sent; no failure tells a token."""
        self.stub.fail("", *faults)
        with pytest.raises(Failed) as caught:
            self.reply(contact, context, text)
        return self._discreet(caught.value)

    def unchecked(self) -> Failed:
        with pytest.raises(Failed) as caught:
            self.check()
        return self._discreet(caught.value)

    def _discreet(self, failed: Failed) -> Failed:
        for secret in ("token", "user_token", "secret", "application_secret"):
            value = self.settings.get(secret)
            assert not value or value not in str(failed)
        return failed


def texts(polled: Polled) -> list[str]:
    return [asked.text for _, outcome in polled.outcomes for asked in outcome.submissions]
