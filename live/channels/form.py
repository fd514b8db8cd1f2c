"""A form: our own page for residents reads who asks with it, and another site may post what its own form took.

The channel's key in the path is the secret, so whatever comes here is kept, if only among the dead letters. The body is
a form, or a JSON object, of

    {"text": "Когда починят мост?", "name": "Анна", "locality": "Сосновка", "contact": "8 900 000-00-12", "id": "17",
     "point": "54.31, 48.39", "consent_version": "2026-11", "name_on_air": "yes"}

of which only `text` has to be there. `point` is where it is: the latitude, then the longitude. `id` tells a repeated
delivery; without it the same body is the same question. `consent_version` says which text of consent was agreed to,
`name_on_air` that the name may be said on air.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from live.channels.webhook import Outcome, Request, Setting, json_object, read_str, shown_text
from live.domain.files.place import written_on_map
from live.domain.foreign_values import Unreadable, json_safe
from live.domain.submission import Consent, Submission
from live.files.contacts import author_of

SETTINGS: tuple[Setting, ...] = ()

OK = (200, "application/json", '{"ok":true}')


def read(request: Request, settings: Mapping[str, str]) -> Outcome:
    """What a form took; never refused, because only that site knows the path."""
    try:
        fields = _fields(request)
        text, as_sent = shown_text(fields.get("text"))
        if not read_str(fields, "text"):
            raise Unreadable("“text” is missing or empty")
        point = written_on_map(fields.get("point"))
        submission = Submission(
            text,
            "form",
            author_of(read_str(fields, "name"), read_str(fields, "contact") or ""),
            read_str(fields, "locality"),
            external_id=read_str(fields, "id") or f"body:{hashlib.sha256(request.body).hexdigest()[:32]}",
            attachments=(point,) if point else (),
            original=None if as_sent else json_safe(fields),
            consent=_consent(fields),
        )
        return Outcome(OK, submissions=(submission,))
    except Unreadable as error:
        return Outcome(OK, dead=str(error))


def _consent(fields: Mapping[str, Any]) -> Consent | None:
    version = read_str(fields, "consent_version", 60)
    return Consent(version, name_on_air=bool(read_str(fields, "name_on_air"))) if version else None


def _fields(request: Request) -> dict[str, Any]:
    if request.body.lstrip()[:1] == b"{":
        return json_object(request.body)
    try:
        return dict(parse_qsl(request.body.decode(), keep_blank_values=True, max_num_fields=100))
    except ValueError as error:
        raise Unreadable("the body is neither a form nor JSON") from error
