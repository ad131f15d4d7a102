"""What the checks read out of a text and of the base, and that the shipped base keeps every promise."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

import engine.check
from kb import KnowledgeBase, load, load_from
from kb.check import CHECKS, check, coverage
from kb.checks import rule_tests
from kb.checks.amounts import amounts_in
from kb.checks.coverage import Coverage, interpretations_are_covered
from kb.checks.glossary import identifiers_have_terms
from kb.checks.quotes import difference, nearest_original
from kb.issues import Issue

SHIPPED = Path(str(files("kb")))
TWO_FRAUDS = (
    "conduct: [{kind: a, facts: {fraud_amount: 3, telecom_fraud: true}},"
    " {kind: a, facts: {fraud_amount: 4, telecom_fraud: false}}]"
)
DATA_ONLY = shutil.ignore_patterns("*.py", "__pycache__", "schemas")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A copy of the shipped data, to be broken."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "kb", ignore=DATA_ONLY))


def test_the_shipped_base_has_no_issue() -> None:
    assert check(load()) == []


def test_the_engine_finds_no_issue_in_the_shipped_base() -> None:
    assert engine.check.reading_issues(load()) == []


def test_a_case_that_does_not_hold_is_an_issue_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = Issue("kb/rules/a.test.yaml", 3, "案例不成立")
    untested = Issue("kb/rules/b.yaml", 1, "没有测试")  # kb.check says that
    monkeypatch.setattr("engine.check.rule_test_issues", lambda *_, **__: iter([failing, untested]))
    assert list(engine.check.test_issues(load(), None)) == [failing]


def test_an_author_may_have_only_some_files_run(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def trial(_kb: object, files: list[Path]) -> Iterator[Issue]:
        tried.extend(file.name for file in files)
        yield from ()

    monkeypatch.setattr("engine.check.rule_test_issues", trial)
    assert engine.check.check(load(), ["0266_fraud"]) == []
    assert tried == ["0266_fraud.test.yaml"]


def test_the_order_of_the_checks_does_not_matter(monkeypatch: pytest.MonkeyPatch, base: Path) -> None:
    replace(base / "vocabulary" / "common.yaml", "criminal_law:26.1", "criminal_law:26.9")
    broken = load_from(base)
    forwards = check(broken)
    monkeypatch.setattr("kb.check.CHECKS", tuple(reversed(CHECKS)))
    assert check(broken) == forwards == sorted(set(forwards))


def test_a_term_missing_from_the_glossary_is_reported(base: Path) -> None:
    replace(base / "glossary.yaml", "penalty: 法定刑\n", "")
    (issue,) = identifiers_have_terms(load_from(base))
    assert issue.problem == "标识「penalty」没有中文术语（用于 Tier.penalty）"


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# -- amounts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, value, units, operator",
    [
        ("支付结算金额二十万元以上的", "200000", {"元"}, "at_least"),
        ("流水金额超过三十万元", "300000", {"元"}, "above"),
        ("为三个以上对象提供帮助的", "3", {"个"}, "at_least"),
        ("数字证书5张（个）以上的", "5", {"张", "个"}, "at_least"),
        ("拨打诈骗电话五百人次以上的", "500", {"人次"}, "at_least"),
        ("累计时间30日以上", "30", {"日"}, "at_least"),
        ("已满十六周岁的人犯罪", "16", {"周岁"}, "at_least"),
        ("不满十八周岁的人", "18", {"周岁"}, "below"),
        ("三千元以下", "3000", {"元"}, "within"),
        ("不超过三千元", "3000", {"元"}, "within"),
        ("相应数额标准的百分之八十以上", "0.8", set(), "at_least"),
        ("规定标准五倍以上", "5", {"倍"}, "at_least"),
        ("三千元至一万元以上", "3000", {"元"}, None),
    ],
)
def test_an_amount_is_read_with_its_unit_and_comparison(
    text: str, value: str, units: set[str], operator: str | None
) -> None:
    amount = next(amount for amount in amounts_in(text) if amount.value == Decimal(value))
    assert (set(amount.units), amount.operator) == (units, operator)


def test_numbers_of_provisions_are_no_amounts() -> None:
    assert list(amounts_in("第一条第（二）项，法释〔2011〕7号，2011年4月8日")) == []


# -- quotes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "quote, original, said",
    [
        ("广告宣传", "广告推广", "「宣传」应为「推广」"),
        ("提供广告的推广", "提供广告推广", "多出「的」"),
        ("情节严重处三年", "情节严重的，处三年", "缺少「的，」"),
    ],
)
def test_a_difference_says_what_to_put_right(quote: str, original: str, said: str) -> None:
    assert difference(quote, original) == said


def test_the_nearest_original_is_found_in_any_wording() -> None:
    texts = ["处三年以下有期徒刑。", "情节严重的，处三年以上七年以下有期徒刑，并处罚金。"]
    assert nearest_original("处三年以上七年以上有期徒刑", texts) == (
        "原文为：处三年以上七年以下有期徒刑（「上」应为「下」）"
    )


# -- tests beside the rules --------------------------------------------------------------------------


def written(base: Path, cases: str) -> rule_tests.RuleTests:
    kb = load_from(base)
    rule = kb.rules["aiding_network_crime"]
    rule_tests.beside(rule, kb).write_text(f"rule: {rule.id}\ncases:\n{cases}", encoding="utf-8")
    found = rule_tests.tests_of(rule, kb)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "stated, fact, number",
    [
        ("illegal_income: 9_999", "illegal_income", 9_999),
        ("illegal_income: {value: 7, evidence: 供述}", "illegal_income", 7),
        ("illegal_income: null", "illegal_income", None),
        ("conduct: [{kind: a, facts: {settlement_amount: 3}}, moving_funds]", "settlement_amount", 3),
        ("conduct: [{kind: a, facts: {settlement_amount: 3}}, {kind: a, facts: {settlement_amount: 4}}]",
         "settlement_amount", 7),
        ("settlement_amount: 600_000, advertising_funds: 100_000", "amounts_share", 5),
        ("fraud_amount: 5, telecom_fraud: true", "telecom_fraud_amount", 5),
        (TWO_FRAUDS, "telecom_fraud_amount", 3),
        ("serves: 3", "recipients", 3),
        ("members: 3", "group_size", 3),
        ("group: {group_size: 4}", "group_size", 4),
        ("act_date: 2024-05-01, born: 2008-05-01", "age_at_act", 15),
        ("act_date: 2024-05-02, born: 2008-05-01", "age_at_act", 16),
    ],
)  # fmt: skip
def test_a_case_gives_a_number_in_any_of_its_ways(
    base: Path, stated: str, fact: str, number: int | None
) -> None:
    tests = written(base, f"  - {{name: 例, facts: {{{stated}}}, expect: {{verdict: established}}}}\n")
    assert tests.examples[0].number(fact) == number
    assert fact in tests.examples[0].names()


# -- coverage ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def covered() -> dict[str, Coverage]:
    return {entry.document: entry for entry in coverage(load())}


def test_every_provision_is_coded_or_excused_or_listed(covered: dict[str, Coverage]) -> None:
    kb: KnowledgeBase = load()
    assert list(covered) == list(kb.statutes)
    for entry in covered.values():
        spoken = {w.citation for w in kb.statutes[entry.document].wordings if w.own or w.gap or w.paraphrase}
        wordings = kb.statutes[entry.document].wordings
        titles = {w.citation for w in wordings if w.level == "part" or (w.level == "article" and w.own)}
        assert entry.coded + entry.excused + len(entry.left) == len(spoken - titles)


def test_an_item_that_no_rule_cites_is_listed_with_its_words(covered: dict[str, Coverage]) -> None:
    left = {entry.citation: entry for entry in covered["joint_punishment_measures"].left}
    assert "joint_punishment_measures:6.1.1" in left  # 机构怎样落实惩戒，没有规则用到
    assert "限制惩戒对象名下银行账户" in str(left["joint_punishment_measures:6.1.1"])


def test_a_cited_item_covers_its_heading_line_and_not_its_neighbours(base: Path) -> None:
    rules = base / "rules"
    shutil.rmtree(rules)
    shutil.rmtree(base / "vocabulary")
    (rules / "sentencing").mkdir(parents=True)
    (base / "vocabulary").mkdir()
    (rules / "sentencing" / "one.yaml").write_text(
        "id: one\nkind: circumstance\nlabel: 一\neffect: heavier\n"
        "when: {fact: telecom_fraud, cite: fashi_2011_7:2.1.1}\n",
        encoding="utf-8",
    )
    left = {entry.document: entry for entry in coverage(load_from(base))}["fashi_2011_7"].left
    names = {entry.citation for entry in left}
    assert not {"fashi_2011_7:2.1", "fashi_2011_7:2.1.1"} & names
    assert {"fashi_2011_7:2.1.2", "fashi_2011_7:2.2"} <= names


def test_an_excused_provision_is_not_listed(base: Path) -> None:
    before = {entry.document: entry for entry in coverage(load_from(base))}["anti_telecom_fraud_law"]
    hidden = [left for left in before.left if left.citation.startswith("anti_telecom_fraud_law:16.")]
    file = base / "coverage" / "tried.yaml"
    file.write_text(
        "excused:\n  - {at: [anti_telecom_fraud_law:16], reason: 试试看的理由}\n", encoding="utf-8"
    )
    entry = {entry.document: entry for entry in coverage(load_from(base))}["anti_telecom_fraud_law"]
    assert len(hidden) > 1
    assert [left for left in before.left if left not in hidden] == list(entry.left)
    assert entry.excused == before.excused + len(hidden)


def test_what_is_known_to_be_left_is_still_listed(base: Path) -> None:
    entry = {entry.document: entry for entry in coverage(load_from(base))}["fashi_2006_1"]
    assert "fashi_2006_1:10.1" in {left.citation for left in entry.left}


def test_an_interpretation_that_a_charge_rests_on_is_coded_whole(base: Path) -> None:
    replace(
        base / "coverage" / "excused.yaml", "at: [fashi_2011_7:9, fashi_2011_7:10]", "at: [fashi_2011_7:10]"
    )
    file = base / "statutes" / "fashi_2011_7.yaml"
    (issue,) = interpretations_are_covered(load_from(base))
    assert "法释〔2011〕7号第九条没有编入" in issue.problem
    assert issue.file == str(file)
    assert "案发后查封、扣押、冻结" in file.read_text(encoding="utf-8").splitlines()[issue.line - 1]
