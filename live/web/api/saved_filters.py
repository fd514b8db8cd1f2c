"""A person's own named filters of the desk. They belong to the person, not to the broadcast in the path."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, g, jsonify
from pydantic import BaseModel, ConfigDict, StringConstraints

from live.admin import saved_filters as verbs
from live.views.screens import SCREENS
from live.web.access import allow
from live.web.request import body
from live.web.services import services

own_views = Blueprint("own_views", __name__)

PATH = "/b/<slug>/views"
DESK = SCREENS["desk"]

Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Value = Annotated[str, StringConstraints(max_length=200)]


class Query(BaseModel):
    """What narrows the desk's list; what is not said narrows nothing."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    tab: Value | None = None
    q: Value | None = None
    topic: Value | None = None
    place: Value | None = None
    source: Value | None = None
    due: Value | None = None
    urgent: Value | None = None
    not_asking: Value | None = None


class Named(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name


class View(Named):
    query: Query


@own_views.get(PATH)
@allow(DESK.roles, cookie=True, screen=DESK.name)
def list_views(slug: str) -> Response:
    return _listed(verbs.own_views(services().store, g.actor.credential))


@own_views.put(PATH)
@allow(DESK.roles, reads=body(View), cookie=True, screen=DESK.name)
def keep_view(slug: str) -> Response:
    query = g.body.query.model_dump(exclude_none=True)
    return _listed(verbs.keep_view(services().store, g.actor.credential, g.body.name, query))


@own_views.delete(PATH)
@allow(DESK.roles, reads=body(Named), cookie=True, screen=DESK.name)
def drop_view(slug: str) -> Response:
    return _listed(verbs.drop_view(services().store, g.actor.credential, g.body.name))


def _listed(views: verbs.Views) -> Response:
    return jsonify({"views": views})
