"""Each measurement: starts its clients, gives them their orders, and says what came of it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from bench.clients import Arrivals, watch
from bench.commands import Taken, run_down
from bench.figures import milliseconds
from bench.posts import Order, Route, Sent, send
from bench.servers import Target
from bench.workers import Worker

DELIVERY = 30.0
"""Seconds after the last answer in which everything must have been delivered."""
SETTLE = 1.0
"""Seconds between the screens' joining and the first post: presence is told, garbage is collected."""


class Marks:
    """Marks for a run's questions, never the same twice."""

    def __init__(self) -> None:
        self._next = 1

    def take(self, count: int = 1_000_000) -> int:
        self._next += count
        return self._next - count


MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Delivered:
    """A fan-out as it went: what was sent, what arrived, and the server's CPU seconds over it, until it rests again."""

    sent: Sent
    arrivals: Arrivals
    expected: int
    cpu: float
    cpu_until_delivered: float
    cpu_of_all: float
    """With that of the database and of Redis, where they are servers of their own."""
    cpu_unwatched: float
    """What taking in as many questions costs this server while no screen is connected."""
    seconds: float

    def figures(self) -> dict[str, Any]:
        written = self.sent.written
        waits = [when - written[mark] for mark, when in zip(self.arrivals.marks, self.arrivals.times, strict=True)]
        delivered = len(self.arrivals.marks)
        return {
            "questions": len(written),
            "accepted": self.sent.statuses[201],
            "delivered": delivered,
            "missing": self.expected - delivered,
            **milliseconds(waits),
            "delivered_per_s": round(delivered / self.seconds),
            "cpu_us_per_delivered": round(self.cpu / delivered * 1e6, 2),
            "of_it_the_fan_out": round((self.cpu - self.cpu_unwatched) / delivered * 1e6, 2),
            "cpu_us_per_question_of_all": round(self.cpu_of_all / len(written) * 1e6),
            "server_cpu_share": round(self.cpu_until_delivered / self.seconds, 3),
            "frames": self.arrivals.frames,
            "bytes_per_delivered": round(self.arrivals.bytes / delivered),
        }


def _fan_out(target: Target, watchers: Worker, sender: Worker, order: Order, screens: int, cost: float) -> Delivered:
    """Sends and waits until every screen has everything; `cost` is the CPU of a question that nobody watches."""
    before, before_of_all, start = target.cpu(), target.cpu_of_all(), time.monotonic()
    sent: Sent = sender.ask(order)
    expected = sent.statuses[201] * screens
    deadline = time.monotonic() + DELIVERY
    while watchers.ask("count") < expected and time.monotonic() < deadline:
        time.sleep(0.02)
    until_delivered, cpu = target.cpu() - before, target.cpu_at_rest() - before
    of_all = target.cpu_of_all() - before_of_all
    arrivals: Arrivals = watchers.ask("collect")
    seconds = max(arrivals.times, default=start) - start
    return Delivered(sent, arrivals, expected, cpu, until_delivered, of_all, cost * len(sent.written), seconds)


def _unwatched(target: Target, sender: Worker, order: Order) -> float:
    """CPU seconds of the server for each question while no screen is connected."""
    cpu = target.cpu_at_rest()
    sent: Sent = sender.ask(order)
    return (target.cpu_at_rest() - cpu) / len(sent.written)


def intake_to_desk(target: Target, screens: int, seconds: Mapping[int, float]) -> dict[str, Any]:
    """POST → every desk, at each rate for so many seconds."""
    route = target.route()
    with Worker(send) as sender:
        # The first questions of a process pay for what is looked up once.
        sender.ask(Order(route, 16, MARKS.take(), 1.0, rate=100))
        costs = {
            rate: _unwatched(target, sender, Order(route, 16, MARKS.take(), long / 2, rate=rate))
            for rate, long in seconds.items()
        }
        with Worker(watch, target.seat("desk"), screens) as watchers:
            watchers.hear()
            time.sleep(SETTLE)
            figures = {}
            for rate, long in seconds.items():
                order = Order(route, 16, MARKS.take(), long, rate=rate)
                figures[str(rate)] = _fan_out(target, watchers, sender, order, screens, costs[rate]).figures()
    return figures


