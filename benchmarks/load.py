# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""The knowledge base read by a fresh process: without a cache, with one, and what takes the time."""

from __future__ import annotations

import sys
from statistics import median

from fresh import python

ROUNDS = 11
TIMED = """
import kb
from importlib.resources import files
from kb.load import read_yaml
from time import process_time
start = process_time()
{work}
print((process_time() - start) * 1000)
"""
TREES = "[read_yaml(file) for file in kb.yaml_files(files('kb')) if not file.name.endswith('.test.yaml')]"
WHOLE = "base = kb.load(); [document.wordings for document in base.statutes.values()]"
COLD = f"import os, tempfile; os.environ['ZUILIAN_CACHE'] = tempfile.mkdtemp(); {WHOLE}"
WORK = {
    "kb.load() 与全部条文，没有缓存": COLD,
    "kb.load() 与全部条文，有缓存": WHOLE,
    "kb.load()，条文用到才取，有缓存": "kb.load()",
    "其中：读 YAML 成树（没有缓存时）": TREES,
    "其中：文件指纹": "kb.digest_of(files('kb'))",
}


def once() -> list[float]:
    """The milliseconds of each work, each in a process of its own."""
    return [float(python("-c", TIMED.format(work=work)).printed) for work in WORK.values()]


def main(rounds: int) -> None:
    """Run everything several times in turn, after one run that is not counted, and print the table."""
    once()
    columns = [*zip(*(once() for _ in range(rounds)), strict=True)]
    print("| 新进程里（处理器时间） | 与第一行之比 | 中位数（毫秒） | 最短（毫秒） |\n|---|---:|---:|---:|")
    for name, times in zip(WORK, columns, strict=True):
        ratio = min(times) / min(columns[0])
        print(f"| {name} | {ratio:.2f} | {median(times):.0f} | {min(times):.0f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
