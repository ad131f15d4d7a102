"""What to ask next: of all unknown facts, those whose answers settle most."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from kb import Fact
from kb.rules import Offence

from .facts import Projection
from .findings import LIMITATION, Finding, PersonFindings, Question
from .judge import Decided, Judge, redecided
from .values import Interval, Value

if TYPE_CHECKING:
    from .assess import CaseAssessor

MANY = Interval.exactly(Decimal(10) ** 9)
Key = tuple[bool, int, int, int, int, int]


def questions_for(assessor: CaseAssessor, persons: tuple[PersonFindings, ...]) -> tuple[Question, ...]:
    """The open questions of a case, each once: those that settle most first, judgments after facts.

    What is asked only for charges that no stated fact speaks for comes last.
    """
    ranked = [
        (key, order, question)
        for order, found in enumerate(persons)
        for key, question in _of_person(assessor, found)
    ]
    asked: dict[tuple[str, str], Question] = {}
    for _, _, question in sorted(ranked, key=lambda entry: entry[:2]):
        asked.setdefault((question.target, question.fact), question)
    return tuple(asked.values())


def _of_person(assessor: CaseAssessor, found: PersonFindings) -> list[tuple[Key, Question]]:
    person = assessor.case.person_of[found.id]
    charges = {
        charge.id: (charge, facts, assessor.quick.decided(charge, facts))
        for charge, facts, _ in assessor.projections(person)
    }
    entries = []
    usual = _usual(assessor, found.id)
    before = {name: assessor.quick.openness(*entry)[1] for name, entry in charges.items()}
    for order, (name, concerned) in enumerate(_asked(found).items()):
        fact = assessor.kb.facts[name]
        settles, narrows = [], 0
        for finding in concerned:
            if finding.verdict == "undetermined":
                charge, facts, known = charges[finding.charge_id]
                answers = list(_answers(facts, name, fact))
                settled, unknown = _effect(assessor.quick, charge, answers, known, name)
                narrows += before[finding.charge_id] - unknown
                settles += [finding.charge] if settled else []
        target = "case" if fact.scope == ("case",) else found.id
        question = Question(
            found.id, name, fact.question, tuple(settles), tuple(f.charge for f in concerned), target
        )
        bare = not any(finding.supported for finding in concerned)
        key = (
            bare,
            usual.get(name, len(usual)),
            -len(settles),
            int(fact.type == "appraisal"),
            -narrows,
            order,
        )
        entries.append((key, question))
    return sorted(entries, key=lambda entry: entry[0])


def _usual(assessor: CaseAssessor, person: str) -> dict[str, int]:
    """The facts that usually decide: those of the types of fraud the case names, then of a person's kinds of conduct."""
    kinds = {act.kind for act in assessor.case.conduct if person in act.who}
    types = [assessor.kb.vocabulary.fraud_types[name].ask_first for name in assessor.case.fraud_types]
    first = [*types, *(assessor.kb.conduct_kinds[kind].ask_first for kind in sorted(kinds))]
    return {name: place for names in reversed(first) for place, name in enumerate(names)}


def _asked(found: PersonFindings) -> dict[str, list[Finding]]:
    """Every unknown fact with the findings it concerns: open findings first, then open tiers."""
    asked: dict[str, list[Finding]] = {}
    for finding in found.findings:
        if finding.verdict == "undetermined":
            for element in finding.elements:
                for fact in element.ask:
                    _note(asked, fact, finding)
    for finding in found.findings:
        if finding.late and finding.verdict == "established":
            _note(asked, LIMITATION, finding)
        for fact in finding.tier.ask if finding.tier and finding.verdict == "established" else ():
            _note(asked, fact, finding)
    return asked


def _note(asked: dict[str, list[Finding]], fact: str, finding: Finding) -> None:
    concerned = asked.setdefault(fact, [])
    if finding not in concerned:
        concerned.append(finding)


def _effect(
    judge: Judge, charge: Offence, answers: list[Projection], known: Decided, name: str
) -> tuple[bool, int]:
    """Whether some answer ends the doubt about the charge, and how many elements the best answer leaves open."""
    after = [judge.openness(charge, answered, redecided(known, name, answered)) for answered in answers]
    return any(verdict != "undetermined" for verdict, _ in after), min(unknown for _, unknown in after)


def _answers(facts: Projection, name: str, fact: Fact) -> Iterator[Projection]:
    values: tuple[Value, ...] = (True, False)
    if fact.numeric:
        known = facts.number(name)
        values = (Interval.exactly(known.low), MANY if known.high is None else Interval.exactly(known.high))
    for value in values:
        yield facts.answered(name, value)
