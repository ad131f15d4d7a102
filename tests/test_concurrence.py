"""What is left when charges meet: the heavier one, both where a text orders it, or one act seen twice."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import kb
from engine.concurrence import dispose
from engine.disposition import Disposition
from engine.findings import Finding, LawChoice, TierFinding
from engine.penalty import read_penalty
from kb.rules import Concurrence

BASE = kb.load()
DAY = datetime.date(2024, 5, 1)


def finding(
    charge: str, *acts: str, penalty: str = "处三年以下有期徒刑", day: datetime.date = DAY
) -> Finding:
    tier = TierFinding("basic", "基本犯", "criminal_law:266.1", read_penalty(penalty), ())
    law = LawChoice("", "", statute_day=day, interpretation_day=day)
    label = BASE.charges[charge].label
    return Finding(label, charge, "", "", "established", tier=tier, conduct=acts, law=law)


def rule(effect: str, **more: Any) -> Concurrence:
    tree = {
        "id": "made",
        "kind": "concurrence",
        "label": "试",
        "between": ["fraud", "concealing_criminal_proceeds"],
    }
    cite = {"at": "criminal_law:69.1", "quote": "判决宣告以前一人犯数罪的"}
    return Concurrence.model_validate({**tree, "effect": effect, "cite": cite, "rank": 1, **more})


def disposed(*findings: Finding, rules: list[Concurrence] | None = None) -> Disposition:
    base = BASE
    if rules is not None:
        others = {name: each for name, each in BASE.rules.items() if not isinstance(each, Concurrence)}
        base = replace(BASE, rules=others | {each.id: each for each in rules})
    return dispose(findings, base)


FRAUD, CONCEALING = finding("fraud", "c1"), finding("concealing_criminal_proceeds", "c2")


def test_a_text_that_orders_several_crimes_keeps_both_and_is_cited() -> None:
    found = disposed(FRAUD, CONCEALING, rules=[rule("cumulative")])
    assert found.charges == (FRAUD.charge, CONCEALING.charge)
    assert found.cumulative
    assert [(pair.rule, pair.cite) for pair in found.plural] == [("made", ("criminal_law:69.1",))]


def test_a_pair_settled_as_several_crimes_is_left_alone_by_later_rules() -> None:
    later = rule("heavier", id="later", rank=2)
    same = finding("concealing_criminal_proceeds", "c1")
    both = disposed(FRAUD, same, rules=[rule("cumulative", same_conduct=True), later])
    assert both.absorbed == ()
    assert both.cumulative


def test_one_act_is_not_punished_twice_by_a_rule_on_several_crimes() -> None:
    same = finding("concealing_criminal_proceeds", "c1")
    found = disposed(FRAUD, same, rules=[rule("cumulative")])
    assert not found.cumulative
    assert found.plural == ()
    assert "想象竞合" in found.steps[0].text


def test_different_acts_without_any_rule_are_several_crimes() -> None:
    found = disposed(FRAUD, CONCEALING, rules=[])
    assert found.cumulative
    assert [(pair.rule, pair.cite) for pair in found.plural] == [(None, ("criminal_law:69.1",))]


def test_a_rule_that_is_not_yet_law_does_not_speak() -> None:
    early = rule(
        "cumulative", same_conduct=True, cite={"at": "fashi_2025_13:9", "quote": "依照处罚较重的规定定罪处罚"}
    )
    same = finding("concealing_criminal_proceeds", "c1")
    assert not disposed(FRAUD, same, rules=[early]).cumulative
    later = datetime.date(2025, 8, 26)
    held = [finding(name, "c1", day=later) for name in ("fraud", "concealing_criminal_proceeds")]
    assert disposed(*held, rules=[early]).cumulative


def test_the_same_act_gives_way_to_whatever_else_it_makes_out_if_that_is_heavier() -> None:
    clause = rule("heavier", between=["aiding_network_crime", "any"])
    aiding, heavy = (
        finding("aiding_network_crime", "c1"),
        finding("fraud", "c1", penalty="处三年以上十年以下有期徒刑"),
    )
    found = disposed(aiding, heavy, rules=[clause])
    assert [(entry.charge, entry.into) for entry in found.absorbed] == [(aiding.charge, heavy.charge)]
    apart = disposed(aiding, finding("fraud", "c2"), rules=[clause])
    assert apart.absorbed == ()
    assert apart.cumulative


def test_acts_of_a_selective_charge_are_one_crime_whatever_the_acts() -> None:
    found = disposed(FRAUD, CONCEALING, rules=[rule("joined", into="fraud")])
    assert found.charges == (FRAUD.charge,)
    assert not found.cumulative
    assert found.absorbed[0].note is None
