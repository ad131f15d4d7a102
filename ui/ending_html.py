"""Where the case of a person ends as HTML: the ways out, the administrative sanctions, and what links the two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from engine.assessment import PersonFindings
from engine.case_findings import ENDINGS, EXITS, Exit
from engine.exits import remarks_on
from engine.findings import Finding
from engine.report_beside import band_of, possible_exits
from kb import KnowledgeBase

from .finding_html import citing, exceptions_html, ladder_html, law_html, notes_html, verdict_badge
from .law_text import UNVERIFIED_BADGE, Days, citations_html
from .look import card, folded, listed, rows

CITES_SHOWN = 3
ASKED_SHOWN = 6
BARE = '<br><span class="zl-small">仅从行为种类看，尚无事实指向，须核实</span>'
OF_NO_CHARGE = ("elements", "not_in_force")
"""Ways out that only say which charge does not stand; each charge tells it itself, too."""


def ending_html(person: PersonFindings, kb: KnowledgeBase, days: Days) -> str:
    """Where the case ends on what is known, by which ways out, and which sanctions may follow; or nothing to tell."""
    sanctions = [finding for finding in person.sanctions if _tellable(finding)]
    if not person.findings and not sanctions:
        return ""
    parts = [
        f"<h3>归结：{ENDINGS[person.ending]}</h3>",
        *(f"<p>{escape(remark)}。</p>" for remark in remarks_on(person)),
        _exits(person, kb, days),
        _possible(person, kb),
        *(_sanction(finding, kb, days, alone=not person.disposition.charges) for finding in sanctions),
        "".join(f"<p><b>行刑衔接</b>：{escape(words)}</p>" for words in person.handover),
        _disputed(person),
    ]
    return card("".join(parts))


def _tellable(finding: Finding) -> bool:
    """Whether a sanction is shown: it is made out, or open while some stated fact speaks for it."""
    return finding.verdict == "established" or (finding.verdict == "undetermined" and finding.supported)


def _exits(person: PersonFindings, kb: KnowledgeBase, days: Days) -> str:
    ways = [way for way in person.exits if way.kind not in OF_NO_CHARGE]
    others = [way for way in person.exits if way.kind in OF_NO_CHARGE]
    shown = f"<p><b>出口</b></p>{_ways(ways, kb, days)}" if ways else ""
    title = f"出口：不符合要件或者行为时无此罪的罪名 {len(others)} 项"
    decides = person.ending == "not_a_crime"
    return shown + folded(title, _ways(others, kb, days), opened=decides)


def _possible(person: PersonFindings, kb: KnowledgeBase) -> str:
    """The ways out that something points to, and what they wait for."""
    lines = [
        f"{escape(kind)}：{escape(label)}——待查：{_asked(ask, kb)}"
        for (kind, label), ask in possible_exits(person).items()
    ]
    return folded(f"？ 可能的出口 {len(lines)} 项（有事实指向，尚待查）", listed(lines)) if lines else ""


def _asked(ask: Sequence[str], kb: KnowledgeBase) -> str:
    """The first facts that a way out waits for."""
    more = f" 等 {len(ask)} 项" if len(ask) > ASKED_SHOWN else ""
    return escape("、".join(kb.facts[fact].label for fact in ask[:ASKED_SHOWN]) + more)


def _ways(ways: Iterable[Exit], kb: KnowledgeBase, days: Days) -> str:
    return listed([_way(way, kb, days) for way in ways])


def _way(way: Exit, kb: KnowledgeBase, days: Days) -> str:
    word = EXITS[way.kind]
    told = way.label if way.label.startswith(word) else f"{word}：{way.label}"
    doubt = f" {UNVERIFIED_BADGE}" if way.unverified else ""
    follows = (
        f'<div><span class="zl-small">程序</span>　{citations_html(kb, way.follows, days[-1:])}</div>'
        if way.follows
        else ""
    )
    basis = f"<div>{_basis(way, kb, days)}</div>" if way.because else ""
    return f"<b>{escape(told)}</b>（{escape('、'.join(way.charges))}）{doubt}{basis}{follows}"


def _basis(way: Exit, kb: KnowledgeBase, days: Days) -> str:
    rest = way.because[CITES_SHOWN:]
    more = f"<details><summary>其余 {len(rest)} 条</summary>{citations_html(kb, rest, days)}</details>"
    return citations_html(kb, way.because[:CITES_SHOWN], days) + (more if rest else "")


def _sanction(finding: Finding, kb: KnowledgeBase, days: Days, *, alone: bool) -> str:
    """An administrative offence: its range and fine, then why; `alone`: no charge stands, so that it matters first."""
    cite = citing(finding, kb, days)
    tier = finding.tier
    stands = finding.verdict == "established"
    body = rows(
        [
            ("依据", cite(tuple(dict.fromkeys([finding.article, *([tier.cite] if tier else [])])))),
            (
                "罚则" if stands else "罚则（如成立）",
                escape(f"{tier.label}：{tier.penalty.text}") if tier else "",
            ),
            ("罚款幅度", escape(band_of(finding))),
            ("可能更重", escape("、".join(tier.open_above)) if tier else ""),
        ]
    )
    offence = kb.administrative.get(finding.charge_id)
    note = offence.note if offence else None
    heed = f"<p><b>适用时注意</b>：{escape(note)}</p>" if note else ""
    why = folded(f"要件 {len(finding.elements)} 项", ladder_html(finding, cite, kb))
    rest = f"{law_html(finding, cite)}{exceptions_html(finding, cite)}{notes_html(finding)}"
    shaky = "" if finding.supported else BARE
    return (
        f'<details class="zl-fold"{" open" if stands and alone and not shaky else ""}>'
        f"<summary>{verdict_badge(finding.verdict)}行政处罚：{escape(finding.charge)}{shaky}</summary>"
        f"{body}{heed}{why}{rest}</details>"
    )


def _disputed(person: PersonFindings) -> str:
    arising = [dispute for dispute in person.disputes if dispute.arises]
    divided = sum(dispute.divided for dispute in arising)
    words = f"⚖ 本案涉及争议问题 {len(arising)} 个，其中 {divided} 个照不同观点结论不同；逐个列在各罪名之后。"
    return f"<p>{words}</p>" if arising else ""
