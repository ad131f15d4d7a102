"""检索: words to provisions, counted and narrowed; the text and its other wordings one click away."""

from __future__ import annotations

import datetime
from functools import partial

import streamlit as st

import search
from search.result import FACET_LABELS, SORT_LABELS, SORTS, Facet, Filters, Result

from .. import desk, picked
from ..hit_html import hit_html
from ..law_day import law_day
from ..look import card, wear
from ..suggestions import offer
from . import statutes

WHAT = "查什么（罪名、俗称、条号、原文字句）"
STEP = 10
SHOWN = "search_shown"
MOST = 8
NARROWING: tuple[Facet, ...] = ("kind", "charge", "document", "issuer", "year", "status")
EXAMPLES = ("帮信 情节严重", "刑法287条之二", "法释〔2019〕15号十二条", "跑分 明知", "“以共同犯罪论处”")


def show() -> None:
    """The page."""
    desk.current()
    wear("law.css")
    st.title("检索")
    query = st.text_input(
        WHAT,
        key="query",
        placeholder="帮信 情节严重",
        autocomplete="off",
        persist_state="session",
    )
    offer(WHAT, _suggestions())
    day, order, every = st.columns([2, 3, 3], vertical_alignment="bottom")
    with day:
        on = law_day("按哪一天的法律", "search_day")
    sort = order.segmented_control(
        "次序",
        SORTS,
        default="relevance",
        format_func=SORT_LABELS.__getitem__,
        key="sort",
        persist_state="session",
    )
    expired = every.toggle("也找已失效、尚未施行的文本", key="expired", persist_state="session")
    if on is None:
        return
    if not query.strip():
        _examples()
        picked.show(on)
        return
    asked = (query, on, expired)
    if st.session_state.get("search_asked") != asked:
        st.session_state["search_asked"] = asked
        st.session_state[SHOWN] = STEP
    where = Filters(include_expired=expired)
    for facet in NARROWING:
        where = where.narrowed(facet, *st.session_state.get(_key(facet), ()))
    limit = st.session_state.get(SHOWN, STEP)
    found = _index().search(query, as_of=on, where=where, sort=sort or "relevance", limit=limit)
    _said(query, found, on)
    picked.show(on)
    narrowing, hits = st.columns([1, 3], gap="medium")
    with narrowing:
        _narrow(found, where, expired=expired)
    with hits:
        for number, hit in enumerate(found.hits):
            _hit(hit, on, number)
        if found.total > len(found.hits):
            st.button("再列 10 条", on_click=_more, key="search_more")


@st.cache_resource(show_spinner="正在准备检索……")
def _index() -> search.Index:
    return search.open_index(desk.base())


@st.cache_resource(show_spinner=False)
def _suggestions() -> tuple[search.Suggestion, ...]:
    """Whole queries to choose while typing; articles are found by their numbers."""
    return tuple(one for one in search.Suggester(desk.base()) if one.what != "条文")


def _key(facet: Facet) -> str:
    return f"facet|{facet}"


def _more() -> None:
    st.session_state[SHOWN] = st.session_state.get(SHOWN, STEP) + STEP


def _examples() -> None:
    st.caption("例如（点一下就查）：")
    for column, words in zip(st.columns(len(EXAMPLES)), EXAMPLES, strict=True):
        column.button(words, key=f"example|{words}", on_click=_ask, args=(words,), width="stretch")


def _ask(words: str) -> None:
    st.session_state["query"] = words


def _said(query: str, found: Result, on: datetime.date) -> None:
    """How many there are, how the query was read, and what to do where there is nothing."""
    if found.corrected and found.corrected != query:
        words, back = st.columns([5, 1], vertical_alignment="center")
        words.info(f"按“{found.corrected}”查的，您写的是“{query}”。")
        back.button("照原字查", key="literally", on_click=_ask, args=(f"“{query}”",), width="stretch")
    read = [f"“{one.said}”连同“{'”“'.join(one.law)}”" for one in found.readings if one.law]
    if read:
        st.caption(f"查了：{'；'.join(read)}")
    if found.total:
        st.markdown(f"共 **{found.total}** 条，按 {on} 的法律")
    else:
        st.info(
            "没有找到。换一个说法，去掉左边的筛选，或者打开“也找已失效、尚未施行的文本”；只能找到已收录的文件。"
        )


def _narrow(found: Result, where: Filters, *, expired: bool) -> None:
    """The facets: what is counted can be chosen, what was chosen stays in sight."""
    named = any(st.session_state.get(_key(facet)) for facet in NARROWING)
    st.button("去掉全部筛选", key="facets_clear", disabled=not named, on_click=_clear, width="stretch")
    for facet in NARROWING:
        if facet == "status" and not expired:
            continue
        counts = {count.value: count for count in found.facets.get(facet, ())}
        chosen = [value for value in getattr(where, facet) if value]
        shown = list(dict.fromkeys([*chosen, *list(counts)[:MOST]]))
        if len(shown) < 2 and not chosen:  # noqa: PLR2004 - one value narrows nothing
            continue
        st.pills(
            FACET_LABELS[facet],
            shown,
            selection_mode="multi",
            format_func=partial(_counted, counts),
            key=_key(facet),
            wrap=True,
        )


def _counted(counts: dict[str, search.Count], value: str) -> str:
    return f"{counts[value].label} {counts[value].count}" if value in counts else f"{value} 0"


def _clear() -> None:
    for facet in NARROWING:
        st.session_state[_key(facet)] = []


def _hit(hit: search.Hit, on: datetime.date, number: int) -> None:
    st.html(card(hit_html(desk.base(), hit, on)))
    opening, picking, _ = st.columns([1, 1, 3])
    if opening.button(
        "看条文", key=f"open|{hit.citation}|{hit.text[:20]}", help="在“条文”中打开全文", width="stretch"
    ):
        statutes.open_at(hit.citation)
        st.switch_page(st.session_state["pages"]["statutes"])
    with picking:
        picked.pick_button(hit.citation, f"hit|{number}|{hit.citation}")
