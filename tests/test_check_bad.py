"""One broken file for each mistake: what `zuilian check` says of it, where, and nothing else.

`bad/read`, `bad/check` and `bad/run` are laid over a copy of the knowledge base: files that cannot be read,
that kb.check refuses, that engine.check refuses. `# ← name` marks the line where the mistake is reported.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from engine.check import reading_issues
from kb import KnowledgeBaseError, load_from
from kb.check import check
from kb.issues import Issue
from kb.load import read_yaml

BAD = Path(__file__).parent / "bad"
SHIPPED = Path(str(files("kb")))
MARK = re.compile(r"# ← (\w+)$", re.MULTILINE)

READ = {
    "absorbed_into_nothing": "effect 为 absorbed 时，into 须为 between 中的一个罪名",
    "heavier_into_another": "into 须为 between 中的一个罪名，现为「theft」 → 改为 fraud、aiding_network_crime 之一",
    "comparison_without_fact": "比较「at_least」只能写在 fact 旁",
    "duplicate_key": "键「effect」重复，第一次出现在第 5 行",
    "full_width_colon": "键后用了全角冒号",
    "missing_when": "缺少键「when」",
    "no_such_day": "没有这一天：「2021-02-29」",
    "number_in_words": "现为「五十万」",
    "period_backwards": "起日 2022-01-01 晚于止日 2021-01-01",
    "repeated_rule_id": "规则 id「confession」重复 → 已用于 kb/rules/sentencing/confession.yaml",
    "repeated_word": "词「confessed」重复定义 → 已见于 kb/vocabulary/common.yaml",
    "reviewed_without_name": "须写明审阅人 reviewed_by 与日期 reviewed_on",
    "two_comparisons": "只能有一个比较，现有：at_least、below",
    "two_operators": "恰好一个；现有：fact、appraise",
    "unknown_key": "未知的键「site」，是否想写「cite」？",
    "holder_without_source": "观点的持有者写 at（库中的条款），或者写 who、where 并标 unverified: true",
    "unknown_kind": "未知的规则种类「circumstances」 → 可用：charge、knowledge",
}
CHECK = {
    "above_for_at_least": "用了 above，所引的文字是「以上」 → 「以上」用 at_least",
    "altered_band": "引文不是 fafa_2021_21:3.7.1.1 的原文",
    "altered_quote": "引文不是 criminal_law:67.3 的原文 → 原文为：可以从轻处罚（「宽」应为「轻」）",
    "answer_not_possible": "「confessed」没有 is 所写的「坦白」这个值 → 可用：true、false",
    "appraisal_asked_as_fact": "「obviously_minor」是只能由人作出的评价 → 改为 appraise: obviously_minor",
    "band_of_unknown_fact": "未知的是非的事实「rather_ligth_crime」，是否指「rather_light_crime」？",
    "below_for_at_least": "用了 below，所引的文字是「已满」 → 「已满」用 at_least",
    "blank_left": "尚未填写：「待填」",
    "bounds_fall": "「bounds_fall」的 bounds (10000, 3000) 不成范围",
    "broken_citation": "引用「criminal_law:67.9」无处可查：刑法第六十七条只有三款",
    "broken_citation_in_vocabulary": "引用「fashi_2011_7:99」无处可查：法释〔2011〕7号未收录第九十九条",
    "charge_without_evidence": "罪名「没有证据清单的罪名」没有证据清单",
    "evidence_of_unknown_charge": "未知的罪名 id「fraudd」，是否指「fraud」？",
    "fact_not_of_evidence": "「confessed」的 scope 没有 evidence",
    "ground_for_unknown_charge": "未知的罪名 id「fraudd」，是否指「fraud」？",
    "offence_opened_by_nothing": "未知的行为种类「defruading」，是否指「defrauding」？",
    "only_statements": "要件「行为」只有言词证据",
    "repeated_view": "观点 id「one」重复",
    "second_list": "「fraud」已有证据清单",
    "type_of_idle_conduct": "行为种类「supplying_phone_cards」不启动盗窃罪",
    "type_of_unknown_charge": "未知的罪名 id「thefft」，是否指「theft」？",
    "type_of_unknown_conduct": "未知的行为种类「defruading」，是否指「defrauding」？",
    "type_of_unknown_fact": "未知的事实「knew_frawd」，是否指「knew_fraud」？",
    "unknown_assumption": "未知的事实「knew_frawd」，是否指「knew_fraud」？",
    "unknown_cure": "未知的事实「defect_curedd」",
    "unknown_evidence": "未知的证据「chat_recordz」，是否指「chat_records」？",
    "view_of_unknown_charge": "未知的罪名 id「fraudd」，是否指「fraud」？",
    "broken_excuse": "引用「fashi_2019_15:99」无处可查",
    "broken_relation": "interprets「criminal_law:266.7」无处可查",
    "changed_provision_without_quote": "fashi_2015_11:1.1.2 的文字在本行适用期间改过",
    "choice_of_nothing": "「choice_of_nothing」的 type 与 choices 不合",
    "circular_reference": "ref「circle」转了一圈又指回自己",
    "comparison_of_yes_or_no": "「confessed」不是数字（type: boolean），不能比较大小",
    "conduct_nobody_opens": "行为种类「conduct_nobody_opens」不启动任何罪名",
    "date_outside_force": "in_force 的 from（2010-01-01）不在所引 criminal_law:67.3 的有效期内",
    "dates_contradict_above": "in_force（2021-01-01至今）与上层的适用期间没有共同的日子",
    "fact_appraised": "appraise「confessed」不是评价（type: boolean） → 改为 fact: confessed",
    "fact_untested": "事实「surrendered」没有案例",
    "first_day_untested": "没有施行前一日的案例（act_date: 2011-04-30）",
    "id_of_another_rule": "id「surrender」同时是 kb/rules/sentencing/surrender.yaml 的规则 id",
    "implied_fact_not_about": "implies「fact_about_calling」不涉及此类行为",
    "implied_number": "implies「fraud_amount」不是行为的是非事实",
    "instead_of_nothing": "未知的情节 id「surender」，是否指「surrender」？",
    "label_of_another_number": "「骗得六十万元以上」里的 600000 不在所引的条文里",
    "local_threshold_untested": "没有临界案例：缺 local_large_standard-1、local_large_standard（",
    "missing_test": "规则「missing_test」没有测试 → 在旁边写 missing_test.test.yaml",
    "multiple_not_in_text": "illegal_income 的倍数 4 不在所引的文字里：fashi_2019_15:12.2「五倍以上」",
    "multiple_of_another_unit": "of「day_line」的单位是「日」，本行是「元」",
    "multiple_without_base": "of「settlement_lines」不是本规则中带 id 的数额标准 → 现有：settlement_line",
    "needless_excuse": "「fashi_2019_15:12.1.2」已由规则或词表引用",
    "number_in_one_quote_only": "不在其中一处引文里：fafa_2016_32:2.1.1「三万元以上」",
    "number_not_in_paraphrase": "fraud_amount 的数字 500000 不在所引的文字里：fafa_2025_12:6",
    "number_not_in_provision": "的数字 200001 不在所引的文字里 → fashi_2019_15:12.1.2 有：二十万",
    "number_not_in_text": "fraud_amount 的数字 500001 不在所引的文字里：fashi_2011_7:1.1「五十万元以上」",
    "number_without_citation": "fraud_amount 的数字 500000 没有引用条文",
    "number_without_comparison": "「fraud_amount」是数字，却没有比较",
    "number_without_unit": "数字的事实「number_without_unit」没有单位",
    "question_of_another_number": "「是否达到六十万元？」里的 600000 不在所引的条文里",
    "quote_from_nowhere": "「甲乙丙丁」 → 原文为：犯罪嫌疑人虽不具有前两款规定的自首情节",
    "quote_of_paraphrase": "fafa_2025_12:8 的原文只有转述，不能引作原文",
    "quote_out_of_force": "在本行适用的期间（至2005-12-31）不是有效文本；有效期：2011-05-01至今",
    "repeated_id": "id「twice」在本规则中重复",
    "repeated_tier": "档次 id「only」重复",
    "share_not_in_text": "「share_of_wrong_part」的 per 4000 不在所引的文字里",
    "shall_without_must": "写了 shall: true，所引的原文没有“应当”或者“从重处罚” → 引出写明应当的原话",
    "threshold_untested": "「fraud_amount」的标准没有临界案例：缺 499999",
    "unit_not_of_vocabulary": "「fraud_amount」的单位是「元」，本行写的是「万元」",
    "unknown_charge": "未知的罪名 id「fraudd」，是否指「fraud」？",
    "unknown_conduct": "未知的行为种类「withdrawing_cach」，是否指「withdrawing_cash」？",
    "unknown_fact": "未知的事实「confesed」，是否指「confessed」？",
    "unknown_first_question": "ask_first 中未知的事实「knew_frawd」，是否指「knew_fraud」？",
    "unknown_implied_fact": "implies 中未知的事实「deceived_victim」，是否指「deceived_victims」？",
    "unknown_link": "环节「caling」不在链条中，是否指「calling」？",
    "unknown_reference": "ref「knowledge_of_proceed」无处可指，是否指「knowledge_of_proceeds」？",
    "unknown_sign": "signs 中未知的事实「gang_has_organiser」，是否指「gang_has_organizer」？",
    "unused_fact": "事实「unused_fact」没有规则使用",
    "vocabulary_bounds_not_in_text": "「bad_standard」的 bounds 20000 不在所引的文字里",
    "window_not_in_text": "「summed_over_wrong_window」的 window_years 3 不在所引的文字里",
    "wrong_unit_in_text": "的单位是「日」，所引的文字里是「人」",
}
RUN = {
    "band_unreadable": "「读不出比例的情节」读不出调节比例：「确定从宽的幅度」 → quote 引“减少基准刑的20%-50%”",
    "circumstance_never_met": "「不可能的情节」怎么也不能满足",
    "conduct_never_opens": "要件「取现」怎么也不能满足",
    "element_never_fails": "要件「目的」怎么也不能不满足",
    "element_never_met": "要件「欺骗」怎么也不能满足（1997-10-01 的法律）",
    "element_vanishes": "要件「数额」所引条文都不是有效文本，要件落空（1997-10-01 的法律）",
    "fine_unreadable": "档次「唯一」读不出罚金、没收财产：「罚金；",
    "exception_never_met": "出罪、从宽事由「不可能的出罪事由」怎么也不能满足",
    "ground_never_law": "「从来不是法律的管辖」所引条文从来不是有效文本",
    "identical_charges": "要件与「要件相同的两个罪名之一」",
    "numbers_never_meet": "要件「数额」怎么也不能满足（2011-04-08 的法律）",
    "penalties_fall": "档次「次档」的法定刑不重于前一档「首档」（第 12 行）",
    "penalty_unreadable": "档次「唯一」读不出法定刑：「诈骗公私财物」 → quote 引法定刑的原话",
    "thresholds_fall": "档次「末档」的「fraud_amount」标准 30000 不高于「次档」的 500000（",
    "tier_gap": "档次缺口：要件都满足，而从「首档」起没有一档达到（1997-10-01 的法律）",
    "tier_never_reached": "档次「加重」怎么也不能满足",
    "tier_without_when": "档次「次档」没有条件，前面各档都不起作用（1997-10-01 的法律）",
    "tiers_alike": "档次「末档」的条件与「次档」（第 13 行）完全相同",
    "too_many_lines": "超过 durable_rules 可靠运行的上限",
}


@dataclass(frozen=True)
class Base:
    """A copy of the shipped base with one of the three folders laid over it, and what is said of it."""

    marks: dict[str, tuple[str, int]]
    said: dict[tuple[str, int], list[str]]


def over(folder: Path, root: Path) -> Path:
    """The shipped data with the broken files over it, each rule with tests unless that is the mistake."""
    shutil.copytree(SHIPPED, root, ignore=shutil.ignore_patterns("*.py", "*.md", "__pycache__", "schemas"))
    shutil.copytree(folder, root, dirs_exist_ok=True)
    cases = (BAD / "beside.yaml").read_text(encoding="utf-8")
    for file in (folder / "rules").rglob("*.yaml"):
        beside = root / file.relative_to(folder).with_name(file.name.replace(".yaml", ".test.yaml"))
        if not file.name.endswith(".test.yaml") and not beside.exists() and file.stem != "missing_test":
            rule = re.search(r"^id: (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
            beside.write_text(f"rule: {rule[1] if rule else ''}\n{cases}", encoding="utf-8")
    _prove(root, folder)
    return root


def _prove(root: Path, folder: Path) -> None:
    """A list of evidence for each charge of the folder that has none, unless that is the mistake."""
    listed = "".join(file.read_text(encoding="utf-8") for file in folder.glob("rules/evidence/*.yaml"))
    for file in folder.glob("rules/charges/*/*.yaml"):
        try:
            charge = read_yaml(file)
        except KnowledgeBaseError:
            continue  # one that cannot be read needs no evidence
        if charge.get("kind") != "charge" or f"charge: {charge['id']}" in listed:
            continue
        if charge["id"] != "charge_without_evidence":
            proofs = "[{item: chat_records, shows: 聊天}, {item: payroll, shows: 提成}]"
            elements = "\n".join(f"  {element['id']}: {proofs}" for element in charge["elements"])
            head = f"id: proof_{charge['id']}\nkind: evidence\nlabel: 证据\ncharge: {charge['id']}\nelements:"
            (root / f"rules/evidence/proof_{file.name}").write_text(f"{head}\n{elements}\n", encoding="utf-8")


def marks(folder: Path) -> dict[str, tuple[str, int]]:
    """Where each mistake is to be reported: its name, and the file and line that bear it."""
    found = {}
    for file in folder.rglob("*.yaml"):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if match := MARK.search(line):
                found[match[1]] = f"kb/{file.relative_to(folder).as_posix()}", number
    return found


def problems(root: Path) -> list[Issue]:
    """Everything that is wrong with a base, as `zuilian check` finds it."""
    try:
        kb = load_from(root)
    except KnowledgeBaseError as error:
        return list(error.issues)
    return [*check(kb), *reading_issues(kb)]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Base]:
    """The three folders, each checked once; what is said of the shipped base itself is left out."""
    known = {str(issue) for issue in problems(SHIPPED)}
    made = {}
    for name in ("read", "check", "run"):
        root = over(BAD / name, tmp_path_factory.mktemp(name) / "kb")
        said: dict[tuple[str, int], list[str]] = {}
        for issue in problems(root):
            shown = str(issue).replace(f"{root.as_posix()}/", "kb/")
            if shown not in known:
                file = issue.file.replace(f"{root.as_posix()}/", "kb/")
                said.setdefault((file, issue.line), []).append(shown)
        made[name] = Base(marks(BAD / name), said)
    return made


def every() -> Iterator[tuple[str, str, str]]:
    for folder, mistakes in (("read", READ), ("check", CHECK), ("run", RUN)):
        yield from ((folder, name, words) for name, words in mistakes.items())


@pytest.mark.parametrize("folder, name, words", list(every()), ids=[name for _, name, _ in every()])
def test_a_mistake_is_reported_once_at_its_line_in_its_words(
    bases: dict[str, Base], folder: str, name: str, words: str
) -> None:
    base = bases[folder]
    (said,) = base.said[base.marks[name]]
    problem, _, repair = said.partition("\n    → ")
    for part, text in zip(words.split(" → "), (problem, repair), strict=False):
        assert part in text
    assert repair or folder == "read", "an issue says how to put it right"


@pytest.mark.parametrize("folder", ["read", "check", "run"])
def test_nothing_else_is_reported(bases: dict[str, Base], folder: str) -> None:
    base = bases[folder]
    assert set(base.said) == set(base.marks.values())


@pytest.mark.parametrize("folder, mistakes", [("read", READ), ("check", CHECK), ("run", RUN)], ids=str)
def test_every_broken_file_is_named_for_its_mistake(folder: str, mistakes: dict[str, str]) -> None:
    assert set(marks(BAD / folder)) == set(mistakes)
