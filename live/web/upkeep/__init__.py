"""The administrator's pages of upkeep: copies, books and health; how they write sizes and ages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import format_decimal, format_timedelta, gettext

from live.web.errors import sentence
from live.web.services import services


def size(number: int | None) -> str:
    """Bytes as people write them."""
    if number is None:
        return gettext("not known")
    if number < 10**6:
        return gettext("{n} KB").format(n=format_decimal(max(1, round(number / 1000))))
    if number < 10**9:
        return gettext("{n} MB").format(n=format_decimal(round(number / 10**6, 1)))
    return gettext("{n} GB").format(n=format_decimal(round(number / 10**9, 1)))


def ago(then: datetime | timedelta | None) -> str:
    """How long ago a moment was, or a time that has passed: «2 дня назад»."""
    if then is None:
        return gettext("never")
    passed = services().store.clock() - then if isinstance(then, datetime) else then
    return str(format_timedelta(-max(passed, timedelta(seconds=1)), add_direction=True, threshold=1.2))


def wrong_of(wrong: Mapping[str, Any] | None) -> str:
    """Why a long work failed, in the reader's language."""
    return sentence(wrong["message"], wrong["params"]) if wrong else ""
