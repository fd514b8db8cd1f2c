"""How fair a show was in words: the tables of its page, of its XLSX and of its DOCX are these."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import format_decimal, gettext, lazy_gettext

from live.domain.followup.fairness import OTHERS, End, Share
from live.files.xlsx_writer import Sheet
from live.views.report.fairness import Fairness
from live.web.labels import WHY_DECLINED
from live.web.report import sheets as report_sheets

VERDICTS = {
    "below": lazy_gettext("below chance"),
    "within": lazy_gettext("as chance would"),
    "above": lazy_gettext("above chance"),
}
"""How what was aired of a group stands to what chance would have given."""

TITLES = {
    "topic": lazy_gettext("By topic"),
    "locality": lazy_gettext("By place"),
    "source": lazy_gettext("By source"),
}

HEADS = {"topic": lazy_gettext("Topic"), "locality": lazy_gettext("Place"), "source": lazy_gettext("Source")}

ENDS = {
    End.AIRED: lazy_gettext("the answer was given on air"),
    End.WRITTEN: lazy_gettext("the answer was given in writing"),
    End.NO_ANSWER: lazy_gettext("needed no answer"),
    End.TICKET: lazy_gettext("handed to specialists"),
    End.DECLINED: lazy_gettext("declined"),
    End.TRANSFERRED: lazy_gettext("handed to the line between shows"),
    End.OPEN: lazy_gettext("not decided yet"),
}
"""What became of a question, as its leaf in the tree says it."""


def called(kind: str, name: str | None) -> str:
    """A topic, a place or a source as people call it."""
    return gettext("all the others") if name == OTHERS else report_sheets.CALLED[kind](name)


def open_reason(reason: str) -> str:
    """Why questions were declined, as everybody may know it."""
    return gettext("other reasons together") if reason == OTHERS else str(WHY_DECLINED[reason])


def verdict(word: str) -> str:
    return str(VERDICTS[word])


def percent(part: int, of: int) -> str:
    return f"{format_decimal(round(100 * part / of, 1))}\N{NO-BREAK SPACE}%" if of else "—"


def chance(low: int, high: int) -> str:
    """What chance would have given: 0–3, or 2 where it is nothing else."""
    return f"{low}–{high}" if low != high else str(low)


def end(leaf: str) -> str:
    """The end of a question in words."""
    word, _, rest = leaf.partition(":")
    if word == End.MERGED:
        number, _, theirs = rest.partition(":")
        return gettext("joined to № {number}: {end}").format(number=number, end=end(theirs))
    return str(ENDS[End(word)])


def role(name: str | None) -> str:
    return gettext(name) if name else "—"


def local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"


def with_report(of: Fairness) -> list[Sheet]:
    """The whole report as tables, with how fair the show was."""
    return [*report_sheets.sheets(of.report), *sheets(of)]


def sheets(of: Fairness) -> list[Sheet]:
    """All of it as tables, in the reader's language."""
    zone = ZoneInfo(of.report["broadcast"]["zone"])
    return [
        Sheet(gettext("Shares and chance"), share_head(), _shares(of), (16, 34, 12, 12, 12, 12, 12, 14, 18)),
        Sheet(gettext("Waiting by source"), waiting_head(), waiting(of), (30, 16, 16, 16, 16, 16, 16)),
        Sheet(gettext("Who declined and why"), decliner_head(), decliners(of), (34, 30, 18, 12)),
        Sheet(gettext("Each decline"), decline_head(), declines(of, zone), (10, 34, 30, 18, 18)),
        Sheet(
            gettext("Roots of the tree"),
            (gettext("Made"), gettext("Questions"), gettext("Root")),
            [[local(one.at, zone), one.leaves, one.root] for one in of.roots],
            (20, 12, 70),
        ),
    ]


def share_head() -> list[str]:
    return [
        *(gettext("Compared"), gettext("Which one"), gettext("Received"), gettext("Share")),
        *(gettext("of them repeats"), gettext("Been on air"), gettext("Share")),
        *(gettext("Chance would give"), gettext("Verdict")),
    ]


def _shares(of: Fairness) -> list[list[str | int]]:
    return [
        [str(HEADS[kind]), called(kind, one.name), *_counts(one)] for kind, some in of.shares.items() for one in some
    ]


def _counts(one: Share) -> list[str | int]:
    return [
        *(one.received, percent(one.received, one.of_received), one.merged),
        *(one.aired, percent(one.aired, one.of_aired), chance(one.low, one.high), verdict(one.verdict)),
    ]


def waiting_head() -> list[str]:
    return [
        *(gettext("Source"), gettext("Been in the list"), gettext("Half within"), gettext("Nine of ten within")),
        *(gettext("Been on air"), gettext("Half within"), gettext("Nine of ten within")),
    ]


def waiting(of: Fairness) -> list[list[str | int]]:
    return [
        [
            report_sheets.source(one["source"]),
            *_wait(one["shortlisted"]),
            *_wait(one["aired"]),
        ]
        for one in of.report["waiting"]
    ]


def _wait(spread: dict[str, Any]) -> list[str | int]:
    span = report_sheets.span
    return [spread["questions"], span(spread["median"]), span(spread["p90"])]


def decliner_head() -> list[str]:
    return [gettext("Reason"), gettext("Who declined"), gettext("As whom"), gettext("How many")]


def decliners(of: Fairness) -> list[list[str | int]]:
    return [[report_sheets.reason(who), who["by"] or "—", role(who["role"]), many] for who, many in of.decliners]


def decline_head() -> list[str]:
    return ["№", gettext("Reason"), gettext("Who declined"), gettext("As whom"), gettext("When")]


def declines(of: Fairness, zone: ZoneInfo) -> list[list[str | int]]:
    """Each declined question by its number; neither its text nor who asked it."""
    return [
        [
            *(one["number"], report_sheets.reason(one), one["by"] or "—", role(one["role"])),
            local(datetime.fromisoformat(one["at"]), zone) if one["at"] else "—",
        ]
        for one in of.report["declines"]
    ]
