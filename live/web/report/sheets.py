"""A show's report in words: the tables of its page, of its XLSX and of its DOCX are these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext

from live.files.xlsx_writer import Sheet
from live.views.report.show import Report
from live.web.labels import SOURCES, TICKET_KINDS, WHY_DECLINED, ticket_state
from live.web.report.poll_tables import polls_sheet

COUNTED = {
    "received": lazy_gettext("Received"),
    "shortlisted": lazy_gettext("Been in the list"),
    "aired": lazy_gettext("Been on air"),
    "answered": lazy_gettext("Answered on air"),
    "declined": lazy_gettext("Been declined"),
    "merged": lazy_gettext("Been merged"),
    "ticketed": lazy_gettext("Made into tickets"),
    "transferred": lazy_gettext("Handed to the line between shows"),
    "open": lazy_gettext("Not decided yet"),
}
"""What is counted of all questions, and of those of each source, topic and place."""

REACTIONS = {
    "touched": lazy_gettext("From receiving to the first look"),
    "shortlisted": lazy_gettext("From receiving to the list"),
    "aired": lazy_gettext("From the list to the air"),
}

ENDED = {
    "answered": lazy_gettext("Answered on air"),
    "returned": lazy_gettext("Returned to the list"),
    None: lazy_gettext("Is on air"),
}
"""How a turn on air ended."""


def sheets(report: Report) -> list[Sheet]:
    """The whole report as tables, in the reader's language."""
    zone = ZoneInfo(report["broadcast"]["zone"])
    by = {name: tuple(_by(report[f"by_{name}"], called)) for name, called in CALLED.items()}
    counted = [str(label) for label in COUNTED.values()]
    widths = (34, *(14 for _ in counted))
    return [
        Sheet(gettext("Totals"), (gettext("What"), gettext("How many")), totals(report), (48, 16)),
        Sheet(gettext("By topic"), (gettext("Topic"), *counted), by["topic"], widths),
        Sheet(gettext("By place"), (gettext("Place"), *counted), by["locality"], widths),
        Sheet(gettext("By source"), (gettext("Source"), *counted), by["source"], widths),
        Sheet(
            gettext("By minute"),
            (gettext("Minute"), str(COUNTED["received"]), str(COUNTED["aired"])),
            [[_local(one["at"], zone, "%d.%m.%Y %H:%M"), one["received"], one["aired"]] for one in report["minutes"]],
            (20, 14, 14),
        ),
        Sheet(
            gettext("Been declined"),
            (gettext("Reason"), gettext("How many")),
            [[reason(one), one["questions"]] for one in report["declined"]],
            (44, 14),
        ),
        Sheet(
            gettext("Tickets"),
            (gettext("Department"), gettext("Kind of ticket"), gettext("State of the ticket"), gettext("How many")),
            [
                [one["department"] or gettext("not chosen"), kind(one), ticket_state(one["state"]), one["tickets"]]
                for one in report["tickets"]
            ],
            (34, 26, 18, 14),
        ),
        Sheet(gettext("What was asked about"), asked_about_head(), asked_about(report), (44, 14, 14, 44, 18)),
        polls_sheet(report, zone),
        Sheet(gettext("Promises"), promise_head(), promises(report, zone), (10, 60, 30, 14, 24, 18, 20, 16)),
        Sheet(
            gettext("Timeline"),
            timeline_head(),
            timeline(report, zone),
            (12, 12, 12, 10, 60, 60, 24, 22, 22, 20, 22, 44),
        ),
    ]


def asked_about_head() -> list[str]:
    return [
        gettext("In residents' words"),
        gettext("Asked it"),
        gettext("Still wait"),
        gettext("Places"),
        gettext("Topic"),
    ]


def asked_about(report: Report) -> list[list[str | int]]:
    """The largest clusters as they were told last, a line each."""
    missing = gettext("no such topic")
    return [
        [one["name"], one["asked"], one["open"], ", ".join(one["places"]), missing if one["topicless"] else ""]
        for one in report["clusters"]
    ]


