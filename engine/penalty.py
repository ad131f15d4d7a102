"""Statutory ranges, read from the words of the provision so that no number is written twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.numerals import to_int

LONGEST_TERM = 15 * 12
"""有期徒刑的上限（刑法第四十五条：六个月以上十五年以下）。"""
SHORTEST_TERM = 6
LONGEST_DETENTION = 6
"""拘役的上限（刑法第四十二条：一个月以上六个月以下）。"""
LONGEST_CONTROL = 24
"""管制的上限（刑法第三十八条第一款：三个月以上二年以下）。"""
SHORTEST = {"管制": 3, "拘役": 1}
LIMITATION = ((10 * 12, 15), (5 * 12, 10), (0, 5))
"""法定最高刑（月）至少多少，追诉期限为多少年（刑法第八十七条第一至三项）。"""

NUMBER = "[一二三四五六七八九十]+"
UP_TO = re.compile(rf"(?<!以上)({NUMBER})年以下有期徒刑")
FROM_TO = re.compile(rf"({NUMBER})年(?:以上|至)({NUMBER})年(?:以下)?有期徒刑")
ALONE = re.compile("单处[^，；。]*罚金|剥夺政治权利|(?<!并)处罚金$|(?:、|或者)罚金$")
FINE = re.compile(
    "(?:可以)?并处[^，。；、]*(?:罚金或者没收财产|罚金|没收财产)|(?<!并)处罚金$|(?:、|或者)罚金$"
)
FROM_UP = re.compile(rf"({NUMBER})年以上有期徒刑")


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
    def _no_term_above(self) -> bool:
        """Whether the range goes beyond every term of years: life, or death alone (处死刑)."""
        return self.life or self.death

    @property
    def _least(self) -> int:
        """What kind of penalty the range begins with: a term (0), life (1), death (2)."""
        if "有期徒刑" in self.text or not self._no_term_above:
            return 0
        return 1 if self.life else 2

    @property
    def weight(self) -> tuple[bool, bool, int, int, int, int]:
        """How heavy the range is: by its top, then by its bottom (法定最高刑；相同的，比法定最低刑)."""
        return self.death, self._no_term_above, self.max_months, self._least, self.min_months, self.rank

    def to_json(self) -> dict[str, Any]:
        """The range as JSON data, in months."""
        return {
            "text": self.text,
            "min_months": self.min_months,
            "max_months": self.max_months,
            "life": self.life,
            "death": self.death,
            "fine": self.fine,
        }

    @property
    def top(self) -> tuple[bool, bool, int]:
        """The top of the range alone."""
        return self.death, self._no_term_above, self.max_months


@cache
def read_penalty(text: str) -> Penalty:
    """The range that the words of a provision give, in months; raises ValueError where they give none."""
    low, high = _months(text)
    rank = 1 if "管制" in text else 2 if "拘役" in text else 3
    if ALONE.search(text):
        low = 0
    fine = FINE.search(text)
    return Penalty(
        text=text.removeprefix("处"),
        min_months=low,
        max_months=high,
        life="无期徒刑" in text,
        death="死刑" in text,
        fine=fine[0] if fine else None,
        rank=rank,
    )


def _months(text: str) -> tuple[int, int]:
    if found := FROM_TO.search(text):
        return to_int(found[1]) * 12, to_int(found[2]) * 12
    if found := FROM_UP.search(text):
        return to_int(found[1]) * 12, LONGEST_TERM
    lightest = [months for words, months in SHORTEST.items() if words in text]
    if found := UP_TO.search(text):
        return min([SHORTEST_TERM, *lightest]), to_int(found[1]) * 12
    if "无期徒刑" in text or "死刑" in text:
        return LONGEST_TERM, LONGEST_TERM
    if lightest:  # 只有拘役、管制，没有有期徒刑
        return min(lightest), LONGEST_DETENTION if "拘役" in text else LONGEST_CONTROL
    msg = f"读不出法定刑：「{text}」"
    raise ValueError(msg)
