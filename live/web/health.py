"""Alive, ready, and numbers for Prometheus. What costs something is kept for a moment: everybody may ask."""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from live.domain.refused import Refused
from live.runtime import connections
from live.runtime.connections import LOOPBACK
from live.runtime.measured.numbers import text_of
from live.runtime.tasks import within
from live.runtime.worker import Health
from live.web.access import PUBLIC, allow
from live.web.edge.forwarded import UNHEARD
from live.web.edge.strangers import is_known
from live.web.services import Checks, services
from live.web.upkeep.metrics import counted, upkeep_metrics

health = Blueprint("health", __name__)

PATIENCE = 2.0
"""Seconds that /readyz waits for the database, at each of its questions."""

READY_KEPT, NUMBERS_KEPT = 1.0, 5.0
"""Seconds for which an answer of /readyz, and of /metrics, is given again."""


class Kept:
    """What was made last, made anew by one of those who ask once it is `seconds` old."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._made: tuple[float, Any] | None = None
        self._making = threading.Lock()

    def get(self, make: Callable[[], Any]) -> Any:
        with self._making:
            if self._made is None or self._clock() - self._made[0] >= self._seconds:
                value = make()
                self._made = self._clock(), value
            return self._made[1]


def kept(name: str, seconds: float) -> Kept:
    """What this app keeps under a name."""
    all_kept: dict[str, Kept] = current_app.extensions.setdefault("live.kept", {})
    return all_kept.setdefault(name, Kept(seconds))


@health.get("/healthz")
@allow(PUBLIC)
def healthz() -> Response:
    return jsonify({"ok": True})


@health.get("/readyz")
@allow(PUBLIC)
def readyz() -> tuple[Response, int]:
    """Whether store, schema, bell and tasks are there and what is written is kept; 503 names what is not.

    What is only counted stops nothing, nor does a disk that is nearly full. A server that ends says nothing but that.
    """
    if services().ending.told:
        return jsonify({"ready": False, "ending": True}), 503
    answer = kept("ready", READY_KEPT).get(_readiness)
    return jsonify(answer), 200 if answer["ready"] else 503


def _readiness() -> dict[str, Any]:
    checks: Checks = current_app.extensions["live.checks"]
    state = {
        "store": _holds(_store),
        "schema": _holds(checks.schema_is_served),
        "writes": _holds(checks.writes),
        "room": _holds(checks.has_room),
        "bell": services().link.answers() is not False,
    }
    tasks = services().workers.health()
    # Without the bell screens follow by polling: told, but no reason to send nobody here.
    ready = state["store"] and state["schema"] and state["writes"] and all(task.ready for task in tasks.values())
    return {
        "ready": ready,
        **state,
        "tasks": {name: _task(task) for name, task in tasks.items()},
        "broken_events": services().hub.broken.count,
        **_understudies(),
    }


def _understudies() -> dict[str, Any]:
    leader = services().leader
    return {"understudies": leader.state()} if leader is not None and leader.addresses() else {}


def _task(task: Health) -> dict[str, Any]:
    """Ages in whole seconds."""
    return {
        "ready": task.ready,
        "beat": int(task.beat),
        "failures": task.failures,
        "error": task.error,
        "error_age": int(task.error_age) if task.error_age is not None else None,
        "set_aside": task.set_aside,
    }


def _store() -> bool:
    services().queries.answers()
    return True


def _holds(check: Callable[[], bool]) -> bool:
    """Whether it can be found in time that it does: who asks must hear of a database that is silent."""
    try:
        with within(PATIENCE):
            return check()
    except (Refused, TimeoutError):
        return False


@health.get("/metrics")
@allow(PUBLIC)
def metrics() -> Response:
    """The numbers, for this machine and for who has LIVE_METRICS_TOKEN: they say what is asked of the centre."""
    if not (_asks_from_here() or _has_the_token()):
        raise Refused("forbidden", "The figures are for this machine, or for who has LIVE_METRICS_TOKEN.")
    return Response(kept("numbers", NUMBERS_KEPT).get(_numbers), content_type=CONTENT_TYPE_LATEST)


def _asks_from_here() -> bool:
    return UNHEARD not in request.environ and connections.within(request.remote_addr or "", LOOPBACK)


def _has_the_token() -> bool:
    token = services().settings.edge.metrics_token
    shown = request.headers.get("Authorization", "").encode("utf-8", "replace")
    if token is None or not hmac.compare_digest(shown, f"Bearer {token}".encode()):
        return False
    is_known(request.environ)
    return True


def _numbers() -> bytes:
    registry = CollectorRegistry()
    registry.register(_Numbers())
    return generate_latest(registry) + text_of(counted()).encode()


class _Numbers:
    """Read when asked for: questions by state, screens connected to this process, broken events, and the upkeep."""

    def collect(self) -> list[Metric]:
        questions = GaugeMetricFamily("live_questions", "Questions by state", labels=["state"])
        for state, count in services().queries.questions_by_state().items():
            questions.add_metric([state], count)
        sockets = GaugeMetricFamily("live_sockets", "Screens connected to this process", labels=["screen"])
        by_screen: dict[str, int] = {}
        for member in services().hub.members():
            by_screen[member.screen.name] = by_screen.get(member.screen.name, 0) + 1
        for screen, count in by_screen.items():
            sockets.add_metric([screen], count)
        broken = CounterMetricFamily("live_broken_events", "Events that this process could not render")
        broken.add_metric([], services().hub.broken.count)
        return [questions, sockets, broken, *_audit_metrics(), *upkeep_metrics()]


def _audit_metrics() -> list[Metric]:
    """Of what this process has refused: what is not written yet, what is, and what only its number was kept of."""
    queue = services().audit
    waiting = GaugeMetricFamily("live_audit_waiting", "Refusals that are not in the audit yet")
    written = CounterMetricFamily("live_audit_written", "Refusals that this process wrote into the audit")
    over = CounterMetricFamily("live_audit_overflowed", "Refusals of which the audit has the number alone")
    for family, count in ((waiting, queue.waiting), (written, queue.written), (over, queue.overflowed)):
        family.add_metric([], count)
    return [waiting, written, over]
