"""The promises of the engine, held on thousands of random cases."""

from __future__ import annotations

import copy
import datetime
import json
import sys
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from strategies import AMOUNTS, BASE, random_case, random_value

import engine
from engine.assess import CaseAssessor
from engine.case import Case, state
from engine.conditions import evaluate
from engine.law import candidates
from engine.outcome import ORDER
from engine.plan import LawState
from engine.planner import planner_of
from engine.points import PointDecider, asked_in, of_nothing
from engine.runtime import Runtime
from kb.condition import facts_of
from kb.load import build

pytestmark = pytest.mark.slow

AGREEMENT_CASES = 20_000
CASES = 400
POINT_CASES = 10
POINT_DAYS = [
    datetime.date(2015, 6, 1),
    datetime.date(2021, 7, 1),
    datetime.date(2023, 3, 1),
    datetime.date(2026, 3, 1),
]
RANK = ORDER


EXCEPTION_FACTS = {
    name
    for charge in BASE.charges.values()
    for exception in BASE.exceptions_of(charge)
    if exception.effect == "not_a_crime"
    for part in exception.when.walk()
    for _, name in facts_of(part)
}


def built(tree: dict[str, Any]) -> Case:
    return build(Case, tree)


def assessor(tree: dict[str, Any]) -> CaseAssessor:
    case = built(tree)
    assert case.decision_date
    return CaseAssessor(case, BASE, today=case.decision_date, inference="direct")


