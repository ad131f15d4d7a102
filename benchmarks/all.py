# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""Every benchmark, one after another, and what they print as one document: RESULTS.md, with a plot of each growth.

`python benchmarks/all.py` writes benchmarks/RESULTS.md and benchmarks/plots/; `… all.py quick` runs a small version of
each, to see that everything works, and writes to build/benchmarks/: its figures mean nothing.
"""

from __future__ import annotations

import datetime
import os
import platform
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from draw import draw, exponent
from tables import Plot

import kb

HERE = Path(__file__).parent
WEIGHED = (
    *("durable_rules", "clipspy", "clingo", "zen-engine", "Whoosh-Reloaded", "jieba", "tantivy"),
    *("pydantic", "PyYAML", "streamlit"),
)
"""The packages whose versions matter to the figures."""


@dataclass(frozen=True)
class Run:
    """A script, what it measures, and its arguments for each time that it is run: in full, and for a trial."""

    script: str
    title: str
    full: tuple[str, ...] = ("",)
    quick: tuple[str, ...] = ("",)


RUNS = (
    Run("inference.py", "推理：五个引擎判定同样的规则与事实", quick=("200",)),
    Run("gang.py", "一个团伙：人数与用时", quick=("3 5 8",)),
    Run("growth.py", "行为与规则增多", quick=("quick",)),
    Run("searching.py", "检索：库重复一、二、四、八遍", full=("1", "2", "4", "8"), quick=("1", "2")),
    Run("load.py", "读入知识库", quick=("1",)),
    Run("command.py", "命令的启动", quick=("1",)),
    Run("memory.py", "内存", quick=("3",)),
    Run("ui_edit.py", "应用里改一项事实"),
    Run("office_load.py", "办公室：二十个用户同时用", full=("20 300",), quick=("2 20",)),
    Run("questions.py", "问几问能有定论", quick=("2",)),
    Run("quiz_bank.py", "题库", quick=("40",)),
)
ASSESSED = ("研判（毫秒）", "并排出全部问题（毫秒）", "并读出全部结论（毫秒）")
ENGINES = ("zen-engine（毫秒）", "clingo（毫秒）", "CLIPS（毫秒）", "durable_rules（毫秒）")
READ = ("读入，没有缓存（毫秒）", "读入，有缓存（毫秒）")
TOUCHED = ("研判，副本无人触及（毫秒）", "研判，副本一并触及（毫秒）")
SOUGHT = ("罪链（含片段、标记）", "FTS5，二字组", "FTS5，jieba", "tantivy，二字组（只排序）")
PLOTS = (
    Plot("persons", "人数", "gang.py", "人", "毫秒", (*ASSESSED, *ENGINES)),
    Plot("acts", "行为，人数不变", "growth.py", "行为", "毫秒", ASSESSED),
    Plot("rules", "罪名，案件不变", "growth.py", "罪名", "毫秒", (*READ, *TOUCHED)),
    Plot(
        *("provisions", "条款文本：查一次", "searching.py", "条款文本", "毫秒"),
        (*(f"{name}：中位数（毫秒）" for name in SOUGHT), f"{SOUGHT[0]}：p95（毫秒）"),
    ),
    Plot(
        *("building", "条款文本：建索引", "searching.py", "条款文本", "秒"),
        tuple(f"{name}：建索引（秒）" for name in SOUGHT),
    ),
)


def machine() -> str:
    """The machine and the versions, as a list; nothing of it names the machine or a place on it."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    weighed = "、".join(f"{name} {version(name)}" for name in WEIGHED)
    base = kb.load()
    return f"""\
- 日期：{datetime.date.today()}
- 机器：{os.cpu_count()} 核，内存 {memory:.0f} GB，{platform.system()} {platform.machine()}
- 开始时每个处理器上等着的进程：{os.getloadavg()[0] / (os.cpu_count() or 1):.1f} 个（超过 1 个，毫秒数就偏大）
- Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}，{weighed}
- 知识库：{len(base.charges)} 个罪名，{len(base.rules)} 个规则文件，{len(base.statutes)} 个文件，指纹 {base.digest}"""


def printed(run: Run, quick: bool) -> tuple[str, bool]:
    """What a script prints, and whether it came to its end; what it says to the user on the way stays visible."""
    said, whole = [], True
    for arguments in run.quick if quick else run.full:
        command = [sys.executable, str(HERE / run.script), *arguments.split()]
        print(f"{run.script} {arguments}", flush=True)
        start = perf_counter()
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603
        if done.returncode:
            whole = False
            said.append(f"**没有通过：退出码 {done.returncode}。**")
        said.append(done.stdout.strip())
        print(f"  {perf_counter() - start:.0f} 秒", flush=True)
    return spaced("\n\n".join(said)), whole


def spaced(text: str) -> str:
    """The text with an empty line before every table, without which a table is no table."""
    return re.sub(r"(?m)^([^|\n].*)\n(?=\|)", r"\1\n\n", text)


def growths(texts: dict[str, str], folder: Path) -> str:
    """Draw the plots; how they are shown, with the exponent of each curve."""
    found = []
    (folder / "plots").mkdir(parents=True, exist_ok=True)
    for plot in PLOTS:
        curves = plot.curves(texts)
        draw(folder / "plots" / f"{plot.name}.svg", plot.title, plot.x, plot.y, curves)
        rows = [f"| {name} | {exponent(points):.2f} |" for name, points in curves.items()]
        table = "\n".join(["| 曲线 | 指数 |", "|---|---:|", *rows])
        found.append(f"### {plot.title}\n\n![{plot.title}](plots/{plot.name}.svg)\n\n{table}")
    return "\n\n".join(found)


def document(texts: dict[str, str], on: str, folder: Path, quick: bool) -> str:
    """The whole of RESULTS.md."""
    trial = (
        "\n**试跑：每项只跑了一小部分，机器也没有空出来，数字不能引用。正式结果用 `make benchmarks`。**\n"
        if quick
        else ""
    )
    sections = "\n\n".join(f"## {run.title}\n\n`{run.script}`\n\n{texts[run.script]}" for run in RUNS)
    return f"""\
# 速度：结果

由 `make benchmarks` 写出，不要手改。各项量的是什么、怎么量，见 [README.md](README.md)。比值出自同一次运行，可以引用；毫秒数换一台机器就不同。
{trial}
{on}

{sections}

## 随规模的增长

两轴都取对数；指数是曲线的斜率：1 表示与规模成正比，2 表示与规模的平方成正比。点就是上面各表里的数。

{growths(texts, folder)}
"""


def main(quick: bool) -> None:
    """Run everything and write the document; leaves with 1 where a script did not come to its end."""
    folder = HERE.parent / "build" / "benchmarks" if quick else HERE
    folder.mkdir(parents=True, exist_ok=True)
    on, texts, failed = machine(), {}, []
    for run in RUNS:
        texts[run.script], whole = printed(run, quick)
        if not whole:
            failed.append(run.script)
    (folder / "RESULTS.md").write_text(document(texts, on, folder, quick), encoding="utf-8")
    print(f"已写 {folder.relative_to(HERE.parent)}/RESULTS.md")
    if failed:
        raise SystemExit(f"没有通过：{'、'.join(failed)}")


if __name__ == "__main__":
    main("quick" in sys.argv[1:])
