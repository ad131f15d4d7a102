"""What an assessment says over the whole case: sentence for several crimes, law around the act, chain, receipt, told apart."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest

import kb
from engine import assess, examples, read_case
from engine.case import Case
from engine.findings import Finding, LawChoice, TierFinding
from engine.penalty import Penalty, read_penalty
from engine.receipt import input_digest, receipt_line
from engine.report import report
from engine.together import together
from kb.load import build

BASE = kb.load()
DAY = datetime.date(2024, 5, 1)


def standing(charge: str, penalty: str, day: datetime.date = DAY) -> Finding:
    tier = TierFinding("t", "档", "criminal_law:266.1", read_penalty(penalty), ())
    law = LawChoice("", "", statute_day=day, interpretation_day=day)
    return Finding(BASE.charges[charge].label, charge, "", "", "established", tier=tier, law=law)


TEN_UP, THREE_TO_TEN, UP_TO_THREE = "处十年以上有期徒刑", "处三年以上十年以下有期徒刑", "处三年以下有期徒刑"


@pytest.mark.parametrize(
    "penalties, day, months",
    [
        ((THREE_TO_TEN, UP_TO_THREE), DAY, (36, 156)),  # 总和十三年
        ((TEN_UP, THREE_TO_TEN), DAY, (120, 240)),  # 总和二十五年，不满三十五年
        ((TEN_UP, TEN_UP, THREE_TO_TEN), DAY, (120, 300)),  # 总和四十年
        ((TEN_UP, TEN_UP, "处五年以下有期徒刑"), DAY, (120, 300)),  # 总和正好三十五年
        ((TEN_UP, TEN_UP, THREE_TO_TEN), datetime.date(2011, 4, 30), (120, 240)),  # 修正案（八）施行前一日
        ((TEN_UP, TEN_UP, THREE_TO_TEN), datetime.date(2011, 5, 1), (120, 300)),
    ],
)
def test_several_crimes_are_bounded_by_the_clause_of_the_day(
    penalties: tuple[str, ...], day: datetime.date, months: tuple[int, int]
) -> None:
    names = ("fraud", "infringing_personal_information", "illegal_crossing")
    found = together(tuple(standing(n, p, day) for n, p in zip(names, penalties, strict=False)), BASE)
    assert found is not None
    assert (found.min_months, found.max_months) == months
    assert found.cite == "criminal_law:69.1"


def test_one_crime_or_one_without_a_range_has_no_common_bounds() -> None:
    assert together((standing("fraud", TEN_UP),), BASE) is None
    bare = replace(standing("fraud", TEN_UP), tier=None)
    assert together((bare, standing("illegal_crossing", UP_TO_THREE)), BASE) is None


def test_life_is_said_beside_the_bounds() -> None:
    found = together(
        (standing("fraud", TEN_UP + "或者无期徒刑"), standing("illegal_crossing", UP_TO_THREE)), BASE
    )
    assert found is not None
    assert found.life
    assert "无期徒刑的除外" in found.words


def concealing(start: str, end: str, decision: str, amount: int = 200_000, **facts: Any) -> Case:
    tree = {
        "format": 1,
        "decision_date": decision,
        "groups": [{"id": "up", "facts": {"upstream_crime_confirmed": True}}],
        "persons": [
            {"id": "a", "name": "甲", "born": "1990-01-01", "facts": {"knew_proceeds": True, **facts}}
        ],
        "conduct": [
            {
                "id": "c1",
                "who": ["a"],
                "kind": "moving_funds",
                "serves": ["up"],
                "from": start,
                "to": end,
                "facts": {"handled_proceeds": True, "concealed_amount": amount},
            }
        ],
    }
    return build(Case, tree)


def concealment(case: Case) -> Finding:
    found = assess(case, BASE, inference="direct").persons[0].finding("concealing_criminal_proceeds")
    assert found is not None
    return found


def test_every_law_that_may_apply_stands_beside_with_its_range() -> None:
    found = concealment(concealing("2024-01-01", "2024-02-01", "2025-10-01"))
    ranges = {other.range for other in found.law.alternatives}
    assert found.tier is not None
    assert isinstance(found.tier.penalty, Penalty)
    assert found.tier.penalty.max_months == 36
    assert any(words and words.startswith("三年以上七年以下") for words in ranges)
    assert all(other.statute_day and other.interpretation_day for other in found.law.alternatives)


@pytest.mark.parametrize(
    "end, decision, passed",
    [("2014-06-01", "2024-05-31", False), ("2014-06-01", "2024-06-01", True)],
)
def test_until_when_to_prosecute_is_reckoned_from_the_end_of_the_act(
    end: str, decision: str, passed: bool
) -> None:
    limit = concealment(concealing("2014-01-01", end, decision)).limitation
    assert limit is not None
    assert limit.start == datetime.date(2014, 6, 1)
    assert limit.passed is passed


def test_a_crime_that_does_not_stand_has_no_period() -> None:
    found = concealment(concealing("2024-01-01", "2024-02-01", "2024-06-01", upstream_crime_confirmed=False))
    assert found.verdict == "not_established"
    assert found.limitation is None


NOTHING_ELSE = {
    "punished_for_concealment_within_year": False,
    "special_property": False,
    "upstream_obstructed_with_loss": False,
    "upstream_obstructed_with_grave_loss": False,
    "obstructed_pursuit": False,
    "gravely_obstructed_pursuit": False,
    "concealment_times": 1,
}


def test_milder_law_that_came_and_went_is_shown_and_not_applied() -> None:
    case = concealing("2014-01-01", "2014-06-01", "2022-06-01", 2_000, **NOTHING_ELSE)
    found = concealment(case)
    assert found.verdict != "not_established"
    assert {between.verdict for between in found.law.between} == {"not_established"}
    assert all(
        between.interpretation_day and between.interpretation_day < datetime.date(2021, 4, 15)
        for between in found.law.between
    )
    assert concealment(concealing("2022-01-01", "2022-02-01", "2022-06-01", amount=2_000)).law.between == ()


def deposits(start: str, end: str) -> Finding:
    facts = {
        "raised_without_permission": True,
        "publicized_fundraising": True,
        "promised_returns": True,
        "raised_from_public": True,
        "deposits_absorbed": 60_000_000,
    }
    act = {"id": "c1", "who": ["a"], "kind": "raising_funds", "from": start, "to": end, "facts": facts}
    tree = {
        "format": 1,
        "decision_date": "2023-06-01",
        "persons": [{"id": "a", "name": "甲", "born": "1980-01-01"}],
        "conduct": [act],
    }
    found = assess(build(Case, tree), BASE, inference="direct").persons[0].finding("illegal_deposit_taking")
    assert found is not None
    return found


def test_acts_that_began_under_a_milder_statute_say_so() -> None:
    across = [note for note in deposits("2020-01-01", "2022-06-01").notes if "跨越刑法变动" in note]
    assert len(across) == 1
    assert "高检发释字〔1998〕6号" in across[0]
    assert not any("跨越刑法变动" in note for note in deposits("2021-03-01", "2022-06-01").notes)
    assert not any("跨越刑法变动" in note for note in deposits("2020-01-01", "2021-02-28").notes)


CHAIN: dict[str, Any] = {
    "format": 1,
    "decision_date": "2024-06-18",
    "groups": [
        {"id": "g", "label": "话务团伙", "facts": {"proceeds_withdrawn": True, "gang_used_lines": False}}
    ],
    "persons": [
        {"id": "a", "name": "甲", "facts": {"knew_fraud": True}},
        {"id": "b", "name": "乙", "at_large": True},
    ],
    "conduct": [
        {
            "id": "c1",
            "who": ["a"],
            "kind": "defrauding",
            "group": "g",
            "from": "2024-01-01",
            "facts": {"fraud_amount": 50_000},
        },
        {"id": "c2", "who": ["b"], "kind": "supplying_accounts", "serves": ["g"], "from": "2024-01-01"},
        {"id": "c3", "who": [], "kind": "promoting", "serves": ["g"], "from": "2024-01-01"},
    ],
}


def test_each_link_says_who_answers_for_what_and_empty_ones_leave_a_lead() -> None:
    chain = assess(build(Case, CHAIN), BASE, inference="direct").chain
    calling = next(link for link in chain.links if link.id == "calling")
    assert [(answer.person, answer.charge) for answer in calling.answers] == [("甲", "诈骗罪")]
    leads = {(lead.link, lead.kind): lead for lead in chain.leads}
    assert "乙未到案" in leads["cards", "at_large"].why
    assert leads["cards", "at_large"].ask == ("甲",)
    assert "行为人未查明" in leads["promotion", "unknown_actor"].why
    assert "话务团伙" in leads["cash", "sign"].why
    assert ("moving", "not_asked") in leads
    assert not any(link == "lines" for link, _ in leads)  # 已查否的不再列
    assert {(edge.start, edge.end) for edge in chain.edges} == {
        ("cards", "calling"),
        ("promotion", "calling"),
    }


def test_a_sign_that_is_disputed_shows_no_link() -> None:
    for said, shown in ((True, True), ({"value": True, "disputed": True}, False)):
        groups = [{"id": "g", "label": "话务团伙", "facts": {"proceeds_withdrawn": said}}]
        chain = assess(build(Case, CHAIN | {"groups": groups}), BASE, inference="direct").chain
        assert next(link.seen for link in chain.links if link.id == "cash") is shown
        kind = "sign" if shown else "not_asked"
        assert ("cash", kind) in {(lead.link, lead.kind) for lead in chain.leads}


def test_a_case_without_any_link_leaves_no_leads() -> None:
    bare = {"format": 1, "persons": [{"id": "a", "name": "甲"}]}
    assert assess(build(Case, bare), BASE, inference="direct").chain.leads == ()


def test_the_same_case_on_the_same_base_gives_the_same_bytes_and_says_so() -> None:
    case = build(Case, CHAIN)
    one, other = (assess(build(Case, CHAIN), BASE, inference="direct") for _ in range(2))
    assert json.dumps(one.to_json()) == json.dumps(other.to_json())
    assert one.receipt["input"] == input_digest(case)
    assert receipt_line(one.receipt) == list(report(one, BASE))[-1]
    assert len({one.receipt[part] for part in ("law", "rules", "engine", "input")}) == 4


def test_the_receipt_follows_what_the_case_says_not_how_it_is_written() -> None:
    case = build(Case, CHAIN)
    assert input_digest(case) == input_digest(case.model_copy(update={"line": 99, "file": "别处"}))
    assert input_digest(case) != input_digest(case.model_copy(update={"title": "改名"}))
    moved = {
        **CHAIN,
        "conduct": [{**CHAIN["conduct"][0], "facts": {"fraud_amount": 50_001}}, *CHAIN["conduct"][1:]],
    }
    assert input_digest(case) != input_digest(build(Case, moved))


def test_the_report_of_a_gang_begins_with_everyone_at_a_glance() -> None:
    path = next(path for name, path in examples().items() if "overseas_gang" in name)
    case = read_case(path, BASE)
    lines = list(report(assess(case, BASE, inference="direct"), BASE))
    start = lines.index("一览：")
    glance = lines[start + 1 : start + 1 + len(case.persons)]
    assert [line.strip().partition("：")[0] for line in glance] == [person.name for person in case.persons]
    assert any("首要分子" in line for line in glance)


def test_what_was_told_of_a_former_person_word_for_word_is_told_by_his_name() -> None:
    path = next(path for name, path in examples().items() if "wechat_accounts" in name)
    lines = list(report(assess(read_case(path, BASE), BASE, inference="direct"), BASE))
    first = next(n for n, line in enumerate(lines) if "⇄ 区分 诈骗共犯、帮信、掩隐" in line)
    assert "相同" not in lines[first]
    assert (
        sum("⇄ 区分 诈骗共犯、帮信、掩隐" in line and line.endswith("：与熊某甲相同") for line in lines) == 5
    )
    assert sum(line == "    量刑：与熊某乙相同" for line in lines) == 2
    assert not any(line.startswith("━━") and "相同" in line for line in lines)


def test_an_act_that_is_not_entered_is_not_told_as_not_done() -> None:
    path = next(path for name, path in examples().items() if "wechat_accounts" in name)
    lines = list(report(assess(read_case(path, BASE), BASE, inference="direct"), BASE))
    told = next(line for line in lines if "4. 明知诈骗而帮助转移所得" in line)
    assert "——否（没有登记此类行为：" in told
    assert "等 7 种" in told