def burst(target: Target, screens: int, questions: int) -> dict[str, Any]:
    """Single posts over 32 connections as fast as they are answered, to many desks."""
    route = target.route()
    with Worker(send) as sender:
        cost = _unwatched(target, sender, Order(route, 32, MARKS.take(), 60.0, most=questions))
        with Worker(watch, target.seat("desk"), screens) as watchers:
            watchers.hear()
            time.sleep(SETTLE)
            order = Order(route, 32, MARKS.take(), 60.0, most=questions)
            return _fan_out(target, watchers, sender, order, screens, cost).figures()


def command_to_prompter(target: Target, desks: int, prompters: int, takes: int, beside: int) -> dict[str, Any]:
    """A producer's take or return → every prompter, alone and with `beside` posts a second arriving."""
    with Worker(send) as sender:
        first = MARKS.take()
        sender.ask(Order(target.route(), 1, first, 30.0, most=30))
        numbers = _newest(target, 30)
        seats = target.seat("rundown"), target.seat("prompter")
        with Worker(watch, target.seat("desk"), desks) as watchers, Worker(run_down, *seats, prompters, numbers) as run:
            watchers.hear()
            run.hear()
            time.sleep(SETTLE)
            figures = {"quiet": _taken(run.ask((takes, 20)))}
            sender.pipe.send(Order(target.route(), 16, MARKS.take(), takes / 20, rate=beside))
            figures[f"beside_{beside}_posts_per_s"] = _taken(run.ask((takes, 20)))
            sender.hear()
    return figures


def _newest(target: Target, count: int) -> list[int]:
    headers = {"Authorization": f"Bearer {target.tokens['desk']}"}
    answer = requests.get(
        target.route().url, params={"limit": str(count), "state": "new"}, headers=headers, timeout=30
    ).json()
    return [question["number"] for question in answer["questions"]]


def _taken(taken: Taken) -> dict[str, Any]:
    return {"prompter": milliseconds(taken.shown), "acknowledgement": milliseconds(taken.acknowledged)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A server, where it is asked, and the status of each of its answers."""

    target: Target
    route: Route
    status: int = 201


def in_turns(asked: Mapping[str, Asked], connections: int, seconds: float, rounds: int) -> dict[str, Any]:
    """Single requests, each server in turn, several rounds: the machine's moods fall on all of them alike."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in asked}
    with Worker(send) as sender:
        for one in asked.values():
            sender.ask(Order(one.route, connections, MARKS.take(), seconds / 4))
            one.target.cpu_at_rest()
        for _ in range(rounds):
            for name, one in asked.items():
                runs[name].append(_answered(sender, one, connections, seconds))
    return {name: _median(each) for name, each in runs.items()}


def _answered(sender: Worker, asked: Asked, connections: int, seconds: float) -> dict[str, Any]:
    """A round. The processor's time of a post is that of all that follows from it; `of_it_until_answered`: what was
    used by the last answer, that of such work's share of the loop included."""
    before = asked.target.cpu()
    sent: Sent = sender.ask(Order(asked.route, connections, MARKS.take(), seconds))
    answered, since = asked.target.cpu() - before, time.monotonic()
    whole, after = asked.target.cpu_at_rest() - before, time.monotonic() - since
    if set(sent.statuses) != {asked.status}:
        raise RuntimeError(f"{asked.route.path} did not answer {asked.status}: {dict(sent.statuses)}")
    return {
        "per_s": round(len(sent.answered) / sent.seconds),
        **milliseconds(sent.waits),
        "server_cpu_us_per_post": round(whole / len(sent.answered) * 1e6),
        "of_it_until_answered": round(answered / len(sent.answered) * 1e6),
        "at_rest_after_s": round(after, 1),
    }


def _median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    middle = sorted(runs, key=lambda run: run["per_s"])[len(runs) // 2]
    return {
        **middle,
        "per_s": round(statistics.median(run["per_s"] for run in runs)),
        "rounds": [r["per_s"] for r in runs],
    }


def batches(target: Target, connections: int, size: int, seconds: float) -> dict[str, Any]:
    """Questions a second in batches of `size`; the server is at rest again afterwards."""
    route = target.route("/questions:batch")
    with Worker(send) as sender:
        sender.ask(Order(route, connections, MARKS.take(), seconds / 12, batch=size))
        sent: Sent = sender.ask(Order(route, connections, MARKS.take(10_000_000), seconds, batch=size))
    target.cpu_at_rest()
    if set(sent.statuses) != {200} or sent.refused_rows:
        raise RuntimeError(f"batches were not accepted: {dict(sent.statuses)}, {sent.refused_rows} rows refused")
    return {"questions_per_s": round(len(sent.answered) * size / sent.seconds), "batch": milliseconds(sent.waits)}
