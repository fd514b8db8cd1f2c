"""Who could read along between this server and its people: what cannot be meant is refused, what may be is said."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from live.settings import is_loopback

OURS = ("localhost", "local", "lan", "internal", "intranet", "home.arpa", "test", "localdomain")
"""Ends of names that the internet does not have."""

CERTIFICATE = "give --certificate and --key, or put a proxy with https in front and say LIVE_PROXIES=1"


def refuse(host: str, address: str | None, secure: bool, proxies: int, plain_network: bool) -> None:
    """`RuntimeError` with one line where the settings contradict each other, or give everything to everybody."""
    if secure and address and address.startswith("http://"):
        raise RuntimeError(
            f"LIVE_ADDRESS is {address}, but with a certificate this server speaks https alone: no link would open."
        )
    if _is_of_the_internet(host) and not (secure or proxies or plain_network):
        raise RuntimeError(
            f"{host} is an address of the internet, and plain http tells everybody on the way all passwords and "
            f"contacts: {CERTIFICATE}. LIVE_PLAIN_NETWORK=1 says that the network is closed all the same."
        )


def doubts(host: str, address: str | None, secure: bool, proxies: int) -> Iterator[str]:
    """A line for each thing that may be meant, but most likely is not."""
    if address and address.startswith("http://") and _is_public(urlsplit(address).hostname or ""):
        yield f"LIVE_ADDRESS is {address}: over plain http passwords and contacts can be read on the way."
    if address and address.startswith("https://") and not (secure or proxies):
        yield f"LIVE_ADDRESS is {address}, but nothing here speaks https: {CERTIFICATE}."
    elif not (secure or proxies or is_loopback(host)):
        yield f"Over plain http everybody in this network can read passwords and contacts: {CERTIFICATE}."


def _is_of_the_internet(host: str) -> bool | None:
    """Whether an address is; None for a name, which may stand for any."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return None


def _is_public(host: str) -> bool:
    """Whether it is an address or, by its end, a name of the internet's."""
    known = _is_of_the_internet(host)
    if known is not None:
        return known
    return "." in host.strip(".") and not any(host.rstrip(".").lower().endswith(f".{end}") for end in OURS)


def is_everywhere(host: str) -> bool:
    """Whether a server that listens there listens on every address of the machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
