"""`python -m bench.polls [--quick]`: a poll that thousands vote in while questions go on; prints one JSON document.

Votes come over five ways: the polls on the pages of VK and Odnoklassniki (stubs of both count them), a group of
Telegram, the telephone's keys, and another program. How soon after a vote the graphic says so, in a real browser; that
each is counted once; and how soon questions reach the desks meanwhile, beside before (that is the peer). Server,
database, stubs, senders and browser share this machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import requests
from playwright.sync_api import Page

from bench import machine, servers
from bench.air import Gallery
from bench.clients import watch
from bench.even import even_chromium
from bench.figures import aim, in_browsers, milliseconds, ratio
from bench.measures import MARKS
from bench.posts import Order, send
from bench.servers import SLUG, Prepared, Target
from bench.workers import Worker
from tests.support.api import Api
from tests.support.exchange import signature
from tests.support.process import wait_until
from tests.support.stubs import ok, telegram, vk

OPTIONS = ("Дороги", "Школы", "Вода")
WAYS = ("vk_poll", "ok_poll", "telegram", "phone", "api")
PHONE_SECRET = "telephone-secret"
DESKS = 3
QUESTIONS = 10
"""A second, before and meanwhile."""

TURN = 30.0
"""Seconds of questions that are handed in, and looked at, at once."""

AGAIN = 10
"""Of so many who vote where the network names its voters, one has voted before and changes the vote."""

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds of votes, how many they are in all, and seconds of questions alone before."""

    seconds: float
    votes: int
    quiet: float


FULL = Plan(300.0, 20_000, 60.0)
QUICK = Plan(5.0, 200, 2.0)
"""Too short to compare: it says that everything is still measured."""

WATCH = """
() => {
  window.shownAt = [];
  const look = () => {
    const said = document.querySelector("overlay-poll .poll:not(.leaving) .voted");
    const voters = said ? Number(said.textContent.replace(/\\D/g, "")) : 0;
    if (shownAt.at(-1)?.[1] !== voters) shownAt.push([performance.timeOrigin + performance.now(), voters]);
    requestAnimationFrame(look);
  };
  look();
}
"""
"""Notes each frame in which another number of voters is to be read, in ms of the machine's clock."""


class Votes:
    """Who has voted by which way, and when each one more was acknowledged, in ms of the machine's clock."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self.by: dict[str, list[int]] = {way: [0] * len(OPTIONS) for way in WAYS}
        self._lock = threading.Lock()

    def more(self, way: str, option: int, before: int | None) -> None:
        with self._lock:
            self.by[way][option] += 1
            if before is None:
                self.at.append(time.time() * 1000)
            else:
                self.by[way][before] -= 1


class Way(threading.Thread):
    """Votes by one way at an even rate; `cast` hands one in: who votes, and the option's place."""

    def __init__(self, name: str, cast: Callable[[int, int], None], plan: Plan, votes: Votes, changes: bool) -> None:
        super().__init__(daemon=True)
        self._name_of_way, self._cast, self._plan, self._votes, self._changes = name, cast, plan, votes, changes
        self.failed: Exception | None = None

    def run(self) -> None:
        draw = random.Random(self._name_of_way)
        chosen: list[int] = []
        count = self._plan.votes // len(WAYS)
        began = time.monotonic()
        try:
            for n in range(count):
                time.sleep(max(0.0, began + n * self._plan.seconds / count - time.monotonic()))
                option = draw.randrange(len(OPTIONS))
                again = self._changes and chosen and n % AGAIN == 0
                who = draw.randrange(len(chosen)) if again else len(chosen)
                self._cast(who, option)
                self._votes.more(self._name_of_way, option, chosen[who] if again else None)
                if again:
                    chosen[who] = option
                else:
                    chosen.append(option)
        except Exception as error:
            self.failed = error


