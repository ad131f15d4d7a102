"""The command line as a new user meets it: exit codes, one clear message, JSON that keeps its fields."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version as installed
from pathlib import Path

import pytest
from typer.testing import CliRunner

import engine
import zuilian

GANG = str(engine.examples()["09_overseas_gang"])


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(zuilian.app, list(arguments))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.stdout if "--json" in arguments and code == 0 else result.output


def test_assess_shows_every_person_and_says_it_only_advises() -> None:
    output = run("assess", GANG)
    assert all(
        name in output
        for name in ("易某甲", "连某", "林某", "闫某", "话务员甲", "易某乙", "供卡者甲", "取款者甲")
    )
    assert "涉嫌" in output
    assert "由办案人依法判断" in output
    assert "推广引流（未有人到案）" in output


def test_assess_json_keeps_the_fields_that_stay() -> None:
    data = json.loads(run("assess", GANG, "--json", "--inference", "direct"))
    assert {"persons", "questions", "chain"} <= data.keys()
    person = data["persons"][0]
    assert {"id", "name", "findings", "disposition"} <= person.keys()
    finding = person["findings"][0]
    assert {
        "charge",
        "article",
        "verdict",
        "role",
        "form",
        "tier",
        "penalty",
        "elements",
        "because",
        "law",
    } <= finding.keys()
    assert {"text", "min_months", "max_months", "life", "death", "fine"} <= finding["penalty"].keys()
    assert {"id", "label", "verdict", "because", "ask"} <= finding["elements"][0].keys()
    assert {"version", "why"} <= finding["law"].keys()
    assert {"charges", "absorbed", "cumulative"} <= person["disposition"].keys()
    assert {"person", "fact", "ask", "settles"} <= data["questions"][0].keys()
    assert {"link", "seen", "charged"} <= data["chain"]["links"][0].keys()


def test_as_of_replaces_the_decision_date() -> None:
    data = json.loads(run("assess", GANG, "--as-of", "2026-08-01", "--json", "--inference", "direct"))
    assert data["receipt"]["decision_date"] == "2026-08-01"


@pytest.mark.parametrize(
    "arguments,words",
    [
        (("assess", "没有.yaml"), "找不到案件文件"),
        (("assess", GANG, "--as-of", "昨天"), "年-月-日"),
        (("assess", GANG, "--inference", "magic"), "rete"),
        (("what-if", GANG, "--set", "boss"), "人员.事实=值"),
        (("what-if", GANG, "--set", "nobody.knew_fraud=true"), "nobody"),
        (("what-if", GANG, "--set", "boss.knew_fruad=true"), "knew_fraud"),
        (("what-if", GANG, "--set", "boss.fraud_amount=-1"), "负数"),
        (("show", "刑法第九百条"), "找不到"),
        (("show", "法释〔2000〕11号"), "敲诈勒索罪数额认定标准"),
        (("diff", "刑法312条", "昨天", "2020-13-01"), "「2020-13-01」"),
        (("diff", "刑法287条之二", "2000-01-01", "2001-01-01"), "都没有收录的文本"),
        (("diff", "刑法九百条", "2000-01-01", "2001-01-01"), "找不到"),
        (("show", "fashi_2019_15:12", "--as-of", "2018-01-01"), "不是有效文本"),
        (("text", "没有这个文件"), "未收录"),
        (("search", "帮信", "--kind", "没有这种"), "judicial_interpretation"),
        (("text", "fashi_2025_13", "--as-of", "2020-01-01"), "不是有效文本"),
        (("text", "治安管理处罚法", "--as-of", "2010-01-01"), "2013-01-01"),
        (("text", "法发〔1996〕32号"), "1996-12-16"),
        (("new", "charge", "abc", "某罪"), "条号"),
    ],
)
def test_bad_input_gets_one_clear_message_and_exit_2(arguments: tuple[str, ...], words: str) -> None:
    assert words in run(*arguments, code=2)


def test_all_bad_settings_are_named_at_once() -> None:
    output = run("what-if", GANG, "--set", "nobody.x=1", "--set", "boss.y=1", code=2)
    assert "nobody" in output
    assert "「y」" in output


def test_what_if_shows_what_turns() -> None:
    assert "结论 成立 → 不成立" in run("what-if", GANG, "--set", "boss.obviously_minor=true")
    assert "结论没有变化" in run("what-if", GANG, "--set", "boss.fraud_amount=2000万")


def test_what_if_without_settings_lists_single_facts_that_turn_a_verdict() -> None:
    output = run("what-if", GANG)
    assert "易某甲 · 诈骗罪：成立 → 不成立，若 情节显著轻微危害不大（obviously_minor）= 是" in output


def test_show_gives_text_versions_relations_and_rules() -> None:
    output = run("show", "刑法312条")
    assert "窝藏、转移、收购或者代为销售" in output
    assert "criminal_law:312" in output
    assert "掩饰、隐瞒犯罪所得、犯罪所得收益罪" in output


def test_show_of_a_document_gives_its_card() -> None:
    output = run("show", "法释〔2025〕13号")
    assert "〔现行有效〕〔司法解释〕" in output
    assert "废止：法释〔2015〕11号、法释〔2021〕8号" in output
    old = json.loads(run("show", "fashi_2015_11", "--json"))
    assert (old["status"], old["status_by"]) == ("已失效", "fashi_2025_13:12.1")
    assert old["digest"]


def test_show_tells_a_provision_that_is_not_held_from_one_that_cannot_be_read() -> None:
    assert "收录了其中" in run("show", "刑法500条", code=2)
    assert "只有一款" in run("show", "刑法266条第二款", code=2)
    assert "只有七项" in run("show", "法释〔2019〕15号第十二条第八项", code=2)
    assert "没有收录这个文件，或者写法读不懂" in run("show", "民法典1165条", code=2)
    assert "由刑法修正案（九）删去" in run("show", "刑法199条", "--as-of", "2015-11-01", code=2)
    assert "用 zuilian show" in run("text", "刑法266条", code=2)


def test_relations_are_those_of_the_day_and_of_the_provision() -> None:
    then = json.loads(run("show", "刑法312条", "--as-of", "2006-06-28", "--json"))["relations"]
    assert then["interpreted_by"] == []
    now = json.loads(run("show", "刑法312条", "--json"))["relations"]
    assert now["interpreted_by"].index("fashi_2025_13") < now["interpreted_by"].index("fashi_2015_11")
    item = json.loads(run("show", "法释〔2019〕15号12条1款2项", "--json"))["relations"]
    assert item["interprets"] == ["criminal_law:287-2"]


def test_wordings_that_read_alike_are_one() -> None:
    versions = json.loads(run("show", "刑法225条第四项", "--json"))["versions"]
    assert len(versions) == 1


def test_a_day_beyond_what_is_known_is_told() -> None:
    assert "只核对到" in run("show", "刑法266条", "--as-of", "2040年1月1日")


def test_show_says_what_yields_and_that_the_time_rule_is_disputed() -> None:
    output = run("show", "fafa_2021_22:9")
    assert "与 法发〔2025〕12号 不一致的，适用后者" in output
    assert "时间效力：" in output
    assert "时间效力：" not in run("show", "fashi_2019_15:12")


def test_show_gives_the_links_of_the_running_text() -> None:
    relations = json.loads(run("show", "fashi_2019_15:12.2", "--json"))["relations"]
    assert relations["refers_to"] == [f"fashi_2019_15:12.1{item}" for item in ("", ".2", ".3", ".4")]
    assert (
        "fashi_2019_15:12.2"
        in json.loads(run("show", "fashi_2019_15:12.1", "--json"))["relations"]["referred_by"]
    )


def test_diff_marks_what_went_and_what_came() -> None:
    output = run("diff", "刑法312条", "2005-01-01", "2010-01-01")
    assert "犯罪所得〔-的赃物-〕〔+及其产生的收益+〕" in output
    assert "第一款  改写（刑法修正案（六））" in output
    assert "第二款  增加（刑法修正案（七））" in output
    data = json.loads(run("diff", "刑法312条", "2005-01-01", "2010-01-01", "--json"))
    assert [line["change"] for line in data] == ["changed", "added"]
    assert "".join(old for old, _ in data[0]["pieces"]) == data[0]["before"]


def test_a_hit_shows_the_rank_of_its_document() -> None:
    hits = json.loads(run("search", "帮信意见第5条", "--json"))
    assert hits[0]["rank"] == "规范性文件"


def test_a_report_shows_the_rank_of_opinions_and_minutes() -> None:
    output = run("assess", GANG, "--inference", "direct")
    assert "法发〔2016〕32号（规范性文件）" in output


def test_what_an_amendment_left_as_it_was_is_not_said_to_be_changed_by_it() -> None:
    """刑法修正案（七） added a second paragraph to 第三百一十二条; the first reads as 刑法修正案（六） made it."""
    first = run("show", "刑法312条第一款")
    assert "有效期：2006-06-29 至 今（由刑法修正案（六）改为此文）" in first
    assert first.count("另一文本") == 1
    assert "（2006年6月29日起的文本）；刑法312条第1款" in first
    assert "有效期：2009-02-28 至 今（由刑法修正案（七）改为此文）" in run("show", "刑法312条")


def test_show_as_of_gives_the_wording_of_that_day() -> None:
    old = run("show", "criminal_law:312", "--as-of", "2000-01-01")
    assert "2006-06-28" in old.split("另一文本")[0]


def test_text_marks_what_nobody_has_checked() -> None:
    lines = run("text", "fafa_2016_32").splitlines()
    assert any(line.endswith("［未核对］") for line in lines)
    assert any(
        "三千元以上、三万元以上、五十万元以上" in line and not line.endswith("［未核对］") for line in lines
    )


def test_facts_can_be_listed_and_narrowed() -> None:
    assert "settlement_amount" in run("facts", "支付结算")
    assert "没有含" in run("facts", "不存在的词")


def test_search_finds_a_citation_and_a_nickname() -> None:
    hits = json.loads(run("search", "刑法287条之二", "--json"))
    assert hits[0]["citation"].startswith("criminal_law:287-2")
    assert {"citation", "document", "label", "text", "status", "score"} <= hits[0].keys()
    assert any(
        "287-2" in hit["citation"] or "fashi_2019_15" in hit["citation"]
        for hit in json.loads(run("search", "帮信", "--json"))
    )


def test_the_module_runs_as_a_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zuilian", "assess", "没有.yaml"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2
    assert "找不到案件文件" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("show",), "还缺：引文"),
        (("shwo",), "没有命令 shwo"),
        (("text", "刑法", "民法", "商法"), "多写了 民法 商法"),
        (("text", "刑法", "--as-of"), "选项 --as-of 后面还缺一个值\n    → zuilian text --help"),
        (("search", "帮信", "--limit", "abc"), "--limit 的值不对：写 1 至 200 的整数"),
        (("search", "帮信", "--limt", "3"), "没有选项 --limt，是否指 --limit？"),
    ],
)
def test_a_command_that_cannot_be_read_is_told_in_chinese(arguments: tuple[str, ...], words: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "zuilian", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert "--help 看怎样写" in done.stderr
    assert "Usage" not in done.stdout + done.stderr


def test_facts_leads_from_slang_to_the_kind_of_conduct_and_the_charges_it_raises() -> None:
    shown = run("facts", "跑分")
    assert "行为 moving_funds：" in shown
    assert "掩饰、隐瞒犯罪所得、犯罪所得收益罪" in shown


def test_slang_is_found_in_any_case() -> None:
    assert run("facts", "usdt") == run("facts", "USDT")
    assert "行为 " in run("facts", "goip")


def test_facts_of_a_charge_are_all_that_it_asks_and_all_that_opens_it() -> None:
    shown = run("facts", "帮信")
    assert "行为 supplying_accounts：" in shown
    assert "settlement_amount：" in shown
    assert "age_at_act：" in shown
    assert "messages_sent：" not in shown


def test_the_version_carries_the_fingerprints_of_the_receipt() -> None:
    version, law, rules, program = run("--version").strip().split(" · ")
    assert version == f"罪链 {installed('zuilian')}"
    assessed = run("assess", GANG)
    assert all(part in assessed for part in (law, rules, program))
