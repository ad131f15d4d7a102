"""From a case to what one charge asks of one person: flat, typed facts, with every sum itemised."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kb import Fact, KnowledgeBase

from .case import Case, Conduct, Person, Statement, state
from .values import UNKNOWN_NUMBER, Interval, Value, conjunction, disjunction, greatest, total


@dataclass(frozen=True)
class Item:
    """One part of a sum or one place where a fact was stated: the conduct, the value, the evidence."""

    holder: str
    value: Value
    evidence: str | None = None
    disputed: bool = False
    note: str | None = None


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
    overrides: Mapping[str, Value] = field(default_factory=dict)

    def value(self, fact: str) -> Value:
        """The value of a fact; None where it is not known at all."""
        return self.values.get(fact)

    def number(self, fact: str) -> Interval:
        """A numeric fact as an interval; everything from zero up where it is not known."""
        value = self.values.get(fact)
        return value if isinstance(value, Interval) else UNKNOWN_NUMBER


class Projector:
    """Projects one case; keeps what does not depend on the charge."""

    def __init__(self, case: Case, kb: KnowledgeBase, today: datetime.date) -> None:
        self.case = case
        self.kb = kb
        self.decision_day = case.decision_date or today

    def conduct_of(self, person: Person, kinds: tuple[str, ...]) -> tuple[Conduct, ...]:
        """The acts of a person that are of the given kinds, in the order of their dates."""
        mine = (act for act in self.case.conduct if person.id in act.who and act.kind in kinds)
        return tuple(sorted(mine, key=lambda act: (act.last_day or datetime.date.min, act.id)))

    def project(self, person: Person, acts: tuple[Conduct, ...]) -> Projection:
        """Project the case onto a person and the acts that matter for a charge."""
        days = [act.last_day for act in acts if act.last_day]
        view = _View(self, person, acts)
        values: dict[str, Value] = {}
        items: dict[str, tuple[Item, ...]] = {}
        for name, fact in self.kb.facts.items():
            found = tuple(view.items(name, fact))
            items[name] = found
            values[name] = view.combined(fact, found)
        for name, fact in self.kb.facts.items():
            values[name] = view.derived(name, fact, values)
        return Projection(
            person=person,
            conduct=acts,
            values=values,
            items=items,
            kinds=frozenset(act.kind for act in acts),
            act_day=max(days, default=self.decision_day),
            decision_day=self.decision_day,
            dated=bool(days),
        )


class _View:
    """The facts of one person over some acts, before they are combined."""

    def __init__(self, projector: Projector, person: Person, acts: tuple[Conduct, ...]) -> None:
        self.case, self.kb = projector.case, projector.kb
        self.person, self.acts = person, acts
        self.decision_day = projector.decision_day

    def stated(self, holder: object, name: str, fact: Fact) -> Statement | None:
        facts = getattr(holder, "facts", {})
        return state(facts[name], fact) if name in facts else None

    def items(self, name: str, fact: Fact) -> Iterator[Item]:
        """Where the fact is stated: on the person if at all there, else act by act."""
        for holder, label in ((self.person, self.person.name),):
            statement = self.stated(holder, name, fact)
            if statement is not None:
                yield Item(label, statement.value, statement.evidence, statement.disputed)
                return
        if "conduct" not in fact.scope and not {"group", "case"} & set(fact.scope):
            return
        for act in self.acts:
            yield self._of_act(act, name, fact)
        if not self.acts and "case" in fact.scope:
            statement = self.stated(self.case, name, fact)
            if statement is not None:
                yield Item("全案", statement.value, statement.evidence, statement.disputed)

    def _of_act(self, act: Conduct, name: str, fact: Fact) -> Item:
        """The fact for one act: as stated on it, implied by its kind, or said of its group or the case."""
        statement = self.stated(act, name, fact)
        if statement is not None:
            return Item(act.id, statement.value, statement.evidence, statement.disputed)
        implied = self.kb.conduct_kinds[act.kind].implies.get(name)
        if implied is not None:
            return Item(act.id, implied, note=f"由行为种类“{self.kb.conduct_kinds[act.kind].label}”可知")
        if fact.about and act.kind not in fact.about:
            return Item(act.id, Interval.exactly(0) if fact.numeric else False, note="此类行为不涉及")
        if fact.combine != "sum":  # an amount of the gang is not the amount of each member
            for holder, label in self._around(act, fact):
                statement = self.stated(holder, name, fact)
                if statement is not None:
                    return Item(label, statement.value, statement.evidence, statement.disputed)
        if name == "committed_abroad" and act.place is not None:
            return Item(act.id, act.place == "境外", note="由行为地点可知")
        return Item(act.id, None)

    def _around(self, act: Conduct, fact: Fact) -> Iterator[tuple[object, str]]:
        """The holders whose facts an act shares: its group, whom it serves, the case."""
        if "group" in fact.scope:
            for group_id in (*([act.group] if act.group else ()), *act.serves):
                if group_id in self.case.group_of:
                    group = self.case.group_of[group_id]
                    yield group, group.label or group.id
        if "conduct" in fact.scope and fact.scope != ("conduct", "person"):
            for served in self._served(act):
                yield served, served.id
        if "case" in fact.scope:
            yield self.case, "全案"

    def _served(self, act: Conduct) -> Iterator[Conduct]:
        for target in act.serves:
            if target in self.case.conduct_of:
                yield self.case.conduct_of[target]

    def combined(self, fact: Fact, items: tuple[Item, ...]) -> Value:
        """One value from several statements, as the vocabulary says."""
        if not items:
            return None
        if fact.numeric:
            if all(item.value is None for item in items):
                return None
            return self._number(fact, items)
        values = [item.value for item in items]
        if fact.type == "choice":
            return values[0] if len(set(values)) == 1 else None
        truths = [value if isinstance(value, bool) else None for value in values]
        return conjunction(truths) if fact.combine == "all" else disjunction(truths)

    def _number(self, fact: Fact, items: tuple[Item, ...]) -> Interval:
        parts = {
            item.holder: item.value if isinstance(item.value, Interval) else UNKNOWN_NUMBER for item in items
        }
        if fact.combine != "sum":
            return greatest(parts.values())
        counted, outside = self._window(fact, parts)
        inside, beyond = total(counted), total(outside)
        if not outside:
            return inside
        high = None if inside.high is None or beyond.high is None else inside.high + beyond.high
        return Interval(inside.low, high)

    def _window(self, fact: Fact, parts: Mapping[str, Interval]) -> tuple[list[Interval], list[Interval]]:
        """Split a sum into what certainly adds up and what may not: acts long before the last one.

        Acts outside the window add up only where each is a crime of its own; that is for a person to say,
        so they raise the upper bound alone. Acts already dealt with never count twice.
        """
        last = max((act.last_day for act in self.acts if act.last_day), default=None)
        counted: list[Interval] = []
        outside: list[Interval] = []
        for act in self.acts:
            if act.id not in parts or act.handled_before:
                continue
            old = bool(
                fact.window_years
                and last
                and act.last_day
                and act.last_day < _years_before(last, fact.window_years)
            )
            (outside if old else counted).append(parts[act.id])
        if not any(act.id in parts for act in self.acts):
            counted = list(parts.values())
        return counted, outside

    def derived(self, name: str, fact: Fact, values: Mapping[str, Value]) -> Value:
        """A fact that follows from others where nobody has stated it."""
        value = values[name]
        if fact.derived is None:
            return self._bounded(fact, value)
        if fact.derived.kind == "share":
            return self._share(fact, values)
        if fact.derived.kind == "group_fact":
            return self._group_amount(name, fact, value)
        counts = {"age": self._age, "served_count": self._served_count, "group_size": self._group_size}
        return value if value is not None else counts[fact.derived.kind]()

    def _bounded(self, fact: Fact, value: Value) -> Value:
        if value is None and fact.bounds is not None:
            return Interval(Decimal(fact.bounds[0]), Decimal(fact.bounds[1]))
        return value

    def _age(self) -> Value:
        first = min((day for act in self.acts if (day := act.start or act.end)), default=None)
        last = max((act.last_day for act in self.acts if act.last_day), default=None)
        if self.person.born is None or first is None or last is None:
            return None
        return Interval(Decimal(_age_on(self.person.born, first)), Decimal(_age_on(self.person.born, last)))

    def _served_count(self) -> Value:
        """At least as many as are named and known to have committed a crime (被帮助者均达到犯罪程度)."""
        groups = {target for act in self.acts for target in act.serves if target in self.case.group_of}
        confirmed = [
            name for name in groups if self._says_yes(self.case.group_of[name], "upstream_crime_confirmed")
        ]
        return Interval(Decimal(len(confirmed)), None) if confirmed else None

    def _says_yes(self, holder: object, name: str) -> bool:
        statement = self.stated(holder, name, self.kb.facts[name])
        return statement is not None and statement.value is True

    def _share(self, fact: Fact, values: Mapping[str, Value]) -> Value:
        assert fact.derived is not None  # noqa: S101 - told to the type checker, checked by the caller
        parts = []
        for ratio in fact.derived.of:
            value = values.get(ratio.fact)
            number = value if isinstance(value, Interval) else UNKNOWN_NUMBER
            high = None if number.high is None else number.high / ratio.per
            parts.append(Interval(number.low / ratio.per, high))
        return total(parts)

    def _group_size(self) -> Value:
        sizes = [len(self.case.members(act.group)) for act in self.acts if act.group]
        return Interval(Decimal(max(sizes)), None) if sizes else None

    def _group_amount(self, name: str, fact: Fact, value: Value) -> Value:
        """A ringleader answers for all the group did (刑法第二十六条第三款): not less than the group's amount."""
        led = [
            act
            for act in self.acts
            if act.group and self.kb.conduct_kinds[act.kind].implies.get("organized_or_directed")
        ]
        amounts = []
        for act in led:
            statement = self.stated(self.case.group_of[str(act.group)], name, fact)
            if statement is not None and isinstance(statement.value, Interval):
                amounts.append(statement.value)
        if not amounts:
            return value
        return greatest([*amounts, value] if isinstance(value, Interval) and value.low > 0 else amounts)


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 2 月 29 日
        return day.replace(year=day.year - years, day=28)


def _age_on(born: datetime.date, day: datetime.date) -> int:
    """Full years of age; a birthday counts from the day after it (周岁按公历，从生日第二天起算)."""
    return day.year - born.year - ((day.month, day.day) <= (born.month, born.day))
