"""Why a charge stands or fails, in one sentence with its provisions: the words behind keys and distractors."""

from __future__ import annotations

import re

from engine.element_findings import ElementFinding, ExceptionFinding, Reason
from engine.explain import doubtful, label_of
from engine.findings import Finding
from kb import KnowledgeBase

from .claim import Claim, Solved
from .sentences import Sentences

NOTHING = re.compile(r" 0\D|^没有(?:登记)?此类行为|未查")
"""A reason that says no more than that there is nothing of something: told last."""
DENIED = re.compile(r"^查否：(.+)$")
MOST_REASONS = 3
"""More reasons than this for one element are not told one by one."""
Why = tuple[str, tuple[str, ...]]
"""A sentence, and the provisions that it cites."""


class Reasons:
    """Words of findings for the solutions of items."""

    def __init__(self, kb: KnowledgeBase, sentences: Sentences) -> None:
        self.kb, self.sentences = kb, sentences
        self._named = {fact.label: name for name, fact in kb.facts.items() if fact.type == "boolean"}

    def of(self, claim: Claim, solved: Solved, about: str) -> Why:
        """Why a claim holds or does not; `about`: the charge that the question is about."""
        name = claim.charge or about
        finding = solved.finding(claim.person, name)
        if claim.says == "innocent":
            verdicts = solved.verdicts(claim.person)
            standing = next((c for c, verdict in verdicts.items() if verdict == "established"), None)
            proved = solved.finding(claim.person, standing) if standing else None
            return self.stands(proved) if proved else self.fails(finding, name)
        if finding is None or finding.verdict == "not_in_force":
            return self.fails(finding, name)
        if claim.says == "law":
            cites = finding.law.cites or (finding.article,)
            return f"{finding.law.why}（{self._labels(cites)}）。", cites
        if claim.says in ("lacks", "excused"):
            return self._part(claim, finding)
        if finding.verdict != "established":
            return self.fails(finding, name)
        return self.tier(finding) if claim.says == "tier" else self.stands(finding)

    def stands(self, finding: Finding) -> Why:
        """Why a charge is made out: every element with what shows it, nothing said twice."""
        told: dict[str, dict[str, None]] = {}
        for element in finding.elements:
            for line in element.reasons[:MOST_REASONS]:
                told.setdefault(self._said(line), {}).update(dict.fromkeys(line.cites[:2]))
        said = (f"{text}（{self._labels(tuple(cites))}）" if cites else text for text, cites in told.items())
        every = dict.fromkeys(cite for cites in told.values() for cite in cites)
        return f"{finding.charge}的要件齐备：{'；'.join(said)}。", tuple(every)

    def _part(self, claim: Claim, finding: Finding) -> Why:
        """Why one element, or one exception, is or is not what the charge fails for."""
        element = next((e for e in finding.elements if e.id == claim.part), None)
        if element is None:
            return self._of_excuse(claim, finding)
        words, cites = self._element(element)
        cites = cites or (finding.article,)
        if element.verdict == "met":
            return f"“{element.label}”要件具备：{words}。", cites
        return f"欠缺“{element.label}”要件：{words}。", cites

    def _of_excuse(self, claim: Claim, finding: Finding) -> Why:
        excuse = next((e for e in finding.exceptions if e.id == claim.part), None)
        if excuse is None or excuse.verdict != "met":
            return f"没有这一事由的事实（{self._label(finding.article)}）。", (finding.article,)
        cites = (excuse.because or (finding.article,))[:2]
        return f"{excuse.label}（{self._labels(cites)}）。", cites

    def fails(self, finding: Finding | None, charge: str) -> Why:
        """Why a charge is not made out: the element that fails with the fewest reasons, or the ground that takes it away."""
        if finding is None:
            rule = self.kb.charges[charge]
            return f"其行为不属于{rule.label}的行为方式（{self._label(rule.article)}）。", (rule.article,)
        if finding.verdict == "not_in_force":
            return f"行为时刑法没有{finding.charge}的规定（{self._label(finding.article)}）。", (
                finding.article,
            )
        failing = failing_element(finding)
        if failing is None:
            return self._excused(finding)
        words, cites = self._element(failing)
        cites = cites or (finding.article,)
        return f"不构成{finding.charge}：欠缺“{failing.label}”要件——{words}。", cites

    def tier(self, finding: Finding) -> Why:
        """Why a tier is reached."""
        tier = finding.tier
        if tier is None:
            return self.fails(finding, finding.charge_id)
        lines = tier.reasons[:MOST_REASONS]
        said = "；".join(self._reason(line) for line in lines) or f"依{self._label(tier.cite)}"
        cites = tuple(dict.fromkeys([*(cite for line in lines for cite in line.cites), tier.cite]))
        return f"{said}，属于“{tier.label}”，{tier.penalty.text}（{self._label(tier.cite)}）。", cites

    def _excused(self, finding: Finding) -> Why:
        excuse = _excuse_of(finding)
        if excuse is None:
            return f"不构成{finding.charge}（{self._label(finding.article)}）。", (finding.article,)
        cites = excuse.because or (finding.article,)
        return f"不构成{finding.charge}：{excuse.label}（{self._labels(cites[:2])}）。", cites[:2]

    def _element(self, element: ElementFinding) -> Why:
        lines = sorted(element.reasons, key=_telling)[:MOST_REASONS]
        said = "，".join(self._reason(line) for line in lines)
        if len(element.reasons) > len(lines):
            said += "等"
        return said, tuple(dict.fromkeys(cite for line in lines for cite in line.cites[:2]))

    def _reason(self, line: Reason) -> str:
        text = self._said(line)
        return f"{text}（{self._labels(line.cites[:2])}）" if line.cites else text

    def _said(self, line: Reason) -> str:
        """A reason in words: what is denied, as a stem denies it."""
        denied = DENIED.match(line.text)
        if denied is None:
            return line.text
        name = self._named.get(denied[1])
        return self.sentences.say(name, value=False) if name else f"没有认定“{denied[1]}”"

    def _labels(self, cites: tuple[str, ...]) -> str:
        return "，".join(map(self._label, cites))

    def _label(self, cite: str) -> str:
        return label_of(self.kb, cite) + ("［未核对］" if doubtful(self.kb, cite) else "")


def _telling(line: Reason) -> int:
    """What tells most first: a number that falls short, then what is denied, then that there is nothing of something."""
    if NOTHING.search(line.text):
        return 2
    return 1 if DENIED.match(line.text) else 0


def failing_element(finding: Finding) -> ElementFinding | None:
    """The element that fails a charge with the fewest reasons."""
    failing = [element for element in finding.elements if element.verdict == "not_met"]
    return min(failing, key=lambda element: len(element.reasons), default=None)


def _excuse_of(finding: Finding) -> ExceptionFinding | None:
    """The ground that takes a charge away, where one does."""
    return next((e for e in finding.shown if e.effect == "not_a_crime"), None)
