"""A file that is looked at before it comes in: the page carries it along, packed, and the server keeps nothing."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Sequence

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from live.desk.import_file import Problem
from live.domain.refused import Refused
from live.files.csv_writer import problems_csv
from live.files.reader import WIDEST, Row
from live.web.errors import sentence_of
from live.web.request import LARGE

CARRIED = LARGE * 3 // 2
"""Bytes of a form that carries a file along in Base64."""

SAMPLED = 1000
"""Rows among which a value is looked for that shows what a column holds."""

SHOWN = 8
"""Rows that are shown as what they will become."""

LISTED = 20
"""Rows that cannot come in, listed on the page; its file has more."""


def take_files() -> None:
    """Let this request be as long as a file that is carried along."""
    request.max_content_length = CARRIED
    request.max_form_memory_size = CARRIED


def chosen_file() -> tuple[str, bytes]:
    """The name and the bytes of the file just chosen, or of the one that the page carried along."""
    chosen = request.files.get("file")
    if chosen is not None and chosen.filename:
        return chosen.filename, _bounded(chosen.read())
    carried = request.form.get("content", "")
    if not carried:
        raise Refused("invalid", "Choose a file.")
    try:
        # A byte more than may be: what is longer is then refused, and nothing unpacks without an end.
        content = zlib.decompressobj(31).decompress(base64.b64decode(carried, validate=True), LARGE + 1)
    except (ValueError, zlib.error) as error:
        raise Refused("invalid", "Choose the file once more.") from error
    return request.form.get("name", ""), _bounded(content)


def _bounded(content: bytes) -> bytes:
    if len(content) > LARGE:
        raise RequestEntityTooLarge
    return content


def packed(content: bytes) -> str:
    """The file as the page carries it."""
    return base64.b64encode(gzip.compress(content)).decode()


def said_fields() -> list[str]:
    """What each column is said to be, in their order; nothing where the form says nothing of columns yet."""
    said = {index: request.form.get(f"field-{index}") for index in range(WIDEST)}
    return [one for one in said.values() if one is not None]


def samples(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """A value of each column."""
    return [
        next((cells[index] for _, cells in rows[:SAMPLED] if index < len(cells) and cells[index].strip()), "")
        for index in range(len(columns))
    ]


def listed(problems: Sequence[Problem]) -> list[tuple[int, str]]:
    """The first rows that do not come in, each with why."""
    return [(problem.row, sentence_of(problem.refused)) for problem in problems[:LISTED]]


def problems_file(columns: Sequence[str], problems: Sequence[Problem]) -> str:
    """The rows left out, with why, as the address of a file that the page itself holds."""
    rows = [(problem.row, sentence_of(problem.refused), problem.cells) for problem in problems]
    written = problems_csv((gettext("Row"), gettext("What is wrong")), columns, rows)
    return f"data:text/csv;base64,{base64.b64encode(written).decode()}"
