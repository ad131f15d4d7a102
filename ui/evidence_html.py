"""The evidence of a case as HTML: how each piece stands, what is wrong with it, what nobody has looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from engine.case_findings import STATES, EvidenceFinding, Flaw
from engine.report_beside import FLAWS
from kb import KnowledgeBase

from .law_text import UNVERIFIED_BADGE, Days, citations_html
from .look import badge, card, folded, listed

MARKS = {
    "sound": ("established", "✔"),
    "cured": ("established", "✔"),
    "review": ("undetermined", "？"),
    "defect": ("undetermined", "⚠"),
    "excluded": ("not_established", "✘"),
    "open": ("not_in_force", "…"),
}
"""The colour and the sign of a state."""


def summary(pieces: Sequence[EvidenceFinding]) -> str:
    """How many pieces stand how, the worst first."""
    often: Counter[str] = Counter(piece.state for piece in pieces)
    worst_first = ("excluded", "defect", "review", "open", "cured", "sound")
    told = [f"{often[state]} 份{STATES[state]}" for state in worst_first if often[state]]
    return f"共 {len(pieces)} 份：{'；'.join(told)}。"


def piece_html(piece: EvidenceFinding, kb: KnowledgeBase, days: Days) -> str:
    """One piece: its state, every flaw with what to do about it, and the points still open; `days`: its gathering."""
    kind, sign = MARKS[piece.state]
    parts = [
        f"<h3>{badge(kind, STATES[piece.state], sign)}{escape(piece.label)}</h3>",
        f'<div class="zl-small">{escape(piece.kind)}（{escape(piece.form)}）</div>',
        listed([_flaw(flaw, kb, days) for flaw in piece.flaws]),
        _unknown(piece, kb, days),
        "" if piece.checklists else "<p>库中还没有这一种类证据的核对表，请人工核对。</p>",
    ]
    return card("".join(parts))


def _flaw(flaw: Flaw, kb: KnowledgeBase, days: Days) -> str:
    doubt = f" {UNVERIFIED_BADGE}" if flaw.unverified else ""
    style = "not_met" if flaw.kind == "excluded" else "unknown"
    return (
        f'<b class="zl-{style}">{FLAWS[flaw.kind]}</b>：{escape(flaw.label)}{doubt}'
        f"<div><b>怎么办</b>：{escape(flaw.repair)}</div>"
        f"<div>{citations_html(kb, flaw.because, days)}</div>"
    )


def _unknown(piece: EvidenceFinding, kb: KnowledgeBase, days: Days) -> str:
    """The open points by checklist, each checklist with the provisions it goes by."""
    lists: dict[str, list[Flaw]] = {}
    for flaw in piece.unknown:
        lists.setdefault(flaw.checklist, []).append(flaw)
    body = "".join(
        folded(f"{name}（{len(open_)} 点）", _open_points(open_, kb, days)) for name, open_ in lists.items()
    )
    first = "<p>先在“案件”页的“事实”里选这份证据，回答“怎样取得”：用不上的核对表就不再列出。</p>"
    title = f"尚未核对的 {len(piece.unknown)} 点，分在 {len(lists)} 张核对表里"
    return folded(title, f"{first}{body}" if body else "")


def _open_points(open_: Sequence[Flaw], kb: KnowledgeBase, days: Days) -> str:
    asked = dict.fromkeys(fact for flaw in open_ for fact in flaw.ask)
    questions = listed([escape(kb.facts[fact].question) for fact in asked])
    cites = dict.fromkeys(cite for flaw in open_ for cite in flaw.because)
    points = "；".join(escape(flaw.label) for flaw in open_)
    return (
        f"<p>要查的是有没有这些情形：{points}</p>"
        f"<div><b>要回答的</b></div>{questions}<div>{citations_html(kb, cites, days)}</div>"
    )
