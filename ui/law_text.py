"""Provisions as HTML: the wording of a day, its doubts in the open, the other wordings one click away."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape

from engine.case import Conduct
from kb import KnowledgeBase, Provision, UnknownCitation
from kb.documents import Document
from kb.provision import UNVERIFIED

Days = tuple[datetime.date, ...]
"""The day of the act, then the day of decision: the text is shown as of the first that has one.

A third day is that of the interpretation a finding applied: what is no statute is shown as of it first.
"""

Cite = Callable[[Sequence[str]], str]
"""Writes citations as HTML."""
UNVERIFIED_BADGE = '<span class="zl-doubt" title="未与官方文本核对，引用前须核对原文">未核对</span>'


def days_of(acts: Iterable[Conduct], decided: datetime.date) -> Days:
    """The last day of some acts, then the day of decision: whose law is shown."""
    known = [act.last_day for act in acts if act.last_day]
    return (max(known), decided) if known else (decided,)


def spell(provision: Provision) -> str:
    """The days on which a wording was law."""
    period = provision.in_force
    start = str(period.start) if period.start else "——"
    return f"{start} 起有效" if period.end is None else f"{start} 至 {period.end} 有效"


def wording(kb: KnowledgeBase, citation: str, days: Days) -> tuple[Provision, str]:
    """The wording of the first day that has one, else the latest; a word where it is not of that day."""
    wordings = kb.statutes.versions(citation)
    applied = days[2:] if kb.statutes.document(citation).kind != "law" else ()
    later = f"{days[0]} 行为时尚无此文本，这是处理时的文本"
    for day, word in (*((day, "") for day in applied), *zip(days[:2], ("", later), strict=False)):
        current = next((w for w in wordings if w.in_force.covers(day)), None)
        if current is not None:
            return current, word
    return wordings[-1], f"注意：{days[0]} 当日此文本不是有效文本"


def lines(document: Document, provision: Provision) -> list[str]:
    """The provision line by line with its marks, an unverified line marked."""
    day = provision.in_force.end or provision.in_force.start
    parts = [
        part
        for part in document.wordings
        if part.path[: len(provision.path)] == provision.path and (day is None or part.in_force.covers(day))
    ]
    found, pending = [], ""
    for part in parts:
        if part.printed:
            found += f"{pending}{part.mark}{part.printed}".split("\n")
        pending = "" if part.printed else f"{pending}{part.mark}"
    return found


def text_html(kb: KnowledgeBase, provision: Provision) -> str:
    """The text of a wording."""
    document = kb.statutes.document(provision.citation)
    shown = "".join(f"<p>{marked(line)}</p>" for line in lines(document, provision))
    note = f'<p class="zl-small">注：{escape(provision.note)}</p>' if provision.note else ""
    return f'<div class="zl-law">{shown}</div>{note}'


def marked(line: str) -> str:
    """A line of law with a badge where it is not confirmed."""
    return escape(line).replace(UNVERIFIED, f" {UNVERIFIED_BADGE}")


@lru_cache(maxsize=8192)
def citation_html(kb: KnowledgeBase, citation: str, days: Days, said: str = "") -> str:
    """A citation that opens to its text as of a day, with its other wordings; drawn once, for it is drawn often.

    `said` stands behind its name.
    """
    try:
        current, late = wording(kb, citation, days)
    except UnknownCitation:
        return _document_html(kb, citation)
    doubt = f" {UNVERIFIED_BADGE}" if current.unverified else ""
    others = [w for w in kb.statutes.versions(citation) if w is not current]
    return (
        f'<details class="zl-cite"><summary>{escape(current.label)}{escape(said)}{doubt}</summary>'
        f"{_head(kb, current, late)}{text_html(kb, current)}{_others(kb, others)}</details>"
    )


def _document_html(kb: KnowledgeBase, citation: str) -> str:
    try:
        document = kb.statutes.document(citation)
    except UnknownCitation:
        return f'<span class="zl-plain">{escape(citation)}</span> {UNVERIFIED_BADGE}'
    return f'<span class="zl-plain">《{escape(document.title)}》</span>'


def _head(kb: KnowledgeBase, provision: Provision, late: str) -> str:
    document = kb.statutes.document(provision.citation)
    path = "　›　".join((f"{document.title}〔{document.rank}〕", *provision.headings))
    word = f'　<b class="zl-warn">{late}</b>' if late else ""
    return f'<div class="zl-small">{escape(path)}<br>{spell(provision)}{word}</div>'


def _others(kb: KnowledgeBase, others: Iterable[Provision]) -> str:
    shown = "".join(f'<div class="zl-small">{spell(other)}</div>{text_html(kb, other)}' for other in others)
    return f'<details class="zl-more"><summary>其他时期的文本</summary>{shown}</details>' if shown else ""


def citations_html(kb: KnowledgeBase, citations: Iterable[str], days: Days) -> str:
    """Several citations, each to be opened."""
    return "".join(citation_html(kb, citation, days) for citation in citations)
