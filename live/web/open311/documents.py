"""GeoReport v2's documents (https://wiki.open311.org/GeoReport_v2): what is told, in XML or in JSON, and what is asked.

In JSON a list of things is a list, and every field is there, null where nothing is known; in XML it is an element of
its own, empty where nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree  # nosec B405 # It writes XML and reads none.

from flask import Response, current_app, request, url_for
from flask_babel import gettext, lazy_gettext

from live.domain.characters import visible
from live.domain.files.place import written_on_map
from live.domain.refused import Refused
from live.domain.submission import Author, Submission, checked_text
from live.domain.ticket import State
from live.files.contacts import author_of
from live.views.tickets.open311 import CLOSED, MOST, OTHER, Request, Service, Wanted
from live.web.urls import absolute

Record = Mapping[str, Any]

SPAN = timedelta(days=90)
"""The longest range of dates that is asked at once; without dates, the last so many."""

_NOT_IN_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NOTES = {
    State.OPEN: lazy_gettext("Received; a department is being found for it."),
    State.ASSIGNED: lazy_gettext("Handed to the department responsible."),
    State.IN_PROGRESS: lazy_gettext("The department is at work on it."),
    State.ON_HOLD: lazy_gettext("The work is put off for a while."),
    State.RESOLVED: lazy_gettext("Done: the answer is given."),
    State.CLOSED: lazy_gettext("Closed."),
}


# What is told


def answer(form: str, root: str, each: str, records: Sequence[Record], status: int = 200) -> Response:
    """The records as `form`: in XML each is an element `each` of the element `root`."""
    if form == "json":
        body = current_app.json.dumps(list(records))
        return Response(body, status, content_type="application/json; charset=utf-8")
    element = ElementTree.Element(root)
    for record in records:
        _fill(ElementTree.SubElement(element, each), record)
    return xml(element, status)


def definition(form: str, service: Service) -> Response:
    """A service's own fields: ours have none."""
    if form == "json":
        body = {"service_code": service.code, "attributes": []}
        return Response(current_app.json.dumps(body), content_type="application/json; charset=utf-8")
    element = ElementTree.Element("service_definition")
    _fill(element, {"service_code": service.code, "attributes": None})
    return xml(element)


def discovery(form: str, endpoint: str, changed: str) -> Response:
    """Where this interface is, as the standard's service discovery tells it."""
    formats = ["text/xml", "application/json"]
    endpoint_facts = {"specification": "http://wiki.open311.org/GeoReport_v2", "url": endpoint, "type": "production"}
    facts = {"changeset": changed, "contact": None, "key_service": None}
    if form == "json":
        body = {**facts, "endpoints": [{**endpoint_facts, "changeset": changed, "formats": formats}]}
        return Response(current_app.json.dumps(body), content_type="application/json; charset=utf-8")
    root = ElementTree.Element("discovery")
    _fill(root, facts)
    element = ElementTree.SubElement(ElementTree.SubElement(root, "endpoints"), "endpoint")
    _fill(element, {**endpoint_facts, "changeset": changed})
    listed = ElementTree.SubElement(element, "formats")
    for one in formats:
        ElementTree.SubElement(listed, "format").text = one
    return xml(root)


def xml(element: ElementTree.Element, status: int = 200) -> Response:
    body = '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(element, encoding="unicode")
    return Response(body, status, content_type="text/xml; charset=utf-8")


def _fill(element: ElementTree.Element, record: Record) -> None:
    for name, value in record.items():
        said = str(value).lower() if isinstance(value, bool) else str(value)
        ElementTree.SubElement(element, name).text = None if value is None else _NOT_IN_XML.sub("", said)


def service_record(service: Service) -> Record:
    name = _name(service)
    return {
        "service_code": service.code,
        "service_name": name,
        "description": name,
        "metadata": False,
        "type": "realtime",
        "keywords": None,
        "group": service.department,
    }


def request_record(asked: Request) -> Record:
    return {
        "service_request_id": asked.number,
        "status": "closed" if asked.state in CLOSED else "open",
        "status_notes": str(NOTES[asked.state]),
        "service_name": _name(asked.service),
        "service_code": asked.service.code,
        "description": asked.text,
        "agency_responsible": asked.department,
        "service_notice": None,
        "requested_datetime": _moment(asked.requested_at),
        "updated_datetime": _moment(asked.updated_at),
        "expected_datetime": _moment(asked.expected_at),
        "address": asked.locality,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": _media(asked),
    }


def _media(asked: Request) -> str | None:
    """Where a picture stands that a moderator has allowed everybody to see."""
    if asked.picture is None:
        return None
    return absolute(url_for("open311.picture", number=asked.number, file=asked.picture))


