"""出题: banks made from the rules, looked at, taken, and written for other tools."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from quiz import Bank

from .. import desk
from ..doors import acting
from ..look import wear
from ..quiz_banks import named, show_banks
from ..quiz_exam import begin_exam, show_exam, under_way
from ..quiz_export import show_export
from ..quiz_practice import show_practice
from ..quiz_preview import show_preview
from ..quiz_results import show_results
from ..quiz_shelf import Kept, Shelf, shelf_of
from ..told import show_told

BANKS, EXAM = "题库", "考试"
PARTS: dict[str, Callable[[Shelf, Kept, Bank], None]] = {
    "看题": show_preview,
    "练习": show_practice,
    EXAM: begin_exam,
    "成绩": show_results,
    "导出": show_export,
}


def show() -> None:
    """The page."""
    desk.current()
    wear("quiz.css")
    st.title("出题")
    show_told()
    shelf = shelf_of(acting())
    kept = shelf.banks()
    st.session_state.setdefault("quiz_part", BANKS)  # the page of the law sets it, too
    part = st.segmented_control(
        "做什么",
        [BANKS, *PARTS],
        required=True,
        key="quiz_part",
        label_visibility="collapsed",
        persist_state="session",
    )
    if part not in PARTS:
        show_banks(shelf, kept)
        return
    if part == EXAM and under_way(shelf):  # the exam has its own items, whatever becomes of the bank
        show_exam()
        return
    usable = {one.id: (one, one.bank) for one in kept if one.bank is not None and one.bank.items}
    if not usable:
        st.info("还没有题库。→ 在“题库”里生成一个，或者上传题库文件")
        return
    if st.session_state.get("quiz_bank") not in usable:
        st.session_state["quiz_bank"] = next(iter(usable))
    name = st.selectbox(
        "哪个题库",
        list(usable),
        format_func=lambda key: named(usable[key][1]),
        key="quiz_bank",
        label_visibility="collapsed",
        persist_state="session",
    )
    PARTS[part](shelf, *usable[name])
