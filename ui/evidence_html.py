"""The evidence of a case as HTML: how each piece stands, what is wrong with it, what nobody has looked at."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape

from engine.evidence_findings import STATES, EvidenceFinding, Flaw
from engine.report_beside import FLAWS
from kb import KnowledgeBase

from .asked_beside import APPLIES
from .law_text import UNVERIFIED_BADGE, citation_html
from .look import badge, card, folded, listed

Cite = Callable[[Sequence[Flaw]], str]

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


def piece_html(
    piece: EvidenceFinding, kb: KnowledgeBase, gathered: datetime.date, decided: datetime.date
) -> str:
    """One piece: its state, every flaw with what to do about it, and the points still open."""
    kind, sign = MARKS[piece.state]

    def cite(flaws: Sequence[Flaw]) -> str:
        """How it had to be gathered follows the law of that day, whether it may be used that of the decision."""
        cites = dict.fromkeys((at, flaw.kind == "review") for flaw in flaws for at in flaw.because)
        return "".join(
            citation_html(kb, at, (gathered if gathering else decided,)) for at, gathering in cites
        )

    parts = [
        f"<h3>{badge(kind, STATES[piece.state], sign)}{escape(piece.label)}</h3>",
        f'<div class="zl-small">{escape(piece.kind)}（{escape(piece.form)}）</div>',
        listed([_flaw(flaw, cite) for flaw in piece.flaws]),
        _unknown(piece.unknown, kb, cite),
        "" if piece.checklists else "<p>库中还没有这一种类证据的核对表，请人工核对。</p>",
    ]
    return card("".join(parts))


def _flaw(flaw: Flaw, cite: Cite) -> str:
    doubt = f" {UNVERIFIED_BADGE}" if flaw.unverified else ""
    style = "not_met" if flaw.kind == "excluded" else "unknown"
    return (
        f'<b class="zl-{style}">{FLAWS[flaw.kind]}</b>：{escape(flaw.label)}{doubt}'
        f"<div><b>怎么办</b>：{escape(flaw.repair)}</div><div>{cite([flaw])}</div>"
    )


def _unknown(unknown: Sequence[Flaw], kb: KnowledgeBase, cite: Cite) -> str:
    """The open points by checklist; first what says which checklists are for the piece at all."""
    gates = [flaw for flaw in unknown if flaw.id == APPLIES]
    lists: dict[str, list[Flaw]] = {}
    for flaw in unknown:
        if flaw not in gates:
            lists.setdefault(flaw.checklist, []).append(flaw)
    first = folded(f"怎样取得，还没有回答（决定另外 {len(gates)} 张核对表用不用得上）", _questions(gates, kb))
    rest = "".join(
        folded(f"{name} {len(points)} 点", _points(points, kb, cite)) for name, points in lists.items()
    )
    where = "<p>在“案件”页的“事实”里选这份证据，逐项回答；先答“怎样取得”。</p>"
    title = f"尚未核对：{len(unknown) - len(gates)} 点"
    more = f"，另有 {len(gates)} 张核对表用不用得上待查" if gates else ""
    return folded(title + more, f"{where}{first if gates else ''}{rest}") if unknown else ""


def _points(points: Sequence[Flaw], kb: KnowledgeBase, cite: Cite) -> str:
    words = "；".join(escape(flaw.label) for flaw in points)
    return (
        f"<p>要查的是有没有这些情形：{words}</p>"
        f"<div><b>要回答的</b></div>{_questions(points, kb)}<div>{cite(points)}</div>"
    )


def _questions(points: Sequence[Flaw], kb: KnowledgeBase) -> str:
    asked = dict.fromkeys(fact for flaw in points for fact in flaw.ask)
    return listed([escape(kb.facts[fact].question) for fact in asked])
