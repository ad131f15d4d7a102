"""关于: what is covered and up to when, where the texts come from, what is unchecked, what this is not."""

from __future__ import annotations

import streamlit as st

from engine import rete_is_available
from engine.receipt import VERSION, engine_digest
from kb.check import Coverage, coverage

from .. import desk
from ..about_html import (
    charges_html,
    coverage_html,
    documents_html,
    lacking_html,
    rules_html,
    unverified_html,
)
from ..doors import kind
from ..look import card, table
from ..room import cabinet

BOTH, DIRECT = "规则引擎与直接求值互相核对", "直接求值（本机的 Python 不支持规则引擎）"
VIEWS = ("说明", "罪名与规则", "编入多少", "文件与出处", "未核对", "未收录")

KEPT = {
    False: "案件只存在这台计算机上，不发往任何网络；",
    True: "案件存在本单位的服务器上，只有主人和受共享的人看得到；",
}
"""Where cases are, for one user and for an office."""


def show() -> None:
    """The page."""
    desk.current()
    kb = desk.base()
    st.title("关于罪链")
    view = st.segmented_control(
        "本页内容", VIEWS, default=VIEWS[0], required=True, key="about_view", label_visibility="collapsed"
    )
    if view == "罪名与规则":
        st.caption("“草稿”的规则还没有具名的人对照官方原文逐条读过；已审阅的写明审阅人和日期。")
        st.html(rules_html(kb))
        st.html(charges_html(kb))
    elif view == "编入多少":
        st.html(coverage_html(_coverage()))
    elif view == "文件与出处":
        st.html(documents_html(kb))
    elif view == "未核对":
        st.caption("这些文字没有官方文本可以对照，程序里处处带“未核对”的标记，引用之前须查官方文本。")
        st.html(unverified_html(kb))
    elif view == "未收录":
        st.caption("知道有、但没有收录的文件：与案件有关的，须自行查对。")
        st.html(lacking_html(kb))
    else:
        _told()


@st.cache_resource(show_spinner="正在统计……")
def _coverage() -> list[Coverage]:
    """What is coded of every document, counted once for all windows."""
    return list(coverage(desk.base()))


def _told() -> None:
    kb = desk.base()
    st.markdown(
        "本程序依录入的事实，对照已编入的法律、司法解释，逐要件列出可能涉及的罪名、理由、待问的事实和法定刑幅度。\n\n"
        "**它只是辅助研判，不是法律意见，不作有罪认定，也不作量刑建议；由办案人判断。** "
        "未编入的罪名、未收录的文件不在研判之内；标有“未核对”的文本，引用前须核对官方文本。"
    )
    doubts = sum(len(document.doubtful) for document in kb.statutes.values())
    reviewed = sum(rule.status == "reviewed" for rule in kb.rules.values())
    st.markdown(
        f"- 罪名 **{len(kb.charges)}** 个，规则 **{len(kb.rules)}** 条，其中具名审阅过的 **{reviewed}** 条，"
        f"其余都是草稿，未经具名审阅。\n- 文件 **{len(kb.statutes)}** 个，未核对的文字 **{doubts}** 处。"
    )
    st.subheader("版本与指纹")
    law, rules = kb.law_digest, kb.rules_digest
    lines = [
        ("版本", VERSION, "程序的版本号"),
        ("法律", law, "全部法律文本"),
        ("规则", rules, "全部规则和词表"),
        ("程序", engine_digest(), "读法律、判案件的程序"),
        ("知识库", kb.digest, "法律、规则、词表合在一起"),
    ]
    st.html(card(table(("名目", "指纹", "是什么的指纹"), lines)))
    st.caption(
        "指纹写在每份结论末尾的“回执”里：回执相同，结论必定相同；指纹不同，说明文本、规则或者程序改动过。"
    )
    st.subheader("本机")
    st.markdown(
        f"{KEPT[bool(kind())]}程序不收集使用情况。\n\n"
        f"- 案件库：{'由管理员设置' if kind() else f'`{cabinet().store.where}`'}\n"
        f"- 推理：{BOTH if rete_is_available() else DIRECT}"
    )
