"""Which charges rest on which provisions: by the charge itself and by the rules that serve it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kb.rules import Charge, Concurrence, JointCrime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase, Rule


def charges_resting(base: KnowledgeBase) -> dict[str, frozenset[str]]:
    """Citation → the charges that rest on it, through presumptions and definitions they refer to as well."""
    referring: dict[str, set[str]] = defaultdict(set)
    for charge in base.charges.values():
        for condition in charge.conditions:
            referring[condition.ref or ""].add(charge.id)
    found = {
        citation: frozenset(c for name in rules for c in _charges(base.rules[name], referring))
        for citation, rules in base.uses.items()
    }
    return {citation: charges for citation, charges in found.items() if charges}


def _charges(rule: Rule, referring: dict[str, set[str]]) -> Iterator[str]:
    if isinstance(rule, Charge):
        yield rule.id
    elif isinstance(rule, JointCrime):
        yield rule.charge
    elif isinstance(rule, Concurrence):
        yield from rule.charges
    else:
        yield from referring.get(rule.id, ())
