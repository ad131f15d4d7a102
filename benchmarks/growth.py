# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""How the time grows with acts, the persons staying the same, and with rules, the case staying the same.

More rules are the charges of the base again under other names. In one base the copies are opened by what the
originals are opened by, in another by conduct that nobody in the case is accused of.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from statistics import median

from fresh import python
from gang import by, everything, questions, shortest
from gang_case import gang_case

import kb

PERSONS = 10
ACTS, TIMES = (25, 50, 100, 200, 400), (1, 2, 4, 8)
LOADS = 3
OF_ACTS = """\
| 行为 | 人 | 研判（毫秒） | 并排出全部问题（毫秒） | 并读出全部结论（毫秒） |
|---:|---:|---:|---:|---:|"""
OF_RULES = """\
| 倍数 | 罪名 | 读入，没有缓存（毫秒） | 读入，有缓存（毫秒） | 研判，副本无人触及（毫秒） | 研判，副本一并触及（毫秒） |
|---:|---:|---:|---:|---:|---:|"""
ID = re.compile(r"^id: (\w+)$", re.MULTILINE)
LOAD = """
import sys
from pathlib import Path
from time import process_time
import kb
from kb.cache import Cache
cache = Cache(Path(sys.argv[2])) if sys.argv[2:] else None
start = process_time()
kb.load_from(Path(sys.argv[1]), cache)
print((process_time() - start) * 1000)
"""


def of_acts(sizes: tuple[int, ...], knowledge: kb.KnowledgeBase) -> None:
    """Print how the time grows with acts."""
    direct = by("direct", knowledge)
    print(OF_ACTS)
    for acts in sizes:
        case = gang_case(PERSONS, knowledge, acts)
        took = [
            shortest(case, direct),
            *(shortest(case, direct, read, 2) for read in (questions, everything)),
        ]
        print(f"| {acts} | {PERSONS} | {' | '.join(f'{time:.0f}' for time in took)} |", flush=True)


def of_rules(multiples: tuple[int, ...], knowledge: kb.KnowledgeBase) -> None:
    """Print how the time grows with rules."""
    case = gang_case(PERSONS, knowledge)
    done = {act.kind for act in case.conduct}
    unheard = next(kind for kind in knowledge.conduct_kinds if kind not in done)
    print(f"\n{PERSONS} 人、{len(case.conduct)} 项行为的同一案件")
    print(OF_RULES)
    for times in multiples:
        took = [*loads(times)]
        for opened_by in ((unheard,), None):
            base = repeated(knowledge, times, opened_by)
            took.append(shortest(case, by("direct", base)))
        cells = " | ".join(f"{time:.0f}" for time in took)
        print(f"| {times} | {len(base.charges)} | {cells} |", flush=True)


def repeated(base: kb.KnowledgeBase, times: int, opened_by: tuple[str, ...] | None) -> kb.KnowledgeBase:
    """The base with every charge so many times; the copies are opened as the originals are, or by something else."""
    rules = dict(base.rules)
    for charge in base.charges.values():
        for number in range(2, times + 1):
            name = f"{charge.id}_copy{number}"
            rules[name] = charge.model_copy(
                update={"id": name, "opened_by": opened_by or charge.opened_by, "aliases": ()}
            )
    return replace(base, rules=rules)


def loads(times: int) -> Iterator[float]:
    """How long a fresh process needs to read the base with its charges repeated: without a cache, and with one."""
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder) / "kb", Path(folder) / "cache"
        source = Path(str(files("kb")))
        for name in ("rules", "vocabulary", "statutes"):
            shutil.copytree(source / name, root / name)
        shutil.copy(source / "glossary.yaml", root)
        for file in sorted((root / "rules" / "charges").rglob("*.yaml")):
            if not file.name.endswith(".test.yaml"):
                text = file.read_text(encoding="utf-8")
                for number in range(2, times + 1):
                    copy = file.with_name(f"{file.stem}_copy{number}.yaml")
                    copy.write_text(ID.sub(rf"id: \1_copy{number}", text, count=1), encoding="utf-8")
        python("-c", LOAD, str(root), str(cache))
        for arguments in ((str(root),), (str(root), str(cache))):
            yield median(float(python("-c", LOAD, *arguments).printed) for _ in range(LOADS))


def main(quick: bool) -> None:
    """Print both tables, of few sizes or of all."""
    knowledge = kb.load()
    of_acts(ACTS[:3] if quick else ACTS, knowledge)
    of_rules(TIMES[:3] if quick else TIMES, knowledge)


if __name__ == "__main__":
    main("quick" in sys.argv[1:])
