"""条文: browse documents, read them as of a day, with contents, versions side by side, and what stands around."""

from __future__ import annotations

import datetime

import streamlit as st

from kb import Provision
from kb.documents import Document
from kb.statute_file import RANKS
from search.cite_as import written

from .. import desk, picked, quiz_banks
from ..law_day import law_day
from ..law_text import spell
from ..look import card, wear
from ..statute_html import around_html, articles_html, contents_html, head_html, sides_html, wordings_of

WHOLE = "全文"
AT = "statute_at"
FIRST = "criminal_law"
FEW = 3  # 少于这么多条的文件不另列目录


def show() -> None:
    """The page."""
    desk.current()
    wear("law.css")
    st.title("条文")
    documents = desk.base().statutes
    wanted = str(st.session_state.pop(AT, "") or "")
    if wanted:
        st.session_state["document"] = wanted.partition(":")[0]
    elif st.session_state.get("document") not in documents:
        st.session_state["document"] = FIRST
    ids = sorted(
        documents, key=lambda name: (list(RANKS).index(documents[name].kind), documents[name].in_force.start)
    )
    left, right = st.columns([3, 1])
    chosen = left.selectbox(
        "文件", ids, format_func=lambda name: _name(documents[name]), key="document", persist_state="session"
    )
    with right:
        day = law_day("按哪一天的文本", "statute_day")
    if day is None:
        return
    document = documents[chosen]
    picked.show(day)
    st.html(head_html(document, day))
    _body(document, day, wanted)


def _name(document: Document) -> str:
    """Everything a reader might type to find it."""
    called = [document.name, document.title, document.short or ""]
    return "　".join(dict.fromkeys(filter(None, called)))


def _body(document: Document, day: datetime.date, wanted: str) -> None:
    tops = [provision for provision in document.provisions(day) if len(provision.path) == 1]
    if not tops:
        st.warning(f"{day} 当日此文件不是有效文本，下面显示其最后的文本。")
        tops = [provision for provision in document.provisions() if len(provision.path) == 1]
    labels = {provision.citation: provision.label for provision in tops}
    goal = wanted.partition(".")[0] if wanted.partition(".")[0] in labels else WHOLE
    if wanted:
        st.session_state["article"] = goal
    if st.session_state.get("article") not in {WHOLE, *labels}:
        st.session_state["article"] = WHOLE
    which, pick, ask = st.columns([4, 1, 1], vertical_alignment="bottom")
    article = which.selectbox(
        "看哪一条（可以输入条号）",
        [WHOLE, *labels],
        format_func=lambda key: labels.get(key, key),
        key="article",
        persist_state="session",
    )
    at = document.id if article == WHOLE else article
    with pick:
        picked.pick_button(at, f"statute|{at}")
    if ask.button(
        "就此出题", key=f"quiz|{at}", width="stretch", help="出引用它的题：到“出题”页，选好题型、题数再生成"
    ):
        quiz_banks.ask_on(at)
        st.switch_page(st.session_state["pages"]["quiz"])
    if article == WHOLE:
        _whole(document, tops)
        return
    shown = [provision for provision in tops if provision.citation == article]
    st.html(articles_html(desk.base(), document, shown))
    _neighbours(list(labels), article)
    _beside(article, day)


def _whole(document: Document, tops: list[Provision]) -> None:
    base = desk.base()
    if len(tops) < FEW:
        st.html(articles_html(base, document, tops))
        return
    contents, text = st.columns([1, 4])
    contents.html(contents_html(document, tops))
    text.html(articles_html(base, document, tops))


def _neighbours(articles: list[str], article: str) -> None:
    """To the article before and the one after."""
    at = articles.index(article)
    before, after, _ = st.columns([1, 1, 4])
    for column, words, other in (
        (before, "上一条", at - 1),
        (after, "下一条", at + 1),
    ):
        held = 0 <= other < len(articles)
        column.button(
            words,
            key=f"go|{words}",
            disabled=not held,
            on_click=open_at,
            args=(articles[other] if held else article,),
            width="stretch",
        )


def _beside(article: str, day: datetime.date) -> None:
    """Versions side by side, what stands around, and how it is cited."""
    base = desk.base()
    wordings = list(wordings_of(base, article))
    if len(wordings) > 1:
        st.subheader("各时期文本对照")
        _sides(wordings)
    st.subheader("与它有关的规定和规则")
    st.html(around_html(base, article, day))
    st.subheader("引用格式")
    style = written(base, article, day)
    for words, text in (("全称", style.full), ("简称", style.short), ("编号", style.identifier)):
        name, said = st.columns([1, 11], vertical_alignment="center")
        name.markdown(words)
        said.code(text, language=None, wrap_lines=True)


def _sides(wordings: list[Provision]) -> None:
    names = [spell(wording) for wording in wordings]
    numbers = range(len(wordings))
    left, right = st.columns(2)
    key = wordings[0].citation
    earlier = left.selectbox(
        "较早的文本", numbers, len(wordings) - 2, format_func=names.__getitem__, key=f"earlier|{key}"
    )
    later = right.selectbox(
        "较晚的文本", numbers, len(wordings) - 1, format_func=names.__getitem__, key=f"later|{key}"
    )
    first, last = sorted((earlier, later))
    if first == last:
        st.caption("选两个不同时期的文本。")
        return
    st.html(card(sides_html(desk.base(), wordings[first], wordings[last])))


def open_at(citation: str) -> None:
    """Make the page open at a provision."""
    st.session_state[AT] = citation
