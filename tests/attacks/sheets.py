"""Spreadsheets that are small as files and endless to read."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
FAR = '<row><c r="ZZZ1"/></row>'
EMPTY = "<row/>"


def sheet_of(*rows: str) -> bytes:
    """An XLSX whose only sheet has these rows, written as they stand."""
    plain, hostile = io.BytesIO(), io.BytesIO()
    Workbook().save(plain)
    body = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, body if name == SHEET else source.read(name))
    return hostile.getvalue()
