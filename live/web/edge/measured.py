"""What is counted of requests and commands: how many, how long, how they ended.

A request is known by the rule of its route, never by the path that was asked for; a command by its type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from live.domain.refused import Refused
from live.runtime import traces
from live.runtime.deadlines import opens_websocket
from live.runtime.logs import request_ids
from live.runtime.measured.loop import LoopLag
from live.runtime.measured.numbers import Count, Durations, Number

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROUTE = "live.route"
"""Where a request's environment has what takes the rule of its route: a list of one, for Socket.IO hands a copy of the
environment on."""

NO_ROUTE = "none"
"""What was refused before its route was looked for, or has none."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

BROKEN = "broken"
"""The outcome of a command that has met with a fault of ours; of one that was refused it is the refusal's code."""

BOUNDS = (0.005, 0.02, 0.05, 0.1, 0.25, 1, 5)
"""Seconds up to which answers are counted: a click is to be answered in a tenth of one, the longest of a show in a
quarter."""


def _counted() -> Count:
    return Count("live_requests_total", "Requests answered", ["route", "method", "status"])


def _answered() -> Durations:
    return Durations("live_request_seconds", "Until a request's answer was ready", ["route"], bounds=BOUNDS)


def _commands() -> Count:
    return Count("live_commands_total", "Commands of people and programs", ["command", "outcome"])


def _obeyed() -> Durations:
    return Durations("live_command_seconds", "Until a command was done or refused", bounds=BOUNDS)


def _failures() -> Count:
    what = "Requests and commands that met with a fault of ours"
    return Count("live_failures_total", what, ["where"], [("request",), ("command",)])


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one process, since its start."""

    requests: Count = field(default_factory=_counted)
    answered: Durations = field(default_factory=_answered)
    commands: Count = field(default_factory=_commands)
    obeyed: Durations = field(default_factory=_obeyed)
    failures: Count = field(default_factory=_failures)
    loop: LoopLag = field(default_factory=LoopLag)

    def numbers(self) -> tuple[Number, ...]:
        return self.requests, self.answered, self.commands, self.obeyed, self.failures, self.loop.lag

    @contextmanager
    def command(self, type_: str) -> Iterator[None]:
        """Counts the one that is done inside. The type is one of the declared ones."""
        began, outcome, refused = monotonic(), BROKEN, None
        with traces.work(f"command {type_}", {"live.command": type_, "live.request": request_ids.current()}) as span:
            try:
                yield
                outcome = "done"
            except Refused as error:
                outcome, refused = error.code, error  # In a trace as little of a fault as in the counts.
            finally:
                self.commands.add(type_, outcome)
                self.obeyed.took(monotonic() - began)
                span.set_attribute("live.outcome", outcome)
        if refused is not None:
            raise refused


class Requests:
    """Stands before everything that answers. A websocket is none of these: it lasts as long as its screen."""

    def __init__(self, app: WSGIApplication, measured: Measured) -> None:
        self._app, self._measured = app, measured

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if opens_websocket(environ):
            return self._app(environ, start_response)
        route = environ[ROUTE] = [NO_ROUTE]
        began, code = monotonic(), "500"

        def started(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            nonlocal code
            code = status[:3]
            return start_response(status, headers, *exc_info)

        try:
            return self._app(environ, started)
        finally:
            self._count(route[0], known_method(environ), code, monotonic() - began)

    def _count(self, route: str, method: str, code: str, seconds: float) -> None:
        self._measured.requests.add(route, method, f"{code[0]}xx")
        self._measured.answered.took(seconds, route)
        if code == "500":
            self._measured.failures.add("request")


def known_method(environ: WSGIEnvironment) -> str:
    """One of those that there are: a stranger may write any word."""
    method: str = environ["REQUEST_METHOD"]
    return method if method in METHODS else "other"


def came_to(environ: WSGIEnvironment, rule: str) -> None:
    """By what route this request is answered."""
    route: list[str] | None = environ.get(ROUTE)
    if route is not None:
        route[0] = rule


def install(app: Flask) -> None:
    """Have the app say of each request which route it has come to."""

    @app.after_request
    def tell_the_route(answer: Response) -> Response:
        if request.url_rule is not None:
            came_to(request.environ, request.url_rule.rule)
        return answer
