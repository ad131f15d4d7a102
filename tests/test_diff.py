"""Two wordings side by side."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import UnknownCitation, load
from kb.diff import differences, pieces_of

STATUTES = load().statutes


def changed(citation: str, then: str, now: str) -> dict[str, tuple[str, ...]]:
    found = differences(STATUTES, citation, date.fromisoformat(then), date.fromisoformat(now))
    return {line.citation: (line.change, *line.by) for line in found if line.change != "same"}


@given(st.text("甲乙丙丁，。", max_size=40), st.text("甲乙丙丁，。", max_size=40))
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = pieces_of(old, new)
    assert "".join(before for before, _ in pieces) == old
    assert "".join(after for _, after in pieces) == new


def test_equal_texts_are_one_piece() -> None:
    assert pieces_of("处三年以下有期徒刑", "处三年以下有期徒刑") == (("处三年以下有期徒刑",) * 2,)


def test_a_change_is_marked_where_it_stands() -> None:
    pieces = pieces_of("犯罪所得的赃物而予以窝藏", "犯罪所得及其产生的收益而予以窝藏")
    assert pieces == (("犯罪所得", "犯罪所得"), ("的赃物", "及其产生的收益"), ("而予以窝藏", "而予以窝藏"))


def test_a_line_names_the_amendment_that_changed_it() -> None:
    assert changed("criminal_law:312", "2005-01-01", "2010-01-01") == {
        "criminal_law:312.1": ("changed", "criminal_law_amendment_06"),
        "criminal_law:312.2": ("added", "criminal_law_amendment_07"),
    }
    assert changed("criminal_law:312", "2006-06-29", "2009-02-28") == {
        "criminal_law:312.2": ("added", "criminal_law_amendment_07")
    }


def test_a_line_that_two_amendments_changed_names_both() -> None:
    found = changed("criminal_law:191", "2001-12-28", "2006-06-29")
    assert found["criminal_law:191.1"] == (
        "changed",
        "criminal_law_amendment_03",
        "criminal_law_amendment_06",
    )


def test_an_item_that_moved_says_what_it_was() -> None:
    days = date(1999, 12, 24), date(1999, 12, 25)
    found = {line.citation: line for line in differences(STATUTES, "criminal_law:225", *days)}
    assert found["criminal_law:225.1.3"].change == "added"
    assert (found["criminal_law:225.1.4"].change, found["criminal_law:225.1.4"].was) == (
        "moved",
        "刑法第二百二十五条第（三）项",
    )


def test_an_article_that_bears_another_number_is_found_there() -> None:
    days = date(2025, 12, 31), date(2026, 1, 1)
    found = differences(STATUTES, "cybersecurity_law:46", *days)
    assert {(line.label, line.was, line.change) for line in found} == {
        ("网络安全法第四十六条", "网络安全法第四十四条", "moved"),
        ("网络安全法第四十八条", "网络安全法第四十六条", "moved"),
    }


def test_another_way_of_writing_is_no_change_of_substance() -> None:
    days = date(2018, 11, 30), date(2018, 12, 1)
    found = {line.citation: line for line in differences(STATUTES, "fashi_2009_19:5", *days)}
    assert found["fashi_2009_19:5.1"].change == "spelling"


def test_nothing_changes_within_a_wording() -> None:
    assert changed("criminal_law:312", "2010-01-01", "2026-01-01") == {}


def test_a_deleted_item_is_removed_and_the_others_are_held_against_themselves() -> None:
    found = differences(STATUTES, "fashi_2015_11", date(2015, 6, 1), date(2021, 4, 15))
    removed = [line for line in found if line.change == "removed"]
    assert "三千元至一万元以上" in removed[0].before
    assert removed[0].by == ("fashi_2021_8",)
    assert {line.change for line in found if line.citation.startswith("fashi_2015_11:3")} == {"same"}


def test_a_deleted_article_is_removed() -> None:
    assert changed("criminal_law:199", "2015-10-31", "2015-11-01") == {
        "criminal_law:199.1": ("removed", "criminal_law_amendment_09")
    }


def test_an_inserted_article_is_added() -> None:
    assert set(changed("criminal_law:287-2", "2015-10-31", "2015-11-01").values()) == {
        ("added", "criminal_law_amendment_09")
    }


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="次序反了"):
        differences(STATUTES, "criminal_law:191", date(2010, 1, 1), date(2005, 1, 1))


@pytest.mark.parametrize(
    "citation, then, now, words",
    [
        ("fashi_2015_11", "2025-08-25", "2025-08-26", "已失效（由法释〔2025〕13号第十二条废止）"),
        ("fashi_2019_15:12", "2019-10-31", "2019-11-01", "尚未施行（2019-11-01 起施行）"),
        ("public_security_penalties_law:49", "2010-01-01", "2014-01-01", "没有收录，不能对照"),
        ("criminal_law:312", "1990-01-01", "2020-01-01", "尚未施行"),
    ],
)
def test_a_day_without_a_text_is_told_with_the_reason(citation: str, then: str, now: str, words: str) -> None:
    with pytest.raises(UnknownCitation, match=re.escape(words)):
        differences(STATUTES, citation, date.fromisoformat(then), date.fromisoformat(now))


def test_without_a_wording_on_either_day_it_says_so() -> None:
    with pytest.raises(UnknownCitation, match="都没有收录的文本"):
        differences(STATUTES, "criminal_law:287-2", date(2000, 1, 1), date(2001, 1, 1))
    with pytest.raises(UnknownCitation, match="未收录"):
        differences(STATUTES, "criminal_law:999", date(2000, 1, 1), date(2001, 1, 1))


@pytest.mark.parametrize("document", sorted(STATUTES))
def test_two_days_of_one_text_are_the_same_line_by_line(document: str) -> None:
    """Whatever its layout: an opinion in parts and sections, too."""
    held = STATUTES[document]
    last = held.in_force.end or date(2026, 11, 22)
    found = differences(STATUTES, document, last, last)
    assert {line.change for line in found} == {"same"}
    assert [line.citation for line in found] == [p.citation for p in held.provisions(last) if p.printed]
