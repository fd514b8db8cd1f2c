"""Whole addresses, as they are handed to other people and programs."""

from __future__ import annotations

from flask import request, url_for

from live.protocol.answers.show import LinkWithAddress
from live.web.services import services


def absolute(path: str) -> str:
    """The whole address of a path: by the name that this installation is known under, or else as it was asked."""
    return (services().told().address or origin()) + path


def origin() -> str:
    """The origin of this request, or the one that the server was started with: what a passkey is bound to."""
    return services().settings.address or request.host_url.rstrip("/")


def screen_links(slug: str) -> list[LinkWithAddress]:
    """The valid links of a broadcast, each with its whole address as `url`: None where it cannot be told."""
    return [{**link, "url": _entrance(token)} for link, token in services().queries.links(slug)]


def _entrance(token: str | None) -> str | None:
    return absolute(url_for("links.enter", token=token)) if token is not None else None
