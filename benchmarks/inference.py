# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""One set of plans, three engines: agreement on every node, then the time of each, the direct evaluator being 1."""

from __future__ import annotations

import datetime
import runpy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from clips_rules import Clips

import engine
import kb
from engine.assess import CaseAssessor, planner_of
from engine.case import Case
from engine.conditions import evaluate
from engine.facts import Projection
from engine.plan import LawState, Plan
from engine.runtime import Runtime
from engine.values import Truth
from kb.load import build

SEED = 20260831
RANDOM_CASES = 6
ROUNDS = 2
TODAY = datetime.date(2026, 6, 1)
STRATEGIES = Path(__file__).parents[1] / "tests" / "strategies.py"


@dataclass(frozen=True)
class Sample:
    """One reading of a charge to be decided for one person."""

    person: str
    plan: Plan
    facts: Projection


@dataclass
class Engine:
    """An engine, the time of its first run of each plan, and its shortest time for each sample."""

    name: str
    evaluate: Callable[[Plan, Projection], Mapping[str, Truth]]
    compiling: float = 0.0
    best: dict[int, float] = field(default_factory=dict)

    def timed(self, sample: Sample) -> tuple[float, dict[str, Truth]]:
        """One run: how long it took and what it decided."""
        start = perf_counter()
        truths = self.evaluate(sample.plan, sample.facts)
        return perf_counter() - start, dict(truths)


def cases(knowledge: kb.KnowledgeBase) -> Iterator[Case]:
    """The published cases, then random ones, always the same."""
    for path in engine.examples().values():
        yield engine.read_case(path, knowledge)
    random, random_case = Random(SEED), runpy.run_path(str(STRATEGIES))["random_case"]  # noqa: S311 - no secret
    for _ in range(RANDOM_CASES):
        yield build(Case, random_case(random))


def plans(knowledge: kb.KnowledgeBase) -> dict[str, list[Plan]]:
    """Every reading of every charge: the law of each day on which some law changed, and that under today's."""
    planner, found = planner_of(knowledge), {}
    for charge in knowledge.charges.values():
        days = ((day, later) for day in planner.boundaries if day <= TODAY for later in (day, TODAY))
        read = (planner.plan(charge, LawState(*pair)) for pair in days)
        found[charge.id] = list({plan.key: plan for plan in read}.values())
    return found


def samples(knowledge: kb.KnowledgeBase) -> Iterator[Sample]:
    """Every person of every case, on every charge that some conduct opens, in each of its readings."""
    readings = plans(knowledge)
    for number, case in enumerate(cases(knowledge)):
        assessor = CaseAssessor(case, knowledge, today=TODAY, inference="direct")
        for person in case.persons:
            for charge, facts, _ in assessor.projections(person):
                yield from (Sample(f"{number}/{person.id}", plan, facts) for plan in readings[charge.id])


def compile_all(engines: list[Engine], tried: list[Sample]) -> None:
    """Run each plan once, so that no later run compiles anything."""
    for sample in {sample.plan.key: sample for sample in tried}.values():
        for candidate in engines:
            candidate.compiling += candidate.timed(sample)[0]


def measure(engines: list[Engine], tried: list[Sample]) -> None:
    """Run every sample on every engine in turn; ends the program where two disagree on a node."""
    for index, sample in enumerate(tried):
        answers = []
        for candidate in engines:
            time, truths = candidate.timed(sample)
            candidate.best[index] = min(time, candidate.best.get(index, time))
            answers.append(truths)
        for candidate, truths in zip(engines[1:], answers[1:], strict=True):
            differing = sorted(node for node in sample.plan.nodes if truths.get(node) is not answers[0].get(node))
            if differing or truths.keys() != answers[0].keys():
                state = sample.plan.state
                raise SystemExit(
                    f"{engines[0].name} 与 {candidate.name} 不一致：{sample.person} · {sample.plan.charge.id}"
                    f"（{state.statute_day}、{state.interpretation_day}）· {'、'.join(differing)}"
                )


def main() -> None:
    """Print the table."""
    knowledge = kb.load()
    tried = list(samples(knowledge))
    persons, read = len({sample.person for sample in tried}), len({sample.plan.key for sample in tried})
    engines = [Engine("直接求值", evaluate), Engine("CLIPS", Clips().evaluate), Engine("durable_rules", Runtime().evaluate)]
    compile_all(engines, tried)
    for _ in range(ROUNDS):
        measure(engines, tried)
    nodes = sum(len(sample.plan.nodes) for sample in tried)
    print(f"{len(knowledge.charges)} 个罪名、{read} 份规则文本、{persons} 人、{len(tried)} 次求值、{nodes} 个节点：三者全部一致\n")
    print("| 引擎 | 每人用时比 | 每人毫秒 | 每次求值毫秒 | 首次比（编译加一次求值） | 每份规则文本毫秒 |")
    print("|---|---:|---:|---:|---:|---:|")
    first, *_ = engines
    for each in engines:
        total, base = sum(each.best.values()) * 1000, sum(first.best.values()) * 1000
        print(
            f"| {each.name} | {total / base:.1f} | {total / persons:.2f} | {total / len(tried):.3f}"
            f" | {each.compiling / first.compiling:.0f} | {each.compiling * 1000 / read:.1f} |"
        )


if __name__ == "__main__":
    main()
