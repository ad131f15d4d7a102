"""A case that is edited is assessed with the memory of its last assessment: sooner, and to the same answer."""

import datetime
from collections.abc import Mapping

import pytest

import engine
import kb
from engine.assess import CaseAssessor, confirm, reassess
from engine.conditions import Memory, evaluate
from engine.facts import Projection
from engine.plan import LawState, Reading
from engine.planner import planner_of
from engine.runtime import Runtime
from engine.values import Truth

BASE = kb.load()
DAY = datetime.date(2024, 5, 1)
CASE = """format: 1
decision_date: 2024-05-01
groups:
  - {id: g, label: 团伙, facts: {telecom_fraud: true, upstream_crime_confirmed: true}}
persons:
  - {id: jia, name: 甲, facts: {knew_network_crime: true, knew_fraud: false}}
  - {id: yi, name: 乙}
conduct:
  - {id: c1, who: [jia], kind: supplying_accounts, serves: [g], from: 2021-01-01, to: 2021-02-01,
     facts: {accounts_supplied: 4, account_inflow: 760_0000}}
  - {id: c2, who: [yi], kind: moving_funds, serves: [g], from: 2021-01-01, to: 2021-02-01,
     facts: {settlement_amount: 760_0000}}
"""
EDITS = (
    ("knew_fraud: false", "knew_fraud: true"),
    ("760_0000", "1_0000"),
    ("telecom_fraud: true", "telecom_fraud: null"),
    ("knew_fraud: true", "knew_fraud: false"),
)


def test_an_edited_case_gets_the_answer_of_a_fresh_one() -> None:
    memory, text = Memory(), CASE
    for before, after in (("", ""), *EDITS):
        text = text.replace(before, after)
        case = engine.parse_case(text, BASE)
        assert reassess(case, BASE, memory).to_json() == engine.assess(case, BASE).to_json()
        confirm(memory)
        assert not memory.unconfirmed


@pytest.mark.skipif(not engine.rete_is_available(), reason="durable_rules cannot run on this Python")
def test_what_the_other_evaluator_denies_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    reassess(engine.parse_case(CASE, BASE), BASE, memory)

    def wrong(_self: Runtime, plan: Reading, facts: Projection) -> Mapping[str, Truth]:
        return dict.fromkeys(evaluate(plan, facts), True)

    monkeypatch.setattr(Runtime, "evaluate", wrong)
    with pytest.raises(engine.EvaluatorsDisagree, match="不一致"):
        confirm(memory)
    assert memory.unconfirmed


def test_nothing_is_decided_twice_and_what_was_not_asked_again_is_forgotten() -> None:
    decided: list[str] = []

    def counting(reading: Reading, facts: Projection) -> Mapping[str, Truth]:
        decided.append(reading.name)
        return evaluate(reading, facts)

    case = engine.parse_case(CASE, BASE)
    charge = BASE.charges["aiding_network_crime"]
    facts = CaseAssessor(case, BASE, today=DAY, inference="direct").projection(case.persons[0], charge)
    plan = planner_of(BASE).plan(charge, LawState(DAY, DAY))
    memory = Memory()
    said = memory.once(counting)(plan, facts)
    assert memory.once(counting)(plan, facts) is said
    assert decided == ["aiding_network_crime"]
    memory.once(counting)  # an assessment that does not ask it
    memory.once(counting)(plan, facts)
    assert decided == ["aiding_network_crime"] * 2
