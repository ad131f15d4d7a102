"""What stands beside the charges: evidence, disputed views, jurisdiction, types of fraud, endings, sanctions, handover."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import engine
import kb
from engine.assess import CaseAssessor
from engine.assessment import Assessment, PersonFindings
from engine.case import Case
from engine.case_change import with_facts
from engine.conditions import evaluate
from engine.disposition import Disposition
from engine.disputes import ORDER
from engine.element_findings import ExceptionFinding
from engine.evidence import EvidenceReviewer
from engine.exits import UNPUNISHABLE, ending_of, exits_of, handover_of
from engine.findings import LIMITATION, Finding
from engine.plan import LawState
from engine.points import PointDecider
from kb.case_rules import View

BASE = kb.load()
TODAY = date(2026, 11, 22)
CHATS = {"id": "e1", "label": "聊天记录", "kind": "chat_records", "gathered_on": "2024-02-01"}
TORTURED = {
    "id": "e2",
    "label": "供述",
    "kind": "suspect_statement",
    "facts": {"obtained_by_confinement": True},
}
AID: dict[str, Any] = {
    "telecom_fraud": True,
    "upstream_used_network": True,
    "upstream_crime_confirmed": True,
}


def case_of(acts: list[dict[str, Any]], person: dict[str, Any] | None = None, **parts: Any) -> Case:
    conduct = [
        {"id": f"c{number}", "who": ["p"], "from": "2024-01-01"} | act for number, act in enumerate(acts)
    ]
    tree = {"format": 1, "decision_date": "2024-06-01", "conduct": conduct}
    tree |= {"persons": [{"id": "p", "name": "甲", "born": "1990-01-01", "facts": person or {}}]} | parts
    return engine.parse_case(json.dumps(tree), BASE)


def assessed(case: Case) -> Assessment:
    return engine.assess(case, BASE, inference="direct")


def found(acts: list[dict[str, Any]], person: dict[str, Any] | None = None, **parts: Any) -> PersonFindings:
    return assessed(case_of(acts, person, **parts)).persons[0]


def verdict(person: PersonFindings, charge: str) -> str:
    finding = person.finding(charge)
    assert finding is not None
    return finding.verdict


def moving(settled: Any = 300_000, **facts: Any) -> dict[str, Any]:
    return {"kind": "moving_funds", "facts": {**AID, "settlement_amount": settled, **facts}}


KNEW = {"knew_network_crime": True}


# -- evidence ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "evidence, expected",
    [
        (["e2"], "undetermined"),
        ("e2", "undetermined"),
        (["e1", "e2"], "established"),
        ("e1、e2", "established"),
        ("被害人陈述，e2", "established"),
        ([], "established"),
    ],
)
def test_what_stands_on_nothing_but_excluded_evidence_is_not_known(evidence: Any, expected: str) -> None:
    act = moving({"value": 300_000, "evidence": evidence})
    person = found([act], KNEW, evidence=[CHATS, TORTURED])
    assert verdict(person, "aiding_network_crime") == expected
    finding = person.finding("aiding_network_crime")
    assert finding is not None
    assert any("不得作为定案的根据" in note for note in finding.notes) is (expected == "undetermined")


def test_exclusion_reaches_the_facts_of_a_gang_and_of_the_person() -> None:
    stated = {"value": True, "evidence": ["e2"]}
    gang = [{"id": "g", "facts": {"upstream_crime_confirmed": stated}}]
    act = moving(upstream_crime_confirmed=None) | {"serves": ["g"]}
    del act["facts"]["upstream_crime_confirmed"]
    assert verdict(found([act], KNEW, groups=gang), "aiding_network_crime") == "established"
    barred = found([act], KNEW, groups=gang, evidence=[TORTURED])
    assert verdict(barred, "aiding_network_crime") == "undetermined"
    own = found([moving()], {"knew_network_crime": stated}, evidence=[TORTURED])
    assert verdict(own, "aiding_network_crime") == "undetermined"


@pytest.mark.parametrize("cured, state", [(None, "defect"), (True, "cured"), (False, "excluded")])
def test_a_defect_is_mended_or_leads_to_exclusion(cured: bool | None, state: str) -> None:
    facts = {"record_made": True, "data_described_clearly": False, "defect_cured": cured}
    act = moving({"value": 300_000, "evidence": ["e1"]})
    case = case_of([act], KNEW, evidence=[CHATS | {"facts": facts}])
    seen = assessed(case)
    assert seen.evidence[0].state == state
    out = "undetermined" if state == "excluded" else "established"
    assert verdict(seen.persons[0], "aiding_network_crime") == out


def test_what_nobody_has_looked_at_excludes_nothing() -> None:
    act = moving({"value": 300_000, "evidence": ["e1"]})
    seen = assessed(case_of([act], KNEW, evidence=[CHATS]))
    assert seen.evidence[0].state == "open"
    assert verdict(seen.persons[0], "aiding_network_crime") == "established"


def test_an_element_names_the_pieces_it_stands_on_and_their_worst_state() -> None:
    act = moving({"value": 300_000, "evidence": ["e1", "e2"]})
    finding = found([act], KNEW, evidence=[CHATS, TORTURED]).finding("aiding_network_crime")
    assert finding is not None
    supports = [s for element in finding.elements for s in element.proofs.stands_on]
    assert {(s.fact, s.evidence, s.state) for s in supports} == {
        ("settlement_amount", ("聊天记录", "供述（不得作为定案的根据）"), "excluded")
    }


# -- disputes ---------------------------------------------------------------------------------------------------------


def dispute(person: PersonFindings, name: str) -> Any:
    return next(d for d in person.disputes if d.id == name)


def test_views_come_by_the_rank_of_their_norms_and_the_one_shown_is_marked() -> None:
    person = found([moving()], KNEW | {"knew_proceeds": False, "should_have_known_proceeds": False})
    written = next(rule for rule in BASE.disputes if rule.id == "settlement_amount_measure").views
    shown = dispute(person, "settlement_amount_measure").views
    assert [view.id for view in written] != [view.id for view in shown]
    ranks = [min(_place(source.rank) for source in view.sources) for view in shown]
    assert ranks == sorted(ranks)
    paofen = dispute(person, "paofen")
    assert paofen.arises is True
    unfit = next(view for view in paofen.views if view.id == "concealment")
    same = person.finding("concealing_criminal_proceeds")
    assert same is not None
    assert (unfit.met, unfit.verdict, unfit.adopted) == (False, same.verdict, False)
    aiding = next(view for view in paofen.views if view.id == "aiding")
    assert (aiding.verdict, aiding.adopted) == ("established", True)
    business = next(view for view in paofen.views if view.id == "illegal_business")
    assert (business.met, business.adopted) == (False, False)


def _place(rank: str) -> int:
    return ORDER.index(rank) if rank in ORDER else len(ORDER)


def test_what_a_view_assumes_changes_neither_the_case_nor_the_exclusion_of_evidence() -> None:
    act = moving({"value": 300_000, "evidence": ["e2"]})
    case = case_of([act], KNEW, evidence=[TORTURED])
    person = assessed(case).persons[0]
    aiding = next(view for view in dispute(person, "paofen").views if view.id == "aiding")
    assert aiding.verdict == "undetermined"
    business = next(view for view in dispute(person, "paofen").views if view.id == "illegal_business")
    assert business.verdict != "established"
    assert "other_payment_settlement" not in case.persons[0].facts


def test_a_view_whose_need_was_not_law_has_not_what_it_needs() -> None:
    """法发〔2016〕32号 was issued on 2016-12-19; the view on aiding needs nothing."""
    act = {"kind": "supplying_lines", "from": "2016-06-01", "facts": AID}
    found_then = found([act], KNEW | {"knew_fraud": None}, decision_date="2016-12-01")
    told = {view.id: (view.met, view.ask) for view in dispute(found_then, "goip_lines").views}
    assert (told["fraud"], told["aiding"]) == ((False, ()), (True, ()))


@pytest.mark.parametrize("knew", [True, False, None])
def test_a_need_that_an_interpretation_states_later_is_still_asked(knew: bool | None) -> None:
    act = {"kind": "supplying_lines", "from": "2016-06-01", "facts": AID}
    views = dispute(found([act], KNEW | {"knew_fraud": knew}), "goip_lines").views
    fraud = next(view for view in views if view.charge == "诈骗罪")
    assert fraud.met is knew


def test_a_view_on_a_charge_that_was_no_crime_then_says_so() -> None:
    assessor = CaseAssessor(
        case_of([moving() | {"from": "2014-06-01"}], KNEW), BASE, today=date(2024, 6, 1), inference="direct"
    )
    rule = next(rule for rule in BASE.disputes if rule.id == "paofen")
    view: View = next(view for view in rule.views if view.id == "aiding")
    answer = assessor.disputes._answer(view, assessor.case.persons[0])
    assert answer == ("not_in_force", None)


@pytest.mark.parametrize("knew, expected", [(None, "undetermined"), (True, "established")])
def test_an_act_that_may_not_count_does_not_count_under_a_view_either(
    knew: bool | None, expected: str
) -> None:
    little = moving(None, settlement_in_and_out=100_000, knew_network_crime=True)
    much = moving(None, settlement_in_and_out=900_000, knew_network_crime=knew)
    raised = dispute(found([little, much]), "settlement_amount_measure")
    assert next(view for view in raised.views if view.id == "in_and_out").verdict == expected


def test_evidence_is_reviewed_once_whatever_the_views_assume(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed: list[object] = []
    whole = EvidenceReviewer.review

    def counted(self: EvidenceReviewer) -> Any:
        reviewed.append(self)
        return whole(self)

    monkeypatch.setattr(EvidenceReviewer, "review", counted)
    assert found([moving()], KNEW, evidence=[CHATS]).disputes
    assert len(reviewed) == 1


def test_points_are_read_for_each_day_apart() -> None:
    decider = PointDecider(BASE, evaluate)
    rule = next(rule for rule in BASE.disputes if rule.id == "opinions_under_time_rule")
    assert decider.points(rule, LawState.on(date(2025, 7, 27))).parts
    assert not decider.points(rule, LawState.on(date(2025, 7, 28))).parts


# -- jurisdiction -----------------------------------------------------------------------------------------------------

FRAUD = {
    "kind": "defrauding",
    "who": ["p", "q"],
    "facts": {"telecom_fraud": True, "fraud_amount": 300_000},
}
MEANT = {"intended_unlawful_possession": True, "deceived_victims": True}
TOGETHER: dict[str, Any] = {"facts": {"telecom_fraud_case": True}}


def two(first: dict[str, Any], second: dict[str, Any], born: str = "1990-01-01") -> Assessment:
    persons = [
        {"id": "p", "name": "甲", "born": "1990-01-01", "facts": first},
        {"id": "q", "name": "乙", "born": born, "facts": second},
    ]
    return assessed(case_of([FRAUD], persons=persons, **TOGETHER))


def joined(seen: Assessment) -> bool | None:
    return next((g.met for g in seen.jurisdiction.grounds if g.id == "telecom_fraud_joined"), False)


def test_two_of_whom_one_charge_stands_for_one_act_make_a_joint_crime() -> None:
    assert joined(two(MEANT, MEANT)) is True


@pytest.mark.parametrize(
    "second, born", [(MEANT | {"intended_unlawful_possession": None}, "1990-01-01"), (MEANT, "2012-01-01")]
)
def test_acting_together_alone_makes_no_joint_crime(second: dict[str, Any], born: str) -> None:
    assert joined(two(MEANT, second, born)) is None


def test_what_is_stated_of_the_case_stands_above_what_follows_from_the_findings() -> None:
    case = case_of(
        [FRAUD],
        persons=[{"id": x, "name": x, "born": "1990-01-01", "facts": MEANT} for x in ("p", "q")],
        facts={
            "telecom_fraud_case": True,
            "joint_crime_case": False,
            "one_person_several_crimes": False,
            "suspects_did_other_crimes": False,
            "acts_directly_connected": False,
        },
    )
    assert joined(assessed(case)) is False


def test_a_place_takes_no_charge_that_nobody_is_under() -> None:
    place = [{"id": "a", "name": "甲市", "facts": {"call_made_here": True, "telecom_fraud_here": True}}]
    for born, some in (("1990-01-01", True), ("2015-01-01", False)):
        persons = [{"id": "p", "name": "甲", "born": born, "facts": MEANT}]
        seen = assessed(case_of([FRAUD | {"who": ["p"]}], persons=persons, places=place))
        met = {ground.id for ground in seen.jurisdiction.places[0].grounds if ground.met}
        assert ("telecom_fraud_where_acted" in met) is some


@pytest.mark.parametrize(
    "stated, follows",
    [
        ({}, True),
        ({"telecom_fraud": False}, False),
        ({"telecom_fraud": {"value": False, "evidence": "笔录"}}, False),
        ({"telecom_fraud": {"value": False, "disputed": True}}, True),
    ],
)
def test_a_place_has_to_do_with_the_fraud_unless_something_is_known_not_to_be(
    stated: dict[str, Any], follows: bool
) -> None:
    other = {"kind": "supplying_accounts", "facts": stated}
    place = [{"id": "a", "name": "甲市", "facts": {"call_made_here": True}}]
    seen = assessed(case_of([FRAUD | {"who": ["p"]}, other], MEANT, places=place))
    met = {ground.id for ground in seen.jurisdiction.places[0].grounds if ground.met}
    assert ("telecom_fraud_where_acted" in met) is follows


@pytest.mark.parametrize("said, follows", [(True, True), ({"value": True, "disputed": True}, False)])
def test_telecom_fraud_that_is_disputed_is_not_known_to_any_place(said: Any, follows: bool) -> None:
    place = [{"id": "a", "name": "甲市", "facts": {"call_made_here": True}}]
    act = FRAUD | {"who": ["p"], "facts": {"fraud_amount": 300_000, "telecom_fraud": said}}
    seen = assessed(case_of([act], MEANT, places=place))
    met = {ground.id for ground in seen.jurisdiction.places[0].grounds if ground.met}
    assert ("telecom_fraud_where_acted" in met) is follows


# -- types of fraud ---------------------------------------------------------------------------------------------------


def test_a_type_of_fraud_puts_its_usual_questions_first() -> None:
    act = FRAUD | {"who": ["p"], "facts": {"telecom_fraud": True}}
    usual = assessed(case_of([act], MEANT)).questions
    assert usual[0].fact != "posed_as_officials"
    named = assessed(case_of([act], MEANT, fraud_types=["posing_as_police_or_courts"])).questions
    assert named[0].fact == "posed_as_officials"
    assert {question.fact for question in named} == {question.fact for question in usual}


def test_a_type_of_fraud_asks_what_is_not_answered() -> None:
    for said, asked in ((5, False), ({"value": 5, "disputed": True}, True), ({"value": None}, True)):
        act = FRAUD | {"who": ["p"], "facts": {"telecom_fraud": True, "fraud_amount": said}}
        seen = assessed(case_of([act], MEANT, fraud_types=["fake_investment"]))
        assert ("fraud_amount" in seen.fraud_types[0].ask) is asked


# -- order ------------------------------------------------------------------------------------------------------------


def test_the_order_of_what_a_case_holds_does_not_matter() -> None:
    groups = [
        {"id": "g1", "facts": {"telecom_fraud": True, "upstream_crime_confirmed": True}},
        {"id": "g2", "facts": {"telecom_fraud": False, "upstream_crime_confirmed": False}},
    ]
    acts = [
        {"id": "a", "kind": "moving_funds", "serves": ["g1", "g2"], "facts": {"settlement_amount": 300_000}},
        {
            "id": "b",
            "kind": "supplying_accounts",
            "serves": ["g2", "g1"],
            "facts": {"account_inflow": 400_000},
        },
    ]
    places = [{"id": "x", "name": "甲市", "facts": {"call_made_here": True}}, {"id": "y", "name": "乙市"}]
    parts: dict[str, Any] = {"groups": groups, "evidence": [CHATS, TORTURED], "places": places}
    turned = {name: entries[::-1] for name, entries in parts.items()}
    acts_turned = [{**act, "serves": [*act["serves"]][::-1]} for act in acts[::-1]]
    one, two = found(acts, KNEW, **parts), found(acts_turned, KNEW, **turned)
    assert one.to_json() == two.to_json()


def test_those_who_are_helped_speak_by_what_they_say_not_by_their_place() -> None:
    groups = [
        {"id": f"g{n}", "facts": {"upstream_crime_confirmed": said}} for n, said in enumerate((False, True))
    ]
    act = moving()
    del act["facts"]["upstream_crime_confirmed"]
    verdicts = {
        verdict(found([act | {"serves": serves}], KNEW, groups=groups), "aiding_network_crime")
        for serves in (["g0", "g1"], ["g1", "g0"])
    }
    assert verdicts == {"established"}


# -- endings ----------------------------------------------------------------------------------------------------------


def finding(charge: str, said: Any, *effects: str, supported: bool = True) -> Finding:
    shown = tuple(ExceptionFinding(effect, effect, effect, "met", (), ()) for effect in effects)
    return Finding(charge, charge, "", "", said, exceptions=shown, supported=supported)


@pytest.mark.parametrize(
    "findings, ending",
    [
        ([], "open"),
        ([("a", "not_established")], "not_a_crime"),
        ([("a", "not_in_force")], "not_a_crime"),
        ([("a", "established")], "prosecute"),
        ([("a", "undetermined")], "open"),
        ([("a", "established"), ("b", "undetermined")], "prosecute"),
        ([("a", "established", "leniency")], "may_not_prosecute"),
        ([("a", "established", "conditional")], "conditional"),
        ([("a", "established", "leniency"), ("b", "established", "conditional")], "conditional"),
        ([("a", "established", "leniency"), ("b", "established")], "prosecute"),
        ([("a", "established", "leniency"), ("b", "undetermined")], "open"),
        ([("a", "established", "not_pursued")], "not_pursued"),
        ([("a", "undetermined", "not_pursued")], "not_pursued"),
        ([("a", "undetermined", "insufficient_evidence")], "insufficient_evidence"),
        ([("a", "established", "not_pursued"), ("b", "undetermined")], "open"),
        ([("a", "established", "not_pursued"), ("b", "established", "leniency")], "may_not_prosecute"),
        ([("a", "established", "leniency"), ("b", "undetermined", "not_pursued")], "may_not_prosecute"),
        ([("a", "established", "not_pursued"), ("b", "established")], "prosecute"),
        (
            [("a", "established", "not_pursued"), ("b", "undetermined", "insufficient_evidence")],
            "not_pursued",
        ),
    ],
)
def test_where_a_case_ends(findings: list[tuple[str, ...]], ending: str) -> None:
    made = tuple(finding(*entry) for entry in findings)
    standing = tuple(f.charge for f in made if f.verdict == "established")
    assert ending_of(made, Disposition(charges=standing)) == ending
    assert ending_of(made[::-1], Disposition(charges=standing)) == ending


def test_a_charge_that_only_the_kind_of_conduct_raises_keeps_the_ending_open() -> None:
    bare = finding("a", "undetermined", supported=False)
    assert ending_of((bare, finding("b", "not_established")), Disposition()) == "open"


def test_an_old_crime_past_its_limitation_does_not_make_another_prosecuted() -> None:
    taken = {"taken_without_disposal": True, "stolen_amount": 50_000, "limitation_passed": True}
    old = {"kind": "stealing", "from": "2014-01-01", "facts": taken}
    new = FRAUD | {"who": ["p"], "facts": {"telecom_fraud": True, "limitation_passed": False}}
    person = found([old, new], MEANT)
    assert (verdict(person, "theft"), verdict(person, "fraud")) == ("established", "undetermined")
    assert person.ending == "open"


# -- sanctions and handover -------------------------------------------------------------------------------------------


def test_a_unit_is_fined_by_its_own_words_and_never_detained() -> None:
    site = {
        "kind": "setting_up_sites",
        "facts": {
            "used_information_network": True,
            "set_up_crime_sites": True,
        },
    }
    mild = {"crime_site_violation_serious": False}
    for kind, days, fine in (("natural", (1, 5), (10_000, 100_000)), ("unit", None, (100_000, 500_000))):
        person = found([site], persons=[{"id": "p", "name": "甲", "kind": kind, "facts": mild}])
        sanction = next(s for s in person.sanctions if s.charge_id == "cybersecurity_crime_sites")
        assert sanction.verdict == "established"
        assert sanction.tier is not None
        said = sanction.tier.penalty.to_json()
        assert (sanction.tier.penalty.days, tuple(said["fine"])) == (days, fine)  # type: ignore[union-attr]


def test_a_unit_whose_law_gives_it_no_fine_of_its_own_is_not_detained_either() -> None:
    lent = {"kind": "supplying_accounts", "facts": {"traded_or_lent_cards": True}}
    for kind, days in (("natural", 15), ("unit", None)):
        grave = {"serious_card_dealing": True}
        person = found([lent], persons=[{"id": "p", "name": "甲", "kind": kind, "facts": grave}])
        sanction = next(s for s in person.sanctions if s.charge_id == "dealing_in_cards_and_accounts")
        assert sanction.tier is not None
        assert (sanction.tier.id, sanction.tier.penalty.to_json()["max_days"]) == ("serious", days)


def test_what_follows_between_the_two_procedures() -> None:
    fined, likely = finding("罚", "established"), finding("疑", "undetermined")
    bare = finding("空", "undetermined", supported=False)
    assert handover_of("prosecute", (fined,), (), BASE, TODAY) != ()
    assert handover_of("prosecute", (likely,), (), BASE, TODAY) == ()
    assert "可依：罚" in handover_of("may_not_prosecute", (fined, likely), (), BASE, TODAY)[0]
    assert "可能涉及（待查）：疑" in handover_of("not_a_crime", (likely,), (), BASE, TODAY)[0]
    assert handover_of("not_a_crime", (bare,), (), BASE, TODAY) == ()
    assert handover_of("open", (fined,), (), BASE, TODAY) == ()
    assert "刑事诉讼法第五十四条第二款" in handover_of("prosecute", (fined,), (), BASE, TODAY)[0]


def test_no_procedure_is_named_by_a_number_that_was_not_its_own_on_the_day() -> None:
    before = date(2018, 10, 25)  # 2018 年修正以前条文另行编号，没有收录
    fined = finding("罚", "established")
    assert "刑事诉讼法第" not in handover_of("prosecute", (fined,), (), BASE, before)[0]
    mild = ExceptionFinding("x", "从宽", "leniency", "met", (), ())
    made = (replace(finding("罪", "established"), exceptions=(mild,)),)
    assert exits_of(made, BASE, TODAY)[0].follows == ("criminal_procedure_law:177.2", "criminal_law:37")
    assert exits_of(made, BASE, before)[0].follows == ("criminal_law:37",)


def test_the_rules_that_the_engine_names_are_there() -> None:
    assert {*UNPUNISHABLE, LIMITATION} <= BASE.rules.keys()


def test_the_usual_period_for_sanctions_says_that_its_text_is_not_held() -> None:
    lent = {"kind": "supplying_accounts", "from": "2023-01-01", "facts": {"own_accounts_supplied": 2}}
    person = found([lent], decision_date="2025-06-01")
    late = next(s for s in person.sanctions if s.charge_id == "dealing_in_cards_and_accounts")
    assert any("第三十六条，该条未收录" in note for note in late.notes)


def test_nothing_is_handed_over_for_the_dead() -> None:
    lent = {"kind": "supplying_accounts", "facts": {"own_accounts_supplied": 3}}
    assert found([lent], {"only_confession": True}).handover
    assert found([lent], {"suspect_died": True}).handover == ()


# -- what if ----------------------------------------------------------------------------------------------------------


def test_what_if_says_what_turns_in_evidence_places_endings_and_sanctions() -> None:
    act = moving({"value": 300_000, "evidence": ["e1"]})
    place = [{"id": "a", "name": "甲市"}]
    case = case_of([act], KNEW, evidence=[CHATS], places=place)
    settings = {
        "e1.data_described_clearly": False,
        "e1.record_made": True,
        "e1.defect_cured": False,
        "a.suspect_lives_here": True,
        "a.residence_more_suitable": True,
    }
    changes = engine.what_if(case, BASE, settings, inference="direct").changes
    assert {"证据", "管辖", "归结"} <= {change.what for change in changes}
    died = engine.what_if(case, BASE, {"p.suspect_died": True}, inference="direct").changes
    assert ("归结", "不追究刑事责任") in {(change.what, change.after) for change in died}


def test_a_setting_finds_the_one_of_two_that_can_bear_the_fact() -> None:
    case = case_of([moving()], KNEW, evidence=[CHATS | {"id": "p"}])
    changed = with_facts(case, BASE, {"p.defect_cured": True, "p.knew_fraud": True})
    assert changed.evidence[0].facts == {"defect_cured": True}
    assert changed.persons[0].facts == KNEW | {"knew_fraud": True}


def test_all_of_it_can_be_written_as_json() -> None:
    parts = {
        "evidence": [CHATS, TORTURED],
        "places": [{"id": "a", "name": "甲市"}],
        "fraud_types": ["fake_investment"],
    }
    seen = assessed(case_of([moving({"at_least": 300_000.5})], KNEW | {"illegal_income": 1.25}, **parts))
    assert json.loads(json.dumps(seen.to_json()))["persons"][0]["id"] == "p"
