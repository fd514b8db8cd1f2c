"""What is measured, each in a process of its own: our server, the same without its database, the bare relay."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import requests
from itsdangerous import URLSafeTimedSerializer

from bench import nginx, texts
from bench.clients import Seat
from bench.posts import Page, Route
from live.views.signing import signing_keys
from tests.support.certificate import made
from tests.support.front import FRONTS
from tests.support.process import Program, free_port
from tests.support.server import ROOT, SECRET, Installation
from tests.support.services import PrivatePostgres, PrivateRedis
from tools.node import node

SLUG = "bench"
FORM = f"/b/{SLUG}/ask"
HOOK = "vk"
"""In place of a role: the path of the channel's hook stands among the tokens."""
VK_SECRET = "the secret of a bench's community: 4e0d7c"
VK = ("--setting", f"secret={VK_SECRET}", "--setting", "joins=60")
"""Its channel's settings, as a new channel has them."""
ROLES = {
    "source": "source",
    "desk": "moderator",
    "rundown": "producer",
    "prompter": "presenter",
    "head": "head",
    "overlay": "gallery",
}
TICKS = os.sysconf("SC_CLK_TCK")
REST = 0.3
"""Seconds over which a server at rest uses next to no processor time."""
RESTLESS = 0.1
"""The share of a core from which on it is at work."""
PATIENCE = 180.0
"""Seconds until a server that never rests breaks the run: most of what follows from a flood is done after it."""


@dataclass(frozen=True)
class Target:
    """A running server, and the keys to its one broadcast by what they are for; `beside`: its database, its Redis and
    its proxy, where they are servers of their own; `others`: servers that share its work."""

    port: int
    program: Program
    tokens: dict[str, str]
    installation: Installation
    beside: tuple[Program, ...] = ()
    others: tuple[Program, ...] = ()
    secure: bool = False

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}"

    def route(self, path: str = "/questions") -> Route:
        return Route(self.port, f"/api/v1/broadcasts/{SLUG}{path}", self.tokens["source"], secure=self.secure)

    def hook(self) -> Route:
        """Where VK calls."""
        return Route(self.port, self.tokens[HOOK], bodies=partial(texts.vk_messages, secret=VK_SECRET))

    def form(self) -> Route:
        """Where a resident's browser sends the form."""
        filled = partial(texts.forms, given=_given_to_a_form)
        return Route(self.port, FORM, bodies=filled, content_type="application/x-www-form-urlencoded")

    def form_page(self) -> Route:
        return Page(self.port, FORM)

    def seat(self, screen: str) -> Seat:
        return Seat(self.port, SLUG, screen, self.tokens[screen], self.secure)

    def cpu(self) -> float:
        """Seconds of processor time that the servers' processes have used, in user and kernel mode."""
        pids = [one.process.pid for one in (self.program, *self.others) if one.process is not None]
        return sum(sum(_stat(pid)[11:13]) for pid in pids) / TICKS

    def cpu_of_all(self) -> float:
        """The same with that of the servers beside it, and of whatever they have started."""
        return self.cpu() + sum(_cpu_of_tree(one.process.pid) for one in self.beside if one.process is not None)

    def files(self) -> int:
        """Files that the server's process has open; a connection is one."""
        assert self.program.process is not None
        return len(os.listdir(f"/proc/{self.program.process.pid}/fd"))

    def cpu_at_rest(self, patience: float = PATIENCE) -> float:
        """The same once what was acknowledged before it was done (the language work) is done too."""
        deadline = time.monotonic() + patience
        before = self.cpu()
        while time.monotonic() < deadline:
            time.sleep(REST)
            now = self.cpu()
            if now - before < REST * RESTLESS:
                return now
            before = now
        raise RuntimeError(f"the server on {self.port} was still at work after {patience:.0f} s")


def _stat(pid: int) -> list[int]:
    """The numbers of /proc/<pid>/stat from its state on, as proc(5) counts them; the state itself is 0."""
    return [0, *map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1:])]


def _cpu_of_tree(pid: int) -> float:
    """Seconds of a process, of those that it has started, and of those among them that have ended."""
    used = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # It has ended meanwhile.
            fields = _stat(int(folder.name))
            if int(folder.name) == pid:
                used += sum(fields[11:15])
            elif fields[1] == pid:
                used += sum(fields[11:13])
    return used / TICKS


@dataclass(frozen=True)
class Prepared:
    """An installation with one open broadcast and a key for each part; `beside` as a `Target` has it."""

    installation: Installation
    tokens: dict[str, str]
    beside: tuple[Program, ...] = ()


def prepared(name: str, url: str, folder: Path) -> Prepared:
    installation = Installation(name, url, None, folder, {"LIVE_ASK_LIMIT": "1000000 per minute"})
    moves = [["broadcast", move, SLUG] for move in ("open", "air")]
    printed = installation.several(
        ["migrate"],
        ["broadcast", "add", "--slug", SLUG, "--title", "Прямая линия", "--head", "Иван Петров"],
        *moves,
        *(["key", "add", "--role", role, "--broadcast", SLUG, "--name", name] for name, role in ROLES.items()),
        ["channel", "add", "--type", "vk", "--broadcast", SLUG, *VK],
    )
    tokens = dict(zip((*ROLES, HOOK), printed[-len(ROLES) - 1 :], strict=True))
    return Prepared(installation, tokens)


