"""What is said of one person in a report, without his name: equal words are equal blocks."""

from __future__ import annotations

from collections.abc import Iterator

from engine.assessment import PersonFindings
from engine.case_findings import GangShare
from engine.disposition import STEPS, Step
from engine.element_findings import ELEMENT_VERDICTS, ElementFinding
from engine.explain import label_of
from engine.findings import Finding
from engine.report import (
    NO_CONDUCT,
    heading_of,
    law_lines,
    ruled_out_line,
    standing_lines,
    tier_lines,
    unverified_line,
)
from engine.report_beside import dispute_lines, ending_lines, labels, support_lines, wanted_lines
from engine.report_range import distinction_lines, range_lines
from engine.report_shortfall import MOST_EVIDENCE, heading, lack_words
from engine.shortfall import Lack, LackSet
from engine.values import Interval, spoken
from kb import KnowledgeBase
from kb.provision import UNVERIFIED
from paper import Block, Heading, ListItem, Paragraph, Run, Table, Words, bold, marked

from .noted import labelled, noted, said

LEVEL = 3
SIGNS = {"met": "√", "not_met": "×", "unknown": "？"}
INCIDENTS = ("每起", "日期", "数额", "计入与否", "理由")
SUM_WIDTHS = (2.2, 2.2, 1.5, 1.5, 1.5, 1.5)
SUMS = ("人员", "团伙与数额", "团伙全部", "参与期间", "本人参与", "应负责")
COUNTED = {True: "计入", False: "不计", None: "只计上限"}
Part = tuple[str, tuple[Block, ...]]
"""A part of what is said of a person: its title, and what stands under it."""


def head_blocks(person: PersonFindings, kb: KnowledgeBase) -> Iterator[Block]:
    """Which charges stand, what follows where several meet, step by step, and where the case ends."""
    if not person.findings:
        yield Paragraph(NO_CONDUCT)
        return
    yield from (Paragraph(labelled(line)) for line in standing_lines(person))
    steps = [tuple(_step(step)) for step in person.disposition.steps]
    if together := person.disposition.together:
        steps.append((bold("合并的幅度　"), f"{together.words}［{label_of(kb, together.cite)}］"))
    if steps:
        yield Paragraph(bold("罪数与竞合，逐步："))
        yield from (ListItem(words, f"{number}.") for number, words in enumerate(steps, 1))
    if person.ruled_out:
        yield Paragraph(labelled(ruled_out_line(person)))
    yield from noted(ending_lines(person, kb), LEVEL)


def _step(step: Step) -> Iterator[str | Run]:
    yield bold(f"{STEPS[step.kind]}　")
    if step.disputed:
        yield marked("〔须由人判断〕")
    yield step.text
    if step.ranges:
        compared = "；".join(f"{charge} {words}" for charge, words in step.ranges)
        heavier = f"，较重的是{step.heavier}" if step.heavier else "，轻重相同"
        yield f"（比较：{compared}{heavier}）"


def parts(person: PersonFindings, kb: KnowledgeBase) -> Iterator[Part]:
    """Each charge, then what is told apart and disputed."""
    for finding in person.shown:
        yield heading_of(finding), tuple(_finding(finding, kb))
        if ranged := tuple(noted(range_lines(finding, kb), LEVEL)):
            word = "量刑" if finding.verdict == "established" else "如成立，量刑"
            yield f"{finding.charge}：{word}", ranged
    yield from _titled(distinction_lines(person, kb))
    yield from _titled(dispute_lines(person))


def _titled(lines: Iterator[str]) -> Iterator[Part]:
    """Lines of which the first of each group, the least indented, is its title."""
    title, under = "", list[str]()
    for line in lines:
        if line.startswith("   "):
            under.append(line)
            continue
        if title:
            yield title, tuple(noted(under, LEVEL))
        title, under = line.strip().lstrip("⇄⚖ "), []
    if title:
        yield title, tuple(noted(under, LEVEL))


def _finding(finding: Finding, kb: KnowledgeBase) -> Iterator[Block]:
    if finding.verdict == "not_in_force":
        yield Paragraph(finding.law.why)
        return
    yield from (Paragraph(labelled(line)) for line in tier_lines(finding, kb))
    if finding.role:
        basis = f"［{labels(finding.role_because, kb)}］" if finding.role_because else ""
        yield Paragraph(labelled(f"地位作用：{finding.role}{basis}"))
    if finding.amounts:
        yield Paragraph(
            labelled(
                f"数额：{'；'.join(amount_words(amount.label, amount.number) for amount in finding.amounts)}"
            )
        )
    first, *others = law_lines(finding, kb)
    yield Paragraph(labelled(first))
    yield from (ListItem(said(line.strip())) for line in others)
    if rows := tuple(_element(element, kb) for element in _elements_shown(finding)):
        yield Table(("要件", "结论", "理由与依据"), rows, (2.2, 1.1, 6))
    yield from _shortfall(finding)
    for exception in finding.shown:
        yield ListItem(f"{exception.label}［{labels(exception.because, kb)}］", "◇")
    if finding.unverified:
        yield Paragraph(said(unverified_line(finding, kb)))
    yield from (ListItem(said(f"注：{note}")) for note in finding.notes)


