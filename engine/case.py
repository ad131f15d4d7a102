"""The case file: persons, groups and conduct, as an officer states them, checked before anything is inferred."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from kb import Fact
from kb.issues import KnowledgeBaseError
from kb.load import Located

from .values import Interval, Value

CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 16
"""No number of a case is as large as this (一亿亿); beyond it sums would lose their cents."""
EARLIEST = datetime.date(1979, 7, 1)
HOLDERS = {
    "group": "groups",
    "person": "persons",
    "conduct": "conduct",
    "incident": "incidents",
    "evidence": "evidence",
    "place": "places",
}
"""Where in a case stands what carries facts, by the scope of the facts."""


def _facts(value: Any) -> Any:
    """Keep the mapping as it was read, so that each fact knows its line."""
    if not isinstance(value, dict):
        msg = f"facts 应为“事实: 值”的键值结构，现为「{value}」"
        raise ValueError(msg)
    return value


Facts = Annotated[Any, BeforeValidator(_facts)]


class CaseError(KnowledgeBaseError):
    """A case file cannot be used; carries every problem with its line and the repair."""


class Group(Located):
    """A gang or another set of people who act together."""

    id: str
    label: str = ""
    facts: Facts = Field(default_factory=dict)


class Person(Located):
    """A natural person or a unit."""

    id: str
    name: str
    kind: Literal["natural", "unit"] = "natural"
    born: datetime.date | None = None
    at_large: bool = False
    note: str | None = None
    facts: Facts = Field(default_factory=dict)


class Dated(Located):
    """What happened on a day or over a span of days, and may have been dealt with before."""

    id: str
    start: datetime.date | None = Field(None, alias="from")
    end: datetime.date | None = Field(None, alias="to")
    handled_before: bool = False
    note: str | None = None
    facts: Facts = Field(default_factory=dict)

    @property
    def last_day(self) -> datetime.date | None:
        """The day it ended: of conduct, the day whose law counts (行为终了之日)."""
        return self.end or self.start


class Conduct(Dated):
    """Something that one or more people did together over a span of days."""

    who: tuple[str, ...] = ()
    kind: str
    group: str | None = None
    serves: tuple[str, ...] = ()
    place: Literal["境内", "境外"] | None = None


class Incident(Dated):
    """What a gang did on one occasion, or over a span of days: how much it took, how many messages it sent (逐起事实).

    `by`: the persons who had a hand in it themselves, members of the gang or those who helped it.
    """

    group: str
    by: tuple[str, ...] = ()
    label: str = ""


class Evidence(Located):
    """A piece of evidence of the case: what it is, when it was gathered, and how (facts of its gathering)."""

    id: str
    label: str
    kind: str
    gathered_on: datetime.date | None = None
    note: str | None = None
    facts: Facts = Field(default_factory=dict)


class Place(Located):
    """A place that the case touches, and what happened or lies there (facts of the place)."""

    id: str
    name: str
    note: str | None = None
    facts: Facts = Field(default_factory=dict)


class Case(Located):
    """A whole case file, format 1."""

    format: Literal[1]
    title: str = ""
    source: str | None = None
    note: str | None = None
    decision_date: datetime.date | None = None
    facts: Facts = Field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    persons: tuple[Person, ...] = Field(min_length=1)
    conduct: tuple[Conduct, ...] = ()
    incidents: tuple[Incident, ...] = ()
    fraud_types: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    places: tuple[Place, ...] = ()
    expected: dict[str, Any] | None = None

    @cached_property
    def group_of(self) -> Mapping[str, Group]:
        """The groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def person_of(self) -> Mapping[str, Person]:
        """The persons by id."""
        return {person.id: person for person in self.persons}

    @cached_property
    def conduct_of(self) -> Mapping[str, Conduct]:
        """The conduct by id."""
        return {conduct.id: conduct for conduct in self.conduct}

    def members(self, group: str) -> frozenset[str]:
        """The persons who act within a group."""
        return self._members.get(group, frozenset())

    def within(self, group: str | None) -> Sequence[Conduct]:
        """The acts within a group; none where there is no group."""
        return self._within.get(group, ()) if group else ()

    @cached_property
    def _within(self) -> Mapping[str, Sequence[Conduct]]:
        found: dict[str, list[Conduct]] = {}
        for act in self.conduct:
            if act.group:
                found.setdefault(act.group, []).append(act)
        return found

    @cached_property
    def _members(self) -> Mapping[str, frozenset[str]]:
        within = self._within.items()
        return {group: frozenset(who for act in acts for who in act.who) for group, acts in within}

    def holders(self) -> Iterator[tuple[str, Located, dict[str, Any]]]:
        """Everything that carries facts, with its scope: the case itself, then what HOLDERS names."""
        yield "case", self, self.facts
        for scope, field in HOLDERS.items():
            yield from ((scope, holder, holder.facts) for holder in getattr(self, field))


