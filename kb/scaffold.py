"""The skeleton of a new charge: a rule and its tests, where `zuilian check` shows what is left to fill."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from . import KnowledgeBase, load_from
from .checks.blanks import BLANK
from .checks.rule_tests import first_day
from .files import TEST_SUFFIX
from .issues import Issue, KnowledgeBaseError
from .load import shown
from .numbering import article_name
from .numerals import to_int
from .provision import Provision
from .statutes import UnknownCitation

ARTICLE = re.compile(
    r"(?:criminal_law:|《?(?:中华人民共和国)?刑法》?)?\s*第?(?P<whole>[\d〇零一二三四五六七八九十百千]+)条?"
    r"(?:(?:之|-)(?P<inserted>[\d一二三四五六七八九十]+))?条?"
)
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
NAME = re.compile(r"[\u4e00-\u9fff、（）《》“”]+")
UNNAMED = "to_be_filled"
TRIED_ON = "2024-05-01"

CHAPTERS = {
    (102, 113): ("01_national_security", "危害国家安全罪"),
    (114, 139): ("02_public_safety", "危害公共安全罪"),
    (140, 231): ("03_economic_order", "破坏社会主义市场经济秩序罪"),
    (232, 262): ("04_personal_rights", "侵犯公民人身权利、民主权利罪"),
    (263, 276): ("05_property", "侵犯财产罪"),
    (277, 367): ("06_public_order", "妨害社会管理秩序罪"),
    (368, 381): ("07_national_defense", "危害国防利益罪"),
    (382, 396): ("08_bribery", "贪污贿赂罪"),
    (397, 419): ("09_dereliction", "渎职罪"),
    (420, 451): ("10_military_duty", "军人违反职责罪"),
}
"""The chapters of the special part (刑法分则) by their articles: the folder of their charges, and the name."""


def new_charge(article: str, name: str, root: Path, identifier: str | None = None) -> list[Path]:
    """Write the skeleton of a charge and of its tests; KnowledgeBaseError where it cannot be, or exists."""
    number = _number(article)
    rule_id = identifier or f"article_{number.replace('-', '_')}"
    kb = load_from(root)
    rule = root / "rules" / "charges" / _folder(number) / f"{_padded(number)}_{rule_id}.yaml"
    files = [rule, rule.with_name(rule.name.removesuffix(".yaml") + TEST_SUFFIX)]
    if issues := [*_refusals(name, rule_id, kb), *(_exists(file) for file in files if file.exists())]:
        raise KnowledgeBaseError(issues)
    rule.parent.mkdir(parents=True, exist_ok=True)
    start = _first_day(number, kb)
    for file, text in zip(
        files,
        (
            _rule_text(number, name, rule_id, start, kb),
            _test_text(rule_id, start, later=start > first_day(kb)),
        ),
        strict=True,
    ):
        file.write_text(text, encoding="utf-8")
    return files


def _number(article: str) -> str:
    """The article as citations write it: 287-2."""
    match = ARTICLE.fullmatch(article.strip())
    if match is None:
        raise KnowledgeBaseError([Issue("条号", 0, f"不是刑法的条号：「{article}」", "写作 274 或者 287-1")])
    inserted = f"-{to_int(match['inserted'])}" if match["inserted"] else ""
    return f"{to_int(match['whole'])}{inserted}"


def _whole(number: str) -> int:
    return int(number.partition("-")[0])


def _padded(number: str) -> str:
    return f"{_whole(number):04d}" + number[len(number.partition("-")[0]) :]


def _folder(number: str) -> str:
    for (first, last), (folder, _) in CHAPTERS.items():
        if first <= _whole(number) <= last:
            return folder
    raise KnowledgeBaseError(
        [Issue("条号", 0, f"{article_name(number)}不在刑法分则中", "罪名在第一百零二条至第四百五十一条之间")]
    )


def _refusals(name: str, rule_id: str, kb: KnowledgeBase) -> list[Issue]:
    refused = []
    if not NAME.fullmatch(name):
        refused.append(Issue("罪名", 0, f"罪名不是中文：「{name}」", "写司法解释确定的罪名，如 敲诈勒索罪"))
    if not IDENTIFIER.fullmatch(rule_id):
        refused.append(
            Issue("标识", 0, f"英文标识不合格式：「{rule_id}」", "小写字母开头，只用小写字母、数字、下划线")
        )
    if rule_id in kb.rules:
        refused.append(Issue(kb.rules[rule_id].file, 1, f"规则 id「{rule_id}」已有", "用 --id 换一个"))
    return refused


def _exists(file: Path) -> Issue:
    return Issue(shown(file), 0, "文件已有，不覆盖", "改用别的 --id，或先移走这个文件")


def _wordings(number: str, kb: KnowledgeBase) -> tuple[Provision, ...]:
    try:
        return kb.statutes.versions(f"criminal_law:{number}")
    except UnknownCitation:
        return ()


def _first_day(number: str, kb: KnowledgeBase) -> datetime.date:
    held = [wording.in_force.start for wording in _wordings(number, kb) if wording.in_force.start]
    return min(held, default=first_day(kb))


def _quoted(number: str, kb: KnowledgeBase) -> str:
    """The article as it reads now, as a comment; or how to get it."""
    held = _wordings(number, kb)
    if not held:
        return "# 本条尚未收录：先把原文逐字录入 kb/statutes/criminal_law.yaml。"
    return "\n".join(f"#   {line}" for line in held[-1].text.splitlines())


def _rule_text(number: str, name: str, rule_id: str, start: datetime.date, kb: KnowledgeBase) -> str:
    at = f"criminal_law:{number}.1"
    return f"""\
