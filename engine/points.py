"""Named conditions of rules beside the charges, read on a day and decided on whatever they are asked of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from kb import KnowledgeBase
from kb.asked import referred, sources_of
from kb.case_rules import Checklist, Dispute, Distinction, Test
from kb.condition import Condition, facts_of
from kb.rules import Rule

from .case import Person
from .conditions import Evaluate
from .explain import Carrying, Explainer
from .facts import Projection
from .plan import LawState, Node, PlannedPart, Points
from .planner import Planner
from .projector import Projector
from .rule_reader import RuleReader
from .values import Truth, Value

NOBODY = Person(id="-", name="-")


class Point:
    """One named condition, decided; why, and what to ask, when somebody wants to know."""

    def __init__(self, node: Node, explainer: Explainer) -> None:
        self._node, self._explainer = node, explainer
        self.truth: Truth = explainer.truths[node.id]

    @cached_property
    def because(self) -> tuple[str, ...]:
        """The citations behind it; where it is open, those of the condition as a whole."""
        return self._explainer.because(self._node) if self.truth is not None else self._node.cites

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """What decides it, in words."""
        return tuple(reason.text for reason in self._explainer.reasons(self._node))

    @cached_property
    def ask(self) -> tuple[str, ...]:
        """The facts whose answers could decide it."""
        return self._explainer.ask(self._node)

    @property
    def stated(self) -> bool:
        """Whether some line of it is met, though the whole is open."""
        return any(self._explainer.truths[child.id] is True for child in self._node.children)


class PointReader:
    """Reads the conditions of rules beside the charges, each reading once."""

    def __init__(self, kb: KnowledgeBase, planner: Planner | None = None) -> None:
        """`planner`: knows from when to when the law stays the same; without it each day is read by itself."""
        self.kb = kb
        self._time: Callable[[datetime.date], object] = planner.epoch if planner else _itself
        self._read: dict[tuple[object, ...], tuple[Rule, Points]] = {}
        self._shared: dict[tuple[object, ...], Points] = {}
        self._asked: dict[int, tuple[Rule | Test, frozenset[str]]] = {}

    def points(self, rule: Rule, state: LawState) -> Points:
        """The conditions of a rule that are law in a state of the law."""
        key = (id(rule), self._time(state.statute_day), self._time(state.interpretation_day))
        if key not in self._read:  # the rule is kept with its reading, so that its id stays its own
            points = self._points(rule, state)
            self._read[key] = (rule, self._shared.setdefault((id(rule), points.key), points))
        return self._read[key][1]

    def asked(self, rule: Rule) -> frozenset[str]:
        """Every fact that a rule, or one it refers to, may ask, those included from which others follow."""
        if id(rule) not in self._asked:
            self._asked[id(rule)] = (rule, asked_in(rule, self.kb))
        return self._asked[id(rule)][1]

    def asked_by_test(self, rule: Distinction, test: Test) -> frozenset[str]:
        """The same of one of its tests alone."""
        if id(test) not in self._asked:
            self._asked[id(test)] = (test, asked_in(rule.model_copy(update={"tests": (test,)}), self.kb))
        return self._asked[id(test)][1]

    def _points(self, rule: Rule, state: LawState) -> Points:
        reader = RuleReader(self.kb, state)
        parts = []
        for name, label, condition in conditions_in(rule):
            node = reader.whole(rule, condition, name)
            if node is not None:
                parts.append(PlannedPart(name, label, node))
        return Points(rule.id, tuple(parts))


class PointDecider:
    """Has the conditions of rules beside the charges decided by one evaluator."""

    def __init__(self, kb: KnowledgeBase, evaluate: Evaluate, reader: PointReader | None = None) -> None:
        self.kb, self.evaluate = kb, evaluate
        self._carrying = Carrying(kb)
        reader = reader or PointReader(kb)
        self.points, self.asked, self.asked_by_test = reader.points, reader.asked, reader.asked_by_test

    def decide(self, rule: Rule, facts: Projection, state: LawState | None = None) -> dict[str, Point]:
        """Every condition of the rule that is law on the day of the facts (or in another state), decided."""
        points = self.points(rule, state or LawState.on(facts.act_day))
        if not points.parts:
            return {}
        truths = self.evaluate(points, facts)
        explainer = Explainer(self.kb, facts, truths, self._carrying)
        return {part.id: Point(part.node, explainer) for part in points.parts}


def _itself(day: datetime.date) -> object:
    return day


def conditions_in(rule: Rule) -> Iterator[tuple[str, str, Condition]]:
    """The conditions of a rule with the names and labels that they go by."""
    if isinstance(rule, Checklist):
        if rule.applies is not None:
            yield "applies", "适用", rule.applies
        yield from ((f"point.{point.id}", point.label, point) for point in rule.points)
        return
    if isinstance(rule, Distinction):
        yield from ((f"test.{test.id}", test.label, test) for test in rule.tests)
        return
    when = getattr(rule, "when", None)
    if when is not None:
        yield "when", rule.label, when
    if isinstance(rule, Dispute):
        yield from (
            (f"view.{view.id}", view.label, view.needs) for view in rule.views if view.needs is not None
        )


def asked_in(rule: Rule, kb: KnowledgeBase) -> frozenset[str]:
    """Every fact that a rule, or one it refers to, may ask, those included from which others follow."""
    lines = (line for each in referred([rule], kb) for line in each.conditions)
    return sources_of({name for line in lines for _, name in facts_of(line)}, kb)


def of_nothing(day: datetime.date) -> Projection:
    """Something of which nothing is known."""
    return Projection(NOBODY, (), {}, {}, frozenset(), act_day=day, decision_day=day)


def of_holder(
    projector: Projector,
    holder: object,
    scope: str,
    day: datetime.date,
    known: Mapping[str, Value] | None = None,
) -> Projection:
    """What is stated of a piece of evidence, a place or the whole case, as the evaluators see it."""
    values: dict[str, Value] = dict(known or {})
    for name, fact in projector.kb.facts.items():
        if scope in fact.scope:
            statement = projector.stated(holder, name, fact)
            if statement is not None and (statement.value is not None or name not in values):
                values[name] = statement.value
    return Projection(
        NOBODY, (), values, {}, frozenset(), act_day=day, decision_day=max(day, projector.decision_day)
    )
