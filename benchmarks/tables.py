# ruff: noqa: INP001 - scripts that are run where they lie; no package
"""The tables that the scripts print, read back: what is drawn is what was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Row = dict[str, str]
Points = list[tuple[float, float]]
SIZE = re.compile(r"^(\d+) 个条款文本", re.MULTILINE)


@dataclass(frozen=True)
class Plot:
    """A picture of growth: which script printed it, against which column, and which columns."""

    name: str
    title: str
    script: str
    x: str
    y: str
    columns: tuple[str, ...]

    def curves(self, printed: Mapping[str, str]) -> dict[str, Points]:
        """The points of each curve, of what was printed by each script."""
        rows = [*self._rows(printed[self.script])]
        found = {
            column: [(float(row[self.x]), float(row[column])) for row in rows if _positive(row.get(column))]
            for column in self.columns
        }
        return {column: points for column, points in found.items() if len(points) > 1}

    def _rows(self, text: str) -> Iterator[Row]:
        if self.x == "条款文本":
            yield from _by_size(text)
        else:
            yield from (row for table in tables(text) for row in table if self.x in row)


def tables(text: str) -> Iterator[list[Row]]:
    """Every table of a text, each row by the names of its columns."""
    head: list[str] | None = None
    rows: list[Row] = []
    for line in [*text.splitlines(), ""]:
        if not line.startswith("|"):
            if head is not None:
                yield rows
            head, rows = None, []
            continue
        cells = [cell.strip() for cell in line.strip()[1:-1].split("|")]
        if head is None:
            head = cells
        elif not set(line) <= set("|-: "):
            rows.append(dict(zip(head, cells, strict=False)))


def _by_size(text: str) -> Iterator[Row]:
    """What the search printed for each size of the base, the figures of the engines side by side."""
    for size, table in zip(SIZE.findall(text), tables(text), strict=False):
        figures = {
            f"{row['检索']}：{column}": figure
            for row in table
            for column, figure in row.items()
            if column != "检索"
        }
        yield {"条款文本": size, **figures}


def _positive(cell: str | None) -> bool:
    return cell is not None and re.fullmatch(r"\d+(\.\d+)?", cell) is not None and float(cell) > 0
