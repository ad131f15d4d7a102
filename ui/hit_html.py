"""One hit of a search as HTML: what it is, how it stands, the words that were found, the whole text to be opened."""

from __future__ import annotations

import datetime
from html import escape

import search
from kb import KnowledgeBase
from kb.provision import UNVERIFIED

from .law_text import UNVERIFIED_BADGE, citation_html, spell, text_html
from .look import badge

MOST_CHARGES = 4


def hit_html(kb: KnowledgeBase, hit: search.Hit, on: datetime.date) -> str:
    """A hit with everything around it."""
    doubt = f" {UNVERIFIED_BADGE}" if hit.unverified else ""
    path = "　›　".join((hit.document_title, *hit.headings))
    snippet = escape(hit.snippet).replace("«", "<mark>").replace("»", "</mark>").replace(UNVERIFIED, "")
    lead = f'<div class="zl-small">{escape(hit.lead)}</div>' if hit.lead else ""
    also = "".join(citation_html(kb, citation, (on,)) for citation in hit.also)
    more = f'<div class="zl-small">同条另见：{also}</div>' if also else ""
    return (
        f'<div class="zl-hit">{_status(hit)}<b>{escape(hit.label)}</b>{doubt}'
        f'<div class="zl-small">{escape(path)}</div>{_facts(kb, hit)}{lead}<div>{snippet}</div>'
        f"{_whole(kb, hit)}{more}</div>"
    )


def _status(hit: search.Hit) -> str:
    current = hit.status == "现行有效"
    return badge("fine" if current else "check", hit.status, "✔" if current else "！")


def _facts(kb: KnowledgeBase, hit: search.Hit) -> str:
    """Rank, issuers, days, the charges that rest on it."""
    charges = [kb.charges[charge].label for charge in hit.charges if charge in kb.charges]
    more = f" 等 {len(charges)} 个" if len(charges) > MOST_CHARGES else ""
    said = [
        hit.rank,
        "、".join(hit.issuers),
        f"{hit.effective} 起施行" if hit.effective else "",
        f"此文本 {hit.start} 起" if hit.start and hit.start != hit.effective else "",
        f"{hit.end} 止" if hit.end else "",
        f"罪名：{'、'.join(charges[:MOST_CHARGES])}{more}" if charges else "",
    ]
    return f'<div class="zl-facts">{"".join(f"<span>{escape(one)}</span>" for one in said if one)}</div>'


def _whole(kb: KnowledgeBase, hit: search.Hit) -> str:
    """The wording that was found, whole, and the other wordings of the provision."""
    wordings = kb.statutes.versions(hit.citation)
    found = next((w for w in wordings if hit.text in {w.text, w.printed}), wordings[-1])
    shown = "".join(
        f'<div class="zl-small">{spell(wording)}</div>{text_html(kb, wording)}'
        for wording in sorted(wordings, key=lambda wording: wording is not found)
    )
    words = f"全文与 {len(wordings)} 个时期的文本" if len(wordings) > 1 else "看全文"
    return f'<details class="zl-more"><summary>{words}</summary>{shown}</details>'
