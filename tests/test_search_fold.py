"""One spelling for numbers and letters, and places that still point into the text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kb
from kb.numerals import LARGEST, to_han
from search.fold import SIMPLIFIED, folded, units


@pytest.mark.parametrize(
    "said, same",
    [
        ("二十万元", "20万元"),
        ("二十万元", "200000元"),
        ("二十万元", "２０ 万元"),
        ("200,000.00元", "20万元"),
        ("三万五千元", "3.5万元"),
        ("百分之八十以上", "80％以上"),
        ("三个以上", "3个以上"),
        ("两年内", "二年内"),
        ("第二百八十七条之二", "第287条之2"),
        ("第一款", "第1款"),
        ("二〇一九年", "2019年"),
        ("ＧＯＩＰ设备", "goip设备"),
        ("五百人次", "500人次"),
        ("窝藏、转移、收购", "窝藏转移收购"),
        ("詐騙銀行卡", "诈骗银行卡"),
        ("提供资金帐户", "提供资金账户"),
        ("二十萬元", "20万元"),
    ],
)
def test_two_spellings_fold_to_one(said: str, same: str) -> None:
    assert folded(said) == folded(same)


@pytest.mark.parametrize(
    "word", ["一般", "四件套", "两卡", "三方", "同一人", "万一", "十分", "其一", "三四万"]
)
def test_a_word_that_is_no_number_stays(word: str) -> None:
    assert "".join(folded(word)) == word


def test_no_character_of_the_law_is_taken_for_another() -> None:
    """显著, 乾 and the like are simplified characters as well: the base holds no traditional form."""
    documents = kb.load().statutes.values()
    held = {
        character for document in documents for wording in document.wordings for character in wording.text
    }
    assert {chr(form) for form in SIMPLIFIED} & held == set()


@pytest.mark.parametrize("said, other", [("十万元", "二十万元"), ("三千元", "三万元"), ("一万元", "万元")])
def test_different_numbers_stay_apart(said: str, other: str) -> None:
    assert folded(said) != folded(other)


@given(st.integers(1, LARGEST))
def test_every_chinese_numeral_before_a_measure_folds_to_its_digits(number: int) -> None:
    assert folded(f"{to_han(number)}元") == (str(number), "元")


@given(st.text(st.sampled_from("一二三十百千万亿0123456789.,%零〇两元个条之第诈骗GＧ。、“ \n")) | st.text())
def test_units_lie_in_the_text_one_after_another(text: str) -> None:
    held = list(units(text))
    assert all(a.end <= b.start for a, b in pairwise(held))
    assert all(0 <= unit.start < unit.end <= len(text) for unit in held)
    assert all(text[: unit.start].count("\n") == unit.line for unit in held)
