# ruff: noqa: INP001, T201 - a script that is run where it lies and speaks by printing
"""The memory that a fresh process held at its greatest, for each kind of work, and of the app while nobody does anything.

Read from the process itself (VmHWM, Linux): `ru_maxrss` takes over what the process had before it became this program.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from fresh import python

PERSONS = 30
EVALUATORS = ("direct", "zen-engine", "clingo", "CLIPS", "rete")
HEAD = """\
| 新进程 | 最多用过的内存（MB） | 比读入知识库多（MB） |
|---|---:|---:|"""
PEAK = """
from pathlib import Path
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
"""
LOAD = "import kb; base = kb.load()\n"
ASSESS = """
import sys
sys.path.insert(0, {folder!r})
from gang import by
from gang_case import gang_case
from engine.later import uncollected
{make}
case = gang_case({persons}, base)
with uncollected():
    found = make(case).whole()
"""
SEARCH = """
import sys
from pathlib import Path
from search import store
index = store.open_index(base, Path({folder!r}))
index.search("帮信", limit=10)
"""


def works(persons: int, folder: str) -> dict[str, str]:
    """What is done, and the code that does it."""
    found = {
        "python -c pass": "",
        "kb.load()": LOAD,
        "kb.load() 与全部条文": LOAD + "[document.wordings for document in base.statutes.values()]\n",
    }
    names = {"direct": "直接求值", "rete": "durable_rules（并由直接求值核对）"}
    for name in EVALUATORS:
        make = f"make = by({name!r}, base)"
        if name not in names:
            make = f"from peers import PeerAssessors\nmake = PeerAssessors({name!r}, base).assessor"
        code = ASSESS.format(folder=str(Path(__file__).parent), make=make, persons=persons)
        found[f"研判 {persons} 人，{names.get(name, name)}"] = LOAD + code
    found["建检索索引，查一次"] = found["打开已建的检索索引，查一次"] = LOAD + SEARCH.format(folder=folder)
    return found


def of_app(folder: Path) -> float:
    """The most memory (MB) that the server held until its first page stood and nobody did anything."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - this process stays small until it is needed
    from ui_edit import CHROMIUM, PATIENCE, server, settled  # noqa: PLC0415

    with server(folder) as (address, process), sync_playwright() as web:
        browser = web.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="zh-CN")
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.get_by_test_id("stButtonGroup").first.wait_for()
        settled(page)
        browser.close()
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(persons: int) -> None:
    """Do each work in a process of its own and print the table."""
    print(HEAD)
    loaded = 0.0
    with tempfile.TemporaryDirectory() as folder:
        python("-c", LOAD)  # fills the cache, as on any day but the first
        for name, code in works(persons, folder).items():
            peak = float(python("-c", code + PEAK).printed)
            if name == "kb.load()":
                loaded = peak
            show(name, peak, loaded)
        show(f"应用，首页打开后无人操作（{os.cpu_count()} 核）", of_app(Path(folder)), loaded)


def show(name: str, peak: float, loaded: float) -> None:
    """Print one line."""
    more = f"{peak - loaded:.0f}" if loaded else ""
    print(f"| {name} | {peak:.0f} | {more} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PERSONS)
