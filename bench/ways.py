"""Ways that a small centre does not take: over TLS, and two servers behind nginx; and what joining costs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from bench import measures
from bench.clients import Screen
from bench.figures import milliseconds, ratio
from bench.measures import Asked
from bench.servers import Target

Figures = dict[str, Any]

MISSED = 400
"""Events that a screen has missed which was away for a while: fewer than a frame holds, so it is told them."""
BETWEEN = 0.02
"""Seconds between two screens that join: what is measured is one, and not a crowd."""

_PLACE = re.compile(rb'"epoch":"([^"]+)".*?"to":(\d+)')


def another(
    bare: Target, target: Target, desks: int, rates: Mapping[int, float], connections: int, seconds: float, rounds: int
) -> Figures:
    """Single posts beside the bare route, and from a post to the desks."""
    asked = {"bare_flask_route": Asked(bare, bare.route()), "ours": Asked(target, target.route())}
    posts = measures.in_turns(asked, connections, seconds, rounds)
    posts["ours"]["of_the_bare_route"] = ratio(posts["ours"]["per_s"], posts["bare_flask_route"]["per_s"])
    return {"single_posts": posts, "desks": desks, "to_desks": measures.intake_to_desk(target, desks, rates)}


def joining(each: Mapping[str, Target], bare_us: float, times: int) -> Figures:
    """A desk that joins anew, and one that was away for some hundred events: what each waits for, and what it costs.

    `bare_us`: the processor time of a post to the bare route, of which the costs are told as multiples.
    """
    return {name: _joining(target, bare_us, times) for name, target in each.items()}


def _joining(target: Target, bare_us: float, times: int) -> Figures:
    seat = target.seat("desk")
    screens = [Screen(seat)]  # The first one pays for what others are told from.
    epoch, to = _place(screens[0].sync())
    since = max(0, to - MISSED)

    def join() -> int:
        screens.append(Screen(seat))
        return screens[-1].snapshot_size

    def catch_up() -> int:
        return len(screens[0].sync(epoch=epoch, since=since))

    try:
        return {
            "joined": _cost(target, join, bare_us, times),
            "caught_up": {"events": to - since, **_cost(target, catch_up, bare_us, times)},
        }
    finally:
        for screen in screens:
            screen.sock.close()


def _place(answer: bytes) -> tuple[str, int]:
    found = _PLACE.search(answer)
    assert found is not None, answer[:200]
    return found[1].decode(), int(found[2])


def _cost(target: Target, act: Callable[[], int], bare_us: float, times: int) -> Figures:
    target.cpu_at_rest()
    before, waits, size = target.cpu(), [], 0
    for _ in range(times):
        start = time.monotonic()
        size += act()
        waits.append(time.monotonic() - start)
        time.sleep(BETWEEN)
    cost = (target.cpu_at_rest() - before) / times * 1e6
    return {
        **milliseconds(waits),
        "bytes": size // times,
        "cpu_us": round(cost),
        "of_a_bare_post": ratio(cost, bare_us),
    }
