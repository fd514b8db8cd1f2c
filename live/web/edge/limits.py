"""How often one address may try: over Redis where there is one, counted here while it does not answer."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import Any

import structlog
from flask import Blueprint, Flask, request
from flask_limiter import Limiter
from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

log = structlog.get_logger()


def subscriber() -> str:
    """Whom an address belongs to: an IPv4 address, or the IPv6 network of 64 bits that one subscriber is given."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or "nobody"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64)) if isinstance(address, IPv6Address) else str(address)


limiter = Limiter(key_func=subscriber)

_here = MovingWindowRateLimiter(MemoryStorage())
"""What counts while Redis does not answer."""


def install(app: Flask, redis_url: str | None) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    app.config["RATELIMIT_HEADERS_ENABLED"] = True
    app.config["RATELIMIT_STRATEGY"] = "moving-window"
    if redis_url:
        # A form must not wait for a Redis that is frozen.
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}
        app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    limiter.init_app(app)


def exempt(blueprint: Blueprint) -> None:
    """Leave a blueprint's routes alone: keys act at any rate, and looking costs each request."""
    limiter.exempt(blueprint)


def may_happen(rates: str, *what: str) -> bool:
    """Whether it may happen once more, by a count that all processes share; that it happens is counted."""
    try:
        return _counted(limiter.limiter, rates, what)
    except Exception as error:  # Whatever the storage raises: a count that fails stops nobody.
        log.warning("the counts of limits cannot be reached", error=type(error).__name__)
        return _counted(_here, rates, what)


def forgive(rates: str, *what: str) -> None:
    """Count anew: what was tried has come to be right."""
    for counter in (limiter.limiter, _here):
        try:
            for rate in parse_many(rates):
                counter.clear(rate, *what)
        except Exception as error:  # It is then counted on.
            log.warning("the counts of limits cannot be reached", error=type(error).__name__)


def _counted(counter: Any, rates: str, what: tuple[str, ...]) -> bool:
    hits = [counter.hit(rate, *what) for rate in parse_many(rates)]
    return all(hits)  # And each of them has counted it.
