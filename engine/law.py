"""Which text applies: two clocks, and the milder of those that may be applied.

The statute follows the day of the act, unless today's is milder (刑法第十二条, 从旧兼从轻).
An interpretation already there on that day applies, unless the new one is milder; where there was none,
the new one applies (高检发释字〔2001〕5号第二、三条). Whether that rule governs 意见 and 纪要 is disputed: they are
treated alike, and the difference is shown.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kb import Charge, KnowledgeBase
from kb.rules import Offence

from .facts import Projection
from .plan import STATUTE_KINDS, LawState, Plan
from .planner import Planner

NEW_INTERPRETATION = "gaojian_2001_5:2"
"""行为时没有相关司法解释的，适用新的解释。"""
TWO_INTERPRETATIONS = "gaojian_2001_5:3"
"""行为时已有相关司法解释的，适用当时的解释；新的更有利的，适用新的。"""
MILDER_LAW = "criminal_law:12.1"


@dataclass(frozen=True)
class Candidate:
    """A state of the law that may be applied to an act."""

    state: LawState
    plan: Plan
    of_the_act: bool


def candidates(charge: Offence, facts: Projection, planner: Planner) -> tuple[Candidate, ...]:
    """Every state of the law that may be applied, that of the act first; never empty."""
    return candidates_on(facts.act_day, facts.decision_day, charge, planner)


def candidates_on(
    act: datetime.date, decided: datetime.date, charge: Offence, planner: Planner
) -> tuple[Candidate, ...]:
    """Every state of the law that may be applied to an act of some day when it is decided on."""
    decision = max(act, decided)
    old, later = planner.plan(charge, LawState.on(act)), planner.plan(charge, LawState(act, decision))
    found = []
    if old.has_interpretation or old is later:
        found.append(Candidate(LawState.on(act), planner.completed(old, later), of_the_act=True))
    for state in (LawState(act, decision), LawState.on(decision)):
        if charge.in_force is not None and charge.in_force.end and state.statute_day > charge.in_force.end:
            continue  # 规定到那一天为止：后来的文本不是它的另一种读法
        plan = planner.plan(charge, state)
        if all(plan is not candidate.plan for candidate in found):  # equal readings are one object
            found.append(Candidate(state, plan, of_the_act=False))
    return tuple(found)


def version_of(plan: Plan, kb: KnowledgeBase) -> str:
    """The documents that a reading of a charge rests on, by their names, the statute first."""
    documents = sorted(plan.documents, key=lambda name: (kb.statutes[name].kind not in STATUTE_KINDS, name))
    return "；".join(kb.statutes[name].name for name in documents)


def ranked(version: str, kb: KnowledgeBase) -> str:
    """The names of a version; beside those below law and judicial interpretation, their rank."""
    ranks = {
        document.name: document.rank
        for document in (kb.statutes[name] for name in kb.cited_documents)
        if document.kind not in {*STATUTE_KINDS, "judicial_interpretation"}
    }
    names = version.split("；")
    return "；".join(f"{name}（{ranks[name]}）" if name in ranks else name for name in names)


def why(
    chosen: Candidate, tried: tuple[Candidate, ...], facts: Projection, kb: KnowledgeBase, *, settled: bool
) -> tuple[str, tuple[str, ...]]:
    """Why a state of the law was applied, and the provisions that say so."""
    offence = chosen.plan.charge
    uncited = _unsure(offence, facts) or (
        None if isinstance(offence, Charge) else _why_sanction(chosen, tried)
    )
    if uncited:
        return uncited, ()
    if not any(candidate.of_the_act for candidate in tried):
        return _why_uninterpreted(chosen, tried, facts)
    if len(tried) == 1:
        return "行为时与处理时适用的规定相同", ()
    disputed = _only_opinions_differ(tried, kb)
    note = "；两者的差别仅在意见、纪要，是否受该时间效力规定约束有争议，两说结果并列" if disputed else ""
    if chosen.of_the_act:
        words = "行为时已有相关规定，适用行为时的规定（新规定并不更有利）"
    elif not settled:
        words = "处理时的规定可能对行为人更有利（待查事实查清后确定），暂按处理时的规定"
    else:
        words = "处理时的规定对行为人更有利，适用处理时的规定"
    return f"{words}{note}", (TWO_INTERPRETATIONS, MILDER_LAW)


def _why_uninterpreted(
    chosen: Candidate, tried: tuple[Candidate, ...], facts: Projection
) -> tuple[str, tuple[str, ...]]:
    """Why a state of the law was applied where no interpretation was there when the act was done."""
    later = chosen.state.statute_day > facts.act_day and len(tried) > 1
    statute, milder = ("；刑法以处理时的更有利", (MILDER_LAW,)) if later else ("", ())
    if not chosen.plan.has_interpretation:
        return f"行为时、处理时都没有收录本罪要件所依的司法解释，依刑法{statute}", milder
    return f"行为时尚无相关司法解释，适用处理时的解释{statute}", (NEW_INTERPRETATION, *milder)


def _why_sanction(chosen: Candidate, tried: tuple[Candidate, ...]) -> str:
    """The same rule for sanctions (行政处罚法第三十七条); that statute is not held, so that it is named, not cited."""
    if len(tried) == 1:
        return "行为时与处理时适用的规定相同"
    if chosen.of_the_act:
        return "适用行为时的规定（处理时的规定并不更轻；行政处罚法第三十七条，该条未收录）"
    return "处理时的规定更轻或者不认为违法，适用处理时的规定（行政处罚法第三十七条，该条未收录）"


def _unsure(charge: Offence, facts: Projection) -> str | None:
    """Why the law can only be tried out: the day is not known, or the interpretation of the day is not held."""
    if not facts.dated:
        return "行为日期未填，暂按处理日的规定试算；日期确定后须重新认定"
    lacking = charge.lacking_on(facts.act_day)
    return f"行为时施行的{lacking.name}未收录，暂按所收的规定试算；须对照该文件后认定" if lacking else None


def _only_opinions_differ(tried: tuple[Candidate, ...], kb: KnowledgeBase) -> bool:
    held: list[set[str]] = [set(candidate.plan.documents) for candidate in tried]
    differing = set().union(*held) - held[0].intersection(*held[1:])
    return bool(differing) and all(
        kb.statutes[name].kind not in {*STATUTE_KINDS, "judicial_interpretation"} for name in differing
    )
