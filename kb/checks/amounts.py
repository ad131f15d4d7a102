"""The amounts that stand in a text, each with its unit and the words of comparison beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kb.numerals import FRACTION, ORDINALS, PERCENT, PLAIN, numbers_in

UNIT = r"人次|周岁|个月|元|倍|个|人|名|张|条|次|日|天|月|年|岁|套|部|台|只|件|起|户|家"
BESIDE = re.compile(
    rf"(?P<unit>{UNIT})?(?:[（(](?P<other>{UNIT})[）)])?(?P<word>以上|以下|以内)?",
)
BEFORE = re.compile(
    r"(不超过|超过|多于|高于|大于|不满|不足|未满|未达到?|低于|少于|小于|不低于|不少于|已满|达到|满)$"
)

# 刑法第九十九条：以上、以下、以内，包括本数。
COMPARISONS = {
    "at_least": ("以上", "已满", "满", "达到", "不低于", "不少于"),
    "above": ("超过", "多于", "高于", "大于"),
    "below": ("不满", "不足", "未满", "未达", "未达到", "低于", "少于", "小于"),
    "within": ("以下", "以内", "不超过"),
}
OPERATOR_OF = {word: operator for operator, words in COMPARISONS.items() for word in words}
SAME_BORDER = ({"at_least", "below"}, {"above", "within"})
"""Each pair parts the numbers at the same place: 以上 from 不满, 超过 from 以下."""


@dataclass(frozen=True)
class Amount:
    """A number in a text: its units (张（个） names two), and the operator that the words beside it mean."""

    value: Decimal
    written: str
    units: frozenset[str]
    word: str
    operator: str | None


def amounts_in(text: str) -> Iterator[Amount]:
    """Every amount, count and share in a text, in no particular order."""
    masked = text
    for pattern in (PERCENT, FRACTION, ORDINALS, PLAIN):
        if pattern is not ORDINALS:
            for match in pattern.finditer(masked):
                yield from _read(text, match)
        masked = pattern.sub(lambda match: " " * len(match[0]), masked)


def _read(text: str, match: re.Match[str]) -> Iterator[Amount]:
    beside = BESIDE.match(text, match.end())
    before = BEFORE.search(text[: match.start()])
    named = beside.group("unit", "other", "word") if beside else (None, None, None)
    word = (before[1] if before else "") or named[2] or ""
    units = frozenset(unit for unit in named[:2] if unit)
    for value in numbers_in(match[0]):
        yield Amount(value, match[0], units, word, OPERATOR_OF.get(word))
