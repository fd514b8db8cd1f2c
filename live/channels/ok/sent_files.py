"""Files that go with a message of a group's bot or with a topic, each handed over first; a comment carries none.

The way is that of https://apiok.ru/dev/graph_api/methods/graph.user/graph.user.fileUploadUrl/get
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from live.channels.capabilities import ON_THE_PAGE, Failed, Http, OutgoingFile, OutgoingMessage
from live.channels.http import UPLOADING
from live.channels.ok import topics
from live.channels.ok.client import graph
from live.channels.webhook import read_str
from live.domain.foreign_values import web_link

Settings = Mapping[str, str]

IN_A_MESSAGE = 5


def is_public(context: str | None) -> bool:
    """A comment under a discussion."""
    return (context or "").startswith("comment:")


def parts(outgoing: OutgoingMessage, settings: Settings) -> list[OutgoingMessage]:
    """One message with as many files as it holds, a topic with pictures alone; a comment carries none."""
    if outgoing.contact == ON_THE_PAGE:
        pictures = [file for file in outgoing.files if file.is_picture]
        return [replace(outgoing, files=tuple(pictures[: topics.IN_A_TOPIC]))]
    return [replace(outgoing, files=() if is_public(outgoing.context) else outgoing.files[:IN_A_MESSAGE])]


def place(outgoing: OutgoingMessage) -> str:
    return "topic" if outgoing.contact == ON_THE_PAGE else "bot"


def upload(file: OutgoingFile, outgoing: OutgoingMessage, settings: Settings, http: Http) -> str:
    """To the address that is given for this one file; of a picture the token is told there."""
    if outgoing.contact == ON_THE_PAGE:
        return topics.upload(file, settings, http)
    given = graph(http, "GET", "fileUploadUrl", settings, type=_kind(file))
    url = web_link(given.get("url"))
    if url is None:
        raise Failed("later", "The network's answer cannot be read.", None, "url")
    made = http.post(url, files={"data": file.part}, patience=UPLOADING)
    sizes = made.get("photos") if isinstance(made, dict) else None
    first = next(iter(sizes.values()), None) if isinstance(sizes, dict) else given
    token = read_str(first, "token", 4000) if isinstance(first, dict) else None
    if token is None:
        raise Failed("later", "The network's answer cannot be read.", None, "token")
    return token


def _kind(file: OutgoingFile) -> str:
    return "IMAGE" if file.is_picture else "FILE"


def attached(outgoing: OutgoingMessage) -> dict[str, Any]:
    """What a message's body says of its files."""
    found = [{"type": _kind(file), "payload": {"token": file.token}} for file in outgoing.files]
    return {"attachment": found[0]} if len(found) == 1 else {"attachments": found} if found else {}
