"""What the form of a broadcast sends, as it was typed, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from live.admin.broadcasts import Series, Settings
from live.admin.centre import checked_zone
from live.domain.broadcast import Kind, Repeat
from live.domain.refused import Refused
from live.language.latin import latin
from live.views.admin.broadcasts import Kept

NOBODY = "-"
"""The choice that no standing broadcast stands behind a show: said by somebody, never left out."""

LINES = ("slug", "title", "head", "starts", "minutes", "zone", "standing", "policy_url", "operator")
TEXTS = ("greeting", "thanks")
CHOICES = ("head_sees_contacts", "names_on_air")

Typed = dict[str, str]


def typed(form: Mapping[str, str]) -> Typed:
    """All fields of the form; a box that is not ticked is empty."""
    names = (*LINES, *TEXTS, *CHOICES, "kind", "repeat", "count", "like")
    return {name: form.get(name, "").strip() for name in names}


def new(zone: str, kind: str) -> Typed:
    """An empty form."""
    return {**typed({}), "zone": zone, "minutes": "120", "names_on_air": "yes", "kind": kind, "count": "6"}


def of(view: Kept) -> Typed:
    """The form of a broadcast as it is."""
    texts = view.texts
    return {
        **typed({}),
        "slug": view.slug,
        "kind": view.kind.value,
        "title": view.title,
        "head": view.head,
        "starts": local(view.starts_at, view.zone),
        "minutes": str(view.minutes),
        "zone": view.zone,
        "standing": view.standing or NOBODY,
        "policy_url": texts.policy_url or "",
        "operator": texts.operator or "",
        "greeting": texts.greeting or "",
        "thanks": texts.thanks or "",
        "head_sees_contacts": "yes" if view.head_sees_contacts else "",
        "names_on_air": "yes" if texts.names_on_air else "",
    }


def copied(view: Kept) -> Typed:
    """The form of a new broadcast like an earlier one: on another day, under another name."""
    return {**of(view), "slug": "", "starts": "", "count": "6", "like": view.slug}


def settings(values: Typed, present: Kept | None = None) -> Settings:
    """What was typed, as far as it can be read; `invalid` says what cannot. `present`: the one that is changed."""
    kind = Kind(values["kind"]) if values["kind"] in set(Kind) else Kind.SHOW
    if kind is Kind.SHOW and not values["standing"]:
        raise Refused("invalid", "Choose where questions go that come after the show, or say that nothing takes them.")
    return Settings(
        title=values["title"],
        head=values["head"],
        starts=_starts(values, present),
        minutes=_number(values["minutes"]) if kind is Kind.SHOW else 120,
        zone=values["zone"],
        standing=values["standing"] if kind is Kind.SHOW and values["standing"] != NOBODY else None,
        head_sees_contacts=bool(values["head_sees_contacts"]),
        names_on_air=bool(values["names_on_air"]),
        greeting=values["greeting"],
        thanks=values["thanks"],
        policy_url=values["policy_url"],
        operator=values["operator"],
    )


def slug(values: Typed) -> str:
    """The short name that was typed, or one made of the title."""
    return values["slug"] or latin(values["title"], 40).replace("_", "-")


def series(values: Typed) -> Series | None:
    """None for one show."""
    if values["repeat"] not in set(Repeat):
        return None
    return Series(Repeat(values["repeat"]), _number(values["count"]))


def local(at: datetime | None, zone: str) -> str:
    """As the form's field of day and hour has it, by a broadcast's clock."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" if at is not None else ""


def _starts(values: Typed, present: Kept | None) -> datetime | None:
    text = values["starts"]
    if not text or values["kind"] == Kind.STANDING.value:
        return None
    zone = checked_zone(values["zone"])
    if present is not None and (zone, text) == (present.zone, local(present.starts_at, present.zone)):
        return present.starts_at  # Its seconds are not in the field.
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise Refused("invalid", "“{text}” is no day and hour of a start.", text=text[:40]) from None


def _number(text: str) -> int:
    """What was typed; what is no number is one that no length can be."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