class Town:
    """The networks, each with a page or a hook of the broadcast's, and one poll that stands on all of them, on air."""

    def __init__(self, of: Prepared, target: Target, stack: ExitStack) -> None:
        self._target = target
        self.vk, self.ok = stack.enter_context(vk.Vk()), stack.enter_context(ok.Ok())
        self.telegram = stack.enter_context(telegram.Telegram())
        self._hooks = self._channels(of)
        self.api = Api(target.url, SLUG, of.installation.key(SLUG, "source", "producer", name="votes"))
        asked: dict[str, Any] = {"question": "Что чинить первым?", "options": list(OPTIONS)}
        self.poll = int(self.api.command("poll.open", **asked)["poll"])
        self.api.command("poll.post", poll=self.poll)
        wait_until(lambda: {one["state"] for one in self.view()["posts"]} == {"posted"}, "the poll stands everywhere")
        self.api.command("poll.show", poll=self.poll)

    def _channels(self, of: Prepared) -> dict[str, str]:
        add = of.installation.channel
        keys = {"application_key": ok.KEY, "application_secret": ok.APPLICATION_SECRET}
        posts = {"polls": "yes", "secret": "callback-secret"}
        add("vk", SLUG, host=self.vk.url, user_token=vk.USER_TOKEN, group_id=str(vk.GROUP), **posts)
        add("ok", SLUG, host=self.ok.url, user_token=ok.USER_TOKEN, group_id=ok.GROUP, polls="yes", **keys)
        bot = {"token": telegram.TOKEN, "secret": telegram.SECRET, "chat": "rayon_chat"}
        self.telegram.webhook = "https://line.example/hooks/telegram/1"
        return {
            "telegram": add("telegram", SLUG, host=self.telegram.url, **bot),
            "phone": add("phone", SLUG, secret=PHONE_SECRET),
        }

    def view(self) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in self.api.get("/polls")["polls"] if one["id"] == self.poll)
        return found

    def ways(self, plan: Plan, votes: Votes) -> list[Way]:
        """Each named voter votes in a session of their own way."""
        casts: dict[str, tuple[Callable[[int, int], None], bool]] = {
            "vk_poll": (lambda who, option: self.vk.vote(option), False),
            "ok_poll": (lambda who, option: self.ok.vote(option), False),
            "telegram": (self._by_telegram(), True),
            "phone": (self._by_phone(), True),
            "api": (self._by_program(), True),
        }
        return [Way(name, cast, plan, votes, changes) for name, (cast, changes) in casts.items()]

    def _by_telegram(self) -> Callable[[int, int], None]:
        http, updates = requests.Session(), itertools.count(telegram.START)
        [name] = self.telegram.polls
        url = self._target.url + self._hooks["telegram"]
        headers = {"X-Telegram-Bot-Api-Secret-Token": telegram.SECRET}

        def cast(who: int, option: int) -> None:
            answer = {"poll_id": name, "user": {"id": 1000 + who, "is_bot": False}, "option_ids": [option]}
            body = {"update_id": next(updates), "poll_answer": answer}
            http.post(url, json=body, headers=headers, timeout=PATIENCE).raise_for_status()

        return cast

    def _by_phone(self) -> Callable[[int, int], None]:
        http, url = requests.Session(), self._target.url + self._hooks["phone"]

        def cast(who: int, option: int) -> None:
            body = json.dumps({"vote": str(option + 1), "from": f"+7900{who:07}"}).encode()
            http.post(
                url, data=body, headers={"X-Signature": signature(body, PHONE_SECRET)}, timeout=PATIENCE
            ).raise_for_status()

        return cast

    def _by_program(self) -> Callable[[int, int], None]:
        def cast(who: int, option: int) -> None:
            vote = {"option": option + 1, "voter": f"voter-{who}"}
            self.api.post(f"/polls/{self.poll}/votes", vote).raise_for_status()

        return cast


