"""Amounts in a text and in the law: 三千元, 3000元 and 0.3万元 are one; which of them set a standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kb.numerals import ARABIC, HAN, MYRIADS, ORDINALS, to_int

UNIT = "美元|人次|元|条|张|次|人|个|部|台|套|户|名|件|笔|份|倍|天|日|年|月|岁|%|％"
NUMBER = rf"(?:{ARABIC}\s*[百千]?[万亿]{{0,2}}|[{HAN}]+|百分之[{HAN}]+)"
AMOUNT = re.compile(
    rf"(?P<number>{NUMBER})[余多]?(?:(?P<to>[至到~～—-])(?P<last>{NUMBER})[余多]?)?(?:人民币)?(?P<unit>{UNIT})?"
)
SAME_UNIT = {"％": "%", "天": "日", "名": "人", "户": "个"}
PENALTY = {"年", "月", "日", "岁"}
"""Units that are also those of dates and terms: an amount only with 以上, 以下."""
MULTIPLES = {"百": 10**2, "千": 10**3, **MYRIADS}

AFTER = re.compile(
    rf"\s*(?:[至到~～—-]{NUMBER}[余多]?(?:人民币)?(?:{UNIT}))?"
    r"(?:[(（]不?含本?数?[)）])?(?:以上|以下|的?标准|的?起点|为起点|[)）]?的?(?:应当|可以)?认定)"
)
FINE_AFTER = re.compile(r"(?:以上|以下)?[^，。；、\n]{0,14}?罚[金款]")
FINE_BEFORE = re.compile(r"罚[金款](?:人民币)?$")
LIMIT = re.compile(r"\s*(?:以上|以下|以内)")
BEFORE = re.compile(
    r"(?:标准|起点|门槛|数额(?:特别)?(?:较大|巨大)|情节(?:特别)?严重|立案|入罪|不满|不足|未满|满|至少|不低于)[^，,。；;\n]{0,8}$"
)


@dataclass(frozen=True)
class Amount:
    """A number with its unit, where it stands; `sets` says that it is spoken of as a standard, not as a fact."""

    value: Decimal
    unit: str
    start: int
    end: int
    sets: bool

    @property
    def key(self) -> tuple[Decimal, str]:
        """What two writings of one amount share."""
        return self.value, self.unit


def amounts(text: str) -> Iterator[Amount]:
    """Every amount with a unit; numbers of articles, items, documents and dates are none."""
    masked = ORDINALS.sub(lambda match: " " * len(match[0]), text)
    for match in AMOUNT.finditer(masked):
        unit = match["unit"] or ("%" if match["number"].startswith("百分之") else "")
        if not unit or (unit in PENALTY and not LIMIT.match(masked, match.end())):
            continue
        if FINE_AFTER.match(masked, match.end()) or FINE_BEFORE.search(
            masked[max(0, match.start() - 8) : match.start()]
        ):
            unit = f"{unit}罚金"  # 罚金的数额与入罪的数额不是一回事
        sets = bool(
            AFTER.match(masked, match.end())
            or BEFORE.search(masked[max(0, match.start() - 16) : match.start()])
        )
        for number, start, end in _numbers(match):
            value = _value(number)
            if value is not None:
                yield Amount(value, SAME_UNIT.get(unit, unit), start, end, sets)


def _numbers(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """三千元; of 三万至十万元 both."""
    if not match["last"]:
        yield match["number"], match.start(), match.end()
        return
    yield match["number"], match.start("number"), match.end("number")
    yield match["last"], match.start("last"), match.end()


def _value(number: str) -> Decimal | None:
    number = number.removeprefix("百分之")
    try:
        if not number[0].isdecimal():
            return Decimal(to_int(number))
        digits = number.rstrip("百千万亿 \t\u3000")
        value = Decimal(re.sub(r"[,，\s]", "", digits))
        for character in number[len(digits) :].strip():
            value *= MULTIPLES[character]
    except (ValueError, ArithmeticError, KeyError):
        return None
    return value


@lru_cache(maxsize=8192)
def amounts_of(text: str) -> dict[tuple[Decimal, str], str]:
    """The amounts of a law's text, each as it is written there."""
    return {amount.key: text[amount.start : amount.end] for amount in amounts(text)}
