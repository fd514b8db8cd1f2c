"""How often one address may try: over Redis where there is one, counted here while it does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache, wraps
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, Response, current_app, make_response, request
from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from live.feed.pubsub import asked_once
from live.web.edge.windows import Windows

log = structlog.get_logger()

WAITING = 0.3
"""Seconds that a count waits for Redis: a form must not stand still for one that is frozen."""

AWAY = 30.0
"""Seconds for which a Redis that did not answer is asked nothing."""

Answer = TypeVar("Answer")
View = TypeVar("View", bound=Callable[..., Any])


class Counts:
    """Moving windows that all processes share; while Redis does not answer, those of this process."""

    def __init__(self, redis_url: str | None) -> None:
        storage: Any = storage_from_string(redis_url, **asked_once(WAITING)) if redis_url else None
        self._shared = MovingWindowRateLimiter(storage) if storage is not None else None
        self._here = MovingWindowRateLimiter(Windows())
        self._away_until = 0.0
        self._in_doubt = False
        self.clock = time.monotonic

    def ask(self, question: Callable[[MovingWindowRateLimiter], Answer]) -> Answer:
        if self._shared is None or self.clock() < self._away_until or self._in_doubt:
            return question(self._here)
        # After it was away one asks, and whoever comes meanwhile is not made to wait for what may never answer.
        self._in_doubt = self._away_until > 0
        try:
            answer = question(self._shared)
            self._away_until = 0.0
            return answer
        except Exception as error:  # Whatever the storage raises: a count that fails stops nobody.
            self._away_until = self.clock() + AWAY
            log.warning("the counts of limits cannot be reached", error=type(error).__name__)
            return question(self._here)
        finally:
            self._in_doubt = False

    def forgive(self, rates: str, what: tuple[str, ...]) -> None:
        def clear(counter: MovingWindowRateLimiter) -> None:
            for rate in _parsed(rates):
                counter.clear(rate, *what)

        self.ask(clear)
        clear(self._here)


def install(app: Flask, redis_url: str | None) -> None:
    app.extensions["live.counts"] = Counts(redis_url)


def _counts() -> Counts:
    return cast(Counts, current_app.extensions["live.counts"])


@lru_cache(maxsize=100)
def _parsed(rates: str) -> tuple[RateLimitItem, ...]:
    return tuple(parse_many(rates))


def may_happen(rates: str, *what: str) -> bool:
    """Whether it may happen once more, by a count that all processes share; that it happens is counted."""
    return _counts().ask(lambda counter: _counted(counter, rates, what))


def _counted(counter: MovingWindowRateLimiter, rates: str, what: tuple[str, ...]) -> bool:
    hits = [counter.hit(rate, *what) for rate in _parsed(rates)]
    return all(hits)  # And each of them has counted it.


def forgive(rates: str, *what: str) -> None:
    """Count anew: what was tried has come to be right."""
    _counts().forgive(rates, what)


def subscriber() -> str:
    """Whom an address belongs to: an IPv4 address, or the IPv6 network of 64 bits that one subscriber is given."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or "nobody"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64)) if isinstance(address, IPv6Address) else str(address)


def turned_away(answer: Response) -> bool:
    """For `counts`: a whole centre signs in behind one address at once, and only what is wrong is a guess."""
    return answer.status_code >= 400


def limited(
    rates: str | Callable[[], str],
    *,
    whom: Callable[[], str] = subscriber,
    counts: Callable[[Response], bool] | None = None,
    spares: Callable[[], bool] | None = None,
    answer: Callable[[], Response] | None = None,
) -> Callable[[View], View]:
    """Let a route be used so often by each `whom`, and answer 429 beyond, or `answer`, with Retry-After.

    With `counts` only the uses whose answer it picks count; those that it `spares` are not limited at all.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if spares is not None and spares():
                return view(*args, **kwargs)
            allowed = rates() if callable(rates) else rates
            what = (request.endpoint or "", whom())
            if not (may_happen(allowed, *what) if counts is None else _has_some_left(allowed, what)):
                return _refusal(_seconds_left(allowed, what), answer)
            if counts is None:
                return view(*args, **kwargs)
            response = _answered(view, args, kwargs)
            if counts(response):
                may_happen(allowed, *what)
            return response

        return cast(View, guarded)

    return declare


def _has_some_left(rates: str, what: tuple[str, ...]) -> bool:
    return _counts().ask(lambda counter: all(counter.test(rate, *what) for rate in _parsed(rates)))


def _seconds_left(rates: str, what: tuple[str, ...]) -> int:
    """Until the last of the windows that are full has room again."""

    def latest(counter: MovingWindowRateLimiter) -> float:
        windows = [counter.get_window_stats(rate, *what) for rate in _parsed(rates)]
        return max((window.reset_time for window in windows if not window.remaining), default=0.0)

    return max(1, round(_counts().ask(latest) - time.time()))


def _refusal(seconds: int, answer: Callable[[], Response] | None) -> Response:
    if answer is None:
        raise TooManyRequests(retry_after=seconds)
    response = answer()
    response.headers["Retry-After"] = str(seconds)
    return response


def _answered(view: Callable[..., Any], args: Any, kwargs: Any) -> Response:
    """The view's answer as it goes out, a refusal's too."""
    try:
        return make_response(view(*args, **kwargs))
    except Exception as error:
        return make_response(current_app.handle_user_exception(error))
