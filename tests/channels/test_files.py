"""Files of questions: each is read as the file beside it says, in whatever form it comes; what is none is told."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from live.domain.refused import Refused
from live.files.columns import recognised
from live.files.csv_writer import problems_csv
from live.files.dates import NoTime, moment_of
from live.files.reader import Table, open_table
from live.files.rows import Centre, Line, RowParser
from tests.channels.test_fixtures import written

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "files").glob("*.csv"))
ZONE = ZoneInfo("Europe/Ulyanovsk")
CENTRE = Centre({"дороги": "Дороги", "жкх": "ЖКХ"})


def table_of(content: bytes, most: int | None = None) -> Table:
    return open_table(io.BytesIO(content), most)


def lines_of(table: Table) -> list[Line]:
    return list(RowParser("вопросы", table.columns, recognised(table.columns), ZONE, CENTRE).lines(table.rows))


def told(line: Line) -> dict[str, Any]:
    """A row as its fixture says it; an id made of the row's own facts is told as such."""
    if isinstance(line.read, Refused):
        return {"row": line.number, "refused": str(line.read)}
    said = written(line.read)
    said.pop("source")
    if said["external_id"].startswith("row:"):
        said["external_id"] = "made"
    return {"row": line.number, **said}


def texts(content: bytes) -> list[str]:
    return [str(told(line).get("text")) for line in lines_of(table_of(content))]


def refusal(content: bytes, code: str = "invalid", most: int | None = None) -> str:
    with pytest.raises(Refused) as caught:
        lines_of(table_of(content, most))
    assert caught.value.code == code
    return str(caught.value)


def workbook(*rows: list[Any], sheets: int = 1, formulas: bool = False) -> bytes:
    """An XLSX of these rows, behind empty sheets where more than one is wanted; “=…” is a text unless said."""
    book, out = Workbook(), io.BytesIO()
    for _ in range(sheets - 1):
        book.create_sheet()
    for row in rows:
        book.worksheets[-1].append(row)
    for cell in itertools.chain(*book.worksheets[-1].iter_rows()):
        if cell.data_type == "f" and not formulas:
            cell.data_type = "s"
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("file", FIXTURES, ids=lambda path: path.stem)
def test_a_file_is_read_as_the_one_beside_it_says(file: Path) -> None:
    expected = json.loads(file.with_suffix(".expected.json").read_text())
    assert [told(line) for line in lines_of(table_of(file.read_bytes()))] == expected


@pytest.mark.parametrize("file", FIXTURES, ids=lambda path: path.stem)
def test_the_same_rows_are_the_same_questions_packed_and_as_a_spreadsheet(file: Path) -> None:
    content = file.read_bytes()
    table = table_of(content)
    rows = dict(table.rows)
    first = min(rows) - 1
    sheet: list[list[str]] = (
        [[]] * (first - 1) + [list(table.columns)] + [rows.get(n, []) for n in range(first + 1, max(rows) + 1)]
    )
    expected = json.loads(file.with_suffix(".expected.json").read_text())
    assert [told(line) for line in lines_of(table_of(gzip.compress(content)))] == expected
    assert [told(line) for line in lines_of(table_of(workbook(*sheet, sheets=2)))] == expected


def test_a_spreadsheets_dates_and_numbers_are_read_as_it_shows_them() -> None:
    at = datetime(2026, 11, 24, 12, 41)
    [line] = lines_of(table_of(workbook(["id", "вопрос", "дата", "телефон"], [17, "Когда?", at, 89000000012.0])))
    assert not isinstance(line.read, Refused)
    assert (line.read.external_id, line.read.asked_at) == ("17", datetime(2026, 11, 24, 8, 41, tzinfo=UTC))
    assert line.read.author is not None and line.read.author.contact == "tel:+79000000012"


def test_a_formula_is_never_calculated() -> None:
    content = workbook(["вопрос"], ["=1+1"], ["Когда?"], formulas=True)
    assert [line.number for line in lines_of(table_of(content))] == [3]
    assert texts(b"text\n=1+1\n") == ["=1+1"]


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("2026-11-24T12:41:07+03:00", "2026-11-24T09:41:07"),
        ("2026-11-24 12:41:07 +0400", "2026-11-24T08:41:07"),
        ("2026-11-24T12:41:00.500Z", "2026-11-24T12:41:00.500000"),
        ("2026-11-24", "2026-11-23T20:00:00"),
        ("24.11.2026 12:41", "2026-11-24T08:41:00"),
        ("24.11.2026 в 9.05", "2026-11-24T05:05:00"),
        ("24.11.26", "2026-11-23T20:00:00"),
        ("4/1/2026, 12:41:59", "2026-01-04T08:41:59"),
        ("24 ноября 2026 г., 12:41", "2026-11-24T08:41:00"),
        ("1 мая 2026", "2026-04-30T20:00:00"),
        ("8 марта 2026 года", "2026-03-07T20:00:00"),
        ("46350.5", "2026-11-24T08:00:00"),
        ("1795509667", "2026-11-24T08:41:07"),
    ],
)
def test_a_time_is_understood_as_people_write_it(words: str, at: str) -> None:
    assert moment_of(words, ZONE) == datetime.fromisoformat(at).replace(tzinfo=UTC)


@pytest.mark.parametrize("words", ["вчера", "32.11.2026", "24.13.2026", "12:41", "24.11.0001", "5", "24 снежня 2026"])
def test_what_is_no_time_is_told(words: str) -> None:
    with pytest.raises(NoTime):
        moment_of(words, ZONE)


