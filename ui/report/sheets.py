"""The findings of a case as sheets: one row a person, a charge, an element, an incident, a step, a lack, a provision."""

from __future__ import annotations

from collections.abc import Iterator

from engine.assessment import Assessment, PersonFindings
from engine.case_findings import ENDINGS
from engine.disposition import STEPS
from engine.element_findings import ELEMENT_VERDICTS
from engine.explain import label_of
from engine.findings import VERDICTS, AmountItem
from engine.report import DISCLAIMER
from engine.report_beside import labels
from engine.report_shortfall import heading
from engine.values import spoken
from kb import KnowledgeBase
from paper import Sheet, Value

from .cited import CitedText
from .document import CaseReport, glance_of, receipt_rows
from .person import COUNTED, amount_words

Row = tuple[Value, ...]


def case_sheets(report: CaseReport) -> tuple[Sheet, ...]:
    """What was found, to be sorted and filtered."""
    rows = _Rows(report.assessment, report.kb)
    return (
        Sheet("人员", ("姓名", "涉嫌（地位作用）", "档次与法定刑", "待查与归结"), tuple(rows.persons())),
        Sheet("罪名", CHARGES, tuple(rows.charges())),
        Sheet("要件", ("姓名", "罪名", "要件", "结论", "理由", "依据", "待查"), tuple(rows.elements())),
        Sheet("逐起", ("姓名", "来源", "每起", "日期", "数额", "计入与否", "理由"), tuple(rows.incidents())),
        Sheet("竞合", ("姓名", "步骤", "罪名", "说明", "依据", "须由人判断"), tuple(rows.steps())),
        Sheet("补证", LACKS, tuple(rows.lacks())),
        Sheet("追问", ("序", "人员", "问题", "事实", "写在", "答案可使其有定论"), tuple(rows.questions())),
        Sheet(
            "引用条文",
            ("条文", "文件", "效力", "施行", "原文", "未核对", "注"),
            tuple(rows.law(report.law.texts())),
        ),
        Sheet("说明", ("项目", "内容"), (*receipt_rows(report.assessment), ("说明", DISCLAIMER))),
    )


CHARGES = (
    "姓名",
    "罪名",
    "条文",
    "结论",
    "地位作用",
    "形态",
    "档次",
    "法定刑",
    "可能更高",
    "数额",
    "适用的法律",
    "为什么",
    "未核对的依据",
    "注",
)
LACKS = ("姓名", "罪名", "方案", "事实", "应为", "现知", "要件", "依据", "未核对", "可取证", "写在")


class _Rows:
    def __init__(self, assessment: Assessment, kb: KnowledgeBase) -> None:
        self.assessment, self.kb = assessment, kb
        self.people: tuple[PersonFindings, ...] = assessment.persons

    def persons(self) -> Iterator[Row]:
        yield from ((person.name, *glance_of(person)) for person in self.people)

    def charges(self) -> Iterator[Row]:
        for person in self.people:
            for finding in person.findings:
                tier = finding.tier
                yield (
                    person.name,
                    finding.charge,
                    finding.article_label,
                    VERDICTS[finding.verdict],
                    finding.role,
                    finding.form,
                    tier.label if tier else None,
                    tier.penalty.text if tier else None,
                    "、".join(tier.open_above) if tier else None,
                    "；".join(amount_words(amount.label, amount.number) for amount in finding.amounts),
                    finding.law.version,
                    finding.law.why,
                    labels(finding.unverified, self.kb),
                    "\n".join(finding.notes),
                )

    def elements(self) -> Iterator[Row]:
        for person in self.people:
            for finding in person.findings:
                for element in finding.elements:
                    yield (
                        person.name,
                        finding.charge,
                        element.label,
                        ELEMENT_VERDICTS[element.verdict],
                        "\n".join(reason.text for reason in element.reasons),
                        labels(element.because, self.kb),
                        "；".join(self.kb.facts[fact].label for fact in element.ask),
                    )

    def incidents(self) -> Iterator[Row]:
        """Each incident in a person's share; where none are entered, what each act adds to his sums."""
        for person in self.people:
            for share in person.shares:
                for item in share.items:
                    amount = spoken(item.amount, share.unit)
                    yield (
                        person.name,
                        share.group,
                        item.label,
                        item.days,
                        amount,
                        COUNTED[item.counted],
                        item.why,
                    )
            if not person.shares:
                yield from self._sums(person)

    @staticmethod
    def _sums(person: PersonFindings) -> Iterator[Row]:
        for finding in person.findings:
            for amount in finding.amounts:
                for item in amount.items:
                    said = amount_words(amount.label, item.number)
                    yield (person.name, finding.charge, item.holder, None, said, None, _note(item))

    def steps(self) -> Iterator[Row]:
        for person in self.people:
            for step in person.disposition.steps:
                charges = "、".join(step.charges)
                yield (
                    person.name,
                    STEPS[step.kind],
                    charges,
                    step.text,
                    labels(step.cite, self.kb),
                    step.disputed,
                )
            if together := person.disposition.together:
                basis = label_of(self.kb, together.cite)
                yield (
                    person.name,
                    "合并的幅度",
                    "、".join(person.disposition.charges),
                    together.words,
                    basis,
                    False,
                )
            if person.findings:
                yield (person.name, "归结", None, ENDINGS[person.ending], None, None)

    def lacks(self) -> Iterator[Row]:
        for person in self.people:
            for finding in person.findings:
                found = finding.shortfall
                for sets in (found.missing, found.contrary) if found else ():
                    for number, lacks in enumerate(sets, 1):
                        for lack in lacks:
                            yield (
                                person.name,
                                finding.charge,
                                heading(lacks, number),
                                lack.label,
                                lack.needed,
                                lack.known,
                                lack.part_label,
                                "、".join(lack.labels),
                                lack.unverified,
                                "、".join(lack.evidence or lack.wanted),
                                "、".join(lack.targets),
                            )

    def questions(self) -> Iterator[Row]:
        names = {person.id: person.name for person in self.people}
        for number, question in enumerate(self.assessment.questions, 1):
            whose = "、".join(names[person] for person in question.persons)
            settles = "、".join(question.settles)
            yield (number, whose, question.ask, self.kb.facts[question.fact].label, question.target, settles)

    def law(self, cited: list[CitedText]) -> Iterator[Row]:
        for text in cited:
            document = self.kb.statutes.document(text.citation)
            provision = text.provision
            spell = self.kb.statutes.spell(provision).days
            days = f"{spell.start or '——'} 至 {spell.end or '今'}"
            note = "；".join(filter(None, (text.remark, provision.note)))
            yield (
                provision.label,
                document.title,
                document.rank,
                days,
                provision.text,
                provision.unverified,
                note,
            )


def _note(item: AmountItem) -> str:
    return "；".join(filter(None, (item.evidence, item.note)))
