"""引文检查: a text is pasted, every citation in it is held against the law of a day."""

from __future__ import annotations

import datetime
from functools import partial

import streamlit as st

from search import paste_report
from search.cited import LEVELS, Level
from search.paste import Checked, check
from search.pasted_file import UnreadableText, pasted, text_of

from .. import FILE_MB, desk
from ..downloads import show_document
from ..law_day import law_day
from ..look import card, wear
from ..paste_html import SIGNS, finding_html, text_html

CHECKED = "paste_checked"
SHOWN = "paste_shown"
STEP = 60
SAMPLE = (
    "犯罪嫌疑人张某明知是犯罪所得而予以转移，价值三千元以上，依照《中华人民共和国刑法》第三百一十二条、法释〔2015〕11号"
    "第一条第一款第（一）项定罪。刑法第二十五条规定：“共同犯罪是指三人以上共同故意犯罪”。"
)


def show() -> None:
    """The page."""
    desk.current()
    wear("law.css")
    st.title("引文检查")
    st.caption(
        "粘贴起诉意见书、判决书、讲义，或者上传文件：逐处找出引用的条文，看当日是否有效、此后有无修改，"
        "逐字比对引用的原文，指出已不适用的数额。文书只在本机检查，不保存，不外传。"
    )
    with st.form("paste_form", border=False):
        st.text_area(
            "文书", key="pasted_text", height=220, persist_state="session", placeholder=f"例如：{SAMPLE}"
        )
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        with left:
            uploaded = st.file_uploader(
                "或者上传 .docx、.txt、.md（有上传的，检查上传的）",
                max_upload_size=FILE_MB,
                type=["docx", "txt", "md"],
                key="pasted_file",
            )
        with right:
            on = law_day("按哪一天的法律（行为时或者裁判时）", "paste_day")
        wanted = st.form_submit_button("检查", type="primary", width="stretch")
    if wanted and on is not None:
        _check(uploaded, on)
    checked: Checked | None = st.session_state.get(CHECKED)
    if checked is not None:
        _shown(checked)


def _check(uploaded: object, on: datetime.date) -> None:
    try:
        if uploaded is None:
            text = pasted(str(st.session_state.get("pasted_text") or ""))
        else:
            text = text_of(uploaded.getvalue(), uploaded.name)  # type: ignore[attr-defined]
    except UnreadableText as refused:
        st.session_state.pop(CHECKED, None)
        st.error(str(refused))
        return
    with st.spinner("正在检查……"):
        st.session_state[CHECKED] = check(text, desk.base(), on, datetime.date.today())
    st.session_state[SHOWN] = STEP
    st.session_state.pop("paste_levels", None)


def _shown(checked: Checked) -> None:
    base = desk.base()
    st.markdown(f"**{paste_report.summary(checked)}**")
    if checked.as_of > base.checked_to:
        st.warning(f"所收法律只核对到 {base.checked_to}，此后的变化没有收录。")
    if not checked.findings:
        st.info(
            "没有找到引文。写成 刑法第二百六十六条、法释〔2019〕15号第十二条第一款第（二）项 这样的都能认出。"
        )
        return
    counts = checked.counts()
    levels: list[Level] = [level for level in LEVELS if counts[level]]
    chosen = st.pills(
        "看哪些",
        levels,
        selection_mode="multi",
        default=[level for level in levels if level != "fine"] or levels,
        format_func=lambda level: f"{SIGNS[level]} {LEVELS[level]} {counts[level]}",
        key="paste_levels",
    )
    numbers = [number for number, one in enumerate(checked.findings) if one.level in chosen]
    shown = numbers[: st.session_state.get(SHOWN, STEP)]
    text, findings = st.columns([1, 1], gap="medium")
    text.html(card(text_html(checked, shown)))
    with findings:
        days = (checked.as_of, checked.today)
        cards = "".join(finding_html(base, checked.findings[number], number, days) for number in shown)
        st.html(card(cards or "这一类没有。"))
        if len(numbers) > len(shown):
            st.button(f"再列 {min(STEP, len(numbers) - len(shown))} 处", on_click=_more, key="paste_more")
    _exports(checked)


def _more() -> None:
    st.session_state[SHOWN] = st.session_state.get(SHOWN, STEP) + STEP


def _exports(checked: Checked) -> None:
    write = partial(paste_report.document, checked, desk.base())
    show_document(write, f"引文检查_{checked.as_of}", "检查结果导出", "paste", st.columns(2))
