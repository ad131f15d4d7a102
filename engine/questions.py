"""What to ask next: of all open facts of a case, the one whose answer brings most charges nearest to being settled.

For each open charge a tree (`question_doubts`) says how many questions are expected until it is settled. A question is
worth what its answers, on the average, take off that number over all persons and charges of the case: a fact whose no
ends a charge, a fact that many share, a fact of the gang asked once for all come first by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from kb import Fact, KnowledgeBase

from .assessment import PersonFindings, Question
from .case import Case
from .conditions import test
from .facts import Projection
from .judge import Judge
from .question_doubts import Doubt, Doubts
from .question_tree import NO, YES, Asked, Odds, Open, after
from .values import Interval, Value

if TYPE_CHECKING:
    from .assess import CaseAssessor

USUAL = 2
"""How much more a fact weighs that officers ask first: it is the one that they are likely to have an answer to."""
STEP = 0.25
"""Questions whose worth differs by less are alike: facts come before judgments, then in the order officers ask."""
Key = tuple[bool, int, bool, int, int, str]


def questions_for(assessor: CaseAssessor, persons: Iterable[PersonFindings]) -> tuple[Question, ...]:
    """The open questions of a case, each once, the one to ask next first; none where no answer can change anything.

    What is asked only for charges that no stated fact speaks for comes last, but it is asked: such a charge is not
    settled before some fact rules it out.
    """
    return tuple(asking.question(assessor.quick) for asking in ranked(assessor, doubts_of(assessor, persons)))


def next_question(assessor: CaseAssessor, persons: Iterable[PersonFindings]) -> Question | None:
    """The question to ask next; None where no answer can change anything any more."""
    first = first_of(assessor, doubts_of(assessor, persons))
    return first.question(assessor.quick) if first else None


def doubts_of(assessor: CaseAssessor, persons: Iterable[PersonFindings]) -> list[Doubt]:
    """Everything open in a case, whatever the order of its persons."""
    doubts = Doubts(assessor)
    return [doubt for found in sorted(persons, key=lambda found: found.id) for doubt in doubts.of(found)]


def ranked(assessor: CaseAssessor, doubts: Iterable[Doubt]) -> list[Asking]:
    """The questions that could settle some doubts, the one to ask next first."""
    return sorted(asked_for(assessor.kb, doubts), key=_order(assessor))


def first_of(assessor: CaseAssessor, doubts: Iterable[Doubt]) -> Asking | None:
    """The question to ask next; what only bare charges ask is not weighed while anything else is open."""
    asked = asked_for(assessor.kb, doubts)
    spoken_for = [asking for asking in asked if asking.supported]
    return min(spoken_for or asked, key=_order(assessor), default=None)


def _order(assessor: CaseAssessor) -> Callable[[Asking], Key]:
    usual = _Usual(assessor.case, assessor.kb)
    order = {name: place for place, name in enumerate(assessor.kb.facts)}
    return lambda asking: _key(asking, usual, order)


def _key(asking: Asking, usual: _Usual, order: Mapping[str, int]) -> Key:
    place = usual.place(asking)
    worth = asking.worth * (1 if place is None else USUAL)
    return (
        not asking.supported,
        -round(worth / STEP),
        asking.fact.type == "appraisal",
        len(order) if place is None else place,
        order[asking.name],
        asking.place,
    )


def asked_for(kb: KnowledgeBase, doubts: Iterable[Doubt]) -> list[Asking]:
    """The questions that could settle some doubts, in no order: a fact that several share is asked once, on their group."""
    tests = [(doubt, leaf, want) for doubt in doubts for leaf, want in doubt.tests]
    sharing: dict[tuple[str | None, str], set[str]] = {}
    for doubt, _, want in tests:
        sharing.setdefault((want.group, want.fact), set()).add(doubt.person)
    found: dict[tuple[str, str], Asking] = {}
    for doubt, leaf, want in tests:
        shared = want.group is not None and len(sharing[want.group, want.fact]) > 1
        place = want.group if shared and want.group else want.place
        asking = found.setdefault((place, want.fact), Asking(place, want.fact, kb.facts[want.fact]))
        asking.uses.setdefault(doubt, []).append(leaf)
    return list(found.values())


@dataclass(eq=False)
class Asking:
    """A fact to ask at one place, with every test of every doubt that waits for it."""

    place: str
    name: str
    fact: Fact
    uses: dict[Doubt, list[Open]] = field(default_factory=dict)

    @property
    def supported(self) -> bool:
        """Whether it is asked for some charge that a stated fact speaks for."""
        return any(doubt.finding.supported for doubt in self.uses)

    @cached_property
    def _then(self) -> dict[Doubt, list[tuple[Value, list[Odds]]]]:
        """For each doubt, by each answer, what its trees then are."""
        return {
            doubt: [
                (value, [after(tree, answer) for _, tree in doubt.weighed])
                for value, answer in self._answers(leaves)
            ]
            for doubt, leaves in self.uses.items()
        }

    @cached_property
    def worth(self) -> float:
        """How many of the questions that the doubts still expect an answer saves, on the average."""
        return sum(
            weight * (tree.odds[1] - odds[1]) / len(answers)
            for doubt, answers in self._then.items()
            for _, then in answers
            for (weight, tree), odds in zip(doubt.weighed, then, strict=True)
        )

    def _answers(self, leaves: list[Open]) -> Iterator[tuple[Value, dict[Open, Odds]]]:
        """For each answer that makes a difference, what becomes of the tests that wait for it."""
        tests = {leaf: leaf.asked for leaf in leaves if leaf.asked is not None}
        known = {id(asked.facts): asked.facts for asked in tests.values()}
        for value in _values(self.fact, self.name, tests.values()):
            then = {key: facts.answered(self.name, value) for key, facts in known.items()}
            yield (
                value,
                {leaf: self._told(leaf.odds, asked, then[id(asked.facts)]) for leaf, asked in tests.items()},
            )

    def _told(self, odds: Odds, asked: Asked, then: Projection) -> Odds:
        """What becomes of a test with an answer: it is decided, or one of the questions that it waits for is saved."""
        if sum(want.fact == self.name for want in asked.wants) == 1:
            met = bool(then.value(self.name)) if asked.node is None else test(asked.node, then)
            if met is not None:
                return YES if met is asked.yes else NO
        yes, cost = odds
        return yes, cost - cost / (len(asked.wants) + 1)

    def settles(self, doubt: Doubt, judge: Judge) -> bool:
        """Whether some answer ends the doubt about a verdict: a no under the law asked about, or a yes under all."""
        return doubt.of_verdict and any(
            odds == NO or (odds == YES and doubt.can_stand and self._stands(doubt, value, judge))
            for value, (odds, *_) in self._then[doubt]
        )

    def _stands(self, doubt: Doubt, value: Value, judge: Judge) -> bool:
        return judge.verdict(doubt.charge, doubt.facts.answered(self.name, value)) == "established"

    def question(self, judge: Judge) -> Question:
        """The question as it is shown."""
        persons = tuple(dict.fromkeys(doubt.person for doubt in self.uses))
        settles = [doubt.finding.charge for doubt in self.uses if self.settles(doubt, judge)]
        return Question(
            person=persons[0],
            fact=self.name,
            ask=self.fact.question,
            settles=tuple(dict.fromkeys(settles)),
            concerns=tuple(dict.fromkeys(doubt.finding.charge for doubt in self.uses)),
            target=self.place,
            persons=persons,
            shrinks=round(self.worth, 2),
            judgment=self.fact.type == "appraisal",
        )


def _values(fact: Fact, name: str, tests: Iterable[Asked]) -> list[Value]:
    """Answers of which each turns the tests another way: yes and no, each choice, a number on each side of each bound."""
    if fact.type == "choice":
        return [*fact.choices]
    if not fact.numeric:
        return [True, False]
    numbers = {number for asked in tests for number in _sides(asked, name)}
    return [Interval.exactly(number) for number in sorted(numbers)]


def _sides(asked: Asked, name: str) -> Iterator[Decimal]:
    """Numbers that a test tells apart, of those that are still possible: the least, those beside each bound, the greatest."""
    node, known = asked.node, asked.facts.number(name)
    yield known.low
    if node is None or node.fact != name:
        yield from () if known.high is None else (known.high,)
        return
    for bound in (asked.facts.limit(each).low for each in node.limits):
        for number in (bound, bound + 1) if node.comparison in ("above", "within") else (bound,):
            if known.low <= number and (known.high is None or number <= known.high):
                yield number


class _Usual:
    """The facts that usually decide: those of the types of fraud the case names, then of a person's kinds of conduct."""

    def __init__(self, case: Case, kb: KnowledgeBase) -> None:
        types = [name for each in case.fraud_types for name in kb.vocabulary.fraud_types[each].ask_first]
        self._first: dict[str, dict[str, int]] = {}
        for person in case.persons:
            kinds = sorted({act.kind for act in case.conduct if person.id in act.who})
            names = [*types, *(name for kind in kinds for name in kb.conduct_kinds[kind].ask_first)]
            self._first[person.id] = {name: place for place, name in reversed([*enumerate(names)])}

    def place(self, asking: Asking) -> int | None:
        """How early a question is usually asked of one of those whom it concerns; None where it is not."""
        places = (self._first[doubt.person].get(asking.name) for doubt in asking.uses)
        return min((place for place in places if place is not None), default=None)
