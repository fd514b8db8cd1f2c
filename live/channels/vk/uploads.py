"""Handing files to VK: a server of the moment takes one, and a method saves what that server has given for it.

The ways are those of https://dev.vk.com/api/upload/overview: a picture is photo=, a document file=, and what is saved
is named in a message as photo<owner>_<id>_<key>, or doc<owner>_<id>.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from live.channels.capabilities import Failed, Http, OutgoingFile, OutgoingMessage
from live.channels.http import UPLOADING
from live.channels.vk.client import call, text_of
from live.channels.webhook import read_str
from live.domain.foreign_values import web_link


def group_of(settings: Mapping[str, str]) -> str:
    """The community's number, without the sign that some write before it; empty where it is not set."""
    return settings.get("group_id", "").strip().lstrip("-")


def named(outgoing: OutgoingMessage, called: str = "attachments") -> dict[str, Any]:
    """The parameter by which a message names what goes along, where anything does."""
    return {called: ",".join(str(file.token) for file in outgoing.files)} if outgoing.files else {}


def for_message(file: OutgoingFile, peer: str, token: str, http: Http) -> str:
    """Saved for messages; its name there."""
    if file.is_picture:
        given = _given(http, "photos.getMessagesUploadServer", token, file, "photo", peer_id=peer)
        return _picture(call(http, "photos.saveMessagesPhoto", token, **_of_picture(given)))
    given = _given(http, "docs.getMessagesUploadServer", token, file, "file", peer_id=peer, type="doc")
    return _document(call(http, "docs.save", token, file=text_of(given, "file"), title=file.name))


def for_wall(file: OutgoingFile, group: str, token: str, http: Http) -> str:
    """Saved for a community's wall, where posts and comments take it from; its name there."""
    if file.is_picture:
        given = _given(http, "photos.getWallUploadServer", token, file, "photo", group_id=group)
        return _picture(call(http, "photos.saveWallPhoto", token, group_id=group, **_of_picture(given)))
    given = _given(http, "docs.getWallUploadServer", token, file, "file", group_id=group)
    return _document(call(http, "docs.save", token, file=text_of(given, "file"), title=file.name))


def _given(http: Http, method: str, token: str, file: OutgoingFile, field: str, **where: Any) -> Any:
    """What the server that VK names gives for the contents; an empty list of it means that it could not read them."""
    url = web_link(text_of(call(http, method, token, **where), "upload_url"))
    if url is None:
        raise Failed("later", "The network's answer cannot be read.", None, "upload_url")
    given = http.post(url, files={field: file.part}, patience=UPLOADING)
    if not isinstance(given, dict) or given.get(field) in (None, "", "[]"):
        raise Failed("never", "The network does not take this file.", None, field)
    return given


def _of_picture(given: Any) -> dict[str, Any]:
    return {name: text_of(given, name) for name in ("photo", "server", "hash")}


def _picture(saved: Any) -> str:
    return _named("photo", saved[0] if isinstance(saved, list) and saved else None)


def _document(saved: Any) -> str:
    return _named("doc", saved.get("doc") if isinstance(saved, dict) else None)


def _named(kind: str, saved: Any) -> str:
    key = read_str(saved, "access_key", 60) if isinstance(saved, dict) else None
    return f"{kind}{text_of(saved, 'owner_id')}_{text_of(saved, 'id')}" + (f"_{key}" if key else "")
