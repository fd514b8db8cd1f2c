"""Every task of the background: the one list of what app.py starts, and in which processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto

from live.runtime.worker import Worker, Workers
from live.workers import (
    alarms,
    audit,
    author_names,
    classify,
    departments,
    escalate,
    feed,
    lease_beat,
    polling,
    recalculate_deadlines,
    retention,
    seal,
    sessions,
    webhooks,
    wrap,
)
from live.workers.control import signals
from live.workers.files import erase, fetch
from live.workers.followup import collections, fairness, figures, matters, news, notices, rises, shifts
from live.workers.invented import practice, rehearsal
from live.workers.language import clusters, learning, stacking, vectors
from live.workers.means import Means
from live.workers.official_pages import discussing, reading
from live.workers.polls import counting, posting
from live.workers.sending import outbox, publications
from live.workers.upkeep import backups, books, bring_back, processes


class Runs(Flag):
    """Where a task runs. The embedded server is both."""

    SERVER = auto()
    """Beside the web server: what its screens wait for."""
    WORKER = auto()
    """In a process of its own, `app.py worker`: what nobody waits for."""


@dataclass(frozen=True, slots=True)
class Task:
    """`worker` is None where a process has nothing to do for the task."""

    name: str
    runs: Runs
    worker: Callable[[Means], Worker | None]


TASKS = (
    Task("intake", Runs.SERVER | Runs.WORKER, lambda means: means.intake.worker),
    Task("ballots", Runs.SERVER, lambda means: means.ballots.worker if means.ballots else None),
    Task("redis_publish", Runs.SERVER | Runs.WORKER, feed.publisher),
    Task("redis_listen", Runs.SERVER | Runs.WORKER, feed.listener),
    Task("tails", Runs.SERVER, feed.tails),
    Task("on_air", Runs.SERVER, feed.on_air),
    Task("osc", Runs.SERVER, lambda means: means.osc.listening if means.osc else None),
    Task("osc_presses", Runs.SERVER, lambda means: means.osc.pressing if means.osc else None),
    Task("signals", Runs.SERVER, signals.worker),
    Task("feed", Runs.SERVER, feed.poller),
    Task("presence", Runs.SERVER, feed.presence),
    Task("audit_queue", Runs.SERVER, audit.writer),
    Task("classify", Runs.SERVER, classify.worker),
    Task("stacks", Runs.WORKER, stacking.worker),
    Task("rehearsal", Runs.SERVER, rehearsal.worker),
    Task("practice", Runs.SERVER, practice.worker),
    Task("sessions", Runs.SERVER, sessions.worker),
    Task("wrap", Runs.SERVER | Runs.WORKER, wrap.worker),
    Task("leases", Runs.SERVER | Runs.WORKER, lease_beat.worker),
    Task("audit", Runs.WORKER, audit.sealer),
    Task("outbox", Runs.WORKER, outbox.worker),
    Task("publications", Runs.WORKER, publications.worker),
    Task("official_pages", Runs.WORKER, reading.worker),
    Task("discussions", Runs.WORKER, discussing.worker),
    Task("polling", Runs.WORKER, polling.worker),
    Task("author_names", Runs.WORKER, author_names.worker),
    Task("departments", Runs.WORKER, departments.worker),
    Task("recalculate_deadlines", Runs.WORKER, recalculate_deadlines.worker),
    Task("webhooks", Runs.WORKER, webhooks.worker),
    Task("retention", Runs.WORKER, retention.worker),
    Task("seal", Runs.WORKER, seal.worker),
    Task("escalate", Runs.WORKER, escalate.worker),
    Task("polls", Runs.WORKER, counting.worker),
    Task("poll_posts", Runs.WORKER, posting.worker),
    Task("alarms", Runs.WORKER, alarms.worker),
    Task("matters", Runs.WORKER, matters.worker),
    Task("notices", Runs.WORKER, notices.worker),
    Task("news", Runs.WORKER, news.worker),
    Task("shifts", Runs.WORKER, shifts.worker),
    Task("collections", Runs.WORKER, collections.worker),
    Task("fairness", Runs.WORKER, fairness.worker),
    Task("figures", Runs.WORKER, figures.worker),
    Task("clusters", Runs.WORKER, clusters.worker),
    Task("vectors", Runs.WORKER, vectors.worker),
    Task("rises", Runs.WORKER, rises.worker),
    Task("fetch_files", Runs.WORKER, fetch.worker),
    Task("erase_files", Runs.WORKER, erase.worker),
    Task("backup", Runs.WORKER, backups.worker),
    Task("books", Runs.WORKER, books.worker),
    Task("learning", Runs.WORKER, learning.worker),
    Task("bring_back", Runs.WORKER, bring_back.worker),
    Task("loop", Runs.SERVER, lambda means: means.loop.worker),
    Task("processes", Runs.SERVER | Runs.WORKER, processes.worker),
)


def workers(runs: Runs, means: Means) -> Workers:
    """The workers of a process, not yet started."""
    for task in TASKS:
        made = task.worker(means) if task.runs & runs else None
        if made is not None:
            means.background.add(made)
    return means.background
