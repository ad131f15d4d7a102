"""Readings of charges on given days, each kept once; and the law of an act completed by what was settled later."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain
from typing import TypeVar

from kb import KnowledgeBase
from kb.rules import Offence

from .charge_reader import ChargeReader
from .plan import STATUTE_KINDS, LawState, Node, Plan, PlannedPart, PlannedTier, document_of, renamed

Part = TypeVar("Part", PlannedPart, PlannedTier)


@lru_cache(maxsize=4)
def planner_of(kb: KnowledgeBase) -> Planner:
    """The planner of a knowledge base, kept because plans are shared between cases."""
    return Planner(kb)


def _special(node: Node) -> dict[str, Node]:
    """The branches that are standards for objects of their own, by id."""
    return {child.id: child for child in node.children if child.special}


class Planner:
    """Reads charges on given days; keeps each reading once."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self._plans: dict[tuple[str, int, int], Plan] = {}
        self._shared: dict[tuple[str, ...], Plan] = {}
        self._epochs: dict[datetime.date, int] = {}
        self._completed: dict[tuple[int, int], Plan] = {}

    @cached_property
    def boundaries(self) -> tuple[datetime.date, ...]:
        """Every day on which some wording, document, rule or rule line begins or ceases to apply, in order."""
        rules = self.kb.rules.values()
        lines = (line for rule in rules for line in rule.conditions)
        wordings = (w for document in self.kb.cited_documents for w in self.kb.statutes[document].wordings)
        periods = chain(
            (wording.in_force for wording in wordings),
            (rule.in_force for rule in rules),
            (line.in_force for line in lines),
        )
        days = (
            day
            for period in periods
            if period is not None
            for day in (period.start, period.end and period.end + datetime.timedelta(days=1))
        )
        return tuple(sorted({day for day in days if day}))

    def epoch(self, day: datetime.date) -> int:
        """Between which of those days a day lies: the law of two days of one epoch is the same."""
        if day not in self._epochs:
            self._epochs[day] = bisect_right(self.boundaries, day)
        return self._epochs[day]

    def plan(self, charge: Offence, state: LawState) -> Plan:
        """The charge as it reads in a state of the law."""
        key = (charge.id, self.epoch(state.statute_day), self.epoch(state.interpretation_day))
        if key not in self._plans:
            plan = ChargeReader(self.kb, charge, state).plan()
            self._plans[key] = self._shared.setdefault(plan.key, plan)
        return self._plans[key]

    def interprets(self, node: Node) -> bool:
        """Whether an interpretation speaks to a condition anywhere in it, special standards aside."""
        if node.special:
            return False
        own = any(self.kb.statutes[document_of(cite)].kind not in STATUTE_KINDS for cite in node.cites)
        return own or any(self.interprets(child) for child in node.children)

    def completed(self, old: Plan, new: Plan) -> Plan:
        """The law of the act, and where no interpretation of that day spoke to a point, the later one on it.

        高检发释字〔2001〕5号第二条: what no interpretation had settled when the act was done follows the new one.
        """
        pair = (id(old), id(new))  # plans are kept for as long as the planner is
        if pair not in self._completed:
            self._completed[pair] = self._complete(old, new)
        return self._completed[pair]

    def _complete(self, old: Plan, new: Plan) -> Plan:
        elements = tuple(
            replace(then, node=self._merged(then.node, now.node))
            for then, now in self._paired(old.elements, new.elements)
        )
        tiers = tuple(
            replace(then, node=self._merged(then.node, now.node)) if then.node and now.node else then
            for then, now in self._paired(old.tiers, new.tiers)
        )
        if elements == old.elements and tiers == old.tiers:
            return old
        merged = replace(old, elements=elements, tiers=tiers)
        lines = (line for root in merged.core_roots for line in root.walk())
        plan = replace(
            merged, documents=tuple(sorted({document_of(at) for line in lines for at in line.cites}))
        )
        return self._shared.setdefault(plan.key, plan)

    def _merged(self, old: Node, new: Node) -> Node:
        """What was law, with the new reading of each point that was not settled then: the whole, or a special standard.

        Standards for objects of their own (special) are points of their own: each is paired by its id.
        """
        base = renamed(new, "后") if self._newly_settled(old, new) else old
        if old.op != "any" or new.op != "any":
            return base
        kept, came = _special(old), _special(new)
        chosen = [
            kept[name]
            if name in kept and (name not in came or self._speaks(kept[name]))
            else renamed(came[name], "后")
            for name in dict.fromkeys((*kept, *came))
        ]
        if base is old and chosen == [*kept.values()]:
            return old
        children = (*(child for child in base.children if not child.special), *chosen)
        return replace(base, id=f"{base.id}*", children=children)  # 与别处引用的同一节点不同名

    def _speaks(self, node: Node) -> bool:
        """Whether an interpretation speaks to a special standard."""
        return self.interprets(replace(node, special=False))

    def _newly_settled(self, old: Node, new: Node) -> bool:
        return not self.interprets(old) and self.interprets(new)

    @staticmethod
    def _paired(old: tuple[Part, ...], new: tuple[Part, ...]) -> list[tuple[Part, Part]]:
        """Each part of the old reading with the same part of the new; with itself where the new lacks it."""
        later = {part.id: part for part in new}
        return [(part, later.get(part.id, part)) for part in old]
