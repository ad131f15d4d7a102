"""The days on which the law of a charge changed."""

import datetime

import pytest

import kb
from engine.law_days import changes_of

BASE = kb.load()
D = datetime.date
ALL = (D(2010, 1, 1), D(2026, 9, 1))


def test_a_charge_that_came_into_force_begins_on_its_day() -> None:
    first, *_ = changes_of(BASE.charges["aiding_network_crime"], *ALL, BASE)
    assert (first.day, first.begins, first.ends) == (D(2015, 11, 1), True, False)


def test_an_interpretation_that_was_replaced_comes_and_goes_on_one_day() -> None:
    changes = {change.day: change for change in changes_of(BASE.charges["fraud"], *ALL, BASE)}
    replaced = changes[D(2025, 8, 26)]
    assert "fashi_2025_13" in replaced.came
    assert "fashi_2015_11" in replaced.went


def test_a_text_that_was_amended_is_told_by_its_provisions() -> None:
    changes = {change.day: change for change in changes_of(BASE.charges["money_laundering"], *ALL, BASE)}
    assert "criminal_law:191.1" in changes[D(2021, 3, 1)].reworded
    assert not changes[D(2021, 3, 1)].came


@pytest.mark.parametrize(
    "first, last, there",
    [
        (D(2019, 10, 31), D(2019, 11, 1), True),
        (D(2019, 11, 1), D(2019, 12, 1), False),
        (D(2019, 10, 1), D(2019, 10, 31), False),
    ],
)
def test_only_changes_after_the_first_day_and_up_to_the_last_are_told(
    first: datetime.date, last: datetime.date, *, there: bool
) -> None:
    found = changes_of(BASE.charges["aiding_network_crime"], first, last, BASE)
    assert [change.day for change in found] == ([D(2019, 11, 1)] if there else [])


@pytest.mark.parametrize("name", list(BASE.charges))
def test_every_change_says_what_changed_once_a_day_in_order(name: str) -> None:
    found = changes_of(BASE.charges[name], *ALL, BASE)
    days = [change.day for change in found]
    assert days == sorted(set(days))
    for change in found:
        assert not {*change.came} & {*change.went}
        assert all(kb_id in BASE.statutes for kb_id in (*change.came, *change.went))
