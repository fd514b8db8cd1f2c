"""By what a webhook's receiver knows that it was us: its secret, and the two signatures that each request carries.

One is our own, of before; the other is that of Standard Webhooks 1.0.0 (https://www.standardwebhooks.com), whose
libraries verify it in a line. Both are HMAC-SHA256; they differ in what is signed, and in how the secret is a key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

PREFIX = "whsec_"
FEWEST_BYTES, MOST_BYTES = 24, 64
"""Of a key that is written as that standard has it: the prefix and base64."""


def written(key: bytes) -> str:
    """A key as the standard has it."""
    return PREFIX + base64.b64encode(key).decode()


def is_well_formed(secret: str) -> bool:
    """Whether a secret is any text, or, where it begins with the prefix, what the standard has behind that."""
    return not secret.startswith(PREFIX) or _decoded(secret) is not None


def key_of(secret: str) -> bytes:
    """The key that the standard's signature is made with: behind the prefix, else the text itself."""
    return _decoded(secret) or secret.encode()


def _decoded(secret: str) -> bytes | None:
    if not secret.startswith(PREFIX):
        return None
    encoded = secret.removeprefix(PREFIX).rstrip("=")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except ValueError:
        return None
    return key if FEWEST_BYTES <= len(key) <= MOST_BYTES else None


def headers(secret: str, delivery: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What says of a request which delivery it is, when it was sent (seconds of Unix), and that it is ours."""
    return {
        "webhook-id": delivery,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{standard_signature(secret, delivery, timestamp, body)}",
        "X-Live-Delivery": delivery,
        "X-Live-Timestamp": str(timestamp),
        "X-Live-Signature": f"sha256={signature(secret, timestamp, body)}",
    }


def standard_signature(secret: str, delivery: str, timestamp: int, body: bytes) -> str:
    """Base64 of the HMAC of “delivery.timestamp.body”. Neither of the first two has a dot in it."""
    signed = hmac.digest(key_of(secret), f"{delivery}.{timestamp}.".encode() + body, hashlib.sha256)
    return base64.b64encode(signed).decode()


def signature(secret: str, timestamp: int | str, body: bytes) -> str:
    """Our own: hex of the HMAC of “timestamp.body”; the key is the secret as it is written."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
