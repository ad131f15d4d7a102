"""The language of conditions in a rule file: one operator a line, what it cites, its bounds, and how lines are walked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from .load import Located
from .period import Period

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Cite(Located):
    """A provision that a line rests on, with the words that carry it where they matter."""

    at: str
    quote: str | None = None


def _cites(value: Any) -> Any:
    """Accept `cite: X`, `cite: {at: X, quote: …}` and a list of either."""
    entries = value if isinstance(value, list) else [value]
    return [{"at": entry} if isinstance(entry, str) else entry for entry in entries]


Cites = Annotated[tuple[Cite, ...], BeforeValidator(_cites)]


class Multiple(Located):
    """A bound that is a multiple of another threshold of the same rule (五倍, 百分之八十)."""

    times: Decimal
    of: Identifier


class FactBound(Located):
    """A bound that is itself a fact of the case (the local standard of a province), or a part of it (百分之五十)."""

    fact: Identifier
    times: Decimal = Decimal(1)


Bound = int | Decimal | Multiple | FactBound
OPERATORS = ("all", "any", "not", "fact", "appraise", "conduct", "ref")
COMPARISONS = ("is", "at_least", "above", "below", "within")


class Condition(Located):
    """One node of a condition: exactly one operator, and where in the law it stands."""

    id: Identifier | None = None
    label: str | None = None
    note: str | None = None
    cite: Cites = ()
    in_force: Period | None = None
    form: Literal["attempted", "open"] | None = None
    """Which form of the crime the line speaks of: 未遂, or one that the text leaves open; 既遂 where it says nothing."""

    special: bool = False
    """A standard for objects of its own (特别标准): it does not settle the point for all others."""

    same_act: bool = False
    """Judged act by act: met only where one single act meets it (同一行为), whatever the acts add up to together."""

    all_of: tuple[Condition, ...] | None = Field(None, alias="all", min_length=1)
    any_of: tuple[Condition, ...] | None = Field(None, alias="any", min_length=1)
    negated: Condition | None = Field(None, alias="not")
    fact: Identifier | None = None
    appraise: Identifier | None = None
    conduct: tuple[Identifier, ...] | None = None
    ref: Identifier | None = None

    equals: str | bool | None = Field(None, alias="is")
    at_least: Bound | None = None
    above: Bound | None = None
    below: Bound | None = None
    within: tuple[Bound, Bound] | None = None
    unit: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_kind_is_enough(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("conduct"), str):
            value["conduct"] = [value["conduct"]]
        return value

    @model_validator(mode="after")
    def _one_operator(self) -> Condition:
        used = [name for name, value in self._operators() if value is not None]
        if len(used) != 1:
            said = "、".join(used) if used else "一个也没有"
            msg = f"一个条件只能有一个运算：{'、'.join(OPERATORS)} 中恰好一个；现有：{said} → 多个条件用 all 或者 any 分行写"
            raise ValueError(msg)
        compared = [name for name, value in self._comparisons() if value is not None]
        if compared and self.fact is None:
            msg = f"比较「{compared[0]}」只能写在 fact 旁 → 移到问数的 fact 一行"
            raise ValueError(msg)
        if len(compared) > 1:
            msg = f"一个 fact 只能有一个比较，现有：{'、'.join(compared)} → 需要两个时用 all 分成两行"
            raise ValueError(msg)
        return self

    def _operators(self) -> list[tuple[str, Any]]:
        values = (self.all_of, self.any_of, self.negated, self.fact, self.appraise, self.conduct, self.ref)
        return list(zip(OPERATORS, values, strict=True))

    def _comparisons(self) -> list[tuple[str, Any]]:
        values = (self.equals, self.at_least, self.above, self.below, self.within)
        return list(zip(COMPARISONS, values, strict=True))

    @property
    def children(self) -> tuple[Condition, ...]:
        """The conditions directly below this one."""
        if self.negated is not None:
            return (self.negated,)
        return self.all_of or self.any_of or ()

    def walk(self) -> list[Condition]:
        """This condition and all below it, in the order they are written."""
        return [self, *(below for child in self.children for below in child.walk())]

    @property
    def bound(self) -> tuple[str, tuple[Bound, ...]] | None:
        """The comparison and its bounds, or None where the fact is asked yes or no."""
        if self.within is not None:
            return "within", self.within
        for name in ("at_least", "above", "below"):
            value = getattr(self, name)
            if value is not None:
                return name, (value,)
        return None


def facts_of(condition: Condition) -> Iterator[tuple[str, str]]:
    """The facts that one condition asks or compares with, and the keys that name them."""
    if condition.fact:
        yield "fact", condition.fact
    if condition.appraise:
        yield "appraise", condition.appraise
    comparison, bounds = condition.bound or ("", ())
    yield from ((comparison, bound.fact) for bound in bounds if isinstance(bound, FactBound))
