"""One finding as HTML: verdict, ladder of elements, every reason with the provision it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from engine.assessment import PersonFindings
from engine.case_findings import ENDINGS
from engine.disposition import STEPS
from engine.element_findings import ELEMENT_VERDICTS, ElementFinding, ElementVerdict, Reason
from engine.findings import VERDICTS, Amount, Finding
from engine.values import Interval
from kb import KnowledgeBase

from .law_text import UNVERIFIED_BADGE, Cite, Days, citations_html
from .look import ELEMENT_SIGNS, VERDICT_SIGNS, badge, card, folded, listed, rows
from .proof_html import proofs_html, weak_proofs
from .range_html import range_html

SHOWN_REASONS = 5
CANDIDATE = {
    "established": "现有事实符合构成要件",
    "undetermined": "尚有要件待查",
    "not_established": "现有事实不符合构成要件",
    "not_in_force": "行为时法律尚无此罪",
}
EXCEPTION_WORDS = {
    "not_a_crime": "出罪",
    "leniency": "从宽",
    "conditional": "附条件不起诉",
    "not_pursued": "不追究",
    "insufficient_evidence": "证据不足",
    "no_penalty": "不予处罚",
}
BELOW = ("may_not_prosecute", "conditional", "not_pursued", "insufficient_evidence")
"""Endings below prosecution of a case in which charges may stand."""


def standing_or_open(person: PersonFindings) -> list[Finding]:
    """The findings that are told first: the charges that stand, then those still open."""
    return [finding for finding in person.shown if finding.verdict in ("established", "undetermined")]


def verdict_badge(verdict: str) -> str:
    """A verdict in words, sign and colour."""
    return badge(verdict, VERDICTS[verdict], VERDICT_SIGNS[verdict])


def citing(finding: Finding, kb: KnowledgeBase, days: Days) -> Cite:
    """Writes citations with the wording of the days whose law a finding applied."""
    law = finding.law
    if law.statute_day and law.interpretation_day:
        days = (law.statute_day, days[-1], law.interpretation_day)
    return lambda citations: citations_html(kb, citations, days)


def finding_html(finding: Finding, kb: KnowledgeBase, days: Days) -> str:
    """A finding: head, ladder, then what moves it; `days`: of the act and of decision."""
    cite = citing(finding, kb, days)
    parts = [
        f"<h3>{verdict_badge(finding.verdict)}涉嫌{escape(finding.charge)}</h3>",
        f"<div>{CANDIDATE[finding.verdict]}　{cite([finding.article])}</div>",
        _head(finding),
        ladder_html(finding, cite, kb),
        _tier(finding, cite),
        law_html(finding, cite),
        exceptions_html(finding, cite),
        range_html(finding, cite),
        notes_html(finding),
    ]
    return card("".join(parts))


def _head(finding: Finding) -> str:
    tier = finding.tier
    still = finding.verdict == "undetermined"
    above = f"（更高档次“{'、'.join(tier.open_above)}”尚待查）" if tier and tier.open_above else ""
    return rows(
        [
            ("档次" if not still else "档次（如成立）", escape(f"{tier.label}{above}") if tier else ""),
            ("法定刑幅度", escape(tier.penalty.text) if tier else ""),
            ("共同犯罪中地位", escape(finding.role or "")),
            ("犯罪形态", escape(finding.form or "")),
            ("数额", "<br>".join(_amount(amount) for amount in finding.amounts)),
        ]
    )


def _amount(amount: Amount) -> str:
    """A sum (元), and each of its items where there are several."""
    items = [
        f"{escape(item.holder)}：{_bounds(item.number)}"
        + "".join(f"（{escape(word)}）" for word in (item.evidence, item.note) if word)
        for item in amount.items
    ]
    several = folded(f"逐项 {len(items)}", listed(items)) if len(items) > 1 else ""
    return f"{escape(amount.label)} {_bounds(amount.number)}{several}"


def _bounds(number: Interval) -> str:
    low = grouped(str(number.low))
    if number.high is None:
        return f"至少 {low} 元"
    return f"{low if number.known else f'{low} 至 {grouped(str(number.high))}'} 元"


def grouped(number: str) -> str:
    """A number with its thousands set apart."""
    whole, dot, rest = number.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.isdigit() else number


def ladder_html(finding: Finding, cite: Cite, kb: KnowledgeBase) -> str:
    """Every element, each to be opened to its reasons and to the evidence for it."""
    return "".join(element_html(element, cite, kb) for element in finding.elements)


def element_html(element: ElementFinding, cite: Cite, kb: KnowledgeBase) -> str:
    """One element with its verdict, to be opened to its reasons and to the evidence for it."""
    doubt = f" {UNVERIFIED_BADGE}" if any(reason.unverified for reason in element.reasons) else ""
    return (
        f'<details class="zl-ladder zl-rung-{element.verdict}" data-element="{escape(element.id)}">'
        f"<summary>{_mark(element.verdict)}　{escape(element.label)}{doubt}{weak_proofs(element)}"
        f"{_gist(element, kb)}</summary>{_reasons(element.reasons, cite)}{proofs_html(element)}</details>"
    )


def _mark(verdict: ElementVerdict) -> str:
    return f'<span class="zl-{verdict}">{ELEMENT_SIGNS[verdict]} {ELEMENT_VERDICTS[verdict]}</span>'


def _gist(element: ElementFinding, kb: KnowledgeBase) -> str:
    """What decides an element, in a few words, so that the ladder can be read closed."""
    if element.verdict == "unknown":
        asked = [kb.facts[fact].label for fact in element.ask[:2]]
        more = f"等 {len(element.ask)} 项" if len(element.ask) > len(asked) else ""
        words = f"待查：{'、'.join(asked)}{more}" if asked else ""
    else:
        words = element.reasons[0].text if element.reasons else ""
    return f'<br><span class="zl-small">{escape(words)}</span>' if words else ""


def _reasons(reasons: Sequence[Reason], cite: Cite) -> str:
    shown = [_reason(reason, cite) for reason in reasons]
    rest = shown[SHOWN_REASONS:]
    more = (
        f'<details class="zl-more"><summary>其余 {len(rest)} 项</summary>{listed(rest)}</details>'
        if rest
        else ""
    )
    return listed(shown[:SHOWN_REASONS]) + more


def _reason(reason: Reason, cite: Cite) -> str:
    disputed = ' <b class="zl-unknown">有争议，按未查处理</b>' if reason.disputed else ""
    return f"{escape(reason.text)}{disputed}　{cite(reason.cites)}"


def _tier(finding: Finding, cite: Cite) -> str:
    if finding.tier is None:
        return ""
    because = _reasons(finding.tier.reasons, cite) or f"<div>{cite(finding.tier.because)}</div>"
    return folded(f"量刑档次：{finding.tier.label}", f"<div>{cite([finding.tier.cite])}</div>{because}")


def law_html(finding: Finding, cite: Cite) -> str:
    """The state of the law that was applied, and what another would have given."""
    law = finding.law
    if not law.why:
        return ""
    others = [
        escape("，".join(filter(None, (f"若适用 {other.version}：{VERDICTS[other.verdict]}", other.tier))))
        for other in law.alternatives
    ]
    applied = f"<div>{escape(law.version)}</div>" if law.version else ""
    return folded(f"适用的法律：{law.why}", f"{applied}<div>{cite(law.cites)}</div>{listed(others)}")


def exceptions_html(finding: Finding, cite: Cite) -> str:
    """The exceptions that are shown or may be, those shown first."""
    shown = [exception for exception in finding.exceptions if exception.verdict != "not_met"]
    lines = [
        f"{_mark(entry.verdict)}　{EXCEPTION_WORDS.get(entry.effect, entry.effect)}：{escape(entry.label)}"
        f"<br>{cite(entry.because)}"
        for entry in sorted(shown, key=lambda entry: entry.verdict != "met")
    ]
    met = sum(entry.verdict == "met" for entry in shown)
    return (
        folded(f"出罪、从宽事由：{f'{met} 项成立，' if met else ''}{len(shown) - met} 项可查", listed(lines))
        if shown
        else ""
    )


def notes_html(finding: Finding) -> str:
    """The remarks on a finding, and how much of what it rests on is not checked."""
    weak = ""
    if finding.unverified:
        number = len(finding.unverified)
        weak = f"<div>{UNVERIFIED_BADGE} 依据中有 {number} 处文本未核对，引用前须核对原文。</div>"
    return weak + listed([escape(note) for note in finding.notes])


def disposition_html(person: PersonFindings, kb: KnowledgeBase, days: Days) -> str:
    """What remains when the findings on a person meet, step by step."""
    disposition = person.disposition
    charges = "、".join(disposition.charges)
    if disposition.charges:
        whole = _whole(
            escape(charges), cumulative=disposition.cumulative, several=len(disposition.charges) > 1
        )
    else:
        whole = "现有事实下没有成立的罪名" if person.findings else "其行为不涉及已编入的罪名"
    steps = [
        f"<b>{STEPS[step.kind]}</b>{'〔须由人判断〕' if step.disputed else ''}　{escape(step.text)}"
        + citations_html(kb, step.cite, days)
        for step in disposition.steps
    ]
    if together := disposition.together:
        steps.append(escape(together.words) + citations_html(kb, (together.cite,), days))
    parts = (listed(steps), _pending(person), _but(person))
    return card(f"<b>处断：{whole}</b>{''.join(parts)}")


def _but(person: PersonFindings) -> str:
    """A word where charges stand and the case may nevertheless end below prosecution."""
    if not person.disposition.charges or person.ending not in BELOW:
        return ""
    return f'<div class="zl-unknown">⚠ 但另有出口：{ENDINGS[person.ending]}，见下面的“归结”。</div>'


def _whole(charges: str, *, cumulative: bool, several: bool) -> str:
    if cumulative:
        return f"数罪并罚（{charges}）"
    return f"同一行为涉嫌{charges}，择一重处断" if several else f"以涉嫌{charges}一罪处断"


def _pending(person: PersonFindings) -> str:
    """The open charges: those that some fact supports, then those that only the kind of conduct raises."""
    bare = [finding.charge for finding in person.bare]
    open_charges = [charge for charge in person.disposition.pending if charge not in bare]
    lines = ((open_charges, "？ 待查："), (bare, "另有可能（仅从行为种类看，尚无事实指向）："))
    return "".join(
        f'<div class="zl-unknown">{head}{escape("、".join(names))}</div>' for names, head in lines if names
    )
