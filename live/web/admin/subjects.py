"""The administrator's pages of one person's data: found, looked at, given out as a file, erased.

A contact stands in no address and in no log: it is posted, and what is found is named by a number.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin import subjects as verbs
from live.domain.refused import Refused
from live.domain.retention import counted, ground_of
from live.files.docx_writer import document
from live.runtime.tasks import offload
from live.views.admin.subjects import requests
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when
from live.web.admin.audit_labels import ACTS
from live.web.admin.subject_tables import GROUNDS, tables
from live.web.errors import STATUS, sentence_of
from live.web.exchange.attached import attached
from live.web.services import services

admin_subjects = Blueprint("admin_subjects", __name__, url_prefix="/admin/subjects")

HIGHEST = 2**63 - 1
LONGEST = 300
"""Characters of what is looked for."""

Page = str | tuple[str, int] | BaseResponse


@admin_subjects.get("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def index() -> str:
    return _index(erased=request.args.get("erased", ""))


@admin_subjects.post("")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def find() -> Page:
    typed = request.form.get("typed", "")[:LONGEST]
    try:
        ids = verbs.find(services().store, typed)
    except Refused as refused:
        return _index(typed=typed, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_subjects.show", subject=ids[0]), 303)


@admin_subjects.get(f"/<int(max={HIGHEST}):subject>")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def show(subject: int) -> str:
    return _show(subject)


@admin_subjects.get(f"/<int(max={HIGHEST}):subject>/file.json")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def as_json(subject: int) -> Response:
    """All that is held, to the last column, for a program or a lawyer."""
    held = verbs.export(services().store, verbs.sharing(services().store, subject), g.actor)
    return _file(json.dumps(held, ensure_ascii=False, indent=1, default=_plain), subject, "json")


@admin_subjects.get(f"/<int(max={HIGHEST}):subject>/file.docx")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def as_docx(subject: int) -> Response:
    """The same to be read and signed: the page's tables."""
    held = verbs.export(services().store, verbs.sharing(services().store, subject), g.actor)
    title, lines = gettext("What is held of you"), [when(services().store.clock())]
    more = gettext("and {n} more: they are in the JSON file")
    paper = offload(document, title, lines, tables(held), gettext("nothing"), more)
    return _file(paper, subject, "docx")


@admin_subjects.post(f"/<int(max={HIGHEST}):subject>")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def erase(subject: int) -> Page:
    try:
        ground = ground_of(request.form.get("ground", ""))
        ids = verbs.sharing(services().store, subject)
        records = verbs.erase(services().store, ids, ground, g.actor, request.form.get("records", ""))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return _show(subject, wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_subjects.index", erased=records), 303)


def _index(typed: str = "", wrong: str = "", erased: str = "") -> str:
    return render_template(
        "admin/subjects.html",
        typed=typed,
        wrong=wrong,
        erased=int(erased) if erased.isdecimal() and len(erased) < 9 else 0,
        requests=requests(services().store),
        acts=ACTS,
        grounds=GROUNDS,
        records=_records,
        when=when,
        username=g.actor.name,
    )


def _show(subject: int, wrong: str = "") -> str:
    ids = verbs.sharing(services().store, subject)
    held = verbs.look(services().store, ids, g.actor)
    return render_template(
        "admin/subject.html",
        subject=subject,
        people=len(ids),
        names=[one["name"] or gettext("without a name") for one in held["persons"]],
        sheets=tables(held),
        records=sum(counted(held).values()),
        grounds=GROUNDS,
        chosen=request.form.get("ground", ""),
        wrong=wrong,
        username=g.actor.name,
    )


def _records(facts: dict[str, Any]) -> int:
    """How many records an entry of the audit counts."""
    return sum(value for value in facts.values() if isinstance(value, int))


def _file(content: str | bytes, subject: int, ending: str) -> Response:
    return attached(content.encode() if isinstance(content, str) else content, f"person-{subject}.{ending}")


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
