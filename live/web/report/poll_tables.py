"""A show's polls in its report: each option with its votes, by where they came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext

from live.domain.polls.poll import HAND
from live.files.xlsx_writer import Sheet
from live.views.report.show import Report
from live.web.labels import SOURCES

WAYS = {
    **SOURCES,
    "form": lazy_gettext("Page of the poll"),
    HAND: lazy_gettext("Hands in the studio"),
    "vk_poll": lazy_gettext("Poll in VK"),
    "ok_poll": lazy_gettext("Poll in Odnoklassniki"),
    "telegram_poll": lazy_gettext("Poll in Telegram"),
}
"""Where votes come from."""


def polls_sheet(report: Report, zone: ZoneInfo) -> Sheet:
    """A line for each option, and a column for each way in that anybody took."""
    polls = report["polls"]
    ways = sorted({way for poll in polls for option in poll["options"] for way in option["by"]})
    head = [
        *(gettext("Poll"), gettext("Opened"), gettext("Closed"), gettext("Voters"), gettext("Several may be chosen")),
        *(gettext("Option"), gettext("Votes"), "%", *(str(WAYS.get(way, way)) for way in ways)),
    ]
    lines = [
        [
            *(poll["question"], _local(poll["opened_at"], zone), _local(poll["closed_at"], zone), poll["voters"]),
            *(gettext("yes") if poll["many"] else gettext("no"), _named(option), option["votes"], option["share"]),
            *(option["by"].get(way, 0) for way in ways),
        ]
        for poll in polls
        for option in poll["options"]
    ]
    return Sheet(gettext("Polls"), head, lines, (50, 18, 18, 14, 14, 40, 12, 8, *(14 for _ in ways)))


def of_page(report: Report, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The polls as the page has them, each with the votes of every way in."""
    shown = []
    for poll in report["polls"]:
        ways: dict[str, int] = {}
        for option in poll["options"]:
            for way, votes in option["by"].items():
                ways[way] = ways.get(way, 0) + votes
        shown.append(
            {
                **poll,
                "options": [{**option, "text": _named(option)} for option in poll["options"]],
                "opened": _local(poll["opened_at"], zone),
                "closed": _local(poll["closed_at"], zone),
                "ways": ", ".join(
                    f"{WAYS.get(way, way)} {votes}" for way, votes in sorted(ways.items(), key=lambda one: -one[1])
                ),
            }
        )
    return shown


def _named(option: dict[str, Any]) -> str:
    return gettext("{option} (taken away)").format(option=option["text"]) if option["gone"] else str(option["text"])


def _local(stamp: str | None, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(stamp).astimezone(zone).strftime("%d.%m.%Y %H:%M") if stamp else ""
