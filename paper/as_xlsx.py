"""Sheets as an XLSX workbook whose cells hold what they were given, never a formula."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from .clean import clean, in_one_line
from .model import EPOCH, Sheet, Value, page_words
from .zipped import repacked

FONT = "宋体"
CORE = "docProps/core.xml"
NARROWEST, WIDEST = 6, 60
MOST_SAMPLED = 200
LONGEST = 32_767
"""So many characters Excel allows in a cell."""
CUT = "……（超出单元格上限，以下从略）"
EXACT_DIGITS = 15
"""Excel keeps so many digits of a number: a longer one (a card, an identity number) is written as text."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LINE = Side(style="thin", color="999999")


def xlsx(sheets: Sequence[Sheet], date: datetime.date = EPOCH) -> bytes:
    """The sheets as a workbook: header kept in sight and on every printed page, A4 across, text as text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(_name(sheet.name, book.sheetnames)), sheet)
    out = io.BytesIO()
    book.save(out)
    # Saving sets the time of the last change to now, so the properties are written once more.
    moment = datetime.datetime.combine(date, datetime.time())
    book.properties.creator = ""
    book.properties.created = book.properties.modified = moment
    return repacked(out.getvalue(), {CORE: tostring(book.properties.to_tree())})


def _name(wanted: str, taken: list[str]) -> str:
    """A name that a sheet may have: no sign that Excel refuses, at most 31 characters, unlike the others."""
    base = _FORBIDDEN.sub("", in_one_line(wanted))[:31] or "表"
    name, number = base, 2
    while name.lower() in {other.lower() for other in taken}:
        name, number = f"{base[:27]}({number})", number + 1
    return name


def _fill(page: Worksheet, sheet: Sheet) -> None:
    border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    for number, row in enumerate((sheet.columns, *sheet.rows), 1):
        for column, value in enumerate(row, 1):
            cell = page.cell(number, column)
            written = _written(value)
            cell.value = written
            if isinstance(written, str):
                cell.data_type = "s"  # else what starts with “=” would be run as a formula
                cell.quotePrefix = True  # … and again once somebody edits the cell
            cell.font = Font(name=FONT, size=11, bold=number == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="center" if number == 1 else "top")
            cell.border = border
            if number == 1:
                cell.fill = PatternFill("solid", fgColor="E7E6E6")
    for column in range(1, len(sheet.columns) + 1):
        page.column_dimensions[get_column_letter(column)].width = _width(sheet, column - 1)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.orientation = "landscape"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0
    cast(Any, page.oddFooter).center.text = page_words("&P", "&N")


def _written(value: Value) -> str | int | float | datetime.date | None:
    """A value as a cell can hold it without loss."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and len(str(abs(value))) > EXACT_DIGITS:
        return str(value)
    if isinstance(value, float) and value - value != 0:  # infinite, or not a number
        return str(value)
    if not isinstance(value, str):
        return value
    text = clean(value)
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _width(sheet: Sheet, column: int) -> float:
    """The width that shows the longest line of a column, within bounds."""
    cells = [
        sheet.columns[column],
        *(str(row[column]) for row in sheet.rows[:MOST_SAMPLED] if row[column] is not None),
    ]
    longest = max(sum(_cells(char) for char in line) for cell in cells for line in (cell.split("\n") or [""]))
    return float(min(max(longest + 3, NARROWEST), WIDEST))


def _cells(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
