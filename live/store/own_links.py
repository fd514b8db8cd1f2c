"""The link to all that one person has asked: signed, good for a while, and kept nowhere.

It says whose it is and until when, and proves it by HMAC-SHA-256 (RFC 2104), cut to 128 bits, with a key for this use
alone. It is given only into a thread that nobody else reads, or to the contact itself: a question's code, which
anybody has who has typed somebody's contact into a form, proves that one question and no more.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from live.domain.refused import Refused
from live.store.sealing import key_for
from live.store.transaction import Store

DAYS = 90
"""For how long a link is good."""

_FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
_TOKEN = re.compile(r"([0-9a-f]{1,16})-([0-9a-f]{1,4})-([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Own:
    """Whose link it is, and the moment at which it ends."""

    person_id: int
    until: datetime


def token(store: Store, person_id: int, now: datetime) -> str:
    """The same all day long, so that one who is told five things in a day has one link."""
    days = (now - _FIRST_DAY).days + DAYS
    said = f"{person_id:x}-{days:x}"
    return f"{said}-{_proof(store.keyring.secret, said)}"


def read(store: Store, written: str, now: datetime) -> Own:
    """`not_found` for what we never gave out, and for what is over."""
    found = _TOKEN.fullmatch(written)
    secrets = (store.keyring.secret, *store.keyring.earlier)
    said, _, proof = written.rpartition("-")
    if found is None or not any(hmac.compare_digest(_proof(one, said), proof) for one in secrets):
        raise Refused("not_found", "This link leads nowhere. Take the newest one that was sent to you.")
    until = _FIRST_DAY + timedelta(days=int(found[2], 16) + 1)
    if until <= now:
        raise Refused("not_found", "This link was good for {days} days. Take a newer one.", days=DAYS)
    return Own(int(found[1], 16), until)


def _proof(secret: str, said: str) -> str:
    return hmac.new(key_for(secret, "own questions"), said.encode(), hashlib.sha256).hexdigest()[:32]
