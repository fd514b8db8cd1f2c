"""The developers' pages name what is there: files, rooms, and each word once."""

from __future__ import annotations

import re

import pytest

from tests.support.server import ROOT

ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
PATHS = sorted(set(re.findall(r"`((?:\w+/)+\w+\.(?:py|js|toml))`", ARCHITECTURE)))
WIDEST = 120
"""Characters that a cell of the rooms' table may have."""


def rows(page: str) -> list[list[str]]:
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_the_page_names_is_there(path: str) -> None:
    assert (ROOT / path).is_file() or (ROOT / "live" / path).is_file()


def test_the_page_names_files() -> None:
    assert len(PATHS) > 30


def test_every_room_stands_in_the_table_and_no_cell_is_a_list_of_files() -> None:
    table = rows(ARCHITECTURE)
    named = set(re.findall(r"`live/(\w+)", " ".join(row[0] for row in table)))
    there = {path.parent.name for path in (ROOT / "live").glob("*/__init__.py")}
    assert there == named
    assert [cell for row in table for cell in row if len(cell) > WIDEST] == []


def test_a_word_of_the_glossary_is_explained_once() -> None:
    words = [word.strip() for row in rows(GLOSSARY) if row[0] != "term" for word in row[0].split(",")]
    assert len(words) > 50 and sorted(set(words)) == sorted(words)
