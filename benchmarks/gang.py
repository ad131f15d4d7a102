# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""A whole gang assessed: how the time grows with persons, what reading it costs, and the same by each rule engine.

The engines decide the same readings of the law on the same facts, each held against the direct evaluator; a reading of
which some part has to be met by one single act has no like in the peers and is decided directly there.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from time import process_time

from gang_case import DECIDED, gang_case
from peers import PEERS, PeerAssessors

import kb
from engine.assess import CaseAssessor, Inference
from engine.assessment import Assessment
from engine.case import Case
from engine.later import uncollected

SIZES = (5, 10, 20, 30, 60)
ROUNDS = 5
LARGEST = 30
"""The rule engines are measured up to as many persons."""
HEAD = """\
| 人 | 行为 | 研判（毫秒） | 并排出全部问题（毫秒） | 并读出全部结论（毫秒） |
|---:|---:|---:|---:|---:|"""
Make = Callable[[Case], CaseAssessor]
Read = Callable[[Assessment], object]


def nothing(_: Assessment) -> None:
    """Read nothing of what is worked out only when it is read."""


def questions(found: Assessment) -> object:
    """Read the questions."""
    return len(found.questions)


def everything(found: Assessment) -> object:
    """Read all that `zuilian assess --json` shows."""
    return found.to_json()


def by(inference: Inference, knowledge: kb.KnowledgeBase) -> Make:
    """Makes assessors of our own two sorts."""
    return lambda case: CaseAssessor(case, knowledge, today=DECIDED, inference=inference)


def shortest(case: Case, make: Make, read: Read = nothing, rounds: int = ROUNDS) -> float:
    """The shortest processor time (毫秒) of a few assessments, everything compiled by one before them."""
    best = float("inf")
    for number in range(rounds + 1):
        gc.collect()
        start = process_time()
        with uncollected():
            found = make(case).whole()
        read(found)
        if number:
            best = min(best, process_time() - start)
    return best * 1000


def show_engines(cases: dict[int, Case], plain: dict[int, float], knowledge: kb.KnowledgeBase) -> None:
    """Print how long each rule engine takes for the same cases."""
    makes: dict[str, Make] = {name: PeerAssessors(name, knowledge).assessor for name in PEERS}
    makes["durable_rules"] = by("rete", knowledge)
    columns = [f"{name}（毫秒） | {name} 之比" for name in makes]
    print(f"\n| 人 | 直接求值（毫秒） | {' | '.join(columns)} |")
    print("|---:" * (2 + 2 * len(columns)) + "|")
    for size, case in cases.items():
        if size <= LARGEST:
            took = [shortest(case, make) for make in makes.values()]
            cells = [f"{time:.0f} | {time / plain[size]:.1f}" for time in took]
            print(f"| {size} | {plain[size]:.0f} | {' | '.join(cells)} |", flush=True)


def main(sizes: tuple[int, ...]) -> None:
    """Assess cases of growing size and print the tables."""
    knowledge = kb.load()
    direct = by("direct", knowledge)
    cases = {size: gang_case(size, knowledge) for size in sizes}
    plain = {size: shortest(case, direct) for size, case in cases.items()}
    print(HEAD)
    for size, case in cases.items():
        read = [shortest(case, direct, each) for each in (questions, everything)]
        print(
            f"| {size} | {len(case.conduct)} | {plain[size]:.0f} | {read[0]:.0f} | {read[1]:.0f} |",
            flush=True,
        )
    show_engines(cases, plain, knowledge)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
