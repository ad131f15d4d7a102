"""Misspelt words are read as the words that were meant, and words that are right are left alone."""

import pytest
from search_index import whole_index

import search
from search.pinyin import blurred, readings
from search.quality.judged import judged
from search.words import thesaurus


@pytest.fixture
def index() -> search.Index:
    return whole_index()


@pytest.mark.parametrize(
    "said, meant",
    [
        ("帮性罪", "帮信罪"),
        ("帮助信息网路犯罪活动罪", "帮助信息网络犯罪活动罪"),
        ("诈片罪", "诈骗罪"),
        ("信用卡诈片", "信用卡诈骗"),
        ("帮信罪立安标准", "帮信罪立案标准"),
        ("掩引 明知", "掩隐 明知"),
        ("话物员从犯", "话务员从犯"),
        ("跑份平台", "跑分平台"),
        ("侵犯公民个人信息最", "侵犯公民个人信息罪"),
        ("bangxin", "帮信"),
        ("zhapianzui", "诈骗罪"),
    ],
)
def test_a_misspelt_word_is_read_as_it_was_meant(index: search.Index, said: str, meant: str) -> None:
    found = index.search(said)
    assert found.corrected == meant
    assert [hit.citation for hit in found.hits] == [hit.citation for hit in index.search(meant).hits]


@pytest.mark.parametrize(
    "query",
    [
        "“帮性罪”",
        "帮信罪",
        "GOIP",
        "criminal_law:287-2",
        "法释2019年15号12条",
        "他们怎么办",
        "车祸",
        "睡觉",
        "",
    ],
)
def test_what_is_quoted_known_or_far_from_any_word_stays(index: search.Index, query: str) -> None:
    assert index.search(query).corrected is None


def test_no_judged_query_and_no_word_of_the_thesaurus_is_corrected(index: search.Index) -> None:
    said = [query.ask for query in judged() if query.kind != "misspelt"]
    said += [word for entry in thesaurus().thesaurus for word in entry.say]
    assert {text: meant for text in said if (meant := index._reader.read(text).corrected)} == {}


def test_traditional_characters_find_what_simplified_ones_do(index: search.Index) -> None:
    for written, same in (
        ("話務員從犯", "话务员从犯"),
        ("幫信罪", "帮信罪"),
        ("“情節顯著輕微”", "“情节显著轻微”"),
    ):
        assert index.find(written) == index.find(same) != []


def test_a_query_says_how_its_own_words_were_read(index: search.Index) -> None:
    (reading,) = index.search("卡农").readings
    assert reading.said == "卡农"
    assert "出售、出租本人银行账户" in reading.law
    assert index.search("情节严重").readings == ()


def test_sounds() -> None:
    assert ("bang", "xin") in readings("帮信")
    assert {("yin", "hang"), ("yin", "xing")} == set(readings("银行"))
    assert blurred(("zhang", "shen")) == blurred(("zang", "seng"))
    assert len(readings("行" * 20)) <= 8
