"""`make soak` runs every test that pushes harder there, and no other."""

from __future__ import annotations

import re

from tests.support.server import ROOT

READS = re.compile(r"^from tests\.support\.scale import .*\b(?:SOAK|scaled|turns)\b", re.MULTILINE)
MARK = "pytest.mark.soak"


def test_what_pushes_harder_in_soak_is_marked_so_and_nothing_else_is() -> None:
    files = {
        file: file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py") if file.name != "test_soak.py"
    }
    reads = {file for file, text in files.items() if READS.search(text)}
    assert reads == {file for file, text in files.items() if MARK in text}
    assert reads