def totals(report: Report) -> list[list[str | int]]:
    counts = report["totals"]
    lines: list[list[str | int]] = [[str(label), counts[name]] for name, label in COUNTED.items()]
    lines.insert(1, [gettext("of them added by hand"), counts["added"]])
    lines += [[gettext("Promises made"), counts["promises"]], [gettext("Tickets in all"), counts["tickets"]]]
    for name, label in REACTIONS.items():
        spread = report["reactions"][name]
        if spread["questions"]:
            lines.append([gettext("{what}, half within").format(what=label), span(spread["median"])])
            lines.append([gettext("{what}, nine of ten within").format(what=label), span(spread["p90"])])
    return lines


def _by(groups: Iterable[dict[str, Any]], called: Callable[[Any], str]) -> Iterable[list[str | int]]:
    for one in groups:
        yield [called(one["name"]), *(one[name] for name in COUNTED)]


def source(name: str | None) -> str:
    """A source as people call it."""
    return str(SOURCES.get(name or "", name or ""))


def topic(name: str | None) -> str:
    return name if name is not None else gettext("no topic")


def settlement(name: str | None) -> str:
    return name if name is not None else gettext("place not known")


CALLED: dict[str, Callable[[Any], str]] = {"topic": topic, "locality": settlement, "source": source}


def reason(declined: dict[str, Any]) -> str:
    """Why questions were declined: the centre's own label, or the built-in reason's."""
    return declined["label"] or str(WHY_DECLINED.get(declined["reason"], declined["reason"]))


def kind(one: dict[str, Any]) -> str:
    return str(TICKET_KINDS.get(one["kind"], one["kind"]))


def promise_head() -> list[str]:
    return [
        *("№", gettext("Promise"), gettext("Department"), gettext("By the day"), gettext("Who promised")),
        *(gettext("When promised"), gettext("Ticket"), gettext("State of the ticket")),
    ]


def promises(report: Report, zone: ZoneInfo) -> list[list[str | int]]:
    return [
        [
            *(one["number"], one["text"], one["department"] or gettext("not chosen"), day(one["due"]), one["by"]),
            *(_local(one["at"], zone, "%d.%m.%Y %H:%M"), one["ticket"] or ""),
            ticket_state(one["state"]),
        ]
        for one in report["promises"]
    ]


def timeline_head() -> list[str]:
    return [
        *(gettext("Timecode"), gettext("Time of day"), gettext("Length"), "№", gettext("Question")),
        *(gettext("Answer"), gettext("Who asked"), gettext("Place"), gettext("Topic"), gettext("Source")),
        *(gettext("How it ended"), gettext("Recording")),
    ]


def timeline(report: Report, zone: ZoneInfo) -> list[list[str | int]]:
    return [
        [
            *(timecode(one["offset"]), _local(one["from"], zone, "%H:%M:%S"), timecode(one["seconds"])),
            *(one["number"], one["text"], one["said"] or "", one["author"] or "", one["locality"] or ""),
            *(one["topic"] or "", source(one["source"]), ended(one), one["link"] or ""),
        ]
        for one in report["timeline"]
    ]


def ended(turn: dict[str, Any]) -> str:
    answer = turn["answer"]
    if turn["ended"] == "answered" and turn["state"] == "answered" and answer and not answer["fully"]:
        return str(TICKET_KINDS["rest"])
    return str(ENDED.get(turn["ended"], turn["ended"]))


def timecode(seconds: int | None) -> str:
    """Hours, minutes and seconds as an editor reads them: 1:02:03."""
    if seconds is None:
        return ""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def span(seconds: int | None) -> str:
    """A wait in words: 45 s, 12 min, 3 h 20 min, 4 d 2 h."""
    if seconds is None:
        return "—"
    if seconds < 60:
        return gettext("{s} s").format(s=seconds)
    if seconds < 3600:
        return gettext("{m} min {s} s").format(m=seconds // 60, s=seconds % 60)
    if seconds < 86_400:
        return gettext("{h} h {m} min").format(h=seconds // 3600, m=seconds // 60 % 60)
    return gettext("{d} d {h} h").format(d=seconds // 86_400, h=seconds // 3600 % 24)


def day(iso: str | None) -> str:
    return date.fromisoformat(iso).strftime("%d.%m.%Y") if iso else ""


def _local(stamp: str, zone: ZoneInfo, form: str) -> str:
    return datetime.fromisoformat(stamp).astimezone(zone).strftime(form)
