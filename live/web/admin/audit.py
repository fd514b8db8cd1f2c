"""The administrator's page of the audit: who did what, looked through and taken out as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template, request, url_for
from flask_babel import gettext, lazy_gettext

from live.domain.audit import Act
from live.domain.people import Role
from live.domain.refused import Refused
from live.files.csv_writer import csv_lines
from live.views.admin import audit as views
from live.views.admin.audit import Wanted
from live.web import audit
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, zone
from live.web.admin.audit_labels import ACTS, GROUPS, OUTCOMES, subject
from live.web.admin.audit_words.facts import FACTS, VALUES
from live.web.errors import STATUS, sentence_of
from live.web.services import services

admin_audit = Blueprint("admin_audit", __name__, url_prefix="/admin/audit")

FILTERS = ("who", "act", "place", "number", "outcome", "since", "until")
LONGEST = 100
"""Characters of what is looked for."""

ITSELF = {"console": lazy_gettext("command line"), "worker": lazy_gettext("by itself")}
"""Who acts in nobody's name."""

COLUMNS = (
    *(lazy_gettext("Time"), lazy_gettext("Who"), lazy_gettext("Login"), lazy_gettext("Credential")),
    *(lazy_gettext("Role"), lazy_gettext("What was done"), lazy_gettext("About what"), lazy_gettext("Outcome")),
    *(lazy_gettext("Address"), lazy_gettext("Screen"), lazy_gettext("Details"), lazy_gettext("Number"), "HMAC"),
)


@admin_audit.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str | tuple[str, int]:
    try:
        return _page(views.audit_page(services().store, _wanted()))
    except Refused as refused:
        return _page(views.Found(), sentence_of(refused)), STATUS[refused.code]


@admin_audit.get("/file.csv")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def as_csv() -> Response:
    """All that is wanted, as a file; that it was taken is the newest entry of the next one."""
    wanted = _wanted()
    audit.told(Act.AUDIT_EXPORTED, "audit", narrowed=[name for name in FILTERS if _asked(name)])
    rows = _lines(views.whole_audit(services().store, wanted), _titles(), zone())
    named = {"Content-Disposition": "attachment; filename=audit.csv"}
    titles = [str(title) for title in COLUMNS]
    return Response(csv_lines(titles, rows), content_type="text/csv; charset=utf-8", headers=named)


def _asked(name: str) -> str:
    return " ".join(request.args.get(name, "").split())[:LONGEST]


def _wanted() -> Wanted:
    """What the address asks for; `invalid` names a day that is none."""
    before = request.args.get("before", "")
    return Wanted(
        **{name: _asked(name) for name in ("who", "act", "place", "number", "outcome")},
        since=_midnight(_asked("since")),
        until=_midnight(_asked("until"), days=1),
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None,
    )


def _midnight(day: str, days: int = 0) -> datetime | None:
    """A day's beginning by the centre's clock, or that of a day later."""
    if not day:
        return None
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=days), time(), zone())
    except (ValueError, OverflowError):
        raise Refused("invalid", "“{text}” is no day.", text=day) from None


def _titles() -> dict[str, str]:
    """What the broadcasts are called, by their slugs."""
    return {one["slug"]: _called(one) for _, one in services().queries.broadcasts()}


def _called(broadcast: Mapping[str, Any]) -> str:
    """Its title with the day of its show: many are called alike."""
    at = broadcast["aired_at"] or broadcast["starts_at"]
    title = broadcast["title"] or broadcast["slug"]
    return f"{title}, {datetime.fromisoformat(at).astimezone(zone()):%d.%m.%Y}" if at else title


def _who(row: Any) -> str:
    """The name that it was done by, or that nobody's was known."""
    return str(ITSELF.get(row.credential, row.name or "")) or gettext("not known")


def _page(found: views.Found, wrong: str = "") -> str:
    asked = {name: _asked(name) for name in FILTERS}
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    titles = _titles()
    return render_template(
        "admin/audit.html",
        found=found,
        asked=asked,
        narrowed=bool(kept),
        wrong=wrong,
        groups=GROUPS,
        acts=ACTS,
        outcomes=OUTCOMES,
        titles=titles,
        who=_who,
        about=lambda row: subject(row.subject, titles),
        when=lambda moment: moment.astimezone(zone()).strftime("%d.%m.%Y %H:%M:%S"),
        credential=_credential,
        details=_details,
        older=url_for("admin_audit.index", **kept, before=found.next) if found.next else None,
        newest=url_for("admin_audit.index", **kept) if "before" in request.args else None,
        file=url_for("admin_audit.as_csv", **kept),
        username=g.actor.name,
    )


def _credential(row: Any, logins: Mapping[str, str]) -> str:
    """Which of those of one name: a login, or a key's or link's number."""
    kind, _, number = (row.credential or "").partition(":")
    if kind == "user":
        return logins.get(row.credential) or gettext("account № {number}").format(number=number)
    return gettext("key or link № {number}").format(number=number) if kind == "key" else ""


def _details(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(FACTS.get(name, name)), _said(value, VALUES.get(name, {}))) for name, value in facts.items()]


def _said(value: Any, words: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(_said(one, words) for one in value) or "—"
    return str(words.get(value, value)) if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(found: Iterable[tuple[Any, str]], titles: dict[str, str], here: ZoneInfo) -> Iterator[tuple[str, ...]]:
    """Written while they are sent, when the request is over."""
    for row, login in found:
        yield (
            f"{row.at.astimezone(here):%d.%m.%Y %H:%M:%S}",
            _who(row),
            login,
            row.credential or "",
            gettext(row.role) if row.role in set(Role) else row.role or "",
            str(ACTS.get(row.act, row.act)),
            subject(row.subject, titles),
            str(OUTCOMES.get(row.outcome, row.outcome)),
            row.address or "",
            row.screen or "",
            _json(row.facts),
            str(row.number or ""),
            row.hash or "",
        )
