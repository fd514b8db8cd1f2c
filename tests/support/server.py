"""The product in other processes: its command line, and servers that can be killed and come back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.support.api import Api
from tests.support.process import Program, free_port
from tests.support.resident import RESIDENT, ForkedProgram
from tests.support.screen import Screen
from tests.support.searched import SEARCH, SECRET_SETTINGS

ROOT = Path(__file__).resolve().parents[2]
SECRET = "of-the-tests: everybody knows it, 7d1f0c93"
SEARCH.plant(SECRET)


@dataclass(frozen=True)
class Show:
    """A broadcast's slug, and the tokens made for it by the names that the test gave them."""

    slug: str
    keys: dict[str, str]


@dataclass(frozen=True)
class Installation:
    """A database, perhaps a Redis, and a folder: what every process of one installation shares. `root`: its program."""

    name: str
    database_url: str
    redis_url: str | None
    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT

    def environment(self, **extra: str) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("LIVE_")}
        redis = {"LIVE_REDIS_URL": self.redis_url} if self.redis_url else {}
        settings = {"LIVE_DATABASE_URL": self.database_url, "LIVE_SECRET_KEY": SECRET, "LIVE_LOG": "json"}
        settings["LIVE_OUT_NETWORKS"] = "127.0.0.0/8"  # The outside networks that tests play are on this machine.
        settings |= {"LIVE_FILES": str(self.folder / "files"), "LIVE_FILES_NETWORKS": "127.0.0.0/8"}
        settings["LIVE_MODELS"] = "none"  # A model's process beside every server would be half of what the tests cost.
        # Most tests are many people at one address, as no real one is.
        settings |= {"LIVE_REQUESTS_PER_ADDRESS": "100000", "LIVE_READS_PER_PERSON": "100000"}
        return {**own, **settings, **redis, "PYTHONUNBUFFERED": "1", **self.extra, **extra}

    def run(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """One command of app.py to its end, whatever that is."""
        if self.root == ROOT:
            return RESIDENT.end(arguments, self.environment(), stdin or "")
        return subprocess.run(
            [sys.executable, str(self.root / "app.py"), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=self.root,
            env=self.environment(),
            timeout=300,
        )

    def cli(self, *arguments: str, stdin: str | None = None) -> str:
        """One command of app.py that must succeed: what it printed."""
        if self.root == ROOT:
            printed = RESIDENT.run([arguments], self.environment(), stdin or "")[0]
            SEARCH.printed(printed, " ".join(arguments[:2]))
            return printed
        done = self.run(*arguments, stdin=stdin)
        assert done.returncode == 0, f"app.py {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout.strip()

    def several(self, *commands: Sequence[str]) -> list[str]:
        """What each of these commands printed, in order; all must succeed."""
        if self.root == ROOT:
            printed = RESIDENT.run(commands, self.environment())
            for command, text in zip(commands, printed, strict=True):
                SEARCH.printed(text, " ".join(command[:2]))
            return printed
        return [self.cli(*command) for command in commands]

    def show(self, *also: str, standing: str | None = None, slug: str | None = None, **keys: str) -> Show:
        """A new show that collects questions, with a key for each name: `show("air", desk="moderator producer")`.

        `also` are further moves of the broadcast, made in order; without `slug` it gets a fresh one.
        """
        slug = slug or f"show-{uuid.uuid4().hex[:8]}"
        to = ["--standing", standing] if standing else []
        printed = self.several(
            ["broadcast", "add", "--slug", slug, "--title", "Прямая линия", "--head", "Иван Петров", *to],
            *(["broadcast", move, slug] for move in ("open", *also)),
            *(self._key(slug, roles.split(), name) for name, roles in keys.items()),
        )
        tokens = [line.split()[-1] for line in printed[2 + len(also) :]]
        SEARCH.plant(*tokens)
        return Show(slug, dict(zip(keys, tokens, strict=True)))

    def key(self, broadcast: str | None, *roles: str, name: str | None = None) -> str:
        """A new key's token: for one broadcast, or everywhere (None)."""
        token = self.cli(*self._key(broadcast, roles, name or "+".join(roles)[:100])).split()[-1]
        SEARCH.plant(token)
        return token

    @staticmethod
    def _key(broadcast: str | None, roles: Sequence[str], name: str) -> list[str]:
        holding = [part for role in roles for part in ("--role", role)]
        where = ["--broadcast", broadcast] if broadcast else ["--everywhere"]
        return ["key", "add", *holding, *where, "--name", name]

    def channel(self, type: str, broadcast: str, **settings: str) -> str:
        """A new channel's path, as its network is given it."""
        SEARCH.plant(*(value for name, value in settings.items() if name in SECRET_SETTINGS))
        setting = [part for name, value in settings.items() for part in ("--setting", f"{name}={value}")]
        printed = self.cli("channel", "add", "--type", type, "--broadcast", broadcast, *setting)
        return printed.split()[-1]

    def user(self, login: str, password: str, *roles: str, broadcast: str | None = None) -> None:
        SEARCH.plant_password(password)
        role = [part for each in roles for part in ("--role", each)]
        where = ["--broadcast", broadcast] if broadcast else []
        options = ["--login", login, "--name", login, *role, *where, "--password-stdin"]
        self.cli("user", "add", *options, stdin=password + "\n")


class Server:
    """`app.py serve` of an installation on a port that it keeps over restarts. Its log stays for failures."""

    def __init__(self, installation: Installation, *options: str, **environment: str) -> None:
        self.installation = installation
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        log, settings = installation.folder / f"server-{self.port}.log", installation.environment(**environment)
        serve = ["serve", "--port", str(self.port), *options]
        if installation.root == ROOT and "LIVE_ASYNC" not in settings:
            self.program: Program = ForkedProgram(serve, log, env=settings)
        else:
            command = [sys.executable, str(installation.root / "app.py"), *serve]
            self.program = Program(command, log, env=settings, cwd=installation.root)

    def start(self) -> Server:
        self.program.start(self.ready, f"the server on {self.port}")
        return self

    def ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def kill(self) -> None:
        self.program.kill()

    def stop(self) -> None:
        self.program.stop(signal.SIGTERM)

    def freeze(self) -> None:
        self.program.freeze()

    def thaw(self) -> None:
        self.program.thaw()

    def api(self, broadcast: str, token: str | None, timeout: float = 30) -> Api:
        return Api(self.url, broadcast, token, timeout)

    def screen(
        self,
        broadcast: str,
        screen: str,
        token: str | None,
        keep: bool = False,
        device: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Screen:
        """A screen that has joined and holds its first snapshot."""
        return Screen(self.url, broadcast, screen, token, keep, device).connect(headers)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
