"""An act and the days around it: law that came and went meanwhile, acts on both sides of a change, until when to prosecute."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from kb import Charge, KnowledgeBase

from .explain import label_of
from .facts import Projection
from .findings import Limitation
from .law import Candidate
from .outcome import Outcome
from .penalty import read_penalty
from .plan import LawState, applies
from .planner import Planner

ACROSS = ("gaojian_1998_6:2", "gaojian_1998_6:3")
"""继续犯罪适用新法；连续犯罪、同种数罪也适用新法，新法较重的应当提出酌情从轻处理意见。"""


def states_between(facts: Projection, planner: Planner) -> Iterator[LawState]:
    """The states of the law that came after the act and were gone by the decision, the earliest first."""
    act, decision = facts.act_day, facts.decision_day
    for day in planner.boundaries:
        if act < day <= decision:
            yield LawState.on(day)
            yield LawState(act, day)


def candidates_between(
    charge: Charge, facts: Projection, planner: Planner, tried: tuple[Candidate, ...]
) -> Iterator[Candidate]:
    """Readings of the charge that were law for a while between the act and the decision, each once (中间法)."""
    seen = [candidate.plan for candidate in tried]
    for state in states_between(facts, planner):
        if not applies(charge, state.statute_day):
            continue
        plan = planner.plan(charge, state)
        if all(plan is not other for other in seen):
            seen.append(plan)
            yield Candidate(state, plan, of_the_act=False)


def first_day(facts: Projection) -> datetime.date | None:
    """The day on which the acts began; None where one of them has no day."""
    days = [act.start or act.end for act in facts.conduct]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def limitation_of(outcome: Outcome, facts: Projection) -> Limitation | None:
    """Until when the crime may be prosecuted; none for what is no crime, or where the day is not known."""
    crime = isinstance(outcome.candidate.plan.charge, Charge)
    if not crime or outcome.verdict == "not_established" or outcome.tier is None or not facts.dated:
        return None
    years = read_penalty(outcome.tier.penalty_text).limitation_years
    last = _years_after(facts.act_day, years)
    return Limitation(years, facts.act_day, last, facts.decision_day >= last)


def _years_after(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 2 月 29 日
        return day.replace(year=day.year + years, month=3, day=1)


def across_note(earlier: Outcome, applied: Outcome, first: datetime.date, kb: KnowledgeBase) -> str | None:
    """A word where acts began under a milder statute and went on under the one applied (酌情从轻)."""
    if earlier.severity[:2] >= applied.severity[:2] or earlier.verdict == "not_in_force":
        return None
    said = earlier.tier.label if earlier.tier and earlier.verdict != "not_established" else "不成立或者待查"
    cites = "、".join(label_of(kb, cite) for cite in ACROSS)
    return (
        f"行为始于 {first}，跨越刑法变动，以终了时的刑法一并评价；依开始时的刑法为“{said}”，较轻："
        f"属连续犯罪、同种数罪的，应当提出酌情从轻处理意见（参照{cites}；该批复只就1997年修订刑法而言）"
    )
