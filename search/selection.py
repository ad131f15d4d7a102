"""Provisions that somebody picked, as a document for the office: in full, as of a day, each with how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import paper
from kb.describe import TIME_RULE_DISPUTED, TIME_RULE_NOTE
from kb.provision import UNVERIFIED

from .cite_as import wording_of, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kb import KnowledgeBase, Provision

FOOT = "罪链：供办案参考，引用前请对照官方文本"


def selection(
    base: KnowledgeBase, citations: Iterable[str], on: date, title: str = "法条摘录"
) -> paper.Document:
    """The picked provisions in the order of picking, each once; a document picked whole is given whole."""
    blocks = [block for citation in dict.fromkeys(citations) for block in _picked(base, citation, on)]
    return paper.Document(title, tuple(blocks), f"按 {on} 的法律", FOOT, on)


def _picked(base: KnowledgeBase, citation: str, on: date) -> Iterator[paper.Block]:
    document = base.statutes.document(citation)
    if ":" not in citation:
        yield paper.Heading(document.title)
        yield paper.Paragraph(f"{written(base, citation).full}　{on}：{document.status(on)}")
        lines = document.lines(on) or document.lines()
        yield paper.Quote("\n".join(lines))
        return
    provision = wording_of(base, citation, on)
    status, by = base.statutes.standing(provision, on)
    made = f"（{base.statutes.label(by)}）" if by and status != "现行有效" else ""
    doubt = UNVERIFIED if provision.unverified else ""
    yield paper.Heading(f"{provision.label}{doubt}")
    yield paper.Paragraph(f"{written(base, citation, on).full}　{on}：{status}{made}")
    yield paper.Quote(_text(provision))
    yield from (
        paper.Paragraph(f"注意：与{base.statutes.label(to)}不一致的，适用后者：{why}")
        for to, why in base.statutes.precedences(citation, on)
    )
    if provision.unverified:
        official = document.source.official or "发布机关网站"
        yield paper.Paragraph(f"未与官方文本核对，引用前请核对：{official}")
    if document.kind in TIME_RULE_DISPUTED:
        yield paper.Paragraph(f"时间效力：{TIME_RULE_NOTE}")


def _text(provision: Provision) -> str:
    """The wording, or what is told of it where nobody has the wording."""
    if provision.text:
        return provision.text
    told = f"；转述：{provision.paraphrase}" if provision.paraphrase else ""
    return f"（{provision.gap or '原文未取得'}{told}）"
