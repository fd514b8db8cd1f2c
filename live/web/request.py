"""A request's body and query string: read once, as JSON that every database can store, within the size allowed."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from live.domain.characters import visible
from live.domain.refused import Refused, wrong_body

USUAL, LARGE = 64 * 1024, 2 * 1024 * 1024
"""Bytes that a body may have, and a batch."""


def raw_body() -> bytes:
    """The request's body; `too_large` over the limit, also where it comes in chunks and says no length."""
    body = request.get_data(cache=False)
    limit = request.max_content_length
    if request.content_length is None and limit is not None and len(body) >= limit:
        raise RequestEntityTooLarge  # Werkzeug reads up to the limit and says nothing of the rest.
    return body


def json_body() -> Any:
    """The request's JSON; `invalid` where it is none."""
    return decoded(raw_body())


def decoded(raw: bytes) -> Any:
    """These bytes as JSON; `invalid` where they are none."""
    try:
        return _JSON.decode(raw.decode(json.detect_encoding(raw), "surrogatepass"))
    except json.JSONDecodeError as error:
        message = "The body is not JSON: look at line {line}, column {column}."
        raise Refused("invalid", message, line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise Refused("invalid", "The body is not JSON.") from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_no_constant)
"""Made once: `json.loads` would make one for each body."""


DEPTH = 12
"""Objects and lists within one another that a body may have; ours have four."""

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no field takes: control characters but tabs and line ends, and halves of surrogate pairs."""


def fit(value: Any, depth: int = DEPTH) -> Any:
    """The JSON value without characters that nobody sees; `invalid` where it holds what no field of ours takes."""
    if isinstance(value, str):
        printable = value.isprintable()
        if printable and value.isascii():
            return value
        if not printable and _UNFIT.search(value):
            raise Refused("invalid", "The request holds control characters.")
        return visible(value)
    if isinstance(value, dict | list):
        if not depth:
            raise Refused("invalid", "The request is nested too deep.")
        if isinstance(value, list):
            return [fit(item, depth - 1) for item in value]
        return {fit(name, depth - 1): fit(item, depth - 1) for name, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise Refused("invalid", "The request holds a number that is none.")
    return value


def body(model: type[BaseModel]) -> Any:
    """A reader of the JSON body as `model`."""

    def read() -> Any:
        try:
            return model.model_validate(fit(json_body()))
        except ValidationError as error:
            raise wrong_body(error.errors(include_url=False, include_input=False)) from None

    return read


def query(model: type[BaseModel]) -> Any:
    """A reader of the query string as `model`."""

    def read() -> Any:
        try:
            return model.model_validate(fit(request.args.to_dict()))
        except ValidationError as error:
            raise wrong_body(error.errors(include_url=False, include_input=False)) from None

    declared: Any = read
    declared.query = model
    return declared
