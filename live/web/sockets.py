"""The Socket.IO namespace /live: who may join a screen, sync, and commands (docs/protocol.md).

A refused socket joins nothing, and nothing is ever emitted without the feed's own list of members.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog
from flask import Flask, request
from flask_babel import force_locale
from flask_socketio import ConnectionRefusedError, SocketIO

from live import runtime
from live.domain.broadcast import TICKETS
from live.domain.people import DEVICE, Actor
from live.domain.refused import Refused
from live.feed.member import Member
from live.feed.presence_frames import NAMESPACE
from live.protocol.answers.problems import Obeyed
from live.runtime import packets, wire
from live.runtime.connections import JOIN, Connection
from live.runtime.deadlines import CONNECTION
from live.runtime.line import cut
from live.runtime.logs import request_ids
from live.runtime.packets import Encoded
from live.views.admin.credentials import Credential, Credentials, Device, actor, within
from live.views.screens import AIR, SCREENS
from live.web import audit
from live.web.access import allowances, device_credentials, is_program, token_credentials
from live.web.commands import broken_answer, perform_from_socket, refused_answer
from live.web.languages import locale
from live.web.services import services

log = structlog.get_logger()


class _Packet(packets.Packet):
    namespace_taken = NAMESPACE
    events = frozenset({"sync", "seen", "command", "presence_missed"})


class _Cyrillic:
    """JSON that leaves Cyrillic letters as they are: escaped, each takes six bytes."""

    @staticmethod
    def dumps(value: Any, **kwargs: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    loads = staticmethod(json.loads)


def _ours_and(origins: Sequence[str]) -> Callable[[str, dict[str, Any]], bool]:
    """Which pages may open a socket: this server's own, by the name that it was asked under, and those of `origins`."""
    named = frozenset(origin.rstrip("/") for origin in origins)

    def allowed(origin: str, environ: dict[str, Any]) -> bool:
        return origin in named or origin == f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST')}"

    return allowed


def socket_id() -> str:
    """Whose message is being handled."""
    asked: Any = request  # Flask-SocketIO puts it there.
    return str(asked.sid)


def _connection() -> Connection:
    """What the message that is being handled came over."""
    return request.environ[CONNECTION]


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
        monitor_clients=False,  # Whoever pings looks for their answers too.
        async_handlers=False,  # One client's commands keep their order.
        manage_session=False,
        json=_Cyrillic,
        serializer=_Packet,
    )
    wire.prepare(socketio.server.eio)
    packets.guard(socketio.server, NAMESPACE)
    members: dict[str, Member] = {}

    @socketio.on("connect", namespace=NAMESPACE)
    def connect(auth: Any = None) -> None:
        if not (isinstance(auth, dict) and str(auth.get("screen")) in AIR):
            _connection().works()  # It is not its client who keeps it waiting.
            if not services().hub.turns.wait(_connection().has_left):
                raise ConnectionRefusedError("gone")  # It gave up waiting, and comes again over another line.
            _connection().expect(JOIN)
        try:
            member = _admit(socketio, auth)
        except Refused as refused:
            raise ConnectionRefusedError(refused.code) from None
        _make_room(member, list(members.values()))
        members[member.sid] = member
        services().hub.join(member)
        member.socket.hearing.allow(member.allowance.pace)
        _connection().works()

    @socketio.on("disconnect", namespace=NAMESPACE)
    def disconnect(reason: Any = None) -> None:
        member = members.pop(socket_id(), None)
        if member is not None:
            services().hub.leave(member)
            _connection().rest(JOIN)

    # What needs no request is heard without one: making it costs half a millisecond, and a thousand screens speak.
    bare, hub, allowed = socketio.server, app.extensions["live"].hub, app.extensions["live.allowances"]

    @bare.on("sync", namespace=NAMESPACE)
    def sync(sid: str, body: Any = None) -> Encoded | dict[str, Any]:
        member = members[sid]
        asked = body if isinstance(body, dict) else {}
        since = asked.get("since")
        epoch = asked.get("epoch")
        allowed.wait_to_sync(member.allowance, member.actor.credential, member.sid)
        try:
            answer: Encoded = hub.sync(
                member,
                epoch if isinstance(epoch, str) else None,
                since if isinstance(since, int) and not isinstance(since, bool) else None,
            )
            return answer
        except Refused as refused:
            with app.request_context(bare.get_environ(sid, NAMESPACE)):
                return refused_answer(refused)

    @bare.on("seen", namespace=NAMESPACE)
    def seen(sid: str, body: Any = None) -> None:
        to = body.get("to") if isinstance(body, dict) else None
        if isinstance(to, int) and not isinstance(to, bool) and 0 <= to < 2**53:
            members[sid].acknowledged = to

    @bare.on("presence_missed", namespace=NAMESPACE)
    def presence_missed(sid: str, body: Any = None) -> None:
        hub.missed_presence(members[sid])

    @socketio.on("command", namespace=NAMESPACE)
    def command(body: Any = None) -> Obeyed | dict[str, Any]:
        member = members[socket_id()]
        member.at_work = True
        request_ids.begin()
        with force_locale(locale()):
            try:
                return perform_from_socket(member, body)
            except Refused as refused:
                if refused.code == "forbidden":
                    audit.refused_command(member, body)
                return refused_answer(refused)
            except Exception:
                kind = body.get("type") if isinstance(body, dict) else None
                log.exception("a command failed", type=str(kind)[:64])
                return broken_answer()
            finally:
                member.at_work = False

    return socketio


