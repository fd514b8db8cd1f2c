"""What an operator copies for Prometheus and Grafana asks for numbers that a server tells, and leads to what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.alerting import NUMBER, PARTS, rules
from tests.web.house import House, russian

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = ROOT / "deploy/grafana/live.json"
WATCHING = (ROOT / "docs/watching.md").read_text("utf-8")


def panels() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return read


def expressions() -> list[str]:
    """Every question that the dashboard and the alerts ask of Prometheus."""
    return [rule["expr"] for rule in rules()] + [one["expr"] for panel in panels() for one in panel["targets"]]


def told(house: House) -> set[str]:
    """The names of the numbers that a running server tells, also of those that have no value now."""
    families = list(text_string_to_metric_families(house.client.get("/metrics").text))
    parts = {"counter": PARTS[:1], "histogram": PARTS[1:]}
    return {f"{one.name}{part}" for one in families for part in parts.get(one.type, ("",))}


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_a_number_that_is_asked_for_is_told(house: House, expression: str) -> None:
    asked = set(NUMBER.findall(expression))
    assert asked or expression.startswith("up{")
    assert asked <= told(house)


@pytest.mark.parametrize("number", ["live_no_such_number", "live_requests", "live_loop_lag_seconds"])
def test_a_number_that_nobody_tells_would_be_noticed(house: House, number: str) -> None:
    assert not set(NUMBER.findall(f"{number} > 1")) <= told(house)


def test_every_number_is_explained_to_operators(house: House) -> None:
    explained = set(NUMBER.findall((ROOT / "docs/operation.md").read_text("utf-8") + WATCHING))
    families = {one.name for one in text_string_to_metric_families(house.client.get("/metrics").text)}
    assert {name for name in families if not {name, f"{name}_total"} & explained} == set()


def anchors() -> set[str]:
    """The headings of the page on watching, as links name them."""
    headings = re.findall(r"^#+ (.+)$", WATCHING, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_an_alert_says_in_russian_what_is_wrong_and_leads_to_what_to_do(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
    assert page == "docs/watching.md" and anchor in anchors()
    assert russian(rule["annotations"]["summary"]) and russian(rule["annotations"]["description"])
    assert rule["labels"]["severity"] in ("critical", "warning")


def test_the_dashboards_panels_have_russian_titles_and_places_of_their_own() -> None:
    assert [panel["title"] for panel in panels() if not russian(panel["title"])] == []
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()]
    assert len({panel["id"] for panel in panels()}) == len(set(places)) == len(places)
