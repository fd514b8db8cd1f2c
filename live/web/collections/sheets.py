"""An issue of a collection as tables: those of its XLSX and of its DOCX."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from live.files.xlsx_writer import Sheet
from live.views.collections.told import Told


def sheets(told: Told, zone: ZoneInfo) -> list[Sheet]:
    """In the reader's language. Their sums are the numbers of the page."""
    figures, questions = told.figures, gettext("New questions")
    totals: list[list[str | int]] = [
        [questions, figures["questions"]],
        [gettext("Comes again"), len(told.repeats)],
        [gettext("Tickets over their time"), figures["late"]["tickets"]],
        [gettext("Tickets resolved"), figures["resolved"]["tickets"]],
    ]
    pairs: list[list[str | int]] = [
        [
            gettext("other topics and places") if one["rest"] else topic(one["topic"]),
            "" if one["rest"] else place(one["locality"]),
            one["questions"],
        ]
        for one in told.figures["groups"]
    ]
    voices: list[list[str | int]] = [
        [
            *(one.number, one.broadcast, one.text, topic(one.topic), place(one.locality), one.askers),
            _at(one.at, zone),
        ]
        for one in told.voices
    ]
    return [
        Sheet(gettext("Totals"), (gettext("What"), gettext("How many")), totals, (48, 16)),
        Sheet(gettext("New"), (gettext("Topic"), gettext("Place"), questions), pairs, (34, 34, 16)),
        Sheet(
            gettext("Comes again"),
            *(
                (
                    gettext("Topic"),
                    gettext("Place"),
                    questions,
                    gettext("Tickets within a year"),
                    gettext("Situations"),
                ),
            ),
            [
                [
                    *(one["topic"], place(one["locality"]), one["questions"], ", ".join(one["tickets"])),
                    "; ".join(f"№ {number} {told.matters.get(number, '')}".strip() for number in one["matters"]),
                ]
                for one in told.repeats
            ],
            (34, 34, 16, 40, 50),
        ),
        Sheet(gettext("Over their time"), (gettext("Ticket"),), [[one] for one in figures["late"]["numbers"]], (24,)),
        Sheet(gettext("Resolved"), (gettext("Ticket"),), [[one] for one in figures["resolved"]["numbers"]], (24,)),
        Sheet(
            gettext("Voices"),
            (
                *("№", gettext("Broadcast"), gettext("Question"), gettext("Topic"), gettext("Place")),
                *(gettext("How many ask"), gettext("When")),
            ),
            voices,
            (10, 30, 70, 26, 26, 14, 18),
        ),
    ]


def topic(name: str | None) -> str:
    return name if name else gettext("no topic")


def place(name: str | None) -> str:
    return name if name else gettext("place not known")


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d.%m.%Y %H:%M}"
