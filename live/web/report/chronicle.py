"""The chronicle of the air: answers are written down here, and taken away as chapters, subtitles and an EDL."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.domain.audit import Act
from live.domain.refused import Refused
from live.files.cues import Cue, chapters, srt, titled, webvtt
from live.files.edl import RATES, USUAL_RATE, edl
from live.protocol.commands import COMMANDS, read
from live.protocol.events import Log
from live.views.report.chronicle import Chronicle, Turn
from live.web import audit
from live.web.access import allow
from live.web.commands import perform
from live.web.errors import STATUS, sentence_of, wants_page
from live.web.exchange.attached import attached
from live.web.report import sheets
from live.web.report.pages import READERS, SCREEN
from live.web.request import fit
from live.web.services import services

chronicle_pages = Blueprint("chronicle_pages", __name__)

Page = str | tuple[str, int] | BaseResponse

EDITORS = COMMANDS["question.summarise"].roles
KEEPERS = COMMANDS["broadcast.edit"].roles
"""Who says where the recording stands."""


@chronicle_pages.get("/b/<slug>/chronicle")
@allow(READERS, cookie=True, screen=SCREEN)
def show(slug: str) -> str:
    return _page(slug, saved=request.args.get("saved", ""))


@chronicle_pages.post("/b/<slug>/chronicle")
@allow(EDITORS, cookie=True, screen=SCREEN)
def change(slug: str) -> Page:
    """One of the page's forms: an answer is written, or sent; or the recording is said. A script is told in JSON."""
    do = request.form.get("do", "")
    try:
        raw = _asked(slug, do)
        done = perform(services().queries.broadcast_id(slug), slug, read(Log.BROADCAST, fit(raw)), g.actor)
    except Refused as refused:
        if not wants_page() or refused.code not in STATUS:
            raise
        return _page(slug, wrong=sentence_of(refused)), STATUS[refused.code]
    if not wants_page():
        return jsonify(done)
    place = f"n{raw['question']}" if "question" in raw else "recording"
    return redirect(url_for("chronicle_pages.show", slug=slug, saved=do, _anchor=place), 303)


def _asked(slug: str, do: str) -> dict[str, Any]:
    """The command that a form of the page stands for; `invalid` where none does."""
    form = request.form
    given = {"id": form.get("id") or str(uuid.uuid4()), "version": _whole(form.get("version", ""))}
    if do == "record":
        return {**given, "type": "broadcast.edit", **_recording(_read(slug))}
    of_question = {**given, "question": _whole(form.get("question", ""))}
    if do == "write":
        return {**of_question, "type": "question.summarise", "summary": form.get("summary", "")}
    if do == "send":
        return {**of_question, "type": "question.send_answer"}
    raise Refused("invalid", "The request is not understood.")


def _whole(text: str) -> int:
    """A number of the form; one that is none is none that a command takes."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


# The recording


def _recording(present: Chronicle) -> dict[str, Any]:
    """What the form says of the recording: of its two ways to say when it begins, the one that was changed."""
    address, starts, lead = (request.form.get(name, "").strip() for name in ("recording", "starts", "lead"))
    shown = _begins(present)
    said: dict[str, Any] = {"recording": address or None}
    if lead != shown["lead"]:
        said["recording_starts"] = _before_air(present, lead)
    elif starts != shown["starts"]:
        said["recording_starts"] = _by_the_clock(present, starts)
    return said


def _begins(view: Chronicle) -> dict[str, str]:
    """When the recording begins, as the form's two fields have it."""
    since = view.recording_starts
    lead = sheets.timecode(round((view.aired - since).total_seconds())) if since and view.aired else ""
    return {"starts": f"{since.astimezone(ZoneInfo(view.zone)):%Y-%m-%dT%H:%M:%S}" if since else "", "lead": lead}


_PLACE = re.compile(r"(-?)(?:(\d{1,3}):)??(\d{1,3}):(\d{2})|(-?)(\d{1,6})")
"""A place of a recording as players show it: 1:02:03, 5:12, or seconds alone."""


