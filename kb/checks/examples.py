"""A case of a rule's tests, as far as the checks look at it: which facts it states, and which numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb.load import Node

if TYPE_CHECKING:
    from kb.vocabulary import Derivation, Fact, Vocabulary

ELSEWHERE = {"born": "age_at_act", "serves": "recipients", "members": "group_size"}
"""Keys of a test case that state a fact in another way."""


@dataclass(frozen=True)
class Example:
    """One case of a test file, as far as these checks look at it."""

    facts: Node
    vocabulary: Vocabulary

    @cached_property
    def acts(self) -> list[Node]:
        """The acts that are written out."""
        return [act for act in items(self.facts.get("conduct")) if isinstance(act, Node)]

    @cached_property
    def kinds(self) -> set[str]:
        """The kinds of conduct."""
        return {
            str(act.get("kind") if isinstance(act, Node) else act) for act in items(self.facts.get("conduct"))
        }

    @property
    def holders(self) -> list[Mapping[Any, Any]]:
        """Everything that states facts: the case itself, the group, the acts."""
        stated = [self.facts, self.facts.get("group"), *(act.get("facts") for act in self.acts)]
        return [holder for holder in stated if isinstance(holder, Mapping)]

    def names(self) -> set[str]:
        """The facts that the case states, or that its conduct implies."""
        stated = {str(name) for holder in self.holders for name in holder}
        kinds = [self.vocabulary.conduct[kind] for kind in self.kinds & self.vocabulary.conduct.keys()]
        shares = [name for name, fact in self.vocabulary.facts.items() if _sources(fact) & stated]
        elsewhere = [fact for key, fact in ELSEWHERE.items() if key in self.facts]
        return stated.union(shares, elsewhere, *(kind.implies for kind in kinds))

    def number(self, name: str) -> Decimal | None:
        """The number that the case gives a fact, over all acts; None where it gives none."""
        fact = self.vocabulary.facts.get(name)
        if fact is None:
            return None
        stated = [number for holder in self.holders if (number := _number(holder.get(name))) is not None]
        if stated:
            return sum(stated, Decimal(0)) if fact.combine == "sum" else max(stated)
        if fact.derived and fact.derived.kind == "sum_where":
            return self._sum_where(fact.derived)
        return self._age() if name == "age_at_act" else self._share(fact) or self._counted(name)

    def _counted(self, name: str) -> Decimal | None:
        keys = [key for key, fact in ELSEWHERE.items() if fact == name]
        return next((number for key in keys if (number := _number(self.facts.get(key))) is not None), None)

    def _share(self, fact: Fact) -> Decimal | None:
        parts = fact.derived.of if fact.derived else ()
        numbers = [(self.number(part.fact) or Decimal(0)) / part.per for part in parts]
        return sum(numbers, Decimal(0)) if parts else None

    def _sum_where(self, derived: Derivation) -> Decimal | None:
        """What is stated of a fact by those holders of which the other fact is true, there or for the case."""
        fact, where = str(derived.fact), str(derived.where)
        holders = [holder for holder in self.holders if holder.get(where, self.facts.get(where)) is True]
        numbers = [number for holder in holders if (number := _number(holder.get(fact))) is not None]
        return sum(numbers, Decimal(0)) if numbers else None

    def _age(self) -> Decimal | None:
        born, day = self.facts.get("born"), self.facts.get("act_date")
        if not isinstance(born, datetime.date) or not isinstance(day, datetime.date):
            return None
        return Decimal(day.year - born.year - ((day.month, day.day) <= (born.month, born.day)))


def _sources(fact: Fact) -> set[str]:
    """The facts that a derived fact is made of."""
    if fact.derived is None:
        return set()
    return {*(part.fact for part in fact.derived.of), *filter(None, [fact.derived.fact])}


def items(value: Any) -> list[Any]:
    """The entries of a list, or the one value that stands for a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _number(value: Any) -> Decimal | None:
    value = value.get("value") if isinstance(value, Mapping) else value
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return Decimal(value)
