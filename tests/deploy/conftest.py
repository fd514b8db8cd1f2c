"""Two servers of one installation, and nginx or Caddy before them by the files of deploy/."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.certificate import made
from tests.support.front import FRONTS, Certificate, Front
from tests.support.server import Installation, Server


@dataclass(frozen=True)
class Behind:
    installation: Installation
    front: Front
    servers: list[Server]


@contextmanager
def two_servers(name: str, installation: Installation, folder: Path, certificate: Certificate) -> Iterator[Behind]:
    front = FRONTS[name](folder, certificate)
    settings = {"LIVE_ADDRESS": front.url, "LIVE_PROXIES": "1"}
    with (
        Server(installation, **settings).start() as one,
        Server(installation, **settings).start() as other,
        front.before(one.port, other.port),
    ):
        yield Behind(installation, front, [one, other])


@pytest.fixture(scope="module", params=sorted(FRONTS))
def name(request: pytest.FixtureRequest) -> str:
    """Which of them stands there."""
    return str(request.param)


@pytest.fixture(scope="module")
def certificate(folder: Path) -> Iterator[Certificate]:
    """One that the clients of this process believe, and no other."""
    pem, key = made(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REQUESTS_CA_BUNDLE", str(pem))
        patch.setenv("WEBSOCKET_CLIENT_CA_BUNDLE", str(pem))
        yield pem, key


@pytest.fixture(scope="module")
def behind(name: str, served: Installation, folder: Path, certificate: Certificate) -> Iterator[Behind]:
    with two_servers(name, served, folder, certificate) as stands:
        yield stands
