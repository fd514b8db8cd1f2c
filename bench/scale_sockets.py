"""A thousand screens of one server: their cost at rest, that of a claim, and how fast they are back after a kill."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import crowd, servers
from bench.clients import Seat
from bench.figures import aim, percentile
from bench.scale_options import Figures, Options
from bench.screens import LiveScreen, in_step, until
from bench.servers import SLUG, Target
from bench.texts import bodies
from tests.support.server import SECRET

QUESTIONS = 300
RATE = 20
"""Questions a second while the server is killed and comes back."""
REST = 12
"""Seconds, two rounds of pings: what the joining left behind is gone. Nothing rests for longer than is measured."""
DESKS_OF_A_KEY = 10
PATIENCE = 120.0


def resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    line = next(row for row in Path(f"/proc/{pid}/status").read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def _pid(target: Target) -> int:
    assert target.program.process is not None
    return target.program.process.pid


def _seated(target: Target, screens: int) -> list[LiveScreen]:
    """The prompter first, and so many desks. A key has few snapshots a second, so each has few desks."""
    keys = target.installation.several(
        *(
            ["key", "add", "--role", "moderator", "--broadcast", SLUG, "--name", f"desk {n}"]
            for n in range(screens // DESKS_OF_A_KEY + 1)
        )
    )
    seats = [Seat(target.port, SLUG, "desk", keys[n // DESKS_OF_A_KEY].split()[-1]) for n in range(screens)]
    return [LiveScreen(seat) for seat in (target.seat("prompter"), *seats)]


async def _idle(target: Target, screens: list[LiveScreen], seconds: float) -> dict[str, float]:
    """The share of a core, and bytes a second to all screens, while nothing happens."""
    bytes_before, cpu, start = sum(one.heard for one in screens), target.cpu(), time.monotonic()
    await asyncio.sleep(seconds)
    took = time.monotonic() - start
    return {
        "core": round((target.cpu() - cpu) / took, 4),
        "bytes_a_second": round((sum(one.heard for one in screens) - bytes_before) / took),
    }


async def _claims(target: Target, screens: list[LiveScreen], claims: int, idle: dict[str, float]) -> dict[str, Any]:
    """What one claim costs, from many one after another: two screens hold the same few in turn."""
    presence, cpu, start = sum(one.presence for one in screens), target.cpu(), time.monotonic()
    for n in range(claims):
        verb = "claim" if n % 2 == 0 else "release"
        screens[1].command({"id": str(uuid.uuid4()), "type": f"question.{verb}", "question": 1})
        await asyncio.sleep(1.2)
    took = time.monotonic() - start
    said = sum(one.presence for one in screens) - presence
    return {
        "bytes_to_all": round(said / claims),
        "bytes_to_one": round(said / claims / len(screens), 1),
        "cpu_ms": round(1000 * (target.cpu() - cpu - idle["core"] * took) / claims, 1),
    }


async def _post(target: Target, answered: list[int]) -> None:
    """RATE questions a second for as long as nobody ends it, whoever hears them."""
    request = target.route().request
    async with asyncio.TaskGroup() as group:
        for _, body in bodies(1_000_000):
            group.create_task(_post_one(target.port, request(body), answered))
            await asyncio.sleep(1 / RATE)


async def _post_one(port: int, request: bytes, answered: list[int]) -> None:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        answered.append(int((await reader.readuntil(b"\r\n"))[9:12]))
        writer.close()
    except (OSError, asyncio.IncompleteReadError):
        answered.append(0)


async def _answers(port: int) -> float:
    """When the server has answered its first request."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            if (await reader.readuntil(b"\r\n"))[9:12] == b"200":
                writer.close()
                return time.monotonic()
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.02)


async def _storm(target: Target, screens: list[LiveScreen]) -> dict[str, Any]:
    """Killed and started again at RATE posts a second: seconds from its return until each screen was in step again."""
    answered: list[int] = []
    posting = asyncio.get_running_loop().create_task(_post(target, answered))
    await asyncio.sleep(2)
    target.program.kill()
    killed = time.monotonic()
    running: Callable[[], object] = lambda: True  # noqa: E731 - it is asked below whether it answers
    await asyncio.to_thread(target.program.start, running, "the server again")
    returned = await _answers(target.port)
    await until(lambda: all(one.synced_at > killed for one in screens), PATIENCE, "all are back")
    posting.cancel()
    await asyncio.wait([posting])
    waits = [max(0.0, one.synced_at - returned) for one in screens[1:]]
    return {
        "away": round(returned - killed, 2),
        "prompter": round(max(0.0, screens[0].synced_at - returned), 2),
        "p50": round(percentile(waits, 0.5), 2),
        "last": round(max(waits), 2),
        "posts": {str(status): answered.count(status) for status in sorted(set(answered))},
    }


async def _measured(target: Target, options: Options) -> dict[str, Any]:
    opened = _seated(target, options.screens)
    rest = min(REST, options.seconds)
    first = max(1, len(opened) // 10)  # The first of a process pay for what is held once.
    await in_step(opened[:first])
    await asyncio.sleep(rest)
    before = resident(_pid(target))
    await in_step(opened[first:])
    await asyncio.sleep(rest)
    memory = (resident(_pid(target)) - before) / (len(opened) - first)
    idle = await _idle(target, opened, options.seconds)
    claim = await _claims(target, opened, options.claims, idle)
    at_rest = {"screens": len(opened), "memory_kb": round(memory / 1024, 1), "idle": idle, "claim": claim}
    print(json.dumps(at_rest), file=sys.stderr, flush=True)  # Should they not come back, this is known.
    return {**at_rest, "return": await _storm(target, opened)}


def measured(options: Options) -> Figures:
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with options.prepared() as of:
        crowd.fill(of.installation.database_url, SECRET, SLUG, QUESTIONS)
        with servers.product(of) as target:
            target.cpu_at_rest()
            figures = asyncio.run(_measured(target, options))
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return {
        **figures,
        "aims": [
            aim("memory a socket, KB", figures["memory_kb"], at_most=60),
            aim("idle screens, share of a core", figures["idle"]["core"], at_most=0.02),
            aim("the prompter after the return, s", figures["return"]["prompter"], at_most=1),
            aim("the last screen after the return, s", figures["return"]["last"], at_most=5),
        ],
    }
