"""For how much of what a gang did a person answers: by when he took part, by his own hand, by leading it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import kb
from engine import CaseError, assess, parse_case
from engine.assessment import Assessment, PersonFindings
from engine.case import Case
from engine.values import Interval
from kb.load import build

BASE = kb.load()
GANG: dict[str, Any] = {
    "id": "gang",
    "label": "某团伙",
    "facts": {"telecom_fraud": True, "fixed_organization": True, "all_incidents_listed": True},
}
PERSONS: list[dict[str, Any]] = [
    {"id": "boss", "name": "甲", "facts": {"is_ringleader": True, "knew_fraud": True}},
    {"id": "caller", "name": "乙", "facts": {"knew_fraud": True, "played_minor_role": True}},
    {"id": "late", "name": "丙", "facts": {"knew_fraud": True, "played_minor_role": True}},
    {"id": "mover", "name": "丁", "facts": {"knew_fraud": True, "agreed_beforehand": True}},
]
CONDUCT: list[dict[str, Any]] = [
    {
        "id": "c1",
        "who": ["boss"],
        "kind": "organizing_fraud",
        "group": "gang",
        "from": "2023-05-01",
        "to": "2023-09-30",
    },
    {
        "id": "c2",
        "who": ["caller"],
        "kind": "defrauding",
        "group": "gang",
        "from": "2023-06-01",
        "to": "2023-07-31",
    },
    {
        "id": "c3",
        "who": ["late"],
        "kind": "defrauding",
        "group": "gang",
        "from": "2023-09-01",
        "to": "2023-09-05",
    },
    {
        "id": "c4",
        "who": ["mover"],
        "kind": "moving_funds",
        "serves": ["gang"],
        "from": "2023-06-01",
        "to": "2023-09-05",
        "facts": {"upstream_crime_confirmed": True},
    },
]
INCIDENTS: list[dict[str, Any]] = [
    {"id": "i1", "group": "gang", "by": ["caller"], "from": "2023-06-10", "facts": {"fraud_amount": 30_000}},
    {"id": "i2", "group": "gang", "by": ["mover"], "from": "2023-07-10", "facts": {"fraud_amount": 20_000}},
    {"id": "i3", "group": "gang", "from": "2023-08-10", "facts": {"fraud_amount": 460_000}},
    {"id": "i4", "group": "gang", "from": "2023-07-20", "to": "2023-08-05", "facts": {"fraud_amount": 5_000}},
]


def case(**changes: Any) -> Case:
    tree = {
        "format": 1,
        "decision_date": "2024-06-18",
        "groups": [GANG],
        "persons": PERSONS,
        "conduct": CONDUCT,
        "incidents": INCIDENTS,
    }
    return build(Case, tree | changes)


def assessed(**changes: Any) -> Assessment:
    return assess(case(**changes), BASE, inference="direct")


def amount(person: PersonFindings) -> tuple[str, str | None]:
    """At least and at most what the finding on fraud adds up to (元)."""
    finding = person.finding("fraud")
    assert finding is not None
    return next(
        (
            (str(each.number.low), None if each.number.high is None else str(each.number.high))
            for each in finding.amounts
            if each.fact == "fraud_amount"
        ),
        ("0", "0"),
    )


@pytest.mark.parametrize(
    "person, least, most, tier",
    [
        ("boss", "515000", "515000", "especially_huge"),  # 集团全部
        ("caller", "50000", "55000", "huge"),  # 参与期间，跨越期间的一笔只计上限
        ("mover", "20000", "20000", "large"),  # 不在团伙内：本人经手的
    ],
)
def test_each_answers_by_his_own_measure(person: str, least: str, most: str, tier: str) -> None:
    found = assessed().person(person)
    assert amount(found) == (least, most)
    finding = found.finding("fraud")
    assert finding is not None
    assert finding.tier is not None
    assert finding.tier.id == tier


def test_what_the_gang_did_before_and_after_is_not_his() -> None:
    share = assessed().person("late").shares[0]
    assert share.answered == Interval.exactly(0)
    assert {item.counted for item in share.items} == {False}
    assert share.whole == Interval.exactly(515_000)


def test_three_sums_stand_side_by_side_with_the_clause_that_chooses_one() -> None:
    share = assessed().person("caller").shares[0]
    assert (share.whole.low, share.during.low, share.own.low) == (
        Decimal(515_000),
        Decimal(50_000),
        Decimal(30_000),
    )
    assert share.measure == "during"
    assert "fafa_2016_32:4.2.1" in share.cites
    boss = assessed().person("boss").shares[0]
    assert boss.measure == "whole"
    assert "criminal_law:26.3" in boss.cites


def test_the_first_and_the_last_day_of_taking_part_count_the_days_beside_them_do_not() -> None:
    for day, counted in (
        ("2023-05-31", False),
        ("2023-06-01", True),
        ("2023-07-31", True),
        ("2023-08-01", False),
    ):
        one = [{"id": "i", "group": "gang", "from": day, "facts": {"fraud_amount": 3_000}}]
        share = assessed(incidents=one).person("caller").shares[0]
        assert share.items[0].counted is counted, day


def test_a_break_in_taking_part_is_no_part_of_it() -> None:
    twice = [
        {**CONDUCT[1], "id": "a", "from": "2023-06-01", "to": "2023-06-30"},
        {**CONDUCT[1], "id": "b", "from": "2023-07-05", "to": "2023-07-31"},
    ]
    between = [{"id": "i", "group": "gang", "from": "2023-07-02", "facts": {"fraud_amount": 3_000}}]
    share = assessed(conduct=twice, incidents=between).person("caller").shares[0]
    assert share.items[0].counted is False
    joined = [twice[0], {**twice[1], "from": "2023-07-01"}]
    share = assessed(conduct=joined, incidents=between).person("caller").shares[0]
    assert share.items[0].counted is True


def test_an_incident_over_both_halves_of_one_stretch_counts_once_and_whole() -> None:
    halves = [
        {**CONDUCT[1], "id": "a", "from": "2023-06-01", "to": "2023-06-30"},
        {**CONDUCT[1], "id": "b", "from": "2023-07-01", "to": "2023-07-31"},
    ]
    long = [
        {
            "id": "i",
            "group": "gang",
            "from": "2023-06-20",
            "to": "2023-07-10",
            "facts": {"fraud_amount": 3_000},
        }
    ]
    assert amount(assessed(conduct=halves, incidents=long).person("caller")) == ("3000", "3000")


def test_his_own_incident_is_his_whenever_it_was() -> None:
    own = [
        {"id": "i", "group": "gang", "by": ["late"], "from": "2023-05-02", "facts": {"fraud_amount": 4_000}}
    ]
    assert amount(assessed(incidents=own).person("late")) == ("4000", "4000")


def test_without_the_word_that_all_are_listed_the_sum_is_a_lower_bound() -> None:
    gang = {**GANG, "facts": {"telecom_fraud": True, "fixed_organization": True}}
    assert amount(assessed(groups=[gang]).person("caller")) == ("50000", None)
    finding = assessed(groups=[gang]).person("caller").finding("fraud")
    assert finding is not None
    assert finding.tier is not None
    assert finding.tier.open_above


def test_an_undated_incident_raises_only_the_upper_bound() -> None:
    undated = [{"id": "i", "group": "gang", "facts": {"fraud_amount": 30_000}}]
    assert amount(assessed(incidents=undated).person("caller")) == ("0", "30000")


def test_what_is_stated_on_the_person_or_his_act_stands_before_the_list() -> None:
    stated = [{**CONDUCT[1], "facts": {"fraud_amount": 8_000}}]
    assert amount(assessed(conduct=stated).person("caller")) == ("8000", "8000")


OTHERS = [{**CONDUCT[1], "id": f"o{number}", "who": [f"other{number}"]} for number in range(2)]
MEMBERS = [{"id": f"other{number}", "name": f"戊{number}"} for number in range(2)]


@pytest.mark.parametrize(
    "said, gang, measure, least, most",
    [
        ({"is_ringleader": True}, {}, "whole", 515_000, 515_000),
        ({"is_ringleader": False}, {}, "during", 460_000, 465_000),
        ({}, {}, "open", 460_000, 515_000),  # 是否首要分子未查：不当作“不是”
        ({"is_ringleader": True}, {"fixed_organization": False}, "during", 460_000, 465_000),  # 不是犯罪集团
        ({"is_ringleader": True}, {"fixed_organization": None}, "open", 460_000, 515_000),
    ],
)
def test_who_leads_a_gang_answers_for_all_of_it_and_only_then(
    said: dict[str, bool], gang: dict[str, Any], measure: str, least: int, most: int
) -> None:
    boss = [{**PERSONS[0], "facts": {"knew_fraud": True, **said}}, *MEMBERS]
    group = {**GANG, "facts": GANG["facts"] | gang}
    late_start = [{**CONDUCT[0], "from": "2023-08-01"}, *OTHERS]
    found = assessed(persons=boss, conduct=late_start, groups=[group]).person("boss")
    assert found.shares[0].measure == measure
    assert found.shares[0].answered == Interval(Decimal(least), Decimal(most))
    assert amount(found) == (str(least), str(most))


def test_a_caller_whom_nobody_calls_a_ringleader_is_none() -> None:
    assert assessed().person("caller").shares[0].measure == "during"


def test_leading_may_be_said_of_the_act_or_the_person_where_its_kind_does_not_say_so() -> None:
    chief = [
        {**PERSONS[1], "facts": {"knew_fraud": True, "is_ringleader": True, "organized_or_directed": True}}
    ]
    found = assessed(persons=[*chief, *MEMBERS], conduct=[CONDUCT[1], *OTHERS]).person("caller")
    assert found.shares[0].measure == "whole"
    assert amount(found) == ("515000", "515000")


def test_an_unknown_first_day_is_not_the_last_one() -> None:
    ended = [{key: value for key, value in CONDUCT[1].items() if key != "from"}]
    early = [{"id": "i", "group": "gang", "from": "2023-06-10", "facts": {"fraud_amount": 60_000}}]
    share = assessed(conduct=ended, incidents=early).person("caller").shares[0]
    assert share.items[0].counted is None
    assert share.answered == Interval(Decimal(0), Decimal(60_000))
    later = [{"id": "i", "group": "gang", "from": "2023-08-01", "facts": {"fraud_amount": 60_000}}]
    assert assessed(conduct=ended, incidents=later).person("caller").shares[0].items[0].counted is False
    begun = [{"id": "i", "group": "gang", "to": "2023-07-01", "facts": {"fraud_amount": 60_000}}]
    assert assessed(incidents=begun).person("caller").shares[0].items[0].counted is None
    long_ago = [{"id": "i", "group": "gang", "to": "2023-05-31", "facts": {"fraud_amount": 60_000}}]
    assert assessed(incidents=long_ago).person("caller").shares[0].items[0].counted is False


def test_helpers_who_had_a_hand_in_nothing_listed_keep_their_amount_open() -> None:
    others = [entry for entry in INCIDENTS if entry["id"] != "i2"]
    found = assessed(incidents=others).person("mover")
    assert found.shares == ()
    finding = found.finding("fraud")
    assert finding is not None
    assert finding.verdict == "undetermined"


def test_an_incident_dealt_with_before_is_not_added_again() -> None:
    before = [{**INCIDENTS[0], "handled_before": True}, *INCIDENTS[1:]]
    assert amount(assessed(incidents=before).person("caller")) == ("20000", "25000")


def test_messages_are_added_up_like_money() -> None:
    sent = [{"id": "i", "group": "gang", "from": "2023-06-02", "facts": {"messages_sent": 5_000}}]
    found = assessed(incidents=sent).person("caller")
    assert [share.label for share in found.shares] == ["发送诈骗信息数"]
    assert found.shares[0].during == Interval.exactly(5_000)


def test_the_order_of_incidents_does_not_matter() -> None:
    one, other = assessed(), assessed(incidents=INCIDENTS[::-1])
    assert [amount(person) for person in one.persons] == [amount(person) for person in other.persons]


@pytest.mark.parametrize(
    "line, words",
    [
        ("{id: i, group: gangg, facts: {fraud_amount: 1}}", "所属团伙「gangg」未在 groups 中声明"),
        (
            "{id: i, group: gang, by: [nobody], facts: {fraud_amount: 1}}",
            "参与人「nobody」未在 persons 中声明",
        ),
        ("{id: i, group: gang}", "没有写 facts"),
        ("{id: i, group: gang, facts: {knew_fraud: true}}", "不能写在 incidents 下"),
        (
            "{id: i, group: gang, from: 2025-01-01, facts: {fraud_amount: 1}}",
            "逐起事实「i」的 from 2025-01-01 在处理日期",
        ),
        ("{id: i, group: gang, facts: {fraud_amount: -1}}", "不能为负数"),
    ],
)
def test_what_is_wrong_with_an_incident_is_said_with_its_line(line: str, words: str) -> None:
    text = (
        "format: 1\ndecision_date: 2024-06-18\ngroups:\n  - {id: gang}\npersons:\n  - {id: a, name: 甲}\n"
        f"incidents:\n  - {line}\n"
    )
    with pytest.raises(CaseError) as raised:
        parse_case(text, BASE)
    (issue,) = raised.value.issues
    assert words in issue.problem
    assert issue.line == 8
