"""The web server's launch and its end: the listening socket, the loop that accepts on it, and what ends in order."""

from __future__ import annotations

import errno
import gc
import itertools
import os
import resource
import signal
import socket
import ssl
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

import structlog

from live import runtime
from live.runtime.connections import ROUND, Connections, Limits
from live.runtime.deadlines import Timed
from live.runtime.layers import called
from live.runtime.logs.logged import Logged
from live.runtime.tasks import Signal, sleep, spawn
from live.runtime.worker import Worker, Workers

log = structlog.get_logger()

SLOTS = 20_000
"""Connections at once; each websocket holds one (eventlet's own default is 1,024)."""

FILES = 8192
"""Open files without which a server that others can reach does not start: a connection is one."""

ENDLESS = 1 << 20

PASSING = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED, errno.EPROTO}
"""What accept() meets that says nothing against the listening socket: no file left for a moment, a client gone."""

PAUSE = 0.1
"""Seconds until the next try, in which others run and may close what they hold."""

TOGETHER = 16
"""Connections that are closed at once between two turns of everybody else: while they come faster than they are
closed, whoever is welcome waits behind them all, in the kernel's queue."""

TURN = 0.05
"""Seconds between two looks at what is still under way, once the process is told to end."""

KEPT = 1.0
"""Seconds for which a kept connection may still ask, once the process is told to end."""

ORDERLY = 8.0
"""Seconds that the end waits for what is under way."""

HARD = 10
"""Seconds after which the process ends in any case."""


class Ending:
    """Whether this process is told to end, by SIGTERM or SIGINT; the second one ends it at once, and so does HARD.

    `last` is called once nobody is connected any more, with the seconds that are left for it.
    """

    def __init__(self, last: Callable[[float], None] = lambda seconds: None) -> None:
        self.last = last
        self.told = False
        self._until = 0.0
        self._listens = False
        self._bell, self._ear = socket.socketpair()

    def listen(self) -> None:
        self._listens = True
        signal.set_wakeup_fd(self._bell.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)

    def _told(self, *_: object) -> None:
        self.tell()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, _give_up)
        signal.alarm(HARD)

    def tell(self) -> None:
        if not self.told:
            self.told, self._until = True, time.monotonic() + ORDERLY
            self._bell.send(b"!")

    def wait(self) -> None:
        """Until it is told: a signal alone wakes nobody, its byte does."""
        while not self.told:
            self._ear.recv(1)
        if self._listens:
            signal.set_wakeup_fd(-1)
        log.info("told to end")

    def left(self) -> float:
        """Seconds for which what is under way is still waited for."""
        return max(self._until - time.monotonic(), 0.0)

    def finish(self) -> None:
        self.last(self.left())
        log.info("ended in order")

    def leave(self) -> NoReturn:
        """End the process here: Python's own way out would wait for tasks that go round for ever."""
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _give_up(*_: object) -> None:
    log.error("the end took too long: what was under way is broken off", seconds=HARD)
    os._exit(1)


class Listening(socket.socket):
    """eventlet stops serving at the first error of accept() that it does not know; these pass.

    A connection that is one too many of its address is closed at once: a task for it would cost more than all the rest.
    """

    connections: Connections | None = None
    ends = False
    is_kept = False
    """Whether it stays open when this process ends (live/runtime/handed.py): who waits in it is the next one's."""
    _waiting: Any = None
    """The task that waits for a connection, while it does."""

    def accept(self) -> tuple[socket.socket, Any]:
        for number in itertools.count(1):
            try:
                accepted = self._try_to_accept()
            except TimeoutError:
                if self.ends and (self.is_kept or not self._someone_waits()):
                    break
                continue
            if accepted is not None and self._welcomes(accepted):
                return accepted
            if accepted is None:
                sleep(PAUSE)
            elif number % TOGETHER == 0:
                sleep(0)
        # Who had come is let in, nobody else. To come back would let eventlet end every kept connection at once.
        self.close()
        Signal().wait()
        raise SystemExit

    def accept_no_more(self) -> None:
        """Let those in who have come already, then close."""
        from eventlet import kill

        self.ends = True
        self.settimeout(0.001)
        if self._waiting is not None:
            kill(self._waiting, TimeoutError)  # As if its time were up.

    def _someone_waits(self) -> bool:
        """Whether a connection stands in the kernel's queue: in a busy loop its time is up before it is looked for."""
        from eventlet.patcher import original

        queue = original("select").poll()
        queue.register(self.fileno(), original("select").POLLIN)
        return bool(queue.poll(0))

    def _welcomes(self, accepted: tuple[socket.socket, Any]) -> bool:
        """Whether a connection may come in; one that may not is closed."""
        welcome = self.connections is None or self.connections.welcomes(accepted[1][0])
        if not welcome:
            accepted[0].close()
        return welcome

    def _try_to_accept(self) -> tuple[socket.socket, Any] | None:
        from eventlet import getcurrent

        self._waiting = getcurrent()
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in PASSING:
                raise  # Also that none came in time.
            log.warning("a connection was not accepted", error=error.strerror)
            return None
        finally:
            self._waiting = None