@dataclass(frozen=True)
class Statement:
    """A fact as it was stated: its value, the evidence it stands on, and whether it is disputed."""

    value: Value
    evidence: str | None = None
    disputed: bool = False
    excluded: bool = False
    """Whether it stands on nothing but evidence that may not carry a finding, so that its value is not known."""


STATEMENT_KEYS = ("value", "at_least", "at_most", "evidence", "disputed", "note")


def state(raw: Any, fact: Fact) -> Statement:
    """Read one fact of a case file; raises ValueError with a Chinese reason when it does not fit its type."""
    if isinstance(raw, dict):
        unknown = [key for key in raw if key not in STATEMENT_KEYS]
        if unknown:
            msg = f"未知的键「{unknown[0]}」；可用：{'、'.join(STATEMENT_KEYS)}"
            raise ValueError(msg)
        bounds = {"at_least", "at_most"} & raw.keys()
        if bounds and "value" in raw:
            msg = f"value 与 {'、'.join(sorted(bounds))} 只能写一样"
            raise ValueError(msg)
        value = _bounds(raw, fact) if bounds else _value(raw.get("value"), fact)
        disputed = raw.get("disputed", False)
        if not isinstance(disputed, bool):
            msg = f"disputed 应为 true 或者 false，现为「{disputed}」"
            raise ValueError(msg)
        return Statement(None if disputed else value, _evidence(raw.get("evidence")), disputed)
    return Statement(_value(raw, fact))


def _evidence(raw: Any) -> str | None:
    """What a fact stands on, as text: words, or ids of pieces of evidence, one or several."""
    if raw is None or isinstance(raw, str):
        return raw
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        msg = f"evidence 应为文字，或者证据 id 的列表，现为「{raw}」"
        raise ValueError(msg)
    return "、".join(raw)


def _bounds(raw: Mapping[str, Any], fact: Fact) -> Value:
    if not fact.numeric:
        msg = f"「{fact.label}」不是数字，不能写 at_least、at_most"
        raise ValueError(msg)
    low = _number(raw.get("at_least", 0), fact)
    high = _number(raw["at_most"], fact) if "at_most" in raw else None
    if high is not None and high < low:
        msg = f"at_most（{high}）小于 at_least（{low}）"
        raise ValueError(msg)
    return Interval(low, high)


def _value(raw: Any, fact: Fact) -> Value:
    if raw is None:
        return None
    if fact.numeric:
        return Interval.exactly(_number(raw, fact))
    if fact.type == "choice":
        if raw not in fact.choices:
            msg = f"应为 {'、'.join(fact.choices)} 之一，现为「{raw}」"
            raise ValueError(msg)
        return str(raw)
    if not isinstance(raw, bool):
        msg = f"应为 true、false 或者 null（未查），现为「{raw}」"
        raise ValueError(msg)
    return raw


def _number(raw: Any, fact: Fact) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)):
        msg = f"应为数字（单位：{fact.unit}），现为「{raw}」"
        raise ValueError(msg)
    if not Decimal(raw).is_finite() or raw >= LIMIT:
        msg = f"不是合理的数，现为 {raw}"
        raise ValueError(msg)
    if raw < 0:
        msg = f"不能为负数，现为 {raw}"
        raise ValueError(msg)
    if fact.type == "money" and Decimal(raw) != Decimal(raw).quantize(CENT):
        msg = f"金额最多写到分（两位小数），现为 {raw}"
        raise ValueError(msg)
    if fact.type != "money" and raw != int(raw):
        msg = f"应为整数（单位：{fact.unit}），现为 {raw}"
        raise ValueError(msg)
    return Decimal(raw)
