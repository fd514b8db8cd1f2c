"""Numbers of the upkeep for Prometheus: copies, books, queues, channels, room, the bell. Each is there, known or not.

What is read when somebody asks is written by Prometheus's own library; what is counted while it happens writes itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from live.runtime.measured import process
from live.runtime.measured.numbers import Number
from live.runtime.worker import Health
from live.settings.shipped import version
from live.views.upkeep.backups import known_copies
from live.views.upkeep.figures import ChannelFigures, Figures, figures_of, numbers_of
from live.web.services import services


def counted() -> Iterator[Number]:
    """What this process has counted since its start."""
    live = services()
    yield from live.measured.numbers()
    yield from (live.intake.acknowledged, live.intake.results, live.hub.lag)
    yield from numbers_of(live.store)


def upkeep_metrics() -> Iterator[Metric]:
    store, folder = services().store, services().settings.backups
    figures = figures_of(store, folder)
    yield from _copies()
    yield from _process(figures)
    yield from _tasks(figures)
    yield from _channels(figures.channels)
    yield _gauge("live_books_wrong", "Broadcasts whose books did not balance", figures.wrong)
    yield _gauge("live_on_air", "Broadcasts that are on air", figures.on_air)
    yield _gauge("live_outbox_waiting", "Replies on their way", figures.waiting)
    yield _gauge("live_outbox_oldest_seconds", "Since the reply was written that has waited longest", figures.oldest)
    yield _gauge("live_outbox_undecided", "Replies of late, not sent or of which nobody knows", figures.undecided)
    yield _gauge("live_dead_letters", "Messages of networks that could not be read", figures.dead)
    yield _gauge("live_intake_waiting", "Questions that this process is storing", services().intake.waiting())
    untold = services().hub.untold_for()
    yield _gauge("live_feed_untold_seconds", "For which an event has waited for its frame, at most", untold)
    yield _gauge("live_database_writes", "Whether what is written is kept", float(figures.writes))
    yield _gauge("live_disk_free_bytes", "Bytes that are free beside the copies", figures.free)
    answers = services().link.answers()
    yield _gauge("live_bell_answers", "Whether Redis answers; 1 too where there is none", float(answers is not False))


def _copies() -> Iterator[Metric]:
    store, folder = services().store, services().settings.backups
    known, run = known_copies(store, folder)
    age = (store.clock() - known.good).total_seconds() if known.good else None
    yield _gauge("live_backup_age_seconds", "Since the last whole copy; none where there is none", age)
    yield _gauge("live_backup_failed", "Whether the last try of a copy failed", float(run.wrong is not None))


def _process(figures: Figures) -> Iterator[Metric]:
    build = GaugeMetricFamily("live_build_info", "What runs here", labels=["version", "schema"])
    build.add_metric([version(), figures.schema], 1)
    processor = CounterMetricFamily("process_cpu_seconds", "Of processors, that this process has used")
    processor.add_metric([], process.processor_seconds())
    yield from (build, processor)
    yield _gauge("process_resident_memory_bytes", "Of memory, that this process holds", process.resident_bytes())
    yield _gauge("process_start_time_seconds", "When this process began, since 1970", process.STARTED)


def _tasks(figures: Figures) -> Iterator[Metric]:
    """Of this process, and of those that have no page to say it on, as each task does where it does worst."""
    labels = ["process", "task"]
    beat = GaugeMetricFamily("live_task_beat_age_seconds", "Since a task last came round", labels=labels)
    failures = GaugeMetricFamily("live_task_failures", "How often a task has failed one after another", labels=labels)
    error = GaugeMetricFamily("live_task_error_age_seconds", "Since a task's last error", labels=[*labels, "error"])
    aside = GaugeMetricFamily("live_task_set_aside", "Rows that a task could not do", labels=labels)
    for where, name, task in _everywhere(figures):
        beat.add_metric([where, name], task.beat)
        failures.add_metric([where, name], task.failures)
        aside.add_metric([where, name], task.set_aside)
        if task.error is not None and task.error_age is not None:
            error.add_metric([where, name, task.error], task.error_age)
    yield from (beat, failures, error, aside)
    workers = 1 if services().settings.embedded else figures.workers
    yield _gauge("live_workers", "Processes that do what no screen waits for; an embedded server is one", workers)


def _everywhere(figures: Figures) -> Iterator[tuple[str, str, Health]]:
    for name, task in services().workers.health().items():
        yield "server", name, task
    for name, task in figures.tasks.items():
        yield "worker", name, task


def _channels(channels: Sequence[ChannelFigures]) -> Iterator[Metric]:
    labels = ["network", "channel"]
    failing = GaugeMetricFamily("live_channel_failing", "Whether a channel's network does not work", labels=labels)
    silent = GaugeMetricFamily("live_channel_silent_seconds", "Since it last brought something", labels=labels)
    for one in channels:
        failing.add_metric([one.network, str(one.id)], float(one.failing))
        if one.silent is not None:
            silent.add_metric([one.network, str(one.id)], one.silent)
    yield from (failing, silent)


def _gauge(name: str, what: str, value: float | None) -> Metric:
    family = GaugeMetricFamily(name, what)
    if value is not None:
        family.add_metric([], value)
    return family
