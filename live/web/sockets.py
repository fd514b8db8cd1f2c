"""The Socket.IO namespace /live: who may join a screen, sync, and commands (docs/protocol.md).

A refused socket joins nothing, and nothing is ever emitted without the feed's own list of members.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from flask import Flask, request
from flask_babel import force_locale
from flask_socketio import ConnectionRefusedError, SocketIO

from live import runtime
from live.domain.broadcast import TICKETS
from live.domain.people import DEVICE
from live.domain.refused import Refused
from live.feed.follower import NAMESPACE
from live.feed.member import Member
from live.runtime import wire
from live.views.admin.credentials import Credential, Credentials, actor
from live.views.screens import SCREENS
from live.web.access import device_credentials, is_program
from live.web.commands import broken_answer, perform_from_socket, refused_answer
from live.web.languages import locale
from live.web.services import services

log = structlog.get_logger()


class _Cyrillic:
    """JSON that leaves Cyrillic letters as they are: escaped, each takes six bytes."""

    @staticmethod
    def dumps(value: Any, **kwargs: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    loads = staticmethod(json.loads)


def _ours_and(origins: Sequence[str]) -> Callable[[str, dict[str, Any]], bool]:
    """Which pages may open a socket: this server's own, by whatever name a proxy has for it, and those of `origins`."""
    named = frozenset(origin.rstrip("/") for origin in origins)

    def allowed(origin: str, environ: dict[str, Any]) -> bool:
        schemes = {environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO")}
        hosts = {environ.get("HTTP_HOST"), environ.get("HTTP_X_FORWARDED_HOST")}
        return origin in named or origin in {f"{scheme}://{host}" for scheme in schemes for host in hosts}

    return allowed


def socket_id() -> str:
    """Whose message is being handled."""
    asked: Any = request  # Flask-SocketIO puts it there.
    return str(asked.sid)


def install(app: Flask, origins: Sequence[str]) -> SocketIO:
    """The Socket.IO server of an app, its handlers declared."""
    socketio = SocketIO(
        app,
        async_mode=runtime.mode,
        transports=["websocket"],
        namespaces=[NAMESPACE],
        cors_allowed_origins=_ours_and(origins),
        max_http_buffer_size=64 * 1024,
        ping_interval=10,
        ping_timeout=8,
        async_handlers=False,  # One client's commands keep their order.
        manage_session=False,
        json=_Cyrillic,
    )
    wire.prepare(socketio.server.eio)
    members: dict[str, Member] = {}

    @socketio.on("connect", namespace=NAMESPACE)
    def connect(auth: Any = None) -> None:
        try:
            member = _admit(socketio, auth)
        except Refused as refused:
            raise ConnectionRefusedError(refused.code) from None
        members[member.sid] = member
        services().hub.join(member)

    @socketio.on("disconnect", namespace=NAMESPACE)
    def disconnect(reason: Any = None) -> None:
        member = members.pop(socket_id(), None)
        if member is not None:
            services().hub.leave(member)

    @socketio.on("sync", namespace=NAMESPACE)
    def sync(body: Any = None) -> dict[str, Any]:
        member = members[socket_id()]
        asked = body if isinstance(body, dict) else {}
        since = asked.get("since")
        epoch = asked.get("epoch")
        try:
            return services().hub.sync(
                member,
                epoch if isinstance(epoch, str) else None,
                since if isinstance(since, int) and not isinstance(since, bool) else None,
            )
        except Refused as refused:
            return refused_answer(refused)

    @socketio.on("seen", namespace=NAMESPACE)
    def acknowledge(body: Any = None) -> None:
        to = body.get("to") if isinstance(body, dict) else None
        if isinstance(to, int) and not isinstance(to, bool) and 0 <= to < 2**53:
            members[socket_id()].acknowledged = to

    @socketio.on("command", namespace=NAMESPACE)
    def command(body: Any = None) -> dict[str, Any]:
        member = members[socket_id()]
        with force_locale(locale()):
            try:
                return perform_from_socket(member, body)
            except Refused as refused:
                return refused_answer(refused)
            except Exception:
                kind = body.get("type") if isinstance(body, dict) else None
                log.exception("a command failed", type=str(kind)[:64])
                return broken_answer()

    return socketio


def _admit(socketio: SocketIO, auth: Any) -> Member:
    """The member that this connection may be; `unauthorized`, `not_found` or `forbidden`."""
    asked = auth if isinstance(auth, dict) else {}
    token = asked.get("token")
    if token is not None:
        found = services().credentials.of_token(token) if isinstance(token, str) and token.isascii() else None
        credentials = [found] if found else []
    else:
        credentials = device_credentials()
    if not credentials:
        raise Refused("unauthorized", "Sign in, or send a key that is known.")
    screen = SCREENS.get(str(asked.get("screen")))
    slug = asked.get("broadcast")
    if (
        screen is None
        or not isinstance(slug, str)
        or not slug.isprintable()
        or (slug == TICKETS) != screen.follows_tickets
    ):
        raise Refused("not_found", "There is no such screen.")
    broadcast_id = services().queries.broadcast_id(slug)
    holder = actor(credentials, None if screen.follows_tickets else broadcast_id, screen.name)
    if holder is None or not holder.may(screen.roles):
        raise Refused("forbidden", "This screen is not yours to open.")
    device = asked.get("device")
    sid = socket_id()
    engine_sid = socketio.server.manager.eio_sid_from_sid(sid, NAMESPACE)
    return Member(
        sid=sid,
        socket=socketio.server.eio.sockets[engine_sid],
        broadcast_id=broadcast_id,
        slug=slug,
        screen=screen,
        actor=holder,
        mark=hashlib.sha256(f"{holder.credential}:{sid}".encode()).hexdigest()[:12],
        link=next(one.link for one in credentials if one.id == holder.credential),
        contacts=token is not None and is_program(credentials, holder),
        device=device if isinstance(device, str) and DEVICE.fullmatch(device) else None,
    )


def rechecker(credentials: Credentials) -> Any:
    """Who among these members may not stay: their key was revoked, their account closed, their role taken."""

    def recheck(members: Sequence[Member]) -> list[Member]:
        if not members:
            return []
        standing = credentials.of_ids({m.actor.credential for m in members})
        return [m for m in members if not _may_stay(m, standing.get(m.actor.credential))]

    return recheck


def _may_stay(member: Member, credential: Credential | None) -> bool:
    if credential is None:
        return False
    holder = actor([credential], None if member.screen.follows_tickets else member.broadcast_id, member.screen.name)
    if holder is None or not holder.may(member.screen.roles):
        return False
    member.actor = holder
    return True
