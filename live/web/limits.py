"""How often one address may try: over Redis where there is one, counted here while it does not answer."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)


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
