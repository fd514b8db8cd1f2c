"""Tasks, pauses, signals and promises, alike under eventlet, gevent and plain threads."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

import structlog

from live import runtime

T = TypeVar("T")
log = structlog.get_logger()


def sleep(seconds: float) -> None:
    """Let others run for at least `seconds`; 0 is one turn."""
    if runtime.mode == "eventlet":
        import eventlet

        eventlet.sleep(seconds)
    elif runtime.mode == "gevent":
        import gevent

        gevent.sleep(seconds)
    else:
        time.sleep(seconds)


def spawn(work: Callable[..., Any], *args: Any) -> None:
    """Run `work` beside the caller; what it raises is logged."""

    def guarded() -> None:
        try:
            work(*args)
        except Exception:
            log.exception("task failed", task=getattr(work, "__qualname__", repr(work)))

    if runtime.mode == "eventlet":
        import eventlet

        eventlet.spawn(guarded)
    elif runtime.mode == "gevent":
        import gevent

        gevent.spawn(guarded)
    else:
        threading.Thread(target=guarded, daemon=True).start()


def offload(work: Callable[..., T], *args: Any) -> T:
    """The result of `work`, run in an OS thread: for calls that would stall every other task.

    `work` must touch nothing cooperative: no lock, socket or log of this process.
    """
    if runtime.mode == "eventlet":
        from eventlet import tpool

        return tpool.execute(work, *args)
    if runtime.mode == "gevent":
        import gevent

        return gevent.get_hub().threadpool.apply(work, args)
    return work(*args)


def readable(descriptor: int, timeout: float) -> bool:
    """Whether there is something to be read, once there is or so many seconds have passed."""
    try:
        if runtime.mode == "eventlet":
            from eventlet.hubs import trampoline

            trampoline(descriptor, read=True, timeout=timeout, timeout_exc=TimeoutError)
        elif runtime.mode == "gevent":
            from gevent.socket import wait_read

            wait_read(descriptor, timeout, TimeoutError())
        else:
            return bool(select.select([descriptor], [], [], timeout)[0])
    except TimeoutError:
        return False
    return True


@contextmanager
def within(seconds: float) -> Generator[None]:
    """`TimeoutError` once what is done inside has taken so long in all, whatever it waits for.

    In plain threads nothing can be cut short: there only its own time limits hold.
    """
    if runtime.mode == "eventlet":
        from eventlet import Timeout
    elif runtime.mode == "gevent":
        from gevent import Timeout
    else:
        yield
        return
    limit = Timeout(seconds)
    if runtime.mode == "gevent":
        limit.start()
    try:
        yield
    except Timeout as late:
        if late is not limit:
            raise
        raise TimeoutError from None
    finally:
        limit.cancel()


class Signal:
    """Wakes one waiting task; rings that come while nobody waits are kept as one."""

    __slots__ = ("_event", "_rung", "_waiting")

    def __init__(self) -> None:
        self._event = threading.Event()
        self._rung = False
        self._waiting: Any = None

    def ring(self) -> None:
        if runtime.mode != "eventlet":
            self._event.set()
            return
        self._rung = True
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.send()

    def wait(self, timeout: float | None = None) -> bool:
        """Until rung or `timeout` seconds have passed; whether it was rung."""
        if runtime.mode == "eventlet":
            return self._wait(timeout)
        rung = self._event.wait(timeout)
        self._event.clear()
        return rung

    def _wait(self, timeout: float | None) -> bool:
        # eventlet's own event costs a quarter of a patched threading.Event, and every frame and group waits for one.
        if not self._rung:
            from eventlet.event import Event

            self._waiting = Event()
            self._waiting.wait(timeout)
            self._waiting = None
        rung, self._rung = self._rung, False
        return rung


class Unfinished(Exception):
    """A promise got no result within the time that its waiter gave it."""


class Promise:
    """One result (or exception) that another task will bring."""

    __slots__ = ("_done", "_value", "_error", "_event")

    def __init__(self) -> None:
        self._done = False
        self._value: Any = None
        self._error: BaseException | None = None
        self._event: Any = None

    def set_result(self, value: Any) -> None:
        self._value = value
        self._finish()

    def set_exception(self, error: BaseException) -> None:
        self._error = error
        self._finish()

    def wait(self, timeout: float) -> Any:
        """The result; raises what it failed with, or `Unfinished` after `timeout` seconds."""
        if not self._done:
            self._wait(timeout)
        if not self._done:
            raise Unfinished
        if self._error is not None:
            raise self._error
        return self._value

    def _finish(self) -> None:
        self._done = True
        if self._event is not None:
            if runtime.mode == "eventlet":
                self._event.send()
            else:
                self._event.set()

    def _wait(self, timeout: float) -> None:
        # eventlet's own event costs a quarter of a patched threading.Event, and one is made for each POST.
        if runtime.mode == "eventlet":
            from eventlet.event import Event

            self._event = Event()
        else:
            self._event = threading.Event()
            if self._done:
                return
        self._event.wait(timeout)
