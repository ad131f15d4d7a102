# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""A whole gang assessed: how the time grows with persons and acts, by each evaluator, and what reading it costs.

CLIPS and durable_rules decide the same readings of the law on the same facts, each held against the direct evaluator;
a reading of which some part has to be met by one single act has no like in CLIPS and is decided directly there.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping
from time import process_time

from clips_rules import Clips
from gang_case import DECIDED, gang_case

import kb
from engine.assess import CaseAssessor, planner_of
from engine.assessment import Assessment
from engine.case import Case
from engine.conditions import Once, evaluate
from engine.facts import Projection
from engine.judge import Judge
from engine.later import uncollected
from engine.plan import Reading
from engine.values import Truth

SIZES = (5, 10, 20, 30, 60)
ROUNDS = 5
LARGEST = 30
"""CLIPS and durable_rules are measured up to as many persons."""
HEAD = """\
| 人 | 行为 | 研判（毫秒） | 与 30 人之比 | 并排出全部问题 | 并读出全部结论 | CLIPS（毫秒） | 与直接求值之比 | durable_rules（毫秒） | 与直接求值之比 |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""
Make = Callable[[Case], CaseAssessor]


class ClipsAssessors:
    """Makes assessors that have CLIPS decide what durable_rules would."""

    def __init__(self, knowledge: kb.KnowledgeBase) -> None:
        self.kb, self.clips = knowledge, Clips()

    def checked(self, reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        """Decide with CLIPS and hold the answer against the direct evaluator, as is done with durable_rules."""
        direct = evaluate(reading, facts)
        if reading.by_act:
            return direct
        inferred = self.clips.evaluate(reading, facts)
        if dict(inferred) != dict(direct):
            raise SystemExit(f"CLIPS 与直接求值不一致：{reading.name}")
        return inferred

    def assessor(self, case: Case) -> CaseAssessor:
        """An assessor of one case."""
        made = CaseAssessor(case, self.kb, today=DECIDED, inference="direct")
        once = Once(self.checked)
        made.judge = Judge(self.kb, planner_of(self.kb), once)
        made.decider.evaluate = once
        return made


def shortest(case: Case, make: Make, read: Callable[[Assessment], object] = lambda _: None) -> float:
    """The shortest processor time (毫秒) of a few assessments, everything compiled by one before them."""
    best = float("inf")
    for number in range(ROUNDS + 1):
        gc.collect()
        start = process_time()
        with uncollected():
            found = make(case).whole()
        read(found)
        if number:
            best = min(best, process_time() - start)
    return best * 1000


def main(sizes: tuple[int, ...]) -> None:
    """Assess cases of growing size and print the table."""
    knowledge = kb.load()
    clips = ClipsAssessors(knowledge)

    def direct(case: Case) -> CaseAssessor:
        return CaseAssessor(case, knowledge, today=DECIDED, inference="direct")

    def rete(case: Case) -> CaseAssessor:
        return CaseAssessor(case, knowledge, today=DECIDED, inference="rete")

    cases = {size: gang_case(size, knowledge) for size in sizes}
    plain = {size: shortest(case, direct) for size, case in cases.items()}
    print(HEAD)
    for size, case in cases.items():
        asked = shortest(case, direct, lambda found: len(found.questions))
        told = shortest(case, direct, lambda found: found.to_json())
        beside = " — | — | — | — |"
        if size <= LARGEST:
            others = [shortest(case, make) for make in (clips.assessor, rete)]
            beside = "".join(f" {other:.0f} | {other / plain[size]:.1f} |" for other in others)
        grown = plain[size] / plain.get(LARGEST, plain[size])
        print(
            f"| {size} | {len(case.conduct)} | {plain[size]:.0f} | {grown:.2f} | {asked:.0f} | {told:.0f} |{beside}",
            flush=True,
        )


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
