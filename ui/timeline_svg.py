"""The conduct of a person over the versions of law, drawn: a bar for each act, a line for each day the law changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT = 900, 290, 24
ROW, TOP, LEVELS, STEP = 34, 34, 3, 22
NARROW = 26
"""How near two marks may come before the second is set a level lower."""
SHORTEST = 8
FONT = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',sans-serif"
INK, PALE, LINE, BAR, MARK = "#1c2733", "#4a5560", "#8b98a5", "#0b4f8a", "#9c1c1c"
LONGEST_LABEL = 19
SMALL = f'fill="{PALE}" font-size="13"'
Point = tuple[float, float]


@dataclass(frozen=True)
class Bar:
    """An act on the picture: its words, its first and its last day as far as they are known."""

    label: str
    start: datetime.date | None
    end: datetime.date | None

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """From and to; None where no day is known."""
        first, last = self.start or self.end, self.end or self.start
        return (first, last) if first and last else None


def timeline_svg(bars: Sequence[Bar], changes: Sequence[datetime.date], decided: datetime.date) -> str:
    """The picture; the changes bear the numbers under which the text beside it tells them."""
    known = [day for bar in bars if bar.days for day in bar.days]
    first = min([*known, *changes, decided])
    picture = _Picture(first.replace(month=1, day=1), max([*known, decided]), len(bars))
    body = [*picture.years(), *picture.marks(changes), *picture.end(decided)]
    body += [part for row, bar in enumerate(bars) for part in picture.bar(row, bar)]
    height = picture.bottom + 30
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="{FONT}" font-size="15">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(body)}</svg>'
    )


class _Picture:
    """Places days from left to right, acts from top to bottom."""

    def __init__(self, first: datetime.date, last: datetime.date, rows: int) -> None:
        self.first, self.last = first, last
        self.top = TOP + LEVELS * STEP
        self.bottom = self.top + rows * ROW + 6

    def x(self, day: datetime.date) -> float:
        """Where a day stands."""
        span = max((self.last - self.first).days, 1)
        return round(LEFT + (day - self.first).days / span * (WIDTH - LEFT - RIGHT), 1)

    def years(self) -> list[str]:
        """The first of January of each year, or of every few where there are many."""
        number = self.last.year - self.first.year + 1
        every = max(1, -(-number // 9))
        found = []
        for year in range(self.first.year, self.last.year + 1, every):
            at = self.x(datetime.date(year, 1, 1))
            found.append(_line((at, self.top - 4), (at, self.bottom), "#dde3e9"))
            found.append(_text((at + 3, self.bottom + 18), f"{year}年", SMALL))
        return [*found, _line((LEFT, self.bottom), (WIDTH - RIGHT, self.bottom), LINE)]

    def marks(self, changes: Sequence[datetime.date]) -> list[str]:
        """A dashed line with a number in a ring for every change; those close together stand below each other."""
        found: list[str] = []
        taken = [float("-inf")] * LEVELS
        for number, day in enumerate(changes, 1):
            at = self.x(day)
            level = next((n for n in range(LEVELS) if at - taken[n] >= NARROW), number % LEVELS)
            taken[level] = at
            y = 18 + level * STEP
            found.append(_line((at, y + 10), (at, self.bottom), MARK, ' stroke-dasharray="5 4"'))
            found.append(
                f'<circle cx="{at}" cy="{y}" r="10.5" fill="#ffffff" stroke="{MARK}" stroke-width="1.5"/>'
            )
            found.append(
                _text((at, y + 5), str(number), f'fill="{MARK}" font-size="13" text-anchor="middle"')
            )
        return found

    def end(self, decided: datetime.date) -> list[str]:
        """The day of decision."""
        at = self.x(decided)
        return [
            _line((at, self.top - 8), (at, self.bottom), INK, ' stroke-width="2"'),
            _text((at - 4, self.top - 8), "处理日", f'fill="{INK}" font-size="13" text-anchor="end"'),
        ]

    def bar(self, row: int, bar: Bar) -> list[str]:
        """One act: a bar, open to the left where its beginning is not known; a dotted frame where no day is."""
        y = self.top + row * ROW
        words = bar.label if len(bar.label) <= LONGEST_LABEL else f"{bar.label[: LONGEST_LABEL - 1]}…"
        label = _text((LEFT - 10, y + 22), words, f'fill="{INK}" text-anchor="end"')
        if bar.days is None:
            frame = (
                f'<rect x="{LEFT}" y="{y + 8}" width="{WIDTH - LEFT - RIGHT}" height="18" fill="none" stroke="{LINE}" '
                f'stroke-dasharray="3 4"/>'
            )
            return [label, frame, _text((LEFT + 8, y + 22), "日期未填", SMALL)]
        start, end = bar.days
        left = self.x(start)
        width = max(self.x(end) - left, SHORTEST)
        shown = f'<rect x="{left}" y="{y + 8}" width="{width}" height="18" rx="3" fill="{BAR}"/>'
        open_ = bar.start is None or bar.end is None
        unsure = _text((left + width + 5, y + 22), "起日未填" if bar.start is None else "止日未填", SMALL)
        return [label, shown, *([unsure] if open_ else [])]


def _line(start: Point, end: Point, colour: str, more: str = "") -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}"{more}/>'


def _text(at: Point, words: str, more: str = f'fill="{INK}"') -> str:
    return f'<text x="{at[0]}" y="{at[1]}" {more}>{escape(words)}</text>'
