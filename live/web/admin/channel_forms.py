"""A channel as an administrator types it: its network's settings as fields of a form, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from live.admin.channels import Wanted
from live.channels import TYPES, Setting
from live.channels.webhook import chosen
from live.domain.refused import Refused
from live.settings.shipped import ROOT
from live.views.admin.channels import settings_of
from live.web.errors import sentence
from live.web.labels import NETWORKS

Form = MultiDict[str, str]

PAGES = ROOT / "docs" / "channels"

# A setting by which one network means something else stands behind that network's type.
LABELS = {
    "title": lazy_gettext("What you call it"),
    "mail.host": lazy_gettext("Mail server"),
    "secret": lazy_gettext("Secret key"),
    "token": lazy_gettext("Token"),
    "vk_watch.token": lazy_gettext("Service token of the application"),
    "ok_watch.token": lazy_gettext("Access token"),
    "words": lazy_gettext("Words that are searched for"),
    "place": lazy_gettext("Place: latitude and longitude"),
    "communities": lazy_gettext("Communities that are read"),
    "comments": lazy_gettext("Read the comments under their posts too"),
    "address": lazy_gettext("Address of the feed"),
    "mailbox.host": lazy_gettext("Mail server (IMAP)"),
    "folder": lazy_gettext("Folder"),
    "user_token": lazy_gettext("A person's token"),
    "group_id": lazy_gettext("The group's number"),
    "confirmation": lazy_gettext("Confirmation string"),
    "longpoll": lazy_gettext("Ask the network ourselves (Long Poll)"),
    "posts": lazy_gettext("Posts that count for the show"),
    "video": lazy_gettext("Live videos whose comments are read"),
    "live": lazy_gettext("Find the community's live video by itself"),
    "polls": lazy_gettext("Polls of the show may be posted on its page"),
    "chat": lazy_gettext("Channel or group where polls are posted"),
    "discussions": lazy_gettext("Discussions whose comments are read"),
    "topics": lazy_gettext("Read the comments under the group's new topics"),
    "ranges": lazy_gettext("Networks that the calls may come from"),
    "application_key": lazy_gettext("The application's public key"),
    "application_secret": lazy_gettext("The application's secret key"),
    "api_key": lazy_gettext("The exchange's API key"),
    "api_salt": lazy_gettext("The exchange's salt for signing"),
    "joins": lazy_gettext("Messages that one person writes one after another are one question"),
    "host": lazy_gettext("Another host of the network"),
    "port": lazy_gettext("Port"),
    "security": lazy_gettext("How the line is secured"),
    "user": lazy_gettext("User"),
    "password": lazy_gettext("Password"),
    "sender": lazy_gettext("Sender"),
    "subject": lazy_gettext("What subjects begin with"),
}

HINTS = {
    "mail.host": lazy_gettext("Another one gets no password that was given for the old one."),
    "mailbox.host": lazy_gettext("Another one gets no password that was given for the old one."),
    "token": lazy_gettext("Without it the channel only receives."),
    "vk_watch.token": lazy_gettext("Of an application of VK; it only reads what everybody may read."),
    "ok_watch.token": lazy_gettext("Of an application of Odnoklassniki that may read groups."),
    "words": lazy_gettext("One phrase a line. A settlement together with its trouble finds what is ours."),
    "place": lazy_gettext("Such as 54.31, 48.39: what was written near it. Empty: everywhere."),
    "communities": lazy_gettext("One a line: a link or a short name."),
    "ok_watch.communities": lazy_gettext("One a line: a link to a group, or its number."),
    "comments": lazy_gettext("Under the ten newest posts of each."),
    "address": lazy_gettext("Of RSS or Atom, as the outlet's site gives it."),
    "folder": lazy_gettext("Empty: the incoming ones."),
    "mailbox.port": lazy_gettext("Empty: the usual one, 993 or 143."),
    "mailbox.user": lazy_gettext("Usually the whole address."),
    "user_token": lazy_gettext("For comments where the network hears a person alone."),
    "posts": lazy_gettext("Links to them. Empty: all. What is written under others goes to the standing broadcast."),
    "live": lazy_gettext("About once a minute the network is asked which of its videos is live."),
    "vk.polls": lazy_gettext("For this VK needs the community's number and a person's token."),
    "ok.polls": lazy_gettext("For this Odnoklassniki needs the group's number, a person's token and the application."),
    "chat": lazy_gettext("Its name in t.me/…, or its number; the bot administers it. Empty: none are posted."),
    "confirmation": lazy_gettext("Left empty, it is asked for with the token."),
    "longpoll": lazy_gettext("Where the network cannot reach this server."),
    "joins": lazy_gettext("While that question is neither on air nor decided. A moderator can part them."),
    "host": lazy_gettext("Usually empty. Another one gets no secret that was given for the old one."),
    "port": lazy_gettext("Empty: the usual one, 587, 465 or 25."),
    "user": lazy_gettext("Empty where the server takes letters without a sign-in."),
    "sender": lazy_gettext("An address, or a name and an address in angle brackets."),
}

CHOICES = {
    "starttls": lazy_gettext("STARTTLS: secured once connected"),
    "tls": lazy_gettext("TLS: secured from the beginning"),
    "no": lazy_gettext("no: each is a question of its own"),
    "10": lazy_gettext("within 10 minutes"),
    "60": lazy_gettext("within an hour"),
    "180": lazy_gettext("within three hours"),
    "1440": lazy_gettext("within a day"),
    "none": lazy_gettext("not at all: only within one's own machine or network"),
}

STATES = {
    "works": (lazy_gettext("works"), "done"),
    "silent": (lazy_gettext("silent"), "gone"),
    "never": (lazy_gettext("nothing has come yet"), "gone"),
    "error": (lazy_gettext("does not work"), "next"),
    "paused": (lazy_gettext("paused"), "gone"),
}
"""A state's name and its colour."""

