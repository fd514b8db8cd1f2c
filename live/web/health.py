"""Alive, ready, and numbers for Prometheus."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from live.domain.refused import Refused
from live.web.access import PUBLIC, allow
from live.web.services import services

health = Blueprint("health", __name__)


@health.get("/healthz")
@allow(PUBLIC)
def healthz() -> Response:
    return jsonify({"ok": True})


@health.get("/readyz")
@allow(PUBLIC)
def readyz() -> tuple[Response, int]:
    """Whether store, schema and bell are there; 503 names what is not. Broken events are counted, and stop nothing."""
    state = {"store": _store(), "schema": _schema(), "bell": services().link.answers() is not False}
    # Without the bell screens follow by polling: told, but no reason to send nobody here.
    ready = state["store"] and state["schema"]
    return jsonify({"ready": ready, **state, "broken_events": services().hub.broken.count}), 200 if ready else 503


def _store() -> bool:
    try:
        services().queries.answers()
    except Refused:
        return False
    return True


def _schema() -> bool:
    return bool(current_app.extensions["live.schema_is_newest"]())


@health.get("/metrics")
@allow(PUBLIC)
def metrics() -> Response:
    registry = CollectorRegistry()
    registry.register(_Numbers())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Numbers:
    """Counted when asked for: the questions by state, the screens connected to this process, and broken events."""

    def collect(self) -> list[Metric]:
        questions = GaugeMetricFamily("live_questions", "Questions by state", labels=["broadcast", "state"])
        for account in services().queries.books():
            for state, count in account.states.items():
                questions.add_metric([account.slug, state], count)
        sockets = GaugeMetricFamily("live_sockets", "Screens connected to this process", labels=["screen"])
        by_screen: dict[str, int] = {}
        for member in services().hub.members():
            by_screen[member.screen.name] = by_screen.get(member.screen.name, 0) + 1
        for screen, count in by_screen.items():
            sockets.add_metric([screen], count)
        broken = CounterMetricFamily("live_broken_events", "Events that this process could not render")
        broken.add_metric([], services().hub.broken.count)
        return [questions, sockets, broken]
