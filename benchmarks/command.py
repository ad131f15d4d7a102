# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""Commands in fresh processes: their time as a multiple of `python -c pass`, and where that of `assess` goes."""

from __future__ import annotations

import json
import sys
from statistics import median

from fresh import Run, python

import engine

ROUNDS = 11
CASE = str(engine.examples()["09_overseas_gang"])
COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "zuilian --version": ("-m", "zuilian", "--version"),
    "zuilian assess，8 人": ("-m", "zuilian", "assess", CASE),
    "zuilian search 帮信": ("-m", "zuilian", "search", "帮信"),
}
ASSESS = "zuilian assess，8 人"
HEAD = """\
| 命令 | 与 python -c pass 之比（钟面） | 之比（处理器） | 钟面中位数（毫秒） | 钟面最短（毫秒） | 处理器中位数（毫秒） |
|---|---:|---:|---:|---:|---:|"""
PARTS = ("解释器启动", "导入", "读入知识库", "研判，含编译规则", "报告", "其余：解析命令行、输出、退出")
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
marks.append(process_time())
lines = list(engine.report.report(found, knowledge))
marks.append(process_time())
print([(after - before) * 1000 for before, after in zip(marks, marks[1:])])
"""


def once() -> tuple[list[Run], list[float]]:
    """Every command, and the stages of the work of `assess`, each in a process of its own."""
    runs = [python(*arguments) for arguments in COMMANDS.values()]
    return runs, json.loads(python("-c", STAGES, CASE).printed)


def main(rounds: int) -> None:
    """Run everything several times in turn, after one run that is not counted, and print two tables."""
    once()
    runs, stages = zip(*(once() for _ in range(rounds)), strict=True)
    columns = dict(zip(COMMANDS, zip(*runs, strict=True), strict=True))
    clocks = {name: [run.clock for run in column] for name, column in columns.items()}
    used = {name: [run.processor for run in column] for name, column in columns.items()}
    bare, bare_used = (median(times["python -c pass"]) for times in (clocks, used))
    print(HEAD)
    for name in COMMANDS:
        clock, processor = median(clocks[name]), median(used[name])
        print(
            f"| {name} | {clock / bare:.0f} | {processor / bare_used:.0f} |"
            f" {clock:.0f} | {min(clocks[name]):.0f} | {processor:.0f} |"
        )
    print("\n| zuilian assess 之中（处理器时间） | 占比 | 最短（毫秒） |\n|---|---:|---:|")
    shortest = [min(column) for column in zip(*stages, strict=True)]
    shortest.append(min(used[ASSESS]) - sum(shortest))
    for name, time in zip(PARTS, shortest, strict=True):
        print(f"| {name} | {time / sum(shortest):.0%} | {time:.0f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
