"""What a reading of a charge asks, so that two can be compared without regard to where a line stands and is cited."""

from __future__ import annotations

from .plan import Node, Plan, Planner


def shape(node: Node) -> tuple[object, ...]:
    """What a node asks, part by part, without where it stands and what it cites."""
    asked = (node.op, node.fact, node.comparison, node.bounds, node.equals, node.kinds)
    return (*asked, tuple(shape(child) for child in node.children))


def content(node: Node) -> object:
    """What a node asks, in no order and no part twice."""
    parts = frozenset(content(child) for child in node.children)
    if node.op in ("all", "any") and len(parts) == 1 and node.form is None:
        (only,) = parts
        return only
    return (node.op, node.fact, node.comparison, node.bounds, node.equals, node.kinds, node.form, parts)


def reading(plan: Plan, planner: Planner) -> tuple[object, ...]:
    """Everything that can decide a case: what each part asks, and where the law of the day is looked for."""

    def asks(node: Node | None) -> object:
        return node and (content(node), planner.interprets(node))

    return (
        (plan.unit, plan.has_interpretation, plan.documents),
        tuple((exception.id, asks(exception.node)) for exception in plan.exceptions),
        tuple((part.id, asks(part.node)) for part in (*plan.elements, *plan.roles, *plan.circumstances)),
        tuple((tier.id, tier.penalty_text, asks(tier.node)) for tier in plan.tiers),
    )
