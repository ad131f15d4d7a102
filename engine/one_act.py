"""A single act under the law that may apply to it: whether it meets every element of an offence but amount and gravity."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kb import KnowledgeBase
from kb.asked import OF_EVERY_PERSON, sources_of
from kb.rules import Offence

from .conditions import decide
from .facts import Projection
from .plan import Node, Plan
from .standing import straddles, straddles_sixteen
from .values import Truth, conjunction


class OfOneAct:
    """The readings of an offence on some days, as far as they ask of a single act; acts alike are decided once."""

    def __init__(self, charge: Offence, plans: tuple[Plan, ...], kb: KnowledgeBase) -> None:
        self.charge, self.plans, self.kb = charge, plans, kb
        self._truths: dict[tuple[object, ...], Truth] = {}
        self._nodes: dict[tuple[object, ...], Truth] = {}
        self._decisive = tuple(dict.fromkeys(name for plan in plans for name in plan.asked_of_act))

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every fact that has to be known of the act, those included from which others follow."""
        names = {*self._decisive, *OF_EVERY_PERSON} & self.kb.facts.keys()
        return sources_of(names, self.kb)

    def truth(self, facts: Projection) -> Truth:
        """Whether the act meets every element, and nothing shown takes it away, under any law that may apply to it."""
        key = (facts.kinds, *map(facts.values.get, self._decisive))
        if key not in self._truths:
            self._truths[key] = conjunction(self._told(facts))
        truth = self._truths[key]
        return None if truth is True and any(self._uncertain(facts)) else truth

    def likeness(self, facts: Projection) -> tuple[object, ...]:
        """What two acts must share to stand and fall together: the facts and kinds that their elements look at."""
        seen: list[object] = [*self._uncertain(facts)]
        for plan in self.plans:
            seen += map(facts.values.get, plan.act_facts)
            seen += [not asked.isdisjoint(facts.kinds) for asked in plan.act_kinds]
        return tuple(seen)

    def failing(self, facts: Projection) -> tuple[object, ...]:
        """What two acts must share to fail alike: what their elements look at, and what excuses them."""
        excused = (self._decided(node, facts) for plan in self.plans for node in plan.taking_away)
        return (*self.likeness(facts), *excused)

    def _told(self, facts: Projection) -> Iterator[Truth]:
        """What every element says of the act, and every ground that takes it away, reading by reading."""
        for plan in self.plans:
            yield from (self._decided(root, facts) for root in plan.act_roots)
            yield from (False for node in plan.taking_away if self._decided(node, facts) is True)

    def _decided(self, node: Node, facts: Projection) -> Truth:
        """The truth of a top node, decided once for all acts of which it sees the same."""
        key = (
            id(node),
            facts.kinds,
            *map(facts.values.get, node.rests_on),
        )  # its plan keeps the node, and its id
        if key not in self._nodes:
            self._nodes[key] = decide(node, facts, {})
        return self._nodes[key]

    def _uncertain(self, facts: Projection) -> tuple[bool, bool, bool]:
        """Whether the day is not known, or the act lies on both sides of a day that counts."""
        return not facts.dated, straddles(self.charge, facts), straddles_sixteen(self.charge, facts)
