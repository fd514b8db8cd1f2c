"""The benchmark still measures everything that it says; how fast anything is, is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.server import ROOT

BLOCKS = (
    "intake_to_desks",
    "on_each_database",
    "burst_to_desks",
    "command_to_prompter",
    "single_posts_over_32_connections",
    "batches_of_100",
    "residents_and_networks",
    "joining",
    "over_tls",
    "two_servers_behind_nginx",
)
pytestmark = pytest.mark.faults

SECONDS = 400
"""Until a run that hangs is ended; it takes about half a minute."""

Json = dict[str, Any]


@pytest.fixture(scope="module")
def run() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", "--quick"], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS
    )


@pytest.fixture(scope="module")
def document(run: subprocess.CompletedProcess[str]) -> Json:
    assert run.returncode == 0, run.stderr
    figures: Json = json.loads(run.stdout)
    return figures


def dicts(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from dicts(inner)


def test_a_block_is_printed_as_soon_as_it_is_measured(run: subprocess.CompletedProcess[str], document: Json) -> None:
    lines = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    assert [line.pop("block") for line in lines] == list(BLOCKS)
    for line, block in zip(lines, BLOCKS, strict=True):
        del line["seconds"]
        assert line == document[block]


def test_every_question_reaches_every_screen(document: Json) -> None:
    fan_outs = [figures for figures in dicts(document) if "missing" in figures]
    assert len(fan_outs) == 8  # A rate and a burst, ours and the relay's; a rate on each database, by TLS, by nginx.
    for figures in fan_outs:
        assert figures["missing"] == 0 and figures["delivered"] == figures["samples"] > 0
        assert 0 < figures["accepted"] <= figures["questions"] and figures["frames"] > 0


def test_commands_reach_the_prompters(document: Json) -> None:
    for load in ("quiet", "beside_100_posts_per_s"):
        figures = document["command_to_prompter"][load]
        assert figures["prompter"]["samples"] == 5 * figures["acknowledgement"]["samples"] > 0


def test_posts_and_batches_are_accepted_by_each_target(document: Json) -> None:
    posts, batches = document["single_posts_over_32_connections"], document["batches_of_100"]
    assert list(posts) == ["bare_flask_route", "without_database", "sqlite", "postgresql"]
    assert list(batches) == ["sqlite", "postgresql"]
    assert all(figures["samples"] > 0 and figures["per_s"] > 0 for figures in posts.values())
    assert all(figures["questions_per_s"] > 0 for figures in batches.values())
    for name in batches:
        assert posts[name]["of_the_bare_route"] > 0 and posts[name]["of_the_route_without_database"] > 0
        assert batches[name]["of_the_bare_routes_posts"] > 0


def test_each_aim_is_a_ratio_with_one_bound(document: Json) -> None:
    assert document["aims"]
    for aim in document["aims"]:
        assert {"aim", "reached", "met"} < set(aim) and ("at_most" in aim) != ("at_least" in aim)
