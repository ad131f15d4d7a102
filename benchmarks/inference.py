# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""The same plans on five engines: agreement on every node, then times, with the direct evaluator as 1.

`python benchmarks/inference.py` takes every sample, `… inference.py 40` one of every forty.
"""

from __future__ import annotations

import datetime
import runpy
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import process_time

from peers import PEERS

import engine
import kb
from engine.assess import CaseAssessor
from engine.case import Case
from engine.conditions import evaluate
from engine.facts import Projection
from engine.plan import LawState, Plan
from engine.planner import planner_of
from engine.runtime import Runtime
from engine.values import Truth
from kb.load import build

SEED = 20260831
RANDOM_CASES = 20
ROUNDS = 3
TODAY = datetime.date(2026, 6, 1)
STRATEGIES = Path(__file__).parents[1] / "tests" / "strategies.py"
HEAD = """\
| 引擎 | 每人用时之比 | 每人（毫秒） | 每次求值（毫秒） | 首次用时之比 | 首次（每份，毫秒） |
|---|---:|---:|---:|---:|---:|"""


@dataclass(frozen=True)
class Sample:
    """One reading of a charge, to be decided for one person."""

    person: str
    plan: Plan
    facts: Projection


@dataclass
class Engine:
    """An engine, the time of its first run of every plan, and its shortest time for each sample."""

    name: str
    evaluate: Callable[[Plan, Projection], Mapping[str, Truth]]
    first: float = 0.0
    best: dict[int, float] = field(default_factory=dict)

    def run(self, sample: Sample) -> tuple[float, dict[str, Truth]]:
        """How much processor time one evaluation took, and what it decided."""
        start = process_time()
        truths = self.evaluate(sample.plan, sample.facts)
        return process_time() - start, dict(truths)


def cases(knowledge: kb.KnowledgeBase) -> Iterator[Case]:
    """The published cases, then random ones, the same every time."""
    for path in engine.examples().values():
        yield engine.read_case(path, knowledge)
    random, random_case = Random(SEED), runpy.run_path(str(STRATEGIES))["random_case"]
    for _ in range(RANDOM_CASES):
        yield build(Case, random_case(random))


def readings(knowledge: kb.KnowledgeBase) -> dict[str, list[Plan]]:
    """Every charge as it read on each day of change, under the interpretations of then and of today."""
    planner, found = planner_of(knowledge), {}
    for charge in knowledge.charges.values():
        states = (LawState(day, read) for day in planner.boundaries if day <= TODAY for read in (day, TODAY))
        plans = (planner.plan(charge, state) for state in states)
        found[charge.id] = list({plan.key: plan for plan in plans}.values())
    return found


def samples(knowledge: kb.KnowledgeBase) -> Iterator[Sample]:
    """Every person of every case, on every charge that some conduct opens, in each of its readings."""
    # 须由同一行为满足的（same_act），durable_rules 逐项行为各跑一遍，别的引擎没有对应的写法：不比
    plans = {
        charge: [plan for plan in plans if not plan.by_act] for charge, plans in readings(knowledge).items()
    }
    for number, case in enumerate(cases(knowledge)):
        assessor = CaseAssessor(case, knowledge, today=TODAY, inference="direct")
        for person in case.persons:
            for charge, facts, _ in assessor.projections(person):
                yield from (Sample(f"{number}/{person.id}", plan, facts) for plan in plans[charge.id])


def compile_plans(engines: list[Engine], tried: list[Sample]) -> None:
    """Run every plan once, so that no later run compiles anything."""
    for sample in {sample.plan.key: sample for sample in tried}.values():
        for each in engines:
            each.first += each.run(sample)[0]


def measure(engines: list[Engine], index: int, sample: Sample) -> None:
    """Run one sample on every engine in turn and hold the answers against each other."""
    answers = []
    for each in engines:
        time, truths = each.run(sample)
        each.best[index] = min(time, each.best.get(index, time))
        answers.append(truths)
    for each, truths in zip(engines, answers, strict=True):
        if truths != answers[0]:
            nodes = sorted(node for node in sample.plan.nodes if truths.get(node) is not answers[0][node])
            state = sample.plan.state
            where = (
                f"{sample.person} · {sample.plan.charge.id} · {state.statute_day}、{state.interpretation_day}"
            )
            raise SystemExit(f"{each.name} 与 {engines[0].name} 不一致：{where}：{'、'.join(nodes)}")


def show(engines: list[Engine], tried: list[Sample]) -> None:
    """Print the table: ratios first, times for information."""
    persons, plans = ({sample.person for sample in tried}, {sample.plan.key for sample in tried})
    nodes = sum(len(sample.plan.nodes) for sample in tried)
    print(f"{len(persons)} 人，{len(plans)} 份规则文本，{len(tried)} 次求值，{nodes} 个节点：五者逐个一致")
    print(HEAD)
    totals = [sum(each.best.values()) for each in engines]
    for each, total in zip(engines, totals, strict=True):
        times = (
            f"{total / totals[0]:.1f} | {total * 1000 / len(persons):.2f} | {total * 1000 / len(tried):.3f}"
        )
        first = f"{each.first / engines[0].first:.0f} | {each.first * 1000 / len(plans):.1f}"
        print(f"| {each.name} | {times} | {first} |")


def main(thinned: int) -> None:
    """Run every sample, or one of so many, several times on every engine."""
    knowledge = kb.load()
    read = [plan for plans in readings(knowledge).values() for plan in plans]
    print(
        f"全部罪名 {len(read)} 份规则文本，其中 {sum(plan.by_act for plan in read)} 份有须由同一行为满足的条件，不比"
    )
    tried = list(samples(knowledge))[::thinned]
    engines = [
        Engine("直接求值", evaluate),
        *(Engine(name, peer().evaluate) for name, peer in PEERS.items()),
        Engine("durable_rules", Runtime().evaluate),
    ]
    compile_plans(engines, tried)
    for _ in range(ROUNDS):
        for index, sample in enumerate(tried):
            measure(engines, index, sample)
    show(engines, tried)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
