"""A wrong case file gets every problem at once, each with its line and the repair, and never a traceback."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import engine
import kb

BASE = kb.load()
TODAY = datetime.date(2026, 8, 31)
GOOD = """\
format: 1
title: 试
decision_date: 2024-06-18
groups:
  - {id: g, label: 上游, facts: {telecom_fraud: true}}
persons:
  - {id: jia, name: 甲, born: 2000-01-01}
conduct:
  - {id: c1, who: [jia], kind: moving_funds, group: g, from: 2024-01-01, to: 2024-02-01, facts: {settlement_amount: 1}}
evidence:
  - {id: e1, label: 聊天记录, kind: chat_records}
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(engine.CaseError) as caught:
        engine.parse_case(text, BASE, "案件.yaml", today=TODAY)
    assert all(issue.repair or "应为" in issue.problem for issue in caught.value.issues), str(caught.value)
    return [(issue.line, issue.problem) for issue in caught.value.issues]


def test_a_good_case_is_read() -> None:
    case = engine.parse_case(GOOD, BASE, today=TODAY)
    assert case.persons[0].name == "甲"
    assert case.conduct[0].last_day == datetime.date(2024, 2, 1)


@pytest.mark.parametrize(
    "old,new,line,words",
    [
        ("settlement_amount: 1", "settlement_amout: 1", 9, "未知的事实「settlement_amout」"),
        ("settlement_amount: 1", "settlement_amount: -1", 9, "不能为负数"),
        ("settlement_amount: 1", "settlement_amount: 很多", 9, "应为数字（单位：元）"),
        ("settlement_amount: 1", "recipients: 1.5", 9, "应为整数"),
        ("settlement_amount: 1", "settlement_amount: 300000.001", 9, "最多写到分"),
        ("settlement_amount: 1", "handled_proceeds: 1", 9, "应为 true、false 或者 null"),
        ("settlement_amount: 1", "settlement_amount: {at_least: 5, at_most: 3}", 9, "小于 at_least"),
        ("settlement_amount: 1", "settlement_amount: {least: 5}", 9, "未知的键「least」"),
        ("settlement_amount: 1", "knew_fraud: {at_least: 1}", 9, "不是数字"),
        ("settlement_amount: 1", "local_large_standard: 5000", 9, "不能写在 conduct 下"),
        ("who: [jia]", "who: [yi]", 9, "行为人「yi」未在 persons 中声明"),
        ("kind: moving_funds", "kind: paofen", 9, "未知的行为种类「paofen」"),
        ("group: g", "group: h", 9, "所属团伙「h」未在 groups 中声明"),
        ("group: g", "serves: [nobody]", 9, "所帮助的「nobody」"),
        ("to: 2024-02-01", "to: 2023-02-01", 9, "晚于止日"),
        ("to: 2024-02-01", "to: 2024-07-01", 9, "在处理日期"),
        ("from: 2024-01-01", "from: 1970-01-01", 9, "早于 1979"),
        ("decision_date: 2024-06-18", "decision_date: 2027-01-01", 1, "晚于今天"),
        ("decision_date: 2024-06-18", "decision_date: 去年", 3, "日期"),
        ("born: 2000-01-01", "born: 2025-01-01", 7, "出生日期"),
        ("format: 1", "format: 2", 1, "1"),
        ("title: 试", "titel: 试", 2, "titel"),
        ("settlement_amount: 1", f"settlement_amount: 1{'0' * 40}", 9, "不是合理的数"),
        ("settlement_amount: 1", "1: true", 9, "未知的事实「1」"),
        ("settlement_amount: 1", "settlement_amount: {value: 1, disputed: 否}", 9, "disputed 应为 true"),
        ("settlement_amount: 1", "settlement_amount: {value: 1, at_least: 2}", 9, "只能写一样"),
        ("settlement_amount: 1", "settlement_amount: {value: 1, evidence: [3]}", 9, "evidence 应为文字"),
        (
            "settlement_amount: 1",
            "settlement_amount: {value: 1, evidence: [e2]}",
            9,
            "「e2」未在 evidence 中声明",
        ),
        (
            "settlement_amount: 1",
            "settlement_amount: {value: 1, evidence: 流水、e2}",
            9,
            "「e2」未在 evidence 中声明",
        ),
        ("id: e1", "id: e1、e2", 11, "含有空格或者"),
        ("id: e1", "id: case", 11, "id「case」不能用"),
        ("id: e1", 'id: ""', 11, "id「」不能用"),
        ("kind: chat_records", "kind: chats", 11, "未知的证据种类「chats」"),
        ("id: c1", "id: jia", 9, "与人员的 id 相同"),
    ],
)
def test_each_mistake_is_named_with_its_line(old: str, new: str, line: int, words: str) -> None:
    found = problems(GOOD.replace(old, new))
    assert any(at == line and words in problem for at, problem in found), found


def test_all_problems_come_at_once() -> None:
    text = GOOD.replace("settlement_amount: 1", "settlement_amount: -1, nope: 2").replace(
        "who: [jia]", "who: [yi]"
    )
    assert len(problems(text)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "只有一句话",
        "- 1\n- 2\n",
        "format: 1\n  persons: [",
        "{",
        "format: 1\nformat: 1\npersons: []",
        "\x00",
    ],
)
def test_what_is_no_case_file_is_refused_with_a_message(text: str) -> None:
    assert problems(text)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.yaml", tmp_path):
        with pytest.raises(engine.CaseError, match="找不到案件文件"):
            engine.read_case(path, BASE)


@pytest.mark.parametrize("text, words", [("format: 1\ntitle: 试", "UTF-8"), ("- 1\n- 2\n", "不是键值结构")])
def test_what_is_no_case_file_is_refused_by_its_path(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "案件之二.yaml"
    path.write_bytes(text.encode("gbk"))
    with pytest.raises(engine.CaseError, match=words) as refused:
        engine.read_case(path, BASE)
    assert [issue.file for issue in refused.value.issues] == [str(path)]


def test_json_is_read_too() -> None:
    text = '{"format": 1, "persons": [{"id": "a", "name": "甲"}], "conduct": [{"id": "c", "who": ["a"], "kind": "defrauding", "from": "2020-01-01"}]}'
    assert engine.parse_case(text, BASE, today=TODAY).conduct[0].start == datetime.date(2020, 1, 1)


def test_a_disputed_fact_counts_as_unknown() -> None:
    text = GOOD.replace("settlement_amount: 1", "handled_proceeds: {value: true, disputed: true}")
    case = engine.parse_case(text, BASE, today=TODAY)
    finding = engine.assess(case, BASE, inference="direct").persons[0].finding("concealing_criminal_proceeds")
    assert finding is not None
    (element,) = [element for element in finding.elements if element.id == "object"]
    assert element.verdict == "unknown"
    assert element.reasons[0].disputed


def test_words_are_no_evidence_that_is_lacking() -> None:
    for said in ("QQ、微信", "Telegram", "[e1, 流水]", "e1 "):
        text = GOOD.replace("settlement_amount: 1", f"settlement_amount: {{value: 1, evidence: {said}}}")
        assert engine.parse_case(text, BASE, today=TODAY).evidence[0].id == "e1"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e99"])
def test_a_setting_that_is_no_number_of_a_case_is_refused(value: str) -> None:
    case = engine.parse_case(GOOD, BASE, today=TODAY)
    with pytest.raises(engine.CaseError, match="不是合理的数"):
        engine.what_if(case, BASE, dict([engine.read_setting(f"jia.illegal_income={value}")]))
