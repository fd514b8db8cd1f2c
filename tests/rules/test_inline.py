"""No page holds a script, a style or a handler of its own: the policy of live/web/headers.py lets none of them run."""

from __future__ import annotations

import re
from pathlib import Path

from live.web.headers import INLINE
from tests.rules.test_static import ROOT, own

OPENED_FROM_A_FILE = ROOT / "templates/overlay/launcher.html"
"""No server's policy holds for it."""

SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE)
STYLE = re.compile(r"""<style\b|(?<![\w.-])style\s*=\s*["'$]|setAttribute\(\s*["']style|styleMap""", re.IGNORECASE)
HANDLER = re.compile(r"""(?<![\w.@:-])on[a-z]+\s*=\s*["'$]|javascript:["'`]""", re.IGNORECASE)
BY_TEXT = re.compile(r"\beval\(|\bnew Function\(|\bset(?:Timeout|Interval)\(\s*[\"'`]|unsafeHTML")


def found(pattern: re.Pattern[str], *but: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in own(".html", ".js")
        if path not in (OPENED_FROM_A_FILE, *but)
        for match in pattern.finditer(path.read_text("utf-8"))
    ]


def test_a_script_stands_in_a_file_of_its_own_but_for_those_that_the_policy_names() -> None:
    assert found(SCRIPT, *(ROOT / "templates" / name for name in INLINE)) == []


def test_a_script_in_a_page_is_the_same_text_on_every_page() -> None:
    for name in INLINE:
        source = (ROOT / "templates" / name).read_text("utf-8")
        assert len(SCRIPT.findall(source)) == 1
        assert set(re.findall(r"\{\{\s*(\w+)", source)) <= {"vendor", "url_for"}, name


def test_no_element_has_a_style_of_its_own() -> None:
    assert found(STYLE) == []


def test_no_element_has_a_handler_in_its_markup() -> None:
    assert found(HANDLER) == []


def test_no_text_becomes_a_program() -> None:
    assert found(BY_TEXT) == []


def test_the_rules_would_notice() -> None:
    assert SCRIPT.search("<script>a()</script>") and SCRIPT.search('<script type="module">')
    assert not SCRIPT.search('<script type="module" src="x.js">')
    assert STYLE.search('<p style="x">') and STYLE.search("<p style=${x}>") and not STYLE.search("<p .style=${x}>")
    assert HANDLER.search('<p onclick="x">') and not HANDLER.search("<p @click=${x}>")
