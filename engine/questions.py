"""What to ask next: of all unknown facts, those whose answers settle most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kb import Charge, Fact

from .facts import Projection
from .findings import Finding, PersonFindings, Question
from .values import Interval, Value

if TYPE_CHECKING:
    from .assess import CaseAssessor

MANY = Interval.exactly(Decimal(10) ** 9)
NONE = Interval.exactly(0)
PER_PERSON = 8


def questions_for(assessor: CaseAssessor, persons: tuple[PersonFindings, ...]) -> tuple[Question, ...]:
    """The open questions of a case, those that settle most first; judgments after facts."""
    ranked = []
    for order, found in enumerate(persons):
        ranked += [(key, order, question) for key, question in _of_person(assessor, found)]
    return tuple(question for _, _, question in sorted(ranked, key=lambda entry: (entry[0], entry[1], entry[2].fact)))


def _of_person(assessor: CaseAssessor, found: PersonFindings) -> list[tuple[tuple[int, int, int], Question]]:
    person = assessor.case.person_of[found.id]
    open_findings = [finding for finding in found.findings if finding.verdict == "undetermined"]
    tiers_open = [f for f in found.findings if f.verdict == "established" and f.tier and f.tier.ask]
    charges = {charge.id: (charge, facts) for charge, facts, _ in assessor.projections(person)}
    asked: dict[str, list[Finding]] = {}
    for finding in [*open_findings, *tiers_open]:
        for fact in finding.ask:
            asked.setdefault(fact, []).append(finding)
    entries = []
    for name, concerned in asked.items():
        fact = assessor.kb.facts[name]
        settles = tuple(f.charge for f in concerned if f in open_findings and _settles(assessor, *charges[f.charge_id], name, fact))
        question = Question(found.id, name, fact.question, settles, tuple(f.charge for f in concerned))
        entries.append(((-len(settles), int(fact.type == "appraisal"), -len(concerned)), question))
    return sorted(entries, key=lambda entry: entry[0])[:PER_PERSON]


def _settles(assessor: CaseAssessor, charge: Charge, facts: Projection, name: str, fact: Fact) -> bool:
    """Whether some answer to the question ends the doubt about the charge."""
    return any(assessor.quick.verdict(charge, answered) != "undetermined" for answered in _answers(facts, name, fact))


def _answers(facts: Projection, name: str, fact: Fact) -> Iterator[Projection]:
    values: tuple[Value, ...] = (NONE, MANY) if fact.numeric else (True, False)
    for value in values:
        yield replace(facts, values={**facts.values, name: value})


