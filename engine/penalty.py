"""Statutory ranges, read from the words of the provision so that no number is written twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.numerals import to_int

LONGEST_TERM = 15 * 12
"""有期徒刑的上限（刑法第四十五条：六个月以上十五年以下）。"""
SHORTEST_TERM = 6
LIMITATION = ((10 * 12, 15), (5 * 12, 10), (0, 5))
"""法定最高刑（月）至少多少，追诉期限为多少年（刑法第八十七条第一至三项）。"""

NUMBER = "[一二三四五六七八九十]+"
UP_TO = re.compile(rf"(?<!以上)({NUMBER})年以下有期徒刑")
FROM_TO = re.compile(rf"({NUMBER})年以上({NUMBER})年以下有期徒刑")
FROM_UP = re.compile(rf"({NUMBER})年以上有期徒刑")
FINE = re.compile("(?:并处或者单处|并处|单处)[^，。；、]*?(?:罚金或者没收财产|罚金|没收财产)")


@dataclass(frozen=True, order=True)
class Penalty:
    """A statutory range in months. `rank` orders main penalties below imprisonment: 管制 1, 拘役 2, 有期徒刑 3."""

    text: str
    min_months: int
    max_months: int
    life: bool
    death: bool
    fine: str | None
    rank: int

    @property
    def limitation_years(self) -> int:
        """After how many years the crime is no longer prosecuted (刑法第八十七条)."""
        if self.life or self.death:
            return 20
        return next(years for least, years in LIMITATION if self.max_months >= least)

    @property
    def weight(self) -> tuple[bool, bool, int, int, int]:
        """How heavy the range is: by its top, then by its bottom (法定最高刑；相同的，比法定最低刑)."""
        return self.death, self.life, self.max_months, self.min_months, self.rank

    @property
    def top(self) -> tuple[bool, bool, int]:
        """The top of the range alone."""
        return self.death, self.life, self.max_months


@cache
def read_penalty(text: str) -> Penalty:
    """The range that the words of a provision give, in months; raises ValueError where they give none."""
    low, high = _months(text)
    rank = 1 if "管制" in text else 2 if "拘役" in text else 3
    fine = FINE.search(text)
    if fine and "单处" in fine[0]:
        low = 0
    return Penalty(
        text=text.removeprefix("处"),
        min_months=low,
        max_months=high,
        life="无期徒刑" in text,
        death="死刑" in text,
        fine=fine and fine[0],
        rank=rank,
    )


def _months(text: str) -> tuple[int, int]:
    if found := FROM_TO.search(text):
        return to_int(found[1]) * 12, to_int(found[2]) * 12
    if found := FROM_UP.search(text):
        return to_int(found[1]) * 12, LONGEST_TERM
    if found := UP_TO.search(text):
        shortest = {"管制": 3, "拘役": 1}
        low = min([SHORTEST_TERM, *(months for words, months in shortest.items() if words in text)])
        return low, to_int(found[1]) * 12
    msg = f"读不出法定刑：「{text}」"
    raise ValueError(msg)
