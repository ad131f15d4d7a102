"""An assessment as text that an officer can read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kb import KnowledgeBase

from .assessment import Assessment, PersonFindings
from .chain_findings import ChainLink
from .element_findings import ElementFinding
from .explain import label_of
from .findings import VERDICTS, Alternative, Finding
from .law import ranked
from .receipt import receipt_line
from .report_beside import (
    dispute_lines,
    ending_lines,
    evidence_lines,
    fraud_type_lines,
    jurisdiction_lines,
    support_lines,
    wanted_lines,
)
from .report_range import distinction_lines, overview_lines, range_lines, share_lines
from .report_shortfall import shortfall_lines

MARKS = {"met": "✔", "not_met": "✘", "unknown": "？"}
DISCLAIMER = "以上为辅助研判的候选意见，不是对有罪无罪的认定；由办案人依法判断。"
MOST_REASONS = 4
MOST_QUESTIONS = 8
MOST_PERSONS = 3


def report(assessment: Assessment, kb: KnowledgeBase) -> Iterator[str]:
    """The lines of a report: persons with their charges, what to ask next, the chain."""
    yield f"案件：{assessment.title or '（未命名）'}"
    yield f"处理日期 {assessment.receipt['decision_date']}"
    yield from overview_lines(assessment)
    for person in assessment.persons:
        yield from _person(person, kb)
    yield from _questions(assessment)
    yield from _chain(assessment)
    yield from fraud_type_lines(assessment, kb)
    yield from evidence_lines(assessment, kb)
    yield from jurisdiction_lines(assessment, kb)
    yield ""
    yield DISCLAIMER
    yield receipt_line(assessment.receipt)


def _person(person: PersonFindings, kb: KnowledgeBase) -> Iterator[str]:
    disposition = person.disposition
    yield ""
    yield f"━━ {person.name}（{person.id}）"
    if not person.findings:
        yield "   没有登记任何行为，不能评估：请在 conduct 中填写其行为"
        return
    roles = {finding.charge: finding.role for finding in person.findings if finding.role}
    charges = [
        f"{charge}{f'（{roles[charge]}）' if charge in roles else ''}" for charge in disposition.charges
    ]
    how = "，数罪并罚" if disposition.cumulative else "，同一行为，择一重处断" if len(charges) > 1 else ""
    nothing = "尚不能认定，有罪名待查" if disposition.pending else "所评罪名均不成立，理由见下"
    yield f"   处断：{'涉嫌 ' + '、'.join(charges) + how if charges else nothing}"
    bare = [finding.charge for finding in person.bare]
    pending = [charge for charge in disposition.pending if charge not in bare]
    if pending:
        yield f"   待查：{'、'.join(pending)}"
    if bare:
        yield f"   另有可能（仅从行为种类看，尚无事实指向）：{'、'.join(bare)}"
    yield from (f"   · {step.text}" for step in disposition.steps)
    if disposition.together:
        yield f"   · {disposition.together.words}（{label_of(kb, disposition.together.cite)}）"
    if person.ruled_out:
        yield f"   已排除：{'、'.join(finding.charge for finding in person.ruled_out)}"
    yield from ending_lines(person, kb)
    for finding in person.shown:
        yield from _finding(finding, kb)
    yield from share_lines(person, kb)
    yield from distinction_lines(person, kb)
    yield from dispute_lines(person)


def _finding(finding: Finding, kb: KnowledgeBase) -> Iterator[str]:
    yield f"  【{VERDICTS[finding.verdict]}】{finding.charge}（{finding.article_label}）"
    if finding.verdict == "not_in_force":
        yield f"      {finding.law.why}"
        return
    if finding.tier and finding.verdict != "not_established":
        open_above = f"；可能更高：{'、'.join(finding.tier.open_above)}" if finding.tier.open_above else ""
        form = f"，{finding.form}" if finding.form else ""
        word = "档次" if finding.verdict == "established" else "如成立，档次"
        yield f"      {word}：{finding.tier.label}{form}，{finding.tier.penalty.text}（{label_of(kb, finding.tier.cite)}）{open_above}"
    yield from _law(finding, kb)
    for element in finding.elements:
        if finding.verdict != "not_established" or element.verdict == "not_met":
            yield from _element(element, kb)
    yield from shortfall_lines(finding)
    for exception in finding.exceptions:
        if exception.verdict == "met":
            yield f"      ◇ {exception.label}（{'、'.join(label_of(kb, cite) for cite in exception.because)}）"
    yield from range_lines(finding, kb)
    if finding.unverified:
        yield f"      ［未核对］所依据的 {'、'.join(label_of(kb, cite) for cite in finding.unverified)} 未经核对原文"
    yield from (f"      注：{note}" for note in finding.notes)


def _law(finding: Finding, kb: KnowledgeBase) -> Iterator[str]:
    """Which text was applied and why; what every other one that may be applied gives, with its range."""
    yield f"      法律：{ranked(finding.law.version, kb)} —— {finding.law.why}"
    for other in finding.law.alternatives:
        yield f"        若适用 {ranked(other.version, kb)}：{_other(other)}"
    for other in finding.law.between:
        yield f"        其间施行过 {ranked(other.version, kb)}，更轻：{_other(other)}；是否适用没有明文，由人判断"


def _other(other: Alternative) -> str:
    """What another state of the law gives: verdict, tier, range."""
    stands = [other.tier, other.range] if other.verdict != "not_established" else []
    return "，".join([VERDICTS[other.verdict], *(part for part in stands if part)])


def _element(element: ElementFinding, kb: KnowledgeBase) -> Iterator[str]:
    if element.verdict == "unknown":
        asked = "；".join(kb.facts[fact].label for fact in element.ask[:MOST_REASONS])
        more = f" 等 {len(element.ask)} 项" if len(element.ask) > MOST_REASONS else ""
        yield f"      {MARKS['unknown']} {element.label}：待查——{asked}{more}"
        yield from wanted_lines(element)
        return
    reasons = element.reasons[:MOST_REASONS]
    words = "；".join(
        f"{reason.text}［{'、'.join(reason.labels)}］" if reason.labels else reason.text for reason in reasons
    )
    more = f"；等 {len(element.reasons)} 项" if len(element.reasons) > MOST_REASONS else ""
    yield f"      {MARKS[element.verdict]} {element.label}：{words}{more}"
    yield from support_lines(element)


def _questions(assessment: Assessment) -> Iterator[str]:
    if not assessment.questions:
        if any(person.findings for person in assessment.persons):
            yield ""
            yield "各罪名的要件与档次没有要再查的事实：再答什么，都不会改变。"
        return
    names = {person.id: person.name for person in assessment.persons}
    yield ""
    yield "接下来先查："
    for number, question in enumerate(assessment.questions[:MOST_QUESTIONS], 1):
        settles = f"（答案可使其有定论：{'、'.join(question.settles)}）" if question.settles else ""
        whose = "、".join(names[person] for person in question.persons[:MOST_PERSONS])
        whose += f" 等 {len(question.persons)} 人" if len(question.persons) > MOST_PERSONS else ""
        yield f"  {number}. {whose}：{question.ask}{settles}〔{question.target}.{question.fact}〕"
    if len(assessment.questions) > MOST_QUESTIONS:
        yield f"  ……另有 {len(assessment.questions) - MOST_QUESTIONS} 问，见 --json"


def _chain(assessment: Assessment) -> Iterator[str]:
    seen = [link for link in assessment.chain.links if link.seen]
    if not seen:
        return
    yield ""
    yield "链条：" + " → ".join(f"{link.label}{'' if link.charged else '（未有人到案）'}" for link in seen)
    for link in seen:
        if link.answers:
            yield f"  {link.label}：{'；'.join(answers_in_words(link))}"
    for lead in assessment.chain.leads:
        if lead.kind != "not_asked":
            asked = f"；可追问：{'、'.join(lead.ask)}" if lead.ask else ""
            yield f"  · 线索 {lead.label}：{lead.why}{asked}；可查：{'；'.join(lead.gather)}"
    unasked = [lead.label for lead in assessment.chain.leads if lead.kind == "not_asked"]
    if unasked:
        yield f"  · 是否有此环节尚未查：{'、'.join(unasked)}"


def answers_in_words(link: ChainLink) -> Iterator[str]:
    """Who answers for a link: those with the same charge and verdict together."""
    together: dict[tuple[str, str], list[str]] = {}
    for answer in link.answers:
        together.setdefault((answer.charge, answer.verdict), []).append(answer.person)
    for (charge, verdict), names in together.items():
        yield f"{charge}（{verdict}）{'、'.join(names)}"
