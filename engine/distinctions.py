"""Charges that one person's conduct opens and that are easily taken for each other, told apart test by test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb import Distinction
from kb.case_rules import Test
from kb.rules import Offence

from .case import Person
from .dispute_findings import DistinctionFinding, TestFinding, Turn
from .explain import doubtful
from .facts import Projection
from .findings import Finding
from .later import Later
from .outcome_finder import redecided
from .points import Point, PointDecider

if TYPE_CHECKING:
    from .assess import CaseAssessor

FEWEST = 2


class Distinguisher:
    """Tells the charges of one case apart."""

    def __init__(self, assessor: CaseAssessor, decider: PointDecider) -> None:
        self.assessor, self.decider, self.kb = assessor, decider, assessor.kb

    def found(self, person: Person, findings: tuple[Finding, ...]) -> tuple[DistinctionFinding, ...]:
        """Every distinction that the person's acts are about, or of which they open two charges or more."""
        opened = {finding.charge_id: finding for finding in findings if finding.verdict != "not_in_force"}
        looked_at = (self.of(rule, person, opened) for rule in self.kb.distinctions)
        return tuple(found for found in looked_at if found is not None)

    def of(self, rule: Distinction, person: Person, opened: dict[str, Finding]) -> DistinctionFinding | None:
        """One distinction on one person; None where no act is of its kinds, or too few of its charges are opened."""
        held = [opened[name] for name in rule.charges if name in opened]
        kinds = {kind for finding in held for kind in self.kb.charges[finding.charge_id].opened_by}
        acts = self.assessor.projector.conduct_of(person, rule.of or kinds)
        if len(held) < (1 if rule.of else FEWEST) or not acts:
            return None
        names = self.decider.asked(rule)
        decided = self.decider.decide(rule, self.assessor.projector.project(person, acts, names=names))
        done = frozenset(act.kind for act in acts)
        tests = [
            self._test(test, decided[f"test.{test.id}"])
            for test in rule.tests
            if f"test.{test.id}" in decided and self._concerns(test, rule, done)
        ]
        return DistinctionFinding(
            rule.id,
            rule.label,
            rule.question,
            tuple((finding.charge, finding.verdict) for finding in held),
            tuple(tests),
            Later(lambda: self._turns(person, held, names)),
            rule.note,
        )

    def _concerns(self, test: Test, rule: Distinction, done: frozenset[str]) -> bool:
        """Whether acts of these kinds can have one of the facts that a test asks; one that asks none concerns all."""
        facts = [self.kb.facts[name] for name in self.decider.asked_by_test(rule, test)]
        return not facts or any(not fact.about or done & set(fact.about) for fact in facts)

    def _test(self, test: Test, point: Point) -> TestFinding:
        pointed: tuple[str, ...] = ()
        if point.truth is not None:
            pointed = test.met if point.truth else test.not_met
        day = self.assessor.projector.decision_day
        return TestFinding(
            test.id,
            test.label,
            point.truth,
            tuple(self.kb.charges[name].name_on(day) for name in pointed),
            point.because,
            point.reasons,
            point.ask,
            any(doubtful(self.kb, cite) for cite in point.because),
        )

    def _turns(self, person: Person, held: list[Finding], names: frozenset[str]) -> Iterator[Turn]:
        """Every fact of the tests that alone, answered otherwise, turns the verdict on one of the charges."""
        done = {act.kind for act in self.assessor.case.conduct if person.id in act.who}
        asked = [
            name
            for name, fact in self.kb.facts.items()
            if name in names and not fact.numeric and (not fact.about or done & set(fact.about))
        ]
        concerned = {finding.charge_id for finding in held}
        for charge, facts, alive in self.assessor.projections(person):
            if alive and charge.id in concerned:
                yield from self._turns_of(charge, facts, asked)

    def _turns_of(self, charge: Offence, facts: Projection, asked: list[str]) -> Iterator[Turn]:
        judge = self.assessor.quick
        known = judge.decided(charge, facts)
        before = judge.openness(charge, facts, known)[0]
        for name in asked:
            fact = self.kb.facts[name]
            if fact.type == "choice" or not any(plan.resting_on(name) for plan, _ in known):
                continue
            for value in (True, False):
                if facts.value(name) is value:
                    continue
                answered = facts.answered(name, value)
                after = judge.openness(charge, answered, redecided(known, name, answered))[0]
                if after != before:
                    yield Turn(charge.name_on(facts.decision_day), name, fact.label, value, before, after)
