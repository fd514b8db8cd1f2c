"""What `serve` refuses and what it says about who could read along (security review, TLS)."""

from __future__ import annotations

import pytest

from live.runtime.exposure import doubts, refuse

PLAIN = {"address": None, "secure": False, "proxies": 0}


@pytest.mark.parametrize("host", ["8.8.8.8", "2a02:6b8::1"])
def test_plain_http_at_an_address_of_the_internet_is_refused(host: str) -> None:
    with pytest.raises(RuntimeError, match="--certificate.*LIVE_PLAIN_NETWORK"):
        refuse(host, None, False, 0, False)
    refuse(host, None, True, 0, False)
    refuse(host, None, False, 1, False)
    refuse(host, None, False, 0, True)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::", "10.0.0.7", "192.168.1.5", "localhost", "srv.raion.ru"])
def test_an_address_of_the_house_is_not_refused(host: str) -> None:
    refuse(host, None, False, 0, False)


def test_a_certificate_and_an_address_without_one_contradict_each_other() -> None:
    with pytest.raises(RuntimeError, match="https alone"):
        refuse("0.0.0.0", "http://line.raion.ru", True, 0, False)
    refuse("0.0.0.0", "http://line.raion.ru", False, 0, False)


@pytest.mark.parametrize(
    ("host", "address", "secure", "proxies", "said"),
    [
        ("127.0.0.1", None, False, 0, []),
        ("0.0.0.0", None, True, 0, []),
        ("0.0.0.0", None, False, 1, []),
        ("0.0.0.0", None, False, 0, ["everybody in this network"]),
        ("10.0.0.7", "http://10.0.0.7:8000", False, 0, ["everybody in this network"]),
        ("0.0.0.0", "http://live.studio.lan", False, 1, []),
        ("0.0.0.0", "http://line.raion.ru", False, 1, ["LIVE_ADDRESS"]),
        ("127.0.0.1", "https://line.raion.ru", False, 0, ["nothing here speaks https"]),
        ("127.0.0.1", "https://line.raion.ru", False, 1, []),
    ],
)
def test_what_is_most_likely_not_meant_is_said_in_a_line(
    host: str, address: str | None, secure: bool, proxies: int, said: list[str]
) -> None:
    lines = list(doubts(host, address, secure, proxies))
    assert len(lines) == len(said) and all(part in line for part, line in zip(said, lines, strict=True))
    assert not any("\n" in line for line in lines)
