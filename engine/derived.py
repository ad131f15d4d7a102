"""Facts that follow from others where nobody has stated them, as the vocabulary says (derived)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from kb import Fact
from kb.vocabulary import Derivation

from .case import Conduct, Dated, Person
from .facts import Item
from .incidents import led_groups
from .values import UNKNOWN_NUMBER, Interval, Truth, Value, conjunction, greatest, total
from .view import ALL_LISTED, View, fullest, softened

if TYPE_CHECKING:
    from .projector import Projector

ORGANISED = "organized_or_directed"
GANG = 3
"""犯罪集团至少的人数（刑法第二十六条第二款：三人以上）。"""
DECEIVED = "deceived_victims"
"""What a kind of conduct implies that is a fraud of one's own."""


class Known(View):
    """A view in which facts that nobody has stated follow from others; each is worked out once, for all charges."""

    def __init__(
        self, projector: Projector, person: Person, acts: tuple[Conduct, ...], soft: frozenset[str]
    ) -> None:
        super().__init__(projector, person, acts, soft)
        self.known: Mapping[str, Value] = _Found(self)
        """What is known of each fact: what the statements on it come to, or what follows."""


class _Found(dict[str, Value]):
    """Finds what is known of a fact when it is looked up first."""

    def __init__(self, view: Known) -> None:
        super().__init__()
        self._view = view

    def __missing__(self, name: str) -> Value:
        fact = self._view.kb.facts.get(name)
        if fact is None:
            return None
        self[name] = stated = self._view.value(name, fact)
        if fact.derived is not None or fact.bounds is not None:
            self[name] = _derived(self._view, name, fact, stated)
        return self[name]


def _derived(view: Known, name: str, fact: Fact, value: Value) -> Value:
    """A fact that follows from others where nobody has stated it; `value`: what is stated of it."""
    if fact.derived is None:
        return _bounded(fact, value)
    if fact.derived.kind == "group_fact":
        return _group_amount(view, name, fact, value, leads(view))
    if value is not None:
        return value
    return MADE.get(fact.derived.kind, _whole_or_nothing)(view, fact, fact.derived)


def _bounded(fact: Fact, value: Value) -> Value:
    if value is None and fact.bounds is not None:
        return Interval(Decimal(fact.bounds[0]), Decimal(fact.bounds[1]))
    return value


def _age(view: Known, _fact: Fact, _rule: Derivation) -> Value:
    """How old the person was when the acts began, and when they ended."""
    first = min((day for act in view.acts if (day := act.start or act.end)), default=None)
    last = max((act.last_day for act in view.acts if act.last_day), default=None)
    if view.person.born is None or first is None or last is None:
        return None
    return Interval(Decimal(_age_on(view.person.born, first)), Decimal(_age_on(view.person.born, last)))


def _act_count(view: Known, fact: Fact, _rule: Derivation) -> Value:
    """At least one for each act that is not dealt with yet, within the window that the law allows (多次)."""
    acts: list[Dated] = [act for act in view.acts if not act.handled_before and act.id not in view.soft]
    if not acts:
        return None
    return Interval(Decimal(len(fullest(fact, acts, lambda _: Decimal(1)))), None)


def _whole(view: View, group: str, name: str, fact: Fact) -> Value:
    """What the incidents of a gang add up to; more, where they may not be all."""
    said = (view.stated(entry, name, fact) for entry in view.case.incidents if entry.group == group)
    values = [statement.value for statement in said if statement is not None]
    if not values:
        return None
    listed = total(value if isinstance(value, Interval) else UNKNOWN_NUMBER for value in values)
    complete = view.says_yes(view.case.group_of[group], ALL_LISTED)
    return listed if complete else Interval(listed.low, None)


def _own_incidents(view: Known, _fact: Fact, rule: Derivation) -> Value:
    """What the person had a hand in himself, of what his gangs did."""
    name = str(rule.fact)
    groups = {act.group for act in view.acts if act.group}
    own = [each for each in view.case.incidents if each.group in groups and view.person.id in each.by]
    said = [s.value for each in own if (s := view.stated(each, name, view.kb.facts[name])) is not None]
    listed = [value if isinstance(value, Interval) else UNKNOWN_NUMBER for value in said]
    complete = all(view.says_yes(view.case.group_of[group], ALL_LISTED) for group in groups)
    if not any(each.group in groups for each in view.case.incidents):
        return None
    return total(listed) if complete else Interval(total(listed).low, None)


