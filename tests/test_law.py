"""Which law applies: the day of the act, the day of the decision, and the milder of the two."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

import engine
import kb
from engine.chain import ORGANIZING
from engine.derived import DECEIVED, GANG, ORGANISED
from engine.explain import LEADS
from engine.findings import Finding
from engine.gang_shares import OTHER_CRIMES
from engine.jurisdiction import OF_ITS_PLACES, OF_THE_CASE
from engine.one_act import AGE
from engine.penalty import LIMITATION, LONGEST_CONTROL, LONGEST_TERM, SHORTEST, SHORTEST_TERM, read_penalty
from engine.standing import SIXTEEN, YOUNGER
from engine.view import ABROAD, ALL_LISTED
from kb.numerals import to_han

BASE = kb.load()


def found(charge: str, kind: str, act: str, decision: str, **facts: Any) -> Finding:
    case_facts = {name: facts.pop(name) for name in list(facts) if BASE.facts[name].scope == ("case",)}
    lines = {
        "format": 1,
        "decision_date": decision,
        "facts": case_facts,
        "persons": [{"id": "p", "name": "甲"}],
        "conduct": [{"id": "c", "who": ["p"], "kind": kind, "from": act, "facts": _on_act(facts)}],
    }
    lines["persons"][0]["facts"] = {n: v for n, v in facts.items() if "conduct" not in BASE.facts[n].scope}  # type: ignore[index]
    case = engine.parse_case(json.dumps(lines), BASE)
    finding = engine.assess(case, BASE, inference="direct").persons[0].finding(charge)
    assert finding is not None
    return finding


def _on_act(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if "conduct" in BASE.facts[name].scope}


CONCEALING: dict[str, Any] = {
    "upstream_crime_confirmed": True,
    "upstream_used_network": True,
    "handled_proceeds": True,
    "knew_proceeds": True,
    "high_threshold_upstream": False,
    "special_property": False,
    "concealment_times": 1,
    "upstream_obstructed_with_grave_loss": False,
    "gravely_obstructed_pursuit": False,
}


def concealing(act: str, decision: str, **facts: Any) -> Finding:
    return found("concealing_criminal_proceeds", "moving_funds", act, decision, **(CONCEALING | facts))


def tier(finding: Finding) -> str | None:
    return finding.tier.id if finding.tier else None


def test_the_old_interpretation_applies_where_the_new_is_no_milder() -> None:
    finding = concealing("2020-01-01", "2020-06-01", concealed_amount=100_000)
    assert (finding.verdict, tier(finding)) == ("established", "serious")


def test_the_new_interpretation_applies_where_it_is_milder() -> None:
    finding = concealing(
        "2020-01-01",
        "2026-01-01",
        concealed_amount=100_000,
        concealment_warrants_conviction=True,
        concealment_loss=0,
        other_serious_concealment=False,
    )
    assert (finding.verdict, tier(finding)) == ("established", "basic")
    assert "法释〔2025〕13号" in finding.law.version
    assert any(alternative.tier == "情节严重" for alternative in finding.law.alternatives)
    assert "gaojian_2001_5:3" in finding.law.cites


def test_a_new_line_that_is_harsher_does_not_reach_back() -> None:
    """Before 意见（二）第九条 of 2021, five cards alone are not 情节严重."""
    shared: dict[str, Any] = {
        "upstream_crime_confirmed": True,
        "upstream_used_network": True,
        "knew_network_crime": True,
        "accounts_supplied": 5,
        "account_inflow": 0,
    }
    before = found("aiding_network_crime", "supplying_accounts", "2021-06-16", "2021-12-01", **shared)
    on_the_day = found("aiding_network_crime", "supplying_accounts", "2021-06-17", "2021-12-01", **shared)
    assert before.verdict == "undetermined"
    assert on_the_day.verdict == "established"


def test_where_no_interpretation_stood_at_the_act_the_new_one_applies() -> None:
    shared: dict[str, Any] = {
        "upstream_crime_confirmed": True,
        "upstream_used_network": True,
        "knew_network_crime": True,
        "settlement_amount": 200_000,
    }
    finding = found("aiding_network_crime", "moving_funds", "2018-05-01", "2020-05-01", **shared)
    assert finding.verdict == "established"
    assert finding.law.cites == ("gaojian_2001_5:2",)


def test_without_any_interpretation_gravity_is_for_a_person_to_judge() -> None:
    shared: dict[str, Any] = {
        "upstream_crime_confirmed": True,
        "upstream_used_network": True,
        "knew_network_crime": True,
        "settlement_amount": 10**7,
    }
    finding = found("aiding_network_crime", "moving_funds", "2018-05-01", "2019-10-31", **shared)
    assert finding.verdict == "undetermined"
    assert "serious_without_interpretation" in finding.ask


def test_an_act_before_the_charge_existed_is_not_in_force() -> None:
    for day, verdict in (("2015-10-31", "not_in_force"), ("2015-11-01", "established")):
        shared: dict[str, Any] = {
            "upstream_crime_confirmed": True,
            "upstream_used_network": True,
            "knew_network_crime": True,
            "settlement_amount": 200_000,
        }
        assert found("aiding_network_crime", "moving_funds", day, "2020-01-01", **shared).verdict == verdict


def test_the_graver_tier_of_312_did_not_exist_before_2006() -> None:
    early = concealing(
        "2006-06-28", "2006-07-01", concealed_amount=10**7, concealment_warrants_conviction=True
    )
    late = concealing(
        "2006-06-29", "2006-07-01", concealed_amount=10**7, concealment_serious_without_interpretation=True
    )
    assert tier(early) == "basic"
    assert tier(late) == "serious"
    assert early.charge == "窝藏、转移、收购、销售赃物罪"


def test_a_charge_goes_by_its_name_of_the_day_of_decision_everywhere() -> None:
    """Until 2007-11-05 it was 窝藏、转移、收购、销售赃物罪, and until 2015-10-31 伪造、变造居民身份证罪."""
    person = {"id": "p", "name": "甲", "born": "1960-01-01"}
    act = {"id": "c", "who": ["p"], "kind": "withdrawing_cash", "from": "2000-01-01"}
    sold = {"id": "d", "who": ["p"], "kind": "dealing_in_identity_documents", "from": "1996-01-01"}
    tree = {"format": 1, "decision_date": "2001-01-01", "persons": [person], "conduct": [act, sold]}
    case = engine.parse_case(json.dumps(tree), BASE)
    named = {
        finding.charge: finding.verdict
        for finding in engine.assess(case, BASE, inference="direct").persons[0].findings
    }
    assert named["窝藏、转移、收购、销售赃物罪"] == "undetermined"
    assert "伪造、变造居民身份证罪" in named
    turned = {flip.charge for flip in engine.flips(case, BASE)}
    assert "窝藏、转移、收购、销售赃物罪" in turned
    assert turned <= named.keys()


def test_presumptions_of_knowledge_of_proceeds_end_in_2025() -> None:
    shared: dict[str, Any] = {
        "knew_proceeds": None,
        "abnormal_fee": True,
        "telecom_fraud": True,
        "evidence_of_ignorance_of_proceeds": False,
        "concealed_amount": 200_000,
    }
    before = concealing("2025-08-25", "2025-08-25", **shared)
    after = concealing("2025-08-26", "2025-08-26", **shared)
    assert _element(before, "knowledge") == "met"
    assert _element(after, "knowledge") == "unknown"


def test_the_presumptions_for_aiding_say_nothing_about_proceeds() -> None:
    finding = concealing(
        "2026-01-01",
        "2026-01-02",
        knew_proceeds=None,
        abnormal_price_or_manner=True,
        contrary_evidence_of_knowledge=False,
    )
    assert _element(finding, "knowledge") == "unknown"


def _element(finding: Finding, name: str) -> str:
    return next(element.verdict for element in finding.elements if element.id == name)


def test_an_undated_act_says_that_its_law_is_uncertain() -> None:
    case = engine.parse_case(
        '{"format": 1, "decision_date": "2024-01-01", "persons": [{"id": "p", "name": "甲"}], '
        '"conduct": [{"id": "c", "who": ["p"], "kind": "moving_funds"}]}',
        BASE,
    )
    finding = engine.assess(case, BASE, inference="direct").persons[0].findings[0]
    assert "行为日期未填" in finding.law.why
    assert finding.notes


def test_no_interpretation_is_named_where_none_is_held_on_either_day() -> None:
    law = found("kidnapping_for_ransom", "kidnapping", "2015-10-05", "2024-06-01").law
    assert law.why == "行为时、处理时都没有收录本罪要件所依的司法解释，依刑法"
    assert law.cites == ()


# -- the law and the facts that the program names itself ---------------------------------------------------------------

CITATION = re.compile(r"[a-z]\w*:\d[\d.-]*")
ASKING = {"value": 0, "number": 0, "statements": 0, "says_yes": 1, "known": 1, "of_act": 1}
"""What asks for a fact by its name, and which argument that is."""


def sources() -> list[ast.Module]:
    """The modules of the engine."""
    modules = (file for file in files("engine").iterdir() if file.name.endswith(".py"))
    return [ast.parse(file.read_text(encoding="utf-8")) for file in modules]


def string(node: ast.expr, constants: dict[str, str]) -> str | None:
    """A string that is written out, or kept under a name."""
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def named_facts() -> Iterator[str]:
    """Every fact that the engine asks for by its name."""
    assigned = [node for tree in sources() for node in tree.body if isinstance(node, ast.Assign)]
    constants = {
        target.id: text
        for node in assigned
        for target in node.targets
        if isinstance(target, ast.Name) and (text := string(node.value, {}))
    }
    for node in (node for tree in sources() for node in ast.walk(tree)):
        asked: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
            asked = next(iter(node.args[ASKING[node.func.attr] :]), None)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            asked = node.slice if node.value.attr in ("known", "facts") else None
        if asked is not None and (fact := string(asked, constants)):
            yield fact


def test_what_the_program_cites_itself_is_held() -> None:
    written = (node.value for tree in sources() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    cited = {text for text in written if isinstance(text, str) and CITATION.fullmatch(text)}
    assert {"criminal_law:12.1", "criminal_procedure_law:177.3", "gaojian_2001_5:2"} <= cited
    for citation in cited:
        assert BASE.statutes.versions(citation)


def test_what_the_program_quotes_itself_is_verbatim() -> None:
    calls = [node for tree in sources() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [{word.arg: string(word.value, {}) for word in call.keywords} for call in calls]
    quoted = [(str(one["at"]), str(one["quote"])) for one in made if one.get("at") and one.get("quote")]
    assert ("criminal_law:25.1", "共同故意犯罪") in quoted
    for citation, quote in quoted:
        assert any(quote in wording.text for wording in BASE.statutes.versions(citation)), (citation, quote)


def test_what_the_program_asks_for_by_name_is_in_the_vocabulary() -> None:
    asked = set(named_facts())
    assert {"age_at_act", "illegal_income", "is_ringleader", "telecom_fraud"} <= asked
    asked |= {
        ABROAD,
        AGE,
        ALL_LISTED,
        DECEIVED,
        LEADS,
        ORGANISED,
        *OF_ITS_PLACES,
        *OF_THE_CASE,
        *OTHER_CRIMES,
    }
    assert asked <= BASE.facts.keys()
    assert ORGANIZING in BASE.chain
    young = [each for charge in BASE.charges.values() for each in charge.exceptions if each.id == YOUNGER]
    assert young


@pytest.mark.parametrize(
    "citation, words",
    [
        ("criminal_law:17.1", f"已满{to_han(SIXTEEN)}周岁"),
        ("criminal_law:26.2", f"{to_han(GANG)}人以上"),
        ("criminal_law:38.1", f"{to_han(SHORTEST['管制'])}个月以上{to_han(LONGEST_CONTROL // 12)}年以下"),
        ("criminal_law:45", f"{to_han(SHORTEST_TERM)}个月以上{to_han(LONGEST_TERM // 12)}年以下"),
        ("criminal_law:87.1.4", f"经过{to_han(read_penalty('处死刑').limitation_years)}年"),
    ],
)
def test_the_numbers_of_the_general_part_that_the_program_holds_stand_in_their_text(
    citation: str, words: str
) -> None:
    assert words in BASE.statutes.provision(citation).text


def test_the_periods_for_prosecution_are_those_of_the_three_items() -> None:
    for item, (least, years) in enumerate(reversed(LIMITATION), 1):
        text = BASE.statutes.provision(f"criminal_law:87.1.{item}").text
        assert text.endswith(f"经过{to_han(years)}年；")
        assert (f"为{to_han(least // 12)}年以上" in text) if least else ("为不满五年" in text)
