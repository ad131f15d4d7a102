# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""The gang case as a command: its time as a multiple of `python -c pass`, and where the time goes."""

from __future__ import annotations

import json
from statistics import median

from fresh import python

import engine

ROUNDS = 11
CASE = str(engine.examples()["09_overseas_gang"])
PARTS = ("解释器启动", "导入", "读入知识库", "研判，含编译规则与报告", "其余：解析命令行、输出、退出")
STAGES = """
import sys
from time import process_time
marks = [0, process_time()]
from pathlib import Path
import zuilian, engine, engine.report, engine.runtime, kb
marks.append(process_time())
knowledge = kb.load()
marks.append(process_time())
found = engine.assess(engine.read_case(Path(sys.argv[1]), knowledge), knowledge)
lines = engine.report.report(found, knowledge)
marks.append(process_time())
print([(after - before) * 1000 for before, after in zip(marks, marks[1:])])
"""


def once() -> tuple[list[float], list[float]]:
    """The clock and processor time of the command and of bare Python; the stages of the same work."""
    command, bare = python("-m", "zuilian", "assess", CASE), python("-c", "pass")
    stages = json.loads(python("-c", STAGES, CASE).printed)
    return [command.clock, command.processor, bare.clock, bare.processor], stages


def main() -> None:
    """Run everything several times in turn, after one run that is not counted, and print two tables."""
    once()
    runs = [once() for _ in range(ROUNDS)]
    whole, stages = ([*zip(*column, strict=True)] for column in zip(*runs, strict=True))
    print("| zuilian assess | 与 python -c pass 之比 | 中位数（毫秒） | 最短（毫秒） |\n|---|---:|---:|---:|")
    for name, times, bare in (("钟面时间", whole[0], whole[2]), ("处理器时间", whole[1], whole[3])):
        print(f"| {name} | {median(times) / median(bare):.0f} | {median(times):.0f} | {min(times):.0f} |")
    print("\n| 其中（处理器时间） | 占比 | 最短（毫秒） |\n|---|---:|---:|")
    shortest = [min(column) for column in stages]
    shortest.append(min(whole[1]) - sum(shortest))
    for name, time in zip(PARTS, shortest, strict=True):
        print(f"| {name} | {time / sum(shortest):.0%} | {time:.0f} |")


if __name__ == "__main__":
    main()
