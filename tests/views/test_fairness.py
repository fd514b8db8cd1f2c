"""How fair a show was, on either database: every figure is what plain SQL says, and nothing small is told to all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, comb
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from live.domain.people import By
from live.followup.fairness import make_root, publish
from live.store.transaction import Store
from live.views.report.fairness import Fairness, fairness_of
from live.views.report.open_fairness import OpenFairness, open_fairness
from live.views.report.open_figures import LEAST
from live.views.report.show import Reports
from tests.support.backends import Backends
from tests.support.fair_show import FairShow, moment
from tests.support.rooms import DATABASES, Clock, Show, opened

KINDS = {"topic": "topics", "locality": "places", "source": "sources"}

BY = """SELECT question.{column}, count(*) FROM question WHERE broadcast_id = :here GROUP BY 1"""

MERGED = """SELECT question.{column}, count(*) FROM question
    WHERE broadcast_id = :here AND state = 'merged' GROUP BY 1"""

AIRED = """SELECT question.{column}, count(DISTINCT question.id) FROM question
    JOIN event ON event.broadcast_id = question.broadcast_id AND event.question = question.number
    WHERE question.broadcast_id = :here AND event.type = 'question.taken' GROUP BY 1"""

WAITS = """SELECT question.source, question.received_at, min(event.at) FROM question
    JOIN event ON event.broadcast_id = question.broadcast_id AND event.question = question.number
    WHERE question.broadcast_id = :here AND event.type = '{type}' GROUP BY question.id, 1, 2"""

DECLINES = """SELECT question.number, question.decline_reason, event.by_name, event.by_role, event.at FROM question
    JOIN event ON event.broadcast_id = question.broadcast_id AND event.question = question.number
    WHERE question.broadcast_id = :here AND question.state = 'declined' AND event.type = 'question.declined'
    ORDER BY question.number"""

TOTALS = """SELECT count(*), sum(CASE WHEN state = 'declined' THEN 1 ELSE 0 END) FROM question
    WHERE broadcast_id = :here"""


@pytest.fixture(scope="module", params=DATABASES)
def fair(request: pytest.FixtureRequest, backends: Backends, folder: Path) -> Iterator[FairShow]:
    with opened(request.param, backends, folder) as store:
        store.clock = Clock(store.clock())
        played = FairShow(store)
        again = next(n for n in played.numbers if played.show.row(n).state == "declined")
        assert make_root(store, played.show.id)
        played.show.do("question.restore", again)
        yield played


@pytest.fixture(scope="module")
def told(fair: FairShow) -> Fairness:
    return fairness_of(fair.store, Reports(fair.store), fair.show.slug)


@pytest.fixture(scope="module")
def shown(told: Fairness) -> OpenFairness:
    return open_fairness(told)


def by_hand(total: int, marked: int, drawn: int) -> tuple[int, int]:
    """The exact quantiles, out of the whole distribution."""
    so_far, found = Fraction(0), []
    limits = [Fraction(1, 40), Fraction(39, 40)]
    for x in range(drawn + 1):
        so_far += Fraction(comb(marked, x) * comb(total - marked, drawn - x), comb(total, drawn))
        while limits and so_far >= limits[0]:
            found.append(x)
            del limits[0]
    return found[0], found[1]


def waits(fair: FairShow, type_: str) -> dict[str, list[float]]:
    found = defaultdict(list)
    for source, received_at, at in fair.rows(WAITS.format(type=type_)):
        found[source].append((moment(at) - moment(received_at)).total_seconds())
    return found


def spread(seconds: list[float]) -> dict[str, Any]:
    ordered = sorted(seconds)
    if not ordered:
        return {"questions": 0, "median": None, "p90": None}
    nine = ordered[ceil(0.9 * len(ordered)) - 1]
    return {"questions": len(ordered), "median": round(median(ordered)), "p90": round(nine)}


@pytest.mark.parametrize("kind", KINDS)
def test_received_repeats_and_aired_are_what_sql_counts(fair: FairShow, told: Fairness, kind: str) -> None:
    received, merged, aired = (fair.counts(one.format(column=kind)) for one in (BY, MERGED, AIRED))
    assert {one.name: (one.received, one.merged, one.aired) for one in told.shares[kind]} == {
        name: (many, merged.get(name, 0), aired.get(name, 0)) for name, many in received.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_interval_of_each_is_the_exact_one_of_these_counts(fair: FairShow, told: Fairness, kind: str) -> None:
    received, aired = fair.counts(BY.format(column=kind)), fair.counts(AIRED.format(column=kind))
    total, drawn = sum(received.values()), sum(aired.values())
    for one in told.shares[kind]:
        assert (one.of_received, one.of_aired) == (total, drawn)
        assert (one.low, one.high) == by_hand(total, received[one.name], drawn)
        where = (one.aired < one.low) - (one.aired > one.high)
        assert one.verdict == {1: "below", 0: "within", -1: "above"}[where]


def test_waiting_by_source_is_what_the_log_says(fair: FairShow, told: Fairness) -> None:
    listed, aired = waits(fair, "question.shortlisted"), waits(fair, "question.taken")
    sources = fair.counts(BY.format(column="source"))
    assert {one["source"]: one for one in told.report["waiting"]} == {
        name: {"source": name, "shortlisted": spread(listed[name]), "aired": spread(aired[name])} for name in sources
    }
    assert any(one["aired"]["questions"] for one in told.report["waiting"])


def test_each_decline_has_its_reason_and_who_declined_as_whom_and_when(fair: FairShow, told: Fairness) -> None:
    found = [
        (one["number"], one["reason"], one["by"], one["role"], moment(one["at"])) for one in told.report["declines"]
    ]
    stored = [(*row[:4], moment(row[4])) for row in fair.rows(DECLINES)]
    assert [one[:4] for one in found] == [one[:4] for one in stored] and len(found) > 8
    assert all(abs((one[4] - row[4]).total_seconds()) < 0.002 for one, row in zip(found, stored, strict=True))
    assert {(who["by"], who["role"], who["reason"]): many for who, many in told.decliners} == Counter(
        (row[2], row[3], row[1]) for row in stored
    )
    assert {who["by"] for who, _ in told.decliners} == {"Мария", "Олег"}


def test_a_restored_one_is_no_decline_any_more(fair: FairShow, told: Fairness) -> None:
    [(_, declined)] = fair.rows(TOTALS)
    assert len(told.report["declines"]) == declined == told.report["totals"]["declined"]


# For everybody


def test_the_page_for_everybody_tells_no_small_number_and_its_sums_are_whole(
    fair: FairShow, told: Fairness, shown: OpenFairness
) -> None:
    [(received, declined)] = fair.rows(TOTALS)
    assert (shown["received"], shown["declined"], shown["aired"]) == (
        received,
        declined,
        sum(fair.counts(AIRED.format(column="source")).values()),
    )
    lists: dict[str, Any] = dict(shown)
    for kind, name in KINDS.items():
        rows = lists[name]
        own = fair.counts(BY.format(column=kind))
        assert min(own.values()) < LEAST or kind == "topic", "there is something to hide"
        assert all(one["received"] >= LEAST for one in rows) and sum(one["received"] for one in rows) == received
        assert {one["name"]: one["received"] for one in rows if one["name"] != ""}.items() <= own.items()
        for one in rows:
            assert (one["low"], one["high"]) == by_hand(received, one["received"], shown["aired"])
    assert all(one["questions"] >= LEAST for one in shown["declines"])
    assert sum(one["questions"] for one in shown["declines"]) == declined


def test_everybody_is_told_of_waits_only_where_enough_waited(told: Fairness, shown: OpenFairness) -> None:
    known = {one["source"]: one for one in told.report["waiting"]}
    assert shown["waiting"] and {one["source"] for one in shown["waiting"]} < set(known)
    for one in shown["waiting"]:
        for open_, own in (
            (one["shortlisted"], known[one["source"]]["shortlisted"]),
            (one["aired"], known[one["source"]]["aired"]),
        ):
            enough = own["questions"] >= LEAST
            assert dict(open_) == {name: own[name] if enough else None for name in ("median", "p90")}


def test_nobodys_name_code_or_text_is_told_to_everybody(fair: FairShow, shown: OpenFairness) -> None:
    written = str(shown)
    for secret in ("Мария", "Олег", "Житель", "Вопрос", "moderator", fair.show.row(1).code):
        assert secret not in written


def test_every_root_is_told_with_its_moment_and_its_leaves(fair: FairShow, shown: OpenFairness) -> None:
    stored = fair.rows("SELECT root, leaves, seed FROM fairness_root WHERE broadcast_id = :here ORDER BY id")
    assert [(one["root"], one["leaves"]) for one in shown["roots"]] == [row[:2] for row in stored]
    assert stored and stored[0][2] not in str(shown)


def test_of_a_few_nothing_is_told(clocked: Store) -> None:
    show = Show(clocked).on_air()
    for n in range(LEAST - 1):
        show.asked(topic=f"тема {n}")
    show.do("question.decline", 1, reason="spam")
    show.wrapped()
    make_root(clocked, show.id)
    shown = open_fairness(fairness_of(clocked, Reports(clocked), show.slug))
    assert (shown["received"], shown["declined"]) == (None, None)
    lists: dict[str, Any] = dict(shown)
    assert [lists[name] for name in ("topics", "places", "sources", "declines", "waiting")] == [[], [], [], [], []]
    assert [one["leaves"] for one in shown["roots"]] == [None]


def test_a_page_is_published_by_somebody_and_taken_back(clocked: Store) -> None:
    show = Show(clocked).on_air()
    for is_open in (True, True, False):
        publish(clocked, show.slug, is_open, By("Олег", "producer"))
        assert fairness_of(clocked, Reports(clocked), show.slug).is_open is is_open
