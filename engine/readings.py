"""What a reading of a charge asks, so that two can be compared without regard to where a line stands and is cited."""

from __future__ import annotations

from dataclasses import dataclass

from .plan import Node, Plan
from .planner import Planner


def shape(node: Node) -> tuple[object, ...]:
    """What a node asks, part by part, without where it stands and what it cites."""
    asked = (node.op, node.fact, node.comparison, node.bounds, node.equals, node.kinds)
    return (*asked, tuple(shape(child) for child in node.children))


@dataclass(frozen=True)
class Content:
    """What a node asks, in no order, no part twice, and no branch that another one makes idle."""

    test: tuple[object, ...]
    kinds: frozenset[str] = frozenset()
    parts: frozenset[Content] = frozenset()

    @property
    def together(self) -> frozenset[Content]:
        """What has to be met at once for this to be met."""
        return self.parts if self.test == ("all", None) else frozenset({self})

    def implies(self, other: Content) -> bool:
        """Whether this cannot be met, nor be open, with less than that of the other, as far as its form shows."""
        return all(any(_covers(part, mine) for mine in self.together) for part in other.together)


def _covers(wide: Content, narrow: Content) -> bool:
    """Whether two conditions are the same, or ask for conduct of which one names more kinds."""
    return narrow == wide or (narrow.test == wide.test == ("conduct", None) and narrow.kinds <= wide.kinds)


def _idle(part: Content, other: Content) -> bool:
    """Whether a branch adds nothing to another one."""
    return part.implies(other) and not other.implies(part)


def content(node: Node) -> Content:
    """What a node asks, so that two that must agree on every case are equal."""
    parts = frozenset(part for child in node.children for part in _within(node.op, content(child)))
    if node.op == "any":
        parts = frozenset(part for part in parts if not any(_idle(part, other) for other in parts))
    if node.op in ("all", "any") and len(parts) == 1 and node.form is None:
        return next(iter(parts))
    asked = (node.fact, node.comparison, node.bounds, node.equals) if node.op == "test" else ()
    return Content((node.op, node.form, *asked), node.kinds, parts)


def _within(op: str, part: Content) -> frozenset[Content]:
    """A part of `all` or `any`: its own parts, where it is another one of the same."""
    same = op in ("all", "any") and part.test == (op, None)
    return part.parts if same else frozenset({part})


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
