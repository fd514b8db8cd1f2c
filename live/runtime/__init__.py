"""The seam to the asynchronous server. The only room that names eventlet (or gevent).

`patch()` must be the process's first statement: it makes the standard library cooperative. Everything
else here has a plain-thread form too, which is what an unpatched process (a test, a script) gets.
"""

from __future__ import annotations

import os

mode = "threading"
"""What this process runs on: "eventlet" or "gevent" once patched, else "threading"."""


def patch() -> str:
    """Make this process cooperative on LIVE_ASYNC (eventlet unless it says gevent) and tune it for many sockets."""
    global mode
    # psycopg's default wait blocks the whole server; it must be told before its import (TRAPS: 1,515 ms against 14 ms).
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")
    mode = os.environ.get("LIVE_ASYNC", "eventlet")
    if mode == "gevent":
        from gevent import monkey

        monkey.patch_all()
    elif mode == "eventlet":
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Its own notice that it is being retired: docs/decisions.
            import eventlet

        eventlet.monkey_patch()
    else:
        raise SystemExit(f"LIVE_ASYNC is {mode!r}; it is eventlet or gevent.")
    import gc

    # Garbage a little at a time: of 200,000 objects at once it stopped everybody for a third of a second. All that is
    # alive is hardly ever walked: with 1,000 clients the default thresholds cost a p99 of 130 ms instead of 34 ms.
    gc.set_threshold(5_000, 10, 20_000)
    _return_large_blocks()
    return mode


M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
LARGE = 128 * 1024
"""Bytes: glibc's own beginning, from which it goes up to whatever large block was freed last."""


def _return_large_blocks() -> None:
    """Have glibc give large blocks back when they are freed; another allocator keeps its own ways.

    Else a joining screen's answer of 400 KB lies between small blocks that live as long as the screen, and its space is
    never whole again: half a megabyte a socket.
    """
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, TypeError, AttributeError):
        return
    mallopt(M_MMAP_THRESHOLD, LARGE)
    mallopt(M_TRIM_THRESHOLD, LARGE)
