"""A second machine, as far as one can be had here: another folder, another port, another process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.support.process import wait_until
from tests.support.server import Installation, Server


class Understudy:
    """Follows a running server from a folder of its own. `server` is it, also once it was promoted."""

    def __init__(
        self, leader: Server, folder: Path, token: str | None = None, host: str = "127.0.0.1", **environment: str
    ) -> None:
        folder.mkdir(exist_ok=True)
        extra = {**leader.installation.extra, **environment}
        self.installation = Installation("understudy", f"sqlite:///{folder / 'live.db'}", None, folder, extra)
        self.leader = leader
        token = token or leader.installation.key(None, "admin")
        self.server = Server(self.installation, "--host", host, "--follow", leader.url, "--token", token)
        self.server.url = f"http://{host}:{self.server.port}"

    @property
    def database(self) -> Path:
        return self.installation.folder / "live.db"

    def start(self) -> Understudy:
        """Started, and in step."""
        self.server.program.start(lambda: self.phase() == "following", "the understudy follows")
        return self

    def phase(self) -> str | None:
        return phase_of(self.server)

    def promote(self) -> None:
        """By the command; returns once it serves."""
        self.installation.cli("promote")
        wait_until(self.server.ready, "the understudy serves")


def phase_of(server: Server) -> str | None:
    """How it follows, as it says itself; None while it does not answer, and where it is no understudy."""
    try:
        return str(requests.get(f"{server.url}/readyz", timeout=5).json()["understudy"]["phase"])
    except (requests.RequestException, KeyError):
        return None


@contextmanager
def understudy_of(leader: Server, folder: Path, host: str = "127.0.0.1", **environment: str) -> Iterator[Understudy]:
    understudy = Understudy(leader, folder, host=host, **environment).start()
    try:
        yield understudy
    finally:
        understudy.server.stop()
