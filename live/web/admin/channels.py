"""The administrator's page of the networks' channels: how each does, where it delivers, its settings, its dead letters.

Everything works by forms, with a script or without. A secret is only ever shown where it was made, once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from live.admin import channels as verbs
from live.channels import TYPES, Failed, subscribes
from live.desk.inbound import dismiss_letter, retry_dead, retry_letter
from live.domain.audit import Act
from live.domain.people import By
from live.domain.refused import Refused
from live.protocol.views import BroadcastView
from live.views.admin import channels as views
from live.views.admin.channels import ChannelView
from live.web import audit
from live.web.access import allow, ask_for_proof
from live.web.admin import ADMIN, SCREEN, zone
from live.web.admin import channel_forms as forms
from live.web.errors import STATUS
from live.web.services import services
from live.web.urls import absolute

admin_channels = Blueprint("admin_channels", __name__, url_prefix="/admin/channels")

HIGHEST = 2**31 - 1
"""A channel's or a letter's number is at most this."""

Answer = str | tuple[str, int] | BaseResponse


@admin_channels.get("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def index() -> str:
    return _index()


@admin_channels.post("")
@allow(ADMIN, cookie=True, screen=SCREEN)
def move() -> Answer:
    """Let the marked channels deliver to another broadcast, all at once."""
    marked = [int(one) for one in request.form.getlist("channel") if one.isdecimal() and len(one) < 10]
    try:
        verbs.route_channels(services().store, marked, request.form.get("broadcast", ""), _by())
    except Refused as refused:
        return _index(marked=marked, wrong=forms.refusal("", refused)), STATUS[refused.code]
    return redirect(url_for("admin_channels.index", done="moved"), 303)


@admin_channels.get("/new")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def choose() -> str:
    """The form of a new channel, once its network is chosen."""
    return _new(request.args.get("type", ""), verbs.new_key())


@admin_channels.post("/new")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def add() -> Answer:
    """Add it. The form brings the channel's key along, so that one sent twice adds one channel."""
    type_, key = request.form.get("type", ""), request.form.get("key", "")
    typed = forms.typed(type_, request.form)
    try:
        channel, made = verbs.add_channel(services().store, type_, key, request.form.get("broadcast", ""), typed, _by())
    except Refused as refused:
        if refused.code == "conflict":
            return redirect(url_for("admin_channels.show", channel=services().queries.channel(type_, key).id), 303)
        return _new(type_, key, typed=typed, wrong=forms.refusal(type_, refused)), STATUS[refused.code]
    if made:
        return _channel(channel, made=made, done="added")
    return redirect(url_for("admin_channels.show", channel=channel, done="added"), 303)


@admin_channels.get(f"/<int(max={HIGHEST}):channel>")
@allow(ADMIN, cookie=True, screen=SCREEN, proved=True)
def show(channel: int) -> str:
    return _channel(channel, done=request.args.get("done", ""))


