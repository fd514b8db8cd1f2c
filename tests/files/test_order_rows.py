"""A planned order out of a table: which column is which, and what each row says."""

from __future__ import annotations

import io
from datetime import time

import pytest
from openpyxl import Workbook

from live.domain.order.planned import Line
from live.domain.refused import Refused
from live.files.order_rows import columns_of, rows_of
from live.files.reader import open_table

COLUMNS = ["Номер", "Блок", "Длительность"]


def read(*rows: list[str]) -> list[Line | Refused]:
    return [row.read for row in rows_of(COLUMNS, enumerate(rows, 2))]


def wrong(*row: str) -> str:
    [refused] = read(list(row))
    assert isinstance(refused, Refused)
    return str(refused)


@pytest.mark.parametrize(
    ("columns", "places"),
    [
        (COLUMNS, {"number": 0, "title": 1, "seconds": 2}),
        (["Рубрика", "№ вопроса"], {"title": 0, "number": 1}),
        (["NUMBER", "Length"], {"number": 0, "seconds": 1}),
        ([" Блок: ", "Минут"], {"title": 0, "seconds": 1}),
    ],
)
def test_columns_are_known_by_their_names(columns: list[str], places: dict[str, int]) -> None:
    assert columns_of(columns) == places


def test_columns_that_name_no_order_are_told() -> None:
    with pytest.raises(Refused) as caught:
        columns_of(["Текст", "Длительность"])
    assert "Текст" in str(caught.value)


def test_a_row_is_a_question_or_a_title() -> None:
    assert read(["12", "", "3:30"], ["", "Дороги  и мосты", "15"], ["№ 7", "", ""]) == [
        Line(12, None, 210),
        Line(None, "Дороги и мосты", 900),
        Line(7),
    ]


def test_a_number_counts_where_a_row_has_both() -> None:
    assert read(["12", "Дороги", ""]) == [Line(12)]


def test_a_row_that_says_nothing_is_passed_over() -> None:
    assert read(["", "", "3:30"], ["1"], []) == [Line(1)]


def test_what_a_row_says_wrongly_is_told_and_sinks_no_other() -> None:
    first, second = read(["двенадцать", "", ""], ["1", "", ""])
    assert "двенадцать" in str(first) and second == Line(1)
    assert "долго" in wrong("1", "", "долго")
    assert "120" in wrong("", "я" * 121, "")
    wrong("4294967296", "", "")
    wrong("0", "", "")


def test_a_csv_whose_titles_are_names_of_columns_is_read_by_its_first_row() -> None:
    table = open_table(io.BytesIO("Номер;Блок;Длительность\n;Город;5:00\n3;;\n;Село;\n".encode()))
    assert table.columns == ("Номер", "Блок", "Длительность")
    assert [row.read for row in rows_of(table.columns, table.rows)] == [
        Line(title="Город", seconds=300),
        Line(3),
        Line(title="Село"),
    ]


def test_a_workbook_is_read_with_its_numbers_and_times() -> None:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (COLUMNS, [None, "ЖКХ", None], [12, None, time(0, 3, 30)], [7.0, None, 2], [9, None, time(3, 30)]):
        sheet.append(row)
    book.save(file)
    file.seek(0)
    table = open_table(file)
    title, twelve, seven, nine = (row.read for row in rows_of(table.columns, table.rows))
    assert (title, twelve, seven) == (Line(title="ЖКХ"), Line(12, None, 210), Line(7, None, 120))
    assert isinstance(nine, Refused) and "0:03:30" in str(nine), "3:30 in a cell is half past three"
