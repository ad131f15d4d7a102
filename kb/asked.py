"""Which facts an offence may ask: those of its own lines, of the rules it refers to, and of what is found with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .condition import facts_of
from .rules import Offence, Rule, Weighing

if TYPE_CHECKING:
    from . import KnowledgeBase

OF_EVERY_PERSON = (
    "age_at_act",
    "group_size",
    "fixed_organization",
    "organized_or_directed",
    "is_ringleader",
    "illegal_income",
)
"""Facts that the engine looks at whatever the offence: age, the gang, who leads it, what it brought in."""


def asked_by(offence: Offence, kb: KnowledgeBase) -> frozenset[str]:
    """The names of all facts that an offence may ask, those included from which others follow."""
    found = {name for name in OF_EVERY_PERSON if name in kb.facts}
    for rule in _rules(offence, kb):
        found |= {name for condition in rule.conditions for _, name in facts_of(condition)}
        if isinstance(rule, Weighing):
            found |= {band.where for band in rule.bands if band.where}
    return sources_of(found, kb)


def sources_of(names: Iterable[str], kb: KnowledgeBase) -> frozenset[str]:
    """The given facts, and all from which one of them follows."""
    found = set(names)
    waiting = list(found)
    while waiting:
        fact = kb.facts.get(waiting.pop())
        for name in fact.derived.sources if fact and fact.derived else ():
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def judged_by_act(offence: Offence, kb: KnowledgeBase) -> bool:
    """Whether some line of the offence, or of a rule that it refers to, has to be met by one single act."""
    return any(condition.same_act for rule in _rules(offence, kb) for condition in rule.conditions)


def _rules(offence: Offence, kb: KnowledgeBase) -> Iterator[Rule]:
    """The offence, what is found with it, and every rule that one of these refers to."""
    general = [exception for exception in kb.exceptions_of(offence) if isinstance(exception, Rule)]
    yield from referred([offence, *kb.roles_of(offence), *kb.circumstances_of(offence), *general], kb)


def referred(rules: Iterable[Rule], kb: KnowledgeBase) -> Iterator[Rule]:
    """The rules given, and every rule that one of them refers to, each once."""
    waiting = list(rules)
    seen = {rule.id for rule in waiting}
    while waiting:
        rule = waiting.pop()
        yield rule
        refs = {condition.ref for condition in rule.conditions if condition.ref}
        for name in sorted(refs & kb.rules.keys() - seen):
            seen.add(name)
            waiting.append(kb.rules[name])