@admin_channels.post(f"/<int(max={HIGHEST}):channel>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def change(channel: int) -> Answer:
    """One of the page's buttons."""
    act, view = ACTS.get(request.form.get("do", "")), _view(channel)
    if act is None:
        raise Refused("invalid", "The form is out of date. Open it anew.")
    if request.form.get("do") in PROVED:  # The others are asked for by a script too, and change no secret.
        ask_for_proof()
    return act(view)


@admin_channels.get(f"/<int(max={HIGHEST}):channel>/letters/<int(max={HIGHEST}):letter>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def letter(channel: int, letter: int) -> str:
    """A dead letter, whole: laid out where it is JSON, and as it came."""
    row, body = views.dead_letter(services().store, channel, letter)
    audit.told(Act.LETTER_SEEN, _path(channel, letter))
    return _page("letter", view=_view(channel), letter=row, body=body, laid_out=_laid_out(body))


@admin_channels.post(f"/<int(max={HIGHEST}):channel>/letters/<int(max={HIGHEST}):letter>")
@allow(ADMIN, cookie=True, screen=SCREEN)
def settle(channel: int, letter: int) -> Answer:
    """Take one letter in as a question, or put it by."""
    view = _view(channel)
    if request.form.get("do") == "dismiss":
        dismiss_letter(services().store, view.id, letter, _by())
        return redirect(url_for("admin_channels.show", channel=view.id, done="dismissed", _anchor="letters"), 303)
    delivered = retry_letter(services().store, view.id, letter, services().intake.receive)
    audit.told(Act.LETTER_RETRIED, _path(view.id, letter), delivered=int(delivered), left=int(not delivered))
    where = url_for(
        "admin_channels.show", channel=view.id, done="retried", delivered=int(delivered), left=int(not delivered)
    )
    return redirect(where, 303)


def _path(channel: int, letter: int) -> str:
    return f"channel/{channel}/letter/{letter}"


# What the buttons do


def _save(view: ChannelView) -> Answer:
    typed = forms.typed(view.type, request.form)
    try:
        made = verbs.change_channel(services().store, view.id, request.form.get("version", ""), typed, _by())
    except Refused as refused:
        if refused.code not in ("invalid", "conflict"):
            raise
        return _channel(view.id, typed=typed, wrong=forms.refusal(view.type, refused)), STATUS[refused.code]
    if made:
        return _channel(view.id, made=made, done="saved")
    return redirect(url_for("admin_channels.show", channel=view.id, done="saved"), 303)


def _route(view: ChannelView) -> Answer:
    try:
        verbs.route_channels(services().store, [view.id], request.form.get("broadcast", ""), _by())
    except Refused as refused:
        return _channel(view.id, wrong=forms.refusal(view.type, refused)), STATUS[refused.code]
    return redirect(url_for("admin_channels.show", channel=view.id, done="moved"), 303)


def _pause(view: ChannelView) -> Answer:
    return _paused(view, True)


def _resume(view: ChannelView) -> Answer:
    return _paused(view, False)


def _paused(view: ChannelView, paused: bool) -> Answer:
    verbs.pause_channel(services().store, view.id, paused, _by())
    done = "paused" if paused else "resumed"
    if request.form.get("back") == "list":
        return redirect(url_for("admin_channels.index", done=done, _anchor=f"channel-{view.id}"), 303)
    return redirect(url_for("admin_channels.show", channel=view.id, done=done), 303)


def _test(view: ChannelView) -> Answer:
    """The network is asked because a person wants to know; the answer is on the page alone, nothing is changed."""
    try:
        told = verbs.ask_network(services().store, view.id, _hook(view))
    except Failed as failed:
        return _failed(view, failed)
    return _channel(view.id, tested=(True, forms.why(told)))


def _subscribe(view: ChannelView) -> Answer:
    """The network is asked to bring its messages to this server."""
    return _asked_of_network(view, verbs.subscribe_channel)


def _unsubscribe(view: ChannelView) -> Answer:
    return _asked_of_network(view, verbs.unsubscribe_channel)


def _asked_of_network(view: ChannelView, verb: Callable[..., str]) -> Answer:
    try:
        told = verb(services().store, view.id, _hook(view), _by())
    except Failed as failed:
        return _failed(view, failed)
    return _channel(view.id, tested=(True, forms.why(told)))


def _failed(view: ChannelView, failed: Failed) -> Answer:
    return _channel(view.id, tested=(False, forms.why(failed.reason, failed.detail)))


def _renew(view: ChannelView) -> Answer:
    verbs.renew_path(services().store, view.id, _by())
    return redirect(url_for("admin_channels.show", channel=view.id, done="renewed"), 303)


def _close(view: ChannelView) -> Answer:
    try:
        verbs.close_channel(services().store, view.id, _by())
    except Refused as refused:
        return _channel(view.id, wrong=forms.refusal(view.type, refused)), STATUS[refused.code]
    return redirect(url_for("admin_channels.index", done="closed"), 303)


def _retry(view: ChannelView) -> Answer:
    delivered, left = retry_dead(services().store, view.key, services().intake.receive)
    audit.told(Act.LETTER_RETRIED, f"channel/{view.id}", delivered=delivered, left=left)
    where = url_for("admin_channels.show", channel=view.id, done="retried", delivered=delivered, left=left)
    return redirect(where, 303)


ACTS = {
    "save": _save,
    "route": _route,
    "pause": _pause,
    "resume": _resume,
    "test": _test,
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "renew": _renew,
    "close": _close,
    "retry": _retry,
}

PROVED = frozenset({"save", "renew", "close"})
"""What is asked for by a person alone, and cannot be undone: whoever does it has signed in of late."""


# The pages


def _index(*, marked: list[int] | None = None, wrong: str = "") -> str:
    known = views.all_channels(services().store)
    return _page("channels", known=known, marked=marked or [], wrong=wrong, done=request.args.get("done", ""))


def _new(type_: str, key: str, *, typed: verbs.Wanted | None = None, wrong: str = "") -> str:
    wanted = typed or verbs.Wanted()
    return _page(
        "channel_new",
        type=type_ if type_ in TYPES else None,
        key=key,
        networks=forms.networks(),
        fields=forms.fields(type_, {} if typed else forms.usual(type_), frozenset(), typed),
        title=wanted.title,
        broadcast=request.form.get("broadcast", ""),
        wrong=wrong,
    )


def _channel(
    channel: int,
    *,
    typed: verbs.Wanted | None = None,
    wrong: str = "",
    done: str = "",
    made: dict[str, str] | None = None,
    tested: tuple[bool, str] | None = None,
) -> str:
    """A channel's page: with what was typed where that is not saved, and with secrets that were made just now."""
    view = _view(channel)
    return _page(
        "channel",
        view=view,
        fields=forms.fields(view.type, view.settings, view.given, typed),
        title=typed.title if typed else view.title or "",
        unsaved=typed is not None,
        letters=views.dead_letters(services().store, channel),
        hook=_hook(view),
        subscribes=subscribes(view.type, dict.fromkeys(view.given, "set")),
        labels=forms.LABELS,
        wrong=wrong,
        done=done,
        retried=(request.args.get("delivered", ""), request.args.get("left", "")),
        made=made or {},
        tested=tested,
    )


def _page(name: str, **given: Any) -> str:
    broadcasts = [one for _, one in services().queries.broadcasts() if one["state"] != "archived"]
    return render_template(
        f"admin/{name}.html",
        broadcasts=broadcasts,
        called=lambda one: _called(one, broadcasts),
        when=_when,
        username=g.actor.name,
        **forms.given_to_pages(),
        **given,
    )


def _view(channel: int) -> ChannelView:
    for view in views.all_channels(services().store).listed:
        if view.id == channel:
            return view
    raise Refused("not_found", "There is no such channel.")


def _hook(view: ChannelView) -> str:
    """The whole address where its network finds it."""
    return absolute(url_for("hooks.receive", type_=view.type, key=view.key))


def _by() -> By:
    by: By = g.actor.acting(ADMIN)
    return by


def _called(one: BroadcastView, among: list[BroadcastView]) -> str:
    """A broadcast to choose: its title, its day and its state; its slug only where another one reads the same."""

    def words(broadcast: BroadcastView) -> str:
        starts = broadcast["starts_at"]
        day = f"{datetime.fromisoformat(starts).astimezone(ZoneInfo(broadcast['zone'])):%d.%m.%Y}" if starts else ""
        return " · ".join(part for part in (broadcast["title"], day, gettext(broadcast["state"])) if part)

    alike = sum(words(other) == words(one) for other in among) > 1
    return f"{words(one)} · {one['slug']}" if alike else words(one)


def _when(at: datetime) -> str:
    """A moment by the centre's own clock; without its day where that is today."""
    here, now = at.astimezone(zone()), datetime.now(zone())
    return f"{here:%H:%M}" if here.date() == now.date() else f"{here:%d.%m.%Y %H:%M}"


def _laid_out(body: str) -> str | None:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return None
