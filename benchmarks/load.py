# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""The knowledge base read by a fresh process, and how much of that is reading its files as YAML."""

from __future__ import annotations

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
WORK = {"kb.load()": "kb.load()", "其中：读 YAML 成树": TREES, "其中：文件指纹": "kb.digest_of(files('kb'))"}


def once() -> list[float]:
    """The milliseconds of each work, each in a process of its own."""
    return [float(python("-c", TIMED.format(work=work)).printed) for work in WORK.values()]


def main() -> None:
    """Run everything several times in turn, after one run that is not counted, and print the table."""
    once()
    columns = [*zip(*(once() for _ in range(ROUNDS)), strict=True)]
    print(
        "| 新进程里（处理器时间） | 与 kb.load() 之比 | 中位数（毫秒） | 最短（毫秒） |\n|---|---:|---:|---:|"
    )
    for name, times in zip(WORK, columns, strict=True):
        ratio = min(times) / min(columns[0])
        print(f"| {name} | {ratio:.2f} | {median(times):.0f} | {min(times):.0f} |")


if __name__ == "__main__":
    main()
