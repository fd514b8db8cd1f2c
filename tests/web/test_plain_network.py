"""Between the machines of an installation nobody reads along, unless the network is said to be closed (finding L13)."""

from __future__ import annotations

import pytest

from live.settings import Settings, WrongSetting, read
from tests.support.server import SECRET

HERE = "postgresql://live@127.0.0.1/live"
AWAY = "postgresql://live:pw@db.raion.lan:5432/live"


def told(**extra: str) -> Settings:
    return read({"LIVE_SECRET_KEY": SECRET, "LIVE_DATABASE_URL": HERE, **extra})


@pytest.mark.parametrize(
    "url",
    [
        *(AWAY, f"{AWAY}?sslmode=require", f"{AWAY}?sslmode=prefer", "postgresql://live@127.0.0.1,10.0.0.9/live"),
        *("postgresql://live@10.0.0.9/live", "postgresql:///live?host=db.raion.lan", "postgresql://[fd00::9]/live"),
    ],
)
def test_a_database_elsewhere_must_prove_itself(url: str) -> None:
    with pytest.raises(WrongSetting, match="LIVE_DATABASE_URL.*verify-full.*LIVE_PLAIN_NETWORK=1"):
        told(LIVE_DATABASE_URL=url)
    assert told(LIVE_DATABASE_URL=url, LIVE_PLAIN_NETWORK="1").plain_network


@pytest.mark.parametrize(
    "url",
    [
        *(HERE, "postgresql://live@localhost:5432/live", "postgresql://live@[::1]/live", "postgresql:///live"),
        *("postgresql://live@%2Fvar%2Frun%2Fpostgresql/live", "postgresql:///live?host=/var/run/postgresql"),
        *(f"{AWAY}?sslmode=verify-full&sslrootcert=/etc/ca.pem", f"{AWAY}?sslmode=verify-ca", "sqlite:///live.db"),
    ],
)
def test_one_on_this_machine_or_with_its_certificate_is_taken(url: str) -> None:
    assert not told(LIVE_DATABASE_URL=url).plain_network


def test_what_libpq_is_told_counts_too() -> None:
    assert told(LIVE_DATABASE_URL=AWAY, PGSSLMODE="verify-full")


@pytest.mark.parametrize(
    "url", ["redis://cache.lan:6379/0", "redis://:pw@10.0.0.9", "rediss://c.lan?ssl_cert_reqs=none"]
)
def test_a_redis_elsewhere_must_prove_itself(url: str) -> None:
    with pytest.raises(WrongSetting, match="LIVE_REDIS_URL.*rediss.*LIVE_PLAIN_NETWORK=1"):
        told(LIVE_REDIS_URL=url)
    assert told(LIVE_REDIS_URL=url, LIVE_PLAIN_NETWORK="1")


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:6379/0", "redis://:pw@localhost", "rediss://c.lan", "unix:///run/r"]
)
def test_a_redis_on_this_machine_or_with_its_certificate_is_taken(url: str) -> None:
    assert told(LIVE_REDIS_URL=url).redis_url == url


def test_a_closed_network_is_said_by_one_or_nought() -> None:
    with pytest.raises(WrongSetting, match="LIVE_PLAIN_NETWORK"):
        told(LIVE_PLAIN_NETWORK="yes")
