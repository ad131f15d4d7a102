"""条文: browse documents, read them as of a day, with versions and doubts in the open."""

from __future__ import annotations

import datetime
from html import escape

import streamlit as st

from kb import Provision, UnknownCitation
from kb.describe import (
    DATED,
    RELATIONS,
    TIME_RULE_DISPUTED,
    TIME_RULE_NOTE,
    ceased,
    named,
    relations_of,
    rules_using,
)
from kb.diff import Difference, differences
from kb.documents import Document
from kb.statute_file import RANKS

from .. import desk
from ..law_text import UNVERIFIED_BADGE, citation_html, lines, spell
from ..look import card, rows

WHOLE = "全文"
MOST_RELATED = 12
AT = "statute_at"


def show() -> None:
    """The page."""
    desk.current()
    st.title("条文")
    documents = desk.base().statutes
    wanted = str(st.session_state.pop(AT, "") or "")
    if wanted:
        st.session_state["document"] = wanted.partition(":")[0]
    ids = sorted(
        documents, key=lambda name: (list(RANKS).index(documents[name].kind), documents[name].in_force.start)
    )
    left, right = st.columns([3, 1])
    chosen = left.selectbox("文件", ids, format_func=lambda name: _name(documents[name]), key="document")
    day = right.date_input(
        "按哪一天的文本",
        value=datetime.date.today(),
        min_value=datetime.date(1979, 7, 1),
        max_value=datetime.date(2099, 12, 31),
        format="YYYY-MM-DD",
        key="statute_day",
    )
    document = documents[chosen]
    if not isinstance(day, datetime.date):
        return
    st.html(_head(document, day))
    _body(document, day, wanted)


def _name(document: Document) -> str:
    return f"{document.name}　{document.title}" if document.number else document.title


def _head(document: Document, day: datetime.date) -> str:
    doubtful = sum(1 for provision in document.wordings if provision.own_doubt)
    doubt = f"{UNVERIFIED_BADGE} 有 {doubtful} 处文本未与官方文本核对" if doubtful else "全部文本已核对"
    end = f"，{document.in_force.end} 止" if document.in_force.end else ""
    issuers = "、".join(document.issuers)
    disputed = (
        f'<br><span class="zl-small">{TIME_RULE_NOTE}</span>' if document.kind in TIME_RULE_DISPUTED else ""
    )
    note = f'<br><span class="zl-small">注：{escape(document.note)}</span>' if document.note else ""
    source = f"核对依据：{escape(document.source.checked_against)}，{document.source.checked_on} 核对"
    return card(
        f"<b>{escape(document.title)}</b><br>{document.rank}　{escape(issuers)}　"
        f"{f'{document.promulgated} 公布' if document.promulgated else '公布日期未查明'}，"
        f"{document.in_force.start} 起施行{end}　<b>{day} 当日：{document.status(day)}</b><br>{doubt}<br>"
        f'<span class="zl-small">{source}</span>{note}{disputed}'
    )


def _body(document: Document, day: datetime.date, wanted: str) -> None:
    tops = [provision for provision in document.provisions(day) if len(provision.path) == 1]
    late = not tops
    if late:
        st.warning(f"{day} 当日此文件不是有效文本，下面显示其最后的文本。")
        tops = [provision for provision in document.provisions() if len(provision.path) == 1]
    labels = {provision.citation: provision.label for provision in tops}
    goal = wanted.partition(".")[0] if wanted.partition(".")[0] in labels else WHOLE
    if wanted:
        st.session_state["article"] = goal
    if st.session_state.get("article") not in {WHOLE, *labels}:
        st.session_state["article"] = WHOLE
    article = st.selectbox(
        "看哪一条", [WHOLE, *labels], format_func=lambda key: labels.get(key, key), key="article"
    )
    shown = [provision for provision in tops if article in {WHOLE, provision.citation}]
    if article != WHOLE:
        st.html(_around(article, day))
    st.html(
        card(
            "".join(
                _article(document, provision, before)
                for before, provision in zip([None, *shown], shown, strict=False)
            )
        )
    )


def _around(citation: str, day: datetime.date) -> str:
    """What the law says around a provision: what prevails over it, what it is related to, which rules use it."""
    base = desk.base()
    warnings = [
        f'<p><b class="zl-warn">与{escape(named(base, to))}不一致的，适用后者：</b>{escape(why)}</p>'
        for to, why in base.statutes.precedences(citation, day)
    ]
    relations = relations_of(base, citation, day)
    related = [
        (word, escape(_named_all(relations[name], day, dated=name in DATED)))
        for name, word in RELATIONS.items()
        if relations[name]
    ]
    rules = [base.rules[rule].label for rule in rules_using(base, citation)]
    return card("".join(warnings) + rows([*related, ("用到它的规则", escape("、".join(rules)))]))


def _named_all(citations: list[str], day: datetime.date, *, dated: bool) -> str:
    base = desk.base()
    shown = "、".join(
        f"{named(base, citation)}{'（已失效）' if dated and ceased(base, citation, day) else ''}"
        for citation in citations[:MOST_RELATED]
    )
    return f"{shown} 等 {len(citations)} 处" if len(citations) > MOST_RELATED else shown


def _article(document: Document, provision: Provision, before: Provision | None) -> str:
    fresh = [head for head in provision.headings if before is None or head not in before.headings]
    heads = "".join(f"<h3>{escape(head)}</h3>" for head in fresh)
    text = "".join(f"<p>{_line(line)}</p>" for line in lines(document, provision))
    others = [w for w in document.by_citation[provision.citation] if w is not provision]
    older = "".join(
        f'<div class="zl-small">{spell(other)}</div>{_compared(document, other, provision)}'
        for other in others
    )
    since = f'<div class="zl-small">{spell(provision)}</div>' if others else ""
    more = (
        f'<details class="zl-more"><summary>其他时期的文本（{len(others)}）</summary>{older}</details>'
        if others
        else ""
    )
    return f'{heads}<div class="zl-law">{text}</div>{since}{more}'


def _compared(document: Document, other: Provision, shown: Provision) -> str:
    """Another wording against the one that is shown: what went is struck out, what came is underlined."""
    earlier, later = sorted((other, shown), key=lambda wording: wording.in_force.start or datetime.date.min)
    then, now = earlier.in_force.start, later.in_force.start
    try:
        found = differences(desk.base().statutes, other.citation, then, now) if then and now else []
    except UnknownCitation:
        found = []
    text = "".join(
        f"<p>{_pieces(line, other.label)}</p>" for line in found if line.citation.startswith(other.citation)
    )
    plain = "".join(f"<p>{_line(line)}</p>" for line in lines(document, other))
    return f'<div class="zl-small">{then} 的文本改为 {now} 的文本：</div>{text}' if text else plain


def _pieces(line: Difference, article: str) -> str:
    was = f"（原{line.was.removeprefix(article)}）" if line.was else ""
    place = f'<span class="zl-small">{escape(line.label.removeprefix(article) + was)}</span> '
    return place + "".join(
        escape(new) if old == new else f"<del>{escape(old)}</del><ins>{escape(new)}</ins>"
        for old, new in line.pieces
    )


def _line(line: str) -> str:
    return escape(line).replace("［未核对］", f" {UNVERIFIED_BADGE}")


def open_at(citation: str) -> None:
    """Make the page open at a provision."""
    st.session_state[AT] = citation


__all__ = ["citation_html", "open_at", "show"]
