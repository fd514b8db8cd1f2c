"""No screen is wrong: two servers on one database, while Redis loses bells, stops, freezes and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.lossy_bells import assert_all_are_told, line, redis
from tests.support.backends import SERVED, Backends
from tests.support.proxy import LossyRedis
from tests.support.server import Installation, Server
from tests.support.services import PrivateRedis

__all__ = ["line", "redis"]  # the fixtures

pytestmark = pytest.mark.faults


@pytest.fixture
def installation(backends: Backends, folder: Path, line: LossyRedis) -> Iterator[Installation]:
    with backends.installation(SERVED, folder, redis_url=line.url) as installation:
        yield installation


@pytest.fixture
def servers(installation: Installation) -> Iterator[list[Server]]:
    with Server(installation).start() as one, Server(installation).start() as two:
        yield [one, two]


def test_ten_screens_on_two_servers_are_told_everything_whatever_redis_does(
    installation: Installation, servers: list[Server], redis: PrivateRedis, line: LossyRedis
) -> None:
    assert_all_are_told(installation, servers, redis, line)
