"""案件: open a case, edit persons, groups and conduct in tables, state the facts, save."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import streamlit as st

from engine.case import EARLIEST

from .. import desk
from ..case_head import problems_list, show_head
from ..case_history import show_history
from ..case_list import show_list
from ..case_shares import show_shares
from ..case_text import Draft
from ..doors import kind
from ..exports import file_name
from ..facts_form import show_facts
from ..helping import show_helping
from ..table_editor import show_table

VIEWS = ("人员与行为", "谁帮谁", "证据与地点", "事实", "打开与保存", "历次版本")
SHARES = "共享"
CORE = {
    "persons": "人员",
    "groups": "团伙（共同作案的一伙人；没有可不填）",
    "conduct": "行为（谁、做了什么、为谁）",
    "incidents": "逐起事实（团伙每一起骗得多少；填了，各人按参与期间算出数额。没有可不填）",
}
AROUND = {
    "evidence": "证据（一份一行；怎样取得的，在“事实”里逐份回答）",
    "places": "地点（看哪里可以管辖；发生了什么，在“事实”里逐处回答）",
}


def show() -> None:
    """The page."""
    opened = desk.current()
    st.title("案件")
    if opened is None:
        show_list()
        return
    show_head(opened)
    views = (*VIEWS, SHARES) if kind() else VIEWS
    view = st.segmented_control(
        "本页内容", views, default=VIEWS[0], required=True, key="case_view", label_visibility="collapsed"
    )
    if view == "事实":
        problems_list(opened)
        show_facts(opened)
    elif view == "谁帮谁":
        show_helping(opened)
    elif view == "打开与保存":
        _keep(opened)
    elif view == "历次版本":
        show_history(opened)
    elif view == SHARES:
        show_shares(opened)
    elif view == "证据与地点":
        _show_tables(opened, AROUND)
    else:
        _tables(opened)


def _tables(opened: desk.Desk) -> None:
    data = opened.draft.data
    title, day = st.columns([3, 1])
    key = f"{opened.id}|{opened.rev}"
    named = f"title|{key}"
    title.text_input(
        "案件名称", value=str(data.get("title") or ""), key=named, on_change=_set_title, args=(named,)
    )
    decided = f"decided|{key}"
    day.date_input(
        "处理日期（空着＝今天）",
        value=data.get("decision_date") if isinstance(data.get("decision_date"), datetime.date) else None,
        min_value=EARLIEST,
        max_value=datetime.date.today(),
        format="YYYY-MM-DD",
        key=decided,
        on_change=_set_day,
        args=(decided,),
        help="按哪一天的法律处理本案；行为时的法律另按各行为的起止日期确定。",
    )
    _fraud_types(opened, key)
    _show_tables(opened, CORE)


def _set_title(key: str) -> None:
    title = st.session_state[key]
    desk.change(lambda draft: draft.data.update(title=title))


def _set_day(key: str) -> None:
    decided = st.session_state[key]

    def carry(draft: Draft) -> None:
        draft.data.pop("decision_date", None)
        if decided is not None:
            draft.data["decision_date"] = decided

    desk.change(carry)


def _show_tables(opened: desk.Desk, parts: Mapping[str, str]) -> None:
    st.caption(
        "双击单元格打字；从 Excel 复制后，选中空白行的第一格按 Ctrl+V 粘贴，多出的行自动新增；"
        "点选行首再按 Delete 键删除整行。"
    )
    for part, head in parts.items():
        st.subheader(head)
        show_table(opened, part)
    problems_list(opened)


def _fraud_types(opened: desk.Desk, key: str) -> None:
    """Which types of fraud the case is of; one that the case names and nobody knows can be taken away."""
    known = {name: kind.label for name, kind in desk.base().vocabulary.fraud_types.items()}
    stated = opened.draft.data.get("fraud_types")
    named = [str(name) for name in stated] if isinstance(stated, list) else []
    if not known and not named:
        return
    chosen = f"fraud_types|{key}"
    st.multiselect(
        "诈骗类型（可多选；没有可不填）",
        list(dict.fromkeys([*known, *named])),
        default=named,
        format_func=lambda name: known.get(name, name),
        key=chosen,
        on_change=_set_fraud_types,
        args=(chosen,),
        placeholder="打字查找，如“刷单”",
        select_all=False,
        wrap=True,
        help="选了以后，“结论”页的“证据与管辖”列出这一类型还缺的角色、另看的罪名、要找的证据和先查的事实。",
    )


def _set_fraud_types(key: str) -> None:
    chosen = list(st.session_state[key])
    desk.change(lambda draft: draft.data.update(fraud_types=chosen))


def _keep(opened: desk.Desk) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("保存")
        st.markdown(
            "每改一处都已存好，重新打开浏览器也在；改错了，“撤销”或者到“历次版本”里恢复。需要拷走时下载案件文件："
        )
        name = str(opened.draft.data.get("title") or "案件")
        st.download_button(
            "下载案件文件（YAML）",
            opened.text,
            file_name=file_name(name, ".yaml"),
            mime="application/yaml",
            on_click="ignore",
            icon=":material/download:",
        )
        if opened.draft.comments:
            st.caption(f"原文件有 {len(opened.draft.comments)} 处注释，已移到案件文件开头一并保留。")
        st.button("合上本案，打开另一件", on_click=desk.close, key="close", disabled=opened.unsaved)
    with right:
        st.subheader("案件文件")
        st.code(opened.text, language="yaml", height=420)
