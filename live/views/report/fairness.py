"""How fair a show was: its report's counts against what chance would give, and the roots that were made of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from live.domain.followup.fairness import Group, Share, shares
from live.runtime.tasks import offload
from live.store.followup import fairness as rows
from live.store.show import broadcasts
from live.store.transaction import Store
from live.views.report.show import Report, Reports

KINDS = ("topic", "locality", "source")
"""What is compared."""


@dataclass(frozen=True, slots=True)
class Root:
    """The root of the tree over `leaves` questions and their ends, as it was made at a moment."""

    at: datetime
    leaves: int
    root: str


@dataclass(frozen=True, slots=True)
class Fairness:
    """`decliners`: how many questions each person, by name and role, has declined for each reason, the most first.

    `roots`: the first first. `is_open`: whether everybody may read of it.
    """

    report: Report
    shares: dict[str, list[Share]]
    decliners: list[tuple[dict[str, Any], int]]
    roots: list[Root]
    is_open: bool


def fairness_of(store: Store, reports: Reports, slug: str) -> Fairness:
    """`not_found` without such a broadcast."""
    report = reports.of(slug)
    with store.read() as connection:
        home = broadcasts.get(connection, slug)
        roots = [Root(row.at, row.leaves, row.root) for row in rows.roots(connection, home.id)]
    groups = {kind: groups_of(report, kind) for kind in KINDS}
    compared = offload(_compared, groups)  # Of a large show the arithmetic takes a moment.
    return Fairness(report, compared, _decliners(report), roots, bool(home.fairness_open))


def groups_of(report: Report, kind: str) -> list[Group]:
    """The counts of one of KINDS, as the report has them."""
    return [Group(one["name"], one["received"], one["aired"], one["merged"]) for one in report[f"by_{kind}"]]


def _compared(groups: dict[str, list[Group]]) -> dict[str, list[Share]]:
    return {kind: shares(some) for kind, some in groups.items()}


def _decliners(report: Report) -> list[tuple[dict[str, Any], int]]:
    told = ("reason", "label", "by", "role")
    counted = Counter(tuple(one[name] for name in told) for one in report["declines"])
    return [(dict(zip(told, who, strict=True)), many) for who, many in counted.most_common()]
