"""Numbers of the upkeep for Prometheus: copies, books, queues, room, the bell. Each is there, known or not."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from live.views.upkeep.backups import known_copies
from live.views.upkeep.figures import figures_of
from live.web.services import services


def upkeep_metrics() -> Iterator[Metric]:
    store, folder = services().store, services().settings.backups
    now = store.clock()
    known, run = known_copies(store, folder)
    figures = figures_of(store, folder)
    age = (now - known.good).total_seconds() if known.good else None
    yield _gauge("live_backup_age_seconds", "Since the last whole copy; none where there is none", age)
    yield _gauge("live_backup_failed", "Whether the last try of a copy failed", float(run.wrong is not None))
    yield _gauge("live_books_wrong", "Broadcasts whose books did not balance", figures.wrong)
    yield _gauge("live_outbox_waiting", "Replies on their way", figures.waiting)
    yield _gauge("live_outbox_undecided", "Replies of late, not sent or of which nobody knows", figures.undecided)
    yield _gauge("live_dead_letters", "Messages of networks that could not be read", figures.dead)
    yield _gauge("live_intake_waiting", "Questions that this process is storing", services().intake.waiting())
    yield _gauge("live_disk_free_bytes", "Bytes that are free beside the copies", figures.free)
    answers = services().link.answers()
    yield _gauge("live_bell_answers", "Whether Redis answers; 1 too where there is none", float(answers is not False))


def _gauge(name: str, what: str, value: float | None) -> Metric:
    family = GaugeMetricFamily(name, what)
    if value is not None:
        family.add_metric([], value)
    return family
