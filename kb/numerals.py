"""Chinese numerals: to and from integers, and every number that stands in a text."""

from __future__ import annotations

import contextlib
import re
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"亿": 10**8, "万": 10**4}
LARGEST = 10**12 - 1

HAN = "零〇一二两三四五六七八九十百千万亿"
ONE = rf"[（(]?(?:[{HAN}]+|\d+)[）)]?"
MORE = r"[余多]?"  # 三十余万
ARABIC = r"\d+(?:[,，]\d{3})*(?:\.\d+)?"

BLANKS = re.compile(r"[\s,，]")
TYPED = re.compile(r"(\d+(?:\.\d+)?)([百千]?[万亿]{0,2})")

# 不是数额的数字：条款项的编号、文号、年月日、行首和括号里的序号，以及不表示数目的词
ORDINALS = re.compile(
    rf"第{ONE}(?:-\d+)?(?:[至到、和或]第?{ONE})*(?:[编章节条款项目次部号届批审]|部分)(?:之[{HAN}\d]+)?"
    rf"|第{ONE}"
    r"|[〔（(\[［]\d{4}[〕）)\]］]\s*\d+\s*号|\d{4}\s*年(?:\s*\d+\s*月(?:\s*\d+\s*日)?)?"
    rf"|[（(](?:[{HAN}]+|\d+)[）)]|(?m:^)(?:[{HAN}]+、|\d+[.．、](?!\d))"
    rf"|(?<![{HAN}])一[般律并切旦直经致同定]|[之其任统单同唯进]一(?![{HAN}])|(?<![{HAN}])[{HAN}]是"
    r"|[二两三]者|两[卡高]|四件套|百姓|千方百计|成千上万"
)
PERCENT = re.compile(rf"百分之([{HAN}]+(?:点[{HAN}]+)?)|(\d+(?:\.\d+)?)[%％]")
FRACTION = re.compile(rf"([{HAN}]+)分之([{HAN}]+)|一半")
PLAIN = re.compile(rf"(?:[{HAN}]+|{ARABIC}){MORE}[万亿]?")


def to_number(text: str) -> Decimal:
    """A number as people type it: 200000, 20 万, 3.5万, 3千, 1.2亿, 二十万; ValueError where it is none."""
    bare = BLANKS.sub("", text)
    if typed := TYPED.fullmatch(bare):
        return Decimal(typed[1]) * prod((UNITS | MYRIADS)[sign] for sign in typed[2])
    return Decimal(to_int(bare))


def to_int(text: str) -> int:
    """The integer that a Chinese or Arabic numeral writes; ValueError where it is none."""
    arabic = text.replace(",", "").replace("，", "")
    if arabic.isdecimal():
        return int(arabic)
    if not text or set(text) - set(HAN):
        raise ValueError(f"不是数字：「{text}」")
    if not set(text) & (set(UNITS) | set(MYRIADS)):
        return int("".join(str(DIGITS[character]) for character in text))
    return _by_myriads(text)


def _by_myriads(text: str) -> int:
    for character, unit in MYRIADS.items():
        head, found, tail = text.rpartition(character)
        if found:
            return (_by_myriads(head) if head else 1) * unit + (_by_myriads(tail) if tail else 0)
    return _below_myriad(text)


def _below_myriad(text: str) -> int:
    total, digit, last_unit = 0, None, 10**4
    for character in text:
        if character in DIGITS:
            if digit:
                raise ValueError(f"不是数字：「{text}」")
            digit = DIGITS[character]
            continue
        unit = UNITS[character]
        if unit >= last_unit:
            raise ValueError(f"不是数字：「{text}」")
        total += (1 if digit is None or (digit == 0 and unit == UNITS["十"]) else digit) * unit
        digit, last_unit = None, unit
    return total + (digit or 0)


@lru_cache(maxsize=1024)
def to_han(number: int) -> str:
    """The Chinese numeral of an integer from 0 to 999,999,999,999."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"超出范围：{number}")
    if number == 0:
        return "零"
    parts = "".join(_groups(number)).strip("零")
    return parts[1:] if parts.startswith("一十") else parts


def _groups(number: int) -> Iterator[str]:
    """The four-digit groups, each with its 万 or 亿, and 零 before a group that does not fill its places."""
    for character, unit in (*MYRIADS.items(), ("", 1)):
        group, number = divmod(number, unit)
        if group:
            yield ("零" if group < UNITS["千"] else "") + _group(group) + character
        else:
            yield ""


def _group(number: int) -> str:
    text, empty = "", False
    for character, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if empty and text else "") + "零一二三四五六七八九"[digit] + character
            empty = False
        else:
            empty = True
    return text


def numbers_in(text: str) -> set[Decimal]:
    """Every amount, count and share in a text; numbers of articles, items, documents and dates are none."""
    found: set[Decimal] = set()
    for pattern, value in ((PERCENT, _percent), (FRACTION, _fraction), (ORDINALS, _nothing), (PLAIN, _plain)):
        found |= {number for match in pattern.finditer(text) for number in value(match)}
        text = pattern.sub(" ", text)
    return found


def _percent(match: re.Match[str]) -> Iterator[Decimal]:
    han, arabic = match.groups()
    if arabic:
        yield Decimal(arabic) / 100
        return
    whole, _, fraction = han.partition("点")
    digits = "".join(str(DIGITS[character]) for character in fraction if character in DIGITS)
    yield Decimal(f"{to_int(whole)}.{digits or 0}") / 100


def _fraction(match: re.Match[str]) -> Iterator[Decimal]:
    if match[0] == "一半":
        yield Decimal("0.5")
        return
    below, above = to_int(match[1]), to_int(match[2])
    if below:
        yield Decimal(above) / Decimal(below)


def _nothing(_match: re.Match[str]) -> Iterator[Decimal]:
    yield from ()


def _plain(match: re.Match[str]) -> Iterator[Decimal]:
    text = re.sub(r"[,，余多\s]", "", match[0])
    if text[0].isdecimal():
        yield Decimal(text.rstrip("万亿")) * MYRIADS.get(text[-1], 1)
        return
    with contextlib.suppress(ValueError):
        yield Decimal(to_int(text))