def _make_room(member: Member, others: list[Member]) -> None:
    """Of too many sockets with one credential the one goes that was not heard from for longest.

    After a break of the network that is one of those whose other end is gone; refused instead, everybody would stand
    before a closed door until those are found out.
    """
    mine = [other for other in others if other.actor.credential == member.actor.credential]
    if member.allowance.sockets is not None and len(mine) >= member.allowance.sockets:
        cut(min(mine, key=lambda other: other.socket.hearing.at).socket, "its holder has opened too many others")


def _admit(socketio: SocketIO, auth: Any) -> Member:
    """The member that this connection may be; `unauthorized`, `not_found` or `forbidden`."""
    asked = auth if isinstance(auth, dict) else {}
    token = asked.get("token")
    if token is not None:
        credentials = token_credentials(token) if isinstance(token, str) and token.isascii() else []
    else:
        # A page of a browser always says where it is from; what has a cookie and does not is no page.
        credentials = device_credentials() if "Origin" in request.headers else []
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
    credentials = within(credentials, slug)
    if not credentials:
        raise Refused("not_found", "There is no such screen.")  # Somebody else's practice.
    holder = actor(credentials, None if screen.follows_tickets else broadcast_id, screen.name)
    if holder is None or not holder.may(screen.roles):
        audit.refused_socket(credentials[0], slug, screen.name)
        raise Refused("forbidden", "This screen is not yours to open.")
    device = asked.get("device")
    sid = socket_id()
    engine_sid = socketio.server.manager.eio_sid_from_sid(sid, NAMESPACE)
    credential = next(one for one in credentials if one.id == holder.credential)
    return Member(
        sid=sid,
        socket=socketio.server.eio.sockets[engine_sid],
        broadcast_id=broadcast_id,
        slug=slug,
        screen=screen,
        actor=replace(holder, address=request.remote_addr),
        mark=hashlib.sha256(f"{holder.credential}:{sid}".encode()).hexdigest()[:12],
        link=credential.link,
        session=credential.session,
        allowance=allowances().of(credential),
        contacts=token is not None and is_program(credentials, holder),
        follows_changes=asked.get("presence") == "changes",
        follows_writing=asked.get("writing") is True,
        device=device if isinstance(device, str) and DEVICE.fullmatch(device) else None,
    )


def rechecker(credentials: Credentials) -> Any:
    """Who among these members may not stay: their key was revoked, their session ended, their role taken."""

    def recheck(members: Sequence[Member]) -> list[Member]:
        if not members:
            return []
        standing = credentials.of_ids({m.actor.credential for m in members if m.session is None})
        devices = credentials.devices({m.session for m in members if m.session is not None})
        alike: defaultdict[tuple[Any, ...], list[Member]] = defaultdict(list)
        for m in members:
            alike[m.session, m.actor.credential, m.screen.name, m.broadcast_id].append(m)
        lost = [same for same in alike.values() if not _may_stay(same, _standing(same[0], standing, devices))]
        return [m for same in lost for m in same]

    return recheck


def _standing(member: Member, standing: Mapping[str, Credential], devices: Mapping[str, Device]) -> Credential | None:
    """The credential by which a member came, as it is now; it ends with the session of the device that holds it."""
    if member.session is None:
        return standing.get(member.actor.credential)
    device = devices.get(member.session, Device())
    return next((one for one in device.credentials if one.id == member.actor.credential), None)


def _may_stay(same: Sequence[Member], credential: Credential | None) -> bool:
    """Whether these may, who came to one screen of one broadcast by the same credential; who they are from now on."""
    if credential is None:
        return False
    first = same[0]
    if first.stands_by == credential and all(member.stands_by is first.stands_by for member in same):
        return True  # As it was when they were looked at last, together.
    there = within([credential], first.slug)
    holder = actor(there, None if first.screen.follows_tickets else first.broadcast_id, first.screen.name)
    if holder is None or not holder.may(first.screen.roles):
        return False
    from_there: dict[str | None, Actor] = {}
    for member in same:
        address = member.actor.address
        if address not in from_there:
            from_there[address] = replace(holder, address=address)
        member.actor = from_there[address]
        member.stands_by = credential
    return True