def listen(host: str, port: int) -> Listening:
    """A listening socket that sends at once; `OSError` where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = Listening(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted sockets inherit it. Without, Nagle's delay put a p99 of 45 ms on what takes 15.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.bind((host, port))
    sock.listen(1024)
    return sock


def tls(certificate: str, key: str) -> ssl.SSLContext:
    """What a server needs for https; `RuntimeError` with one line where the files will not do."""

    def no_password() -> str:
        raise RuntimeError(f"{key} asks for a password: keep the key without one, readable to this program alone.")

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key, no_password)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise RuntimeError(f"{key} is not the key of the certificate {certificate}.") from error
        raise RuntimeError(f"{certificate} and {key} are no certificate with its key in PEM.") from error
    except OSError as error:
        raise RuntimeError(f"{certificate} or {key} cannot be read: {error.strerror}.") from error
    return context


def raise_open_files() -> int:
    """How many files this process may have open, which is as many as its owner allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    except (OSError, ValueError):
        pass  # Some systems name a bound that they do not give.
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return ENDLESS if allowed == resource.RLIM_INFINITY else allowed


def serve(
    app: Callable[..., Any],
    sock: Listening,
    secure: ssl.SSLContext | None = None,
    limits: Limits | None = None,
    background: Workers | None = None,
    ending: Ending | None = None,
    send_away: Callable[[], None] = lambda: None,
) -> None:
    """Serve a WSGI app on `sock`, over TLS where `secure` is given, until told to end; then answer what is under way.

    What ends overdue connections stands in `background`, for whoever asks how its tasks do. `send_away` is called again
    and again at the end: it has the websockets go.
    """
    gc.collect()
    gc.freeze()  # What stands by now stays: a full collection would walk all of it, for 50 to 150 ms.
    ending = ending or Ending()
    connections = Connections(limits or Limits(), lambda: ending.told)
    overdue = Worker("connections", connections.end_overdue, ROUND)  # It must not end at its first error.
    if background is not None:
        background.add(overdue)
    overdue.start()
    accept, accept_no_more = _acceptor(called(Logged(called(Timed(called(app))))), sock, connections, secure)
    failed: list[Exception] = []

    def accept_all() -> None:
        try:
            accept()
        except Exception as error:
            failed.append(error)
        finally:
            ending.tell()

    spawn(accept_all)
    ending.wait()
    accept_no_more()
    _let_finish(connections, ending, send_away)
    ending.finish()
    if failed:
        raise failed[0]


def _acceptor(
    app: Callable[..., Any], sock: Listening, connections: Connections, secure: ssl.SSLContext | None
) -> tuple[Callable[[], None], Callable[[], None]]:
    """What accepts connections and serves them, and what has it accept no more of them."""
    if runtime.mode == "gevent":
        from live.runtime.gevent_http import Server

        server = Server(sock, app, connections, secure)
        return server.serve_forever, server.accept_no_more
    import eventlet.wsgi

    from live.runtime.eventlet_http import protocol

    sock.connections = connections
    https = {"environ": {"wsgi.url_scheme": "https", "HTTPS": "on"}} if secure else {}
    # Not debug: that sends tracebacks to whoever asks.
    quiet = {"log_output": False, "debug": False}

    def accept() -> None:
        eventlet.wsgi.server(sock, app, max_size=SLOTS, protocol=protocol(connections, secure), **quiet, **https)

    return accept, sock.accept_no_more


def _let_finish(connections: Connections, ending: Ending, send_away: Callable[[], None]) -> None:
    """Until every connection is over, or no time is left."""
    sleep(2 * TURN)  # Those that are let in last are not counted yet.
    while len(connections) and (left := ending.left()):
        send_away()
        if left < ORDERLY - KEPT:
            connections.end_those_at_rest()
        sleep(TURN)
    if len(connections):
        log.warning("connections are cut at the end", number=len(connections))
