"""A collection as its form types it."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from live.domain.characters import visible
from live.domain.followup.collection import Rhythm
from live.followup.collections.keeping import Given
from live.views.collections.pages import CollectionView

Form = MultiDict[str, str]

NEW = Given("", "")


def addressee(typed: str) -> tuple[str, str]:
    """A department's key and the name of an official ("": the department), as the choice of both sends them."""
    key, _, official = typed.partition("/")
    return key, official


def typed_collection(form: Form) -> Given:
    """What cannot be a number is -1, which no collection takes."""
    department, official = addressee(form.get("to", ""))
    return Given(
        visible(form.get("title", "")),
        department,
        official,
        form.getlist("topic"),
        form.getlist("place"),
        form.get("rhythm", Rhythm.DAILY.value),
        _number(form.get("weekday", "0")),
        _number(form.get("hour", "")),
        form.get("skips_empty") == "on",
    )


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def version_of(form: Form) -> int:
    return _number(form.get("version", ""))


def shown(one: CollectionView) -> Given:
    """A collection as its form shows it."""
    return Given(
        one.title,
        one.key,
        one.official,
        one.topics,
        one.localities,
        one.rhythm,
        one.weekday,
        one.hour,
        one.skips_empty,
    )