UNREADABLE = (
    lazy_gettext("the body is not JSON"),
    lazy_gettext("the body is not a JSON object"),
    lazy_gettext("the body is neither a form nor JSON"),
    lazy_gettext("the body is nested too deep"),
    lazy_gettext("its recording has no link that could be shown"),
    lazy_gettext("a field that people do not see was filled in"),
    lazy_gettext("“{name}” cannot be read: it is closed, or there is none of this name."),
    lazy_gettext("“{name}” is missing or no word"),
    lazy_gettext("“{name}” is missing or no number"),
    lazy_gettext("“{name}” is missing or no object"),
    lazy_gettext("“{name}” is missing or no list"),
    lazy_gettext("“{name}” is missing or no time"),
    lazy_gettext("“{name}” is missing or empty"),
    lazy_gettext("“{name}” is not the community of this channel"),
    lazy_gettext("“{name}” is none of the keys of a poll"),
    lazy_gettext("“{name}” is none of ringing, answered, held, ended"),
    lazy_gettext("“{name}” is none of Appeared, Connected, OnHold, Disconnected"),
)
"""Why a message waits unread, as its channel's file says it in `Unreadable`; here it can be translated."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting in the form. `given`: a secret that is set; `now`: what is saved, where something else was typed."""

    setting: Setting
    label: str
    hint: str
    choices: list[tuple[str, str]]
    value: str
    given: bool
    made: bool
    dropped: bool
    now: str | None

    @property
    def on(self) -> bool:
        return chosen({self.setting.name: self.value}, self.setting.name)


def fields(type_: str, values: Mapping[str, str], given: frozenset[str], typed: Wanted | None = None) -> list[Field]:
    """The form of a channel with these settings, or as somebody has typed it; a secret's value is in neither."""
    return [_field(type_, one, values.get(one.name, ""), given, typed) for one in settings_of(type_)]


def usual(type_: str) -> dict[str, str]:
    """What the form of a new channel offers."""
    return {one.name: one.usual for one in settings_of(type_) if one.usual}


def _field(type_: str, setting: Setting, saved: str, given: frozenset[str], typed: Wanted | None) -> Field:
    name = setting.name
    value = "" if setting.secret else saved if typed is None else typed.settings.get(name, "").strip()
    differs = not setting.secret and value != saved
    value = value.replace(JOINED, "\n") if setting.lines else value
    return Field(
        setting,
        label=_label(type_, name),
        hint=str(HINTS.get(f"{type_}.{name}", HINTS.get(name, ""))),
        choices=[(choice, str(CHOICES.get(choice, choice))) for choice in setting.choices],
        value=value,
        given=name in given,
        made=typed is not None and name in typed.made,
        dropped=typed is not None and name in typed.dropped,
        now=(saved or gettext("empty")) if differs else None,
    )


def _label(type_: str, name: str) -> str:
    return str(LABELS.get(f"{type_}.{name}", LABELS.get(name, name)))


def refusal(type_: str, refused: Refused) -> str:
    """Why something was refused, with its settings called as the form calls them."""
    called = dict(refused.params)
    for param in ("field", "names"):
        if isinstance(named := called.get(param), list | tuple):
            called[param] = [_label(type_, name) for name in named]
        elif named is not None:
            called[param] = _label(type_, named)
    return sentence(refused.message, called)


def typed(type_: str, form: Form) -> Wanted:
    """What stands in a sent form."""
    return Wanted(
        title=form.get("title", ""),
        settings={one.name: _typed_value(one, form.get(f"set-{one.name}", "")) for one in settings_of(type_)},
        made=frozenset(form.getlist("make")),
        dropped=frozenset(form.getlist("drop")),
    )


JOINED = ", "
"""Between the lines of a setting, as it is kept."""


def _typed_value(setting: Setting, typed: str) -> str:
    if not setting.lines:
        return typed
    return JOINED.join(line for line in (one.strip().rstrip(",;") for one in typed.splitlines()) if line)


def network(type_: str) -> tuple[str, str]:
    """A network's mark and name."""
    mark, name = NETWORKS.get(type_, (type_, type_))
    return str(mark), str(name)


def networks() -> dict[str, tuple[str, str]]:
    return {type_: network(type_) for type_ in TYPES}


def page_of(type_: str) -> str | None:
    """The address of help on a network, where there is a page."""
    return url_for("help.page", name=f"channels/{type_}") if (PAGES / f"{type_}.md").is_file() else None


_QUOTED = re.compile("“([^”]*)”")


def why(reason: str, detail: str | None = None) -> str:
    """A failure's or a dead letter's reason in the reader's language, with the network's own words behind it, or why
    nobody was reached."""
    detail = gettext(detail) if detail else ""
    if not reason:
        return detail
    quoted = _QUOTED.match(reason)
    msgid = "“{name}”" + reason[quoted.end() :] if quoted else reason
    shown = gettext(msgid)
    if quoted:
        shown = shown.replace("{name}", quoted[1])
    return f"{shown} ({detail})" if detail else shown


def given_to_pages() -> dict[str, Any]:
    """What the pages call."""
    return {"network": network, "states": STATES, "why": why, "page_of": page_of}
