"""`make benchmarks` runs every script there is, and RESULTS.md is what they print. No time is asserted."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"
pytestmark = pytest.mark.checkout


@pytest.fixture
def everything(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return runpy.run_path(str(BENCHMARKS / "all.py"))


def results() -> str:
    return (BENCHMARKS / "RESULTS.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """What RESULTS.md holds of each script."""
    parts = re.split(r"(?m)^## .+\n\n`(\w+\.py)`\n", results())
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def heads(script: Path) -> Iterator[str]:
    """The heads of tables that stand in a script as they are printed."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    pieces = {
        id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
            yield from (line for line in node.value.splitlines() if re.fullmatch(r"\| [^-].* \|", line))


def test_every_script_is_run(everything):
    scripts = {
        file.name
        for file in BENCHMARKS.glob("*.py")
        if 'if __name__ == "__main__"' in file.read_text(encoding="utf-8")
    }
    assert {run.script for run in everything["RUNS"]} == scripts - {"all.py"}


def test_the_results_are_of_every_script_in_order(everything):
    assert list(sections()) == [run.script for run in everything["RUNS"]]


def test_the_results_hold_the_tables_that_the_scripts_print(everything):
    missing = {
        (run.script, head)
        for run in everything["RUNS"]
        for head in heads(BENCHMARKS / run.script)
        if head not in sections()[run.script].splitlines()
    }
    assert not missing
    assert sum(1 for run in everything["RUNS"] for _ in heads(BENCHMARKS / run.script)) > 5


def test_every_plot_is_drawn_from_the_tables_beside_it(everything):
    shown = results().partition("## 随规模的增长")[2]
    for plot in everything["PLOTS"]:
        curves = plot.curves(sections())
        assert list(curves) == list(plot.columns)
        assert f"](plots/{plot.name}.svg)" in shown
        assert (BENCHMARKS / "plots" / f"{plot.name}.svg").read_text(encoding="utf-8").startswith("<?xml")
        for name, points in curves.items():
            assert f"| {name} | {everything['exponent'](points):.2f} |" in shown


def test_the_exponent_is_the_power_of_the_size(everything):
    exponent = everything["exponent"]
    assert exponent([(size, 3 * size**2) for size in (1, 2, 4, 8)]) == pytest.approx(2)
    assert exponent([(size, 7) for size in (1, 2, 4)]) == pytest.approx(0)


def test_the_results_name_no_place_on_a_machine():
    assert not re.search(r"/(?:home|root|tmp|work|usr|Users)\b", results())


def test_the_reader_knows_what_each_script_measures(everything):
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    assert [run.script for run in everything["RUNS"] if f"`{run.script}`" not in readme] == []
