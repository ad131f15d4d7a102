"""The sums that a charge looks at, item by item."""

from __future__ import annotations

from collections.abc import Iterator

from kb import KnowledgeBase

from .facts import Projection
from .findings import Amount, AmountItem
from .plan import Plan
from .values import Interval


def amounts_of(plan: Plan, facts: Projection, kb: KnowledgeBase) -> Iterator[Amount]:
    """Every sum the charge looks at, item by item, with the provision that orders it."""
    for name in plan.asked:
        number, fact = facts.value(name), kb.facts[name]
        if not isinstance(number, Interval) or fact.type != "money" or "case" in fact.scope:
            continue
        items = tuple(
            AmountItem(item.holder, item.value, item.evidence, item.note)
            for item in facts.items.get(name, ())
            if isinstance(item.value, Interval) and item.value != Interval.exactly(0)
        )
        if items:
            yield Amount(name, fact.label, number, items, tuple(cite.at for cite in fact.cite))
