"""VK's way back: a comment under the comment that is answered, a message in its conversation, and what goes along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from live.channels.capabilities import ON_THE_PAGE, Failed, Http, OutgoingFile, OutgoingMessage, Sent
from live.channels.vk import uploads, wall
from live.channels.vk.client import call, text_of

Settings = Mapping[str, str]

GUARD = timedelta(minutes=55)
"""VK looks for the same `random_id` among the messages of the last hour."""

CONTEXT = re.compile(r"(wall|video|photo|board|message):(-?[0-9]+)_(?:([0-9]+)_)?c?([0-9]+)")


def rate(outgoing: OutgoingMessage) -> float:
    """A community's token may call twenty times a second, a person's three."""
    return 3.0 if (outgoing.context or "").partition(":")[0] in ("video", "photo", "board") else 15.0


CONVERSATIONS = 2_000_000_000
"""From this `peer_id` on it is a conversation of several people: dev.vk.com/method/messages.send."""


def is_public(context: str | None) -> bool:
    """A comment, or a message in a conversation of several."""
    message = CONTEXT.fullmatch(context or "")
    return message is not None and (message[1] != "message" or int(message[2]) > CONVERSATIONS)


def reply(outgoing: OutgoingMessage, settings: Settings, http: Http) -> Sent:
    """Answered where it was written: a comment under the comment, a message in its conversation; or a post."""
    if outgoing.contact == ON_THE_PAGE:
        return wall.post(outgoing, settings, http)
    comment = CONTEXT.fullmatch(outgoing.context or "")
    if comment is None or comment[1] == "message":
        return _send_message(outgoing, comment[2] if comment else _person(outgoing), settings, http)
    kind, owner, under, number = comment.groups()
    if kind == "wall":
        return _comment_on_wall(outgoing, owner, under, number, settings, http)
    return _comment_elsewhere(outgoing, kind, owner, under, number, settings, http)


def _person(outgoing: OutgoingMessage) -> str:
    found = re.fullmatch("vk:([1-9][0-9]*)", outgoing.contact or "")
    if found is None:
        raise Failed("never", "It is not known where to answer.")
    return found[1]


def _send_message(outgoing: OutgoingMessage, peer: str, settings: Settings, http: Http) -> Sent:
    token = _token(settings, "token")
    said: dict[str, Any] = {
        "message": outgoing.text,
        "random_id": outgoing.guard,
        **uploads.named(outgoing, "attachment"),
    }
    response = call(http, "messages.send", token, peer_id=peer, **said)
    link = f"https://vk.com/gim{uploads.group_of(settings)}?sel={peer}" if uploads.group_of(settings) else None
    return Sent(link, f"message:{peer}_{response}")


def _comment_on_wall(
    outgoing: OutgoingMessage, owner: str, post: str, number: str, settings: Settings, http: Http
) -> Sent:
    response = call(
        http,
        "wall.createComment",
        _token(settings, "token"),
        owner_id=owner,
        post_id=post,
        reply_to_comment=number,
        message=outgoing.text,
        from_group=uploads.group_of(settings) or None,
        guid=outgoing.guard,
        **uploads.named(outgoing),
    )
    made = text_of(response, "comment_id")
    return Sent(f"https://vk.com/wall{owner}_{post}?reply={made}", f"wall:{owner}_{post}_{made}")


def _comment_elsewhere(
    outgoing: OutgoingMessage, kind: str, owner: str, under: str, number: str, settings: Settings, http: Http
) -> Sent:
    """Under a video, a photo or in a discussion: VK takes that from a person alone, in the community's name."""
    token = _token(settings, "user_token")
    said: dict[str, Any] = {"message": outgoing.text, "guid": outgoing.guard, **uploads.named(outgoing)}
    if kind == "board":
        board: dict[str, Any] = {"group_id": owner.lstrip("-"), "topic_id": under, "from_group": 1}
        made = str(call(http, "board.createComment", token, **board, **said))
        return Sent(f"https://vk.com/topic{owner}_{under}?post={made}", f"board:{owner}_{under}_{made}")
    where: dict[str, Any] = {"owner_id": owner, f"{kind}_id": under, "reply_to_comment": number}
    method = {"video": "video.createComment", "photo": "photos.createComment"}[kind]
    made = str(call(http, method, token, **where, **said, from_group=uploads.group_of(settings) or None))
    return Sent(f"https://vk.com/{kind}{owner}_{under}?reply={made}", f"{kind}:{owner}_{under}_{made}")


def _token(settings: Settings, name: str) -> str:
    token = settings.get(name, "")
    if not token:
        raise Failed("never", NO_TOKEN[name])
    return token


NO_TOKEN = {
    "token": "The channel has no token, so it only receives.",
    "user_token": "VK takes a comment there only from a person: the channel has no user_token.",
}


# Files: dev.vk.com/api/upload/overview

IN_A_MESSAGE, ON_THE_WALL, IN_A_COMMENT = 10, 10, 2


def parts(outgoing: OutgoingMessage, settings: Settings) -> list[OutgoingMessage]:
    """One message, with as many files as it holds: on a wall a picture stands only where a person's key is there."""
    if place(outgoing) == "message":
        return [replace(outgoing, files=outgoing.files[:IN_A_MESSAGE])]
    by_person = bool(settings.get("user_token"))
    fit = [file for file in outgoing.files if by_person or not file.is_picture]
    most = ON_THE_WALL if outgoing.contact == ON_THE_PAGE else IN_A_COMMENT
    return [replace(outgoing, files=tuple(fit[:most]))]


def place(outgoing: OutgoingMessage) -> str:
    comment = CONTEXT.fullmatch(outgoing.context or "")
    on_the_wall = outgoing.contact == ON_THE_PAGE or (comment is not None and comment[1] != "message")
    return "comment" if on_the_wall else "message"


def upload(file: OutgoingFile, outgoing: OutgoingMessage, settings: Settings, http: Http) -> str:
    """What VK's server gives for it, saved for a message to this receiver, or for the community's wall."""
    if outgoing.contact == ON_THE_PAGE:
        return uploads.for_wall(file, uploads.group_of(settings), _of_wall(file, settings), http)
    comment = CONTEXT.fullmatch(outgoing.context or "")
    if comment is None or comment[1] == "message":
        peer = comment[2] if comment else _person(outgoing)
        return uploads.for_message(file, peer, _token(settings, "token"), http)
    by_person = file.is_picture or comment[1] != "wall"
    token = _token(settings, "user_token" if by_person else "token")
    return uploads.for_wall(file, uploads.group_of(settings) or comment[2].lstrip("-"), token, http)


def _of_wall(file: OutgoingFile, settings: Settings) -> str:
    """A picture for the wall is handed over by a person alone, a document by the community too."""
    key = "token" if settings.get("token") and not file.is_picture else "user_token"
    return _token(settings, key)