def _elements_shown(finding: Finding) -> Iterator[ElementFinding]:
    """All elements; of a charge that does not stand those that fail."""
    for element in finding.elements:
        if finding.verdict != "not_established" or element.verdict == "not_met":
            yield element


def amount_words(label: str, number: Interval) -> str:
    """A sum that a charge looks at (元), in words."""
    return f"{label} {spoken(number, '元')}"


def _element(element: ElementFinding, kb: KnowledgeBase) -> tuple[Words, Words, Words]:
    verdict = f"{SIGNS[element.verdict]} {ELEMENT_VERDICTS[element.verdict]}"
    return element.label, verdict, tuple(_reasons(element, kb))


def _reasons(element: ElementFinding, kb: KnowledgeBase) -> Iterator[str | Run]:
    if element.verdict == "unknown":
        yield f"待查：{'；'.join(kb.facts[fact].label for fact in element.ask)}"
        yield from (f"\n{line.strip()}" for line in wanted_lines(element))
        return
    for number, reason in enumerate(element.reasons):
        yield "\n" if number else ""
        yield reason.text + (f"［{'、'.join(reason.labels)}］" if reason.labels else "")
        if reason.unverified:
            yield marked(UNVERIFIED)
        if reason.disputed:
            yield marked("（有争议，按未查处理）")
    yield from (f"\n{line.strip()}" for line in support_lines(element))


def _shortfall(finding: Finding) -> Iterator[Block]:
    """What the charge lacks: every set that proof could fill; of those that go against a finding, the first."""
    found = finding.shortfall
    if found is None:
        return
    yield from (ListItem(labelled(f"补证之前：{reason}"), "▷") for reason in found.blocked)
    shown = found.missing or found.contrary[:1]
    if shown:
        rows = tuple(row for number, lacks in enumerate(shown, 1) for row in _set(lacks, number))
        yield Heading("补证清单", LEVEL + 1)
        yield Table(("方案", "须查明的事实", "依据", "可取证"), rows, (1.9, 3.6, 2.5, 2.5))
    left = len(found.contrary) - (0 if found.missing else len(shown))
    if left:
        yield Paragraph(f"另有 {left} 组须推翻现有认定的方案，见 XLSX 的“补证”表。")


def _set(lacks: LackSet, number: int) -> Iterator[tuple[Words, ...]]:
    """A row for each fact of a set; the first names the set."""
    named: Words = bold(heading(lacks, number))
    for lack in lacks:
        basis = "、".join(lack.labels) or "所适用的规则"
        doubt = (marked(UNVERIFIED),) if lack.unverified else ()
        yield named, lack_words(lack), (basis, *doubt), _evidence(lack)
        named = ""


def _evidence(lack: Lack) -> str:
    """What usually proves a fact that is not known: the first few sorts, and how many there are."""
    proof = (lack.evidence or lack.wanted) if lack.state == "missing" else ()
    more = f" 等 {len(proof)} 种" if len(proof) > MOST_EVIDENCE else ""
    return "、".join(proof[:MOST_EVIDENCE]) + more


def share_blocks(persons: list[PersonFindings], kb: KnowledgeBase) -> Iterator[Block]:
    """For how much of what their gangs did some persons answer, side by side; then incident by incident, alike once."""
    sums = dict[tuple[str, ...], list[str]]()
    words, incidents = dict[str, None](), dict[Part, list[str]]()
    for person in persons:
        for share in person.shares:
            what = f"{share.group}·{share.label}"
            numbers = (share.whole, share.during, share.own, share.answered)
            row = (what, *(spoken(number, share.unit) for number in numbers))
            sums.setdefault(row, []).append(person.name)
            rest = "" if share.complete else "；所列以外是否还有，未查"
            words[f"{what}：{share.words}［{labels(share.cites, kb)}］{rest}"] = None
            if share.items:
                table = Table(INCIDENTS, _incidents(share), (2.2, 2, 1.5, 1.1, 3.2))
                incidents.setdefault((f"逐起：{what}", (table,)), []).append(person.name)
    if sums:
        yield Heading("应负责的数额", LEVEL)
        yield Table(SUMS, tuple(("、".join(names), *row) for row, names in sums.items()), SUM_WIDTHS)
        yield from (ListItem(said(line)) for line in words)
    for (title, blocks), names in incidents.items():
        whose = "" if len(names) == len(persons) else f"（{'、'.join(names)}）"
        yield Heading(f"{title}{whose}", LEVEL)
        yield from blocks


def _incidents(share: GangShare) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            item.label,
            item.days or "日期未填",
            spoken(item.amount, share.unit),
            COUNTED[item.counted],
            item.why,
        )
        for item in share.items
    )


def with_heading(part: Part) -> tuple[Block, ...]:
    """A part with its title above it."""
    title, blocks = part
    return (Heading(title, LEVEL), *blocks) if blocks else (Paragraph(labelled(title)),)
