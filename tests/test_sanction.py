"""Administrative sanctions are read from the words of the law: days, fines, and the fine that a gain leads to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.sanction import read_sanction
from engine.values import UNKNOWN_NUMBER, Interval

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


def test_no_band_is_computed_where_the_words_give_none() -> None:
    assert read_sanction("处五日以下拘留").band(Interval.exactly(5)) == ""
