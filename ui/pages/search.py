"""检索: words to provisions; the text and its other wordings one click away."""

from __future__ import annotations

import datetime
from html import escape

import streamlit as st

import search
from kb.statute_file import RANKS

from .. import desk
from ..law_text import UNVERIFIED_BADGE, citation_html, spell, text_html
from ..look import card
from . import statutes

LIMIT = 12
ALL_KINDS = "全部"
EXAMPLES = "帮信 情节严重　·　刑法287条之二　·　法释〔2019〕15号十二条　·　跑分 明知　·　“以共同犯罪论处”"


def show() -> None:
    """The page."""
    desk.current()
    st.title("检索")
    query = st.text_input(
        "查什么（罪名、俗称、条号、原文字句）", key="query", placeholder="帮信 情节严重", autocomplete="off"
    )
    kinds, day, every = st.columns([2, 2, 3], vertical_alignment="bottom")
    kind = kinds.selectbox(
        "文件种类",
        [ALL_KINDS, *RANKS],
        format_func=lambda key: RANKS.get(key, key),
        key="kind",
    )
    on = day.date_input(
        "按哪一天的法律",
        value=datetime.date.today(),
        min_value=datetime.date(1979, 7, 1),
        max_value=datetime.date(2099, 12, 31),
        format="YYYY-MM-DD",
        key="search_day",
    )
    expired = every.toggle("也找已失效、尚未施行的文本", key="expired")
    if not query.strip() or not isinstance(on, datetime.date):
        st.caption(f"例如：{EXAMPLES}")
        return
    found = _index().find(
        query, as_of=on, kind=None if kind == ALL_KINDS else kind, include_expired=expired, limit=LIMIT
    )
    if not found:
        st.info("没有找到。换一个说法，或者打开“也找已失效、尚未施行的文本”；只能找到已收录的文件。")
    for hit in found:
        _hit(hit, on)


@st.cache_resource(show_spinner="正在准备检索……")
def _index() -> search.Index:
    return search.open_index(desk.base())


def _hit(hit: search.Hit, on: datetime.date) -> None:
    text, opening = st.columns([8, 1], vertical_alignment="center")
    text.html(card(_hit_html(hit, on)))
    if opening.button("条文", key=f"open|{hit.citation}|{hit.text[:20]}", help="在“条文”中打开全文"):
        statutes.open_at(hit.citation)
        st.switch_page(st.session_state["pages"]["statutes"])


def _hit_html(hit: search.Hit, on: datetime.date) -> str:
    doubt = f" {UNVERIFIED_BADGE}" if hit.unverified else ""
    path = "　›　".join((hit.document_title, *hit.headings))
    snippet = escape(hit.snippet).replace("«", "<mark>").replace("»", "</mark>").replace("［未核对］", "")
    lead = f'<div class="zl-small">{escape(hit.lead)}</div>' if hit.lead else ""
    status = f"<b>{hit.status}</b>" if hit.status == "现行有效" else f'<b class="zl-warn">{hit.status}</b>'
    also = "".join(citation_html(desk.base(), citation, (on,)) for citation in hit.also)
    more = f'<div class="zl-small">同条另见：{also}</div>' if also else ""
    return (
        f'<div class="zl-hit"><b>{escape(hit.label)}</b>{doubt}　{status}'
        f'<div class="zl-small">{escape(path)}</div>{lead}<div>{snippet}</div>{_whole(hit)}{more}</div>'
    )


def _whole(hit: search.Hit) -> str:
    """The wording that was found, whole, and the other wordings of the provision."""
    base = desk.base()
    wordings = base.statutes.versions(hit.citation)
    found = next((w for w in wordings if hit.text in {w.text, w.printed}), wordings[-1])
    shown = "".join(
        f'<div class="zl-small">{spell(wording)}</div>{text_html(base, wording)}'
        for wording in sorted(wordings, key=lambda wording: wording is not found)
    )
    words = f"全文与 {len(wordings)} 个时期的文本" if len(wordings) > 1 else "看全文"
    return f'<details class="zl-more"><summary>{words}</summary>{shown}</details>'
