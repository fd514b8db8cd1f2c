"""Tables → an XLSX file, written as its rows come: no more than a piece of it is held at once.

Texts stay texts: what begins as a formula does is never calculated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr  # nosec B406 # It writes XML and reads none.
from zipfile import ZIP_DEFLATED, ZipFile

Value = str | int | float | None

LONGEST = 32_767
"""Characters that a cell can hold."""

NARROWEST, WIDEST = 9, 70
"""Widths of columns, in characters."""

AT_ONCE = 64 * 1024
"""Bytes that are held before they are handed on."""

PLAIN, BOLD, WRAPPED = range(3)
"""The looks of a cell, by their places in STYLES."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TO = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

_STANDING_HEAD = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
)

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `title` has at most 31 characters and none of []:*?/\\ ; `rows` may be read only once."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The whole file, each sheet's head standing still above its rows."""
    return b"".join(xlsx_pieces(sheets))


def xlsx_pieces(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """The same, a piece at a time, each made when it is asked for."""
    pages = list(sheets)
    out = _Outgoing()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, part in _around([page.title for page in pages]).items():
            packed.writestr(name, part)
        for number, page in enumerate(pages, 1):
            with packed.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part_of:
                for written in _page(page):
                    part_of.write(written.encode())
                    if out.held > AT_ONCE:
                        yield out.taken()
    yield out.taken()


class _Outgoing:
    """A file that is only written, and read off its beginning meanwhile."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self.held = 0

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        self.held += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """What is left is taken yet."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        written, self._written, self.held = b"".join(self._written), [], 0
        return written


def _around(titles: Sequence[str]) -> dict[str, str]:
    """Everything but the sheets themselves."""
    numbered = list(enumerate(titles, 1))
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number, _ in numbered
    )
    listed = "".join(
        f'<sheet name={quoteattr(_fit(title))} sheetId="{number}" r:id="rId{number}"/>' for number, title in numbered
    )
    led = "".join(
        f'<Relationship Id="rId{number}" Type="{_TO}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in numbered
    )
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKED}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKED}/relationships">'
        f'<Relationship Id="rId1" Type="{_TO}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_TO}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKED}/relationships">{led}'
        f'<Relationship Id="rId{len(titles) + 1}" Type="{_TO}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
    }


def _page(sheet: Sheet) -> Iterator[str]:
    """A sheet's XML, row by row."""
    widths = [_width(sheet, index) for index in range(len(sheet.head))]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    yield f'{_XML}<worksheet xmlns="{_MAIN}">{_STANDING_HEAD}<cols>{columns}</cols><sheetData>'
    yield _row(1, sheet.head, BOLD)
    for number, row in enumerate(sheet.rows, 2):
        yield _row(number, row)
    yield "</sheetData></worksheet>"


def _width(sheet: Sheet, index: int) -> int:
    wanted = sheet.widths[index] if index < len(sheet.widths) else len(sheet.head[index]) + 2
    return min(max(wanted, NARROWEST), WIDEST)


def _row(number: int, values: Sequence[Value], look: int | None = None) -> str:
    cells = "".join(
        _cell(f"{_letters(place)}{number}", value, look)
        for place, value in enumerate(values)
        if value not in (None, "")
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: Value, look: int | None) -> str:
    """A number as it is; a text marked as one, whatever it begins with."""
    if not isinstance(value, str):
        return f'<c r="{place}" s="{look or PLAIN}"><v>{value}</v></c>'
    if look is None:
        look = WRAPPED if "\n" in value or len(value) > WIDEST else PLAIN
    text = escape(_fit(value[:LONGEST]), {"\r": "&#13;"})
    return f'<c r="{place}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _fit(text: str) -> str:
    return _NO_XML.sub("�", text)


@lru_cache(maxsize=512)
def _letters(place: int) -> str:
    """What a column is called, from 0: A, B … Z, AA …"""
    rest, last = divmod(place, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)
