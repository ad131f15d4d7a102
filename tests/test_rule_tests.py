"""Bad test files are refused with line, problem and repair; good ones become real cases."""

import datetime
from pathlib import Path
from typing import Any

import pytest

import kb
from engine.rule_tests import RuleTests, read_rule_tests
from engine.rule_trial import Trial, case_of
from kb.issues import Issue, KnowledgeBaseError

KB = kb.load()
CHARGE = "0287-2_aiding_network_crime.test.yaml"
GOOD = """\
rule: aiding_network_crime
given: &base
  act_date: 2024-05-01
  conduct: [moving_funds]
  knew_network_crime: true
  upstream_crime_confirmed: true
cases:
  - name: 支付结算恰为二十万元
    facts: {<<: *base, upstream_used_network: true, settlement_amount: 200_000}
    expect: {verdict: established}
"""


def write(folder: Path, text: str, name: str = CHARGE) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str, name: str = CHARGE) -> RuleTests[Any]:
    return read_rule_tests(write(folder, text, name), KB)


def issues(folder: Path, text: str, name: str = CHARGE) -> tuple[Issue, ...]:
    with pytest.raises(KnowledgeBaseError) as caught:
        read(folder, text, name)
    return caught.value.issues


def mismatches(folder: Path, text: str) -> tuple[str, ...]:
    tests = read(folder, text)
    return Trial(KB, KB.rules[tests.rule], tests.cases[0], "direct").mismatches()


@pytest.mark.parametrize(
    "old,new,line,words",
    [
        ("settlement_amount", "settlment_amount", 9, ("未知的事实「settlment_amount」", "settlement_amount")),
        ("knew_network_crime: true", "knew_network_crime: 1", 5, ("knew_network_crime", "true、false")),
        ("200_000}", "-1}", 9, ("settlement_amount", "不能为负数")),
        ("200_000}", "{at_least: 5, at_most: 4}}", 9, ("at_most（4）小于 at_least（5）",)),
        ("[moving_funds]", "[moving_fund]", 9, ("未知的行为种类「moving_fund」", "moving_funds")),
        ("  conduct: [moving_funds]\n", "", 7, ("案例没有行为", "conduct")),
        ("  act_date: 2024-05-01\n", "", 8, ("缺少键「act_date」",)),
        ("act_date: 2024-05-01", "act_date: 2024-02-30", 3, ("没有这一天",)),
        ("expect: {verdict: established}", "expect: {verdit: established}", 10, ("verdit", "verdict")),
        ("expect: {verdict: established}", "expect: {verdict: guilty}", 10, ("guilty",)),
        ("expect: {verdict: established}", "expect: {met: true}", 10, ("met",)),
        ("established}", "established, missing: [gravty]}", 10, ("missing", "「gravty」", "gravity")),
        ("established}", "established, ask: [income]}", 10, ("ask", "「income」")),
        ("established}", "established, tier: huge}", 10, ("tier", "「huge」", "basic")),
        ("established}", "established, role: 帮凶}", 10, ("role", "「帮凶」", "从犯")),
        ("established}", "established, exception: [minor]}", 10, ("exception", "「minor」")),
        ("established}", 'established, because: ["fashi_2019_15:12.9"]}', 10, ("because", "无处可查")),
        (
            "rule: aiding_network_crime",
            "rule: aiding_netwrk_crime",
            1,
            ("未知的规则", "aiding_network_crime"),
        ),
        ("rule: aiding_network_crime", "rule: fraud", 1, ("不同名", "0266_fraud.test.yaml")),
        ("rule: aiding_network_crime\n", "", 1, ("没有写明测试哪条规则",)),
        (
            "facts: {<<: *base",
            "findings: [{charge: robbery, tier: x}]\n    facts: {<<: *base",
            9,
            ("未知的罪名「robbery」",),
        ),
        (
            "facts: {<<: *base",
            "findings: [{charge: fraud, tier: big}]\n    facts: {<<: *base",
            9,
            ("「big」", "huge"),
        ),
    ],
)
def test_a_mistake_has_its_line_and_repair(
    tmp_path: Path, old: str, new: str, line: int, words: tuple[str, ...]
) -> None:
    assert old in GOOD
    found = issues(tmp_path, GOOD.replace(old, new, 1))
    text = "\n".join(map(str, found))
    assert all(word in text for word in words), text
    assert line in {issue.line for issue in found}, text
    assert all(issue.file.endswith(CHARGE) for issue in found)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    bad = GOOD.replace("settlement_amount", "settlment").replace("established", "established, ask: [nothing]")
    assert len(issues(tmp_path, bad)) == 2


def test_a_name_may_be_used_once(tmp_path: Path) -> None:
    found = issues(tmp_path, GOOD + GOOD[GOOD.index("  - name") :])
    assert [(issue.line, issue.problem) for issue in found] == [(11, "案例名重复：「支付结算恰为二十万元」")]


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    assert "不是键值结构" in str(issues(tmp_path, "- 1\n")[0])


def test_facts_of_the_group_must_be_facts_of_groups(tmp_path: Path) -> None:
    found = issues(tmp_path, GOOD.replace("<<: *base", "<<: *base, group: {illegal_income: 1}"))
    assert "不能写在这里" in found[0].problem


