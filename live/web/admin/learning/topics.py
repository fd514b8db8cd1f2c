"""Learned topics: have them learned now, bring the former model back."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, request, url_for
from flask_babel import format_decimal, lazy_gettext

from live.admin.language import learning as verbs
from live.domain.language.models import FEWEST, ModelState
from live.domain.refused import Refused
from live.views.admin.learning import WEEKS, learned_of
from live.web.access import allow
from live.web.admin import ADMIN, SCREEN, when
from live.web.admin.learning.page import Page, part, shown
from live.web.admin.learning.page import admin_learning as admin_learning
from live.web.errors import STATUS, sentence_of
from live.web.services import services
from live.web.upkeep import ago, wrong_of

STATES = {
    ModelState.IN_USE: lazy_gettext("in use"),
    ModelState.FORMER: lazy_gettext("the former one"),
    ModelState.REFUSED: lazy_gettext("not taken: no better"),
    ModelState.LEFT: lazy_gettext("no longer in use"),
}


@admin_learning.post("/topics")
@allow(ADMIN, cookie=True, screen=SCREEN)
def act_on_topics() -> Page:
    """One of the part's buttons."""
    do = request.form.get("do", "")
    verb = {"learn": verbs.wish, "back": verbs.bring_back}.get(do)
    if verb is None:
        raise Refused("invalid", "There is no such button on this page.")
    try:
        verb(services().store, g.actor.acting(ADMIN))
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return shown(wrong=sentence_of(refused)), STATUS[refused.code]
    return redirect(url_for("admin_learning.index", done=do), 303)


@part
def topics() -> dict[str, Any]:
    """What the page's part of topics is drawn of."""
    found = learned_of(services().store)
    return {
        "learned": found,
        "failed": wrong_of(found.doing.wrong),
        "nothing": wrong_of(found.nothing),
        "model_states": STATES,
        "fewest": FEWEST,
        "weeks": WEEKS,
        "share": lambda value: format_decimal(round(100 * value, 1)),
        "ago": ago,
        "when": when,
    }
