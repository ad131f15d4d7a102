"""The report of a case as a document: everyone at a glance, each person, what to ask, the chain, the law in full."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from engine.assessment import Assessment, PersonFindings
from engine.case import Case
from engine.case_findings import ENDINGS
from engine.chain_findings import ChainLink
from engine.receipt import INFERENCES, receipt_line
from engine.report import DISCLAIMER, answers_in_words, heading_of
from engine.report_beside import evidence_lines, fraud_type_lines, jurisdiction_lines
from kb import KnowledgeBase
from kb.numerals import to_han
from paper import Block, Document, Heading, ListItem, PageBreak, Paragraph, Table, Words, bold

from ..law_text import Days, days_of
from .acts import act_blocks
from .cited import CitedLaw
from .noted import labelled, noted
from .person import Part, head_blocks, parts, share_blocks, with_heading

MOST_QUESTIONS = 20
MOST_NAMED = 3
FEWEST = 2
"""A part with fewer blocks is said again rather than referred to."""


class CaseReport:
    """The report of one case; what is said of several persons alike is said once, with all their names."""

    def __init__(self, assessment: Assessment, case: Case, kb: KnowledgeBase) -> None:
        self.assessment, self.case, self.kb = assessment, case, kb
        self.decided = datetime.date.fromisoformat(str(assessment.receipt["decision_date"]))
        self.law = CitedLaw(kb)
        self.number = 0
        self.document = Document(
            title=assessment.title or "（未命名案件）",
            subtitle=f"罪名研判报告　处理日期 {self.decided}",
            blocks=tuple(self._blocks()),
            foot=receipt_line(assessment.receipt),
            date=self.decided,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(bold(DISCLAIMER.replace("以上", "以下")))
        if len(self.assessment.persons) > 1:
            yield self._heading("一览")
            yield _glance(self.assessment.persons)
        yield self._heading("逐人研判")
        yield from self._persons()
        yield from self._asked()
        yield from self._of_case(fraud_type_lines)
        yield from self._chain()
        yield from self._of_case(evidence_lines)
        yield from self._of_case(jurisdiction_lines)
        yield PageBreak()
        yield self._heading("附：引用的条文")
        yield Paragraph(
            "各条为所适用的法律在当日的原文；行为时、处理时的文本不同而都引用的，都列出。标有［未核对］的没有与官方文本核对，引用前须核对原文。"
        )
        yield from self.law.blocks(2)
        yield self._heading("说明与回执")
        yield Paragraph(DISCLAIMER)
        yield Paragraph("案件内容、法律、规则、程序的指纹相同的，结论相同。")
        yield from (ListItem(f"{label}：{value}") for label, value in receipt_rows(self.assessment))

    def _heading(self, words: str) -> Heading:
        self.number += 1
        return Heading(f"{to_han(self.number)}、{words}", 1)

    def _persons(self) -> Iterator[Block]:
        said_once: dict[tuple[tuple[Block, ...], tuple[Part, ...]], list[PersonFindings]] = {}
        for person in self.assessment.persons:
            head, rest = tuple(head_blocks(person, self.kb)), tuple(parts(person, self.kb))
            self._note_law(person, head, rest)
            said_once.setdefault((head, rest), []).append(person)
        told: dict[Part, str] = {}
        for (head, rest), persons in said_once.items():
            names = [person.name for person in persons]
            yield Heading(f"{named(names)}{'（研判结果相同）' if len(names) > 1 else ''}", 2)
            if len(names) > MOST_NAMED:
                yield Paragraph(labelled(f"人员：{'、'.join(names)}"))
            yield from act_blocks(persons, self.case, self.kb)
            yield from head
            for part in rest:
                yield from self._part(part, persons[0].name, told)
            shares = tuple(share_blocks(persons, self.kb))
            self.law.read(shares, self._days(persons[0]))
            yield from shares

    @staticmethod
    def _part(part: Part, name: str, told: dict[Part, str]) -> Iterator[Block]:
        """A part of what is said of a person; what was said of a former one, word for word, is said by his name."""
        title, blocks = part
        if part in told and len(blocks) >= FEWEST:
            yield Paragraph((bold(title), f"　与{told[part]}相同，见前"))
            return
        told.setdefault(part, name)
        yield from with_heading(part)

    def _note_law(self, person: PersonFindings, head: tuple[Block, ...], rest: tuple[Part, ...]) -> None:
        """Which law the words on a person speak of: that applied to each charge; else that of his last act."""
        days = self._days(person)
        applied = {heading_of(finding): finding.law for finding in person.shown}
        applied |= {f"{finding.charge}：": finding.law for finding in person.shown}
        self.law.read(head, days)
        for title, blocks in rest:
            law = applied.get(title) or applied.get(title.partition("：")[0] + "：")
            of_law = (
                (law.statute_day, self.decided, law.interpretation_day)
                if law and law.statute_day and law.interpretation_day
                else days
            )
            self.law.read((Paragraph(title), *blocks), of_law)

    def _days(self, person: PersonFindings) -> Days:
        return days_of((act for act in self.case.conduct if person.id in act.who), self.decided)

    def _asked(self) -> Iterator[Block]:
        yield self._heading("接下来先查")
        questions = self.assessment.questions
        if not questions:
            yield Paragraph("各罪名的要件与档次没有要再查的事实：再答什么，都不会改变。")
            return
        names = {person.id: person.name for person in self.assessment.persons}
        rows = tuple(
            (
                str(number),
                named([names[person] for person in question.persons]),
                question.ask,
                "、".join(question.settles),
            )
            for number, question in enumerate(questions[:MOST_QUESTIONS], 1)
        )
        yield Table(("序", "人员", "问题", "答案可使其有定论"), rows, (0.7, 2, 5, 2.3))
        if len(questions) > MOST_QUESTIONS:
            yield Paragraph(f"另有 {len(questions) - MOST_QUESTIONS} 问，见 XLSX 的“追问”表。")

    def _of_case(self, lines: Callable[[Assessment, KnowledgeBase], Iterator[str]]) -> Iterator[Block]:
        """What the terminal's report says of the case as a whole, under a heading of its own."""
        found = tuple(noted(lines(self.assessment, self.kb), 1))
        self.law.read(found, (self.decided,))
        yield from (self._heading(block.words) if isinstance(block, Heading) else block for block in found)

    def _chain(self) -> Iterator[Block]:
        chain = self.assessment.chain
        seen = [link for link in chain.links if link.seen]
        if not seen:
            return
        yield self._heading("链条与线索")
        yield Table(("环节", "到案", "负责的人"), tuple(_link(link) for link in seen), (2.4, 1.4, 6))
        for lead in chain.leads:
            if lead.kind != "not_asked":
                asked = f"；可追问：{'、'.join(lead.ask)}" if lead.ask else ""
                yield ListItem(
                    (bold(f"线索　{lead.label}"), f"：{lead.why}{asked}；可查：{'；'.join(lead.gather)}")
                )
        unasked = [lead.label for lead in chain.leads if lead.kind == "not_asked"]
        if unasked:
            yield ListItem(f"是否有此环节尚未查：{'、'.join(unasked)}")