def _by_unit(view: Known, _fact: Fact, _rule: Derivation) -> Value:
    """Whether the person is a unit, or did every act together with one; open where neither is said."""
    units = {person.id for person in view.case.persons if person.kind == "unit"}
    together = bool(view.acts) and all(units & set(act.who) for act in view.acts)
    return True if view.person.kind == "unit" or together else None


def _served_count(view: Known, _fact: Fact, _rule: Derivation) -> Value:
    """At least as many as are named and known to have committed a crime (被帮助者均达到犯罪程度)."""
    groups = {target for act in view.acts for target in act.serves if target in view.case.group_of}
    confirmed = [
        name for name in groups if view.says_yes(view.case.group_of[name], "upstream_crime_confirmed")
    ]
    return Interval(Decimal(len(confirmed)), None) if confirmed else None


def _share(view: Known, _fact: Fact, rule: Derivation) -> Value:
    """How much of a standard several numbers make up together, each measured by its own."""
    parts = []
    for ratio in rule.of:
        value = view.known[ratio.fact]
        number = value if isinstance(value, Interval) else UNKNOWN_NUMBER
        high = None if number.high is None else number.high / ratio.per
        parts.append(Interval(number.low / ratio.per, high))
    return total(parts)


def _group_size(view: Known, _fact: Fact, _rule: Derivation) -> Value:
    return _named_in_group(view)


def _named_in_group(view: View) -> Value:
    """At least as many as act in the largest of the person's groups."""
    sizes = [len(view.case.members(act.group)) for act in view.acts if act.group]
    return Interval(Decimal(max(sizes)), None) if sizes else None


def _sum_where(view: Known, _fact: Fact, rule: Derivation) -> Value:
    """The part of an amount that belongs to acts of which another fact holds (电信网络诈骗的数额)."""
    name, where = str(rule.fact), str(rule.where)
    source, condition, whole = view.kb.facts[name], view.kb.facts[where], view.known[name]
    amount = whole if isinstance(whole, Interval) else UNKNOWN_NUMBER
    holds = {act.id: view.of_act(act, where, condition).value for act in view.acts}
    items = view.items(name, source)
    holds |= _of_gangs(view, items, where, condition)
    if all(truth is True for truth in holds.values()):
        return amount
    if all(truth is False for truth in holds.values()):
        return Interval.exactly(0)
    if not all(_whose(item) in holds for item in items):  # 总数写在人身上：分不出各项行为
        return Interval(Decimal(0), amount.high)
    return view.number(source, tuple(item.worth(_part(item.value, holds[_whose(item)])) for item in items))


def _of_gangs(view: View, items: tuple[Item, ...], name: str, fact: Fact) -> dict[str, Value]:
    """Whether a fact holds of what the gangs did: as it is said of the gang, or of the whole case."""
    found: dict[str, Value] = {}
    groups = {incident.id: incident.group for incident in view.case.incidents}
    groups |= {f"{REST}{group.label or group.id}": group.id for group in view.case.groups}
    for item in items:
        if _whose(item) in groups:
            holders = (view.case.group_of[groups[_whose(item)]], view.case)
            said = [s for holder in holders if (s := view.stated(holder, name, fact)) is not None]
            found[_whose(item)] = said[0].value if said else None
    return found


REST = "其余："
"""Marks what a gang did beside the incidents entered, lest it be taken for an act of the same name."""


def _whose(item: Item) -> str:
    """The act or incident of which an item speaks; else the gang or person, marked."""
    return item.act or f"{REST}{item.holder}"


def _whole_or_nothing(view: Known, _fact: Fact, rule: Derivation) -> Value:
    """A fact that another one settles at once: all of it, none of it, or no."""
    kind, other = rule.kind, view.known[rule.where] if rule.where else None
    if kind == "whole_where_not" and (other is False or other == Interval.exactly(0)):
        return view.known[rule.fact] if rule.fact else None
    if kind == "none_where_not" and other is False:
        return Interval.exactly(0)
    if kind == "yes_where" and other is True:
        return True
    if kind == "choice_where" and other is True:
        return rule.choice
    return False if kind == "not_where" and other is True else None