def _before_air(view: Chronicle, text: str) -> str | None:
    """The recording begins so long before the air; with a minus after it. None where nothing is said."""
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    if found is None:
        raise Refused("invalid", "“{text}” is no place of a recording, such as 0:05:12.", text=text[:40])
    if view.aired is None:
        raise Refused("invalid", "The air has not begun: say by the clock when the recording begins.")
    if found[6]:
        seconds, minus = int(found[6]), found[5]
    else:
        seconds, minus = int(found[2] or 0) * 3600 + int(found[3]) * 60 + int(found[4]), found[1]
    return (view.aired - timedelta(seconds=-seconds if minus else seconds)).isoformat()


def _by_the_clock(view: Chronicle, text: str) -> str | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(view.zone)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Refused("invalid", "“{text}” is no day and hour of a start.", text=text[:40]) from None


# The page


def _read(slug: str) -> Chronicle:
    return services().queries.chronicle(slug, plain=g.actor.may(EDITORS))


def _page(slug: str, *, saved: str = "", wrong: str = "") -> str:
    view = _read(slug)
    zone = ZoneInfo(view.zone)
    aired = view.aired.astimezone(zone) if view.aired else None

    def hour(at: datetime) -> str:
        """The time of day; with the day where it is another than that on which the air began."""
        here = at.astimezone(zone)
        return here.strftime("%H:%M:%S" if aired and here.date() == aired.date() else "%d.%m, %H:%M:%S")

    return render_template(
        "report/chronicle.html",
        slug=slug,
        view=view,
        edits=g.actor.may(EDITORS),
        keeps=g.actor.may(KEEPERS) and view.state != "archived",
        archived=view.state == "archived",
        begins=_begins(view),
        sheets=sheets,
        aired=aired.strftime("%d.%m.%Y, %H:%M:%S") if aired else "",
        hour=hour,
        rates=RATES,
        usual_rate=USUAL_RATE,
        unsaid=sum(turn.ends_it and not turn.said for turn in view.turns),
        saved=saved,
        wrong=wrong,
        typed=request.form if wrong else {},
    )


# The files


def _cues(view: Chronicle, text: Callable[[Turn], str | None]) -> list[Cue]:
    """What of each turn is told, by its place in the recording; one that lasts ends now."""
    begins = view.recording_starts or view.aired
    if begins is None:
        return []

    def place(at: datetime) -> int:
        return round((at - begins).total_seconds() * 1000)

    told = [(turn, text(turn)) for turn in view.turns]
    return [Cue(place(turn.start), place(turn.end or view.at), words) for turn, words in told if words]


def _title(turn: Turn) -> str:
    return gettext("{title} (continued)").format(title=turn.text) if turn.again else turn.text


def _edl(view: Chronicle) -> str:
    rate = request.args.get("rate", str(USUAL_RATE))
    return edl(view.slug, _cues(view, lambda turn: f"№ {turn.number}. {turn.text}"), _whole(rate))


FILES: dict[str, Callable[[Chronicle], str]] = {
    "chapters.vtt": lambda view: webvtt(titled(_cues(view, _title))),
    "chapters.txt": lambda view: chapters(_cues(view, _title), gettext("The beginning")),
    "answers.vtt": lambda view: webvtt(_cues(view, lambda turn: turn.said)),
    "answers.srt": lambda view: srt(_cues(view, lambda turn: turn.said)),
    "air.edl": _edl,
}
"""What is taken away, by the ends of the files' names."""


@chronicle_pages.get(f"/b/<slug>/chronicle/<any({', '.join(map(repr, FILES))}):taken>")
@allow(READERS, cookie=True, screen=SCREEN)
def take(slug: str, taken: str) -> Response:
    written = FILES[taken](_read(slug))
    audit.told(Act.REPORT_EXPORTED, slug, form=taken)
    return attached(written.encode(), f"{slug}-{taken}")
