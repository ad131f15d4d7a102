"""Faults are seeded in a copy of the base whose tests are known: what is seeded, what is found, what is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from engine.faults import faults_of
from engine.mutations import Bench, Score, score, scores, summary
from kb import Charge, KnowledgeBase, load, load_from
from kb.issues import Issue
from kb.load import build, parse_yaml
from kb.rules import Circumstance, Concurrence, Rule

SHIPPED = Path(str(files("kb")))
CHARGE = """\
id: two_frauds
kind: charge
label: 试用的罪名
article: criminal_law:266
in_force: {from: 2011-04-08}
opened_by: [defrauding]
elements:
  - id: deception
    label: 欺骗
    fact: deceived_victims
    cite: {at: criminal_law:266.1, quote: 诈骗公私财物}
  - id: amount
    label: 数额
    cumulative: true
    fact: fraud_amount
    at_least: 500_000
    unit: 元
    cite: {at: "fashi_2011_7:1.1", quote: 五十万元以上}
exceptions:
  - {id: forgiven, label: 被害人谅解, fact: forgiven_by_victim, cite: criminal_law:13}
tiers:
  - {id: basic, label: 首档, penalty: {at: criminal_law:266.1, quote: 处三年以上十年以下有期徒刑，并处罚金}}
  - id: higher
    label: 次档
    penalty: {at: criminal_law:266.1, quote: 处十年以上有期徒刑或者无期徒刑，并处罚金或者没收财产}
    when: {fact: telecom_fraud, cite: criminal_law:266.1}
"""
GIVEN = "act_date: 2024-05-01, conduct: [defrauding], deceived_victims: true, telecom_fraud: false"
CASES = f"""\
rule: two_frauds
cases:
  - {{name: 恰为五十万元, facts: {{{GIVEN}, fraud_amount: 500_000}}, expect: {{verdict: established, tier: basic}}}}
  - {{name: 差一元, facts: {{{GIVEN}, fraud_amount: 499_999}}, expect: {{verdict: not_established, missing: [amount]}}}}
"""
MORE = """\
  - {name: 没有欺骗, facts: {act_date: 2024-05-01, conduct: [defrauding], deceived_victims: false, fraud_amount: 600_000}, expect: {verdict: not_established}}
  - {name: 被害人谅解, facts: {act_date: 2024-05-01, conduct: [defrauding], deceived_victims: true, forgiven_by_victim: true, fraud_amount: 600_000}, expect: {verdict: not_established}}
  - {name: 电信网络诈骗, facts: {act_date: 2024-05-01, conduct: [defrauding], deceived_victims: true, telecom_fraud: true, fraud_amount: 600_000}, expect: {verdict: established, tier: higher}}
  - {name: 施行前一日, facts: {act_date: 2011-04-07, conduct: [defrauding], deceived_victims: true, fraud_amount: 600_000}, expect: {verdict: not_in_force}}
  - {name: 施行当日, facts: {act_date: 2011-04-08, conduct: [defrauding], deceived_victims: true, fraud_amount: 600_000}, expect: {verdict: established}}
