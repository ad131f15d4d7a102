"""Chinese numerals, and the numbers that stand in the law's words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.numerals import numbers_in, to_han, to_int, to_number


@given(st.integers(1, 99_999_999))
def test_a_number_survives_the_way_to_chinese_and_back(number: int) -> None:
    assert to_int(to_han(number)) == number


@given(st.integers(0, 999_999_999_999))
def test_large_numbers_survive_too(number: int) -> None:
    assert to_int(to_han(number)) == number


@pytest.mark.parametrize(
    "text, number",
    [
        ("200,000", 200_000),
        ("20 万", 200_000),
        ("3.5万", 35_000),
        ("3千", 3_000),
        ("1.2亿", 120_000_000),
        ("二十万", 200_000),
    ],
)
def test_a_number_is_read_as_people_type_it(text: str, number: int) -> None:
    assert to_number(text) == number


@pytest.mark.parametrize(
    "number, han",
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (287, "二百八十七"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (20_000, "二万"),
        (100_000, "十万"),
        (101_000, "十万一千"),
        (200_000, "二十万"),
        (1_010_001, "一百零一万零一"),
        (10_010_001, "一千零一万零一"),
        (100_000_000, "一亿"),
        (100_000_010, "一亿零一十"),
    ],
)
def test_numbers_are_written_as_the_law_writes_them(number: int, han: str) -> None:
    assert to_han(number) == han
    assert to_int(han) == number


@pytest.mark.parametrize(
    "text, number",
    [
        ("两", 2),
        ("两千", 2000),
        ("〇", 0),
        ("二〇一九", 2019),
        ("一一九", 119),
        ("百", 100),
        ("一百零十", 110),
        ("二千五百万", 25_000_000),
        ("一万二千五百", 12_500),
        ("5,000", 5000),
        ("１２", 12),
    ],
)
def test_other_ways_of_writing_are_read(text: str, number: int) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize("text", ["", "诈骗", "三个", "十十", "五六百", "百千", "1.5", "-3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        to_int(text)


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="超出范围"):
        to_han(number)


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("诈骗公私财物价值三千元至一万元以上", ["3000", "10000"]),
        ("规定标准五倍以上", ["5"]),
        ("一般应掌握在相应数额标准的百分之八十以上", ["0.8"]),
        ("数量达到相应标准十倍以上", ["10"]),
        ("二年内曾因非法利用信息网络受过行政处罚", ["2"]),
        ("为三个以上对象提供帮助的", ["3"]),
        ("一年内出境赴境外累计时间30日以上", ["1", "30"]),
        ("信用卡5张以上，手机卡20张以上", ["5", "20"]),
        ("五千条以上不满五万条", ["5000", "50000"]),
        ("浏览5,000次", ["5000"]),
        ("二分之一以上", ["0.5"]),
        ("减少百分之零点五", ["0.005"]),
        ("千分之五", ["0.005"]),
        ("80%", ["0.8"]),
        ("三万余元", ["30000"]),
        ("三十余万元", ["300000"]),
        ("3.5万元", ["35000"]),
        ("１００张", ["100"]),
        ("一至三年", ["1", "3"]),
        ("一倍以上十倍以下", ["1", "10"]),
        ("人数十人以上", ["10"]),
        ("两年以上", ["2"]),
        ("二十一万一千元", ["211000"]),
        ("作案二十一起", ["21"]),
        ("统一千元", ["1000"]),
        ("处三年以下有期徒刑", ["3"]),
        ("刑法第二百六十六条规定，五十万元以上", ["500000"]),
        ("第五条、三年", ["3"]),
    ],
)
def test_amounts_counts_and_shares_are_found(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == {Decimal(number) for number in numbers}


@pytest.mark.parametrize(
    "text",
    [
        "第十二条第一款第（二）项",
        "第12条第2款",
        "第287-2条",
        "第二百八十七条之二",
        "前款第二项至第四项",
        "第三、四项",
        "第一百三十八条、第一百三十九条",
        "法释〔2019〕15号",
        "法发[2016]32号",
        "刑法修正案（八）",
        "2015年6月1日",
        "2019年",
        "第1638次会议",
        "第二部分",
        "（一）具有法定从宽处罚情节的",
        "1.造成严重后果的",
        "二、依法严惩",
        "情形之一的",
        "一般可不认为是犯罪",
        "一律从严",
        "“两卡”案件",
        "",
    ],
)
def test_numbers_of_provisions_and_documents_are_no_amounts(text: str) -> None:
    assert numbers_in(text) == set()


def test_half_is_an_amount() -> None:
    assert numbers_in("达到第三项至第七项规定标准一半以上的") == {Decimal("0.5")}


def test_the_marks_of_several_lines_are_no_amounts() -> None:
    assert numbers_in("具有下列情形之一的：\n（一）二十万元以上的；\n2.五次以上的。\n3.5万元") == {
        Decimal(200_000),
        Decimal(5),
        Decimal(35_000),
    }


@given(st.integers(11, 99_999_999))
def test_an_amount_is_found_however_it_is_written(number: int) -> None:
    amount = {Decimal(number)}
    assert numbers_in(f"数额在{to_han(number)}元以上的") == amount
    assert numbers_in(f"数额在{number}元以上的") == amount
    assert numbers_in(f"数额在{number:,}元以上的") == amount
    assert numbers_in(f"第{to_han(number)}条") == set()


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿第条款项（）分之点余年、至0123456789,.%〔〕号"))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert all(number >= 0 for number in numbers_in(text))
