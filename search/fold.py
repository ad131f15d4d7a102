"""Text as search sees it: full-width letters, capitals and numerals in one spelling, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from kb.numerals import HAN, to_int

if TYPE_CHECKING:
    from collections.abc import Iterator

# 一字换一字，位置不动：全角作半角，大写作小写
FULL_WIDTH = {full: chr(full - 0xFEE0).lower() for full in range(ord("！"), ord("～") + 1)}
SAME = FULL_WIDTH | {capital: chr(capital).lower() for capital in range(ord("A"), ord("Z") + 1)}


def _traditional() -> Iterator[tuple[int, str]]:
    """Traditional and variant forms, none of which is a simplified character as well."""
    for line in (files(__package__) / "traditional.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield from ((ord(form), line[0]) for form in line[1:])


SIMPLIFIED = dict(_traditional())
SAME |= SIMPLIFIED | {ord("帐"): "账"}  # 旧的刑法文本写「资金帐户」

# 单个汉字数字只有在量词之前、在「第」「条之」之后才算数目（三个 = 3个；三方、一般、两卡、四件套、同一人不是）
MEASURE = "元个条次张人年月日天周款项名户笔份组种台辆只倍岁件套"
AFTER_DIGIT = rf"(?<=第.)(?=[条款项目章节编次])|(?<=条之.)|(?=(?!件套)[{MEASURE}])"
DIGIT = rf"(?<![同统单唯任其])[一二三四五六七八九十两](?:{AFTER_DIGIT})"
UNIT = "十百千万亿"
NUMERAL = rf"(?!万一)(?:[{HAN}]*[{UNIT}][{HAN}]+|[{HAN}]+[{UNIT}]|[一二][{HAN}]{{3}}(?=年))"
SPLIT = re.compile(
    rf"(?P<percent>百分之(?P<hundredths>[{HAN}]{{1,9}})|[0-9]+(?:\.[0-9]+)?%)"
    r"|(?P<arabic>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?:[ \u3000]*(?P<unit>[百千]?[万亿]|千))?"
    rf"|(?P<numeral>{NUMERAL})"
    rf"|(?P<digit>{DIGIT})"
    r"|(?P<word>[a-z][a-z0-9]*)"
    r"|(?P<line>\n)"
    r"|(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff])"
)
LONGEST_NUMERAL = 24
MULTIPLES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Unit:
    """A character, a Latin word or a whole number, as folded; `line` counts the lines of the text."""

    text: str
    start: int
    end: int
    line: int = 0
    number: bool = False


def units(text: str) -> Iterator[Unit]:
    """The units of a text in order; punctuation and spaces are none."""
    line = 0
    for match in SPLIT.finditer(text.translate(SAME)):
        if match["line"]:
            line += 1
        elif match["han"] or match["word"]:
            yield Unit(match[0], match.start(), match.end(), line)
        elif (number := _number(match)) is not None:
            yield Unit(number, match.start(), match.end(), line, number=True)
        else:  # 一串数字而不成数：三四、千万万
            yield from (Unit(c, at, at + 1, line) for at, c in enumerate(match[0], match.start()))


def folded(text: str) -> tuple[str, ...]:
    """The units of a text without their places."""
    return tuple(unit.text for unit in units(text))


def pairs(text: str) -> set[str]:
    """Each two characters that stand together: how many of them two texts share says how alike these are."""
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _number(match: re.Match[str]) -> str | None:
    if match["percent"]:
        share = _han(match["hundredths"]) if match["hundredths"] else match["percent"].rstrip("%")
        return None if share is None else f"{_written(Decimal(share))}%"
    if match["arabic"]:
        value = Decimal(match["arabic"].replace(",", ""))
        for character in match["unit"] or "":
            value *= MULTIPLES[character]
        return _written(value)
    return _han(match["numeral"] or match["digit"])


def _han(text: str) -> str | None:
    try:
        return str(to_int(text)) if len(text) <= LONGEST_NUMERAL else None
    except ValueError:
        return None


def _written(value: Decimal) -> str:
    """200000, never 2E+5 or 200000.0."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
