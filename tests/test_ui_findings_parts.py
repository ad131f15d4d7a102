"""The parts of 结论, 对照 and 关于: what they draw, and that nothing hostile becomes markup."""

import datetime
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

import engine
import kb
from engine import parse_case
from engine.assessment import Assessment
from engine.plan import LawState
from engine.planner import planner_of
from engine.whatif import Flip
from kb import check
from kb.case_rules import RULE_KINDS
from ui.about_html import KINDS_OF_RULES, coverage_html, lacking_html, rules_html, unverified_html
from ui.compare_html import ACT, ASPECTS, aspect_of, columns_of, compare_html, rules_of_distinction_html
from ui.finding_html import finding_html
from ui.flip_html import NOTHING, flips_html
from ui.look import folded_card, plain
from ui.overview import first_questions_html, outcome_html, together
from ui.questions import QUESTIONS_SHOWN
from ui.range_html import shares_html
from ui.rule_html import rule_html
from ui.shortfall_html import shortfall_html
from ui.statute_html import around_html, head_html
from ui.timeline import acts_html, applied_html, changes_html, changes_on
from ui.timeline_svg import Bar, timeline_svg

BASE = kb.load()
D = datetime.date
BAD = "<img src=x onerror=alert(1)>"
DAYS = (D(2021, 2, 1), D(2025, 9, 1))
CASE = f"""format: 1
title: '供卡{BAD}'
decision_date: 2025-09-01
groups:
  - {{id: g, label: '团伙{BAD}', facts: {{telecom_fraud: true, upstream_crime_confirmed: true, fixed_organization: true}}}}
persons:
  - {{id: jia, name: '甲{BAD}', facts: {{knew_network_crime: true, illegal_income: {{value: 20000, evidence: '流水{BAD}'}}}}}}
  - {{id: yi, name: 乙, facts: {{knew_fraud: true}}}}
  - {{id: bing, name: 丙, facts: {{knew_fraud: true}}}}
conduct:
  - {{id: c1, who: [jia], kind: supplying_accounts, serves: [g], from: 2021-01-01, to: 2021-07-01,
     facts: {{accounts_supplied: 4, account_inflow: 7600000}}}}
  - {{id: c2, who: [yi, bing], kind: defrauding, group: g, to: 2021-02-01, facts: {{fraud_amount: 40000}}}}
  - {{id: c3, who: [yi, bing], kind: defrauding, group: g, facts: {{fraud_amount: 30000}}}}
incidents:
  - {{id: i1, group: g, by: [yi, bing], from: 2021-01-03, label: '第一起{BAD}', facts: {{fraud_amount: 9000}}}}
"""


@pytest.fixture(scope="module")
def case() -> engine.Case:
    return parse_case(CASE, BASE)


@pytest.fixture(scope="module")
def assessment(case: engine.Case) -> Assessment:
    return engine.assess(case, BASE, inference="direct")


def harmless(shown: str) -> str:
    """HTML in which nothing hostile has survived as markup."""
    assert "<img" not in shown
    assert "onerror=alert" not in shown.replace("&lt;img src=x onerror=alert(1)&gt;", "")
    return shown


def test_those_of_whom_the_same_is_found_stand_together(assessment: Assessment) -> None:
    groups = together(assessment)
    assert [[person.id for person in alike] for alike in groups] == [["jia"], ["yi", "bing"]]
    shown = harmless("".join(outcome_html(alike, assessment) for alike in groups))
    assert "✔ 成立</span><b>帮助信息网络犯罪活动罪</b>" in shown
    assert "归结：" in shown
    assert "待问" in shown
    asked = harmless(first_questions_html(assessment))
    assert asked.count("<li>") == min(QUESTIONS_SHOWN, len(assessment.questions))
    assert "问到：" in asked


def test_a_name_is_shown_as_it_stands() -> None:
    assert plain(
        "![x](http://a/b.png) **粗** <b>"
    ) == r"\!\[x\]\(http\:\/\/a/b\.png\) \*\*粗\*\* \<b\>".replace(r"\/", "/")


def test_a_finding_shows_each_item_of_a_sum_and_how_each_rung_stands(assessment: Assessment) -> None:
    found = assessment.person("yi").finding("fraud")
    assert found is not None
    shown = harmless(finding_html(found, BASE, DAYS))
    assert "逐项 2" in shown
    assert "zl-rung-met" in shown
    assert "✔ 符合" in shown
    assert re.search(r"诈骗数额[^<]* 70,000 元|诈骗数额[^<]* 至少 [\d,]+ 元", shown)
    harmless(finding_html(assessment.person("jia").findings[0], BASE, DAYS))


