"""An assessment as text that an officer can read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kb import KnowledgeBase

from .assessment import Assessment, PersonFindings
from .case_findings import ENDINGS
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
from .report_range import distinction_lines, range_lines, share_lines
from .report_shortfall import shortfall_lines

MARKS = {"met": "✔", "not_met": "✘", "unknown": "？"}
DISCLAIMER = "以上为辅助研判的候选意见，不是对有罪无罪的认定；由办案人依法判断。"
NO_CONDUCT = "没有登记任何行为，不能评估：请在 conduct 中填写其行为"
MOST_REASONS = 4
ROW = " " * 6
FEWEST_ROWS = 3
MOST_QUESTIONS = 8
MOST_PERSONS = 3


def report(assessment: Assessment, kb: KnowledgeBase) -> Iterator[str]:
    """The lines of a report: persons with their charges, what to ask next, the chain."""
    yield f"案件：{assessment.title or '（未命名）'}"
    yield f"处理日期 {assessment.receipt['decision_date']}"
    yield from _overview(assessment)
    told: dict[tuple[str, ...], str] = {}
    for person in assessment.persons:
        yield from _once(_person(person, kb), person.name, told)
    yield from _questions(assessment)
    yield from _chain(assessment)
    yield from fraud_type_lines(assessment, kb)
    yield from evidence_lines(assessment, kb)
    yield from jurisdiction_lines(assessment, kb)
    yield ""
    yield DISCLAIMER
    yield receipt_line(assessment.receipt)


def _overview(assessment: Assessment) -> Iterator[str]:
    """The whole gang at a glance: for each person the charges that stand, role, tier and range, and what is open."""
    if len(assessment.persons) == 1:
        return
    yield ""
    yield "一览："
    for person in assessment.persons:
        yield f"  {person.name}：{'；'.join(_glance(person)) or '没有登记行为'}"


def _glance(person: PersonFindings) -> Iterator[str]:
    standing = person.disposition.charges
    for finding in person.findings:
        if finding.charge in standing:
            role = f"（{finding.role}）" if finding.role else ""
            tier = f"，{finding.tier.label}，{finding.tier.penalty.text}" if finding.tier else ""
            yield f"涉嫌{finding.charge}{role}{tier}"
    bare = [finding.charge for finding in person.bare]
    open_ = [charge for charge in person.disposition.pending if charge not in bare]
    if open_:
        yield f"待查{'、'.join(open_)}"
    if (standing and person.ending != "prosecute") or (not standing and not open_ and person.findings):
        yield ENDINGS[person.ending]


def _once(lines: Iterator[str], name: str, told: dict[tuple[str, ...], str]) -> Iterator[str]:
    """The lines of a person; what was told of a former one, word for word, is told by his name."""
    for heading, rows in _blocks(lines):
        if len(rows) < FEWEST_ROWS:
            yield from (heading, *rows)
        elif (heading, *rows) in told:
            yield f"{heading.partition('——')[0]}：与{told[heading, *rows]}相同"
        else:
            told[heading, *rows] = name
            yield from (heading, *rows)


def _blocks(lines: Iterator[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each line that is not indented as a row is, with the rows under it."""
    heading, rows = "", list[str]()
    for number, line in enumerate(lines):
        if line.startswith(ROW):
            rows.append(line)
            continue
        if number:
            yield heading, tuple(rows)
        heading, rows = line, []
    yield heading, tuple(rows)


def _person(person: PersonFindings, kb: KnowledgeBase) -> Iterator[str]:
    disposition = person.disposition
    yield ""
    yield f"━━ {person.name}（{person.id}）"
    if not person.findings:
        yield f"   {NO_CONDUCT}"
        return
    yield from (f"   {line}" for line in standing_lines(person))
    yield from (f"   · {step.text}" for step in disposition.steps)
    if disposition.together:
        yield f"   · {disposition.together.words}（{label_of(kb, disposition.together.cite)}）"
    if person.ruled_out:
        yield f"   {ruled_out_line(person)}"
    yield from ending_lines(person, kb)
    for finding in person.shown:
        yield from _finding(finding, kb)
    yield from share_lines(person, kb)
    yield from distinction_lines(person, kb)
    yield from dispute_lines(person)


