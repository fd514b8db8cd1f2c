"""`app.py export`: what its files hold, as whoever opens them finds it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from live.domain.question import State
from live.files.columns import recognised
from live.files.docx_writer import MOST, document
from live.files.xlsx_writer import Sheet
from live.views.tickets.exchange import COLUMNS, OUTCOMES
from tests.support.server import Installation
from tests.web.house import House

TRAP = "=1+1 не считается"


@pytest.fixture(scope="module")
def files(house: House, embedded: Installation) -> dict[str, Path]:
    """One show in every form."""
    slug = house.show("open", "air")
    desk = house.caller(slug, "moderator", "producer", "head")
    first = desk.ask(TRAP, topic="Дороги", locality="Сосновка", author={"name": "Анна", "contact": "+79000000000"})
    desk.ask("Вода")
    merged = desk.ask("Вода ещё раз")
    desk.obey("question.shortlist", question=1, version=1)
    desk.obey("question.take", question=1, version=2)
    desk.obey("question.answer", question=1, version=3)
    desk.obey("question.promise", question=1, version=4, promise="Починим")
    desk.obey("question.merge", question=merged["number"], version=1, into=2)
    assert first["number"] == 1
    forms = {form: embedded.folder / f"export.{form}" for form in ("csv", "xlsx", "json", "docx")}
    embedded.several(
        ["broadcast", "wrap", slug],
        *(["export", "--broadcast", slug, "--format", form, "-o", str(file)] for form, file in forms.items()),
    )
    return forms


def table(files: dict[str, Path]) -> list[list[Any]]:
    return [list(row) for row in load_workbook(files["xlsx"]).worksheets[0].iter_rows(values_only=True)]


def test_csv_and_xlsx_have_the_columns_that_centres_exchange(files: dict[str, Path]) -> None:
    head, *rows = csv.reader(io.StringIO(files["csv"].read_text("utf-8-sig")), delimiter=";")
    assert tuple(head) == tuple(table(files)[0]) == tuple(COLUMNS.values())
    assert len(rows) == len(table(files)) - 1 == 3


def test_a_row_says_what_became_of_the_question(files: dict[str, Path]) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table(files)[1:]]
    assert rows[0]["outcome"] == "Ответ дан в эфире" and rows[0]["closed"]
    assert (rows[0]["topic"], rows[0]["locality"], rows[0]["region"]) == ("Дороги", "Сосновка", None)
    assert rows[1]["outcome"].startswith("Передан в работу: ПЛ-") and rows[1]["closed"] is None
    assert rows[2]["outcome"] == "Объединён с другим: № 2"


def test_no_cell_is_a_formula(files: dict[str, Path]) -> None:
    cells = [cell for row in load_workbook(files["xlsx"]).worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=1+1" in files["csv"].read_text("utf-8-sig")


def test_what_is_written_can_be_brought_in_again(files: dict[str, Path]) -> None:
    fields = recognised(table(files)[0])
    assert {"text", "topic", "locality", "external_id", "asked_at"} <= set(fields)


def test_json_holds_the_report_and_the_questions(files: dict[str, Path]) -> None:
    whole = json.loads(files["json"].read_text())
    assert [view["state"] for view in whole["questions"]] == ["answered", "ticketed", "merged"]
    assert whole["report"]["totals"]["received"] == 3


def test_docx_holds_the_report(files: dict[str, Path]) -> None:
    paper = Document(str(files["docx"]))
    headings = [p.text for p in paper.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert "Хронометраж" in headings and "Итоги" in headings
    cells = {cell.text for one in paper.tables for cell in one._cells}
    assert {"Починим", "Поступило", TRAP} <= cells


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "docx"])
def test_nobodys_contact_leaves_the_centre(files: dict[str, Path], form: str) -> None:
    if form == "xlsx":
        told = str(table(files))
    elif form == "docx":
        told = str([cell.text for one in Document(str(files[form])).tables for cell in one._cells])
    else:
        told = files[form].read_text()
    assert "79000000000" not in told


@pytest.mark.faults
def test_a_wrap_tells_how_far_it_has_come(house: House, embedded: Installation) -> None:
    slug = house.show("open", "air")
    desk = house.caller(slug, "moderator")
    desk.ask("Вода")
    desk.ask("Мост")
    done = embedded.run("broadcast", "wrap", slug)
    assert (done.returncode, done.stdout.strip()) == (0, f"{slug}: wrapped")
    assert done.stderr.strip().splitlines()[-1] == "2 of 2 have their tickets"


def test_every_state_of_a_question_has_its_word_in_the_table() -> None:
    assert set(OUTCOMES) == {state.value for state in State}


def test_a_document_is_cut_where_nobody_reads_on() -> None:
    rows = [[str(number)] for number in range(MOST + 5)]
    made = document("Отчёт", [], [Sheet("Все", ["№"], rows)], nothing="—", more="Ещё {n}")
    paper = Document(io.BytesIO(made))
    assert len(paper.tables[0].rows) == MOST + 1
    assert paper.paragraphs[-1].text == "Ещё 5"
