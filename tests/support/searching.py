"""What is searched of the product in the tests' own process, and of the databases."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from flask.testing import FlaskClient
from sqlalchemy import make_url
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from tests.support.searched import SEARCH, Search, tells

HELD = (
    "SELECT 'audit', subject, facts FROM audit",
    "SELECT 'event', type, data FROM event WHERE data IS NOT NULL",
    "SELECT 'command', '', result FROM command",
)
"""What is kept of acts, in which nobody's contact and no secret has a place."""


class Searched(FlaskClient):
    """A client of the product in this process, each of whose answers is searched."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        request = response.request
        endless = response.mimetype == "text/event-stream"  # To be read by the test, piece by piece.
        if not (endless or request.path.startswith("/static/")):
            where = f"the answer to {request.method} {request.path}"
            asked = f"{request.path}?{request.query_string.decode()} {args} {kwargs}"
            told = self._is_program(request) or tells(request.path)
            SEARCH.answer(response.get_data(), where, asked, told)
        return response

    @staticmethod
    def _is_program(request: Request) -> bool:
        """Whether it carries a key of its own, as programs do; a link's is none."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        return kind == "Bearer" and SEARCH.is_program(token)


def search_database(url: str, search: Search = SEARCH) -> None:
    """What an installation keeps of acts."""
    for table, subject, document in _held(url):
        told = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        search.row(f"{subject} {told}", f"a row of {table}")


def _held(url: str) -> list[tuple[Any, ...]]:
    address = make_url(url)
    if address.drivername.startswith("sqlite"):
        path = Path(address.database or "")
        if not path.exists():
            return []
        with closing(sqlite3.connect(path)) as connection:
            return [row for statement in HELD for row in connection.execute(statement).fetchall()]
    with psycopg.connect(address.set(drivername="postgresql").render_as_string(hide_password=False)) as served:
        return [row for statement in HELD for row in served.execute(statement.encode()).fetchall()]
