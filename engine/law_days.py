"""The days on which the law of a charge changed: documents that came or went, wordings that were replaced."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kb import KnowledgeBase
from kb.rules import Offence

from .plan import LawState, Plan, applies
from .planner import planner_of

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class LawChange:
    """A day from which a charge reads otherwise: what it came to rest on, what it rests on no more, what was reworded."""

    day: datetime.date
    charge_id: str
    came: tuple[str, ...] = ()
    """Ids of documents; none with `went` where the charge itself began or ended."""
    went: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    """Citations, of the same documents as before, with a wording that begins on the day."""
    begins: bool = False
    ends: bool = False


@lru_cache(maxsize=512)
def changes_of(
    offence: Offence, first: datetime.date, last: datetime.date, kb: KnowledgeBase
) -> tuple[LawChange, ...]:
    """Every change of the elements and ranges of an offence after the first day and up to the last, in order."""
    return tuple(_changes(offence, first, last, kb))


def _changes(
    offence: Offence, first: datetime.date, last: datetime.date, kb: KnowledgeBase
) -> Iterator[LawChange]:
    for day in planner_of(kb).boundaries:
        if first < day <= last and (change := _change(offence, day, kb)):
            yield change


def _change(offence: Offence, day: datetime.date, kb: KnowledgeBase) -> LawChange | None:
    before, after = _read(offence, day - DAY, kb), _read(offence, day, kb)
    if before is None or after is None:
        if before is after:
            return None
        return LawChange(day, offence.id, begins=before is None, ends=after is None)
    reworded = tuple(sorted(cite for cite in _cites(after) if _begins(cite, day, kb)))
    if _core(before) == _core(after) and not reworded:
        return None
    came = tuple(sorted({*after.documents} - {*before.documents}))
    went = tuple(sorted({*before.documents} - {*after.documents}))
    return LawChange(
        day, offence.id, came, went, tuple(c for c in reworded if c.partition(":")[0] not in came)
    )


def _read(offence: Offence, day: datetime.date, kb: KnowledgeBase) -> Plan | None:
    """The offence as it reads on a day; None where it is no law."""
    if not applies(offence, day):
        return None
    return planner_of(kb).plan(offence, LawState.on(day))


def _core(plan: Plan) -> frozenset[tuple[object, ...]]:
    """What the elements and tiers say; general exceptions and circumstances aside, for they change for all charges."""
    lines = {(node.id, node.cites, node.bounds) for top in plan.core_roots for node in top.walk()}
    return frozenset(lines | {(tier.id, tier.penalty_text) for tier in plan.tiers})


def _cites(plan: Plan) -> set[str]:
    lines = (node for top in plan.core_roots for node in top.walk())
    return {cite for line in lines for cite in line.cites} | {tier.penalty_cite for tier in plan.tiers}


def _begins(cite: str, day: datetime.date, kb: KnowledgeBase) -> bool:
    """Whether a provision reads otherwise from a day on; not where it is there for the first time."""
    return any(
        now.in_force.start == day and now.text != before.text
        for before, now in pairwise(kb.statutes.versions(cite))
    )
