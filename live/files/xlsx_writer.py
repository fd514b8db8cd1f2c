"""Tables → an XLSX file. Texts stay texts: what begins as a formula does is never calculated."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | None

LONGEST = 32_767
"""Characters that a cell can hold."""

NARROWEST, WIDEST = 9, 70
"""Widths of columns, in characters."""

_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `title` has at most 31 characters and none of []:*?/\\ ; `rows` may be read only once."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The file, each sheet's head standing still above its rows."""
    return packed(filled(sheets))


def filled(sheets: Iterable[Sheet]) -> Workbook:
    """Every row is read; what is left to do (`packed`, seconds for a long one) asks nobody."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        assert isinstance(page, WriteOnlyWorksheet)
        page.freeze_panes = "A2"
        for index, title in enumerate(sheet.head):
            width = sheet.widths[index] if index < len(sheet.widths) else len(title) + 2
            wide: Any = page  # Its stubs do not know that a sheet that is only written has columns.
            wide.column_dimensions[get_column_letter(index + 1)].width = min(max(width, NARROWEST), WIDEST)
        page.append([_cell(page, title, bold=True) for title in sheet.head])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    return book


def packed(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page: WriteOnlyWorksheet, value: Value, bold: bool = False) -> object:
    """A number as it is; a text marked as one, whatever it begins with."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("�", value)[:LONGEST])
    cell.data_type = "s"
    if bold:
        cell.font = _BOLD
    elif "\n" in value or len(value) > WIDEST:
        cell.alignment = _WRAPPED
    return cell
