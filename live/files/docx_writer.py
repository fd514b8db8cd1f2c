"""Tables → a DOCX file that a person goes on writing in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from live.files.xlsx_writer import Sheet, Value

MOST = 300
"""Rows of a table: a document is read, the rest is for a spreadsheet."""

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def document(title: str, lines: Sequence[str], sheets: Iterable[Sheet], nothing: str, more: str) -> bytes:
    """The file: a title, lines beneath it, then each table under its own heading.

    `nothing` stands where a table has no rows, `more` ({n}) where it has more than are shown.
    """
    paper = Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    paper.styles["Normal"].font.size = Pt(10)
    paper.add_heading(_clean(title), level=0)
    for line in lines:
        paper.add_paragraph(_clean(line))
    for sheet in sheets:
        paper.add_heading(_clean(sheet.title), level=1)
        rows = list(sheet.rows)
        if not rows:
            paper.add_paragraph(nothing)
            continue
        _table(paper, sheet.head, rows[:MOST])
        if len(rows) > MOST:
            paper.add_paragraph(more.format(n=len(rows) - MOST))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _table(paper: Paper, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    table = paper.add_table(rows=len(rows) + 1, cols=len(head))
    table.style = "Table Grid"
    # Cell by cell the library looks its table through each time.
    cells = iter(table._cells)
    for index, row in enumerate([list(head), *rows]):
        for value in row:
            cell = next(cells)
            cell.text = "" if value is None else _clean(str(value))
            if index == 0:
                cell.paragraphs[0].runs[0].font.bold = True


def _clean(text: str) -> str:
    return _NO_XML.sub("�", text)
