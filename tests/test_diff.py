"""Two wordings side by side."""

from __future__ import annotations

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


def test_every_amendment_between_two_days_is_named() -> None:
    by = ("criminal_law_amendment_06", "criminal_law_amendment_07")
    assert changed("criminal_law:312", "2005-01-01", "2010-01-01") == {
        "criminal_law:312.1": ("changed", *by),
        "criminal_law:312.2": ("added", *by),
    }
    assert changed("criminal_law:312", "2006-06-29", "2009-02-28") == {
        "criminal_law:312.2": ("added", "criminal_law_amendment_07")
    }


def test_nothing_changes_within_a_wording() -> None:
    assert changed("criminal_law:312", "2010-01-01", "2026-01-01") == {}


def test_a_deleted_item_is_removed_and_the_others_are_held_against_themselves() -> None:
    found = changed("fashi_2015_11", "2015-06-01", "2021-04-15")
    assert found["fashi_2015_11:1.1.1"] == ("removed", "fashi_2021_8")
    assert "fashi_2015_11:3.1.1" not in found


def test_a_deleted_article_is_removed() -> None:
    assert changed("criminal_law:199", "2015-10-31", "2015-11-01") == {
        "criminal_law:199.1": ("removed", "criminal_law_amendment_09")
    }


def test_an_inserted_article_is_added() -> None:
    assert set(changed("criminal_law:287-2", "2015-10-31", "2015-11-01").values()) == {
        ("added", "criminal_law_amendment_09")
    }


def test_backwards_is_the_mirror() -> None:
    then, now = date(2005, 1, 1), date(2010, 1, 1)
    forward = differences(STATUTES, "criminal_law:191", then, now)
    backward = differences(STATUTES, "criminal_law:191", now, then)
    assert {line.before for line in forward if line.before} == {line.after for line in backward if line.after}


def test_without_a_wording_on_either_day_it_says_so() -> None:
    with pytest.raises(UnknownCitation, match="都没有收录的文本"):
        differences(STATUTES, "criminal_law:287-2", date(2000, 1, 1), date(2001, 1, 1))
    with pytest.raises(UnknownCitation, match="未收录"):
        differences(STATUTES, "criminal_law:999", date(2000, 1, 1), date(2001, 1, 1))
