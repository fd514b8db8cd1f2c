"""Has Prometheus's own promtool say which of our alerts fire, by the numbers that a server told before and after."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.support import binaries

ALERTS = Path(__file__).resolve().parents[2] / "deploy/prometheus/alerts.yml"

NUMBER = re.compile(r"\b(?:live|process)_[a-z_]+")

BEFORE, AFTER = 20, 120
"""Minutes that promtool is told of, in which nothing was broken, and in which something was."""

PARTS = ("_total", "_bucket", "_sum", "_count")
"""What a number that only grows may end in."""


def rules() -> list[dict[str, Any]]:
    read = yaml.safe_load(ALERTS.read_text("utf-8"))
    return [rule for group in read["groups"] for rule in group["rules"]]


@dataclass(frozen=True)
class Look:
    """What a server told: its numbers by their series, as Prometheus would name them. None: it did not answer."""

    numbers: dict[str, float]

    @classmethod
    def at(cls, text: str | None) -> Look:
        told = {'up{instance="one",job="live"}': float(text is not None)}
        for family in text_string_to_metric_families(text or ""):
            for sample in family.samples:
                labels = {**sample.labels, "instance": "one", "job": "live"}
                named = ",".join(f"{name}={json.dumps(value)}" for name, value in sorted(labels.items()))
                told[f"{sample.name}{{{named}}}"] = float(sample.value)
        return cls(told)

    def of(self, expression: str) -> dict[str, float]:
        """The series that an expression may ask for."""
        asked = {*NUMBER.findall(expression), "up"}
        return {series: value for series, value in self.numbers.items() if series.partition("{")[0] in asked}


def check_fires(rule: dict[str, Any], before: Look, after: Look) -> None:
    """The alert fires once what was broken has been so for as long as its rule says, and did not fire before."""
    name = f'alertname="{rule["alert"]}"'
    minute = BEFORE + _minutes(rule.get("for", "0m")) + 2
    fires = f'count(ALERTS{{{name},alertstate="firing"}}) > bool 0'
    _have_promtool_check(
        before.of(rule["expr"]),
        after.of(rule["expr"]),
        [
            {"expr": f"ALERTS{{{name}}}", "eval_time": f"{BEFORE - 1}m", "exp_samples": []},
            {"expr": fires, "eval_time": f"{minute}m", "exp_samples": [{"labels": "{}", "value": 1}]},
        ],
    )


def check_quiet(look: Look) -> None:
    """No alert fires, nor is about to, where a server goes on telling these numbers."""
    asked = look.of(" ".join(rule["expr"] for rule in rules()))
    nothing = {"expr": "count by (alertname) (ALERTS)", "eval_time": f"{BEFORE + AFTER}m", "exp_samples": []}
    _have_promtool_check(asked, asked, [nothing])


def _minutes(told: str) -> int:
    return int(told[:-1]) * {"m": 1, "h": 60}[told[-1]]


def _have_promtool_check(before: dict[str, float], after: dict[str, float], expected: Sequence[dict[str, Any]]) -> None:
    series = [
        {"series": name, "values": _values(name, before.get(name), after.get(name))}
        for name in sorted({**before, **after})
    ]
    scene = {"interval": "1m", "input_series": series, "promql_expr_test": list(expected)}
    told = {"rule_files": [str(ALERTS)], "evaluation_interval": "1m", "tests": [scene]}
    promtool = binaries.required(binaries.promtool(), "promtool")
    done = subprocess.run(
        [promtool, "test", "rules", "/dev/stdin"], input=json.dumps(told), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _values(name: str, before: float | None, after: float | None) -> str:
    """Minute by minute. What grows goes on growing by as much each minute: what is broken stays so."""
    first = " ".join(["_"] * BEFORE) if before is None else f"{before:.6f}+0x{BEFORE - 1}"
    if after is None:
        return first
    grows = name.partition("{")[0].endswith(PARTS)
    step = max(0.0, after - (before or 0.0)) if grows else 0.0
    return f"{first} {after:.6f}+{step:.6f}x{AFTER}"
