"""The faults that can be seeded in a rule: copies of it with one thing wrong, for its tests to notice.

What cannot matter is not made: a bound that is a fact of the case has no number to move; an `any` of one branch and
an `all` of one part are not emptied; the first day of a charge is moved, but not its last, which the engine does not
read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, Generic, TypeVar

from kb.case_rules import Checklist, Dispute, Distinction, View
from kb.condition import Bound, Condition, FactBound, Multiple
from kb.load import Located
from kb.period import Period
from kb.rules import Concurrence, Offence, Rule, Tier

T = TypeVar("T")
U = TypeVar("U")
Made_co = TypeVar("Made_co", covariant=True)
SWAPPED = {"at_least": "above", "above": "at_least"}
WORDS = {"at_least": "以上（at_least）", "above": "超过（above）"}
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Fault(Generic[Made_co]):
    """A copy with one thing wrong: where, in words, the facts it asks, and the day that was moved if one was."""

    made: Made_co
    place: Located
    words: str
    asked: frozenset[str] = frozenset()
    day: datetime.date | None = None

    def within(self, whole: U) -> Fault[U]:
        """The same fault, seen in what it is a part of."""
        return Fault(whole, self.place, self.words, self.asked, self.day)


def faults_of(rule: Rule) -> Iterator[Fault[Rule | None]]:
    """Every fault of a rule, in the order it is written; None for a rule that is dropped."""
    if rule.in_force is not None:
        ends, what = (("start",), "本罪") if isinstance(rule, Offence) else (("start", "end"), "本规则")
        for moved in _moved(rule.in_force, ends, rule, what):
            yield moved.within(rule.model_copy(update={"in_force": moved.made}))
    if isinstance(rule, Offence):
        yield from _of_charge(rule)
    elif isinstance(rule, Checklist):
        yield from _of_checklist(rule)
    elif isinstance(rule, Dispute):
        yield from _of_dispute(rule)
    elif isinstance(rule, Distinction):
        yield from _of_distinction(rule)
    elif isinstance(rule, Concurrence):
        yield from _of_concurrence(rule)
    else:
        for fault in _of_condition(rule.when):  # type: ignore[attr-defined]
            yield fault.within(rule.model_copy(update={"when": fault.made}))


def _of_checklist(rule: Checklist) -> Iterator[Fault[Rule | None]]:
    """A point dropped or wrong within, its consequence taken for another, or the list held to be for every piece."""
    if rule.applies is not None:
        yield Fault(rule.model_copy(update={"applies": None}), rule.applies, "删去 applies")
        for fault in _of_condition(rule.applies):
            yield fault.within(rule.model_copy(update={"applies": fault.made}))
    for index, point in enumerate(rule.points):
        if len(rule.points) > 1:
            rest = (*rule.points[:index], *rule.points[index + 1 :])
            words = f"删去核对点「{point.label}」"
            yield Fault(rule.model_copy(update={"points": rest}), point, words, asked_by(point))
        other = "review" if point.flaw != "review" else "excluded"
        turned = point.model_copy(update={"flaw": other})
        whole = rule.model_copy(update={"points": _put(rule.points, index, turned)})
        yield Fault(whole, rule, f"核对点「{point.label}」的 flaw 由 {point.flaw} 改为 {other}")
        for fault in _of_condition(point):
            yield fault.within(rule.model_copy(update={"points": _put(rule.points, index, fault.made)}))


def _of_dispute(rule: Dispute) -> Iterator[Fault[Rule | None]]:
    """When it arises, or what a view needs, wrong within; a fact that a view takes for granted turned round."""
    for fault in _of_condition(rule.when):
        yield fault.within(rule.model_copy(update={"when": fault.made}))
    for index, view in enumerate(rule.views):
        for made in _of_view(view):
            yield made.within(rule.model_copy(update={"views": _put(rule.views, index, made.made)}))


def _of_distinction(rule: Distinction) -> Iterator[Fault[Rule | None]]:
    """A test dropped, pointing the other way, or wrong within."""
    for index, test in enumerate(rule.tests):
        if len(rule.tests) > 1:
            rest = (*rule.tests[:index], *rule.tests[index + 1 :])
            yield Fault(
                rule.model_copy(update={"tests": rest}), test, f"删去「{test.label}」", asked_by(test)
            )
        turned = test.model_copy(update={"met": test.not_met, "not_met": test.met})
        words = f"「{test.label}」的 met 与 not_met 对调"
        yield Fault(
            rule.model_copy(update={"tests": _put(rule.tests, index, turned)}), test, words, asked_by(test)
        )
        for fault in _of_condition(test):
            yield fault.within(rule.model_copy(update={"tests": _put(rule.tests, index, fault.made)}))


def _of_view(view: View) -> Iterator[Fault[View]]:
    for fault in _of_condition(view.needs) if view.needs is not None else ():
        yield fault.within(view.model_copy(update={"needs": fault.made}))
    for name, value in view.assume.items():
        if isinstance(value, bool):
            assumed = {**view.assume, name: not value}
            words = f"观点「{view.label}」的 assume {name} 由 {value} 改为 {not value}"
            yield Fault(view.model_copy(update={"assume": assumed}), view, words)


def _of_charge(charge: Offence) -> Iterator[Fault[Rule | None]]:
    yield from _of_top(charge, "elements", charge.elements, "要件")
    yield from _of_top(charge, "exceptions", charge.exceptions, "出罪、从宽事由")
    for index, tier in enumerate(charge.tiers):
        for fault in _of_tier(tier, first=index == 0):
            yield fault.within(charge.model_copy(update={"tiers": _put(charge.tiers, index, fault.made)}))


def _of_top(
    charge: Offence, field: str, parts: Sequence[Condition], what: str
) -> Iterator[Fault[Rule | None]]:
    """The faults of elements or exceptions: each dropped as a whole, then those within it."""
    for index, part in enumerate(parts):
        dropped: Fault[Condition | None] = _dropped(part, f"{what}「{name(part)}」")
        for fault in chain([dropped], _of_condition(part)):
            yield fault.within(charge.model_copy(update={field: _put(tuple(parts), index, fault.made)}))


def _of_tier(tier: Tier, *, first: bool) -> Iterator[Fault[Tier | None]]:
    if not first:
        yield Fault(None, tier, f"删去档次「{tier.label}」")
    if tier.when is not None:
        for fault in _of_condition(tier.when):
            yield fault.within(tier.model_copy(update={"when": fault.made}))


def _of_concurrence(rule: Concurrence) -> Iterator[Fault[Rule | None]]:
    """It has no conditions: it is dropped, or says otherwise who gives way."""
    yield Fault(None, rule, "删去本规则")
    effect = "heavier" if rule.effect == "cumulative" else "cumulative"
    said = {"effect": effect, "same_conduct": True}
    yield Fault(rule.model_copy(update=said), rule, f"effect 由 {rule.effect} 改为 {effect}")
    if rule.into is not None:  # 没有写的，两罪不会轻重相当，或者先后无关
        other = next(charge for charge in rule.between if charge != rule.into)
        yield Fault(rule.model_copy(update={"into": other}), rule, f"into 由 {rule.into} 改为 {other}")
    if rule.disputed:
        yield Fault(rule.model_copy(update={"disputed": False}), rule, "不再由人判断（删去 disputed）")
    if rule.settled_by:
        yield Fault(rule.model_copy(update={"settled_by": None}), rule, f"删去 settled_by {rule.settled_by}")


def _of_condition(condition: Condition) -> Iterator[Fault[Condition]]:
    """Every fault of a condition: its own, then those of what is below it."""
    yield from _of_days(condition)
    yield from _of_bounds(condition)
    if condition.same_act:
        apart = condition.model_copy(update={"same_act": False})
        yield Fault(apart, condition, f"「{name(condition)}」不再须由同一行为满足")
    yield from _of_parts(condition)
    for index, child in enumerate(condition.children):
        for fault in _of_condition(child):
            yield fault.within(_with(condition, _put(condition.children, index, fault.made)))


def _of_days(condition: Condition) -> Iterator[Fault[Condition]]:
    if condition.in_force is not None:
        for moved in _moved(condition.in_force, ("start", "end"), condition, f"「{name(condition)}」"):
            yield moved.within(condition.model_copy(update={"in_force": moved.made}))


def _moved(period: Period, ends: tuple[str, ...], place: Located, what: str) -> Iterator[Fault[Period]]:
    """The period with one of its ends a day later, and a day earlier."""
    for end in ends:
        day = getattr(period, end)
        for moved in (day + DAY, day - DAY) if day is not None else ():
            key = "from" if end == "start" else "to"
            words = f"{what}的 in_force {key} 由 {day} 改为 {moved}"
            yield Fault(period.model_copy(update={end: moved}), place, words, day=day)


def _of_bounds(condition: Condition) -> Iterator[Fault[Condition]]:
    operator, bounds = condition.bound or ("", ())
    asked = frozenset({condition.fact or ""})
    for index, bound in enumerate(bounds):
        for moved, words in _shifted(bound):
            kept = _put(bounds, index, moved) if operator == "within" else moved
            made = condition.model_copy(update={operator: kept})
            yield Fault(made, condition, f"「{condition.fact}」的{words}", asked)
    if operator in SWAPPED:
        swapped: dict[str, Any] = {operator: None, SWAPPED[operator]: bounds[0]}
        words = f"「{condition.fact}」的{WORDS[operator]}改为{WORDS[SWAPPED[operator]]}"
        yield Fault(condition.model_copy(update=swapped), condition, words, asked)


def _shifted(bound: Bound) -> Iterator[tuple[Bound, str]]:
    """The bound a unit higher and a unit lower, and what was changed in words."""
    if isinstance(bound, FactBound):
        return
    number = bound.times if isinstance(bound, Multiple) else Decimal(bound)
    for step in (_unit(bound), -_unit(bound)):
        moved = number + step
        if isinstance(bound, Multiple):
            yield bound.model_copy(update={"times": moved}), f"倍数 {number:f} 改为 {moved:f}"
        else:
            yield moved, f"标准 {number:f} 改为 {moved:f}"


def _unit(bound: int | Decimal | Multiple) -> Decimal:
    """By how much a bound is moved: a tenth for a multiple below two, its last place for a number with a fraction."""
    if isinstance(bound, Multiple):
        return Decimal(1) if bound.times >= 2 else Decimal("0.1")  # noqa: PLR2004 - 两倍
    number = Decimal(bound)
    return (
        Decimal(1)
        if number == number.to_integral_value()
        else Decimal(1).scaleb(int(number.as_tuple().exponent))
    )


def _of_parts(condition: Condition) -> Iterator[Fault[Condition]]:
    """A branch or part dropped, a negation dropped."""
    if condition.negated is not None:
        made = condition.model_copy(update={"negated": None, "all_of": (condition.negated,)})
        words = f"去掉「{name(condition.negated)}」前的 not"
        yield Fault(made, condition, words, asked_by(condition))
        return
    if len(condition.children) > 1:
        what = "all 中的" if condition.all_of else "any 中的"
        for index, child in enumerate(condition.children):
            dropped = _dropped(child, f"{what}「{name(child)}」")
            yield dropped.within(_with(condition, _put(condition.children, index, None)))


def _dropped(part: Condition, what: str) -> Fault[Condition | None]:
    return Fault(None, part, f"删去{what}", asked_by(part))


def _with(condition: Condition, children: tuple[Condition, ...]) -> Condition:
    """The condition with other children."""
    if condition.negated is not None:
        return condition.model_copy(update={"negated": children[0]})
    return condition.model_copy(update={"all_of" if condition.all_of else "any_of": children})


def _put(parts: tuple[T, ...], index: int, part: T | None) -> tuple[T, ...]:
    """The parts with one replaced, or left out."""
    return (*parts[:index], *(() if part is None else (part,)), *parts[index + 1 :])


def asked_by(condition: Condition) -> frozenset[str]:
    """The facts and appraisals that a condition names."""
    named = {entry for below in condition.walk() for entry in (below.fact, below.appraise)}
    return frozenset(entry for entry in named if entry)


def name(condition: Condition) -> str:
    """What a reader knows a condition by: its label, else what it asks, else its first part."""
    said = condition.label or condition.fact or condition.appraise or condition.ref
    if said is None and condition.conduct is not None:
        return "、".join(condition.conduct)
    more = "等" if len(condition.children) > 1 else ""
    return said or f"{name(condition.children[0])}{more}"