def test_a_case_that_does_not_hold_says_what_was_expected(tmp_path: Path) -> None:
    assert mismatches(tmp_path, GOOD) == ()
    bad = GOOD.replace("established", "not_established, missing: [gravity], law: 法释〔2025〕13号")
    assert [line.partition("：")[0] for line in mismatches(tmp_path, bad)] == ["law", "missing", "verdict"]


def test_what_is_not_expected_is_not_compared_and_null_is(tmp_path: Path) -> None:
    assert mismatches(tmp_path, GOOD.replace("established", "established, tier: null")) == (
        "tier：期望 （未知或无），实际 basic",
    )


def test_ask_names_some_and_missing_names_all(tmp_path: Path) -> None:
    unknown = GOOD.replace(", settlement_amount: 200_000", "")
    assert mismatches(tmp_path, unknown.replace("established", "undetermined, ask: [recipients]")) == ()
    (line,) = mismatches(tmp_path, unknown.replace("established", "undetermined, ask: [knew_fraud]"))
    assert line.startswith("ask：期望 knew_fraud，实际")
    denied = unknown.replace("upstream_crime_confirmed: true", "upstream_crime_confirmed: false")
    denied = denied.replace("conduct:", "assisted_crime_unverifiable: false\n  conduct:")
    assert (
        mismatches(
            tmp_path, denied.replace("established", "not_established, missing: [assisted_crime, gravity]")
        )
        == ()
    )
    (line,) = mismatches(
        tmp_path,
        denied.replace("established", "not_established, missing: [assisted_crime, gravity, knowledge]"),
    )
    assert line == "missing：期望 assisted_crime、gravity、knowledge，实际 assisted_crime、gravity"


def test_conduct_that_does_not_open_the_charge_is_said_so(tmp_path: Path) -> None:
    (line,) = mismatches(tmp_path, GOOD.replace("moving_funds", "handling_goods"))
    assert "没有启动本罪" in line


def situation(folder: Path, more: str) -> Any:
    return read(folder, GOOD.replace("settlement_amount: 200_000", more)).cases[0].facts


def test_facts_are_put_where_the_vocabulary_lets_them(tmp_path: Path) -> None:
    case = case_of(
        situation(tmp_path, "telecom_fraud: true, fixed_organization: true, local_large_standard: 3_000"), KB
    )
    asked = {"knew_network_crime", "upstream_crime_confirmed", "upstream_used_network"}
    assert case.persons[0].facts == dict.fromkeys(asked, True)
    assert case.conduct[0].facts == {"telecom_fraud": True}
    assert case.groups[0].facts == {"fixed_organization": True}
    assert case.facts == {"local_large_standard": 3_000}
    assert case.conduct[0].group == case.groups[0].id


def test_members_act_in_the_group_and_served_gangs_do_not(tmp_path: Path) -> None:
    together = case_of(situation(tmp_path, "members: 3"), KB)
    assert len(together.members("gang")) == 3
    serving = case_of(situation(tmp_path, "serves: 2"), KB)
    assert serving.conduct[0].serves == ("served1", "served2")
    assert serving.conduct[0].group is None


def test_an_act_may_serve_a_gang_of_its_own(tmp_path: Path) -> None:
    acts = "[{kind: moving_funds, serves: [a]}, {kind: withdrawing_cash, serves: [b]}]"
    case = case_of(situation(tmp_path, f"conduct: {acts}"), KB)
    assert [act.serves for act in case.conduct] == [("a",), ("b",)]
    assert [group.id for group in case.groups] == ["a", "b"]


def test_the_decision_follows_the_last_act_unless_given(tmp_path: Path) -> None:
    later = "conduct: [{kind: moving_funds, from: 2024-05-01, to: 2024-06-30, facts: {settlement_amount: 1}}]"
    assert situation(tmp_path, later).decided == datetime.date(2024, 6, 30)
    assert situation(tmp_path, "decision_date: 2025-01-01").decided == datetime.date(2025, 1, 1)


def test_without_a_group_there_is_none(tmp_path: Path) -> None:
    case = case_of(situation(tmp_path, "settlement_amount: 1"), KB)
    assert case.groups == ()
    assert [person.id for person in case.persons] == ["p1"]


def test_a_clause_that_is_not_to_be_given_is_told_where_it_is(tmp_path: Path) -> None:
    text = """\
rule: public_security_no_detention
cases:
  - name: 十五周岁
    facts: {act_date: 2025-12-31, conduct: [defrauding], age_at_act: 15, first_public_security_violation: true}
    expect: {met: true, not_because: ["public_security_penalties_law:21.1.2"]}
"""

    def told(text: str) -> tuple[str, ...]:
        tests = read(tmp_path, text, "public_security_no_detention.test.yaml")
        return Trial(KB, KB.rules[tests.rule], tests.cases[0], "direct").mismatches()

    assert told(text) == ()
    assert [line.partition("：")[0] for line in told(text.replace("21.1.2", "21.1.1"))] == ["not_because"]
