"""How a case becomes facts: sums with their window, bounds that stay bounds, what a group or a kind implies."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import kb
from engine.case import Case
from engine.facts import Projection
from engine.projector import Projector
from engine.standard import Standard
from engine.values import Interval
from kb import Fact
from kb.load import build

BASE = kb.load()


def projected(acts: list[dict[str, Any]], **parts: Any) -> Projection:
    person = {"id": "p", "name": "甲"} | parts.pop("person", {})
    conduct = [
        {"id": f"c{n}", "who": ["p"], "kind": "moving_funds", "from": "2024-01-01"} | act
        for n, act in enumerate(acts)
    ]
    tree = {"format": 1, "decision_date": "2024-06-01", "persons": [person], "conduct": conduct} | parts
    case = build(Case, tree)
    projector = Projector(case, BASE, datetime.date(2024, 6, 1))
    return projector.project(case.persons[0], case.conduct)


def exactly(number: int) -> Interval:
    return Interval.exactly(number)


def test_money_adds_up_over_acts_within_two_years() -> None:
    facts = projected(
        [
            {"facts": {"settlement_amount": 1}, "from": "2022-01-02"},
            {"facts": {"settlement_amount": 2}, "from": "2024-01-01"},
        ]
    )
    assert facts.number("settlement_amount") == exactly(3)


def test_a_later_small_act_does_not_erase_an_earlier_sum() -> None:
    facts = projected(
        [
            {"facts": {"settlement_amount": 250_000}, "from": "2021-01-01"},
            {"facts": {"settlement_amount": 1_000}, "from": "2024-01-01"},
        ]
    )
    assert facts.number("settlement_amount") == Interval(Decimal(250_000), Decimal(251_000))


def test_only_acts_of_telecom_fraud_count_towards_its_amount() -> None:
    acts = [
        {"kind": "defrauding", "facts": {"telecom_fraud": False, "fraud_amount": 28_000}},
        {"kind": "defrauding", "facts": {"telecom_fraud": True, "fraud_amount": 2_500}},
    ]
    facts = projected(acts)
    assert facts.number("fraud_amount") == exactly(30_500)
    assert facts.number("telecom_fraud_amount").low == Decimal(2_500)


def test_money_of_acts_before_the_window_raises_only_the_upper_bound() -> None:
    facts = projected(
        [
            {"facts": {"settlement_amount": 1}, "from": "2021-12-31"},
            {"facts": {"settlement_amount": 2}, "from": "2024-01-01"},
        ]
    )
    assert facts.number("settlement_amount") == Interval(Decimal(2), Decimal(3))


def test_an_act_already_dealt_with_is_not_counted_again() -> None:
    facts = projected(
        [{"facts": {"settlement_amount": 1}, "handled_before": True}, {"facts": {"settlement_amount": 2}}]
    )
    assert facts.number("settlement_amount") == exactly(2)


def test_an_act_whose_amount_is_unknown_leaves_the_sum_open_above() -> None:
    facts = projected([{"facts": {"settlement_amount": 5}}, {"facts": {}}])
    assert facts.number("settlement_amount") == Interval(Decimal(5), None)


def test_bounds_are_kept_as_bounds() -> None:
    facts = projected([{"facts": {"settlement_amount": {"at_least": 5, "at_most": 9}}}])
    assert facts.number("settlement_amount") == Interval(Decimal(5), Decimal(9))


def test_what_is_said_of_the_person_stands_above_what_is_said_of_the_acts() -> None:
    facts = projected([{"facts": {"illegal_income": 5}}], person={"facts": {"illegal_income": 7}})
    assert facts.number("illegal_income") == exactly(7)


def test_one_unknown_among_noes_is_unknown_and_one_yes_is_yes() -> None:
    assert (
        projected([{"facts": {"handled_proceeds": False}}, {"facts": {"handled_proceeds": None}}]).value(
            "handled_proceeds"
        )
        is None
    )
    assert (
        projected([{"facts": {"handled_proceeds": False}}, {"facts": {"handled_proceeds": True}}]).value(
            "handled_proceeds"
        )
        is True
    )


def test_a_fact_that_a_kind_of_conduct_cannot_have_is_no() -> None:
    facts = projected([{"kind": "supplying_phone_cards"}])
    assert facts.number("account_inflow") == exactly(0)
    assert facts.value("dealt_in_unit_accounts") is False


def test_flow_through_a_bare_card_is_not_a_settlement() -> None:
    facts = projected([{"kind": "supplying_accounts", "facts": {"account_inflow": 400_000}}])
    assert facts.number("settlement_amount") == exactly(0)


def test_a_kind_of_conduct_implies_facts() -> None:
    assert projected([{"kind": "organizing_fraud"}]).value("organized_or_directed") is True
    assert projected([{"kind": "defrauding", "place": "境外"}]).value("committed_abroad") is True
    assert projected([{"kind": "defrauding", "place": "境内"}]).value("committed_abroad") is False


def test_group_facts_reach_members_and_helpers_but_group_amounts_do_not() -> None:
    groups = [{"id": "g", "facts": {"telecom_fraud": True, "fraud_amount": 900_000}}]
    for tie in ({"group": "g"}, {"serves": ["g"]}):
        facts = projected([{"kind": "defrauding", **tie}], groups=groups)
        assert facts.value("telecom_fraud") is True
        assert facts.value("fraud_amount") is None


GANG = {"fixed_organization": True, "group_size": 5}


def test_who_organises_answers_for_all_the_group_did() -> None:
    groups = [{"id": "g", "facts": {"fraud_amount": 900_000, **GANG}}]
    act: dict[str, Any] = {"kind": "organizing_fraud", "group": "g", "facts": {"fraud_amount": 5}}
    ringleader = projected([act], groups=groups, person={"facts": {"is_ringleader": True}})
    assert ringleader.number("fraud_amount") == exactly(900_000)
    assert projected([act], groups=groups).number("fraud_amount") == Interval(Decimal(5), Decimal(900_000))
    follower = projected([act], groups=groups, person={"facts": {"is_ringleader": False}})
    assert follower.number("fraud_amount") == exactly(5)
    loose = [{"id": "g", "facts": {"fraud_amount": 900_000, "fixed_organization": False}}]
    no_gang = projected([act], groups=loose, person={"facts": {"is_ringleader": True}})
    assert no_gang.number("fraud_amount") == exactly(5)


def test_a_ringleader_of_two_groups_answers_for_both_and_for_his_other_acts() -> None:
    groups = [{"id": name, "facts": {"fraud_amount": 300_000, **GANG}} for name in ("g", "h")]
    acts: list[dict[str, Any]] = [{"kind": "organizing_fraud", "group": name} for name in ("g", "h")]
    acts.append({"kind": "defrauding", "facts": {"fraud_amount": 5}})
    facts = projected(acts, groups=groups, person={"facts": {"is_ringleader": True}})
    assert facts.number("fraud_amount") == exactly(600_005)


def test_age_is_counted_in_full_years_from_the_day_after_the_birthday() -> None:
    on_birthday = projected([{"from": "2024-01-01"}], person={"born": "2008-01-01"})
    day_after = projected([{"from": "2024-01-02"}], person={"born": "2008-01-01"})
    assert on_birthday.number("age_at_act") == exactly(15)
    assert day_after.number("age_at_act") == exactly(16)


def test_helped_groups_known_to_have_committed_a_crime_are_counted_at_least() -> None:
    groups = [{"id": name, "facts": {"upstream_crime_confirmed": True}} for name in ("a", "b")]
    groups.append({"id": "c", "facts": {}})
    facts = projected([{"serves": ["a", "b"]}, {"serves": ["c", "a"]}], groups=groups)
    assert facts.number("recipients") == Interval(Decimal(2), None)


def test_shares_of_the_thresholds_add_up() -> None:
    facts = projected([{"facts": {"settlement_amount": 400_000, "illegal_income": 30_000}}])
    assert facts.number("amounts_share") == exactly(5)


def test_a_local_standard_nobody_states_lies_within_its_bounds() -> None:
    assert projected([{}]).number("local_large_standard") == Interval(Decimal(3_000), Decimal(10_000))
    assert projected([{}], facts={"local_large_standard": 5_000}).number("local_large_standard") == exactly(
        5_000
    )


def test_a_part_of_a_local_standard_is_a_bound_of_its_own() -> None:
    facts = projected([{"kind": "defrauding"}], facts={"local_large_standard": 6_000})
    assert facts.limit(Standard("local_large_standard", Decimal("0.5"))) == exactly(3_000)
    assert facts.limit(exactly(7)) == exactly(7)


def test_a_part_of_a_standard_nobody_has_stated_stays_within_its_part_of_the_range() -> None:
    facts = projected([{"kind": "defrauding"}])
    half = facts.limit(Standard("local_large_standard", Decimal("0.5")))
    assert half == Interval(Decimal(1_500), Decimal(5_000))


def test_a_charge_is_asked_only_what_it_may_ask() -> None:
    concealing = BASE.charges["concealing_criminal_proceeds"]
    asked = BASE.asked_by(concealing)
    assert "concealed_amount" in asked
    assert "knew_proceeds" in asked  # by way of the rule on knowledge
    assert "age_at_act" in asked  # an exception of the general part
    assert "played_minor_role" in asked  # the role
    assert "telecom_fraud" in asked  # high_threshold_upstream follows from it
    assert "messages_sent" not in asked


def test_what_a_charge_asks_has_the_same_value_as_in_the_whole_projection() -> None:
    charge = BASE.charges["fraud"]
    tree = {
        "format": 1,
        "decision_date": "2024-06-01",
        "persons": [{"id": "p", "name": "甲", "born": "1990-01-01"}],
        "conduct": [
            {
                "id": "c",
                "who": ["p"],
                "kind": "defrauding",
                "from": "2024-01-01",
                "facts": {"fraud_amount": 9_000, "telecom_fraud": True},
            }
        ],
    }
    case = build(Case, tree)
    projector = Projector(case, BASE, datetime.date(2024, 6, 1))
    whole = projector.project(case.persons[0], case.conduct)
    part = projector.project(case.persons[0], case.conduct, charge=charge)
    assert set(part.values) == set(BASE.asked_by(charge))
    assert all(whole.values[name] == value for name, value in part.values.items())


def test_acts_count_as_times_where_nobody_has_stated_a_number() -> None:
    times = Fact.model_validate(
        {
            "label": "次数",
            "question": "几次？",
            "type": "count",
            "unit": "次",
            "scope": ["conduct", "person"],
            "combine": "sum",
            "window_years": 2,
            "derived": {"kind": "act_count"},
        }
    )
    base = replace(BASE, vocabulary=BASE.vocabulary.model_copy(update={"facts": {"times": times}}))
    days = ["2021-01-01", "2023-01-01", "2023-06-01", "2024-01-01"]
    acts: list[dict[str, Any]] = [
        {"id": day, "who": ["p"], "kind": "defrauding", "from": day, "facts": {}} for day in days
    ]
    acts[2]["handled_before"] = True
    tree = {"format": 1, "persons": [{"id": "p", "name": "甲"}], "conduct": acts}
    case = build(Case, tree)
    projector = Projector(case, base, datetime.date(2024, 6, 1))
    counted = projector.project(case.persons[0], case.conduct).number("times")
    assert counted == Interval(Decimal(2), None)  # 2021 年的在二年以外，2023-06 的已经处理


def test_a_number_is_written_alike_whichever_way_it_was_met_first() -> None:
    first, second = Interval.exactly(Decimal("8123456.0")), Interval.exactly(8123456)
    assert str(first.low) == str(second.low) == "8123456"
    assert str(Interval.exactly(Decimal("0.50")).low) == "0.5"