def test_a_row_with_broken_bytes_sinks_no_other() -> None:
    content = "текст\nКогда?\nХХ\nГде?\nКто?\n".encode().replace("ХХ".encode(), "Х".encode() + b"\xd0")
    rows = [told(line) for line in lines_of(table_of(content))]
    assert [row.get("text") for row in rows] == ["Когда?", None, "Где?", "Кто?"]
    assert "no text" in rows[1]["refused"]


def test_a_text_too_long_is_cut_and_kept_whole_in_its_original() -> None:
    [line] = lines_of(table_of(f"text\n{'а' * 5000}\n".encode()))
    assert not isinstance(line.read, Refused) and line.read.original is not None
    assert (len(line.read.text), len(line.read.original["cells"]["text"])) == (4000, 5000)


def test_columns_of_one_name_are_told_apart() -> None:
    assert table_of(b"text,text,,x\n1,2,3,4\n").columns == ("text", "text (2)", "(3)", "x")


def test_what_is_left_out_is_read_again_as_it_stood_and_runs_in_no_spreadsheet() -> None:
    cells = ["=cmd|' /C calc'!A0", "+7 900", "'так'", "обычный"]
    content = problems_csv(("Строка", "Ошибка"), ["text", "телефон", "тема", "место"], [(7, "-", cells)])
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for cell in content.decode("utf-8-sig").split(";"))
    [(_, row)] = table_of(content).rows
    assert row == ["7", "-", *cells]


def test_a_large_file_is_read_as_it_is_asked_for() -> None:
    row = "Когда починят мост через реку?\n".encode()
    file = io.BytesIO(b"text\n" + row * 200_000)
    rows = open_table(file).rows
    assert next(rows) == (2, ["Когда починят мост через реку?"])
    assert file.tell() < 1_000_000


# What is refused


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, name: str, change: Any) -> bytes:
    """The same XLSX with one part of it changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    parts[name] = change(parts.get(name, b""))
    return zipped(parts)


ENTITY = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
GOOD = workbook(["text"], ["Когда?"])


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_spreadsheet_with_entities_is_refused(name: str, encoding: str) -> None:
    def hostile(part: bytes) -> bytes:
        bare = part.decode().partition("?>")[2] if part.startswith(b"<?xml") else part.decode()
        return f"<?xml version='1.0' encoding='{encoding}'?>{ENTITY.decode()}{bare}".encode(encoding)

    assert "entities" in refusal(changed(GOOD, name, hostile))


def test_entities_behind_a_long_comment_are_not_read() -> None:
    refusal(changed(GOOD, "xl/workbook.xml", lambda part: b"<!--" + b" " * 100_000 + b"-->" + ENTITY + part))


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused() -> None:
    sheet = changed(GOOD, "xl/worksheets/sheet1.xml", lambda part: part + b" " * 5_000_000)
    assert len(sheet) < 100_000
    refusal(sheet, "too_large", most=1_000_000)
    refusal(changed(GOOD, "xl/styles.xml", lambda part: part + b" " * 9_000_000), "too_large")


def test_a_packed_csv_that_unpacks_to_too_much_is_refused() -> None:
    refusal(gzip.compress(b"text\n" + b"?\n" * 50_000), "too_large", most=10_000)


def test_rows_beyond_what_a_sheet_has_end_the_reading() -> None:
    far = changed(GOOD, "xl/worksheets/sheet1.xml", lambda part: part.replace(b'<row r="2"', b'<row r="999999999999"'))
    assert texts(far) == []


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "no rows"),
        (b"\n\n  \n", "no rows"),
        (b"a,b\n1,2\n", "a, b"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old or an encrypted"),
        (b"%PDF-1.7\0\0", "neither"),
        (b"PK\x03\x04 and no more", "XLSX"),
        (zipped({"word/document.xml": b"<w/>"}), "XLSX"),
        (changed(GOOD, "xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2]), "XLSX"),
        (gzip.compress(b"text\n" + bytes(range(65, 90)) * 99)[:60], "damaged"),
        (b"\x1f\x8bplain", "damaged"),
        (b'text\n"' + b"x\n" * 100_000, "quotation mark"),
        (b"text\n" + b"x" * 1_500_000, "million"),
    ],
    ids=["empty", "blank", "no text", "xls", "pdf", "half zip", "docx", "cut", "cut gzip", "no gzip", "quote", "line"],
)
def test_what_is_no_table_of_questions_is_told(content: bytes, named: str) -> None:
    assert named in refusal(content)


def test_nothing_that_could_come_breaks_the_reading(tmp_path: Path) -> None:
    """Every file cut short or with a byte turned is read or refused, never more."""
    for whole in (GOOD, gzip.compress(FIXTURES[0].read_bytes()), FIXTURES[0].read_bytes()):
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
                file: BinaryIO = io.BytesIO(content)
                try:
                    lines_of(open_table(file, 50_000_000))
                except Refused:
                    pass


def test_texts_that_a_spreadsheet_shares_are_read() -> None:
    """As Excel writes them: in a part of their own, with some letters in another face."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in (1, 2))
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    shared = f'<sst xmlns="{main}"><si><t>вопрос</t></si><si><r><t>Когда </t></r><r><t>мост?</t></r></si></sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    book = changed(GOOD, "xl/worksheets/sheet1.xml", lambda _: sheet.encode())
    book = changed(book, "[Content_Types].xml", lambda part: part.replace(b"</Types>", named.encode()))
    assert texts(changed(book, "xl/sharedStrings.xml", lambda _: shared.encode())) == ["Когда мост?"]
