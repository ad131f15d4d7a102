"""By how much a circumstance moves the base sentence (基准刑), read from the words of the guideline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

PERCENT = r"(\d+)[%％]"
MOVED = re.compile(rf"(增加|减少)基准刑的{PERCENT}(?:[-—－]{PERCENT}|(以下|以上))")
EXEMPT = re.compile("免除处罚")
LEAST = re.compile(r"一般不少于(\d+)个月")
HUNDRED = 100


@dataclass(frozen=True)
class Share:
    """A part of the base sentence, in percent, by which it goes up (`up`) or down; `exempt`: or no penalty at all.

    `least_months`: by how much it goes up at least, as a rule (一般不少于3个月).
    """

    up: bool
    low: int
    high: int
    exempt: bool
    least_months: int = 0

    @property
    def words(self) -> str:
        """The share as the guideline says it: 减少基准刑的20%—50%."""
        verb = "增加" if self.up else "减少"
        if self.low == 0:
            amount = f"{self.high}%以下"
        elif self.high == HUNDRED and not self.up:
            amount = f"{self.low}%以上"
        else:
            amount = f"{self.low}%—{self.high}%"
        least = f"，一般不少于{self.least_months}个月" if self.least_months else ""
        return f"{verb}基准刑的{amount}{least}{'，或者依法免除处罚' if self.exempt else ''}"

    def to_json(self) -> dict[str, Any]:
        """The share as JSON data, in percent of the base sentence."""
        return {
            "up": self.up,
            "low": self.low,
            "high": self.high,
            "exempt": self.exempt,
            "least_months": self.least_months,
            "text": self.words,
        }


@dataclass(frozen=True)
class Moved:
    """What is left of the base sentence after circumstances were weighed, in percent from and to."""

    low: Decimal
    high: Decimal

    def times(self, share: Share) -> Moved:
        """Weighed by one more circumstance on what the others left (先适用该量刑情节)."""
        least, most = _factors(share)
        return Moved(self.low * least / HUNDRED, self.high * most / HUNDRED)

    @property
    def words(self) -> str:
        """The part of the base sentence that is left: 基准刑的20%—64%."""
        low, high = (f"{number.normalize():f}" for number in (self.low, self.high))
        return f"基准刑的{low}%" if low == high else f"基准刑的{low}%—{high}%"

    def to_json(self) -> dict[str, Any]:
        """What is left as JSON data, in percent of the base sentence."""
        return {"low": str(self.low), "high": str(self.high), "text": self.words}


def _factors(share: Share) -> tuple[int, int]:
    if share.up:
        return HUNDRED + share.low, HUNDRED + share.high
    return HUNDRED - share.high, HUNDRED - share.low


def widest(share: Share, other: Share | None) -> Share:
    """The share that takes in both, where it is not known yet which of them holds."""
    if other is None:
        return share
    return replace(
        share,
        low=min(share.low, other.low),
        high=max(share.high, other.high),
        exempt=share.exempt or other.exempt,
    )


def together(shares: tuple[Share, ...]) -> Moved:
    """What circumstances weighed side by side leave (同向相加、逆向相减), never less than nothing."""
    low = HUNDRED + sum(share.low if share.up else -share.high for share in shares)
    high = HUNDRED + sum(share.high if share.up else -share.low for share in shares)
    return Moved(Decimal(max(low, 0)), Decimal(max(high, 0)))


@cache
def read_share(text: str) -> Share:
    """The share that the words of a guideline give; raises ValueError where they give none."""
    found = MOVED.search(text)
    if found is None:
        msg = f"读不出调节比例：「{text}」"
        raise ValueError(msg)
    verb, first, last, edge = found.groups()
    low, high = int(first), int(last) if last else int(first)
    if edge == "以下":
        low = 0
    elif edge == "以上":
        high = HUNDRED
    least = LEAST.search(text)
    return Share(verb == "增加", low, high, bool(EXEMPT.search(text)), int(least[1]) if least else 0)
