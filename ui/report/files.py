"""A report as the bytes of a file, by the format that the file's name ends in."""

from __future__ import annotations

from collections.abc import Callable

import paper

from .document import CaseReport
from .sheets import case_sheets

FORMATS: dict[str, Callable[[CaseReport], bytes]] = {
    ".docx": lambda report: paper.docx(report.document),
    ".pdf": lambda report: paper.pdf(report.document),
    ".md": lambda report: paper.markdown(report.document).encode(),
    ".xlsx": lambda report: paper.xlsx(case_sheets(report), report.decided),
}


def written(report: CaseReport, ending: str) -> bytes:
    """The report in the format that a file name's ending means; raises KeyError for any other, NoChineseFont for a PDF without one."""
    return FORMATS[ending](report)