def _own_upstream(view: Known, _fact: Fact, _rule: Derivation) -> Value:
    """Whether every act deals with what the person's own fraud brought in: within his gang, or serving his own act.

    Only a fraud he knew of is his own: who deceived unwittingly may still conceal what others gained.
    """
    kinds = view.kb.conduct_kinds
    deceiving = [act for act in view.projector.acts_of(view.person) if kinds[act.kind].implies.get(DECEIVED)]
    own = {act.id: act.group for act in deceiving if _knowing(view, act)}
    ties = {name for name in (*own, *own.values()) if name}
    linked = [bool(ties & {*act.serves, act.group}) for act in view.acts if act.id not in own]
    return True if linked and all(linked) else None


def _knowing(view: View, act: Conduct) -> bool:
    """Whether it is shown that the person did an act knowing it was fraud."""
    for name in ("knew_fraud", "intended_unlawful_possession"):
        fact = view.kb.facts[name]
        stated = view.stated(view.person, name, fact)
        value = view.of_act(act, name, fact).value if stated is None else stated.value
        if value is True:
            return True
    return False


def leads(view: Known) -> Truth:
    """Whether a person is the ringleader of a criminal gang (刑法第二十六条第二款、第九十七条); open only for who organises.

    A gang has at least three members and is fixed; who leads fewer, or a loose lot, answers as a principal does.
    """
    said, size = view.known["is_ringleader"], view.known["group_size"]
    size = size if isinstance(size, Interval) else _named_in_group(view)
    least = size.at_least(Interval.exactly(GANG)) if isinstance(size, Interval) else None
    fixed = view.known["fixed_organization"]
    truth = conjunction(
        (said if isinstance(said, bool) else None, fixed if isinstance(fixed, bool) else None, least)
    )
    if truth is None and said is None and not any(organises(view, act) for act in view.acts):
        return False  # 没有人说他是首要分子，也没有组织、领导的行为
    return truth


def _group_amount(view: Known, name: str, fact: Fact, value: Value, leading: Truth) -> Value:
    """A ringleader answers for all that his groups did (刑法第二十六条第三款), and for his other acts."""
    if leading is False:
        return value
    whole = _of_led_groups(view, name, fact, value)
    if leading is True or whole is None:
        return value if whole is None else whole
    if not isinstance(whole, Interval) or whole == value:
        return value
    own = value if isinstance(value, Interval) else UNKNOWN_NUMBER
    return Interval(min(own.low, whole.low), greatest([own, whole]).high)


def _of_led_groups(view: View, name: str, fact: Fact, value: Value) -> Value:
    """All that the groups a person leads did, and his other acts; None where nothing is said of the groups."""
    led = led_groups(view.acts, lambda act: organises(view, act))
    amounts = []
    for group in sorted(led):
        said = [_whole(view, group, name, fact)]
        statement = view.stated(view.case.group_of[group], name, fact)
        if statement is not None:
            said.append(statement.value)
        known = [value for value in said if isinstance(value, Interval)]
        amounts += [greatest(known)] if known else []
    if not amounts:
        return None
    others = [act for act in view.acts if act.group not in led]
    outside = [view.of_act(act, name, fact).value for act in others]
    answered = total([*amounts, *(part for part in outside if isinstance(part, Interval))])
    return greatest([answered, value]) if isinstance(value, Interval) and value.known else answered


def organises(view: View, act: Conduct) -> bool:
    """Whether a person organises or leads by an act, as its kind implies or as it is stated of the act or of him."""
    if view.says_yes(view.person, ORGANISED):
        return True
    fact = view.kb.facts[ORGANISED]
    return view.of_act(act, ORGANISED, fact).value is True


def _part(value: Value, holds: Value) -> Value:
    """What an amount contributes to a sum over acts of which a condition holds, may hold, or does not."""
    if holds is False:
        return Interval.exactly(0)
    return value if holds is True else softened(value)


def _age_on(born: datetime.date, day: datetime.date) -> int:
    """Full years of age; a birthday counts from the day after it (周岁按公历，从生日第二天起算)."""
    return day.year - born.year - ((day.month, day.day) <= (born.month, born.day))


MADE: dict[str, Callable[[Known, Fact, Derivation], Value]] = {
    "age": _age,
    "served_count": _served_count,
    "group_size": _group_size,
    "own_upstream": _own_upstream,
    "own_incidents": _own_incidents,
    "by_unit": _by_unit,
    "act_count": _act_count,
    "share": _share,
    "sum_where": _sum_where,
}
"""What makes a fact of each sort of derivation; those that are not here are settled by one other fact at once."""
