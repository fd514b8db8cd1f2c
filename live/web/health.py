"""Alive, ready, and numbers for Prometheus."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from live.domain.refused import Refused
from live.runtime.worker import Health
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
    """Whether store, schema, bell and tasks are there; 503 names what is not. What is only counted stops nothing."""
    state = {"store": _store(), "schema": _schema(), "bell": services().link.answers() is not False}
    tasks = services().workers.health()
    # Without the bell screens follow by polling: told, but no reason to send nobody here.
    ready = state["store"] and state["schema"] and all(task.ready for task in tasks.values())
    answer = {
        "ready": ready,
        **state,
        "tasks": {name: _task(task) for name, task in tasks.items()},
        "broken_events": services().hub.broken.count,
    }
    return jsonify(answer), 200 if ready else 503


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
    """Counted when asked for: questions by state, screens connected to this process, its tasks, and broken events."""

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
        return [questions, sockets, broken, *_audit_metrics(), *_task_metrics()]


def _audit_metrics() -> list[Metric]:
    """Of what this process has refused: what is not written yet, what is, and what only its number was kept of."""
    queue = services().audit
    waiting = GaugeMetricFamily("live_audit_waiting", "Refusals that are not in the audit yet")
    written = CounterMetricFamily("live_audit_written", "Refusals that this process wrote into the audit")
    over = CounterMetricFamily("live_audit_overflowed", "Refusals of which the audit has the number alone")
    for family, count in ((waiting, queue.waiting), (written, queue.written), (over, queue.overflowed)):
        family.add_metric([], count)
    return [waiting, written, over]


def _task_metrics() -> list[Metric]:
    beat = GaugeMetricFamily("live_task_beat_age_seconds", "Since a task last came round", labels=["task"])
    failures = GaugeMetricFamily("live_task_failures", "How often a task has failed one after another", labels=["task"])
    error = GaugeMetricFamily("live_task_error_age_seconds", "Since a task's last error", labels=["task", "error"])
    aside = GaugeMetricFamily("live_task_set_aside", "Rows that a task could not do", labels=["task"])
    for name, task in services().workers.health().items():
        beat.add_metric([name], task.beat)
        failures.add_metric([name], task.failures)
        aside.add_metric([name], task.set_aside)
        if task.error is not None and task.error_age is not None:
            error.add_metric([name, task.error], task.error_age)
    return [beat, failures, error, aside]