def measured(plan: Plan, of: Prepared) -> dict[str, Any]:
    with ExitStack() as stack:
        target = stack.enter_context(servers.product(of))
        stack.enter_context(servers.background(of))
        browser = stack.enter_context(even_chromium())
        town, votes = Town(of, target, stack), Votes()
        overlay = Gallery(browser, stack, of).open(target.url, "overlay")
        overlay.evaluate(WATCH)
        desks = stack.enter_context(Worker(watch, target.seat("desk"), DESKS))
        sender = stack.enter_context(Worker(send))
        desks.hear()
        quiet = _questions(target, desks, sender, plan.quiet)
        ways = town.ways(plan, votes)
        for way in ways:
            way.start()
        busy = _questions(target, desks, sender, plan.seconds)
        for way in ways:
            way.join(plan.seconds + PATIENCE)
            if way.failed:
                raise way.failed
        people = len(votes.at)
        wait_until(lambda: town.view()["voters"] == people, f"all {people} are counted", PATIENCE)
        shown = _shown(overlay, people)
        return {
            "votes": sum(plan.votes // len(WAYS) for _ in WAYS),
            "people": people,
            "counted_wrong": _wrong(town.view(), votes),
            "graphic": in_browsers(_behind(votes.at, shown)),
            "desk": {"quiet": quiet, "meanwhile": busy, "p99_of_quiet": ratio(busy["p99_ms"], quiet["p99_ms"])},
        }


def _questions(target: Target, desks: Worker, sender: Worker, seconds: float) -> dict[str, Any]:
    """How soon questions reach the desks."""
    waits: list[float] = []
    left = seconds
    while left > 0:
        sent = sender.ask(Order(target.route(), 4, MARKS.take(), min(left, TURN), rate=QUESTIONS))
        wait_until(partial(_have_all, desks, sent.statuses[201] * DESKS), "the desks have every question", PATIENCE)
        arrivals = desks.ask("collect")
        waits += [at - sent.written[mark] for mark, at in zip(arrivals.marks, arrivals.times, strict=True)]
        left -= TURN
    return milliseconds(waits)


def _have_all(desks: Worker, expected: int) -> bool:
    return bool(desks.ask("count") >= expected)


def _shown(overlay: Page, people: int) -> list[tuple[float, int]]:
    overlay.wait_for_function("people => shownAt.at(-1)[1] === people", arg=people, timeout=PATIENCE * 1000)
    return [(at, voters) for at, voters in overlay.evaluate("shownAt")]


def _behind(at: list[float], shown: list[tuple[float, int]]) -> list[float]:
    """Of each one more who voted: the ms until the graphic first said so many, or more."""
    numbers = [voters for _, voters in shown]
    return [shown[bisect_left(numbers, n)][0] - moment for n, moment in enumerate(sorted(at), 1)]


def _wrong(view: dict[str, Any], votes: Votes) -> int:
    """Votes too many or too few, of any option by any way, beside what was handed in."""
    counted = {way: [one["by"].get(way, 0) for one in view["options"]] for way in WAYS}
    return sum(abs(a - b) for way in WAYS for a, b in zip(counted[way], votes.by[way], strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.polls", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="so few of each that nothing can be compared")
    quick = parser.parse_args().quick
    document: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "machine": machine.described(),
    }
    aims = []
    for name, prepared in {"sqlite": servers.embedded, "postgresql": servers.served}.items():
        with prepared() as of:
            found = document[name] = measured(QUICK if quick else FULL, of)
        print(json.dumps({"database": name, **found}), file=sys.stderr, flush=True)
        aims += [
            aim(f"{name}: the graphic behind a vote, p95 ms", found["graphic"]["p95_ms"], at_most=2000),
            aim(f"{name}: the desk's p99 meanwhile, times that of before", found["desk"]["p99_of_quiet"], at_most=2),
            aim(f"{name}: votes counted wrong", found["counted_wrong"], at_most=0),
        ]
    document["machine"]["load_average_at_end"] = [round(load, 2) for load in os.getloadavg()]
    print(json.dumps({**document, "aims": aims}, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
