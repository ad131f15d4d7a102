"""What an administrative offence carries, read from the words of the provision: days of detention, and the fine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from kb import Charge
from kb.numerals import HAN, to_int
from kb.rules import Offence

from .penalty import Penalty, read_penalty
from .values import Interval, short

NUMBER = rf"[{HAN}\d]+"
DAYS = re.compile(rf"(?:({NUMBER})日以上)?({NUMBER})日以下(?:行政)?拘留")
FINE = re.compile(rf"(?:({NUMBER})元以上)?({NUMBER})元以下(?:或者[^，；。]*?以下)?(?:的)?罚款")
FIXED = re.compile(rf"处({NUMBER})元罚款")
OR_FINE = re.compile("拘留或者[^，；。]*罚款|警告或者|罚款，或者[^，；。]*拘留")
TIMES = re.compile(rf"违法所得(?:的)?(?:({NUMBER})倍以上)?({NUMBER})倍以下(?:的)?罚款")
WHERE_LITTLE = re.compile(
    rf"没有违法所得或者违法所得不足({NUMBER})元的，处(?:({NUMBER})元以上)?({NUMBER})元以下(?:的)?罚款"
)
WHERE_NONE = re.compile(rf"没有违法所得的，处(?:({NUMBER})元以上)?({NUMBER})元以下(?:的)?罚款")
SHORTEST_DAYS = 1
YEARS = re.compile(rf"(?:惩戒|惩戒期限|期限)[^，。；]*?({NUMBER})年")


@dataclass(frozen=True)
class Sanction:
    """An administrative sanction: `days` of detention from and to, `fine` in 元 from and to, or in times of the gain."""

    text: str
    days: tuple[int, int] | None = None
    fine: tuple[int, int] | None = None
    times: tuple[int, int] | None = None
    little_gain: tuple[int, int, int] | None = None
    """Below which illegal gain (元; 0: only where there is none) another fine applies, and from and to how much (元)."""
    years: int = 0
    """How many years a measure lasts (联合惩戒)."""

    @property
    def weight(self) -> tuple[int, ...]:
        """How heavy it is: detention first, then how long a measure lasts, then the fine, at the top and at the bottom."""
        days, fine, times = self.days or (0, 0), self.fine or (0, 0), self.times or (0, 0)
        return (days[1], days[0], self.years, times[1], fine[1], fine[0])

    @property
    def top(self) -> tuple[int, ...]:
        """The top of the range alone."""
        return self.weight[:1]

    def band(self, gain: Interval) -> str:
        """The fine that a gain of so many 元 leads to, in words; empty where the words leave nothing to compute."""
        if self.times is None or self.little_gain is None:
            return ""
        line, least, most = self.little_gain
        little = f"不足{_yuan(line)}" if line else ""
        fine = f"罚款{_yuan(least)}以上{_yuan(most)}以下" if least else f"罚款{_yuan(most)}以下"
        if gain.high is not None and (gain.high < line or gain.high == 0):
            return f"违法所得{little}：{fine}" if little else f"没有违法所得：{fine}"
        if gain.low >= line and gain.low > 0:
            low, high = self.times
            top = "以上" if gain.high is None else f"至{_yuan(gain.high * high)}"
            much = f"违法所得{_yuan(line)}以上" if line else "有违法所得"
            return f"{much}：罚款{low}倍以上{high}倍以下（{_yuan(gain.low * low)}{top}）"
        return f"违法所得未查清：{little or '没有'}的，{fine}；{'以上' if line else '有'}的，按倍数"

    def to_json(self) -> dict[str, Any]:
        """The sanction as JSON data."""
        low, high = self.days or (None, None)
        return {
            "text": self.text,
            "min_days": low,
            "max_days": high,
            "fine": list(self.fine) if self.fine else None,
            "fine_times_of_gain": list(self.times) if self.times else None,
        }


def _yuan(number: Decimal | int) -> str:
    return f"{short(Decimal(number), '元')}元"


def _int(text: str) -> int:
    """A number of the law, in Chinese or (电信条例) Arabic numerals: 十万, 10万, 3."""
    if text[0].isdecimal() and text.endswith("万"):
        return to_int(text.removesuffix("万")) * 10_000
    return to_int(text)


@cache
def read_sanction(text: str) -> Sanction:
    """The sanction that the words of a provision give; what they give no number for is left to the words."""
    days, fines = DAYS.search(text), FINE.findall(text) + [(sum_, sum_) for sum_ in FIXED.findall(text)]
    times = TIMES.search(text)
    little = WHERE_LITTLE.search(text)
    none = WHERE_NONE.search(text)
    years = YEARS.search(text)
    return Sanction(
        text=text,
        days=None if days is None else (_least_days(text, days), _int(days[2])),
        fine=(min(_low(fine) for fine in fines), max(_int(high) for _, high in fines)) if fines else None,
        times=None if times is None else (_int(times[1]) if times[1] else 0, _int(times[2])),
        little_gain=_little(little, none),
        years=_int(years[1]) if years else 0,
    )


def _least_days(text: str, days: re.Match[str]) -> int:
    """The least detention: none where a fine or a warning may stand in its place."""
    if OR_FINE.search(text):
        return 0
    return _int(days[1]) if days[1] else SHORTEST_DAYS


def _low(fine: tuple[str, str]) -> int:
    return _int(fine[0]) if fine[0] else 0


def _little(little: re.Match[str] | None, none: re.Match[str] | None) -> tuple[int, int, int] | None:
    if little:
        return _int(little[1]), _int(little[2] or "0"), _int(little[3])
    return (0, _int(none[1] or "0"), _int(none[2])) if none else None


def range_of(offence: Offence, text: str) -> Penalty | Sanction:
    """What the words of a tier carry: a statutory range of a crime, or an administrative sanction."""
    return read_penalty(text) if isinstance(offence, Charge) else read_sanction(text)