def test_the_incidents_of_a_gang_are_told_one_by_one(assessment: Assessment) -> None:
    shown = harmless(shares_html(assessment.person("yi"), BASE, DAYS))
    assert "第一起" in shown
    assert "逐起 1 项" in shown


def test_what_a_charge_lacks_is_told_with_what_is_known_and_what_to_gather(assessment: Assessment) -> None:
    open_ = [f for person in assessment.persons for f in person.shown if f.verdict == "undetermined"]
    told = harmless("".join(shortfall_html(finding, opened=True) for finding in open_))
    assert "补证方案一" in told
    assert "未查" in told


def test_the_picture_of_the_times_is_well_formed_and_holds_every_act() -> None:
    bars = [
        Bar(f"c1 {BAD}", D(2021, 1, 1), D(2021, 7, 1)),
        Bar("c2 起日未填的", None, D(2021, 2, 1)),
        Bar("c3 没有日期的", None, None),
        Bar("c4 只有起日的", D(2020, 2, 29), None),
    ]
    changes = [D(2021, 4, 15), D(2021, 4, 16), D(2021, 4, 17), D(2021, 4, 18), D(2025, 8, 26)]
    picture = timeline_svg(bars, changes, D(2025, 9, 1))
    tree = ElementTree.fromstring(picture)  # noqa: S314 - our own
    words = [element.text for element in tree.iter() if element.text]
    for word in ("日期未填", "起日未填", "止日未填", "处理日", "2021年", *"12345"):
        assert word in words
    assert "<img" not in picture
    width, height = float(tree.attrib["width"]), float(tree.attrib["height"])
    for element in tree.iter():
        assert all(0 <= float(element.get(at, 0)) <= width for at in ("x", "x1", "x2", "cx"))
        assert all(0 <= float(element.get(at, 0)) <= height for at in ("y", "y1", "y2", "cy"))


def test_a_picture_can_be_drawn_of_a_single_day_and_of_no_day_at_all() -> None:
    for bars in ([], [Bar("甲", None, None)], [Bar("乙", D(2024, 1, 1), D(2024, 1, 1))]):
        tree = ElementTree.fromstring(timeline_svg(bars, [], D(2024, 1, 1)))  # noqa: S314 - our own
        assert "处理日" in [element.text for element in tree.iter()]


def test_the_times_in_words_number_the_changes_as_the_picture_does(
    case: engine.Case, assessment: Assessment
) -> None:
    person = assessment.person("jia")
    changes = changes_on(case, person, BASE, D(2025, 9, 1))
    assert D(2021, 4, 15) in changes
    assert list(changes) == sorted(changes)
    assert all(D(2021, 1, 1) < day <= D(2025, 9, 1) for day in changes)
    shown = changes_html(changes, BASE)
    assert f"<td>{len(changes)}</td>" in shown
    assert "掩饰、隐瞒犯罪所得" in shown
    acts = acts_html([act for act in case.conduct if "yi" in act.who], list(changes), BASE)
    assert "未填</span> 至" in acts
    assert "日期未填，不能判断" in acts
    harmless(applied_html(person, BASE, DAYS))


def test_every_element_stands_under_one_head() -> None:
    listed = [element for ids in ASPECTS.values() for element in ids]
    assert len(listed) == len(set(listed))
    held = {element.id for charge in BASE.charges.values() for element in charge.elements}
    assert set(listed) <= held
    assert aspect_of("knowledge") == "主观"
    assert aspect_of("deception") == ACT


@pytest.mark.parametrize("day", [D(2015, 10, 31), D(2026, 9, 1)])
def test_charges_are_compared_by_their_rules_on_a_day(day: datetime.date) -> None:
    columns = columns_of(["fraud", "aiding_network_crime", "money_laundering"], {}, BASE, (day,))
    shown = compare_html(columns, BASE)
    assert ("当日尚无此罪" in shown) is (day < D(2015, 11, 1))
    for head in ("主观", "数额、情节、后果", "法定刑"):
        assert f'<th scope="row">{head}</th>' in shown


def test_charges_are_compared_with_what_the_case_says(assessment: Assessment) -> None:
    findings = {finding.charge_id: finding for finding in assessment.person("jia").findings}
    columns = columns_of(["aiding_network_crime", "fraud"], findings, BASE, DAYS)
    shown = harmless(compare_html(columns, BASE))
    assert "✔ 成立" in shown
    assert "规则怎样写" in shown
    assert "← 本案" in shown


