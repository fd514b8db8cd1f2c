"""The module of Bitfocus Companion: what it is pinned to, and what it may hold."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.server import ROOT
from tools.companion import rgb

MODULE = ROOT / "integrations/companion"
BASE = "@companion-module/base"
SCHEMA = ROOT / "node_modules" / BASE / "assets/manifest.schema.json"
COLOUR = re.compile(r"0x[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3,8}\b|\brgba?\(|combineRgb")


def read(path: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((ROOT / path).read_text("utf-8"))
    return told


def test_it_is_tested_with_the_version_that_it_is_installed_with() -> None:
    own, whole = read("integrations/companion/package.json"), read("package.json")
    assert own["dependencies"] == {BASE: whole["devDependencies"][BASE]}
    assert re.fullmatch(r"\d+\.\d+\.\d+", own["dependencies"][BASE]), "one version, not a range"


def test_its_manifest_is_as_companion_wants_it() -> None:
    manifest, schema = read("integrations/companion/companion/manifest.json"), json.loads(SCHEMA.read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(manifest)] == []
    assert (MODULE / "companion" / manifest["runtime"]["entrypoint"]).resolve() == MODULE / "src/main.js"
    assert manifest["version"] == read("integrations/companion/package.json")["version"]


def test_a_colour_comes_from_the_theme_alone() -> None:
    written = [path for path in (MODULE / "src").glob("*.js") if path.name != "generated.js"]
    assert len(written) > 5 and not [path.name for path in written if COLOUR.search(path.read_text("utf-8"))]
    assert COLOUR.search("bgcolor: 0xff0000") and COLOUR.search('"#fff"')


@pytest.mark.parametrize(
    ("oklch", "colour"),
    [
        ((1, 0, 0), 0xFFFFFF),
        ((0, 0, 0), 0),
        ((0.6279, 0.2577, 29.23), 0xFF0000),
        ((0.8664, 0.2948, 142.5), 0x00FF00),
        ((0.452, 0.3132, 264.05), 0x0000FF),
        ((0.5999, 0, 0), 0x808080),
    ],
    ids=["white", "black", "red", "green", "blue", "grey"],
)
def test_a_colour_of_the_theme_is_what_a_browser_makes_of_it(oklch: tuple[float, float, float], colour: int) -> None:
    made = rgb(*oklch)
    assert max(abs((made >> bits & 255) - (colour >> bits & 255)) for bits in (0, 8, 16)) <= 1
