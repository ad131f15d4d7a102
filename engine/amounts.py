"""The sums that a charge looks at, item by item."""

from __future__ import annotations

from kb import KnowledgeBase

from .facts import Item, Projection
from .plan import Plan
from .values import Interval


def amounts_of(plan: Plan, facts: Projection, kb: KnowledgeBase) -> tuple[dict[str, object], ...]:
    """Every sum the charge looks at, item by item, with the provision that orders it."""
    lines = []
    for name in plan.asked:
        value = facts.value(name)
        if not isinstance(value, Interval):
            continue
        fact = kb.facts[name]
        if fact.type != "money" or name not in facts.items or "case" in fact.scope:
            continue
        items = [
            item
            for item in facts.items[name]
            if isinstance(item.value, Interval) and item.value != Interval.exactly(0)
        ]
        if items:
            lines.append(_amount(name, fact.label, value, items, [cite.at for cite in fact.cite]))
    return tuple(lines)


def _amount(name: str, label: str, value: Interval, items: list[Item], cites: list[str]) -> dict[str, object]:
    return {
        "fact": name,
        "label": label,
        "at_least": str(value.low),
        "at_most": None if value.high is None else str(value.high),
        "items": [
            {
                "from": item.holder,
                "at_least": str(item.value.low),
                "at_most": None if item.value.high is None else str(item.value.high),
                "evidence": item.evidence,
                "note": item.note,
            }
            for item in items
            if isinstance(item.value, Interval)
        ],
        "cite": cites,
    }
