"""The questions of a broadcast as files, written while they are read: however many they are, nobody waits for them."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from flask_babel import gettext

from live.domain.audit import Act
from live.views.questions import exported
from live.views.questions.exported import Telling
from live.web import audit
from live.web.access import allow
from live.web.exchange.attached import attached
from live.web.report.pages import READERS, SCREEN
from live.web.services import services

question_files = Blueprint("question_files", __name__)


@question_files.get("/b/<slug>/questions.csv")
@allow(READERS, cookie=True, screen=SCREEN, proved=True)
def as_csv(slug: str) -> Response:
    return _file(slug, "csv")


@question_files.get("/b/<slug>/questions.xlsx")
@allow(READERS, cookie=True, screen=SCREEN, proved=True)
def as_xlsx(slug: str) -> Response:
    return _file(slug, "xlsx")


@question_files.get("/b/<slug>/questions.json")
@allow(READERS, cookie=True, screen=SCREEN, proved=True)
def as_json(slug: str) -> Response:
    return _file(slug, "json")


def _file(slug: str, form: str) -> Response:
    """`contacts` in the address wants them too; that somebody took them out is an act of its own."""
    telling = exported.told_to(g.actor, "contacts" in request.args)
    act = Act.CONTACTS_EXPORTED if telling is Telling.CONTACTS else Act.BROADCAST_EXPORTED
    audit.told(act, slug, form=form)
    around = {"report": services().queries.report(slug)} if form == "json" else {}
    written = exported.pieces(services().store, slug, form, telling, gettext("Questions"), around)
    return attached(written, f"questions-{slug}.{form}")
