"""Values that may be known, partly known or not known at all, and three-valued truth."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

WAN = Decimal(10_000)
Truth = bool | None
"""met, not met, or None: not known yet."""


@dataclass(frozen=True)
class Interval:
    """A number of which only bounds are known; `high` None means that nothing bounds it above."""

    low: Decimal
    high: Decimal | None

    @staticmethod
    @lru_cache(maxsize=4096)
    def exactly(number: Decimal | int) -> Interval:
        """A number that is known, written as it is shortest: 40000 and 40000.0 are one, whichever came first."""
        known = Decimal(number)
        plain = Decimal(int(known)) if known == known.to_integral_value() else known.normalize()
        return Interval(plain, plain)

    @property
    def known(self) -> bool:
        """Whether the number is known exactly."""
        return self.low == self.high

    def to_json(self) -> dict[str, str | None]:
        """The bounds as JSON data."""
        return {"at_least": str(self.low), "at_most": None if self.high is None else str(self.high)}

    def at_least(self, other: Interval) -> Truth:
        """Whether this number reaches the other (以上 includes the number itself, 刑法第九十九条)."""
        if other.high is not None and self.low >= other.high:
            return True
        return False if self.high is not None and self.high < other.low else None

    def scaled(self, times: Decimal) -> Interval:
        """A part or multiple of this number (百分之五十, 五倍)."""
        if times == 1:
            return self
        return Interval(self.low * times, None if self.high is None else self.high * times)

    def above(self, other: Interval) -> Truth:
        """Whether this number is greater than the other (超过)."""
        if other.high is not None and self.low > other.high:
            return True
        return False if self.high is not None and self.high <= other.low else None


UNKNOWN_NUMBER = Interval(Decimal(0), None)
Value = bool | str | Interval | None
"""A fact as the engine sees it: yes or no, a choice, a number within bounds, or None: not known."""


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of numbers of which some may be known only within bounds."""
    low, high = Decimal(0), Decimal(0)
    open_above = False
    for part in parts:
        low += part.low
        if part.high is None:
            open_above = True
        else:
            high += part.high
    return Interval(low, None if open_above else high)


def greatest(parts: Iterable[Interval]) -> Interval:
    """The greatest of numbers of which some may be known only within bounds."""
    parts = list(parts)
    highs = [part.high for part in parts]
    known = [high for high in highs if high is not None]
    return Interval(max(part.low for part in parts), max(known) if len(known) == len(highs) else None)


def negation(truth: Truth) -> Truth:
    """Not, with unknown staying unknown."""
    return None if truth is None else not truth


def conjunction(truths: Iterable[Truth]) -> Truth:
    """All: one no decides and ends the asking, then any unknown keeps it open."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Any: one yes decides and ends the asking, then any unknown keeps it open."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def spoken(number: Interval, unit: str) -> str:
    """A number as an officer reads it: 42.5万元, 3万元以上, 1千至2千元."""
    if number.known:
        return f"{short(number.low, unit)}{unit}"
    if number.high is None:
        return f"{short(number.low, unit)}{unit}以上" if number.low > 0 else "未查"
    return f"{short(number.low, unit)}至{short(number.high, unit)}{unit}"


def short(number: Decimal, unit: str) -> str:
    """A number with 万 and 亿 where it is money, without needless zeros."""
    if unit == "元" and number >= WAN:
        divisor, word = (WAN * WAN, "亿") if number >= WAN * WAN else (WAN, "万")
        return f"{(number / divisor).normalize():f}{word}"
    return f"{number.normalize():f}" if number else "0"


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day some years earlier; of the twenty-ninth of February the twenty-eighth."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 2 月 29 日
        return day.replace(year=day.year - years, day=28)
