"""What an understudy asks of the server that it follows: a copy, then all that changes. Its key is an administrator's.

It is between two servers of one version and no part of the API.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TypeVar

from flask import Blueprint, Response, g, jsonify, request
from pydantic import BaseModel, Field, ValidationError

from live.domain.audit import Act, entry
from live.domain.people import Role
from live.domain.refused import Refused
from live.runtime.tasks import spawn
from live.understudy.leader import Leader
from live.understudy.line import Standing, proof
from live.understudy.succession import Succession
from live.understudy.wal import Position
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.request import json_body
from live.web.services import services
from live.web.understudy.addresses import serves

understudy = Blueprint("understudy", __name__, url_prefix="/understudy")

ADMIN = frozenset({Role.ADMIN})
ADDRESS = r"^https?://[^/?#\s]{1,200}$"
BYTES = "application/octet-stream"


class Asked(BaseModel):
    """Who asks: an understudy's own address, as screens and other servers reach it."""

    address: str = Field(pattern=ADDRESS)


class AskedForChanges(Asked):
    """`position`: everything up to it is on the understudy's disk. `behind`: seconds, as it says itself."""

    position: str = Field(max_length=60)
    behind: float = Field(ge=0, allow_inf_nan=False)


Model = TypeVar("Model", bound=BaseModel)


def _read(model: type[Model]) -> Model:
    try:
        return model.model_validate(json_body())
    except ValidationError as error:
        raise Refused("invalid", "The request is not understood.") from error


def _leader() -> Leader:
    found = services().leader
    if found is None:
        raise Refused("illegal", "Only an embedded database can be followed: see docs/operation.md for PostgreSQL.")
    return found


@understudy.get("/standing")
@allow(PUBLIC)
@limited("600 per minute")
def stands() -> Response:
    """How this server stands, proved for whoever asks with a number of their own."""
    leader = services().leader
    own = leader.succession if leader else Succession()
    return standing_answer(Standing(serves(), own.term, own.since), services().settings.secret_key)


def standing_answer(standing: Standing, secret: str) -> Response:
    nonce = request.args.get("nonce", "")[:64]
    return jsonify({**asdict(standing), "proof": proof(secret, nonce, standing)})


@understudy.post("/copies")
@allow(ADMIN)
def make_copy() -> Response:
    made = _leader().copy()
    # By way of the queue: where an understudy has to confirm what is written, this one cannot yet.
    services().audit.add(entry(Act.COPIED, "database", g.actor))
    return jsonify({"id": made.id, "size": made.size, "position": str(made.position), "page_size": made.page_size})


@understudy.get("/copies/<copy_id>")
@allow(ADMIN)
def give_piece(copy_id: str) -> Response:
    offset = request.args.get("from", "")
    if not offset.isdecimal() or len(offset) > 15:
        raise Refused("invalid", "The request is not understood.")
    return Response(_leader().piece(copy_id, int(offset)), mimetype=BYTES)


@understudy.post("/changes")
@allow(ADMIN)
def give_changes() -> Response:
    """What came after a position, as soon as there is something; 409 where only a new copy helps."""
    leader, asked = _leader(), _read(AskedForChanges)
    told = leader.told(asked.address, _position(asked.position), asked.behind)
    return Response(
        told.frames,
        mimetype=BYTES,
        headers={
            "Live-Position": str(told.position),
            "Live-Page-Size": str(told.page_size),
            "Live-Others": ",".join(leader.addresses()),
            "Live-Acknowledges": str(int(leader.acknowledges)),
        },
    )


@understudy.post("/handover")
@allow(ADMIN)
def hand_over() -> Response:
    """The understudy was promoted by a person: this server writes nothing more, and ends."""
    leader, ending = _leader(), services().ending
    address = _read(Asked).address
    position = leader.hand_over(address)
    spawn(leader.end_once_known, address, position, ending.tell)
    return jsonify({"position": str(position)})


def _position(text: str) -> Position:
    try:
        return Position.parse(text)
    except ValueError:
        raise Refused("invalid", "The request is not understood.") from None
