"""Tiles of the centre's own map, on which a point that came with a question is drawn: no outside map hears of it."""

from __future__ import annotations

from flask import Blueprint, send_file
from werkzeug.wrappers import Response as BaseResponse

from live.domain.refused import Refused
from live.files.media.tiles import tile
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.services import services

map_tiles = Blueprint("map_tiles", __name__)

KEPT = 24 * 3600
"""Seconds for which a browser keeps a tile."""


@map_tiles.get("/map/<int(max=22):zoom>/<int(max=4194303):x>/<int(max=4194303):y>")
@allow(PUBLIC)  # A map is nobody's secret, and its tiles say nothing of whose question they are asked for.
@limited("1200 per minute")
def of_map(zoom: int, x: int, y: int) -> BaseResponse:
    found = tile(services().settings.files.map, zoom, x, y)
    if found is None:
        raise Refused("not_found", "There is no such file.")
    path, mime = found
    response = send_file(path, mime, conditional=True, max_age=KEPT)
    response.headers["Cache-Control"] = f"private, max-age={KEPT}"
    return response
