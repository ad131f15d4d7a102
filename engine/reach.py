"""Which facts would make a line met, or not met: searched for, then held against the evaluator."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kb import KnowledgeBase

from .case import Person
from .conditions import truth_of
from .facts import Projection
from .plan import Node, Plan
from .standard import Standard
from .values import Interval, Value

STEPS = 20_000
"""A search that takes longer is given up: whether the line can be reached stays open."""
SOME = Decimal(1_000)
"""What a local standard is taken to be where the vocabulary gives no range."""
NOBODY = Person(id="p1", name="某甲")


class GivenUp(Exception):
    """The search took too many steps to say that no facts would do."""


@dataclass(frozen=True)
class Range:
    """The whole numbers that a fact may still be."""

    low: int = 0
    high: int | None = None

    def narrowed(self, low: int, high: int | None) -> Range | None:
        """Both ranges at once; None where no number is in both."""
        low = max(self.low, low)
        high = min((end for end in (self.high, high) if end is not None), default=None)
        return None if high is not None and high < low else Range(low, high)


@dataclass(frozen=True)
class Facts:
    """What has been settled so far: answers, ranges of numbers, conduct that must and must not be there."""

    answers: Mapping[str, bool | str] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()

    def answering(self, fact: str, value: bool | str) -> Facts | None:
        """The same with one answer more; None where the opposite is settled."""
        if self.answers.get(fact, value) != value:
            return None
        return replace(self, answers={**self.answers, fact: value})

    def counting(self, fact: str, low: int, high: int | None) -> Facts | None:
        """The same with one number narrowed; None where it cannot be."""
        both = self.ranges.get(fact, Range()).narrowed(low, high)
        return None if both is None else replace(self, ranges={**self.ranges, fact: both})


class Search:
    """Searches one plan for facts."""

    def __init__(self, plan: Plan, kb: KnowledgeBase) -> None:
        self.plan, self.kb = plan, kb
        self.opening = frozenset(plan.charge.opened_by)
        self._steps = 0

    def can_be(self, node: Node, *, met: bool) -> bool:
        """Whether some facts make the node met (or not met); what cannot be said counts as yes."""
        try:
            return self.finds(node, met=met)
        except GivenUp:
            return True

    def finds(self, node: Node, *, met: bool) -> bool:
        """Whether some facts make the node met (or not met); raises GivenUp where that takes too long to say."""
        self._steps = 0
        found = self._ways(node, Facts(), met=met)
        return any(truth_of(node, self._projection(facts), {}) is met for facts in found)

    def _projection(self, facts: Facts) -> Projection:
        values: dict[str, Value] = dict(facts.answers)
        values |= {name: Interval.exactly(numbers.low) for name, numbers in facts.ranges.items()}
        return nobody(self.plan, values, facts.kinds)

    def _ways(self, node: Node, facts: Facts, *, met: bool) -> Iterator[Facts]:
        self._steps += 1
        if self._steps > STEPS:
            raise GivenUp
        if node.op == "open":
            return
        if node.op == "not":
            yield from self._ways(node.children[0], facts, met=not met)
        elif node.op == "conduct":
            yield from self._conduct(node, facts, met=met)
        elif node.op == "test":
            yield from filter(None, self._test(node, facts, met=met))
        elif (node.op == "all") is met:
            yield from self._every(node.children, facts, met=met)
        else:
            for child in node.children:
                yield from self._ways(child, facts, met=met)

    def _every(self, nodes: tuple[Node, ...], facts: Facts, *, met: bool) -> Iterator[Facts]:
        if not nodes:
            yield facts
            return
        for first in self._ways(nodes[0], facts, met=met):
            yield from self._every(nodes[1:], first, met=met)

    def _conduct(self, node: Node, facts: Facts, *, met: bool) -> Iterator[Facts]:
        if not met:
            if not node.kinds & facts.kinds:
                yield replace(facts, barred=facts.barred | node.kinds)
            return
        for kind in sorted((node.kinds & self.opening) - facts.barred):
            yield replace(facts, kinds=facts.kinds | {kind})

    def _test(self, node: Node, facts: Facts, *, met: bool) -> Iterator[Facts | None]:
        name = str(node.fact)
        if node.comparison == "true":
            yield facts.answering(name, met)
        elif node.comparison == "is":
            for value in self._answers(node, met=met):
                yield facts.answering(name, value)
        else:
            yield from self._numbers(node, facts, met=met)

    def _answers(self, node: Node, *, met: bool) -> list[bool | str]:
        if met and node.equals is not None:
            return [node.equals]
        choices: list[bool | str] = [*self.kb.facts[str(node.fact)].choices] or [True, False]
        return [choice for choice in choices if choice != node.equals]

    def _numbers(self, node: Node, facts: Facts, *, met: bool) -> Iterator[Facts | None]:
        bounds = []
        for bound in node.bounds:
            if isinstance(bound, Standard):
                settled = self._standard(bound.fact, facts)
                facts = facts.counting(bound.fact, settled, settled) or facts
                bounds.append(settled * bound.times)
            else:
                bounds.append(bound)
        for low, high in _ranges(node.comparison, bounds, met=met):
            yield facts.counting(str(node.fact), low, high)

    def _standard(self, name: str, facts: Facts) -> int:
        """A number for a local standard: the one settled, or the lowest that the law allows."""
        if name in facts.ranges:
            return facts.ranges[name].low
        return (self.kb.facts[name].bounds or (int(SOME),))[0]


def nobody(plan: Plan, values: Mapping[str, Value], kinds: frozenset[str] = frozenset()) -> Projection:
    """A person of whom nothing is known but the given facts."""
    day = plan.state.statute_day
    return Projection(NOBODY, (), values, {}, kinds, day, plan.state.interpretation_day)


def _ranges(comparison: str, bounds: list[Decimal], *, met: bool) -> list[tuple[int, int | None]]:
    """The ranges of whole numbers for which a comparison is met, or is not."""
    reaching, beyond = math.ceil(bounds[0]), math.floor(bounds[0]) + 1
    if comparison == "above":
        return [(beyond, None)] if met else [(0, beyond - 1)]
    if comparison == "within":
        above = math.floor(bounds[1]) + 1
        return [(reaching, above - 1)] if met else [(0, reaching - 1), (above, None)]
    return [(reaching, None)] if met is (comparison == "at_least") else [(0, reaching - 1)]