@pytest.mark.parametrize("name", list(BASE.charges))
def test_every_charge_can_be_told_by_its_rule(name: str) -> None:
    plan = planner_of(BASE).plan(BASE.charges[name], LawState(D(2026, 9, 1), D(2026, 9, 1)))
    for element in plan.elements:
        shown = rule_html(element.node, BASE, lambda _cites: "")
        assert shown.count("<ul") == shown.count("</ul>")
        assert "None" not in shown


def test_a_number_of_a_rule_is_told_with_its_unit() -> None:
    plan = planner_of(BASE).plan(BASE.charges["aiding_network_crime"], LawState(D(2020, 6, 1), D(2020, 6, 1)))
    gravity = next(element for element in plan.elements if element.id == "gravity")
    shown = rule_html(gravity.node, BASE, lambda _cites: "")
    assert "达到20万元" in shown
    assert "达到3" in shown
    assert "具备其中之一" in shown
    assert "由人判断" in shown


@pytest.mark.parametrize("rule", BASE.distinctions, ids=lambda rule: rule.id)
def test_a_distinction_without_a_case_says_to_what_each_answer_points(rule: kb.Distinction) -> None:
    shown = rules_of_distinction_html(rule, BASE, (D(2026, 9, 1),))
    assert shown.count("<li>") == len(rule.tests)
    assert "<b>是</b> →" in shown


def test_a_folded_frame_is_closed_until_it_is_opened() -> None:
    assert '<details class="zl-whole-card">' in folded_card("头", "身")
    assert '<details class="zl-whole-card" open>' in folded_card("头", "身", opened=True)


def test_every_kind_of_rule_has_a_name_and_is_counted() -> None:
    assert set(KINDS_OF_RULES) == set(RULE_KINDS)
    shown = rules_html(BASE)
    numbers = [int(cell) for cell in re.findall(r"<td>(\d+)</td>", shown)]
    assert sum(numbers) == len(BASE.rules)


def test_the_rules_around_a_provision_stand_under_the_names_of_their_kinds() -> None:
    shown = around_html(BASE, "fashi_2019_15:11", D(2026, 9, 1))
    assert "<dt>明知的推定</dt><dd>明知他人利用信息网络实施犯罪" in shown


def test_the_page_of_a_document_counts_its_doubts_as_the_list_of_all_doubts_does() -> None:
    for document in BASE.statutes.values():
        told = head_html(document, D(2026, 9, 1))
        assert f"有 {len(document.doubtful)} 处文本未" in told or "全部文本已核对" in told


def test_what_is_covered_left_doubtful_and_lacking_is_told_in_full() -> None:
    found = list(check.coverage(BASE))
    shown = coverage_html(found)
    assert f"<b>{sum(len(each.left) for each in found)}</b> 处" in shown
    assert all(entry.label in shown for each in found for entry in each.left)
    doubts = unverified_html(BASE)
    assert all(line.label in doubts for document in BASE.statutes.values() for line in document.doubtful)
    assert "为什么没有收录" in lacking_html(BASE)
    one = replace(found[0], name=BAD)
    harmless(coverage_html([one]))


def test_what_turns_one_persons_charges_is_the_same_asked_alone(case: engine.Case) -> None:
    everyone = engine.flips(case, BASE)
    for person in case.persons:
        mine = tuple(flip for flip in everyone if flip.person == person.id)
        assert engine.flips(case, BASE, only=person.id) == mine


def test_values_of_a_fact_that_turn_a_verdict_alike_stand_in_one_line(assessment: Assessment) -> None:
    person = assessment.person("yi")
    charge = person.shown[0].charge
    found = [
        Flip("yi", charge, "age_at_act", "行为时年龄", value, "established", "not_established")
        for value in (15, 11, 12)
    ] + [
        *(
            Flip("yi", charge, "illegal_income", "违法所得", value, "undetermined", "established")
            for value in (30, 20)
        ),
        Flip("yi", f"另罪{BAD}", "confessed", f"自白{BAD}", True, "undetermined", "established"),
        *(
            Flip("yi", charge, "confessed", f"事实{n}", False, "established", "undetermined")
            for n in range(20)
        ),
    ]
    shown = harmless(flips_html(found, person, BASE))
    assert "若为 <b>15 " in shown
    assert "试过的 3 个数都是这样" in shown
    assert "若为 <b>20 " in shown
    assert "其余 10 项" in shown
    assert "尚无事实指向的、已排除的罪名 1 个：另罪" in shown
    assert shown.index(charge) < shown.index("另罪")
    assert NOTHING in flips_html([], person, BASE)
