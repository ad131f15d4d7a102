"""Whether a charge stands on the truths of its parts, or cannot stand yet: dates, ages and law that are not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb import Charge
from kb.rules import Offence

from .case import Conduct
from .facts import Projection
from .findings import Verdict
from .plan import Plan
from .values import Interval, Truth, Value, conjunction

VERDICT: dict[Truth, Verdict] = {True: "established", False: "not_established", None: "undetermined"}
SIXTEEN = 16
"""完全负刑事责任的年龄（周岁，刑法第十七条第一款）。"""
YOUNGER = "under_sixteen"
"""The exception by which a charge says itself what younger people answer for (刑法第十七条第二、三款)."""


def verdict_of(charge: Offence, plan: Plan, truths: Mapping[str, Truth], facts: Projection) -> Verdict:
    """The verdict that the truths of a reading give; no more than 待查 where the day, the age or the law is not known."""
    if facts.person.kind == "unit" and not plan.unit:
        return "not_established"
    if any(truths[node.id] is True for node in plan.taking_away):
        return "not_established"
    if len(plan.elements) < len(charge.elements):
        return "undetermined"
    truth = conjunction(truths[element.node.id] for element in plan.elements)
    if truth is True and cannot_stand_yet(charge, facts):
        return "undetermined"
    return VERDICT[truth]


def straddles(charge: Offence, acts: Iterable[Conduct]) -> bool:
    """Whether one of some acts began before the charge came into force and ended after."""
    start = charge.in_force.start if charge.in_force else None
    return start is not None and any(
        act.start and act.last_day and act.start < start <= act.last_day for act in acts
    )


def straddles_sixteen(charge: Offence, age: Value) -> bool:
    """Whether the acts, at whose ends a person had some age, began before the sixteenth birthday had passed and ended after (刑法第十七条第一款).

    A charge for which younger people answer (刑法第十七条第二、三款) has an exception of its own, and says itself.
    """
    if not isinstance(charge, Charge) or any(e.id == YOUNGER for e in charge.exceptions):
        return False
    return isinstance(age, Interval) and age.low < SIXTEEN and (age.high is None or age.high >= SIXTEEN)


def cannot_stand_yet(charge: Offence, facts: Projection) -> bool:
    """Whether the day of the act, its part after the charge began or after sixteen, or the law of that day is not known."""
    sure = [act for act in facts.conduct if act.id not in facts.soft]
    dated = bool(sure) and all(act.last_day for act in sure)
    lacking = charge.lacking_on(facts.act_day) is not None
    by_age = not facts.soft and straddles_sixteen(charge, facts.value("age_at_act"))
    return bool(facts.conduct) and (not dated or lacking or straddles(charge, facts.conduct) or by_age)
