# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""A whole gang assessed: how the time grows with persons and acts, direct evaluation and durable_rules."""

from __future__ import annotations

import gc
from time import process_time

from gang_case import gang_case

import engine
import kb

SIZES = (5, 10, 20, 30, 60)
ROUNDS = 3
LARGEST = 30
"""durable_rules 只量到这么多人。"""
HEAD = """\
| 人 | 行为 | 直接求值（毫秒） | 与 30 人之比 | durable_rules（毫秒） | 与直接求值之比 |
|---:|---:|---:|---:|---:|---:|"""


def shortest(case: engine.Case, knowledge: kb.KnowledgeBase, inference: str) -> float:
    """The shortest processor time (毫秒) of a few assessments, everything compiled by one before them."""
    best = float("inf")
    for number in range(ROUNDS + 1):
        gc.collect()
        start = process_time()
        engine.assess(case, knowledge, inference=inference)  # type: ignore[arg-type]
        if number:
            best = min(best, process_time() - start)
    return best * 1000


def main() -> None:
    """Assess cases of growing size and print the table."""
    knowledge = kb.load()
    cases = {size: gang_case(size, knowledge) for size in SIZES}
    direct = {size: shortest(case, knowledge, "direct") for size, case in cases.items()}
    rete = {size: shortest(case, knowledge, "rete") for size, case in cases.items() if size <= LARGEST}
    print(HEAD)
    for size, case in cases.items():
        own = f"{rete[size]:.0f} | {rete[size] / direct[size]:.1f}" if size in rete else "— | —"
        print(
            f"| {size} | {len(case.conduct)} | {direct[size]:.0f} | {direct[size] / direct[LARGEST]:.2f} | {own} |"
        )


if __name__ == "__main__":
    main()
