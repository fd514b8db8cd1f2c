"""`python -m bench.heap [--quick]`: a desk's heap before and after an hour's questions; prints one JSON document.

A real Chromium has the desk open while as many questions come in as in an hour at twenty a second, by several senders
at once and therefore sooner; a moderator lets the new ones in every few seconds. The figures are Chromium's own, after
it has collected what nothing holds any more.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page

from bench import machine, servers
from bench.desk import RATE, context, desk, sending
from tests.support.browser import chromium

HOUR = 3600 * RATE
QUICK = 2000
SENDERS = 8
FIRST = 200
"""Questions that are there when the desk is opened."""
PATIENCE = 1800.0
"""Seconds."""


def megabytes(page: Page) -> float:
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.collectGarbage")
    used = devtools.send("Runtime.getHeapUsage")["usedSize"]
    devtools.detach()
    return round(used / 1e6, 2)


def measured(questions: int) -> dict[str, Any]:
    with servers.embedded() as of, servers.product(of) as target, chromium(whole=True) as browser, ExitStack() as stack:
        # Each sender's numbers are its own, so that no question comes twice.
        senders = [stack.enter_context(sending(target, place * 1_000_000)) for place in range(1, SENDERS + 1)]
        start = time.monotonic()
        while sum(sender.sent for sender in senders) < FIRST:
            time.sleep(0.1)
        page = desk(context(browser, target), target.url)
        heap = {"at_first": megabytes(page)}
        for name, many in (("at_half", questions // 2), ("at_the_end", questions)):
            while sum(sender.sent for sender in senders) < many:
                if time.monotonic() > start + PATIENCE:
                    raise RuntimeError(f"{questions} questions did not come within {PATIENCE:.0f} s")
                page.keyboard.press("Escape")
                page.keyboard.press("Home")
                page.wait_for_timeout(2000)
            heap[name] = megabytes(page)
        seconds = time.monotonic() - start
        sent = sum(sender.sent for sender in senders)
    return {"questions": sent, "seconds": round(seconds), "heap_mb": heap}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.heap", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer of everything, for orientation only")
    options = parser.parse_args()
    print("the desk's heap …", file=sys.stderr, flush=True)
    document = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": machine.described(),
        **measured(QUICK if options.quick else HOUR),
    }
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
