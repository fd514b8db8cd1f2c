"""A hundred broadcasts with a desk each: what they cost at rest, and posts into all of them against posts into one."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bench import servers
from bench.clients import Seat
from bench.figures import aim, ratio
from bench.posts import Route
from bench.scale_options import Figures, Options
from bench.screens import LiveScreen, in_step
from bench.servers import Prepared, Target
from bench.texts import bodies

CONNECTIONS = 32
DESKS_OF_A_KEY = 10
"""A key has few snapshots a second."""
SETTLED = 6
"""Seconds after which presence is told and the language work of nothing is done. Nothing rests for longer than is
measured."""


def _added(of: Prepared, count: int) -> tuple[list[str], list[str]]:
    """Slugs of so many more broadcasts that collect, and keys to all of them."""
    slugs = [f"show-{n}" for n in range(count)]
    roles = ["--role", "moderator", "--role", "source"]
    several = range(count // DESKS_OF_A_KEY + 1)
    commands = [["key", "add", *roles, "--everywhere", "--name", f"all {n}"] for n in several]
    for slug in slugs:
        commands.append(["broadcast", "add", "--slug", slug, "--title", "Прямая линия", "--head", "Иван Петров"])
        commands.append(["broadcast", "open", slug])
    return slugs, [line.split()[-1] for line in of.installation.several(*commands)[: len(several)]]


async def _at_rest(target: Target, slugs: list[str], tokens: list[str], seconds: float) -> float:
    """The share of a core that the server takes while a desk of each broadcast is open and nothing happens."""
    seats = [Seat(target.port, slug, "desk", tokens[n // DESKS_OF_A_KEY]) for n, slug in enumerate(slugs)]
    desks = [LiveScreen(seat) for seat in seats]
    await in_step(desks)
    await asyncio.sleep(min(SETTLED, seconds))
    cpu, start = target.cpu(), time.monotonic()
    await asyncio.sleep(seconds)
    return (target.cpu() - cpu) / (time.monotonic() - start)


async def _posted(target: Target, slugs: list[str], token: str, seconds: float, first: int) -> float:
    """Questions a second over CONNECTIONS lines, each into the next broadcast as soon as the last is answered."""
    routes = [Route(target.port, f"/api/v1/broadcasts/{slug}/questions", token) for slug in slugs]
    coming = enumerate(body for _, body in bodies(first))
    start = time.monotonic()
    done = 0

    async def line() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
        while time.monotonic() - start < seconds:
            n, body = next(coming)
            writer.write(routes[n % len(routes)].request(body))
            head = await reader.readuntil(b"\r\n\r\n")
            size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            await reader.readexactly(size)
            if head[9:12] != b"201":
                raise RuntimeError(f"a question was not taken: {head!r}")
            done += 1
        writer.close()

    await asyncio.gather(*(line() for _ in range(CONNECTIONS)))
    return done / (time.monotonic() - start)


async def _measured(target: Target, slugs: list[str], tokens: list[str], seconds: float) -> dict[str, Any]:
    nobody = await _at_rest(target, [], tokens, seconds)
    idle = await _at_rest(target, slugs, tokens, seconds)
    one = await _posted(target, slugs[:1], tokens[0], seconds, 1)
    await asyncio.to_thread(target.cpu_at_rest)
    spread = await _posted(target, slugs, tokens[0], seconds, 1_000_000)
    return {
        "core_without_screens": round(nobody, 4),
        "idle_core": round(idle, 4),
        "posts_a_second_into_one": round(one),
        "posts_a_second_over_all": round(spread),
        "all_to_one": ratio(spread, one),
    }


def measured(options: Options) -> Figures:
    with options.prepared() as of:
        slugs, tokens = _added(of, options.broadcasts)
        with servers.product(of) as target:
            target.cpu_at_rest()
            figures = asyncio.run(_measured(target, slugs, tokens, options.seconds))
    return {
        "broadcasts": options.broadcasts,
        **figures,
        "aims": [
            aim("idle, share of a core", figures["idle_core"], at_most=0.02),
            aim("posts over all to posts into one", figures["all_to_one"], at_least=0.8),
        ],
    }
