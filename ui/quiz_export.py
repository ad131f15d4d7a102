"""导出: a bank in every format that the quiz room writes."""

from __future__ import annotations

import datetime
from pathlib import Path

import streamlit as st

from kb import KnowledgeBase
from quiz import Bank
from quiz.exports import ExportError, exam_of, files
from quiz.exports.files import DOCUMENTS

from . import desk
from .downloads import DOCX, PDF, XLSX
from .exports import file_name
from .quiz_shelf import Kept, Shelf

FORMATS: dict[str, tuple[str, str | None, str]] = {
    "Word 试卷": (".docx", "paper", DOCX),
    "Word 答题卡": (".docx", "answers", DOCX),
    "Word 参考答案与评分说明": (".docx", "guide", DOCX),
    "PDF 试卷": (".pdf", "paper", PDF),
    "PDF 答题卡": (".pdf", "answers", PDF),
    "PDF 参考答案与评分说明": (".pdf", "guide", PDF),
    "Moodle XML": (".xml", None, "application/xml"),
    "Moodle GIFT": (".gift", None, "text/plain"),
    "QTI 2.1 内容包": (".zip", None, "application/zip"),
    "Anki 牌组": (".apkg", None, "application/octet-stream"),
    "Excel 表格": (".xlsx", None, XLSX),
    "CSV 表格": (".csv", None, "text/csv"),
}
"""What can be had: the ending of the file, which of the printed parts, and the type of its content."""


def exported(
    kb: KnowledgeBase, bank: Bank, chosen: str, title: str, changed: datetime.datetime
) -> tuple[str, bytes]:
    """The name and the content of the file for one of the formats; ExportError where it cannot be made."""
    ending, what, _ = FORMATS[chosen]
    part = DOCUMENTS[what][0] if what else ""
    name = file_name(title, f"{part}{ending}", "题库")
    (content,) = files(exam_of(bank, kb, title), Path(name), what, changed).values()
    return name, content


def show_export(_shelf: Shelf, kept: Kept, bank: Bank) -> None:
    """Choose a format, fetch the file."""
    title = st.text_input(
        "标题", bank.title, key=f"quiz_export_title|{kept.id}", max_chars=80, autocomplete="off"
    )
    chosen = st.radio("格式", list(FORMATS), key="quiz_format", persist_state="session")
    try:
        with st.spinner("正在写……"):
            name, content = exported(desk.base(), bank, chosen, title, kept.changed)
    except ExportError as error:
        st.error(str(error))
        return
    st.download_button(
        f"下载 {chosen}",
        content,
        name,
        FORMATS[chosen][2],
        key="quiz_export",
        type="primary",
        on_click="ignore",
    )
    st.caption(
        f"{len(bank.items)} 题，{len(content) / 1024:.0f} KB。各种格式的分值、多选少选怎样记分，见 docs/quiz.md。"
    )