def _glance(persons: tuple[PersonFindings, ...]) -> Table:
    """Everyone in a table, those of whom it says the same in one row."""
    rows: dict[tuple[Words, ...], list[str]] = {}
    for person in persons:
        rows.setdefault(glance_of(person), []).append(person.name)
    listed = tuple(("、".join(names), *row) for row, names in rows.items())
    return Table(("人员", "涉嫌（地位作用）", "档次与法定刑", "待查与归结"), listed, (2, 2.6, 3.2, 2.6))


def glance_of(person: PersonFindings) -> tuple[str, str, str]:
    """A person in three cells: the charges that stand, tier and range of each, what is open and where the case ends."""
    standing = [finding for finding in person.findings if finding.charge in person.disposition.charges]
    charges = [f"{finding.charge}{f'（{finding.role}）' if finding.role else ''}" for finding in standing]
    ranges = [f"{finding.tier.label}，{finding.tier.penalty.text}" for finding in standing if finding.tier]
    if len(charges) > 1:
        charges.append("数罪并罚" if person.disposition.cumulative else "同一行为，择一重处断")
    bare = [finding.charge for finding in person.bare]
    pending = [charge for charge in person.disposition.pending if charge not in bare]
    open_ = [f"待查：{'、'.join(pending)}"] if pending else []
    end = [ENDINGS[person.ending]] if person.findings else ["没有登记行为"]
    return "\n".join(charges) or "——", "\n".join(ranges) or "——", "\n".join([*open_, *end])


def named(names: list[str]) -> str:
    """The first few names, and how many there are."""
    more = f" 等 {len(names)} 人" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more


def _link(link: ChainLink) -> tuple[Words, Words, Words]:
    return (
        link.label,
        "有人到案" if link.charged else bold("未有人到案"),
        "；\n".join(answers_in_words(link)) or "——",
    )


RECEIPT = {
    "input": "案件",
    "law": "法律",
    "rules": "规则",
    "engine": "程序",
    "version": "版本",
    "inference": "推理",
    "decision_date": "处理日期",
}


def receipt_rows(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """The receipt, name and value."""
    for name, label in RECEIPT.items():
        value = str(assessment.receipt[name])
        yield label, INFERENCES[value] if name == "inference" else value
