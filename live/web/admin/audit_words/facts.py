"""What the details of an entry of the audit are called, and what they say in words."""

from __future__ import annotations

from flask_babel import lazy_gettext

from live.domain.people import Role

FACTS = {
    "times": lazy_gettext("how many times"),
    "method": lazy_gettext("method of the request"),
    "route": lazy_gettext("page"),
    "command": lazy_gettext("command"),
    "seq": lazy_gettext("number in the log"),
    "rows": lazy_gettext("rows"),
    "created": lazy_gettext("new ones"),
    "form": lazy_gettext("format"),
    "state": lazy_gettext("state"),
    "type": lazy_gettext("kind"),
    "broadcast": lazy_gettext("broadcast's short name"),
    "changed": lazy_gettext("what was changed"),
    "likeness": lazy_gettext("how like"),
    "zone": lazy_gettext("time zone"),
    "settings": lazy_gettext("settings"),
    "roles": lazy_gettext("roles"),
    "version": lazy_gettext("version"),
    "entries": lazy_gettext("entries"),
    "screen": lazy_gettext("screen"),
    "active": lazy_gettext("may sign in"),
    "delivered": lazy_gettext("delivered"),
    "left": lazy_gettext("left"),
    "since": lazy_gettext("from number"),
    "types": lazy_gettext("kinds of events"),
    "terms": lazy_gettext("terms in days"),
    "narrowed": lazy_gettext("narrowed by"),
    "before": lazy_gettext("chain's end before"),
    "to": lazy_gettext("up to number"),
    "hash": lazy_gettext("seal"),
    "ground": lazy_gettext("why"),
    "persons": lazy_gettext("names and contacts"),
    "questions": lazy_gettext("questions"),
    "wordings": lazy_gettext("earlier wordings"),
    "consents": lazy_gettext("consents"),
    "files": lazy_gettext("Pictures, sounds and documents"),
    "calls": lazy_gettext("calls"),
    "cautions": lazy_gettext("marks on calls"),
    "tickets": lazy_gettext("tickets"),
    "replies": lazy_gettext("replies"),
    "kind": lazy_gettext("kind"),
    "into": lazy_gettext("into"),
    "issue": lazy_gettext("issue"),
    "why": lazy_gettext("why"),
}
"""What the details of an entry are called; one that stands not here is called by its own word."""

VALUES = {
    "kind": {"show": lazy_gettext("show"), "standing": lazy_gettext("standing line")},
    "roles": {role.value: lazy_gettext(role.value) for role in Role},
    "why": {
        "wrong": lazy_gettext("wrong password"),
        "closed": lazy_gettext("the account is closed"),
        "code": lazy_gettext("wrong code"),
        "passkey": lazy_gettext("the passkey does not fit"),
        "too_many": lazy_gettext("too many tries"),
    },
}
"""What the details with these names say in words; anything else is told as it stands."""