def verdicts(tree: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """Verdict, tier and elements of every finding, by person and charge."""
    judging = assessor(tree)
    return {
        (person.id, f.charge_id): f
        for person in judging.case.persons
        for f in judging.disposed(person).findings
    }


@pytest.mark.skipif(not engine.rete_is_available(), reason="durable_rules runs on CPython 3.11 and 3.12 only")
def test_both_evaluators_agree_on_every_node_of_twenty_thousand_cases_over_all_charges_and_sanctions() -> (
    None
):
    random, runtime, compared = Random(20260831), Runtime(), Counter[str]()
    charges = [*BASE.offences.values()]
    for number in range(AGREEMENT_CASES):
        charge = charges[number % len(charges)]
        judging = assessor(random_case(random, charge))
        done = {person for act in judging.case.conduct for person in act.who}
        person = random.choice([each for each in judging.case.persons if each.id in done])
        facts = judging.projection(person, charge)
        candidate = random.choice(candidates(charge, facts, planner_of(BASE)))
        inferred, direct = runtime.evaluate(candidate.plan, facts), evaluate(candidate.plan, facts)
        assert dict(inferred) == dict(direct), f"案件 {number} · {person.id} · {charge.id}"
        compared[charge.id] += 1
    assert compared.total() == AGREEMENT_CASES
    assert compared.keys() == BASE.offences.keys()


@pytest.mark.skipif(not engine.rete_is_available(), reason="durable_rules runs on CPython 3.11 and 3.12 only")
def test_both_evaluators_agree_on_every_point_beside_the_charges() -> None:
    random, runtime = Random(20261129), Runtime()
    decider, compared = PointDecider(BASE, evaluate), Counter[str]()
    for rule in (*BASE.checklists, *BASE.disputes, *BASE.jurisdictions):
        names = sorted(asked_in(rule, BASE))
        kinds = sorted({kind for part in rule.conditions for kind in part.conduct or ()})
        for day in POINT_DAYS:
            points = decider.points(rule, LawState.on(day))
            for share in (0.2, 0.5, 0.9) * POINT_CASES if points.parts else ():
                values = {
                    name: state(random_value(random, name), BASE.facts[name]).value
                    for name in names
                    if random.random() < share
                }
                done = frozenset(kind for kind in kinds if random.random() < 0.5)
                facts = replace(of_nothing(day), values=values, kinds=done)
                inferred, direct = runtime.evaluate(points, facts), evaluate(points, facts)
                assert dict(inferred) == dict(direct), f"{rule.id} {day} {values}"
                compared[rule.id] += 1
    assert compared.keys() == {rule.id for rule in (*BASE.checklists, *BASE.disputes, *BASE.jurisdictions)}


@pytest.mark.skipif(not engine.rete_is_available(), reason="durable_rules runs on CPython 3.11 and 3.12 only")
def test_a_wrong_inference_is_refused_not_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["engine.assess"]

    def lying(plan: Any, facts: Any) -> dict[str, Any]:
        return {node: not truth for node, truth in evaluate(plan, facts).items()}

    runtime = type("Lying", (), {"evaluate": staticmethod(lying)})()
    monkeypatch.setattr(module, "_runtime", lambda: runtime)
    base_case = engine.read_case(next(iter(engine.examples().values())), BASE)
    with pytest.raises(engine.EvaluatorsDisagree, match="不一致"):
        engine.assess(base_case, BASE)


def test_filling_in_an_unknown_never_turns_a_decided_element() -> None:
    random, filled = Random(7), 0
    for _ in range(CASES):
        tree = random_case(random)
        before = verdicts(tree)
        after_tree = copy.deepcopy(tree)
        if not _fill_one(random, after_tree):
            continue
        filled += 1
        for key, finding in verdicts(after_tree).items():
            old = {element.id: element.verdict for element in before[key].elements}
            same_acts = (
                finding.conduct == before[key].conduct
            )  # 要件说的是计入的行为；计入的行为变了，要件另说
            for element in finding.elements:
                if old[element.id] != "unknown" and same_acts:
                    assert element.verdict == old[element.id], (key, element.id, tree)
            if before[key].verdict in ("established", "not_established") and not _exception_fact(
                tree, after_tree
            ):
                assert finding.verdict == before[key].verdict
    assert filled > CASES // 3


def _fill_one(random: Random, tree: dict[str, Any]) -> bool:
    """Give one explicitly unknown fact of a person a definite value."""
    open_facts = [
        (p, name)
        for p in tree["persons"]
        for name, value in p["facts"].items()
        if value is None and BASE.facts[name].derived is None  # 能由别的事实推出的，不是未知
    ]
    if not open_facts:
        return False
    person, name = random.choice(open_facts)
    value = None
    while value is None or (isinstance(value, dict) and value.get("disputed")):
        value = random_value(random, name)
    person["facts"][name] = value
    return True


def _exception_fact(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the fact filled in is one that an exception waits for: exceptions speak only when shown."""
    names = EXCEPTION_FACTS
    changed = {
        name
        for old, new in zip(before["persons"], after["persons"], strict=True)
        for name in new["facts"]
        if new["facts"][name] != old["facts"].get(name)
    }
    return bool(changed & names)


def test_more_of_what_counts_against_a_person_never_helps() -> None:
    random, raised = Random(11), 0
    for _ in range(CASES):
        tree = random_case(random)
        worse = copy.deepcopy(tree)
        if not _raise_one(random, worse):
            continue
        raised += 1
        before, after = verdicts(tree), verdicts(worse)
        for key, finding in after.items():
            assert RANK[finding.verdict] >= RANK[before[key].verdict], (key, tree, worse)
            if before[key].verdict == finding.verdict == "established":
                assert _weight(finding) >= _weight(before[key]), (key, tree, worse)
    assert raised > CASES // 3


def _raise_one(random: Random, tree: dict[str, Any]) -> bool:
    names = [
        (holder, name)
        for holder in (*tree["persons"], *tree["conduct"])
        for name, value in holder["facts"].items()
        if BASE.facts[name].direction == "against"
        and isinstance(value, (int, bool))
        and value in (False, *AMOUNTS)
    ]
    names = [
        (holder, name) for holder, name in names if BASE.facts[name].numeric or holder["facts"][name] is False
    ]
    if not names:
        return False
    holder, name = random.choice(names)
    holder["facts"][name] = (
        holder["facts"][name] + random.choice(AMOUNTS[1:]) if BASE.facts[name].numeric else True
    )
    return True


def _weight(finding: Any) -> Any:
    return finding.tier.penalty.weight if finding.tier else ()


def test_the_order_of_persons_and_conduct_does_not_matter() -> None:
    random = Random(13)
    for _ in range(60):
        tree = random_case(random)
        shuffled = copy.deepcopy(tree)
        for part in ("persons", "conduct"):
            random.shuffle(shuffled[part])
        for act in shuffled["conduct"]:
            random.shuffle(act["who"])
        assert _told(tree) == _told(shuffled)


def test_the_same_case_gives_the_same_output() -> None:
    tree = random_case(Random(17))
    assert _told(tree) == _told(tree)


def _told(tree: dict[str, Any]) -> dict[str, str]:
    """Each person's findings and disposition, without what merely follows the order of the file."""
    found = engine.assess(built(tree), BASE, inference="direct", today=tree["decision_date"])
    told = {}
    for person in found.persons:
        data = person.to_json()
        for finding in data["findings"]:
            finding["conduct"] = sorted(finding["conduct"])
        told[person.id] = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return told