def standing_lines(person: PersonFindings) -> Iterator[str]:
    """Which charges stand and how they are punished together, which are open, which only the kind of conduct raises."""
    disposition = person.disposition
    roles = {finding.charge: finding.role for finding in person.findings if finding.role}
    charges = [
        f"{charge}{f'（{roles[charge]}）' if charge in roles else ''}" for charge in disposition.charges
    ]
    how = "，数罪并罚" if disposition.cumulative else "，同一行为，择一重处断" if len(charges) > 1 else ""
    nothing = "尚不能认定，有罪名待查" if disposition.pending else "所评罪名均不成立，理由见下"
    yield f"处断：{'涉嫌 ' + '、'.join(charges) + how if charges else nothing}"
    bare = [finding.charge for finding in person.bare]
    pending = [charge for charge in disposition.pending if charge not in bare]
    if pending:
        yield f"待查：{'、'.join(pending)}"
    if bare:
        yield f"另有可能（仅从行为种类看，尚无事实指向）：{'、'.join(bare)}"


def ruled_out_line(person: PersonFindings) -> str:
    """The charges that the kind of conduct raised and some fact rules out."""
    return f"已排除：{'、'.join(finding.charge for finding in person.ruled_out)}"


def _finding(finding: Finding, kb: KnowledgeBase) -> Iterator[str]:
    yield f"  {heading_of(finding)}"
    if finding.verdict == "not_in_force":
        yield f"      {finding.law.why}"
        return
    yield from (f"      {line}" for line in tier_lines(finding, kb))
    yield from (f"      {line}" for line in law_lines(finding, kb))
    for element in finding.elements:
        if finding.verdict != "not_established" or element.verdict == "not_met":
            yield from _element(element, kb)
    yield from shortfall_lines(finding)
    for exception in finding.shown:
        yield f"      ◇ {exception.label}（{'、'.join(label_of(kb, cite) for cite in exception.because)}）"
    if range_ := [*range_lines(finding, kb)]:
        yield "    量刑" if finding.verdict == "established" else "    如成立，量刑"
        yield from range_
    if finding.unverified:
        yield f"      {unverified_line(finding, kb)}"
    yield from (f"      注：{note}" for note in finding.notes)


def heading_of(finding: Finding) -> str:
    """A finding in one line: its verdict, the charge, the article."""
    return f"【{VERDICTS[finding.verdict]}】{finding.charge}（{finding.article_label}）"


def tier_lines(finding: Finding, kb: KnowledgeBase) -> Iterator[str]:
    """The tier with its range, and what may be higher; nothing where the charge does not stand."""
    if finding.tier and finding.verdict != "not_established":
        open_above = f"；可能更高：{'、'.join(finding.tier.open_above)}" if finding.tier.open_above else ""
        form = f"，{finding.form}" if finding.form else ""
        word = "档次" if finding.verdict == "established" else "如成立，档次"
        yield f"{word}：{finding.tier.label}{form}，{finding.tier.penalty.text}（{label_of(kb, finding.tier.cite)}）{open_above}"


def unverified_line(finding: Finding, kb: KnowledgeBase) -> str:
    """Which of the provisions that a finding rests on are not checked."""
    return f"［未核对］所依据的 {'、'.join(label_of(kb, cite) for cite in finding.unverified)} 未经核对原文"


def law_lines(finding: Finding, kb: KnowledgeBase) -> Iterator[str]:
    """Which text was applied and why; what every other one that may be applied gives, with its range."""
    yield f"法律：{ranked(finding.law.version, kb)} —— {finding.law.why}"
    for other in finding.law.alternatives:
        yield f"  若适用 {ranked(other.version, kb)}：{_other(other)}"
    for other in finding.law.between:
        yield f"  其间施行过 {ranked(other.version, kb)}，更轻：{_other(other)}；是否适用没有明文，由人判断"


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
