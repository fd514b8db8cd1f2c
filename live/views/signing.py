"""What signs cookies and the fields of forms: of each secret the key for that use alone."""

from __future__ import annotations

from functools import lru_cache

from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from live.store.sealing import key_for


@lru_cache
def signing_keys(secrets: tuple[str, ...]) -> list[str]:
    """Whoever signs takes the first; what a secret itself has signed, before it had a key for each use, counts too."""
    return [key for secret in secrets for key in (key_for(secret, "signing").hex(), secret)]


@lru_cache
def signer(secrets: tuple[str, ...], salt: str) -> URLSafeSerializer:
    """For what stands in an address or a field, and is good there for ever; `salt` names the use."""
    return URLSafeSerializer(signing_keys(secrets)[::-1], salt=salt)


@lru_cache
def timed_signer(secrets: tuple[str, ...], salt: str) -> URLSafeTimedSerializer:
    """The same for what is good for a while."""
    return URLSafeTimedSerializer(signing_keys(secrets)[::-1], salt=salt)
