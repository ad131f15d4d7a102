"""关于: what is covered and up to when, where the texts come from, what is unchecked, what this is not."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from engine import rete_is_available
from engine.assess import VERSION

from .. import desk, store
from ..look import card

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
        f"- 推理：{'规则引擎与直接求值互相核对' if rete_is_available() else '直接求值（本机的 Python 不支持规则引擎）'}"
    )


def _charges() -> str:
    kb = desk.base()
    lines = "".join(
        f"<tr><td><b>{escape(charge.label)}</b></td><td>{escape(kb.statutes.label(charge.article))}</td>"
        f"<td>{escape('、'.join(charge.aliases)) or '—'}</td><td>{STATUS[charge.status]}</td></tr>"
        for charge in kb.charges.values()
    )
    return f'<table class="zl-table"><tr><th>罪名</th><th>条文</th><th>俗称</th><th>规则状态</th></tr>{lines}</table>'


def _documents() -> str:
    lines = ""
    for document in desk.base().statutes.values():
        doubtful = sum(1 for provision in document.wordings if provision.own_doubt)
        end = f"至 {document.in_force.end}" if document.in_force.end else "起有效"
        source = document.source
        checked = f"{escape(source.checked_against)}，{source.checked_on} 核对" if source else "—"
        lines += (
            f"<tr><td>{escape(document.name)}</td><td>{document.in_force.start} {end}</td><td>{doubtful or '无'}</td>"
            f'<td class="zl-small">{checked}</td></tr>'
        )
    return f'<table class="zl-table"><tr><th>文件</th><th>施行</th><th>未核对</th><th>核对依据</th></tr>{lines}</table>'
