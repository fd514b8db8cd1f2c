"""What an operator copies for Prometheus and Grafana asks for numbers that a server tells, and leads to a runbook."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.web.house import House, russian

ROOT = Path(__file__).resolve().parents[2]
ALERTS = ROOT / "deploy/prometheus/alerts.yml"
DASHBOARD = ROOT / "deploy/grafana/live.json"
NUMBER = re.compile(r"\blive_[a-z_]+")


def rules() -> list[dict[str, Any]]:
    read = yaml.safe_load(ALERTS.read_text("utf-8"))
    return [rule for group in read["groups"] for rule in group["rules"]]


def expressions() -> list[str]:
    """Every question that the dashboard and the alerts ask of Prometheus."""
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return [rule["expr"] for rule in rules()] + [one["expr"] for panel in panels for one in panel["targets"]]


def told(house: House) -> set[str]:
    """The names of the numbers that a running server tells, also of those that have no value now."""
    text = house.client.get("/metrics").text
    families = {family.name for family in text_string_to_metric_families(text)}
    return families | {f"{family}_total" for family in families}


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_a_number_that_is_asked_for_is_told(house: House, expression: str) -> None:
    asked = set(NUMBER.findall(expression))
    assert asked or expression.startswith("up{")
    assert asked <= told(house)


def test_a_number_that_nobody_tells_would_be_noticed(house: House) -> None:
    assert not set(NUMBER.findall("live_no_such_number > 1")) <= told(house)


def anchors() -> set[str]:
    """The headings of the operators' page, as links name them."""
    headings = re.findall(r"^#+ (.+)$", (ROOT / "docs/operation.md").read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_an_alert_says_in_russian_what_is_wrong_and_leads_to_what_to_do(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
    assert page == "docs/operation.md" and anchor in anchors()
    assert russian(rule["annotations"]["summary"])
    assert rule["labels"]["severity"] in ("critical", "warning")
