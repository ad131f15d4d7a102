# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""Curves of growth as SVG, both axes logarithmic: a straight line is a power of the size, its slope the exponent."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from pathlib import Path
from statistics import linear_regression

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font_names
from matplotlib.ticker import FuncFormatter, NullFormatter

Points = list[tuple[float, float]]
FONTS = ("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans CJK SC", "Noto Serif CJK SC")
"""Chinese fonts that Debian has; the first that is installed is taken."""
SETTINGS = {
    "font.family": FONTS,
    "font.size": 11,
    "svg.hashsalt": "zuilian",
}  # the same points give the same file
MARKERS = "osD^vP*X"
PLAIN = FuncFormatter(lambda number, _: f"{number:g}")


def exponent(points: Points) -> float:
    """The power of the size with which it grows: 1 in proportion, 2 as its square."""
    return linear_regression([log(x) for x, _ in points], [log(y) for _, y in points]).slope


def draw(file: Path, title: str, x: str, y: str, curves: Mapping[str, Points]) -> None:
    """Write the picture of some curves."""
    installed = get_font_names()
    font = next((name for name in FONTS if name in installed), None)
    if font is None:
        raise SystemExit("没有中文字体，画不了图：apt-get install fonts-wqy-microhei")
    with rc_context({"font.family": font, "font.size": 11, "svg.hashsalt": "zuilian"}):  # alike on every run
        figure = Figure(figsize=(8, 5), layout="constrained")
        axes = figure.add_subplot()
        for number, (name, points) in enumerate(curves.items()):
            xs, ys = zip(*points, strict=True)
            label = f"{name}（指数 {exponent(points):.2f}）"
            axes.plot(xs, ys, marker=MARKERS[number % len(MARKERS)], label=label)
        axes.set(title=title, xlabel=x, ylabel=y, xscale="log", yscale="log")
        axes.set_xticks(sorted({size for points in curves.values() for size, _ in points}))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(PLAIN)
            axis.set_minor_formatter(NullFormatter())
        axes.grid(visible=True, alpha=0.3)
        axes.legend(fontsize=9)
        figure.savefig(file, metadata={"Date": None})
