"""The direct evaluator: three-valued truth of every node of a plan, without durable_rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .facts import Projection
from .plan import Node, Plan
from .values import Interval, Truth, conjunction, disjunction, negation


def evaluate(plan: Plan, facts: Projection) -> Mapping[str, Truth]:
    """Decide every node of the plan for one person; unknown facts leave nodes unknown."""
    truths: dict[str, Truth] = {}
    for root in plan.roots:
        truth_of(root, facts, truths)
    return truths


def decide(node: Node, facts: Projection, truths: dict[str, Truth]) -> Truth:
    """Decide one node, looking at no more of what is below it than that takes."""
    if node.id not in truths:
        truths[node.id] = _truth(node, (decide(child, facts, truths) for child in node.children), facts)
    return truths[node.id]


def truth_of(node: Node, facts: Projection, truths: dict[str, Truth]) -> Truth:
    """Decide one node and all below it, keeping each decision in `truths`."""
    if node.id not in truths:
        below = [truth_of(child, facts, truths) for child in node.children]
        truths[node.id] = _truth(node, below, facts)
    return truths[node.id]


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
