"""What tools/protocol.py writes says what the code says, and the pages have a label for each name in it."""

from __future__ import annotations

import re

import pytest

from tools.protocol import PAGE, ROOT, generated, stale
from tools.protocol_script import constants, literal
from tools.protocol_tables import TABLES, with_tables

WORDS = (ROOT / "static/parts/words.js").read_text("utf-8")


def test_what_is_generated_is_not_stale() -> None:
    assert stale() == [], "run `make protocol`"


def test_it_is_the_projects_own_and_says_where_it_comes_from() -> None:
    for file, text in generated().items():
        assert "tools/protocol.py" in text, file


def test_a_table_without_its_markers_is_a_fault() -> None:
    page = (ROOT / PAGE).read_text("utf-8")
    for name in TABLES:
        with pytest.raises(ValueError, match=name):
            with_tables(page.replace(f"<!-- end of {name} -->", ""))


def test_data_is_written_as_javascript() -> None:
    assert literal({"from": ["new"], "question.add": True, "none": None}) == (
        '{ from: ["new"], "question.add": true, none: null }'
    )


@pytest.mark.parametrize("table", ["REASONS", "BROADCAST_STATES", "TICKET_STATES", "TICKET_KINDS", "PRIORITIES"])
def test_each_name_has_a_label_and_each_label_a_name(table: str) -> None:
    [labels] = re.findall(rf"export const {table} = labelled\([\w.]+, {{(.*?)}}\);", WORDS, re.DOTALL)
    values = {name: value for name, (_, value) in constants().items()}
    subject, _, states = table.partition("_STATES")
    names = values["STATES"][subject.lower()] if table.endswith("_STATES") else values[table]
    assert set(re.findall(r"(\w+): t\(", labels)) == set(names)


def test_a_page_holds_no_list_of_roles_of_its_own() -> None:
    own = re.compile(r"\[\s*\"(?:moderator|screener|coordinator|executor)\"")
    pages = [path for path in (ROOT / "static").rglob("*.js") if not {"vendor", "generated"} & set(path.parts)]
    assert [path.name for path in pages if own.search(path.read_text("utf-8"))] == []
