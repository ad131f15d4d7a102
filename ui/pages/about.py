"""关于: what is covered and up to when, where the texts come from, what is unchecked, what this is not."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from engine import rete_is_available
from engine.receipt import VERSION

from .. import desk, store
from ..look import card, table

BOTH, DIRECT = "规则引擎与直接求值互相核对", "直接求值（本机的 Python 不支持规则引擎）"
STATUS = {"draft": "草稿，未经具名审阅", "reviewed": "已审阅", "retired": "已停用"}


def show() -> None:
    """The page."""
    desk.current()
    kb = desk.base()
    st.title("关于罪链")
    st.markdown(
        "本程序依录入的事实，对照已编入的法律、司法解释，逐要件列出可能涉及的罪名、理由、待问的事实和法定刑幅度。\n\n"
        "**它只是辅助研判，不是法律意见，不作有罪认定，也不作量刑建议；由办案人判断。** "
        "未编入的罪名、未收录的文件不在研判之内；标有“未核对”的文本，引用前须核对官方文本。"
    )
    st.subheader("已编入的罪名")
    st.html(card(_charges()))
    st.subheader("规则的审阅状态")
    counted = Counter(rule.status for rule in kb.rules.values())
    st.markdown("；".join(f"{STATUS[status]}：{number} 条" for status, number in sorted(counted.items())))
    st.subheader("收录的文件与出处")
    st.html(card(_documents()))
    st.subheader("本机")
    st.markdown(
        "案件只存在这台计算机上，不发往任何网络；程序不收集使用情况。\n\n"
        f"- 案件所在文件夹：`{store.folder()}`\n- 知识库指纹：`{kb.digest}`　程序版本：{VERSION}\n"
        f"- 推理：{BOTH if rete_is_available() else DIRECT}"
    )


def _charges() -> str:
    kb = desk.base()
    lines = [
        (
            f"<b>{escape(charge.label)}</b>",
            escape(kb.statutes.label(charge.article)),
            escape("、".join(charge.aliases)) or "—",
            STATUS[charge.status],
        )
        for charge in kb.charges.values()
    ]
    return table(("罪名", "条文", "俗称", "规则状态"), lines)


def _documents() -> str:
    lines = [
        (
            escape(document.name),
            f"{document.in_force.start} 至 {document.in_force.end or '今'}",
            str(sum(1 for provision in document.wordings if provision.own_doubt) or "无"),
            f"{escape(document.source.checked_against)}，{document.source.checked_on} 核对",
        )
        for document in desk.base().statutes.values()
    ]
    return table(("文件", "施行", "未核对", "核对依据"), lines)
