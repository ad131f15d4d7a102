"""The direct evaluator: three-valued truth of every node of a plan, without durable_rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .facts import Projection
from .plan import Node, Reading
from .values import Interval, Truth, conjunction, disjunction, negation


def evaluate(plan: Reading, facts: Projection) -> Mapping[str, Truth]:
    """Decide every node of the plan for one person; unknown facts leave nodes unknown."""
    truths: dict[str, Truth] = {}
    for root in plan.roots:
        truth_of(root, facts, truths)
    return truths


def decide(node: Node, facts: Projection, truths: dict[str, Truth]) -> Truth:
    """Decide one node, looking at no more of what is below it than that takes."""
    if node.id not in truths:
        if node.op == "act":
            return _of_one_act(node, facts, truths)
        truths[node.id] = _truth(node, (decide(child, facts, truths) for child in node.children), facts)
    return truths[node.id]


def truth_of(node: Node, facts: Projection, truths: dict[str, Truth]) -> Truth:
    """Decide one node and all below it, keeping each decision in `truths`."""
    if node.id not in truths:
        if node.op == "act":
            return _of_one_act(node, facts, truths)
        below = [truth_of(child, facts, truths) for child in node.children]
        truths[node.id] = _truth(node, below, facts)
    return truths[node.id]


def _of_one_act(node: Node, facts: Projection, truths: dict[str, Truth]) -> Truth:
    """Decide a node that one single act has to meet, keeping the decisions on the act that decides it."""
    (one,) = node.children
    tried = []
    for part in facts.parts or (facts,):
        found: dict[str, Truth] = {}
        tried.append((counted(truth_of(one, part, found), part), found))
    truth, found = deciding(tried)
    truths |= {**found, one.id: truth, node.id: truth}
    return truth


def counted(truth: Truth, part: Projection) -> Truth:
    """What an act says; one of which it is not known whether it counts never says yes."""
    return None if truth is True and part.soft else truth


def deciding(tried: list[tuple[Truth, dict[str, Truth]]]) -> tuple[Truth, dict[str, Truth]]:
    """The act that decides: one that meets it, else one that may, else the last."""
    whole = disjunction(truth for truth, _ in tried)
    return next((truth, found) for truth, found in reversed(tried) if truth is whole)


def _truth(node: Node, below: Iterable[Truth], facts: Projection) -> Truth:
    if node.op == "all":
        return conjunction(below)
    if node.op == "any":
        return disjunction(below)
    if node.op == "not":
        return negation(next(iter(below)))
    if node.op == "open":
        return None
    if node.op == "conduct":
        return bool(node.kinds & facts.kinds)
    return test(node, facts)


def test(node: Node, facts: Projection) -> Truth:
    """Decide a node that tests one fact."""
    assert node.fact is not None  # noqa: S101 - a test without a fact cannot be built
    if node.comparison in ("true", "is"):
        value = facts.value(node.fact)
        if value is None or isinstance(value, Interval):
            return None
        return value == node.equals if node.comparison == "is" else bool(value)
    return _compare(node, facts)


def _compare(node: Node, facts: Projection) -> Truth:
    number = facts.number(node.fact or "")
    first, *rest = [facts.limit(bound) for bound in node.bounds]
    if node.comparison == "at_least":
        return number.at_least(first)
    if node.comparison == "above":
        return number.above(first)
    if node.comparison == "below":
        return negation(number.at_least(first))
    return conjunction([number.at_least(first), negation(number.above(rest[0]))])
