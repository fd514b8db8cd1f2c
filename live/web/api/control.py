"""The show steered by machines over HTTP: verbs in, and what is on air out, as long as they listen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from flask import Blueprint, Response, g, request

from live.desk.control.press import press
from live.domain.control.verbs import Verb, value_of, verb
from live.domain.people import Role
from live.protocol.answers.show import Lights, Pressed
from live.web.access import allow, allowances
from live.web.api import on_air
from live.web.api.air_stream import streamed
from live.web.services import services

control = Blueprint("control", __name__)

PRESSING = frozenset({Role.PRODUCER, Role.CONTROL})
BY_ADDRESS = frozenset({Role.CONTROL})
"""Who may press by an address alone, that is by GET: a key that was made for nothing else, and no cookie ever."""


def _named() -> tuple[Verb, int | None]:
    """What the address says is pressed; `invalid` where there is no such verb, or it takes no such number."""
    told = request.view_args or {}
    one = verb(told["verb"])
    return one, value_of(one, told.get("value"))


def _pressed(slug: str) -> Pressed:
    allowances().press(g.actor.credential)
    one, value = g.body
    done = press(services().store, services().queries.broadcast_id(slug), slug, one, value, g.actor)
    return {"ok": True, "seq": done["seq"], "verb": one.name, "command": one.command}


@control.post("/broadcasts/<slug>/control/<verb>")
@allow(PRESSING, reads=_named)
def press_verb(slug: str, verb: str) -> Pressed:
    return _pressed(slug)


@control.post("/broadcasts/<slug>/control/<verb>/<value>")
@allow(PRESSING, reads=_named)
def press_verb_with(slug: str, verb: str, value: str) -> Pressed:
    return _pressed(slug)


@control.get("/broadcasts/<slug>/control/<verb>")
@allow(BY_ADDRESS, reads=_named, address=True)
def get_verb(slug: str, verb: str) -> Pressed:
    return _pressed_by_get(slug)


@control.get("/broadcasts/<slug>/control/<verb>/<value>")
@allow(BY_ADDRESS, reads=_named, address=True)
def get_verb_with(slug: str, verb: str, value: str) -> Pressed:
    return _pressed_by_get(slug)


def _pressed_by_get(slug: str) -> Pressed:
    """A HEAD asks whether something is there, and presses nothing."""
    if request.method == "HEAD":
        return {"ok": True, "seq": 0, "verb": g.body[0].name, "command": g.body[0].command}
    return _pressed(slug)


@control.get("/broadcasts/<slug>/on-air/stream")
@allow(on_air.ROLES, address=True, screen="overlay")
def stream(slug: str) -> Annotated[Response, Lights]:
    """What is on air now, and again whenever that changes."""
    broadcast_id = services().queries.broadcast_id(slug)
    if request.method == "HEAD":
        return Response(content_type=on_air.STREAM)
    return streamed(broadcast_id, _still_allowed(g.actor.credential, broadcast_id))


def _still_allowed(credential: str, broadcast_id: int) -> Callable[[], bool]:
    known = services().credentials

    def look() -> bool:
        held = known.of_ids([credential]).get(credential)
        return held is not None and not on_air.ROLES.isdisjoint(held.roles_in(broadcast_id))

    return look
