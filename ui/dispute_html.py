"""A disputed point as HTML: every view, who holds it, and the answer of this case under it."""

from __future__ import annotations

from html import escape

from engine.dispute_findings import DisputeFinding, Source, ViewFinding
from engine.disputes import answer_in_words
from kb import KnowledgeBase

from .law_text import UNVERIFIED_BADGE, Days, citations_html
from .look import badge, folded_card, listed, remark

ARISES = {True: ("undetermined", "争议", "⚖"), None: ("not_in_force", "可能的争议", "？")}
"""How a dispute is marked, by whether the case raises it."""
NEEDS = {True: "", None: "所需事实待查", False: "本案不具备其所需"}


def dispute_html(dispute: DisputeFinding, kb: KnowledgeBase, days: Days) -> str:
    """The question, the views by the rank of their norms, and whether they differ in this case."""
    head = f"{badge(*ARISES[dispute.arises or None])}<b>{escape(dispute.label)}</b>"
    parts = [
        f"<p>{escape(dispute.question)}</p>",
        "" if dispute.arises else '<p class="zl-unknown">本案是否涉及这一争议，待查。</p>',
        f"<ol>{''.join(f'<li>{_view(view, kb, days)}</li>' for view in dispute.views)}</ol>",
        remark(dispute.note),
    ]
    return folded_card(f"{head}<br>{_outcome(dispute)}", "".join(parts))


def _outcome(dispute: DisputeFinding) -> str:
    if dispute.divided:
        return "照不同的观点，本案的结论不同，由办案人判断取舍"
    return "照各种观点，本案的结论都相同"


def _view(view: ViewFinding, kb: KnowledgeBase, days: Days) -> str:
    adopted = "　<b>（与所示结论相同）</b>" if view.adopted else ""
    sources = listed([_source(source, kb, days) for source in view.sources])
    return (
        f"<b>{escape(view.label)}</b>{_needs(view, kb)}"
        f"<div>→ {escape(answer_in_words(view))}{adopted}</div>"
        f'<div class="zl-small">持此说的：</div>{sources}'
        f"{remark(view.note)}"
    )


def _needs(view: ViewFinding, kb: KnowledgeBase) -> str:
    words = NEEDS[view.met]
    if view.met is None and view.ask:
        words = f"{words}：{'、'.join(kb.facts[fact].label for fact in view.ask)}"
    return f'<div class="zl-unknown">{escape(words)}</div>' if words else ""


def _source(source: Source, kb: KnowledgeBase, days: Days) -> str:
    says = f"：{escape(source.says)}" if source.says else ""
    rank = f"〔{escape(source.rank)}〕"
    if source.cite:
        return f"{rank}{citations_html(kb, [source.cite], days)}{says}"
    doubt = f" {UNVERIFIED_BADGE}" if source.unverified else ""
    return f"{rank}{escape(source.label)}{doubt}{says}"
