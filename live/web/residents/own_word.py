"""What whoever asked does with a question that stands: adds words and photos, or takes it back; without a script."""

from __future__ import annotations

from flask import Blueprint, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.desk.askers.adding import add
from live.desk.askers.withdrawing import withdraw
from live.domain.refused import Refused
from live.web.access import PUBLIC, allow
from live.web.edge.limits import limited
from live.web.errors import STATUS
from live.web.residents.photos import sent_photos, take_photos
from live.web.residents.track import carrier, form_of, no_referrer, not_done, seen_to, shown, too_old, wait
from live.web.services import services

own_word = Blueprint("own_word", __name__, url_prefix="/track")
own_word.after_request(no_referrer)

_CHANGED = Refused("illegal", "Meanwhile this has changed: look at how it stands now.")


@own_word.post("/<code>/add")
@allow(PUBLIC, reads=take_photos)
@limited(lambda: services().told().ask_limit, answer=wait)
def add_more(code: str) -> BaseResponse:
    """Words, photos, or both; photos need not be chosen again where something else was wrong."""
    if form_of(code) != "":
        return too_old(code)
    if not services().queries.track(code)["stands"]:
        return not_done(code, _CHANGED)
    photos, wrong = sent_photos(carrier(code))
    if wrong:
        return shown(code, wrong=wrong, status=STATUS["invalid"], photos=photos)
    try:
        add(services().store, code, request.form.get("words", ""), photos)
    except Refused as refused:
        return not_done(code, refused, photos)
    return seen_to(code, "add")


@own_word.post("/<code>/withdraw")
@allow(PUBLIC)
@limited(lambda: services().told().ask_limit, answer=wait)
def take_back(code: str) -> BaseResponse:
    if form_of(code) != "":
        return too_old(code)
    if request.form.get("sure") != "yes":
        wrong = gettext("Tick that you are sure: what is withdrawn cannot be brought back.")
        return shown(code, wrong=wrong, status=STATUS["invalid"])
    try:
        withdraw(services().store, code)
    except Refused as refused:
        return not_done(code, refused)
    return seen_to(code, "withdraw")
