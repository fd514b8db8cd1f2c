"""The order of a show as others read it: JSON, a table, and a running order of MOS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app
from flask_babel import gettext

from live.domain.people import Role
from live.files.csv_writer import csv_lines
from live.files.mos import Story, running_order
from live.protocol.answers.order import OrderAnswer, OrderItem
from live.views.order.reading import Item, Order, order_of
from live.views.screens import SCREENS
from live.views.timestamps import stamp
from live.web.access import allow
from live.web.exchange.attached import TYPES
from live.web.services import services

orders = Blueprint("orders", __name__)

ROLES = SCREENS["rundown"].roles | {Role.CONTROL}
"""Who orders it, and the control room's machines."""


@orders.get("/broadcasts/<slug>/order.<any(json, csv, xml):form>")
@allow(ROLES, cookie=True, address=True, screen="rundown")
def get_order(slug: str, form: str) -> Annotated[Response, OrderAnswer]:
    """What a browser is given is a file for its disk."""
    answer = Response(FORMS[form](order_of(services().store, slug)), content_type=TYPES[form])
    answer.headers["Cache-Control"] = "no-store"
    if form != "json":
        answer.headers["Content-Disposition"] = f'attachment; filename="order-{slug}.{form}"'
    return answer


def _json(order: Order) -> str:
    told: OrderAnswer = {
        "slug": order.slug,
        "title": order.title,
        "zone": order.zone,
        "at": stamp(order.at) or "",
        "begins": stamp(order.begins),
        "planned_end": stamp(order.planned_end),
        "end": stamp(order.end),
        "items": [_item(item) for item in order.items],
    }
    return str(current_app.json.dumps(told))


def _item(item: Item) -> OrderItem:
    return {
        "kind": "question" if item.number is not None else "segment",
        "number": item.number if item.number is not None else item.segment or 0,
        "on_air": item.on_air,
        "text": item.text,
        "author": item.author,
        "locality": item.locality,
        "topic": item.topic,
        "source": item.source,
        "seconds": item.seconds,
        "planned": item.planned,
        "due": stamp(item.due),
        "ends": stamp(item.ends),
    }


# A table: what a planned order is read from has the same columns.


def _csv(order: Order) -> str:
    columns = (
        *(gettext("Number"), gettext("Block of the order"), gettext("Length"), gettext("To air"), gettext("Until")),
        *(gettext("Question"), gettext("Who"), gettext("Place"), gettext("Topic")),
    )
    return b"".join(csv_lines(columns, _rows(order))).decode()


def _rows(order: Order) -> Iterator[list[str]]:
    zone = ZoneInfo(order.zone)
    for item in order.items:
        if item.number is None:
            yield ["", item.text, *[""] * 7]
            continue
        times = [clock(item.seconds), _hour(item.due, zone), _hour(item.ends, zone)]
        yield [str(item.number), "", *times, item.text, item.author or "", item.locality or "", item.topic or ""]


def clock(seconds: int) -> str:
    """A length as a table keeps it: with hours, or a spreadsheet makes hours of its minutes."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _hour(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M:%S}" if at is not None else ""


def _xml(order: Order) -> str:
    begins = order.begins
    seconds = sum(item.seconds for item in order.items)
    return running_order(order.slug, order.title, begins, seconds, [_story(order, item) for item in order.items])


def _story(order: Order, item: Item) -> Story:
    if item.number is None:
        return Story(f"{order.slug}.segment.{item.segment}", item.text, facts={"Kind": "segment"})
    facts = {
        "Kind": "question",
        "OnAir": "1" if item.on_air else "",
        "Who": item.author or "",
        "Place": item.locality or "",
        "Topic": item.topic or "",
        "Text": item.text,
    }
    return Story(f"{order.slug}.{item.number}", item.text, item.seconds, item.due, str(item.number), facts)


FORMS: dict[str, Callable[[Order], str]] = {"json": _json, "csv": _csv, "xml": _xml}
