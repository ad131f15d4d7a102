"""A report, or the case itself, as the bytes of a file, by the format that the file's name ends in."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import paper

from ..case_text import read_draft
from .document import CaseReport
from .sheets import case_sheets

FORMATS: dict[str, Callable[[CaseReport], bytes]] = {
    ".docx": lambda report: paper.docx(report.document),
    ".pdf": lambda report: paper.pdf(report.document),
    ".md": lambda report: paper.markdown(report.document).encode(),
    ".xlsx": lambda report: paper.xlsx(case_sheets(report), report.decided),
}
CASE_FORMATS: dict[str, Callable[[str], str]] = {
    ".yaml": lambda text: read_draft(text).text(),
    ".json": lambda text: (
        json.dumps(read_draft(text).data, ensure_ascii=False, indent=2, default=_plain) + "\n"
    ),
}
"""From the text of a case file, in either format, to the other or the same; JSON keeps no comments."""


def _plain(value: Any) -> str | int | float:
    """What JSON has no word for: a date, a number with decimals."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    raise TypeError(type(value).__name__)
