"""What is stated of a person over some acts, fact by fact: on the person, act by act, or of the gang; and what it comes to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from kb import Fact

from .case import Conduct, Dated, Person, Statement
from .facts import Item
from .incidents import NOTES, Tied, groups_behind, tied
from .values import UNKNOWN_NUMBER, Interval, Value, conjunction, disjunction, greatest, total, years_before

if TYPE_CHECKING:
    from .projector import Projector

ABROAD = "committed_abroad"
"""What follows from the place of an act, where nobody has stated it."""
ALL_LISTED = "all_incidents_listed"
"""Whether the incidents entered for a gang are all that is known of it; else they are a lower bound."""


class View:
    """What is stated of one person over some acts, before one fact follows from others; each fact is worked out once."""

    def __init__(
        self, projector: Projector, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str]
    ) -> None:
        self.projector, self.case, self.kb = projector, projector.case, projector.kb
        self.person, self.acts, self.soft = person, acts, soft
        self.kinds = frozenset(act.kind for act in acts)
        self._before = projector.view_before(person, acts, soft)
        self._alone = len(acts) == 1 and not soft and not acts[0].handled_before
        self._items: dict[str, tuple[Item, ...]] = {}
        self._values: dict[str, Value] = {}

    def value(self, name: str, fact: Fact) -> Value:
        """What the statements on a fact come to together."""
        if name not in self._values:
            self._values[name] = self._value(name, fact)
        return self._values[name]

    def _value(self, name: str, fact: Fact) -> Value:
        kept = self._kept(name)
        if kept is not None:
            return kept.value(name, fact)
        if name not in self._said:
            concerned = (
                {kind in fact.about for kind in self.kinds} if fact.about and of_acts(fact) else {True}
            )
            if len(concerned) <= 1:
                return none_of(fact) if concerned == {False} else None
        if self._alone and "incident" not in fact.scope:
            return self._of_one_act(name, fact)
        return self.combined(fact, self.items(name, fact))

    def _of_one_act(self, name: str, fact: Fact) -> Value:
        """What statements on one act that counts come to: what they say."""
        stated = self.stated(self.person, name, fact)
        if stated is not None:
            value = stated.value
        else:
            value = self.of_act(self.acts[0], name, fact).value if of_acts(fact) else None
        return total([value]) if isinstance(value, Interval) else value

    @cached_property
    def _said(self) -> frozenset[str]:
        """Every fact that is stated of the person, of one of the acts, or of what it shares with others."""
        own = self.person.facts.keys() | self.projector.said_beside
        return frozenset(own.union(*(self.projector.said_of(act) for act in self.acts)))

    def items(self, name: str, fact: Fact) -> tuple[Item, ...]:
        """Where the fact is stated."""
        if name not in self._items:
            kept = self._kept(name)
            self._items[name] = kept.items(name, fact) if kept else tuple(self._stated_items(name, fact))
        return self._items[name]

    def _kept(self, name: str) -> View | None:
        """The same view before some facts were changed, where a fact is none of them."""
        return None if name in self.projector.changed else self._before

    def stated(self, holder: object, name: str, fact: Fact) -> Statement | None:
        """A fact as it was stated."""
        return self.projector.stated(holder, name, fact)

    def says_yes(self, holder: object, name: str) -> bool:
        """Whether a fact is stated to be so."""
        return self.projector.known(holder, name) is True

    def _stated_items(self, name: str, fact: Fact) -> Iterator[Item]:
        """Where the fact is stated: on the person if at all there, else act by act."""
        statement = self.stated(self.person, name, fact)
        if statement is not None:
            yield Item.of(self.person.name, statement)
            return
        if not of_acts(fact):
            return
        found = [self.of_act(act, name, fact) for act in self.acts]
        agreed = fact.combine != "sum" and len({item.value for item in found}) == 1
        listed = self._listed(name, fact) if "incident" in fact.scope else {}
        for act, item in zip(self.acts, found, strict=True):
            if item.value is None and not listed.keys().isdisjoint((act.group, *act.serves)):
                continue  # 团伙的逐起事实写明了的，不再按各人的行为分
            soft = act.id in self.soft and not agreed
            yield item.worth(softened(item.value)) if soft else item
        yield from (item for items in listed.values() for item in items)
        if not self.acts and "case" in fact.scope:
            statement = self.stated(self.case, name, fact)
            if statement is not None:
                yield Item.of("全案", statement)

    def _listed(self, name: str, fact: Fact) -> dict[str | None, list[Item]]:
        """What the incidents of each gang come to for this person, one by one; what else it did is not known."""
        if not self.case.incidents:
            return {}
        open_groups = {
            tie
            for act in self.acts
            if self.of_act(act, name, fact).value is None
            for tie in (act.group, *act.serves)
        }
        found: dict[str | None, list[Item]] = {}
        members = {act.group for act in self.acts}
        for entry in tied(self.case, self.person, self.acts, self.soft):
            statement, group = self.stated(entry.incident, name, fact), entry.incident.group
            if statement is not None and group in open_groups and (entry.counts or group in members):
                found.setdefault(group, []).append(self._incident(entry, statement))
        for name_of, items in found.items():
            holder = self.case.group_of[str(name_of)]
            if not self.says_yes(holder, ALL_LISTED):
                items.append(Item(holder.label or holder.id, UNKNOWN_NUMBER, note="所列以外是否还有，未查"))
        return found

    @staticmethod
    def _incident(entry: Tied, statement: Statement) -> Item:
        item = replace(Item.of(entry.incident.id, statement, entry.incident.id), note=NOTES[entry.tie])
        if not entry.counts:
            return replace(item, value=Interval.exactly(0))
        value = UNKNOWN_NUMBER if item.value is None else item.value
        return replace(item, value=softened(value) if entry.soft or entry.tie == "partly" else value)

    def of_act(self, act: Conduct, name: str, fact: Fact) -> Item:
        """The fact for one act, which does not depend on who did it."""
        known, key = self.projector.of_acts.setdefault(name, {}), (act.id, act.kind)
        if key not in known:
            spoken = name in self.projector.said_of(act)
            known[key] = self._found(act, name, fact) if spoken else self._silent(act, fact)
        return known[key]

    def _found(self, act: Conduct, name: str, fact: Fact) -> Item:
        """The fact for one act: as stated on it, implied by its kind, or said of its group or the case."""
        statement = self.stated(act, name, fact)
        if statement is not None:
            return Item.of(act.id, statement, act.id)
        implied = self.kb.conduct_kinds[act.kind].implies.get(name)
        if implied is not None:
            note = f"由行为种类“{self.kb.conduct_kinds[act.kind].label}”可知"
            return Item(act.id, implied, note=note, act=act.id)
        if fact.about and act.kind not in fact.about:
            return self._silent(act, fact)
        if fact.combine != "sum":  # an amount of the gang is not the amount of each member
            for ring in self._around(act, name, fact):
                said = [(label, self.stated(holder, name, fact)) for holder, label in ring]
                items = tuple(Item.of(label, statement) for label, statement in said if statement is not None)
                if items:
                    return items[0] if len(items) == 1 else self._agreed(fact, items)
        if name == ABROAD and act.place is not None:
            return Item(act.id, act.place == "境外", note="由行为地点可知")
        return self._silent(act, fact)

    def _silent(self, act: Conduct, fact: Fact) -> Item:
        """A fact of which an act says nothing: none of it where the fact is not about such acts, else not known."""
        if fact.about and act.kind not in fact.about:
            return Item(act.id, none_of(fact), note="此类行为不涉及", act=act.id)
        return self.projector.silent(act)

    def _around(self, act: Conduct, name: str, fact: Fact) -> Iterator[list[tuple[object, str]]]:
        """The holders whose facts an act shares, the nearest first: its group, whom it serves, the case."""
        if "group" in fact.scope:
            for names in ((act.group,) if act.group else (), sorted(set(act.serves))):
                groups = [self.case.group_of[name] for name in names if name in self.case.group_of]
                yield [(group, group.label or group.id) for group in groups]
            yield self._behind(act, name, fact)
        if "conduct" in fact.scope and fact.scope != ("conduct", "person"):
            served = (name for name in sorted(set(act.serves)) if name in self.case.conduct_of)
            yield [(self.case.conduct_of[name], name) for name in served]
        if "case" in fact.scope:
            yield [(self.case, "全案")]

    def _behind(self, act: Conduct, name: str, fact: Fact) -> list[tuple[object, str]]:
        """The gang behind those whom an act serves (卡主 → 卡头 → 团伙), where there is one, or all of them say the same."""
        reached = [self.case.group_of[name] for name in sorted(groups_behind(self.case, act))]
        said = [self.stated(group, name, fact) for group in reached]
        values = {statement.value if statement else None for statement in said}
        if not reached or len(values) > 1 or values == {None}:
            return []
        names = "、".join(group.label or group.id for group in reached)
        return [(reached[0], f"{names}（经由其所帮助的人）")]

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
            return self.number(fact, items)
        values = [item.value for item in items]
        if fact.type == "choice":
            return values[0] if len(set(values)) == 1 else None
        truths = [value if isinstance(value, bool) else None for value in values]
        return conjunction(truths) if fact.combine == "all" else disjunction(truths)

    def number(self, fact: Fact, items: tuple[Item, ...]) -> Interval:
        """One number from several statements: their sum within the years that the law allows, or the greatest."""
        numbers = [item.value if isinstance(item.value, Interval) else UNKNOWN_NUMBER for item in items]
        if fact.combine != "sum":
            return greatest(numbers)
        parts = {item.act: number for item, number in zip(items, numbers, strict=True) if item.act}
        if not parts:
            return total(numbers)
        events: tuple[Dated, ...] = (*self.acts, *self.case.incidents)
        dated = [each for each in events if each.id in parts and not each.handled_before]
        rest = [number for item, number in zip(items, numbers, strict=True) if item.act is None]
        whole = total([*(parts[each.id] for each in dated), *rest])
        window = total(parts[each.id] for each in fullest(fact, dated, lambda each: parts[each.id].low))
        return Interval(window.low, whole.high)


def fullest(fact: Fact, acts: list[Dated], worth: Callable[[Dated], Decimal]) -> list[Dated]:
    """Of the acts that certainly add up, being within the years that the law allows, those that are worth most.

    Acts further apart add up only where each is a crime of its own; that is for a person to say, so the sum
    over all acts is only an upper bound. Acts already dealt with never count twice. An act without a day stands alone.
    """
    years = fact.window_years
    if not years or not acts:
        return acts
    placed = sorted((day, worth(act)) for act in acts if (day := act.last_day) is not None)
    days = [day for day, _ in placed]
    sums = [Decimal(0), *accumulate(much for _, much in placed)]  # 逐项重新相加，行为多了就慢得成平方

    def reached(last: Dated) -> Decimal:
        if last.last_day is None:
            return worth(last)
        first = bisect_left(days, years_before(last.last_day, years))
        return sums[bisect_right(days, last.last_day)] - sums[first]

    last = max(acts, key=reached)
    if (end := last.last_day) is None:
        return [last]
    start = years_before(end, years)
    return [act for act in acts if act.last_day is not None and start <= act.last_day <= end]


def of_acts(fact: Fact) -> bool:
    """Whether a fact can be stated of an act, or of what an act shares with others."""
    return not {"conduct", "group", "case"}.isdisjoint(fact.scope)


def none_of(fact: Fact) -> Value:
    """What an act that a fact is not about says of it."""
    return Interval.exactly(0) if fact.numeric else False


def softened(value: Value) -> Value:
    """What an act that may not count can say: a number up to its upper bound, and no yes."""
    if isinstance(value, Interval):
        return Interval(Decimal(0), value.high)
    return None if value is True or isinstance(value, str) else value
