"""Documents on a day, their provisions, labels and relations, and what an author is told."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from small_law import FILES, SOURCE, small_law, write_small_law

from kb.issues import Issue, KnowledgeBaseError
from kb.numbering import Numbering
from kb.statutes import Relations, Statutes, UnknownCitation, load_statutes

if TYPE_CHECKING:
    from pathlib import Path

    from kb.provision import Provision


@pytest.fixture(scope="module")
def statutes(tmp_path_factory: pytest.TempPathFactory) -> Statutes:
    return small_law(tmp_path_factory.mktemp("statutes"))


@pytest.fixture(scope="module")
def real() -> Statutes:
    return load_statutes(files("kb") / "statutes")


def test_a_document_says_what_it_is(statutes: Statutes) -> None:
    document = statutes["fashi_2015_11"]
    assert document.name == "法释〔2015〕11号"
    assert document.in_force.end == date(2025, 8, 25)
    assert document.source.confidence == "high"
    assert "旧掩隐解释" in document.names
    assert [*statutes] == sorted(FILES)


@pytest.mark.parametrize(
    "citation, label",
    [
        ("criminal_law:12", "刑法第十二条"),
        ("criminal_law:12.2", "刑法第十二条第二款"),
        ("criminal_law:266.1", "刑法第二百六十六条"),
        ("criminal_law:287-1", "刑法第二百八十七条之一"),
        ("criminal_law:287-1.1.2", "刑法第二百八十七条之一第一款第（二）项"),
        ("fashi_2019_15:2.1.2", "法释〔2019〕15号第二条第一款第（二）项"),
        ("fashi_2019_15:2.1.2.1", "法释〔2019〕15号第二条第一款第（二）项第1目"),
        ("fashi_2019_15:3.1.2", "法释〔2019〕15号第三条第（二）项"),
        ("fashi_2021_8:1", "法释〔2021〕8号第一段"),
        ("fafa_2016_32:1", "法发〔2016〕32号第一部分"),
        ("fafa_2016_32:1.0.2", "法发〔2016〕32号第一部分第二款"),
        ("fafa_2016_32:4.1", "法发〔2016〕32号四、（一）"),
        ("fafa_2016_32:4.1.1", "法发〔2016〕32号四、（一）"),
        ("fafa_2016_32:4.3.1.5", "法发〔2016〕32号四、（三）第一款第5项"),
        ("fafa_2016_32:4.3.2", "法发〔2016〕32号四、（三）第二款"),
        ("fafa_2021_22:7.1.2", "法发〔2021〕22号第七条第（二）项"),
        ("fafa_2025_12:5", "法发〔2025〕12号第5条"),
        ("fafa_2025_12:5.2.1", "法发〔2025〕12号第5条第二款第（1）项"),
        ("fashi_2019_15", "法释〔2019〕15号"),
        ("criminal_law", "刑法"),
    ],
)
def test_a_provision_is_called_what_lawyers_call_it(statutes: Statutes, citation: str, label: str) -> None:
    assert statutes.label(citation) == label


def test_marks_go_from_brackets_to_digits_to_circles() -> None:
    opinion = Numbering("parts_numbers")
    assert [opinion.mark("item", "2"), opinion.mark("subitem", "2")] == ["（2）", "②"]
    assert opinion.mark("subitem", "21") == "（21）"
    assert opinion.name("subitem", "2") == "第②目"


def test_the_label_is_that_of_the_wording_on_the_day(statutes: Statutes) -> None:
    assert (
        statutes.label("fashi_2015_11:1.1.1", date(2021, 4, 14)) == "法释〔2015〕11号第一条第一款第（一）项"
    )
    assert statutes.label("fashi_2015_11:1.1.1", date(2021, 4, 15)) == "法释〔2015〕11号第一条第（一）项"


def test_a_provision_holds_its_line_and_all_below(statutes: Statutes) -> None:
    article = statutes.provision("fashi_2019_15:2")
    paragraph = statutes.provision("fashi_2019_15:2.1")
    assert (article.level, article.own) == ("article", "")
    assert paragraph.own == "具有下列情形之一的："
    assert paragraph.text.splitlines() == [
        "具有下列情形之一的：",
        "（一）为三个以上对象提供帮助的；",
        "（二）发布信息的：",
        "1.在网站上发布的；",
        "2.在群组里发布的。",
    ]
    assert article.text.startswith(paragraph.text)
    assert article.text.endswith("（三）丙。")
    assert statutes.provision("fashi_2019_15:2.1.2.2").level == "subitem"


def test_a_provision_knows_the_headings_it_stands_under(statutes: Statutes) -> None:
    assert statutes.provision("criminal_law:12").headings == ("第一编　总则", "第一章　任务")
    assert statutes.provision("criminal_law:266").headings == ("第二编　分则", "第五章　侵犯财产罪")
    assert statutes.provision("criminal_law:312.1").headings == (
        "第二编　分则",
        "第六章　妨害社会管理秩序罪",
        "第二节　妨害司法罪",
    )
    assert statutes.provision("fafa_2016_32:4.1").headings == ("四、共同犯罪",)
    assert statutes.provision("fafa_2016_32:4").headings == ()


def test_the_wording_changes_on_the_day_of_the_amendment(statutes: Statutes) -> None:
    last_day = date(2006, 6, 28)
    before = statutes.provision("criminal_law:312.1", last_day)
    after = statutes.provision("criminal_law:312.1", last_day + timedelta(1))
    assert "赃物" in before.text
    assert "收益" in after.text
    assert (before.by, after.by) == (None, "amendment_06")
    assert statutes.provision("criminal_law:312.1") == after
    assert statutes.versions("criminal_law:312.1") == (before, after)


def test_a_period_ends_with_the_document(statutes: Statutes) -> None:
    latest = statutes.provision("fashi_2015_11:1")
    assert (latest.in_force.start, latest.in_force.end) == (date(2021, 4, 15), date(2025, 8, 25))


@pytest.mark.parametrize(
    "citation, on, status",
    [
        ("criminal_law:312.1", date(1997, 9, 30), "尚未施行"),
        ("criminal_law:312.1", date(2006, 6, 28), "现行有效"),
        ("criminal_law:312.1", date(2006, 6, 29), "已被修改"),
        ("criminal_law:400", date(2015, 10, 31), "现行有效"),
        ("criminal_law:400", date(2015, 11, 1), "已失效"),
        ("fashi_2015_11:1.1.1", date(2025, 8, 25), "已被修改"),
        ("fashi_2015_11:1.1.1", date(2025, 8, 26), "已失效"),
    ],
)
def test_the_first_wording_stands_so_on_a_day(
    statutes: Statutes, citation: str, on: date, status: str
) -> None:
    assert statutes.versions(citation)[0].status(on) == status


def test_a_document_stands_so_on_a_day(statutes: Statutes) -> None:
    document = statutes["fashi_2015_11"]
    assert document.status(date(2015, 5, 31)) == "尚未施行"
    assert document.status(date(2025, 8, 25)) == "现行有效"
    assert document.status(date(2025, 8, 26)) == "已失效"


def test_provisions_on_a_day_are_those_in_force(statutes: Statutes) -> None:
    law = statutes["criminal_law"]

    def articles(on: date | None) -> list[str]:
        return [p.path[0] for p in law.provisions(on) if p.level == "article"]

    assert articles(date(1997, 9, 30)) == []
    assert articles(date(2015, 10, 31)) == ["12", "266", "312", "400"]
    assert articles(date(2015, 11, 1)) == ["12", "266", "287-1", "312"]
    assert articles(None) == ["12", "266", "287-1", "312", "400"]
    assert "criminal_law:312.2" not in [p.citation for p in law.provisions(date(2006, 6, 28))]


def test_the_latest_wording_of_an_article_is_taken_whole(statutes: Statutes) -> None:
    """A paragraph that only an older wording has is not mixed into the latest."""
    latest = [p.citation for p in statutes["fashi_2015_11"].provisions()]
    assert latest == ["fashi_2015_11:1", "fashi_2015_11:1.1", "fashi_2015_11:1.1.1"]
    assert statutes.provision("fashi_2015_11:1.2").text == "各省可以确定标准。"


def test_the_text_prints_a_line_for_each_heading_paragraph_and_item(statutes: Statutes) -> None:
    assert statutes["fashi_2019_15"].lines() == [
        "为依法惩治犯罪，现解释如下：",
        "第二条　具有下列情形之一的：",
        "（一）为三个以上对象提供帮助的；",
        "（二）发布信息的：",
        "1.在网站上发布的；",
        "2.在群组里发布的。",
        "确因客观条件限制无法查证的，达到前款第二项标准五倍以上的。",
        "还有下列情形的：",
        "（一）甲；",
        "（二）乙；",
        "（三）丙。",
        "第三条　具有下列情形之一的，可以不起诉：",
        "（一）初犯；",
        "（二）退赃的。",
    ]


def test_the_text_as_of_a_day_is_that_days_text(statutes: Statutes) -> None:
    law = statutes["criminal_law"]
    assert law.lines(date(1997, 9, 30)) == []
    assert "第三百一十二条　明知是犯罪所得的赃物而予以窝藏的，处三年以下有期徒刑。" in law.lines(
        date(1997, 10, 1)
    )
    today = law.lines()
    assert today[5:7] == [
        "第五章　侵犯财产罪",
        "第二百六十六条　诈骗公私财物，数额较大的，处三年以下有期徒刑。",
    ]
    assert not any("已经删去" in line for line in today)


def test_a_repealed_document_still_prints_its_last_text(statutes: Statutes) -> None:
    document = statutes["fashi_2015_11"]
    assert document.lines() == ["第一条　具有下列情形之一的：", "（一）受过行政处罚的。"]
    assert document.lines(date(2025, 8, 26)) == []
    assert len(document.lines(date(2021, 4, 14))) == 4


def test_opinions_print_their_own_marks_and_say_what_is_unverified(statutes: Statutes) -> None:
    assert statutes["fafa_2016_32"].lines() == [
        "一、总体要求",
        "近年来持续高发。",
        "要坚决惩处。",
        "四、共同犯罪",
        "（一）多次实施的，累计计算。",
        "（三）明知他人实施诈骗，具有下列情形之一的：",
        "1.提供信用卡的；",
        "5.提供技术支持的；",
        "6.提供其他帮助的。［未核对］",
        "上述规定的“明知”，应当综合分析判断。",
        "（四）（原文未取得；转述：招募人员的，以共同犯罪论处）［未核对］",
    ]
    assert statutes["fafa_2021_22"].lines() == [
        "七、具有下列行为的：［未核对］",
        "（一）收购信用卡的；［未核对］",
        "（二）收购手机卡的。［未核对］",
        "八、应当综合认定。［未核对］",
    ]
    assert statutes["fafa_2025_12"].lines()[3:] == [
        "（1）提供批量插入设备的；",
        "（3）事先准备话术的。",
        "6.（原文未取得）［未核对］",
    ]
    assert statutes["fashi_2021_8"].lines() == ["数额标准不再适用。", "本决定自2021年4月15日起施行。"]


def test_doubt_goes_down_to_what_stands_below_and_up_to_what_contains_it(statutes: Statutes) -> None:
    assert statutes.provision("fafa_2021_22:7.1.1").own_doubt == "recalled"
    item = statutes.provision("fafa_2016_32:4.3.1.6")
    assert (item.own_doubt, item.doubt, item.unverified) == ("recalled", "recalled", True)
    assert statutes.provision("fafa_2016_32:4.3.1.5").doubt is None
    section = statutes.provision("fafa_2016_32:4.3")
    assert (section.own_doubt, section.doubt) == (None, "recalled")
    assert statutes.provision("fafa_2016_32:4").doubt == "paraphrase"


def test_a_gap_has_no_text_to_quote(statutes: Statutes) -> None:
    section = statutes.provision("fafa_2016_32:4.4")
    assert (section.text, section.doubt, section.paraphrase) == (
        "",
        "paraphrase",
        "招募人员的，以共同犯罪论处",
    )
    assert statutes.provision("fafa_2025_12:6").doubt == "gap"


@pytest.mark.parametrize(
    "citation, message",
    [
        ("fashi_2019_15:2.4", "法释〔2019〕15号第二条只有三款"),
        ("fashi_2019_15:2.1.3", "法释〔2019〕15号第二条第一款只有二项"),
        ("fashi_2019_15:2.2.1", "法释〔2019〕15号第二条第二款不再分项"),
        ("fashi_2019_15:3.1.9", "法释〔2019〕15号第三条只有二项"),
        ("fashi_2019_15:2.1.1.1.1", "法释〔2019〕15号第二条第一款第（一）项不再分目"),
        ("fashi_2019_15:9.1.2", "法释〔2019〕15号未收录第九条；收录了其中 2 条，在第二条至第三条之间"),
        ("criminal_law:267", "刑法未收录第二百六十七条；收录了其中 5 条，在第十二条至第四百条之间"),
        ("fafa_2016_32:2.1", "法发〔2016〕32号未收录第二部分；收录了其中 2 部分，在第一部分至第四部分之间"),
        ("fafa_2016_32:4.2", "法发〔2016〕32号第四部分未收录（二）；收录了其中 3 节，在（一）至（四）之间"),
        ("fafa_2016_32:1.1", "法发〔2016〕32号第一部分不再分节"),
        (
            "fafa_2016_32:4.3.1.2",
            "法发〔2016〕32号四、（三）第一款未收录第2项；收录了其中 3 项，在第1项至第6项之间",
        ),
        (
            "fafa_2025_12:5.2.2",
            "法发〔2025〕12号第5条第二款未收录第（2）项；收录了其中 2 项，在第（1）项至第（3）项之间",
        ),
        ("fashi_2019_16:1", "未收录文件「fashi_2019_16」，是否指「fashi_2019_15」？"),
        ("fashi_2019_15", "「fashi_2019_15」是整个文件，请写到条"),
        ("刑法266", "不是引用：「刑法266」"),
        ("criminal_law:", "不是引用"),
    ],
)
def test_a_citation_that_leads_nowhere_says_what_is_there(
    statutes: Statutes, citation: str, message: str
) -> None:
    with pytest.raises(UnknownCitation) as caught:
        statutes.provision(citation)
    assert str(caught.value).startswith(message)


def test_a_day_without_a_wording_names_the_periods(statutes: Statutes) -> None:
    with pytest.raises(UnknownCitation) as caught:
        statutes.provision("fashi_2015_11:1", date(2025, 8, 26))
    assert "2015-06-01至2021-04-14；2021-04-15至2025-08-25" in str(caught.value)
    with pytest.raises(UnknownCitation, match="2015-11-01至今"):
        statutes.provision("criminal_law:287-1.2", date(2015, 10, 31))


def test_relations_are_seen_from_both_sides(statutes: Statutes) -> None:
    assert statutes.relations("fashi_2015_11") == Relations(
        interprets=("criminal_law:312",), repealed_by=("fashi_2019_15:3",)
    )
    assert statutes.relations("criminal_law:312.2").interpreted_by == ("fashi_2015_11",)
    assert statutes.relations("criminal_law:12").interpreted_by == ()
    assert statutes.relations("criminal_law").interpreted_by == (
        "fafa_2016_32",
        "fashi_2015_11",
        "fashi_2019_15",
    )
    assert statutes.relations("criminal_law").amended_by == ("amendment_06", "amendment_09")
    assert statutes.relations("criminal_law:312").amended_by == ("amendment_06",)
    assert statutes.relations("fashi_2019_15:3.1").repeals == ("fashi_2015_11",)
    assert statutes.relations("fashi_2019_15:2").repeals == ()


def test_a_section_may_change_and_its_part_with_it(tmp_path: Path) -> None:
    text = FILES["fafa_2016_32"].replace(
        '      - section: "1"\n        paragraphs: [多次实施的，累计计算。]\n',
        '      - section: "1"\n        versions:\n'
        "          - {in_force: {from: 2016-12-20, to: 2020-12-31}, paragraphs: [旧的。]}\n"
        "          - {in_force: {from: 2021-01-01}, paragraphs: [新的。]}\n",
    )
    (tmp_path / "fafa_2016_32.yaml").write_text(text, encoding="utf-8")
    statutes = load_statutes(tmp_path)
    old, new = statutes.versions("fafa_2016_32:4")
    assert "旧的" in old.text
    assert "新的" not in old.text
    assert "旧的" not in new.text
    assert (old.in_force.end, new.in_force.start) == (date(2020, 12, 31), date(2021, 1, 1))
    assert "（一）旧的。" in statutes["fafa_2016_32"].lines(date(2020, 12, 31))
    assert "（一）新的。" in statutes["fafa_2016_32"].lines()


HEAD = f"""\
id: x
title: 某解释
issuers: [某院]
kind: law
promulgated: 2020-01-01
in_force: {{from: 2020-01-01}}
{SOURCE}
layout: articles
body:
"""
LINES = HEAD.count("\n")
OVERLAP = """\
- article: "1"
  versions:
  - {in_force: {from: 2020-01-01}, paragraphs: [甲。]}
  - {in_force: {from: 2021-01-01}, paragraphs: [乙。]}