def _name(service: Service) -> str:
    return gettext("Other") if service.name is None else service.name


def _moment(moment: datetime | None) -> str | None:
    """W3C's form, to the second."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# What is asked


def wanted(now: datetime) -> Wanted:
    """The query string's filters; `invalid` says what is wrong with them. `service_request_id` overrides the rest."""
    query = request.args
    numbers = _several("service_request_id")
    if len(numbers) > MOST:
        raise Refused("invalid", "At most {most} requests can be asked at once.", most=MOST)
    page, size = _whole("page", 1, 10**6), _whole("page_size", MOST, MOST)
    if numbers:
        return Wanted(numbers=numbers, page=page, size=size)
    since, until = _time(query.get("start_date"), "start_date"), _time(query.get("end_date"), "end_date")
    until = until or (min(since + SPAN, now) if since else now)
    since = since or until - SPAN
    if until - since > SPAN:
        raise Refused("invalid", "From start_date to end_date there may be at most {days} days.", days=SPAN.days)
    return Wanted(since, until, codes=_several("service_code"), closed=_closed(), page=page, size=size)


def _several(name: str) -> tuple[str, ...]:
    values = ",".join(request.args.getlist(name)).split(",")
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def _closed() -> bool | None:
    states = {state.lower() for state in _several("status")}
    if states - {"open", "closed"}:
        raise Refused("invalid", "The field “{field}” can be: {expected}.", field="status", expected="open, closed")
    return None if len(states) != 1 else states == {"closed"}


def _whole(name: str, otherwise: int, most: int) -> int:
    given = request.args.get(name, "")
    if not given:
        return otherwise
    if not (given.isascii() and given.isdecimal()) or not 1 <= int(given[:9]) <= most or len(given) > 9:
        raise Refused("invalid", "The field “{field}” must be a whole number from 1 to {most}.", field=name, most=most)
    return int(given)


def _time(given: str | None, name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(given.replace(" ", "+")) if given else None  # An unescaped plus is a space.
        if moment is not None and moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        raise Refused(
            "invalid",
            "The field “{field}” must be a time with its zone, such as 2026-12-01T12:00:00+04:00.",
            field=name,
        ) from None


LENGTHS = {"address_string": 200, "first_name": 100, "last_name": 100, "phone": 100, "email": 200}
ORIGINAL_FIELDS = (
    "lat",
    "long",
    "address_string",
    "address_id",
    "device_id",
    "account_id",
    "media_url",
    "service_code",
)
"""What comes along and stays beside the question as it came."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A request as it was handed in, or what is wrong with it: every wrong field by a sentence."""

    service: Service | None = None
    submission: Submission | None = None
    wrong: list[Refused] = field(default_factory=list)


def handed(services: Sequence[Service], repeat: str | None) -> Handed:
    """What the form of a POST asks. `repeat`: by what the sender knows a repeated request."""
    form = {name: visible(value).strip() for name, value in request.form.items()}
    wrong: list[Refused | None] = [_unfit(name, form[name], most) for name, most in LENGTHS.items() if name in form]
    wrong += [_unfit(name, form[name], 2048) for name in ORIGINAL_FIELDS if name not in LENGTHS and name in form]
    code = form.get("service_code", "")
    service = next((one for one in services if one.code == code), None)
    if service is None:
        unknown = Refused("not_found", "There is no service {service}.", service=code[:60])
        wrong.append(unknown if code else Refused("invalid", "The field “{field}” is missing.", field="service_code"))
    text = ""
    try:
        text = checked_text(form.get("description", ""))
    except Refused as refused:
        wrong.append(refused)
    if repeat is not None:
        wrong.append(_unfit("Idempotency-Key", repeat, 200))
    found = [one for one in wrong if one is not None]
    if found or service is None:
        return Handed(wrong=found)
    point = written_on_map(f"{form.get('lat')} {form.get('long')}")
    asked = Submission(
        text,
        "open311",
        _author(form),
        form.get("address_string") or None,
        None if service.code == OTHER else service.name,
        f"open311:{repeat}" if repeat else None,
        attachments=(point,) if point else (),
        original={name: form[name] for name in ORIGINAL_FIELDS if form.get(name)},
    )
    return Handed(service, asked)


def _author(form: Mapping[str, str]) -> Author | None:
    name = " ".join(name for name in (form.get("first_name"), form.get("last_name")) if name)
    return author_of(name or None, form.get("phone") or form.get("email") or "")


def _unfit(name: str, value: str, most: int) -> Refused | None:
    if len(value) > most:
        return Refused(
            "invalid",
            "The field “{field}” is too long: at most {max_length} characters fit.",
            field=name,
            max_length=most,
        )
    return None if value.isprintable() else Refused("invalid", "The request holds control characters.")