"""  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped data with one charge more."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__", "schemas")
    copy = Path(shutil.copytree(SHIPPED, tmp_path / "kb", ignore=ignored))
    write(copy, CHARGE, CASES)
    return copy


def write(root: Path, charge: str, cases: str) -> KnowledgeBase:
    file = root / "rules" / "charges" / "05_property" / "0266_two_frauds.yaml"
    file.write_text(charge, encoding="utf-8")
    file.with_name("0266_two_frauds.test.yaml").write_text(cases, encoding="utf-8")
    return load_from(root)


def rule_of(text: str, kind: type[Rule]) -> Rule:
    return build(kind, parse_yaml(text, "rule.yaml"))


def of_condition(text: str) -> list[str]:
    head = "id: one\nkind: circumstance\nlabel: 一\neffect: heavier\nwhen:\n  "
    return [fault.words for fault in faults_of(rule_of(head + text, Circumstance))]


def tried(root: Path, charge: str = CHARGE, cases: str = CASES) -> Score:
    kb = write(root, charge, cases)
    return score(kb.rules["two_frauds"], kb)


# -- what is seeded ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "condition, words",
    [
        (
            "{fact: a, at_least: 3}",
            ["「a」的标准 3 改为 4", "「a」的标准 3 改为 2", "「a」的以上（at_least）改为超过（above）"],
        ),
        (
            "{fact: a, above: 0.5}",
            [
                "「a」的标准 0.5 改为 0.6",
                "「a」的标准 0.5 改为 0.4",
                "「a」的超过（above）改为以上（at_least）",
            ],
        ),
        ("{fact: a, below: 16}", ["「a」的标准 16 改为 17", "「a」的标准 16 改为 15"]),
        (
            "{fact: a, within: [1, 3]}",
            [f"「a」的标准 {old} 改为 {new}" for old, new in ((1, 2), (1, 0), (3, 4), (3, 2))],
        ),
        ("{fact: a, at_least: {fact: b}}", ["「a」的以上（at_least）改为超过（above）"]),
        (
            "{fact: a, below: {times: 5, of: b}}",
            ["「a」的倍数 5 改为 6", "「a」的倍数 5 改为 4"],
        ),
        (
            "{fact: a, below: {times: 0.8, of: b}}",
            ["「a」的倍数 0.8 改为 0.9", "「a」的倍数 0.8 改为 0.7"],
        ),
        ("{any: [{fact: a}, {fact: b}]}", ["删去any 中的「a」", "删去any 中的「b」"]),
        ("{all: [{fact: a}, {conduct: [c, d]}]}", ["删去all 中的「a」", "删去all 中的「c、d」"]),
        ("{all: [{fact: a}]}", []),
        ("{not: {any: [{fact: a}]}}", ["去掉「a」前的 not"]),
        (
            "{fact: a, in_force: {from: 2020-01-01, to: 2020-12-31}}",
            [
                f"「a」的 in_force {words}"
                for words in (
                    "from 由 2020-01-01 改为 2020-01-02",
                    "from 由 2020-01-01 改为 2019-12-31",
                    "to 由 2020-12-31 改为 2021-01-01",
                    "to 由 2020-12-31 改为 2020-12-30",
                )
            ],
        ),
    ],
)
def test_a_condition_is_made_wrong_in_every_way(condition: str, words: list[str]) -> None:
    assert of_condition(condition) == words


def test_both_ends_of_the_days_of_a_rule_beside_the_charge_are_moved() -> None:
    text = (
        "id: one\nkind: circumstance\nlabel: 一\neffect: heavier\n"
        "in_force: {from: 2020-01-01, to: 2020-12-31}\nwhen: {fact: a}\n"
    )
    assert [fault.words for fault in faults_of(rule_of(text, Circumstance))] == [
        "本规则的 in_force from 由 2020-01-01 改为 2020-01-02",
        "本规则的 in_force from 由 2020-01-01 改为 2019-12-31",
        "本规则的 in_force to 由 2020-12-31 改为 2021-01-01",
        "本规则的 in_force to 由 2020-12-31 改为 2020-12-30",
    ]


def test_parts_of_a_charge_are_dropped() -> None:
    words = [fault.words for fault in faults_of(rule_of(CHARGE, Charge))]
    assert [said for said in words if said.startswith("删去")] == [
        "删去要件「欺骗」",
        "删去要件「数额」",
        "删去出罪、从宽事由「被害人谅解」",
        "删去档次「次档」",
    ]
    assert "本罪的 in_force from 由 2011-04-08 改为 2011-04-09" in words


def test_a_rule_of_concurrence_is_dropped_or_says_otherwise_who_gives_way() -> None:
    text = "id: one\nkind: concurrence\nlabel: 一\nbetween: [a, b]\neffect: heavier\ninto: a\ncite: criminal_law:266.1\n"
    made = [fault.made for fault in faults_of(rule_of(text, Concurrence))]
    assert made[0] is None
    kept = [rule for rule in made if isinstance(rule, Concurrence)]
    assert [(rule.effect, rule.into) for rule in kept] == [("cumulative", "a"), ("heavier", "b")]


def test_a_fault_leaves_the_rule_itself_as_it_was() -> None:
    rule = rule_of(CHARGE, Charge)
    before = rule.model_dump()
    changed = [fault.made for fault in faults_of(rule)]
    assert rule.model_dump() == before
    assert all(made is not None and made.model_dump() != before for made in changed)
    assert len({str(made.model_dump()) for made in changed if made}) == len(changed)


SHIPPED_BASE = load()
BESIDE = (
    *SHIPPED_BASE.checklists,
    *SHIPPED_BASE.disputes,
    *SHIPPED_BASE.distinctions,
    *SHIPPED_BASE.jurisdictions,
)


@pytest.mark.parametrize("rule", BESIDE, ids=lambda rule: rule.id)
def test_each_fault_of_a_rule_beside_the_charges_is_another_rule(rule: Rule) -> None:
    before, faults = rule.model_dump(), list(faults_of(rule))
    made = [fault.made.model_dump() for fault in faults if fault.made is not None]
    assert rule.model_dump() == before
    assert before not in made
    assert len({str(each) for each in made}) == len(made) == len(faults)


@pytest.mark.parametrize(
    "rule, words",
    [
        ("electronic_data_appraisal", ("删去核对点「", "」的 flaw 由 ")),
        ("internet_account_sales", ("」的 assume ",)),
        ("fundraising", ("删去「", "」的 met 与 not_met 对调")),
        ("network_crime_2014_helper", ("删去any 中的「helper_acted_here」",)),
    ],
)
def test_a_rule_beside_the_charges_has_the_faults_of_its_kind_and_its_cases_find_them(
    rule: str, words: tuple[str, ...]
) -> None:
    told = [fault.words for fault in faults_of(SHIPPED_BASE.rules[rule])]
    assert all(any(word in each for each in told) for word in words), told
    found = score(SHIPPED_BASE.rules[rule], SHIPPED_BASE)
    assert (found.survivors, found.problems, found.enough) == ((), (), True)
    assert found.made > 1


# -- what is found -----------------------------------------------------------------------------------


def test_what_the_cases_do_not_look_at_survives_with_its_line(root: Path) -> None:
    found = tried(root)
    said = {(issue.line, issue.problem.removeprefix("没有案例发现：")) for issue in found.survivors}
    assert said == {
        (1, "本罪的 in_force from 由 2011-04-08 改为 2011-04-09"),
        (1, "本罪的 in_force from 由 2011-04-08 改为 2011-04-07"),
        (8, "删去要件「欺骗」"),
        (20, "删去出罪、从宽事由「被害人谅解」"),
        (23, "删去档次「次档」"),
    }
    assert (found.made, found.found, found.enough) == (9, 4, False)
    assert str(found) == "two_frauds：9 个变异，发现 4（44%）"
    assert all("加一个能分辨它的案例" in issue.repair for issue in found.survivors)


def test_cases_that_look_at_everything_find_everything(root: Path) -> None:
    found = tried(root, cases=CASES + MORE)
    assert (found.survivors, found.enough) == ((), True)


def test_a_threshold_without_a_case_beside_it_survives(root: Path) -> None:
    looser = (
        (CASES + MORE).replace("499_999", "400_000").replace("fraud_amount: 500_000", "fraud_amount: 510_000")
    )
    found = tried(root, cases=looser)
    assert [issue.problem for issue in found.survivors] == [
        "没有案例发现：「fraud_amount」的以上（at_least）改为超过（above）",
        "没有案例发现：「fraud_amount」的标准 500000 改为 499999",
        "没有案例发现：「fraud_amount」的标准 500000 改为 500001",
    ]


def test_a_day_on_which_the_cited_text_was_no_law_is_not_counted(root: Path) -> None:
    dated = CHARGE.replace(
        "    unit: 元\n", "    unit: 元\n    in_force: {from: 2011-04-08}\n", 1
    )  # the interpretation begins on that day, too
    plain, found = tried(root, cases=CASES + MORE), tried(root, dated, CASES + MORE)
    earlier = "from 由 2011-04-08 改为 2011-04-07"
    assert found.made == plain.made + 1  # only the day after can be noticed
    assert not any(earlier in issue.problem for issue in found.survivors)


def test_a_rule_that_can_no_longer_be_read_is_found_though_no_case_reads_it(root: Path) -> None:
    later = CHARGE.replace(
        "when: {fact: telecom_fraud, cite: criminal_law:266.1}",
        "when: {any: [{fact: telecom_fraud, cite: criminal_law:266.1}, "
        "{ref: deception, in_force: {from: 2025-01-01}, cite: criminal_law:266.1}]}",
    )
    found = tried(root, later)
    assert not any("删去要件「欺骗」" in issue.problem for issue in found.survivors)
    assert any("删去档次「次档」" in issue.problem for issue in found.survivors)


def test_only_the_charge_that_the_cases_look_at_is_judged(root: Path) -> None:
    kb = write(root, CHARGE, CASES)
    assert list(Bench(kb.rules["two_frauds"], kb).kb.charges) == ["two_frauds"]
    assert len(Bench(kb.rules["minority"], kb).kb.charges) == 1  # 用到它的第一个罪名
    assert set(Bench(kb.rules["aiding_and_fraud"], kb).kb.charges) == set(kb.charges)


# -- what is told ------------------------------------------------------------------------------------


def test_cases_that_do_not_hold_are_told_before_any_fault(root: Path) -> None:
    found = tried(root, cases=CASES.replace("tier: basic", "tier: higher"))
    (issue,) = found.problems
    assert (issue.line, issue.problem) == (3, "案例本来就不成立：恰为五十万元")
    assert (found.made, found.enough) == (0, False)


def test_a_rule_without_tests_or_with_bad_ones_is_not_enough(root: Path) -> None:
    kb = write(root, CHARGE, CASES.replace("fraud_amount", "fraud_amont"))
    assert "未知的事实" in str(score(kb.rules["two_frauds"], kb).problems[0])
    (root / "rules" / "charges" / "05_property" / "0266_two_frauds.test.yaml").unlink()
    assert "没有测试" in str(score(kb.rules["two_frauds"], kb).problems[0])


@pytest.mark.parametrize(
    "made, survivors, enough", [(20, 1, True), (19, 1, False), (0, 0, True), (100, 5, True)]
)
def test_enough_is_ninety_five_of_a_hundred_in_whole_numbers(made: int, survivors: int, enough: bool) -> None:
    missed = tuple(Issue("a.yaml", line, "没有案例发现") for line in range(survivors))
    assert Score("one", made, missed).enough is enough


def test_the_totals_name_how_many_rules_fall_short() -> None:
    poor = Score("two", 2, (Issue("a.yaml", 1, "没有案例发现"),))
    assert summary([Score("one", 8), poor]) == "合计 2 条规则：10 个变异，发现 9（90%）；1 条规则不到 95%"
    assert summary([Score("one", 8)]) == "合计 1 条规则：8 个变异，发现 8（100%）"


def test_rules_are_tried_in_the_order_of_their_files_whichever_was_asked_first() -> None:
    kb = load()
    asked = scores(kb, ["surrender", "confession"], workers=1)
    assert [found.rule for found in asked] == ["confession", "surrender"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "zuilian", "check", *arguments], capture_output=True, text=True, check=False
    )


def test_the_command_exits_with_1_where_tests_fall_short(root: Path) -> None:
    done = command("--mutate", "--rule", "two_frauds", "--rule", "merit", "--root", str(root))
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "two_frauds：9 个变异，发现 4（44%）"
    assert "0266_two_frauds.yaml:1: 没有案例发现：" in lines[1]
    assert lines[-2:] == [
        "merit：0 个变异，发现 0（100%）",
        "合计 2 条规则：9 个变异，发现 4（44%）；1 条规则不到 95%",
    ]


def test_the_command_exits_with_0_where_tests_are_enough() -> None:
    done = command("--mutate", "--rule", "minority")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "合计 1 条规则：2 个变异，发现 2（100%）")


def test_bad_options_are_told_in_chinese() -> None:
    for arguments, words in (
        (("--rule", "fraud"), "--rule 只与 --mutate 同用"),
        (("--mutate", "--rule", "frud"), "没有规则「frud」：是否想写：fraud"),
    ):
        done = command(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("fact: telecom_fraud", "fact: telecom_frod", "未知的事实「telecom_frod」"),
        ("处三年以上十年以下有期徒刑，并处罚金", "诈骗公私财物", "档次「首档」读不出法定刑"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--mutate",)])
def test_rules_that_cannot_be_read_are_told_first(
    root: Path, old: str, new: str, words: str, options: tuple[str, ...]
) -> None:
    write(root, CHARGE.replace(old, new), CASES)
    done = command(*options, "--root", str(root))
    assert (done.returncode, done.stderr) == (1, "")
    assert words in done.stdout
