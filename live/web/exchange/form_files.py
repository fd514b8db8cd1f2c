"""Files that come with the form of a page that works without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from live.domain.files.attached import ANSWER_TOGETHER
from live.domain.refused import Refused
from live.web.errors import answer

FORM = 256 * 1024
"""Bytes of a form around its files."""


def takes_files(pages: Blueprint) -> None:
    """The forms of these pages carry files, and a sentence says when they are too much."""
    pages.url_value_preprocessor(_as_long_as_its_files)
    pages.register_error_handler(RequestEntityTooLarge, _too_large)


def kept_of_form(attach: Callable[[str, bytes], int]) -> list[int]:
    """The numbers under which `attach` kept the files that came with the form, by their names and contents."""
    given = [one for one in request.files.getlist("file") if one.filename]
    return [attach(one.filename or "", one.stream.read()) for one in given]


def _as_long_as_its_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before the page's token is looked for among what the request sends."""
    request.max_content_length = ANSWER_TOGETHER + FORM


def _too_large(_: RequestEntityTooLarge) -> BaseResponse:
    limit = ANSWER_TOGETHER // 1024**2
    return answer(Refused("too_large", "The files are over {limit} MB together: leave some out.", limit=limit))
