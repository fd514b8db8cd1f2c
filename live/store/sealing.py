"""Tokens and secrets at rest: encrypted with a key made of LIVE_SECRET_KEY (docs/decisions/0007-sealed-settings.md)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from live.domain.refused import Refused
from live.store.text import dumps


class WrongKey(Refused):
    """What is sealed was sealed with another key: `unavailable` to a person, and no matter of waiting."""

    def __init__(self) -> None:
        super().__init__(
            "unavailable", "The channel's settings cannot be read: LIVE_SECRET_KEY is not the one that sealed them."
        )


class Seal:
    """Closes settings into {"sealed": …} and opens them again."""

    def __init__(self, secret: str, former: Sequence[str] = ()) -> None:
        keys = [hashlib.sha256(b"channels:" + one.encode()).digest() for one in (secret, *former)]
        self._fernets = [Fernet(base64.urlsafe_b64encode(key)) for key in keys]
        self._fernet = MultiFernet(self._fernets)

    def close(self, settings: Mapping[str, Any]) -> dict[str, str]:
        return {"sealed": self._fernet.encrypt(dumps(dict(settings)).encode()).decode()}

    def open(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The settings in clear; `WrongKey` where another key has closed them."""
        if not self.closed(stored):
            return dict(stored)  # Left by an older version; `seal_all` closes it at the next start.
        try:
            return json.loads(self._fernet.decrypt(stored["sealed"].encode()))
        except InvalidToken:
            raise WrongKey from None

    def is_newest(self, stored: Mapping[str, Any]) -> bool:
        """Whether the newest key closed it."""
        try:
            self._fernets[0].decrypt(stored["sealed"].encode())
        except (InvalidToken, KeyError):
            return False
        return True

    @staticmethod
    def closed(stored: Mapping[str, Any]) -> bool:
        return set(stored) == {"sealed"}
