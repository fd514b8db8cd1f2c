"""The centre's figures in words: the tables of its page and of its XLSX are these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import format_decimal, gettext, lazy_gettext

from live.files.xlsx_writer import Sheet
from live.views.report.figures import AGES, Counts, Figures, Speed, Told, in_time, mean_of
from live.web.report.sheets import settlement, source, topic

COUNTED = {
    "received": lazy_gettext("Received"),
    "reacted": lazy_gettext("Reacted to"),
    "resolved": lazy_gettext("Resolved"),
    "declined": lazy_gettext("Declined ones"),
    "merged": lazy_gettext("Repeats: joined to another"),
    "reopened": lazy_gettext("Reopened"),
    "rated": lazy_gettext("Rated by residents"),
}

SPEEDS = {"reaction": lazy_gettext("Reaction"), "resolution": lazy_gettext("Resolution")}

TITLES = {
    "topic": lazy_gettext("By topic"),
    "place": lazy_gettext("By place"),
    "source": lazy_gettext("By source"),
    "department": lazy_gettext("By department"),
    "official": lazy_gettext("By official"),
}

HEADS = {
    "topic": lazy_gettext("Topic"),
    "place": lazy_gettext("Place"),
    "source": lazy_gettext("Source"),
    "department": lazy_gettext("Department"),
    "official": lazy_gettext("Official"),
}

ENDS = {
    "air": lazy_gettext("Answered on air"),
    "written": lazy_gettext("Answered in writing"),
    "none": lazy_gettext("Needed no answer"),
    "department": lazy_gettext("Answered by a department"),
}


def called(kind: str, name: str) -> str:
    """A name of a group as people call it."""
    if kind == "topic":
        return topic(name or None)
    if kind == "place":
        return settlement(name or None)
    if kind == "source":
        return source(name)
    return name or gettext("not chosen")


def ages() -> list[str]:
    """What the ages of what is open are called, the youngest first."""
    middle = [gettext("{low}–{high} days").format(low=low + 1, high=high) for low, high in zip(AGES, AGES[1:])]  # noqa: B905 - pairs
    return [gettext("of today"), *middle, gettext("over {n} days").format(n=AGES[-1])]


def change(now: int, before: int) -> str:
    """By how much more or less than before, in percent; nothing where there was nothing."""
    if not before:
        return ""
    percent = round(100 * (now - before) / before)
    return f"+{percent} %" if percent > 0 else f"{percent} %".replace("-", "−")


def share(part: float | None) -> str:
    return "—" if part is None else f"{100 * part:.0f} %"


def rating(counts: Counts) -> float | None:
    return round(counts["rating_sum"] / counts["rated"], 2) if counts["rated"] else None


def mark(counts: Counts) -> str:
    """The average mark as it is written in the reader's language."""
    found = rating(counts)
    return "—" if found is None else format_decimal(found, format="0.0#")


def duration(seconds: int | None) -> str:
    """Working time in words; in hours however long, since nobody works for a whole day: 12 min, 3 h 20 min, 30 h."""
    if seconds is None:
        return "—"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return gettext("{m} min").format(m=minutes)
    return gettext("{h} h {m} min").format(h=hours, m=minutes) if minutes else gettext("{h} h").format(h=hours)


COLUMNS: dict[Any, Callable[[Counts], str | int | float | None]] = {
    lazy_gettext("Received"): lambda one: one["received"],
    lazy_gettext("Still open"): lambda one: one["open"],
    lazy_gettext("Reacted to"): lambda one: one["reacted"],
    lazy_gettext("Reaction on average, min"): lambda one: _minutes(mean_of(one, "reaction")),
    lazy_gettext("Reacted in time, %"): lambda one: _percent(in_time(one, "reacted")),
    lazy_gettext("Resolved"): lambda one: one["resolved"],
    lazy_gettext("Resolution on average, min"): lambda one: _minutes(mean_of(one, "resolution")),
    lazy_gettext("Resolved in time, %"): lambda one: _percent(in_time(one, "resolved")),
    lazy_gettext("Average mark"): rating,
}
"""What is told of each topic, place and the like."""


def _minutes(seconds: int | None) -> int | None:
    return round(seconds / 60) if seconds is not None else None


def _percent(part: float | None) -> int | None:
    return round(100 * part) if part is not None else None


def sheets(told: Figures) -> list[Sheet]:
    """All the figures as tables, in the reader's language."""
    period, before = told.period, told.period.before()
    spans = [f"{day(one.first)} – {day(one.last)}" for one in (period, before)]
    hourly = [str(COUNTED[name]) for name in ("received", "reacted", "resolved")]
    return [
        Sheet(gettext("Totals"), (gettext("What"), *spans), totals(told), (48, 26, 26)),
        Sheet(
            gettext("By day"),
            (gettext("Day"), *hourly),
            [[day(one), *(counts[name] for name in counts)] for one, counts in told.days.items()],
            (14, 14, 14, 14),
        ),
        Sheet(
            gettext("By week"),
            (gettext("Week from"), *hourly),
            [[day(one), *(counts[name] for name in counts)] for one, counts in told.weeks.items()],
            (14, 14, 14, 14),
        ),
        Sheet(
            gettext("By hour"),
            (gettext("Hour"), *hourly),
            [[f"{hour}:00", *(counts[name] for name in counts)] for hour, counts in told.hours.items()],
            (14, 14, 14, 14),
        ),
        *(_group(kind, by) for kind, by in told.groups.items()),
        Sheet(
            gettext("Open by age"),
            (gettext("Age"), gettext("How many")),
            [list(one) for one in zip(ages(), told.ages, strict=True)],
            (24, 14),
        ),
    ]


def _group(kind: str, by: Mapping[str, Counts]) -> Sheet:
    head = (str(HEADS[kind]), *(str(label) for label in COLUMNS))
    rows = [[called(kind, name), *(cell(counts) for cell in COLUMNS.values())] for name, counts in by.items()]
    return Sheet(str(TITLES[kind]), head, rows, (34, *(16 for _ in COLUMNS)))


def totals(told: Figures) -> list[list[str | int | float | None]]:
    both = (told.now, told.before)
    lines: list[list[str | int | float | None]] = [
        [str(label), *(one.counts[name] for one in both)] for name, label in COUNTED.items()
    ]
    for name, label in SPEEDS.items():
        for part, said in (
            ("mean", gettext("{what}: on average, min")),
            ("median", gettext("{what}: half within, min")),
            ("p90", gettext("{what}: nine of ten within, min")),
        ):
            lines.append([said.format(what=label), *(_minutes(getattr(speed_of(one, name), part)) for one in both)])
    lines.append([gettext("Reacted in time, %"), *(_percent(in_time(one.counts, "reacted")) for one in both)])
    lines.append([gettext("Resolved in time, %"), *(_percent(in_time(one.counts, "resolved")) for one in both)])
    lines.append([gettext("Average mark"), *(rating(one.counts) for one in both)])
    return lines


def speed_of(told: Told, name: str) -> Speed:
    return told.reaction if name == "reaction" else told.resolution


def day(one: date) -> str:
    return f"{one:%d.%m.%Y}"
