"""A small statute folder in every layout, for tests that must not depend on the real texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.statutes import Statutes, load_statutes

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "source: {checked_against: 测试, confidence: high, checked_on: 2026-01-01}"

FILES = {
    "criminal_law": f"""\
id: criminal_law
title: 中华人民共和国刑法
short: 刑法
issuers: [全国人民代表大会]
kind: law
promulgated: 1997-03-14
in_force: {{from: 1997-10-01}}
amended_by: [amendment_06, amendment_09]
{SOURCE}
layout: articles
body:
  - heading: 第一编　总则
  - heading: 第一章　任务
  - article: "12"
    paragraphs: [从旧兼从轻。, 继续有效。]
  - heading: 第二编　分则
  - heading: 第五章　侵犯财产罪
  - article: 266
    paragraphs: [诈骗公私财物，数额较大的，处三年以下有期徒刑。]
  - heading: 第六章　妨害社会管理秩序罪
  - heading: 第一节　扰乱公共秩序罪
  - article: "287-1"
    versions:
      - in_force: {{from: 2015-11-01}}
        by: amendment_09
        paragraphs:
          - text: 利用信息网络实施下列行为之一：
            items: {{1: 设立网站的；, 2: 发布信息的。}}
          - 单位犯前款罪的，处罚金。
  - heading: 第二节　妨害司法罪
  - article: "312"
    versions:
      - in_force: {{from: 1997-10-01, to: 2006-06-28}}
        paragraphs: [明知是犯罪所得的赃物而予以窝藏的，处三年以下有期徒刑。]
      - in_force: {{from: 2006-06-29}}
        by: amendment_06
        paragraphs: [明知是犯罪所得及其产生的收益而予以窝藏的，处三年以下有期徒刑。, 单位犯前款罪的，处罚金。]
  - article: "400"
    versions:
      - in_force: {{from: 1997-10-01, to: 2015-10-31}}
        paragraphs: [已经删去的一条。]
""",
    "fashi_2015_11": f"""\
id: fashi_2015_11
title: 最高人民法院关于审理掩饰、隐瞒犯罪所得刑事案件适用法律若干问题的解释
short: 旧掩隐解释
number: 法释〔2015〕11号
issuers: [最高人民法院]
kind: judicial_interpretation
promulgated: 2015-05-29
in_force: {{from: 2015-06-01, to: 2025-08-25}}
repealed_by: "fashi_2019_15:3"
interprets: ["criminal_law:312"]
{SOURCE}
layout: articles
body:
  - article: "1"
    versions:
      - in_force: {{from: 2015-06-01, to: 2021-04-14}}
        paragraphs:
          - text: 具有下列情形之一的：
            items: {{1: 价值三千元至一万元以上的；, 2: 受过行政处罚的。}}
          - 各省可以确定标准。
      - in_force: {{from: 2021-04-15}}
        by: fashi_2021_8
        paragraphs:
          - text: 具有下列情形之一的：
            items: {{1: 受过行政处罚的。}}
""",
    "fashi_2019_15": f"""\
id: fashi_2019_15
title: 最高人民法院、最高人民检察院关于办理非法利用信息网络等刑事案件适用法律若干问题的解释
short: 网络犯罪解释
aliases: [信息网络犯罪解释]
number: 法释〔2019〕15号
issuers: [最高人民法院, 最高人民检察院]
kind: judicial_interpretation
promulgated: 2019-10-21
in_force: {{from: 2019-11-01}}
interprets: ["criminal_law:287-1"]
{SOURCE}
layout: articles
preamble: [为依法惩治犯罪，现解释如下：]
body:
  - article: "2"
    paragraphs:
      - text: 具有下列情形之一的：
        items:
          1: 为三个以上对象提供帮助的；
          2:
            text: 发布信息的：
            items: {{1: 在网站上发布的；, 2: 在群组里发布的。}}
      - 确因客观条件限制无法查证的，达到前款第二项标准五倍以上的。
      - text: 还有下列情形的：
        items: {{1: 甲；, 2: 乙；, 3: 丙。}}
  - article: "3"
    paragraphs:
      - text: 具有下列情形之一的，可以不起诉：
        items: {{1: 初犯；, 2: 退赃的。}}
""",
    "fashi_2021_8": f"""\
id: fashi_2021_8
title: 最高人民法院关于修改掩隐解释的决定
number: 法释〔2021〕8号
issuers: [最高人民法院]
kind: judicial_interpretation
promulgated: 2021-04-13
in_force: {{from: 2021-04-15}}
{SOURCE}
layout: articles
body:
  - unnumbered: "1"
    paragraphs: [数额标准不再适用。]
  - unnumbered: "2"
    paragraphs: [本决定自2021年4月15日起施行。]
""",
    "fafa_2016_32": f"""\
id: fafa_2016_32
title: 最高人民法院、最高人民检察院、公安部关于办理电信网络诈骗等刑事案件适用法律若干问题的意见
short: 电诈意见
number: 法发〔2016〕32号
issuers: [最高人民法院, 最高人民检察院, 公安部]
kind: normative_document
promulgated: 2016-12-20
in_force: {{from: 2016-12-20}}
interprets: ["criminal_law:266"]
{SOURCE}
layout: parts_sections
body:
  - part: "1"
    title: 总体要求
    paragraphs: [近年来持续高发。, 要坚决惩处。]
  - part: "4"
    title: 共同犯罪
    sections:
      - section: "1"
        paragraphs: [多次实施的，累计计算。]
      - section: "3"
        paragraphs:
          - text: 明知他人实施诈骗，具有下列情形之一的：
            items: {{1: 提供信用卡的；, 5: 提供技术支持的；, 6: {{text: 提供其他帮助的。, doubt: recalled}}}}
          - 上述规定的“明知”，应当综合分析判断。
      - section: "4"
        gap: 原文未取得
        paraphrase: 招募人员的，以共同犯罪论处
""",
    "fafa_2021_22": f"""\
id: fafa_2021_22
title: 最高人民法院、最高人民检察院、公安部关于办理电信网络诈骗等刑事案件适用法律若干问题的意见（二）
short: 电诈意见（二）
number: 法发〔2021〕22号
issuers: [最高人民法院, 最高人民检察院, 公安部]
kind: normative_document
promulgated: 2021-06-17
in_force: {{from: 2021-06-17}}
doubt: recalled
{SOURCE}
layout: han_articles
body:
  - article: "7"
    paragraphs:
      - text: 具有下列行为的：
        items: {{1: 收购信用卡的；, 2: 收购手机卡的。}}
  - article: "8"
    paragraphs: [应当综合认定。]
""",
    "fafa_2025_12": f"""\
id: fafa_2025_12
title: 最高人民法院、最高人民检察院、公安部关于办理帮助信息网络犯罪活动等刑事案件有关问题的意见
short: 帮信意见
number: 法发〔2025〕12号
issuers: [最高人民法院, 最高人民检察院, 公安部]
kind: normative_document
promulgated: 2025-07-28
in_force: {{from: 2025-07-28}}
{SOURCE}
layout: parts_numbers
body:
  - heading: 二、准确适用法律
  - article: "5"
    paragraphs:
      - 准确认定明知。
      - text: 具有下列情形之一的：
        items: {{1: 提供批量插入设备的；, 3: 事先准备话术的。}}
  - article: "6"
    gap: 原文未取得
    doubt: gap
""",
}


def write_small_law(folder: Path) -> Path:
    """The files, in a folder."""
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def small_law(folder: Path) -> Statutes:
    """The documents, read from a folder."""
    return load_statutes(write_small_law(folder))
