"""Charges side by side as HTML: element by element with the rules, and with what a case says of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from engine.element_findings import ElementFinding
from engine.findings import Finding
from engine.plan import LawState, Plan, PlannedPart
from engine.planner import planner_of
from kb import Distinction, KnowledgeBase
from kb.rules import Charge

from .finding_html import citing, element_html, verdict_badge
from .law_text import Cite, Days, citations_html
from .look import card, folded, folded_card, remark
from .rule_html import rule_html

ACT = "行为"
ASPECTS: dict[str, frozenset[str]] = {
    "主体": frozenset({"subject", "age", "member", "official", "organizer"}),
    ACT: frozenset(),
    "对象、上游": frozenset(
        {"object", "target", "party", "upstream", "upstream_kind", "assisted_crime", "documents", "methods"}
    ),
    "主观": frozenset({"knowledge", "intent", "purpose"}),
    "数额、情节、后果": frozenset(
        {
            "gravity",
            "quantity",
            "scale",
            "loss",
            "damage",
            "danger",
            "extent",
            "result",
            "outcome",
            "causation",
        }
    ),
}
"""The rows of the table: under which head an element is shown; what is not listed is part of the conduct."""


@dataclass(frozen=True)
class Column:
    """One charge of the comparison: how it reads on the day, and the finding of a case on it, if there is one."""

    charge: Charge
    plan: Plan | None
    finding: Finding | None
    cite: Cite

    def elements(self, aspect: str) -> list[PlannedPart]:
        """Its elements under one head."""
        whole = self.plan.elements if self.plan else ()
        return [element for element in whole if aspect_of(element.id) == aspect]

    def found(self, element: str) -> ElementFinding | None:
        """What the case says of an element."""
        if self.finding is None:
            return None
        return next((each for each in self.finding.elements if each.id == element), None)


def aspect_of(element: str) -> str:
    """Under which head an element is shown."""
    return next((aspect for aspect, ids in ASPECTS.items() if element in ids), ACT)


def columns_of(
    charges: Sequence[str], findings: dict[str, Finding], kb: KnowledgeBase, days: Days
) -> list[Column]:
    """A column for each charge, read as on the day whose law its finding applied, else on the last of the days."""
    return [_column(kb.charges[name], findings.get(name), kb, days) for name in charges]


def _column(charge: Charge, finding: Finding | None, kb: KnowledgeBase, days: Days) -> Column:
    law = finding.law if finding else None
    statute = law.statute_day if law and law.statute_day else days[-1]
    read = law.interpretation_day if law and law.interpretation_day else days[-1]
    covered = charge.in_force is None or charge.in_force.covers(statute)
    plan = planner_of(kb).plan(charge, LawState(statute, read)) if covered else None
    cite: Cite = citing(finding, kb, days) if finding else _cites_on(statute, days, kb)
    return Column(charge, plan, finding, cite)


def _cites_on(day: datetime.date, days: Days, kb: KnowledgeBase) -> Cite:
    return lambda citations: citations_html(kb, citations, (day, days[-1]))


def compare_html(columns: Sequence[Column], kb: KnowledgeBase) -> str:
    """The table: a column for each charge, a row for each head."""
    heads = "".join(f'<th scope="col">{_head(column)}</th>' for column in columns)
    lines = [_row(aspect, [_elements(column, aspect, kb) for column in columns]) for aspect in ASPECTS]
    lines.append(_row("法定刑", [_tiers(column) for column in columns]))
    lines.append(_row("出罪、从宽", [_exceptions(column, kb) for column in columns]))
    return card(
        f'<table class="zl-table zl-compare"><tr><th scope="col">比什么</th>{heads}</tr>{"".join(lines)}</table>'
    )


def _row(head: str, cells: Sequence[str]) -> str:
    if not any(cells):
        return ""
    shown = "".join(f"<td>{cell or '<span class=zl-small>没有单列的要件</span>'}</td>" for cell in cells)
    return f'<tr><th scope="row">{head}</th>{shown}</tr>'


def _head(column: Column) -> str:
    verdict = verdict_badge(column.finding.verdict) if column.finding else ""
    article = f"<div>{column.cite([column.charge.article])}</div>"
    return f"{verdict}<b>{escape(column.charge.label)}</b>{article}"


def _elements(column: Column, aspect: str, kb: KnowledgeBase) -> str:
    if column.plan is None:
        return '<span class="zl-small">当日尚无此罪</span>' if aspect == ACT else ""
    return "".join(_element(column, element, kb) for element in column.elements(aspect))


def _element(column: Column, element: PlannedPart, kb: KnowledgeBase) -> str:
    """One element: what the case says of it, and the rule; without a case the rule alone."""
    rule = rule_html(element.node, kb, column.cite)
    found = column.found(element.id)
    if found is None:
        return folded(element.label, rule)
    return element_html(found, column.cite, kb) + folded("规则怎样写", rule)


def _tiers(column: Column) -> str:
    if column.plan is None:
        return ""
    reached = column.finding.tier if column.finding else None
    lines = []
    for tier in column.plan.tiers:
        here = " <b>← 本案</b>" if reached and reached.id == tier.id else ""
        lines.append(f"<div><b>{escape(tier.label)}</b>：{escape(tier.penalty_text)}{here}</div>")
    cites = dict.fromkeys(tier.penalty_cite for tier in column.plan.tiers)
    return "".join(lines) + column.cite(tuple(cites))


def _exceptions(column: Column, kb: KnowledgeBase) -> str:
    """The exceptions of the charge itself; those of the general part are the same for all."""
    own = {exception.id for exception in column.charge.exceptions}
    whole = column.plan.exceptions if column.plan else ()
    return "".join(
        folded(exception.label, rule_html(exception.node, kb, column.cite))
        for exception in whole
        if exception.id in own
    )


def rules_of_distinction_html(
    rule: Distinction, kb: KnowledgeBase, days: Days, *, opened: bool = False
) -> str:
    """A distinction without a case: its question, and to which charges each test points."""
    tests = [
        f"{escape(test.label)}{_points('是', test.met, kb)}{_points('否', test.not_met, kb)}"
        f"{citations_html(kb, [cite.at for cite in test.cite], days)}"
        for test in rule.tests
    ]
    listed = "".join(f"<li>{test}</li>" for test in tests)
    body = f"<p>{escape(rule.question)}</p><ol>{listed}</ol>{remark(rule.note)}"
    return folded_card(f"<b>⇄ 区分：{escape(rule.label)}</b>", body, opened=opened)


def _points(answer: str, charges: Sequence[str], kb: KnowledgeBase) -> str:
    if not charges:
        return ""
    names = "、".join(kb.charges[name].label for name in charges)
    return f"　<b>{answer}</b> → {escape(names)}"
