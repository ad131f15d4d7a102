"""Projects a case onto a person and what a charge may ask of him: stated facts combined, others derived."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from kb import Fact, KnowledgeBase
from kb.rules import Offence

from .act_order import ordered
from .case import Case, Conduct, Person, Statement, state
from .facts import Item, Projection, pieces_of
from .values import UNKNOWN_NUMBER, Interval, Value, conjunction, disjunction, greatest, total


class Projector:
    """Projects one case; keeps what does not depend on the charge."""

    def __init__(
        self,
        case: Case,
        kb: KnowledgeBase,
        today: datetime.date,
        excluded: frozenset[str] = frozenset(),
    ) -> None:
        self.case = case
        self.kb = kb
        self.decision_day = case.decision_date or today
        self.excluded = excluded
        """The pieces of evidence that may not carry a finding (不得作为定案的根据)."""

    def stated(self, holder: object, name: str, fact: Fact) -> Statement | None:
        """A fact as it was stated; not known where it stands on nothing but excluded evidence."""
        facts = getattr(holder, "facts", {})
        if name not in facts:
            return None
        statement = state(facts[name], fact)
        named = pieces_of(statement.evidence)
        if named and self.excluded.issuperset(named):
            return replace(statement, value=None, excluded=True)
        return statement

    def conduct_of(self, person: Person, kinds: tuple[str, ...]) -> tuple[Conduct, ...]:
        """The acts of a person that are of the given kinds, in the order of their dates."""
        return tuple(act for act in self._ordered if person.id in act.who and act.kind in kinds)

    @cached_property
    def _ordered(self) -> tuple[Conduct, ...]:
        return ordered(self.case, self.known)

    def known(self, holder: object, name: str) -> Value:
        """What is known of something by a fact that is stated of it."""
        statement = self.stated(holder, name, self.kb.facts[name])
        return statement.value if statement else None

    def project(
        self,
        person: Person,
        acts: tuple[Conduct, ...],
        soft: frozenset[str] = frozenset(),
        charge: Offence | None = None,
        names: frozenset[str] | None = None,
    ) -> Projection:
        """Project the case onto a person and the acts that matter for a charge, and onto the facts it may ask.

        `names`: onto these facts instead; they include those from which one of them follows.

        `soft` names the acts of which it is not known whether they count: they raise upper bounds, never lower ones,
        and say neither yes nor no on their own.
        """
        days = [act.last_day for act in acts if act.last_day]
        view = _View(self, person, acts, soft)
        values: dict[str, Value] = {}
        items: dict[str, tuple[Item, ...]] = {}
        facts = self._asked(charge, names)
        for name, fact in facts.items():
            found = tuple(view.items(name, fact))
            items[name] = found
            values[name] = view.combined(fact, found)
        for name, fact in facts.items():
            values[name] = view.derived(name, fact, values)
        return Projection(
            person=person,
            conduct=acts,
            values=values,
            items=items,
            kinds=frozenset(act.kind for act in acts),
            act_day=max(days, default=self.decision_day),
            decision_day=self.decision_day,
            dated=len(days) == len(acts),
            soft=soft,
            parts=self._parts(person, acts, soft, charge),
        )

    def _asked(self, charge: Offence | None, names: frozenset[str] | None) -> Mapping[str, Fact]:
        if names is not None:
            return {name: fact for name, fact in self.kb.facts.items() if name in names}
        return self.kb.facts if charge is None else self.kb.asked_by(charge)

    def _parts(
        self, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str], charge: Offence | None
    ) -> tuple[Projection, ...]:
        if charge is None or len(acts) <= 1 or not self.kb.judged_by_act(charge):
            return ()
        return tuple(self.project(person, (act,), soft & {act.id}, charge) for act in acts)


class _View:
    """The facts of one person over some acts, before they are combined."""

    def __init__(
        self, projector: Projector, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str]
    ) -> None:
        self.projector, self.case, self.kb = projector, projector.case, projector.kb
        self.person, self.acts, self.soft = person, acts, soft
        self.decision_day = projector.decision_day

    def stated(self, holder: object, name: str, fact: Fact) -> Statement | None:
        return self.projector.stated(holder, name, fact)

    def items(self, name: str, fact: Fact) -> Iterator[Item]:
        """Where the fact is stated: on the person if at all there, else act by act."""
        statement = self.stated(self.person, name, fact)
        if statement is not None:
            yield Item.of(self.person.name, statement)
            return
        if "conduct" not in fact.scope and not {"group", "case"} & set(fact.scope):
            return
        found = [self._of_act(act, name, fact) for act in self.acts]
        agreed = not fact.numeric and len({item.value for item in found}) == 1
        for act, item in zip(self.acts, found, strict=True):
            soft = act.id in self.soft and not agreed
            yield replace(item, value=_softened(item.value)) if soft else item
        if not self.acts and "case" in fact.scope:
            statement = self.stated(self.case, name, fact)
            if statement is not None:
                yield Item.of("全案", statement)

    def _of_act(self, act: Conduct, name: str, fact: Fact) -> Item:
        """The fact for one act: as stated on it, implied by its kind, or said of its group or the case."""
        statement = self.stated(act, name, fact)
        if statement is not None:
            return Item.of(act.id, statement, act.id)
        implied = self.kb.conduct_kinds[act.kind].implies.get(name)
        if implied is not None:
            note = f"由行为种类“{self.kb.conduct_kinds[act.kind].label}”可知"
            return Item(act.id, implied, note=note, act=act.id)
        if fact.about and act.kind not in fact.about:
            nothing: Value = Interval.exactly(0) if fact.numeric else False
            return Item(act.id, nothing, note="此类行为不涉及", act=act.id)
        if fact.combine != "sum":  # an amount of the gang is not the amount of each member
            for ring in self._around(act, fact):
                said = [(label, self.stated(holder, name, fact)) for holder, label in ring]
                items = tuple(Item.of(label, statement) for label, statement in said if statement is not None)
                if items:
                    return items[0] if len(items) == 1 else self._agreed(fact, items)
        if name == "committed_abroad" and act.place is not None:
            return Item(act.id, act.place == "境外", note="由行为地点可知")
        return Item(act.id, None, act=act.id)

    def _around(self, act: Conduct, fact: Fact) -> Iterator[list[tuple[object, str]]]:
        """The holders whose facts an act shares, the nearest first: its group, whom it serves, the case."""
        if "group" in fact.scope:
            for names in ((act.group,) if act.group else (), sorted(set(act.serves))):
                groups = [self.case.group_of[name] for name in names if name in self.case.group_of]
                yield [(group, group.label or group.id) for group in groups]
        if "conduct" in fact.scope and fact.scope != ("conduct", "person"):
            served = (name for name in sorted(set(act.serves)) if name in self.case.conduct_of)
            yield [(self.case.conduct_of[name], name) for name in served]
        if "case" in fact.scope:
            yield [(self.case, "全案")]

    def _agreed(self, fact: Fact, items: tuple[Item, ...]) -> Item:
        """What several who are served say of an act, as the vocabulary says; never by which of them is named first."""
        if fact.numeric:
            numbers = (item.value if isinstance(item.value, Interval) else UNKNOWN_NUMBER for item in items)
            value: Value = greatest(numbers)
        else:
            value = self.combined(fact, items)
        return Item(
            "、".join(item.holder for item in items),
            value,
            "、".join(dict.fromkeys(item.evidence for item in items if item.evidence)) or None,
            any(item.disputed for item in items),
            excluded=any(item.excluded for item in items),
        )

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
        numbers = [item.value if isinstance(item.value, Interval) else UNKNOWN_NUMBER for item in items]
        if fact.combine != "sum":
            return greatest(numbers)
        parts = {item.act: number for item, number in zip(items, numbers, strict=True) if item.act}
        if not parts:
            return total(numbers)
        acts = [act for act in self.acts if act.id in parts and not act.handled_before]
        whole = total(parts[act.id] for act in acts)
        windows = [total(parts[act.id] for act in self._window(fact, acts, last)) for last in acts]
        return Interval(max((window.low for window in windows), default=Decimal(0)), whole.high)

    def _window(self, fact: Fact, acts: list[Conduct], last: Conduct) -> list[Conduct]:
        """The acts that certainly add up with a given last one: those within the years that the law allows.

        Acts further apart add up only where each is a crime of its own; that is for a person to say, so the sum
        over all acts is only an upper bound. Acts already dealt with never count twice.
        """
        end = last.last_day
        if not fact.window_years or end is None:
            return acts if not fact.window_years else [last]
        start = _years_before(end, fact.window_years)
        return [
            act for act in acts if act is last or (act.last_day is not None and start <= act.last_day <= end)
        ]

    def derived(self, name: str, fact: Fact, values: Mapping[str, Value]) -> Value:
        """A fact that follows from others where nobody has stated it."""
        value = values[name]
        if fact.derived is None:
            return self._bounded(fact, value)
        if fact.derived.kind == "group_fact":
            return self._group_amount(name, fact, value) if values.get("is_ringleader") is True else value
        if value is not None:
            return value
        makers: dict[str, Callable[[], Value]] = {
            "age": self._age,
            "served_count": self._served_count,
            "group_size": self._group_size,
            "own_upstream": self._own_upstream,
            "by_unit": self._by_unit,
            "act_count": lambda: self._act_count(fact),
            "share": lambda: self._share(fact, values),
            "sum_where": lambda: self._sum_where(fact, values),
        }
        return makers.get(fact.derived.kind, lambda: self._whole_or_nothing(fact, values))()

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

    def _act_count(self, fact: Fact) -> Value:
        """At least one for each act that is not dealt with yet, within the window that the law allows (多次)."""
        acts = [act for act in self.acts if not act.handled_before and act.id not in self.soft]
        if not acts:
            return None
        return Interval(Decimal(max(len(self._window(fact, acts, last)) for last in acts)), None)

    def _by_unit(self) -> Value:
        """Whether the person is a unit, or did every act together with one; open where neither is said."""
        units = {person.id for person in self.case.persons if person.kind == "unit"}
        together = bool(self.acts) and all(units & set(act.who) for act in self.acts)
        return True if self.person.kind == "unit" or together else None

    def _served_count(self) -> Value:
        """At least as many as are named and known to have committed a crime (被帮助者均达到犯罪程度)."""
        groups = {target for act in self.acts for target in act.serves if target in self.case.group_of}
        said = [self.projector.known(self.case.group_of[name], "upstream_crime_confirmed") for name in groups]
        return Interval(Decimal(said.count(True)), None) if True in said else None

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

    def _sum_where(self, fact: Fact, values: Mapping[str, Value]) -> Value:
        """The part of an amount that belongs to acts of which another fact holds (电信网络诈骗的数额)."""
        assert fact.derived is not None  # noqa: S101 - told to the type checker, checked by the caller
        assert fact.derived.fact is not None  # noqa: S101
        assert fact.derived.where is not None  # noqa: S101
        whole = values.get(fact.derived.fact)
        amount = whole if isinstance(whole, Interval) else UNKNOWN_NUMBER
        condition = self.kb.facts[fact.derived.where]
        holds = {act.id: self._of_act(act, fact.derived.where, condition).value for act in self.acts}
        if all(truth is True for truth in holds.values()):
            return amount
        if all(truth is False for truth in holds.values()):
            return Interval.exactly(0)
        items = tuple(self.items(fact.derived.fact, self.kb.facts[fact.derived.fact]))
        if not all(item.act for item in items):  # 总数写在人身上：分不出各项行为
            return Interval(Decimal(0), amount.high)
        parts = tuple(replace(item, value=_part(item.value, holds[str(item.act)])) for item in items)
        return self._number(self.kb.facts[fact.derived.fact], parts)

    @staticmethod
    def _whole_or_nothing(fact: Fact, values: Mapping[str, Value]) -> Value:
        """A fact that another one settles at once: all of it, none of it, or no."""
        assert fact.derived is not None  # noqa: S101 - told to the type checker, checked by the caller
        kind, other = fact.derived.kind, values.get(fact.derived.where or "")
        if kind == "whole_where_not" and (other is False or other == Interval.exactly(0)):
            return values.get(fact.derived.fact or "")
        if kind == "none_where_not" and other is False:
            return Interval.exactly(0)
        if kind == "yes_where" and other is True:
            return True
        if kind == "choice_where" and other is True:
            return fact.derived.choice
        return False if kind == "not_where" and other is True else None

    def _own_upstream(self) -> Value:
        """Whether every act deals with what the person's own fraud brought in: within his gang, or serving his own act.

        Only a fraud he knew of is his own: who deceived unwittingly may still conceal what others gained.
        """
        own = [
            act
            for act in self.case.conduct
            if self.person.id in act.who
            and self.kb.conduct_kinds[act.kind].implies.get("deceived_victims")
            and self._knowing(act)
        ]
        ties = {act.id for act in own} | {act.group for act in own if act.group}
        linked = [bool(ties & {*act.serves, act.group}) for act in self.acts if act not in own]
        return True if linked and all(linked) else None

    def _knowing(self, act: Conduct) -> bool:
        """Whether it is shown that the person did an act knowing it was fraud."""
        for name in ("knew_fraud", "intended_unlawful_possession"):
            fact = self.kb.facts[name]
            stated = self.stated(self.person, name, fact)
            value = self._of_act(act, name, fact).value if stated is None else stated.value
            if value is True:
                return True
        return False

    def _group_amount(self, name: str, fact: Fact, value: Value) -> Value:
        """A ringleader answers for all that his groups did (刑法第二十六条第三款), and for his other acts."""
        led = {act.group for act in self.acts if act.group and self._organises(act)}
        amounts = []
        for group in sorted(led):
            statement = self.stated(self.case.group_of[group], name, fact)
            if statement is not None and isinstance(statement.value, Interval):
                amounts.append(statement.value)
        if not amounts:
            return value
        others = [act for act in self.acts if act.group not in led]
        outside = [self._of_act(act, name, fact).value for act in others]
        answered = total([*amounts, *(part for part in outside if isinstance(part, Interval))])
        return greatest([answered, value]) if isinstance(value, Interval) and value.known else answered

    def _organises(self, act: Conduct) -> bool:
        return bool(self.kb.conduct_kinds[act.kind].implies.get("organized_or_directed"))


def _part(value: Value, holds: Value) -> Value:
    """What an amount contributes to a sum over acts of which a condition holds, may hold, or does not."""
    if holds is False:
        return Interval.exactly(0)
    return value if holds is True else _softened(value)


def _softened(value: Value) -> Value:
    """What an act that may not count can say: a number up to its upper bound, and no yes."""
    if isinstance(value, Interval):
        return Interval(Decimal(0), value.high)
    return None if value is True or isinstance(value, str) else value


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 2 月 29 日
        return day.replace(year=day.year - years, day=28)


def _age_on(born: datetime.date, day: datetime.date) -> int:
    """Full years of age; a birthday counts from the day after it (周岁按公历，从生日第二天起算)."""
    return day.year - born.year - ((day.month, day.day) <= (born.month, born.day))