def _given_to_a_form(mark: int) -> str:
    """What the page gives to each form, signed as the server signs it."""
    given: str = _signer().dumps([SLUG, f"bench-{mark}"])
    return given


@cache
def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signing_keys((SECRET,))[::-1], salt="ask-form")


@contextmanager
def embedded() -> Iterator[Prepared]:
    """On SQLite, in a folder of its own on the disk where the project stands."""
    folder = Path(tempfile.mkdtemp(prefix="live-bench-"))
    try:
        yield prepared("sqlite", f"sqlite:///{folder}/live.db", folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served() -> Iterator[Prepared]:
    """On a private PostgreSQL with its own defaults for durability."""
    postgres = PrivatePostgres()
    folder = Path(tempfile.mkdtemp(prefix="live-bench-"))
    try:
        postgres.start()
        of = prepared("postgresql", postgres.url(postgres.create_database()), folder)
        yield replace(of, beside=(postgres.program,))
    finally:
        postgres.remove()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served_with_redis() -> Iterator[Prepared]:
    """The same, with a Redis beside it: as one of several servers runs, whose replies a worker sends."""
    redis = PrivateRedis()
    try:
        redis.start()
        with served() as of:
            with_redis = replace(of.installation, redis_url=redis.url)
            yield Prepared(with_redis, of.tokens, (*of.beside, redis.program))
    finally:
        redis.remove()


@contextmanager
def _running(
    command: Sequence[str], port: int, of: Prepared, path: str, certificate: Path | None = None
) -> Iterator[Target]:
    installation = of.installation
    program = Program(command, installation.folder / f"{port}.log", env=installation.environment(), cwd=ROOT)
    target = Target(port, program, of.tokens, installation, of.beside, secure=certificate is not None)

    def answers() -> bool:
        try:
            return requests.get(f"{target.url}{path}", timeout=5, verify=str(certificate) if certificate else True).ok
        except requests.RequestException:
            return False

    program.start(answers, f"the server on {port}")
    try:
        yield target
    finally:
        program.stop()


@contextmanager
def product(of: Prepared, *options: str) -> Iterator[Target]:
    port = free_port()
    with _running([sys.executable, "app.py", "serve", "--port", str(port), *options], port, of, "/readyz") as target:
        yield target


@contextmanager
def over_tls(of: Prepared) -> Iterator[Target]:
    certificate, key = made(of.installation.folder)
    port = free_port()
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--certificate", str(certificate)]
    with _running([*command, "--key", str(key)], port, of, "/readyz", certificate) as target:
        yield target


@contextmanager
def two_behind_nginx(of: Prepared) -> Iterator[Target]:
    """Two servers of one installation, and nginx before them, at whose port the target stands."""
    installation = of.installation
    settings = {**installation.extra, "LIVE_PROXIES": "1"}
    behind = replace(of, installation=replace(installation, extra=settings))
    with (
        product(behind) as one,
        product(behind) as other,
        nginx.before(installation.folder, one.port, other.port) as (port, program),
    ):
        yield replace(one, port=port, beside=(*of.beside, program), others=(other.program,))


@contextmanager
def behind(proxy: str, of: Prepared) -> Iterator[Target]:
    """One server and nginx or Caddy before it, as it is shipped but without TLS; the target stands at its port."""
    installation = of.installation
    front = FRONTS[proxy](installation.folder)
    settings = {**installation.extra, "LIVE_PROXIES": "1"}
    with product(replace(of, installation=replace(installation, extra=settings))) as one, front.before(one.port):
        yield replace(one, port=front.port, beside=(*of.beside, front.program))


@contextmanager
def background(of: Prepared) -> Iterator[None]:
    """`app.py worker` beside a server that has no background of its own; nothing beside one that has."""
    if of.installation.database_url.startswith("sqlite"):
        yield
        return
    installation = of.installation
    log = installation.folder / "worker.log"
    program = Program([sys.executable, "app.py", "worker"], log, env=installation.environment(), cwd=ROOT)
    program.start(lambda: "The worker is at work." in log.read_text("utf-8"), "the worker")
    try:
        yield
    finally:
        program.stop()


@contextmanager
def without_database(of: Prepared) -> Iterator[Target]:
    port = free_port()
    with _running([sys.executable, "-m", "bench.without_database", str(port)], port, of, "/readyz") as target:
        yield target


@contextmanager
def sampled(of: Prepared, file: Path) -> Iterator[Target]:
    """The product's server, which writes to `file` where its time goes."""
    port = free_port()
    command = [sys.executable, "-m", "bench.sampled", str(port), str(file)]
    with _running(command, port, of, "/readyz") as target:
        yield target


@contextmanager
def yardstick(of: Prepared) -> Iterator[Target]:
    port = free_port()
    with _running([sys.executable, "-m", "bench.yardstick", str(port)], port, of, "/readyz") as target:
        yield target


@contextmanager
def relay(of: Prepared) -> Iterator[Target]:
    port = free_port()
    with _running([node(), "bench/relay.mjs", str(port)], port, of, "/") as target:
        yield target