"""


@pytest.mark.parametrize(
    "body, line, words",
    [
        ('- article: "1"\n  paragraphs: []\n', 1, "须恰有 paragraphs、versions、gap 三者之一"),
        ('- article: "1"\n  paragraphs: [甲。]\n  gap: 原文未取得\n', 1, "须恰有 paragraphs、versions、gap"),
        ('- article: "一"\n  paragraphs: [甲。]\n', 1, "格式不符"),
        (
            '- article: "1"\n  paragraphs:\n    - text: 甲。\n      item: {}\n',
            4,
            "未知的键「item」，是否想写「items」",
        ),
        ('- article: "1"\n  paragraphs:\n    - items: {1: 甲。}\n', 3, "二者恰有其一"),
        (
            '- article: "1"\n  paragraphs:\n    - 甲。\n    - 前半\n      后半\n',
            4,
            "原文里有空格：「前半 后半」",
        ),
        ('- article: "1"\n  paragraphs:\n    - |\n      甲。\n', 3, "换行"),
        ('- article: "1"\n  paragraphs:\n    - text: 甲：\n      items: {2: 乙, 1: 丙}\n', 3, "从小到大"),
        ('- article: "1"\n  paragraphs:\n    - text: 甲：\n      items: {一: 乙}\n', 4, "应为整数"),
        ('- article: "2"\n  paragraphs: [甲。]\n- article: "2"\n  paragraphs: [乙。]\n', 3, "序号「2」重复"),
        ('- article: "2"\n  paragraphs: [甲。]\n- article: "1"\n  paragraphs: [乙。]\n', 3, "排在「2」之后"),
        (OVERLAP, 4, "日期重叠"),
        (OVERLAP.replace("from: 2020-01-01", "from: 2018-01-01, to: 2019-12-31"), 3, "在文件有效期"),
        (OVERLAP.replace("from: 2020-01-01", "from: 2020-01-01, to: 2021-01-01"), 4, "日期重叠"),
        ('- article: "1"\n  versions:\n  - {paragraphs: [甲。]}\n', 3, "没有写施行日"),
        ('- article: "1"\n  versions:\n  - in_force: {from: 2020-01-01}\n', 3, "须有 paragraphs 或 gap"),
        (
            '- article: "1"\n  in_force: {from: 2021-01-01, to: 2020-01-01}\n  paragraphs: [甲。]\n',
            2,
            "晚于止日",
        ),
        (
            '- article: "1"\n  doubt: 存疑\n  paragraphs: [甲。]\n',
            2,
            "应为下列之一：numbering、recalled、paraphrase、gap",
        ),
        ('- article: "1"\n  gap: 无\n  doubt: recalled\n', 1, "不能写 doubt: recalled"),
        ('- article: "1"\n  gap: 无\n  doubt: paraphrase\n', 1, "没有转述"),
        ("- heading: 3\n", 1, "应为文字"),
        ("- 第一条　甲。\n", 1, "应为「键: 值」的映射"),
    ],
)
def test_a_slip_in_the_body_is_told_at_its_line(tmp_path: Path, body: str, line: int, words: str) -> None:
    (tmp_path / "x.yaml").write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(KnowledgeBaseError) as caught:
        load_statutes(tmp_path)
    (issue,) = caught.value.issues
    assert words in issue.problem
    assert issue.line == LINES + line


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("kind: law\n", "kind: statute\n", "应为下列之一"),
        ("in_force: {from: 2020-01-01}", "in_force: {}", "没有写施行日"),
        ("layout: articles", "layout: parts_sections", "layout 与正文不合"),
        ("kind: law\n", "", "缺少键「kind」"),
        ("kind: law\n", "kind: law\nwording_from: 2019-12-31\n", "不在有效期"),
        ("id: x\n", "id: y\n", "与文件名不同"),
        ("title: 某解释\n", "title: 某解释\nrepealed_by: z\n", "没有失效日"),
        ("title: 某解释\n", "title: 某解释\ninterprets: [刑法266]\n", "不是引用：「刑法266」"),
        ("title: 某解释\n", "title: 某解释\nalias: [甲]\n", "未知的键「alias」，是否想写「aliases」"),
    ],
)
def test_a_slip_in_the_head_is_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = HEAD.replace(old, new, 1) + '- article: "1"\n  paragraphs: [甲。]\n'
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match=words):
        load_statutes(tmp_path)


def test_the_problems_of_all_files_come_together(tmp_path: Path) -> None:
    write_small_law(tmp_path)
    (tmp_path / "bad_a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "bad_b.yaml").write_text("id: bad_b\n", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError) as caught:
        load_statutes(tmp_path)
    assert {issue.file.rpartition("/")[2] for issue in caught.value.issues} == {"bad_a.yaml", "bad_b.yaml"}


def test_a_name_that_two_documents_bear_is_refused(tmp_path: Path) -> None:
    write_small_law(tmp_path)
    text = FILES["fafa_2025_12"].replace("short: 帮信意见", "short: 电诈意见")
    (tmp_path / "fafa_2025_12.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match="名称「电诈意见」已属于 fafa_2016_32"):
        load_statutes(tmp_path)


def test_an_absent_folder_holds_nothing(tmp_path: Path) -> None:
    assert len(load_statutes(tmp_path / "none")) == 0


def test_the_real_documents_are_read(real: Statutes) -> None:
    assert "criminal_law" in real
    assert real.provision("criminal_law:287-2.1").text.startswith("明知他人利用信息网络实施犯罪，")
    assert real.provision("fashi_2019_15:12.1.2").text == "支付结算金额二十万元以上的；"


def test_every_real_provision_is_in_force_on_the_days_it_says(real: Statutes) -> None:
    wordings: list[Provision] = [wording for document in real.values() for wording in document.wordings]
    for wording in wordings:
        days = [day for day in (wording.in_force.start, wording.in_force.end) if day]
        assert days
        assert all(real.provision(wording.citation, day) == wording for day in days), wording.citation


def test_every_real_document_has_a_text_from_its_first_day_to_its_last(real: Statutes) -> None:
    for document in real.values():
        first, last = document.held.start, document.in_force.end
        assert first
        assert document.lines(first), document.id
        assert document.lines(first - timedelta(1)) == []
        assert document.lines(last), document.id


def test_an_issue_of_a_real_file_names_it_from_the_package_down(real: Statutes) -> None:
    provision = real.provision("fashi_2019_15:12.1.2")
    issue = Issue(provision.file, provision.line, "")
    assert issue.file == "kb/statutes/fashi_2019_15.yaml"
    assert issue.line > 1