# {name} · 刑法{article_name(number)}
{_quoted(number, kb)}
# 要件、项的次序与条文一致；每一行写明依据，数字照条文。写完运行 zuilian check，改到没有问题为止。
id: {rule_id}
kind: charge
label: {name}
aliases: []                     # 简称、俗称，检索和录入时可用
article: criminal_law:{number}
status: draft                   # 具名审阅之后才写 reviewed，并写 reviewed_by、reviewed_on
in_force: {{from: {start}}}
opened_by: [{UNNAMED}]       # 哪些行为启动本罪：kb/vocabulary/conduct.yaml 中的种类

elements:
  - id: act
    label: {BLANK}：客观行为
    cite: {{at: "{at}", quote: {BLANK}}}
    conduct: {UNNAMED}          # 行为种类；或者 all、any 下分行写

  - id: intent
    label: {BLANK}：故意与目的
    cite: {{at: "{at}", quote: {BLANK}}}
    fact: {UNNAMED}             # kb/vocabulary/ 中的事实；没有的先在词表中定义

  # 数额、情节：{{fact: …, at_least: 3_000, unit: 元, cite: 司法解释的条款项}}；兜底项写 appraise，由人判断
  - id: gravity
    label: {BLANK}：数额或者情节
    cite: {{at: "{at}", quote: {BLANK}}}
    appraise: {UNNAMED}

# 情节显著轻微（刑法第十三条）与不满十六周岁对一切罪名适用，不必写；本罪另有的除外、从宽写在这里：
# exceptions:

tiers:
  - id: basic
    label: {BLANK}：基本犯
    penalty: {{at: "{at}", quote: {BLANK}}}   # 照抄“处……”一句
"""


def _test_text(rule_id: str, start: datetime.date, *, later: bool) -> str:
    early = f"""
  - name: 行为在施行前一日
    facts: {{<<: *base, act_date: {start - datetime.timedelta(days=1)}}}
    expect: {{verdict: not_in_force}}
"""
    return f"""\
# 每个数额在标准上与差一个单位各一例；每个事实、每个出罪事由至少一例；未查（null）的一例；施行前一日一例。
rule: {rule_id}
given: &base                    # 各案例共同的前提
  act_date: {TRIED_ON}
  conduct: [{UNNAMED}]
  {UNNAMED}: true

cases:
  - name: {BLANK}：要件全部具备
    facts: {{<<: *base}}
    expect: {{verdict: established, tier: basic}}

  - name: {BLANK}：缺少一个要件
    facts: {{<<: *base, {UNNAMED}: false}}
    expect: {{verdict: not_established, missing: [intent]}}

  - name: {BLANK}：一个事实未查，先问
    facts: {{<<: *base, {UNNAMED}: null}}
    expect: {{verdict: undetermined, ask: [{UNNAMED}]}}

  - name: 情节显著轻微危害不大
    facts: {{<<: *base, obviously_minor: true}}
    expect: {{verdict: not_established, exception: [obviously_minor]}}

  - name: 行为时不满十六周岁
    facts: {{<<: *base, age_at_act: 15}}
    expect: {{verdict: not_established, exception: [under_sixteen]}}

  - name: 行为时已满十六周岁
    facts: {{<<: *base, age_at_act: 16}}
    expect: {{verdict: established}}
{early if later else ""}"""
