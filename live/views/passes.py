"""A pass: by it a page that has lost its server takes the session of its device to another server of the centre.

It is sealed, since it holds what only the device's cookie holds, which no script may read.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from live.store.sealing import key_for
from live.store.text import dumps

TERM = timedelta(hours=24)


def written(secrets: tuple[str, ...], session_id: str, addresses: Iterable[str], now: datetime) -> str:
    """A pass for this session, good at these addresses for TERM."""
    # The term is the pass's own: Fernet's would trust the clock of the server that wrote it to a minute.
    told = {"session": session_id, "to": list(addresses), "until": (now + TERM).timestamp()}
    return _seal(secrets).encrypt(dumps(told).encode()).decode()


def read(secrets: tuple[str, ...], told: str, here: Collection[str], now: datetime) -> str | None:
    """The session's id; None where the pass is forged, over, or for none of the addresses of `here`."""
    try:
        found = json.loads(_seal(secrets).decrypt(told.encode("utf-8", "replace")))
    except InvalidToken:
        return None
    if now.timestamp() > found["until"] or set(here).isdisjoint(found["to"]):
        return None
    return str(found["session"])


@lru_cache
def _seal(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key_for(secret, "pass"))) for secret in secrets])
