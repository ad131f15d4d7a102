"""From a case to what one charge asks of one person: flat, typed facts, with every sum itemised."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .case import Conduct, Person, Statement
from .standard import Standard
from .values import UNKNOWN_NUMBER, Interval, Value


@dataclass(frozen=True)
class Item:
    """One part of a sum or one place where a fact was stated: the conduct, the value, the evidence."""

    holder: str
    value: Value
    evidence: str | None = None
    disputed: bool = False
    note: str | None = None
    excluded: bool = False
    act: str | None = None
    """The act of which it is said, where it is said of a single act."""

    @staticmethod
    def of(holder: str, statement: Statement, act: str | None = None) -> Item:
        """What somebody stated, where, and of which act."""
        value, evidence, disputed = statement.value, statement.evidence, statement.disputed
        return Item(holder, value, evidence, disputed, excluded=statement.excluded, act=act)

    def worth(self, value: Value) -> Item:
        """The same with another value."""
        return Item(self.holder, value, self.evidence, self.disputed, self.note, self.excluded, self.act)


@dataclass(frozen=True)
class Projection:
    """What a charge may ask about one person: the relevant conduct, its kinds and the facts."""

    person: Person
    conduct: tuple[Conduct, ...]
    values: Mapping[str, Value]
    items: Mapping[str, tuple[Item, ...]]
    kinds: frozenset[str]
    act_day: datetime.date
    decision_day: datetime.date
    dated: bool = True
    soft: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    """The facts that somebody stated of anything: none but these have evidence, or can be disputed or excluded."""
    parts: tuple[Projection, ...] = ()
    """The same for each single act, where the charge has lines that one single act must meet."""

    def answered(self, fact: str, value: Value) -> Projection:
        """The same with another value of one fact."""
        parts = tuple(part.answered(fact, value) for part in self.parts)
        return replace(self, values={**self.values, fact: value}, parts=parts)

    def value(self, fact: str) -> Value:
        """The value of a fact; None where it is not known at all."""
        return self.values.get(fact)

    def stated(self, fact: str) -> bool:
        """Whether somebody has stated the fact, so that it does not merely follow from the kind of conduct."""
        return any(item.value is not None and item.note is None for item in self.statements(fact))

    def told(self, fact: str) -> bool:
        """Whether anything says what a fact is: a statement, or the kind of conduct."""
        return any(item.value is not None for item in self.items.get(fact, ()))

    def statements(self, fact: str) -> tuple[Item, ...]:
        """Where a fact was stated, with what then follows for other acts; nothing where nobody stated it."""
        return self.items.get(fact, ()) if fact in self.said else ()

    def number(self, fact: str) -> Interval:
        """A numeric fact as an interval; everything from zero up where it is not known."""
        value = self.values.get(fact)
        return value if isinstance(value, Interval) else UNKNOWN_NUMBER

    def limit(self, bound: Interval | Standard) -> Interval:
        """A bound as an interval: the number itself, or what is known of the standard of the case."""
        if not isinstance(bound, Standard):
            return bound
        return self.number(bound.fact).scaled(bound.times)


SEPARATOR = re.compile(r"\s*[、，,；;]\s*")


def pieces_of(evidence: str | None) -> tuple[str, ...]:
    """What a fact is said to stand on, one by one: ids of pieces of evidence, or words."""
    return tuple(filter(None, SEPARATOR.split(evidence.strip()))) if evidence else ()
