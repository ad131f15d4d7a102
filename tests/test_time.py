"""What was law on a day: the ladders of the field, the four labels, and who made it so."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kb import UnknownCitation, load

STATUTES = load().statutes
DAY = timedelta(1)

LADDERS: dict[str, list[tuple[str, str, str | None]]] = {
    "帮信": [
        ("criminal_law:287-2", "2015-11-01", None),
        ("fashi_2019_15:12", "2019-11-01", None),
        ("fafa_2021_22:9", "2021-06-17", None),
        ("duanka_minutes_2022:4", "2022-03-22", None),
        ("fafa_2025_12:5", "2025-07-28", None),
    ],
    "掩隐": [
        ("fashi_2015_11:3", "2015-06-01", "2025-08-25"),
        ("fashi_2021_8:1", "2021-04-15", "2025-08-25"),
        ("fashi_2025_13:3", "2025-08-26", None),
    ],
    "洗钱": [
        ("fashi_2009_15:1", "2009-11-11", "2024-08-19"),
        ("fashi_2024_10:3", "2024-08-20", None),
    ],
}
STEPS = [step for ladder in LADDERS.values() for step in ladder]


@pytest.mark.parametrize("citation, first, last", STEPS)
def test_a_step_of_a_ladder_stands_from_its_first_day_to_its_last(
    citation: str, first: str, last: str | None
) -> None:
    begin = date.fromisoformat(first)
    wordings = STATUTES.versions(citation)
    assert not any(wording.in_force.covers(begin - DAY) for wording in wordings)
    assert any(wording.in_force.covers(begin) for wording in wordings)
    if last is not None:
        end = date.fromisoformat(last)
        assert any(wording.in_force.covers(end) for wording in wordings)
        assert not any(wording.in_force.covers(end + DAY) for wording in wordings)


@pytest.mark.parametrize(
    "citation, day, words",
    [
        ("criminal_law:191.1", "2001-12-28", "毒品犯罪、黑社会性质的组织犯罪、走私犯罪"),
        ("criminal_law:191.1", "2001-12-29", "恐怖活动犯罪、走私犯罪"),
        ("criminal_law:191.1", "2006-06-29", "贪污贿赂犯罪、破坏金融管理秩序犯罪、金融诈骗犯罪"),
        ("criminal_law:191.1", "2021-02-28", "明知是"),
        ("criminal_law:191.1", "2021-03-01", "为掩饰、隐瞒"),
        ("criminal_law:253-1.1", "2015-10-31", "国家机关或者金融、电信、交通、教育、医疗等单位的工作人员"),
        ("criminal_law:253-1.1", "2015-11-01", "违反国家有关规定，向他人出售或者提供公民个人信息"),
        ("criminal_law:303.2", "2006-06-29", "开设赌场的，处三年以下有期徒刑"),
        ("criminal_law:303.2", "2021-03-01", "开设赌场的，处五年以下有期徒刑"),
        ("criminal_law:17.2", "2021-02-28", "投毒罪"),
        ("criminal_law:17.3", "2021-03-01", "已满十二周岁不满十四周岁"),
        ("fashi_2015_11:1.1.1", "2021-04-14", "三千元至一万元以上"),
        ("fashi_2015_11:1.1.1", "2021-04-15", "一年内曾因掩饰、隐瞒犯罪所得及其产生的收益行为受过行政处罚"),
        ("fashi_2009_19:5.1", "2018-11-30", "5000元以上"),
        ("cybersecurity_law:46", "2025-12-31", "设立用于实施诈骗"),
        ("cybersecurity_law:48", "2026-01-01", "设立用于实施诈骗"),
        ("public_security_penalties_law:49", "2025-12-31", "诈骗"),
        ("public_security_penalties_law:58", "2026-01-01", "诈骗"),
    ],
)
def test_the_words_are_those_of_the_day(citation: str, day: str, words: str) -> None:
    assert words in STATUTES.provision(citation, date.fromisoformat(day)).text


@pytest.mark.parametrize(
    "citation, day, status, by",
    [
        ("criminal_law:287-2", "2015-10-31", "尚未施行", "criminal_law_amendment_09"),
        ("criminal_law:287-2", "2026-11-22", "现行有效", "criminal_law_amendment_09"),
        ("criminal_law:199", "2015-11-01", "已失效", "criminal_law_amendment_09"),
        ("criminal_law:199", "2015-10-31", "现行有效", "criminal_law_amendment_08"),
        ("fashi_2015_11:3", "2025-08-26", "已失效", "fashi_2025_13:12.1"),
        ("fashi_2009_15:1", "2024-08-20", "已失效", "fashi_2024_10:13.1"),
        ("gongtongzi_2014_10:2", "2022-09-01", "已失效", "fafa_2022_23:23"),
        ("fashi_2019_15:12", "2019-10-31", "尚未施行", None),
    ],
)
def test_a_label_names_the_document_that_made_it_so(
    citation: str, day: str, status: str, by: str | None
) -> None:
    assert STATUTES.versions(citation)[-1].standing(date.fromisoformat(day)) == (status, by)


def test_an_earlier_wording_is_amended_and_says_by_what() -> None:
    first = STATUTES.versions("criminal_law:312")[0]
    assert first.standing(date(2006, 6, 28)) == ("现行有效", None)
    assert first.standing(date(2006, 6, 29)) == ("已被修改", "criminal_law_amendment_06")
    item = STATUTES.versions("fashi_2015_11:1.1.1")[0]
    assert item.standing(date(2021, 4, 15)) == ("已被修改", "fashi_2021_8")
    assert item.standing(date(2025, 8, 26)) == ("已失效", "fashi_2021_8")
    last = STATUTES.versions("fashi_2015_11:1.1.1")[-1]
    assert last.standing(date(2025, 8, 26)) == ("已失效", "fashi_2025_13:12.1")


@pytest.mark.parametrize("document", sorted(STATUTES))
def test_a_document_stands_between_its_days(document: str) -> None:
    held = STATUTES[document]
    first, last = held.in_force.start, held.in_force.end
    assert first is not None
    assert held.status(first - DAY) == "尚未施行"
    assert held.status(first) == "现行有效"
    assert last is None or (held.status(last), held.status(last + DAY)) == ("现行有效", "已失效")
    assert last is None or held.repealed_by, "失效的文件写明由何废止"


def test_only_what_was_repealed_is_out_of_force_today() -> None:
    """The list is short and known; a new entry must be put here by hand."""
    out = {name for name, held in STATUTES.items() if held.status(date(2026, 11, 22)) != "现行有效"}
    assert out == {"fashi_2009_15", "fashi_2015_11", "fashi_2021_8", "gongtongzi_2014_10"}


@pytest.mark.parametrize("document", sorted(STATUTES))
def test_wordings_of_an_article_follow_one_another(document: str) -> None:
    """No day has two wordings, and a later wording knows what made it."""
    held = STATUTES[document]
    for citation, wordings in held.by_citation.items():
        if citation.count(".") or held.layout == "parts_sections":
            continue
        for earlier, later in pairwise(wordings):
            assert earlier.in_force.end is not None
            assert later.in_force.start is not None
            assert earlier.in_force.end + DAY == later.in_force.start, citation


@pytest.mark.parametrize(
    "citation, other",
    [
        ("fafa_2021_22:9", "fafa_2025_12"),
        ("duanka_minutes_2020:5", "duanka_minutes_2022"),
        ("gongtongzi_2022_12:43", "fashi_2024_10"),
        ("fashi_1998_20:3", "fashi_2019_1"),
    ],
)
def test_what_yields_to_a_later_text_says_so(citation: str, other: str) -> None:
    assert other in dict(STATUTES.precedences(citation))
    assert other in STATUTES.relations(citation).yields_to


def test_nothing_yields_before_the_later_text_was_law() -> None:
    assert STATUTES.precedences("fafa_2021_22:9", date(2025, 7, 27)) == []
    assert [to for to, _ in STATUTES.precedences("fafa_2021_22:9", date(2025, 7, 28))] == ["fafa_2025_12"]


def test_what_yields_to_nothing_says_nothing() -> None:
    assert STATUTES.precedences("fashi_2019_15:12") == []


def test_the_rank_of_every_document_is_named() -> None:
    ranks = {held.rank for held in STATUTES.values()}
    assert {"法律", "立法解释", "司法解释", "规范性文件", "会议纪要", "行政法规"} <= ranks


def test_a_wording_held_from_a_later_day_is_not_shown_before() -> None:
    held = STATUTES["public_security_penalties_law"]
    assert held.status(date(2010, 1, 1)) == "现行有效"
    assert held.lines(date(2010, 1, 1)) == []
    assert held.lines(date(2013, 1, 1))


def test_a_wording_that_is_not_held_is_told_from_one_that_was_not_law() -> None:
    with pytest.raises(UnknownCitation, match="没有收录：所收的是 2018-10-26 起的文本"):
        STATUTES.provision("criminal_procedure_law:50", date(2015, 6, 1))
    with pytest.raises(UnknownCitation, match="不是有效文本"):
        STATUTES.provision("fashi_2019_15:12", date(2015, 6, 1))


def test_what_is_not_held_is_not_said_to_be_no_law_yet() -> None:
    wording = STATUTES.versions("public_security_penalties_law:49")[0]
    assert wording.status(date(2005, 1, 1)) == "尚未施行"
    assert wording.status(date(2010, 1, 1)) == "文本未收录"
    assert wording.status(date(2013, 1, 1)) == "现行有效"


def test_a_revision_of_the_document_itself_is_what_changed_it() -> None:
    first = STATUTES.versions("anti_money_laundering_law:3")[0]
    assert first.standing(date(2025, 1, 1)) == ("已被修改", "anti_money_laundering_law")


def test_headings_are_those_of_the_day() -> None:
    then, now = STATUTES.versions("cybersecurity_law:21")
    assert then.headings == ("第三章　网络运行安全", "第一节　一般规定")
    assert now.headings == ("第二章　网络安全支持与促进",)


def test_a_charge_name_that_a_later_table_cancelled_is_no_longer_effective() -> None:
    rows = {w.text: w for w in STATUTES["charge_names_2009"].wordings if w.level == "article"}
    row = next(row for text, row in rows.items() if "非法获取公民个人信息罪" in text)
    assert STATUTES.standing(row, date(2015, 10, 31)) == ("现行有效", None)
    assert STATUTES.standing(row, date(2015, 11, 1)) == ("已被修改", "charge_names_2015")
