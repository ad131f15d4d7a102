"""A single act under the law that may apply to it: whether it meets every element of an offence but amount and gravity."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kb import KnowledgeBase
from kb.asked import OF_EVERY_PERSON, sources_of
from kb.rules import Offence

from .case import Conduct, Person
from .conditions import decide
from .facts import Projection
from .plan import Plan
from .projector import Projector
from .standing import straddles, straddles_sixteen
from .values import Truth, conjunction

AGE = "age_at_act"


class SeenAct:
    """One act of a person as far as an offence looks at it alone."""

    def __init__(self, asked: OfOneAct, projector: Projector, person: Person, act: Conduct) -> None:
        self.asked, self.projector, self.person, self.act = asked, projector, person, act
        self.kinds = frozenset({act.kind})
        self.values = projector.seen(person, act, asked.looked_at)
        self.seen = (act.kind, *map(self.values.get, asked.looked_at))
        """What it looks like: two acts of which this is the same are decided alike."""

    @cached_property
    def facts(self) -> Projection:
        """The same for the evaluator."""
        decided = self.projector.decision_day
        day = self.act.last_day or decided
        return Projection(self.person, (self.act,), self.values, {}, self.kinds, day, decided)

    @property
    def uncertain(self) -> tuple[bool, bool, bool]:
        """Whether the day is not known, or the act lies on both sides of a day that counts."""
        charge, age = self.asked.charge, self.values.get(AGE)
        return self.act.last_day is None, straddles(charge, (self.act,)), straddles_sixteen(charge, age)


class OfOneAct:
    """The readings of an offence on some days, as far as they ask of a single act; acts alike are decided once."""

    def __init__(self, charge: Offence, plans: tuple[Plan, ...], kb: KnowledgeBase) -> None:
        self.charge, self.plans, self.kb = charge, plans, kb
        self._truths: dict[tuple[object, ...], Truth] = {}
        decisive = {name for plan in plans for name in plan.asked_of_act}
        self.looked_at = frozenset((decisive | {AGE}) & kb.facts.keys())
        """The facts on which it rests whether an act counts."""

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every fact that has to be known of the act, those included from which others follow."""
        return sources_of(self.looked_at | ({*OF_EVERY_PERSON} & self.kb.facts.keys()), self.kb)

    def truth(self, act: SeenAct) -> Truth:
        """Whether the act meets every element, and nothing shown takes it away, under any law that may apply to it."""
        if act.seen not in self._truths:
            self._truths[act.seen] = conjunction(self._told(act))
        truth = self._truths[act.seen]
        return None if truth is True and any(act.uncertain) else truth

    def likeness(self, act: SeenAct) -> tuple[object, ...]:
        """What two acts must share to stand and fall together: the facts and kinds that their elements look at."""
        seen: list[object] = [*act.uncertain]
        for plan in self.plans:
            seen += map(act.values.get, plan.act_facts)
            seen += [not asked.isdisjoint(act.kinds) for asked in plan.act_kinds]
        return tuple(seen)

    def failing(self, act: SeenAct) -> tuple[object, ...]:
        """What two acts must share to fail alike: what their elements look at, and what excuses them."""
        excused = (decide(node, act.facts, {}) for plan in self.plans for node in plan.taking_away)
        return (*self.likeness(act), *excused)

    def _told(self, act: SeenAct) -> Iterator[Truth]:
        """What every element says of the act, and every ground that takes it away, reading by reading."""
        for plan in self.plans:
            yield from (decide(root, act.facts, {}) for root in plan.act_roots)
            yield from (False for node in plan.taking_away if decide(node, act.facts, {}) is True)
