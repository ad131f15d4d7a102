"""What a type of fraud tells of a case as HTML: how it runs, who is missing, what else to look at and to look for."""

from __future__ import annotations

from html import escape

from engine.case_findings import FraudTypeFinding, OtherCharge
from kb import KnowledgeBase

from .law_text import UNVERIFIED_BADGE, Days, citations_html
from .look import card, folded, listed

KINDS_SHOWN = 3


def fraud_type_html(kind: FraudTypeFinding, kb: KnowledgeBase, days: Days) -> str:
    """One type: the parts that nobody is entered for and what to ask are open, the rest is folded."""
    doubt = f" {UNVERIFIED_BADGE}" if kind.unverified else ""
    steps = "".join(f"<li>{escape(step)}</li>" for step in kind.how)
    asked = [escape(kb.facts[fact].question) for fact in kind.ask]
    parts = [
        f"<h3>{escape(kind.label)}{doubt}</h3>",
        f'<div class="zl-small">来源：{escape(kind.source)}</div>',
        folded("通常怎样实施", f"<ol>{steps}</ol>"),
        _part("还没有登记的角色", kind.missing_roles),
        folded(f"先查的事实 {len(asked)} 项", listed(asked), opened=True),
        folded(
            f"还要看的罪名 {len(kind.charges)} 个",
            listed([_charge(other, kb, days) for other in kind.charges]),
        ),
        _part("要找的证据（本案还没有登记的）", kind.evidence),
    ]
    return card("".join(parts))


def _part(title: str, entries: tuple[str, ...]) -> str:
    return folded(f"{title} {len(entries)} 项", listed([escape(entry) for entry in entries]))


def _charge(other: OtherCharge, kb: KnowledgeBase, days: Days) -> str:
    more = f"等 {len(other.kinds)} 种" if len(other.kinds) > KINDS_SHOWN else ""
    if other.opened:
        state = "✔ 本案已有行为涉及，见各人的结论"
    else:
        state = f"＋ 如有，在“案件”页登记行为：{'、'.join(other.kinds[:KINDS_SHOWN])}{more}"
    return (
        f"<b>{escape(other.charge)}</b>：{escape(other.when)}"
        f'<div class="zl-small">{escape(state)}</div><div>{citations_html(kb, other.cite, days)}</div>'
    )
