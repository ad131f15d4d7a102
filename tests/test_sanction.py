"""Administrative sanctions are read from the words of the law: days, fines, and the fine that a gain leads to."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

import kb
from engine.sanction import Sanction, read_sanction
from engine.values import UNKNOWN_NUMBER, Interval
from kb.numerals import to_int

AID = "没收违法所得，由公安机关处违法所得一倍以上十倍以下罚款，没有违法所得或者违法所得不足二万元的，处二十万元以下罚款"
SERIOUS = f"{AID}；情节严重的，并处十五日以下拘留"


@pytest.mark.parametrize(
    "text, days, fine, times",
    [
        ("处五日以上十日以下拘留，可以并处五百元以下罚款", (5, 10), (0, 500), None),
        ("处十日以上十五日以下拘留", (10, 15), None, None),
        ("处五日以下拘留或者一千元以上三千元以下罚款", (0, 5), (1000, 3000), None),
        ("处警告或者五百元以下罚款；情节严重的，处五日以上十日以下拘留", (0, 10), (0, 500), None),
        ("处五千万元以下或者上一年度营业额百分之五以下罚款", None, (0, 50_000_000), None),
        ("没收违法所得，处违法所得3倍以上5倍以下罚款", None, None, (3, 5)),
        ("并处五千元罚款", None, (5000, 5000), None),
        (SERIOUS, (1, 15), (0, 200_000), (1, 10)),
        ("给予警告，并处二百元以下罚款", None, (0, 200), None),
        ("责令改正", None, None, None),
    ],
)
def test_days_and_fines_are_read(
    text: str, days: tuple[int, int] | None, fine: tuple[int, int] | None, times: tuple[int, int] | None
) -> None:
    found = read_sanction(text)
    assert (found.days, found.fine, found.times) == (days, fine, times)


def test_detention_weighs_more_than_any_fine() -> None:
    detained, fined = read_sanction("处五日以下拘留"), read_sanction("处五十万元以下罚款")
    assert detained.weight > fined.weight
    assert read_sanction(SERIOUS).weight > read_sanction(AID).weight


@pytest.mark.parametrize(
    "gain, words",
    [
        (Interval.exactly(19_999), "违法所得不足2万元：罚款20万元以下"),
        (Interval.exactly(20_000), "违法所得2万元以上：罚款1倍以上10倍以下（2万元至20万元）"),
        (Interval.exactly(0), "违法所得不足2万元：罚款20万元以下"),
        (Interval(Decimal(10_000), Decimal(30_000)), "违法所得未查清"),
        (UNKNOWN_NUMBER, "违法所得未查清"),
        (Interval(Decimal(30_000), None), "（3万元以上）"),
    ],
)
def test_the_fine_follows_from_the_gain(gain: Interval, words: str) -> None:
    assert words in read_sanction(AID).band(gain)


TELECOM = "处违法所得3倍以上5倍以下罚款；没有违法所得或者违法所得不足1万元的，处1万元以上10万元以下罚款"
NONE = "处违法所得一倍以上十倍以下罚款，没有违法所得的，处一百万元以下罚款"


@pytest.mark.parametrize(
    "text, gain, words",
    [
        (TELECOM, 9_999, "违法所得不足1万元：罚款1万元以上10万元以下"),
        (TELECOM, 10_000, "违法所得1万元以上：罚款3倍以上5倍以下（3万元至5万元）"),
        (NONE, 0, "没有违法所得：罚款100万元以下"),
        (NONE, 1, "有违法所得：罚款1倍以上10倍以下（1元至10元）"),
        (NONE, None, "违法所得未查清：没有的，罚款100万元以下；有的，按倍数"),
    ],
)
def test_a_fine_for_little_or_no_gain_keeps_its_own_words(text: str, gain: int | None, words: str) -> None:
    assert read_sanction(text).band(UNKNOWN_NUMBER if gain is None else Interval.exactly(gain)) == words


QUOTES = sorted(
    {tier.penalty.quote for rule in kb.load().administrative.values() for tier in rule.tiers}
    | {cite.quote for rule in kb.load().administrative.values() for cite in rule.unit if cite.quote}
)
SUM = re.compile(r"([零一二三四五六七八九十百千万亿两\d]+)元")


@pytest.mark.parametrize("text", QUOTES)
def test_nothing_in_the_words_of_a_sanction_is_misread(text: str) -> None:
    """Every sum and every term that is read stands in the words, and none that they give is passed over."""
    found = read_sanction(text)
    named = {_number(each) for each in SUM.findall(text)}
    fines = {number for number in found.fine or () if number}
    little = set(found.little_gain or (0, 0, 0)) - {0}
    assert fines | little <= named
    assert bool(found.fine) == (("元以下" in text and "罚款" in text) or bool(re.search("元罚款", text)))
    assert bool(found.days) == ("拘留" in text)
    assert bool(found.times) == ("倍" in text)
    assert bool(found.years) == ("期限为" in text)
    for low, high in filter(None, (found.days, found.fine, found.times)):
        assert low <= high
    assert max(named - little_line(found), default=0) == (found.fine or (0, 0))[1]


def little_line(found: Sanction) -> set[int]:
    """The gain below which another fine applies: a sum that is no fine."""
    return {found.little_gain[0]} if found.little_gain else set()


def _number(text: str) -> int:
    return int(text.removesuffix("万")) * 10_000 if text[0].isdecimal() and "万" in text else to_int(text)


def test_no_band_is_computed_where_the_words_give_none() -> None:
    assert read_sanction("处五日以下拘留").band(Interval.exactly(5)) == ""
