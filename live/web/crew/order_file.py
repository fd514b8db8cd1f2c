"""A planned order out of a file, before the show: choose it, see what each row becomes, place it.

The server keeps nothing in between: the page carries the file along, packed, and sends it again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import RequestEntityTooLarge

from live.domain.order.planned import MOST, Fate, Placed
from live.domain.refused import Refused
from live.files.child_reader import in_turns, read_apart
from live.files.order_rows import Row, rows_of
from live.protocol import commands
from live.protocol.events import Log
from live.views.order.reading import fates_in
from live.web.access import allow
from live.web.commands import perform
from live.web.errors import STATUS, sentence_of
from live.web.exchange import carried
from live.web.exchange.carried import chosen_file, packed
from live.web.request import fit
from live.web.services import services

order_files = Blueprint("order_files", __name__)

PLACING = commands.COMMANDS["order.place"].roles
SCREEN = "rundown"

BECOMES = {
    Fate.COMES: lazy_gettext("goes into the list"),
    Fate.STANDS: lazy_gettext("is in the list: it moves to this place"),
    Fate.OPENS: lazy_gettext("a new block"),
    Fate.KEEPS: lazy_gettext("this block is there: it moves to this place"),
    Fate.UNKNOWN: lazy_gettext("there is no question of this number"),
    Fate.AWAY: lazy_gettext("it is not to be aired: answered, declined, merged or handed over"),
    Fate.TWICE: lazy_gettext("stands in the file a second time"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A row of the file, and what becomes of it; or why it cannot be read."""

    row: int
    placed: Placed | None
    wrong: str = ""

    @property
    def is_placed(self) -> bool:
        return self.placed is not None and self.placed.is_placed


@order_files.url_value_preprocessor
def take_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    carried.take_files()


@order_files.get("/b/<slug>/order/file")
@allow(PLACING, cookie=True, screen=SCREEN)
def choose(slug: str) -> str:
    return _page(slug)


@order_files.post("/b/<slug>/order/file")
@allow(PLACING, cookie=True, screen=SCREEN)
def work(slug: str) -> tuple[str, int] | str:
    """Show what the file's rows become, or place them. What is wrong is told on the page."""
    name = ""
    try:
        name, content = chosen_file()
        rows = _rows(content)
        looks = _looks(slug, rows)
        if request.form.get("do") != "place":
            return _page(slug, name=name, content=content, looks=looks)
        return _page(slug, name=name, done=_place(slug, rows))
    except Refused as refused:
        return _page(slug, name=name, wrong=sentence_of(refused)), STATUS[refused.code]


@order_files.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    wrong = gettext("The file is over 2 MB: an order is a short table. Copy its rows into a new file.")
    return _page(str((request.view_args or {})["slug"]), wrong=wrong), STATUS["too_large"]


def _rows(content: bytes) -> list[Row]:
    table = read_apart(content, MOST + 1)
    rows = rows_of(table.columns, in_turns(list(table.rows)))
    if not rows:
        raise Refused("invalid", "No row of the file names a question or a block.")
    if len(rows) > MOST:
        raise Refused("too_large", "An order has at most {most} rows.", most=MOST)
    return rows


def _looks(slug: str, rows: Sequence[Row]) -> list[Look]:
    fates = iter(fates_in(services().store, slug, [row.read for row in rows if not isinstance(row.read, Refused)]))
    return [_look(row.number, row.read if isinstance(row.read, Refused) else next(fates)) for row in rows]


def _look(row: int, read: Placed | Refused) -> Look:
    return Look(row, None, sentence_of(read)) if isinstance(read, Refused) else Look(row, read)


def _place(slug: str, rows: Sequence[Row]) -> dict[str, Any]:
    """One command: what could not be read is left out, as the page has said."""
    items = [
        {"question": row.read.number, "title": row.read.title, "seconds": row.read.seconds}
        for row in rows
        if not isinstance(row.read, Refused)
    ]
    raw = {"id": request.form.get("id", ""), "type": "order.place", "items": items}
    return dict(perform(services().queries.broadcast_id(slug), slug, commands.read(Log.BROADCAST, fit(raw)), g.actor))


def _page(
    slug: str,
    *,
    name: str = "",
    content: bytes = b"",
    looks: Sequence[Look] = (),
    done: dict[str, Any] | None = None,
    wrong: str = "",
) -> str:
    return render_template(
        "rundown/order_file.html",
        slug=slug,
        broadcast=services().queries.broadcast(slug),
        file=name,
        carried=packed(content) if content else "",
        id=str(uuid.uuid4()),
        looks=looks,
        taken=sum(look.is_placed for look in looks),
        becomes=BECOMES,
        done=done,
        wrong=wrong,
    )
