"""How acts, roles and circumstances of one person come together in a finding."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import engine
import kb
from engine.assessment import PersonFindings
from engine.plan import LawState
from engine.planner import Planner
from engine.rule_tests import read_rule_tests
from kb.checks.rule_tests import beside
from kb.period import Period
from kb.rules import Lacking

BASE = kb.load()
FRAUD: dict[str, Any] = {"kind": "defrauding", "from": "2024-01-01"}


def judged(acts: list[dict[str, Any]], person: dict[str, Any] | None = None, **parts: Any) -> PersonFindings:
    conduct = [
        {"id": f"c{number}", "who": ["p"], "from": "2024-01-01"} | act for number, act in enumerate(acts)
    ]
    tree = {"format": 1, "decision_date": "2024-06-01", "conduct": conduct}
    tree |= {"persons": [{"id": "p", "name": "甲", "facts": person or {}}]} | parts
    case = engine.parse_case(json.dumps(tree), BASE)
    return engine.assess(case, BASE, inference="direct").persons[0]


def tier(found: PersonFindings, charge: str) -> str | None:
    finding = found.finding(charge)
    assert finding is not None
    return finding.tier.id if finding.tier else None


def verdict(found: PersonFindings, charge: str) -> str:
    finding = found.finding(charge)
    assert finding is not None
    return finding.verdict


SIGNS_OF_PROCEEDS = ("fashi_2009_15:1", "fafa_2016_32:3.5", "fafa_2021_22:11")
KNOWING = {"upstream_crime_confirmed": True, "handled_proceeds": True, "knew_proceeds": True}


def test_what_was_moved_unknowingly_does_not_count() -> None:
    unknowing = {
        "kind": "moving_funds",
        "facts": KNOWING | {"knew_proceeds": False, "concealed_amount": 400_000},
    }
    knowing = {"kind": "moving_funds", "facts": KNOWING | {"concealed_amount": 20_000}}
    signs = [
        name
        for name, fact in BASE.facts.items()
        if any(c.at.startswith(SIGNS_OF_PROCEEDS) for c in fact.cite)
    ]
    person: dict[str, Any] = {name: False for name in signs if "person" in BASE.facts[name].scope}
    person |= {"should_have_known_proceeds": False, "concealment_warrants_conviction": True}
    assert tier(judged([knowing], person), "concealing_criminal_proceeds") == "basic"
    both = judged([unknowing, knowing], person)
    finding = both.finding("concealing_criminal_proceeds")
    assert finding is not None
    assert tier(both, "concealing_criminal_proceeds") == "basic"
    assert "c1" in finding.conduct


def test_knowledge_on_one_act_and_upstream_on_another_do_not_make_a_crime() -> None:
    one: dict[str, Any] = {
        "kind": "moving_funds",
        "facts": {"knew_network_crime": True, "upstream_crime_confirmed": False},
    }
    one["facts"] = one["facts"] | {"assisted_crime_unverifiable": False, "settlement_amount": 300_000}
    other: dict[str, Any] = {
        "kind": "moving_funds",
        "facts": {"knew_network_crime": False, "knew_fraud": False},
    }
    other["facts"] = other["facts"] | {"upstream_crime_confirmed": True, "settlement_amount": 300_000}
    signs = [name for name, fact in BASE.facts.items() if any("2019_15:11" in cite.at for cite in fact.cite)]
    person = {
        name: False for name in signs if "person" in BASE.facts[name].scope and name not in other["facts"]
    }
    found = judged([one, other], person, facts={"upstream_used_network": True})
    assert verdict(found, "aiding_network_crime") != "established"


def test_an_undated_act_is_at_most_open() -> None:
    facts = {"knew_network_crime": True, "upstream_crime_confirmed": True, "upstream_used_network": True}
    act = {"kind": "moving_funds", "facts": facts | {"settlement_amount": 200_000}}
    assert verdict(judged([act]), "aiding_network_crime") == "established"
    undated = judged([act | {"from": None}])
    finding = undated.finding("aiding_network_crime")
    assert finding is not None
    assert finding.verdict == "undetermined"
    assert any("日期未填" in note for note in finding.notes)


def test_an_act_that_straddles_the_first_day_of_a_charge_is_at_most_open() -> None:
    facts = {"knew_network_crime": True, "upstream_crime_confirmed": True, "upstream_used_network": True}
    act = {"kind": "moving_funds", "from": "2014-10-01", "facts": facts | {"settlement_amount": 600_000}}
    straddling = judged([act | {"to": "2015-11-02"}], decision_date="2020-01-01")
    finding = straddling.finding("aiding_network_crime")
    assert finding is not None
    assert finding.verdict == "undetermined"
    assert any("跨越本罪施行日" in note for note in finding.notes)


def test_own_proceeds_are_no_concealment() -> None:
    fraud = FRAUD | {"facts": {"knew_fraud": True, "telecom_fraud": True, "fraud_amount": 60_000}}
    own = {"kind": "moving_funds", "serves": ["c0"], "facts": KNOWING | {"concealed_amount": 60_000}}
    found = judged([fraud, own], {"concealment_warrants_conviction": True})
    assert verdict(found, "concealing_criminal_proceeds") == "not_established"
    assert found.disposition.charges == ("诈骗罪",)


def test_who_deceived_unwittingly_may_still_conceal_what_others_gained() -> None:
    for knew, expected in ((True, "not_established"), (False, "established"), (None, "established")):
        fraud = FRAUD | {
            "group": "g",
            "facts": {"knew_fraud": knew, "telecom_fraud": True, "fraud_amount": 60_000},
        }
        moved = {"kind": "moving_funds", "group": "g", "facts": KNOWING | {"concealed_amount": 60_000}}
        person = {"concealment_warrants_conviction": True}
        found = judged([fraud, moved], person, groups=[{"id": "g", "facts": {}}])
        assert verdict(found, "concealing_criminal_proceeds") == expected


def test_what_lifted_the_tier_does_not_weigh_again() -> None:
    facts = {"knew_fraud": True, "telecom_fraud": True, "defrauded_vulnerable_people": True}
    lifted = judged([FRAUD | {"facts": facts | {"fraud_amount": 24_000}}]).finding("fraud")
    beyond = judged([FRAUD | {"facts": facts | {"fraud_amount": 30_000}}]).finding("fraud")
    assert lifted is not None
    assert beyond is not None
    assert lifted.tier is not None
    assert lifted.tier.id == "huge"
    assert "heavier_telecom_fraud" not in {entry.id for entry in lifted.circumstances}
    assert "heavier_telecom_fraud" in {entry.id for entry in beyond.circumstances}


def test_an_accessory_keeps_his_role_when_the_others_are_not_in_the_file() -> None:
    groups = [{"id": "g", "facts": {"group_size": 40, "fixed_organization": True}}]
    act = FRAUD | {"group": "g", "facts": {"knew_fraud": True, "fraud_amount": 600_000}}
    accessory = judged([act], {"played_minor_role": True}, groups=groups).finding("fraud")
    unknown = judged([act], groups=groups).finding("fraud")
    assert accessory is not None
    assert unknown is not None
    assert accessory.role == "从犯"
    assert unknown.role == "地位作用待查"


def test_a_department_head_is_no_ringleader_by_his_title() -> None:
    groups = [{"id": "g", "facts": {"group_size": 40, "fixed_organization": True, "fraud_amount": 9_000_000}}]
    act = {"kind": "organizing_fraud", "group": "g", "facts": {"knew_fraud": True, "telecom_fraud": True}}
    head = judged([act], groups=groups).finding("fraud")
    assert head is not None
    assert head.role == "主犯"
    assert "is_ringleader" in head.ask


def test_a_crime_long_past_warns_of_the_limitation_of_prosecution() -> None:
    facts = {"knew_fraud": True, "telecom_fraud": True, "fraud_amount": 5_000}
    old = judged([FRAUD | {"from": "2017-01-01", "facts": facts}], decision_date="2022-01-01").finding(
        "fraud"
    )
    recent = judged([FRAUD | {"from": "2017-01-01", "facts": facts}], decision_date="2021-12-31").finding(
        "fraud"
    )
    assert old is not None
    assert recent is not None
    assert any("追诉时效" in note for note in old.notes)
    assert not any("追诉时效" in note for note in recent.notes)


def test_conduct_that_straddles_the_sixteenth_birthday_has_to_be_split() -> None:
    facts = {"knew_network_crime": True, "upstream_crime_confirmed": True, "upstream_used_network": True}
    act: dict[str, Any] = {"kind": "supplying_accounts", "from": "2025-09-01", "to": "2025-11-01"}
    act |= {"facts": facts | {"illegal_income": 20_000}}
    tree: dict[str, Any] = {"decision_date": "2026-01-01"}
    over = judged([act], persons=[{"id": "p", "name": "甲", "born": "2009-10-01"}], **tree)
    finding = over.finding("aiding_network_crime")
    assert finding is not None
    assert finding.verdict == "undetermined"
    assert any("跨越十六周岁" in note for note in finding.notes)
    older = judged([act], persons=[{"id": "p", "name": "甲", "born": "2009-08-31"}], **tree)
    younger = judged([act], persons=[{"id": "p", "name": "甲", "born": "2009-11-01"}], **tree)
    assert verdict(older, "aiding_network_crime") == "established"
    assert verdict(younger, "aiding_network_crime") == "not_established"


def test_what_the_gang_is_known_for_holds_for_every_act_that_serves_it() -> None:
    groups = [{"id": "g", "facts": {"telecom_fraud": True, "upstream_crime_confirmed": True}}]
    supply = {"kind": "supplying_accounts", "serves": ["g"], "facts": {"knew_network_crime": True}}
    face = {"kind": "verifying_for_transfer", "serves": ["g"], "facts": {"knew_network_crime": None}}
    finding = judged([supply, face], groups=groups).finding("aiding_network_crime")
    assert finding is not None
    assert "upstream_crime_confirmed" not in finding.ask


def test_a_number_that_is_known_is_not_asked_again() -> None:
    facts = {"knew_fraud": True, "telecom_fraud": False, "fraud_amount": 6_206}
    finding = judged([FRAUD | {"facts": facts}]).finding("fraud")
    assert finding is not None
    assert finding.verdict == "undetermined"
    assert "fraud_amount" not in finding.ask
    assert "local_large_standard" in finding.ask


def test_flow_into_own_cards_only_is_flow_into_own_cards() -> None:
    facts: dict[str, Any] = dict.fromkeys(
        ("knew_network_crime", "upstream_crime_confirmed", "upstream_used_network"), True
    )
    facts |= {"own_accounts_supplied": 3, "supplied_others_accounts": False, "account_inflow": 500_000}
    act = {"kind": "supplying_accounts", "from": "2025-10-01", "facts": facts}
    assert verdict(judged([act], decision_date="2026-01-01"), "aiding_network_crime") == "established"


def test_what_many_charges_share_is_asked_first_and_what_is_usually_asked_weighs_double() -> None:
    act = {"kind": "supplying_accounts", "from": "2023-01-01", "facts": {"accounts_supplied": 3}}
    tree = {"format": 1, "decision_date": "2024-06-01", "persons": [{"id": "p", "name": "甲"}]}
    case = engine.parse_case(json.dumps(tree | {"conduct": [{"id": "c", "who": ["p"]} | act]}), BASE)
    asked = {question.fact: question for question in engine.assess(case, BASE, inference="direct").questions}
    places = {fact: place for place, fact in enumerate(asked)}
    assert next(iter(asked)) == "upstream_crime_confirmed"
    usual, other = asked["knew_network_crime"], asked["upstream_used_network"]
    assert usual.shrinks < other.shrinks < 2 * usual.shrinks
    assert places["knew_network_crime"] < places["upstream_used_network"]


def test_where_the_interpretation_of_the_day_is_not_held_the_charge_stands_at_most_open() -> None:
    charge = BASE.charges["fraud"]
    lacking = Lacking(
        name="某解释", in_force=Period.model_validate({"from": "2023-01-01", "to": "2024-03-01"})
    )
    base = replace(BASE, rules={**BASE.rules, "fraud": charge.model_copy(update={"lacking": (lacking,)})})
    facts = {"knew_fraud": True, "telecom_fraud": True, "fraud_amount": 600_000}
    for day, expected in (("2024-03-01", "undetermined"), ("2024-03-02", "established")):
        act = {"id": "c", "who": ["p"], "kind": "defrauding", "from": day, "facts": facts}
        tree = {
            "format": 1,
            "persons": [{"id": "p", "name": "甲"}],
            "conduct": [act],
            "decision_date": "2024-06-01",
        }
        found = engine.assess(engine.parse_case(json.dumps(tree), base), base, inference="direct")
        finding = found.persons[0].finding("fraud")
        assert finding is not None
        assert finding.verdict == expected
        assert any("某解释未收录" in note for note in finding.notes) is (expected == "undetermined")
        assert ("某解释未收录" in finding.law.why) is (expected == "undetermined")


def test_what_is_concealed_for_others_stands_beside_the_fraud_that_was_joined() -> None:
    groups = [{"id": "g1", "facts": {"telecom_fraud": True}}, {"id": "g2", "facts": {"telecom_fraud": True}}]
    joined = {
        "kind": "moving_funds",
        "serves": ["g1"],
        "facts": KNOWING
        | {
            "agreed_beforehand": True,
            "knew_fraud": True,
            "fraud_amount": 600_000,
            "concealed_amount": 600_000,
        },
    }
    other = {
        "kind": "moving_funds",
        "serves": ["g2"],
        "facts": KNOWING
        | {
            "agreed_beforehand": False,
            "stable_cooperation": False,
            "knew_fraud": False,
            "concealed_amount": 20_000,
        },
    }
    person = {"concealment_warrants_conviction": True}
    found = judged([joined, other], person, groups=groups)
    assert found.disposition.charges == ("诈骗罪", "掩饰、隐瞒犯罪所得、犯罪所得收益罪")
    assert found.disposition.cumulative
    finding = found.finding("concealing_criminal_proceeds")
    assert finding is not None
    assert finding.conduct == ("c1",)
    assert tier(found, "concealing_criminal_proceeds") == "basic"  # 与诈骗重合的六十万元不计入
    alone = judged([joined, other | {"serves": ["g1"]}], person, groups=groups)
    assert alone.disposition.charges == ("诈骗罪",)


def test_a_ground_that_may_take_the_crime_away_and_is_shown_in_part_is_named() -> None:
    act = {"kind": "running_casino"}
    charge = BASE.charges["running_casino"]
    (ground,) = (exception for exception in charge.exceptions if exception.id == "recreation")
    said = judged([act], {"small_stakes_recreation": True}).finding("running_casino")
    silent = judged([act]).finding("running_casino")
    assert said is not None
    assert silent is not None
    assert any(ground.label in note for note in said.notes)
    assert not any(ground.label in note for note in silent.notes)


def test_a_rule_beside_the_charge_is_read_on_its_own_days_and_no_other() -> None:
    rule = BASE.rules["knowledge_of_proceeds"]
    days = Period.model_validate({"from": "2026-02-03", "to": "2026-05-06"})
    base = replace(BASE, rules={**BASE.rules, rule.id: rule.model_copy(update={"in_force": days})})
    planner, charge = Planner(base), base.charges["concealing_criminal_proceeds"]
    for day, held in (("02-02", False), ("02-03", True), ("05-06", True), ("05-07", False)):
        on = date.fromisoformat(f"2026-{day}")
        assert (rule.id in planner.plan(charge, LawState(on, on)).nodes) is held, day


def test_an_amount_that_turns_a_verdict_is_whole_and_turns_it_itself() -> None:
    """Half of a local standard of 2001 元 is 1000.5: 1000 does not reach it, 1001 does."""
    given = read_rule_tests(beside(BASE.rules["theft"], BASE), BASE).given
    named = {name for name in given if name in BASE.facts}
    of_person = {name: given[name] for name in named if "person" in BASE.facts[name].scope}
    of_act = {name: given[name] for name in named - of_person.keys()} | {"stolen_amount": 900}
    tree = {
        "format": 1,
        "decision_date": "2024-06-01",
        "facts": {"local_theft_large": 2_001},
        "persons": [{"id": "p", "name": "甲", "facts": of_person | {"convicted_of_theft": True}}],
        "conduct": [{"id": "c", "who": ["p"], "kind": "stealing", "from": "2024-05-01", "facts": of_act}],
    }
    found = engine.flips(engine.parse_case(json.dumps(tree), BASE), BASE)
    turning = [flip.value for flip in found if (flip.charge, flip.fact) == ("盗窃罪", "stolen_amount")]
    assert min(turning) == 1_001
