"""A single act under the law that may apply to it: whether it meets every element of an offence but amount and gravity."""

from __future__ import annotations

from functools import cached_property

from kb import KnowledgeBase
from kb.asked import OF_EVERY_PERSON, sources_of

from .conditions import decide
from .facts import Projection
from .plan import Plan
from .values import Truth, conjunction


class OfOneAct:
    """The readings of an offence on some days, as far as they ask of a single act; acts alike are decided once."""

    def __init__(self, plans: tuple[Plan, ...], kb: KnowledgeBase) -> None:
        self.plans, self.kb = plans, kb
        self._truths: dict[tuple[object, ...], Truth] = {}
        self._decisive = tuple(dict.fromkeys(name for plan in plans for name in plan.asked_of_act))

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every fact that has to be known of the act, those included from which others follow."""
        names = {*self._decisive, *OF_EVERY_PERSON} & self.kb.facts.keys()
        return sources_of(names, self.kb)

    def seen(self, facts: Projection) -> tuple[object, ...]:
        """What the elements look at, reading by reading: values of facts, and whether the act is of the kinds asked."""
        seen: list[object] = []
        for plan in self.plans:
            seen += map(facts.values.get, plan.act_facts)
            seen += [not asked.isdisjoint(facts.kinds) for asked in plan.act_kinds]
        return tuple(seen)

    def truth(self, facts: Projection) -> Truth:
        """Whether the act meets every element, and nothing shown takes it away, under each of the readings."""
        key = (facts.kinds, *map(facts.values.get, self._decisive))
        if key not in self._truths:
            self._truths[key] = conjunction(truth for plan in self.plans for truth in _truths(plan, facts))
        return self._truths[key]


def _truths(plan: Plan, facts: Projection) -> list[Truth]:
    truths: dict[str, Truth] = {}
    found = [decide(root, facts, truths) for root in plan.act_roots]
    return found + [False for node in plan.taking_away if decide(node, facts, truths) is True]
