"""A single act under the law that may apply to it: whether it meets every element of an offence but amount and gravity."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kb import KnowledgeBase
from kb.asked import OF_EVERY_PERSON, sources_of

from .conditions import decide
from .facts import Projection
from .plan import Node, Plan
from .values import Truth, conjunction


class OfOneAct:
    """The readings of an offence on some days, as far as they ask of a single act; acts alike are decided once."""

    def __init__(self, plans: tuple[Plan, ...], kb: KnowledgeBase) -> None:
        self.plans, self.kb = plans, kb
        self._truths: dict[tuple[object, ...], Truth] = {}
        self._looked_at = [(_facts_of(plan.act_roots), _kinds_of(plan.act_roots)) for plan in plans]
        self._decisive = _asked(node for plan in plans for node in (*plan.act_roots, *plan.taking_away))

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every fact that has to be known of the act, those included from which others follow."""
        names = {*self._decisive, *OF_EVERY_PERSON} & self.kb.facts.keys()
        return sources_of(names, self.kb)

    def seen(self, facts: Projection) -> tuple[object, ...]:
        """What the elements look at, reading by reading: values of facts, and whether the act is of the kinds asked."""
        seen: list[object] = []
        for names, kinds in self._looked_at:
            seen += map(facts.values.get, names)
            seen += [not asked.isdisjoint(facts.kinds) for asked in kinds]
        return tuple(seen)

    def truth(self, facts: Projection) -> Truth:
        """Whether the act meets every element, and nothing shown takes it away, under each of the readings."""
        key = (facts.kinds, *map(facts.values.get, self._decisive))
        if key not in self._truths:
            self._truths[key] = conjunction(truth for plan in self.plans for truth in _truths(plan, facts))
        return self._truths[key]


def _asked(tops: Iterable[Node]) -> list[str]:
    return sorted({name for top in tops for node in top.walk() for name in node.asked})


def _facts_of(tops: tuple[Node, ...]) -> list[str]:
    return sorted({node.fact for top in tops for node in top.walk() if node.fact})


def _kinds_of(tops: tuple[Node, ...]) -> list[frozenset[str]]:
    return [node.kinds for top in tops for node in top.walk() if node.op == "conduct"]


def _truths(plan: Plan, facts: Projection) -> list[Truth]:
    truths: dict[str, Truth] = {}
    found = [decide(root, facts, truths) for root in plan.act_roots]
    return found + [False for node in plan.taking_away if decide(node, facts, truths) is True]
