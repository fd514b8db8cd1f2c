"""The administrator's pages: the centre's lists, each edited as a whole, with a script or without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from babel.dates import get_day_names, get_month_names
from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin.lists import save_list
from live.domain.listening.mention import HiddenWords
from live.domain.official_pages.result import PLACEHOLDERS as KNOWN
from live.domain.refused import Refused
from live.domain.templates import PLACEHOLDERS
from live.language.lemmas import lemmas
from live.language.localities import Localities
from live.language.rude import RudeWords
from live.language.speech.stresses import Stresses, has_stress
from live.language.topics import Topics
from live.language.urgency import Urgency
from live.views.admin.calendar import Day, year_of
from live.views.admin.departments import offered_departments
from live.views.admin.lists import whole_list
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, zone
from live.web.admin.department_forms import proposed
from live.web.admin.list_forms import FORMS, WEEKDAYS, Item, Row, line_of, rearranged
from live.web.errors import STATUS, sentence_of
from live.web.labels import LISTS, PRIORITIES, REASONS, RESULTS, SCORE_PARTS
from live.web.request import LARGE
from live.web.services import services

admin = Blueprint("admin", __name__, url_prefix="/admin")

ROUTE = f"/lists/<any({', '.join(LISTS)}):name>"

ZONES = tuple(
    f"Europe/{city}" for city in ("Kaliningrad", "Moscow", "Kirov", "Volgograd", "Samara", "Saratov", "Ulyanovsk")
) + tuple(
    f"Asia/{city}"
    for city in (
        *("Yekaterinburg", "Omsk", "Novosibirsk", "Krasnoyarsk", "Irkutsk", "Yakutsk"),
        *("Vladivostok", "Magadan", "Kamchatka"),
    )
)
"""Those of Russia, to choose from; any other may be typed."""


@admin.url_value_preprocessor
def take_long_lists(endpoint: str | None, values: dict[str, Any] | None) -> None:
    request.max_content_length = LARGE
    request.max_form_memory_size = LARGE


@admin.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> BaseResponse:
    return redirect(url_for("admin.lists"))


@admin.get("/lists")
@allow(ADMIN, cookie=True, screen=SCREEN)
def lists() -> BaseResponse:
    return redirect(url_for("admin.show_list", name="topics"))


@admin.get("/lists/departments")
@allow(ADMIN, cookie=True, screen=SCREEN)
def departments() -> BaseResponse:
    """Where they stood while they were a list."""
    return redirect(url_for("admin_departments.index"))


@admin.get(ROUTE)
@allow(ADMIN, cookie=True, screen=SCREEN)
def show_list(name: str) -> str:
    present = whole_list(services().store, name)
    saved = request.args.get("saved") == str(present.version)
    return _page(name, FORMS[name].shown(present.items), present.version, saved=saved)


@admin.post(ROUTE)
@allow(ADMIN, cookie=True, screen=SCREEN)
def change_list(name: str) -> tuple[str, int] | str | BaseResponse:
    """Save what was typed, or only rearrange it on the page. Whatever happens, what was typed stays."""
    rows, act = FORMS[name].typed(request.form), request.form.get("do", "save")
    version = request.form.get("version", "")
    base_version = int(version) if version.isdecimal() and len(version) < 10 else -1
    if act == "propose" and name == "topics":
        pasted = request.form.get("pasted", "")
        changed, found, strange = proposed(rows, pasted, offered_departments(services().store))
        said = gettext("Departments filled in: {count}. Look at them and save.").format(count=found)
        return _page(name, changed, base_version, unsaved=True, said=said, strange=strange)
    if act != "save":
        changed = rearranged(rows, act)
        if act == "once" and FORMS[name].lines:
            said = gettext("Doubles taken out: {count}.").format(count=len(rows) - len(changed))
            return _page(name, changed, base_version, unsaved=True, said=said)
        tried = _tried(name, changed, request.form.get("sample", "")) if act == "try" else None
        return _page(name, changed, base_version, unsaved=True, tried=tried)
    try:
        saved = save_list(services().store, name, base_version, FORMS[name].items(rows), g.actor.acting(ADMIN))
    except Refused as refused:
        if refused.code not in ("invalid", "conflict"):
            raise
        wrong = sentence_of(refused)
        if refused.code == "invalid":
            return _page(name, rows, base_version, unsaved=True, wrong=wrong), STATUS["invalid"]
        # Saving once more is then a decision, made with both in sight.
        there = refused.current
        page = _page(name, rows, there["version"], unsaved=True, wrong=wrong, theirs=there["items"])
        return page, STATUS["conflict"]
    return redirect(url_for("admin.show_list", name=name, saved=saved.version), 303)


def _page(
    name: str,
    rows: list[Row],
    version: int,
    *,
    saved: bool = False,
    unsaved: bool = False,
    wrong: str = "",
    theirs: Sequence[Item] | None = None,
    tried: tuple[str, list[str]] | None = None,
    said: str = "",
    strange: Sequence[str] = (),
) -> str:
    """The list with `rows` in its form. `theirs`: what somebody else has saved meanwhile, shown beside it.

    `said`: what a button has made of the rows; `strange`: the lines that it could do nothing with.
    """
    present = whole_list(services().store, name)
    return render_template(
        f"admin/{name}.html",
        name=name,
        lists=LISTS,
        reasons=REASONS,
        rows=rows,
        lines="\n".join(line_of(row) for row in rows) if FORMS[name].lines else "",
        version=version,
        by_name=present.by_name,
        at=present.at.astimezone(zone()) if present.at else None,
        saved=saved,
        unsaved=unsaved,
        wrong=wrong,
        apart=_apart(name, rows, theirs) if theirs is not None else None,
        tried=tried,
        said=said,
        strange=strange,
        placeholders=PLACEHOLDERS,
        offered=_offered(name),
        username=g.actor.name,
        **_beside(name, present.items, rows),
    )


def _beside(name: str, saved: Sequence[Item], rows: list[Row]) -> dict[str, Any]:
    """What a page shows beside its list: of the calendar this year and the next, as they are saved."""
    if name == "calendar":
        first, language = services().store.clock().astimezone(zone()).year, str(get_locale())
        return {
            "row": rows[0] if rows else dict.fromkeys(FORMS[name].fields, ""),
            "years": {year: year_of(saved[0], year, language) for year in (first, first + 1)},
            "weekdays": get_day_names("abbreviated", locale=language),
            "month_names": get_month_names("wide", "stand-alone", locale=language),
            "zones": ZONES,
            "own_hours": any(row[f"hours_{day}"] for row in rows for day in WEEKDAYS),
            "why_day": _why,
        }
    if name == "topics":
        said = {"pasted": request.form.get("pasted", ""), "new": request.args.get("new", "")[:200]}
        return {"bare": sum(not item["department"] for item in saved), **said}
    if name == "page_scores":
        return {"row": rows[0] if rows else dict.fromkeys(FORMS[name].fields, ""), "parts": SCORE_PARTS}
    if name == "results":
        return {"kinds": RESULTS, "known": KNOWN}
    if name == "deadlines":
        topics = [item["name"] for item in whole_list(services().store, "topics").items]
        return {"topics": topics, "priorities": PRIORITIES}
    return {}


def _why(day: Day) -> str:
    """Why a day is not as its weekday has it."""
    if day.by == "centre":
        if day.short:
            return gettext("short day, set here")
        return gettext("working day, set here") if day.works else gettext("day off, set here")
    return day.name or gettext("worked weekend")


def _offered(name: str) -> list[dict[str, str]]:
    """What may be chosen in a field of this list, though it is typed: the departments of a topic."""
    if name == "topics":
        return [{"value": one, "label": ""} for one in offered_departments(services().store)]
    return []


def _apart(name: str, rows: list[Row], theirs: Sequence[Item]) -> dict[str, list[str]]:
    """What stands only in `theirs`, and what only in the typed rows, each entry in one line."""
    there, here = list(theirs), FORMS[name].items(rows)
    shown = FORMS[name].shown
    return {
        "theirs": [_in_one_line(row) for row in shown([item for item in there if item not in here])],
        "mine": [_in_one_line(row) for item, row in zip(here, rows, strict=True) if item not in there],
    }


def _in_one_line(row: Row) -> str:
    if "kind" in row:
        return row["text"]
    if "code" not in row:
        return " · ".join(cell.replace("\n", ", ") for cell in row.values() if cell)
    label = row["label"] or str(REASONS.get(row["code"], row["code"]))
    return label if row["shown"] else gettext("{reason} (hidden)").format(reason=label)


def _tried(name: str, rows: list[Row], sample: str) -> tuple[str, list[str]] | None:
    """A message, and what the list as it is typed would make of it."""
    sample = sample[:4000]
    items = FORMS[name].items(rows)
    if name == "topics":
        return sample, Topics([(item["name"], item["words"]) for item in items]).guess(lemmas(sample))
    if name == "rude":
        return sample, RudeWords([item["name"] for item in items]).found(sample)
    if name == "urgent":
        return sample, Urgency([item["name"] for item in items]).found(sample)
    if name == "stresses":
        read = Stresses([item["name"] for item in items if has_stress(item["name"])]).put_into(sample)
        return sample, [read] if read != sample else []
    if name == "hidden_words":
        return sample, [item["name"] for item in items if HiddenWords([item["name"]]).found(sample)]
    if name == "localities":
        return sample, Localities([(item["name"], item["also"]) for item in items]).guess(sample)
    return None
