"""Citations as values, and as people type them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_law import FILES, small_law, write_small_law

from kb.citation import Citation, Found, find, resolve
from kb.statutes import Statutes, load_statutes

NUMBERS = st.builds(
    lambda whole, inserted: f"{whole}-{inserted}" if inserted else str(whole),
    st.integers(1, 999),
    st.integers(0, 9),
)
CITATIONS = st.builds(
    Citation,
    st.sampled_from(["criminal_law", "fashi_2019_15", "a"]),
    st.lists(NUMBERS, max_size=5).map(tuple),
)


@cache
def _small_law() -> Statutes:
    with TemporaryDirectory() as folder:
        return small_law(Path(folder))


@pytest.fixture
def statutes() -> Statutes:
    return _small_law()


@pytest.fixture(scope="module")
def real() -> Statutes:
    return load_statutes(files("kb") / "statutes")


@given(CITATIONS)
def test_a_citation_survives_writing_and_reading(citation: Citation) -> None:
    assert Citation.parse(str(citation)) == citation


@given(st.lists(CITATIONS), st.randoms(use_true_random=False))
def test_the_order_of_citations_is_one(citations: list[Citation], random: Random) -> None:
    shuffled = random.sample(citations, len(citations))
    assert sorted(citations) == sorted(shuffled)


def test_citations_sort_by_number() -> None:
    texts = ["a:9", "a:12.1.2", "a:12.1.10", "a:287", "a:287-1", "a:287-2.1", "a:287-10", "a:288", "b"]
    assert [str(citation) for citation in sorted(map(Citation.parse, reversed(texts)))] == texts


@pytest.mark.parametrize("text", ["", "刑法266", "a:", "a:1.", "a:b", "A:1", "a:1-", "a 1", "a:1.2\n", ":1"])
def test_what_is_no_citation_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是引用"):
        Citation.parse(text)


def test_a_citation_covers_what_stands_below_it() -> None:
    article = Citation.parse("a:12")
    assert article.covers(Citation.parse("a:12.1.2"))
    assert article.covers(article)
    assert not article.covers(Citation.parse("a:120"))
    assert not article.covers(Citation.parse("b:12.1"))
    assert Citation.parse("a").covers(article)


@pytest.mark.parametrize(
    "text, citation",
    [
        ("刑法287条之一", "criminal_law:287-1"),
        ("刑法第287-1条", "criminal_law:287-1"),
        ("刑法第二百八十七条之一第一款", "criminal_law:287-1.1"),
        ("刑法第二百八十七条之一第一款第二项", "criminal_law:287-1.1.2"),
        ("第287条之1", "criminal_law:287-1"),
        ("287之一", "criminal_law:287-1"),
        ("287-1", "criminal_law:287-1"),
        ("刑法266", "criminal_law:266"),
        ("刑法２６６条", "criminal_law:266"),
        (" 刑法 第 二百六十六 条 ", "criminal_law:266"),
        ("《刑法》第266条", "criminal_law:266"),
        ("中华人民共和国刑法第二百六十六条", "criminal_law:266"),
        ("刑法分则第266条", "criminal_law:266"),
        ("第二百六十六条", "criminal_law:266"),
        ("根据刑法第266条的规定", "criminal_law:266"),
        ("刑法三百一十二条2款", "criminal_law:312.2"),
        ("法释2019年15号2条", "fashi_2019_15:2"),
        ("法释〔2019〕15号第二条第一款第（二）项", "fashi_2019_15:2.1.2"),
        ("法释〔2019〕15号第二条第一款第（二）项第1目", "fashi_2019_15:2.1.2.1"),
        ("法释[2019]15号2条1款2项", "fashi_2019_15:2.1.2"),
        ("法释【2019】15号第2条（二）", "fashi_2019_15:2.1.2"),
        ("法释2019 15号第2条", "fashi_2019_15:2"),
        ("法释-2019-15号", None),
        ("法释（2019）15号", "fashi_2019_15"),
        ("法释2019-15", "fashi_2019_15"),
        ("2019年15号解释", "fashi_2019_15"),
        ("2019年15号解释第2条", "fashi_2019_15:2"),
        ("2019年第15号意见", None),
        ("网络犯罪解释第二条第二项", "fashi_2019_15:2.1.2"),
        ("网络犯罪解释第二条第三项", "fashi_2019_15:2.3.3"),
        ("《网络犯罪解释》第二条第（二）项", "fashi_2019_15:2.1.2"),
        ("关于办理非法利用信息网络等刑事案件适用法律若干问题的解释第三条", "fashi_2019_15:3"),
        (
            "《关于办理非法利用信息网络等刑事案件适用法律若干问题的解释》（法释〔2019〕15号）第三条",
            "fashi_2019_15:3",
        ),
        ("法释〔2015〕11号第一条第一款第（二）项", "fashi_2015_11:1.1.2"),
        ("法释〔2021〕8号第一段", "fashi_2021_8:1"),
        ("法发〔2016〕32号第四条第（三）款第5项", "fafa_2016_32:4.3.1.5"),
        ("法发〔2016〕32号四、（三）5", "fafa_2016_32:4.3.1.5"),
        ("法发〔2016〕32号四、（三）5.", "fafa_2016_32:4.3.1.5"),
        ("法发〔2016〕32号四、（三）第一款第5项", "fafa_2016_32:4.3.1.5"),
        ("法发〔2016〕32号第四部分第（三）项第5目", "fafa_2016_32:4.3.1.5"),
        ("法发〔2016〕32号第四部分第三款第二款", "fafa_2016_32:4.3.2"),
        ("法发〔2016〕32号四、（三）第二款", "fafa_2016_32:4.3.2"),
        ("法发〔2016〕32号第四部分第三条", "fafa_2016_32:4.3"),
        ("法发〔2016〕32号第一部分第二款", "fafa_2016_32:1.0.2"),
        ("电诈意见四、（三）", "fafa_2016_32:4.3"),
        ("电诈意见二第八条", "fafa_2021_22:8"),
        ("电诈意见（二）第八条", "fafa_2021_22:8"),
        ("电诈意见二、八", None),
        ("法发2021 22号七、（二）", "fafa_2021_22:7.1.2"),
        ("法发2025 12号第6条", "fafa_2025_12:6"),
        ("帮信意见第六条", "fafa_2025_12:6"),
        ("帮信意见5.", "fafa_2025_12:5"),
        ("帮信意见第五条第（三）项", "fafa_2025_12:5.2.3"),
        ("criminal_law:287-1.1", "criminal_law:287-1.1"),
        ("criminal_law", "criminal_law"),
    ],
)
def test_what_people_type_is_understood(statutes: Statutes, text: str, citation: str | None) -> None:
    assert resolve(text, statutes) == citation


@pytest.mark.parametrize(
    "text",
    [
        "",
        "266",
        "诈骗罪",
        "三万元",
        "第九百条",
        "刑法第九百条",
        "刑法第266条第九款",
        "刑法第266条第一款第一项",
        "刑法第二百六十六条之一",
        "刑法第287条",
        "刑法第二条第一目",
        "法释〔2019〕15号第二条第（九）项",
        "法释〔2019〕99号第二条",
        "川高法〔2019〕15号第二条",
        "公通字〔2019〕15号第二条",
        "反洗钱法第十二条",
        "《反洗钱法》第十二条",
        "旧刑法第二百六十六条",
        "1979年刑法第266条",
        "刑法修正案（九）第十二条",
        "刑法、第266条",
        "刑法第266条第",
        "刑法第266条怎么判",
        "本解释第二条",
        "criminal_law:999",
        "criminal_law:287-1.9",
        "nothing:1",
        "法释〔2019〕15号法释〔2015〕11号第一条",
        "法释〔2019〕15号第二条第1目",
        "刑法第二百六十六条第三百一十二条",
        "刑法第二百六十六条第三部分",
        "帮信意见六",
        "刑法第287-1条之一",
        "刑法第十十条",
        "刑法第十条之十十",
        "法发〔2016〕32号四、（三）5目3项",
        "电诈意见二、（一）",
    ],
)
def test_what_cannot_be_followed_to_the_end_leads_nowhere(statutes: Statutes, text: str) -> None:
    assert resolve(text, statutes) is None


@pytest.mark.parametrize(
    "text, found",
    [
        (
            "依照刑法第二百八十七条之一第一款、第二百六十六条和第三百一十二条的规定",
            {
                "刑法第二百八十七条之一第一款": "criminal_law:287-1.1",
                "第二百六十六条": "criminal_law:266",
                "第三百一十二条": "criminal_law:312",
            },
        ),
        (
            "法释〔2015〕11号第一条第一款第（一）项、第二款和第一条",
            {
                "法释〔2015〕11号第一条第一款第（一）项": "fashi_2015_11:1.1.1",
                "第二款": "fashi_2015_11:1.2",
                "第一条": "fashi_2015_11:1",
            },
        ),
        ("涉嫌第二百六十六条的诈骗罪", {"第二百六十六条": "criminal_law:266"}),
        ("见 法释 2019 年 15 号 第 2 条。", {"法释 2019 年 15 号 第 2 条": "fashi_2019_15:2"}),
        ("《刑法》和网络犯罪解释", {"《刑法》": "criminal_law", "网络犯罪解释": "fashi_2019_15"}),
        ("按电诈意见四、（三）第一款第5项处理", {"电诈意见四、（三）第一款第5项": "fafa_2016_32:4.3.1.5"}),
        (
            "帮信意见第5条第二款第（1）项、第（3）项",
            {"帮信意见第5条第二款第（1）项": "fafa_2025_12:5.2.1", "第（3）项": "fafa_2025_12:5.2.3"},
        ),
        ("违反《反洗钱法》第十二条、第二百六十六条", {}),
        ("刑法修正案（九）第十二条，第二百六十六条", {}),
        ("反洗钱法第十二条", {}),
        ("依照本解释第二条、第三条", {}),
        ("根据川高法〔2019〕15号第二条", {}),
        ("依照1979年刑法第二百六十六条", {}),
        ("浙江省法发〔2016〕32号四、（三）", {}),
        ("按电诈意见二、（一）处理", {}),
        ("刑法第九百条", {}),
        ("转账266条信息，共12条，编号287-1", {}),
        ("", {}),
    ],
)
def test_citations_in_a_text_are_found_with_their_places(
    statutes: Statutes, text: str, found: dict[str, str]
) -> None:
    hits = find(text, statutes)
    assert {text[hit.start : hit.end]: hit.citation for hit in hits} == found


def test_a_number_without_its_series_must_fit_one_document(tmp_path: Path) -> None:
    write_small_law(tmp_path)
    text = FILES["fafa_2025_12"].replace("法发〔2025〕12号", "法发〔2019〕15号")
    (tmp_path / "fafa_2025_12.yaml").write_text(text, encoding="utf-8")
    statutes = load_statutes(tmp_path)
    assert resolve("2019年15号解释第2条", statutes) == "fashi_2019_15:2"
    assert resolve("2019年15号意见第5条", statutes) == "fafa_2025_12:5"
    assert resolve("2019年15号", statutes) is None


def test_a_title_without_its_issuers_must_fit_one_document(tmp_path: Path) -> None:
    write_small_law(tmp_path)
    title = "最高人民检察院关于审理掩饰、隐瞒犯罪所得刑事案件适用法律若干问题的解释"
    text = FILES["fashi_2021_8"].replace("最高人民法院关于修改掩隐解释的决定", title)
    (tmp_path / "fashi_2021_8.yaml").write_text(text, encoding="utf-8")
    statutes = load_statutes(tmp_path)
    assert resolve(title, statutes) == "fashi_2021_8"
    assert resolve(title.removeprefix("最高人民检察院"), statutes) is None


def test_an_unknown_document_ends_the_assumption_that_a_bare_article_is_of_the_criminal_law(
    statutes: Statutes,
) -> None:
    assert len(find("第二百六十六条。", statutes)) == 1
    assert find("《反洗钱法》有规定。第二百六十六条。", statutes) == []


@given(st.text(alphabet="刑法释发第条款项之的〔〕（）《》、二八七六十百266-1.年号 电诈意见本解", max_size=30))
def test_any_text_is_read_and_what_is_found_exists(text: str) -> None:
    statutes = _small_law()
    for hit in find(text, statutes):
        citation = Citation.parse(hit.citation)
        assert 0 <= hit.start < hit.end <= len(text)
        assert citation.document in statutes
        assert not citation.path or statutes.versions(citation)
    whole = resolve(text, statutes)
    assert whole is None or statutes.label(whole)


def test_every_real_label_leads_back_to_its_provision(real: Statutes) -> None:
    for document in real.values():
        for wording in document.wordings:
            found = resolve(wording.label, real)
            assert found, wording.label
            assert Citation.parse(found).covers(Citation.parse(wording.citation)), wording.label
            assert wording in real.versions(wording.citation)
            assert wording.label in {same.label for same in real.versions(found)}


def test_every_real_name_leads_to_its_document(real: Statutes) -> None:
    for document in real.values():
        for name in document.names:
            assert resolve(name, real) == document.id, name


def words_read(text: str, statutes: Statutes) -> dict[str, str]:
    """The words of everything that is read in a text, with what they mean; empty where nothing held."""
    return {
        text[one.start : one.end]: one.citation if isinstance(one, Found) else str(one.citation or "")
        for one in statutes.finder.read(text)
    }


def test_what_leads_to_nothing_held_is_read_too(real: Statutes) -> None:
    text = (
        "依照《某省办法》第三条、第五条和刑法第五百条，参照法释〔2099〕1号第二条；载《人民司法》2020年第3期"
    )
    assert words_read(text, real) == {
        "《某省办法》第三条、第五条": "",
        "刑法第五百条": "criminal_law:500",
        "法释〔2099〕1号第二条": "",
        "《人民司法》": "",
    }


def test_a_text_names_documents_in_short_and_points_back_to_them(real: Statutes) -> None:
    text = (
        "《最高人民法院、最高人民检察院关于办理诈骗刑事案件具体应用法律若干问题的解释》（法释〔2011〕7号，以下简称《解释》）"
        "第一条、《中华人民共和国刑法》第二百六十六条。《解释》第二条；该法第二十五条；前述解释第三条；该解释第四条。"
    )
    found = words_read(text, real)
    assert found["《解释》第二条"] == "fashi_2011_7:2"
    assert found["该法第二十五条"] == "criminal_law:25"
    assert found["前述解释第三条"] == "fashi_2011_7:3"
    assert found["该解释第四条"] == "fashi_2011_7:4"


def test_a_pointing_word_after_a_document_not_held_does_not_reach_past_it(real: Statutes) -> None:
    text = "法释〔2011〕7号第一条，《某高级人民法院关于诈骗案件的解释》第二条，该解释第三条"
    assert words_read(text, real)["该解释第三条"] == ""
