"""What can be taken away of an open case: the report, the findings as sheets, the case file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

import engine
from paper.fonts import NoChineseFont, folders, found_faces

from . import desk
from .downloads import DOCX, PDF, XLSX, made
from .report import CASE_FORMATS, FORMATS, CaseReport

if TYPE_CHECKING:
    from engine.case import Case
    from kb import KnowledgeBase

NOT_IN_NAMES = '/\\:*?"<>|'
REPORTS = {
    ".docx": ("报告（Word）", DOCX),
    ".pdf": ("报告（PDF）", PDF),
    ".xlsx": ("逐人逐罪的表（Excel）", XLSX),
}
CASE_FILES = {
    ".yaml": ("案件文件（YAML）", "application/yaml"),
    ".json": ("案件文件（JSON）", "application/json"),
}


def file_name(title: str, ending: str, untitled: str = "案件") -> str:
    """A title as the name of a file that every system takes."""
    kept = "".join(sign for sign in title if sign not in NOT_IN_NAMES and sign.isprintable()).strip(". ")
    return f"{kept[:80] or untitled}{ending}"


def show_exports(opened: desk.Desk, case: Case) -> None:
    """The buttons; each file is made when its button is pressed."""
    st.subheader("导出")
    st.markdown("报告附所引条文的全文与回执；表里逐人、逐罪、逐要件各一行。写报告要几秒钟。")
    missing, base, text = _no_font(), desk.base(), opened.text
    files = REPORTS | CASE_FILES
    for column, (ending, (label, mime)) in zip(st.columns(len(files)), files.items(), strict=True):
        named = file_name(case.title, ending)
        write = (
            partial(_report, case, base, ending) if ending in REPORTS else partial(CASE_FORMATS[ending], text)
        )
        column.download_button(
            label,
            made(write, named, mime),
            named,
            mime,
            key=f"export{ending}",
            on_click="ignore",
            width="stretch",
            disabled=ending == ".pdf" and missing is not None,
            help=missing if ending == ".pdf" else None,
        )


def _report(case: Case, base: KnowledgeBase, ending: str) -> bytes:
    """The report of the case as both evaluators find it."""
    return FORMATS[ending](CaseReport(engine.assess(case, base), case, base))


def _no_font() -> str | None:
    """What to install before a PDF can be written; None where there is a Chinese font."""
    try:
        found_faces(folders())
    except NoChineseFont as error:
        return str(error)
    return None
