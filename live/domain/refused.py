"""The one way in which a rule says no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refused(Exception):
    """A request that the rules do not allow, with a sentence for the person who made it.

    `code` is one of the protocol's error words (docs/protocol.md). `message` is an English
    template, translated where it is shown; list values are joined by commas. `current` is
    the truth that a stale writer should look at.
    """

    def __init__(self, code: str, message: str, *, current: Any = None, **params: Any) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.params = params
        self.current = current

    def __str__(self) -> str:
        return self.message.format(
            **{k: ", ".join(map(str, v)) if isinstance(v, list | tuple) else v for k, v in self.params.items()}
        )


_WRONG = {
    "missing": "The field “{field}” is missing.",
    "extra_forbidden": "There is no field “{field}”.",
    "string_type": "The field “{field}” must be a text.",
    "string_too_long": "The field “{field}” is too long: at most {max_length} characters fit.",
    "string_too_short": "The field “{field}” is empty.",
    "string_pattern_mismatch": "The field “{field}” must be an address that begins with http:// or https://.",
    "int_type": "The field “{field}” must be a whole number.",
    "int_parsing": "The field “{field}” must be a whole number.",
    "int_parsing_size": "The field “{field}” must be a whole number.",
    "int_from_float": "The field “{field}” must be a whole number.",
    "greater_than_equal": "The field “{field}” must be {ge} or more.",
    "less_than_equal": "The field “{field}” must be {le} or less.",
    "less_than": "The field “{field}” must be less than {lt}.",
    "bool_type": "The field “{field}” must be true or false.",
    "bool_parsing": "The field “{field}” must be true or false.",
    "uuid_type": "The field “{field}” must be a UUID.",
    "uuid_parsing": "The field “{field}” must be a UUID.",
    "literal_error": "The field “{field}” can be: {expected}.",
    "enum": "The field “{field}” can be: {expected}.",
    "moment": "The field “{field}” must be a time with its zone, such as 2026-12-01T12:00:00+04:00.",
    "device": "The field “{field}” must be a device's name: sixteen small letters and digits.",
    "numbers": "The field “{field}” must be numbers with commas between, 500 at most.",
    "date_type": "The field “{field}” must be a date, such as 2026-12-01.",
    "date_parsing": "The field “{field}” must be a date, such as 2026-12-01.",
    "date_from_datetime_parsing": "The field “{field}” must be a date, such as 2026-12-01.",
    "date_from_datetime_inexact": "The field “{field}” must be a date, such as 2026-12-01.",
    "list_type": "The field “{field}” must be a list.",
    "too_long": "The field “{field}” has {actual_length} entries; at most {max_length} fit.",
    "too_short": "The field “{field}” needs at least {min_length}.",
    "model_type": "The field “{field}” must be a JSON object.",
}
"""What is told of a wrong field, by pydantic's type of error; the rest gets _OTHERWISE."""

_OTHERWISE = "The field “{field}” is not right: {reason}."


def wrong_body(errors: Sequence[Mapping[str, Any]]) -> Refused:
    """`invalid`: the first thing wrong with what came in, from pydantic's list of errors, as a sentence."""
    first = errors[0]
    params = {"reason": first["msg"], **first.get("ctx", {}), "field": ".".join(map(str, first["loc"])) or "body"}
    if "expected" in params:  # "'one', 'two' or 'three'", in English.
        params["expected"] = params["expected"].replace("'", "").replace(" or ", ", ")
    return Refused("invalid", _WRONG.get(first["type"], _OTHERWISE), **params)
