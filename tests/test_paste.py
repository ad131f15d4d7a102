"""A pasted text against the law: citations, quotations and standards, on the day and the day before."""

import datetime
import io
import json
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import zuilian
from kb import load
from search import paste_report
from search.paste import Checked, Mention, Quotation, Standard, check
from search.paste_report import changes, reasons
from search.pasted_file import LARGEST, MOST, UnreadableText, pasted, text_of

TEXTS = Path(__file__).with_name("texts")
TODAY = datetime.date(2026, 11, 22)


def checked(text: str, day: str = "2026-11-22") -> Checked:
    return check(text, load(), datetime.date.fromisoformat(day), TODAY)


def read(name: str, day: str = "2026-11-22") -> Checked:
    return checked((TEXTS / f"{name}.txt").read_text(encoding="utf-8"), day)


def states(found: Checked) -> dict[str, list[tuple[str, str]]]:
    """The words of each citation with what they cite and how that stands."""
    return {m.place.words: [(c.citation, c.state) for c in m.cited] for m in found.mentions}


def state(text: str, day: str = "2026-11-22") -> list[str]:
    return [cited.state for mention in checked(text, day).mentions for cited in mention.cited]


def quotes(found: Checked) -> list[tuple[str, str | None]]:
    return [(q.compared.match, q.compared.at) for q in found.findings if isinstance(q, Quotation)]


def standards(found: Checked) -> list[tuple[str, str, str | None]]:
    return [
        (s.place.words, s.standing.source, s.standing.at) for s in found.findings if isinstance(s, Standard)
    ]


def said(found: Checked) -> str:
    return "\n".join(paste_report.lines(found, load(), everything=True))


# 整份文书


def test_an_opinion_is_read_with_its_own_short_names_and_pointing_words() -> None:
    found = read("indictment_opinion")
    read_as = {words: [citation for citation, _ in cites] for words, cites in states(found).items()}
    assert read_as["《中华人民共和国刑法》第二百八十七条之二第一款"] == ["criminal_law:287-2.1"]
    assert read_as["《解释》第十二条第二款"] == ["fashi_2019_15:12.2"]
    assert read_as["该法第六十七条第三款"] == ["criminal_law:67.3"]
    assert read_as["前述解释第十五条"] == ["fashi_2019_15:15"]
    assert any(words.startswith("《最高人民法院、") for words in read_as)


def test_facts_papers_of_the_case_and_speech_are_no_law() -> None:
    found = read("indictment_opinion")
    words = [one.place.words for one in found.findings]
    assert not [
        said for said in words if "诉字" in said or "清单" in said or "说明" in said or "鉴定" in said
    ]
    assert not [said for said in words if "安全账户" in said]
    assert standards(found) == [("五倍", "cited", "fashi_2019_15:12.2")]
    assert quotes(found) == [("same", "fashi_2019_15:12.1.2")]


def test_an_article_that_is_not_held_is_said_to_be_not_held_and_not_to_be_wrong() -> None:
    found = read("indictment_opinion")
    (missing,) = [m for m in found.mentions if m.cited[0].state == "not_held"]
    assert missing.place.words == "《中华人民共和国刑事诉讼法》第一百六十二条"
    assert missing.level == "unknown"
    assert "请对照官方文本核对" in reasons(missing, load())[0]
    assert not found.clean


def test_a_judgment_of_2020_is_judged_by_the_law_of_its_day() -> None:
    found = read("judgment", "2020-06-01")
    assert found.counts()["check"] == 0
    by_words = states(found)
    item = by_words[
        "《最高人民法院关于审理掩饰、隐瞒犯罪所得、犯罪所得收益刑事案件适用法律若干问题的解释》第一条第一款第（一）项"
    ]
    assert item == [("fashi_2015_11:1.1.1", "ends_later")]
    assert by_words["第三条第一款第（一）项"] == [("fashi_2015_11:3.1.1", "ends_later")]
    assert by_words["第二十五条第一款"] == [("criminal_law:25.1", "in_force")]
    assert standards(found) == []


def test_the_same_judgment_today_cites_law_that_has_ceased() -> None:
    found = read("judgment")
    gone = [m for m in found.mentions if m.cited[0].state == "ceased"]
    assert [m.cited[0].citation for m in gone] == ["fashi_2015_11:1.1.1", "fashi_2015_11:3.1.1"]
    assert all("2025-08-25" in line for m in gone for line in reasons(m, load())[:1])
    assert all("法释〔2025〕13号" in " ".join(reasons(m, load())) for m in gone)


def test_a_teaching_note_with_every_kind_of_mistake() -> None:
    found = read("teaching_note")
    matches = dict(reversed(quotes(found)))
    assert [match for match, _ in quotes(found)] == ["differs", "uncited_old", "differs"]
    assert matches["uncited_old"] == "fashi_2015_11:3.1.1"
    differences = [list(changes(q.compared.pieces)) for q in found.findings if isinstance(q, Quotation)]
    assert [(law, wrong) for law, wrong, _ in differences[0]] == [("处或者单", "")]
    assert [(law, wrong) for law, wrong, _ in differences[2]] == [("存储", "储存")]
    assert ("二十万元", "nowhere", None) in standards(found)
    assert ("三千元", "cited", "fashi_2011_7:1.1") in standards(found)
    assert ("三千元", "replaced", "fashi_2015_11:1.1.1") in standards(found)
    assert ("五张", "replaced", "fafa_2021_22:9.1.1") in standards(found)
    (yields,) = [m for m in found.mentions if m.cited[0].state == "yields"]
    assert "法发〔2025〕12号" in reasons(yields, load())[0]
    unheld = [m.place.words for m in found.mentions if m.cited[0].state == "not_held"]
    assert [words[:14] for words in unheld] == [
        "《最高人民法院关于审理诈骗案",
        "《某省高级人民法院关于办理诈",
    ]
    assert "1997年刑法施行至2011年" in said(found)


# 时效


@pytest.mark.parametrize(
    "text, before, on",
    [
        ("法释〔2019〕15号第十二条", ("2019-10-31", "not_yet"), ("2019-11-01", "in_force")),
        ("法释〔2019〕15号", ("2019-10-31", "not_yet"), ("2019-11-01", "in_force")),
        ("刑法第二百八十七条之二", ("2015-10-31", "not_yet"), ("2015-11-01", "in_force")),
        ("法释〔2025〕13号第三条", ("2025-08-25", "not_yet"), ("2025-08-26", "in_force")),
        ("法释〔2015〕11号第三条", ("2025-08-25", "ends_later"), ("2025-08-26", "ceased")),
        ("法释〔2015〕11号", ("2025-08-25", "ends_later"), ("2025-08-26", "ceased")),
        ("法释〔2015〕11号第一条", ("2021-04-14", "ends_later"), ("2021-04-15", "ends_later")),
        ("法发〔2021〕22号第九条", ("2025-07-27", "in_force"), ("2025-07-28", "yields")),
        ("刑法第一百九十一条", ("2021-02-28", "amended_since"), ("2021-03-01", "in_force")),
    ],
)
def test_a_day_makes_the_difference(text: str, before: tuple[str, str], on: tuple[str, str]) -> None:
    assert state(text, before[0]) == [before[1]]
    assert state(text, on[0]) == [on[1]]


def test_what_was_amended_since_is_shown_as_it_read_and_as_it_reads() -> None:
    (mention,) = checked("刑法第一百九十一条", "2019-01-01").mentions
    (cited,) = mention.cited
    assert cited.then is not None
    assert cited.now is not None
    assert "明知是毒品犯罪" in cited.then.text
    assert "为掩饰、隐瞒毒品犯罪" in cited.now.text
    assert "刑法修正案（十一）" in cited.why


def test_what_a_later_amendment_left_as_it_was_changed_with_the_earlier_one() -> None:
    (cited,) = checked("刑法第三百一十二条第一款", "2000-01-01").mentions[0].cited
    assert cited.why == "2006-06-29 起改为另一文本，由刑法修正案（六）修改"
    (cited,) = checked("刑法第三百一十二条第一款", "2020-01-01").mentions[0].cited
    assert cited.why == "所引文本 2006-06-29 起施行"


def test_text_that_is_not_held_for_the_day_is_unknown() -> None:
    law = load().statutes["criminal_procedure_law"]
    assert law.held.start is not None
    day = law.held.start - datetime.timedelta(1)
    assert state("刑事诉讼法第一百七十七条", day.isoformat()) == ["no_text"]


def test_lists_and_ranges_mean_each() -> None:
    found = checked("依照刑法第二十五条至第二十七条、第六十七条第三款")
    assert [c.citation for m in found.mentions for c in m.cited] == [
        "criminal_law:25",
        "criminal_law:26",
        "criminal_law:27",
        "criminal_law:67.3",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "依照合同第三条约定，张某应当付款。",
        "该意见于法无据，本院不予采纳。",
        "（2023）苏05刑初12号刑事判决",
        "见《鉴定意见通知书》和《到案经过》。",
        "X公（网安）刑拘字〔2024〕33号拘留证",
        "《房屋租赁合同》第三条约定，《某公司章程》第五条规定。",
        "载《人民司法》2020年第3期。",
    ],
)
def test_what_is_no_citation_of_law_is_passed_over(text: str) -> None:
    assert checked(text).findings == ()


@pytest.mark.parametrize(
    "text", ["川高法〔2024〕132号第三条", "公安部令第188号", "依照《某省禁毒条例》第八条"]
)
def test_another_norm_is_never_taken_for_one_that_is_held(text: str) -> None:
    assert set(state(text)) <= {"not_held"}


def test_the_short_name_that_the_text_gave_to_a_document_not_held_leads_nowhere() -> None:
    text = (
        "根据《某省关于办理诈骗案件的意见》（以下简称《意见》）第二条、《最高人民法院、最高人民检察院关于办理诈骗"
        "刑事案件具体应用法律若干问题的解释》（以下简称《解释》）第一条。《意见》第三条和《解释》第二条，该意见第五条。"
    )
    found = states(checked(text))
    assert found["《意见》第三条"][0][1] == "not_held"
    assert found["《解释》第二条"] == [("fashi_2011_7:2", "in_force")]
    assert found["该意见第五条"][0][1] in {"not_held", "no_document"}


def test_the_text_before_an_amendment_is_not_judged_by_the_day_asked_for() -> None:
    (mention,) = checked("依照修正前的《刑法》第三百一十二条定罪。").mentions
    assert (mention.cited[0].state, mention.level) == ("not_held", "unknown")
    assert "把日期选到当时" in mention.cited[0].why


def test_two_laws_named_one_after_another_are_two() -> None:
    found = states(checked("根据《中华人民共和国刑法》《中华人民共和国刑事诉讼法》的规定"))
    assert [cites[0][0] for cites in found.values()] == ["criminal_law", "criminal_procedure_law"]


def test_an_older_document_of_the_same_title_may_be_meant() -> None:
    title = "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》"
    (mention,) = checked(f"依照{title}第一百三十九条", "2013-06-01").mentions
    assert mention.cited[0].state == "not_yet"
    assert "同名的旧文件" in mention.cited[0].why


@pytest.mark.parametrize(
    "text, cited",
    [
        ("第二百六十六条　诈骗公私财物，数额较大的，处三年以下有期徒刑、拘役或者管制", "criminal_law:266"),
        ("第一条　诈骗公私财物价值三千元至一万元以上、三万元至十万元以上的", "fashi_2011_7:1"),
        ("第一条　为了规范某事，制定某办法，请各单位遵照执行。", ""),
    ],
)
def test_an_article_copied_without_its_document_is_told_by_its_text(text: str, cited: str) -> None:
    assert [c.citation for m in checked(text).mentions for c in m.cited] == [cited]


def test_no_held_document_is_found_to_misquote_the_law() -> None:
    """Every document of the base as it stood on its first day: a thousand quotations, none of them wrong."""
    matches: list[str] = []
    for document in load().statutes.values():
        if document.kind == "judicial_interpretation" and not document.id.startswith(
            ("charge_names", "gaojian_1997")
        ):
            on = max(filter(None, (document.in_force.start, document.held.start)))
            found = check("\n".join(document.lines(on)), load(), on, TODAY)
            matches += [q.compared.match for q in found.findings if isinstance(q, Quotation)]
    assert len(matches) > 500
    assert not {"differs", "not_there", "other_version", "uncited_old"} & set(matches)


# 引用的原文


@pytest.mark.parametrize(
    "text, match, at",
    [
        ("刑法第二十五条第一款规定：“共同犯罪是指二人以上共同故意犯罪。”", "same", "criminal_law:25.1"),
        ("刑法第二十五条规定，“共同犯罪是指二人以上共同故意犯罪”", "same", "criminal_law:25"),
        ("“共同犯罪是指二人以上共同故意犯罪”（刑法第二十五条）", "same", "criminal_law:25"),
        ("刑法第二十五条规定：“共同犯罪是指两人以上共同故意犯罪”", "spelling", "criminal_law:25"),
        ("刑法第二十五条规定：“共同犯罪，是指2人以上共同故意犯罪”", "spelling", "criminal_law:25"),
        ("刑法第二十五条规定：“共同犯罪……应当负刑事责任的……”", "same", "criminal_law:25"),
        ("刑法第二十五条规定：“共同犯罪是指三人以上共同故意犯罪”", "differs", "criminal_law:25"),
        ("刑法第二十六条规定：“共同犯罪是指二人以上共同故意犯罪”", "elsewhere", "criminal_law:25.1"),
        ("刑法第二十五条规定：“出租银行卡的一律按照诈骗罪的共犯处理”", "not_there", "criminal_law:25"),
        (
            "法释〔2015〕11号第一条规定的“掩饰、隐瞒犯罪所得及其产生的收益价值三千元至一万元以上的”",
            "other_version",
            "fashi_2015_11:1",
        ),
        (
            "法发〔2025〕12号第6条规定：“出租本人银行账户三个以上的，属于情节严重”",
            "no_wording",
            "fafa_2025_12:6",
        ),
    ],
)
def test_a_quotation_is_held_against_the_provision(text: str, match: str, at: str) -> None:
    assert quotes(checked(text)) == [(match, at)]


def test_a_text_copied_line_by_line_is_read_over_its_line_breaks() -> None:
    text = "依照《中华人民共和国刑法》第二十五\n条第一款规定的\n“共同犯罪是指二人以上共同\n故意犯罪”，属于共同犯罪"
    found = checked(text)
    assert [c.citation for m in found.mentions for c in m.cited] == ["criminal_law:25.1"]
    assert quotes(found) == [("same", "criminal_law:25.1")]


@pytest.mark.parametrize("between", ["。\n", "\n\n", "\n二、", "；"])
def test_what_another_sentence_cites_is_not_the_source_of_a_quotation(between: str) -> None:
    text = f"刑法第二十六条规定主犯{between}“共同犯罪是指二人以上共同故意犯罪，属于故意犯罪的一种形态”"
    assert quotes(checked(text)) == []


def test_words_of_law_not_yet_in_force_are_those_of_the_provision_all_the_same() -> None:
    found = checked("法释〔2025〕13号第五条所称的“情节严重”", "2025-07-10")
    assert quotes(found) == [("same", "fashi_2025_13:5")]
    assert [m.cited[0].state for m in found.mentions] == ["not_yet"]


def test_words_of_a_later_wording_are_named_as_such() -> None:
    text = "刑法第一百九十一条规定：“为掩饰、隐瞒毒品犯罪、黑社会性质的组织犯罪”"
    assert quotes(checked(text, "2020-01-01")) == [("other_version", "criminal_law:191")]
    assert quotes(checked(text, "2021-03-01")) == [("same", "criminal_law:191")]


@pytest.mark.parametrize(
    "text",
    [
        "张某的行为触犯刑法第二百六十六条，其供述称：“我知道他们是搞诈骗的，我就是想挣点钱”。",
        "刑法第二百八十七条之二规定了“帮信罪”，俗称“帮信”。",
        "他在群里说“今天跑分一单三个点，谁有卡谁来”。",
    ],
)
def test_speech_and_nicknames_are_no_quotations_of_law(text: str) -> None:
    assert quotes(checked(text)) == []


# 数额标准


@pytest.mark.parametrize(
    "text, day, found",
    [
        (
            "依照法释〔2019〕15号第十二条，支付结算金额20万元以上的",
            "2026-11-22",
            ("20万元", "cited", "fashi_2019_15:12.1.2"),
        ),
        (
            "依照法释〔2019〕15号第十二条，支付结算金额十五万元以上的",
            "2019-12-01",
            ("十五万元", "nowhere", None),
        ),
        (
            "刑法第二百六十六条所说数额特别巨大（五十万元以上）",
            "2026-11-22",
            ("五十万元", "beside", "fashi_2011_7:1.1"),
        ),
        ("刑法第三百一十二条的入罪标准为三千元", "2021-04-14", ("三千元", "beside", "fashi_2015_11:1.1.1")),
        ("刑法第三百一十二条的入罪标准为三千元", "2021-04-15", ("三千元", "replaced", "fashi_2015_11:1.1.1")),
        (
            "依照法释〔2025〕13号第五条，达到五百万元以上的",
            "2025-08-25",
            ("五百万元", "not_yet", "fashi_2025_13:5.1.2"),
        ),
    ],
)
def test_a_standard_stands_in_the_cited_text_or_where(
    text: str, day: str, found: tuple[str, str, str]
) -> None:
    result = standards(checked(text, day))
    assert [(words, source) for words, source, _ in result] == [found[:2]]
    assert (result[0][2] or "").startswith((found[2] or "").rpartition(".")[0])


def test_amounts_of_the_case_are_no_standards() -> None:
    text = "张某骗取三千元，获利五百元，退赔二千元，依照刑法第二百六十六条、第三百一十二条定罪。"
    assert standards(checked(text)) == []


# 文件


def docx(*paragraphs: str, inside: str = "") -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"{inside}<w:document {space}><w:body>{body}</w:body></w:document>"
        )
    return made.getvalue()


def test_a_word_file_is_read_paragraph_by_paragraph() -> None:
    assert (
        text_of(docx("起诉意见书", "触犯刑法第二百六十六条<甲>")) == "起诉意见书\n触犯刑法第二百六十六条<甲>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_are_read_in_the_encodings_of_an_office(encoding: str) -> None:
    assert (
        text_of("刑法第二百六十六条\r\n法释〔2011〕7号".encode(encoding))
        == "刑法第二百六十六条\n法释〔2011〕7号"
    )


@pytest.mark.parametrize(
    "content, name, word",
    [
        (b"", "a.txt", "没有文字"),
        (b" \n\t ", "a.txt", "没有文字"),
        (bytes(range(256)) * 8, "a.bin", "不是文字文件"),
        (b"%PDF-1.7 ...", "a.pdf", "全选复制"),
        (b"\xd0\xcf\x11\xe0rest", "a.doc", "另存为 .docx"),
        (b"PK\x03\x04broken", "a.docx", "已损坏"),
        (docx("字", inside='<!DOCTYPE x [<!ENTITY a "b">]>'), "a.docx", "已损坏"),
        (b"\xff" * 100, "a.txt", "编码认不出"),
        (b"a" * (LARGEST + 1), "a.txt", "文件太大"),
        (("字" * (MOST + 1)).encode(), "a.txt", "文字太长"),
    ],
    ids=[str(number) for number in range(10)],
)
def test_what_cannot_be_checked_is_refused_with_what_to_do(content: bytes, name: str, word: str) -> None:
    with pytest.raises(UnreadableText, match=word) as refused:
        text_of(content, name)
    assert "→" in str(refused.value)


def test_an_empty_paste_is_refused() -> None:
    with pytest.raises(UnreadableText, match="粘贴"):
        pasted(" \n")


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        alphabet=st.sampled_from(
            list('刑法第二百六十六条款项（）〔〕《》“”"‘’。；：\n1２a该前述解释规定的三千元以上之 ')
        ),
        max_size=120,
    )
)
def test_no_text_however_odd_fails(text: str) -> None:
    found = checked(text)
    paste_report.data(found, load())
    assert [*paste_report.lines(found, load(), everything=True)]
    for one in found.findings:
        assert text[one.place.start : one.place.end] == one.place.words


def calls(text: str) -> int:
    """How many functions are called, ours and built in, to check a text."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        checked(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "根据刑法第二百六十六条、第二百八十七条之二，数额较大（3万元以上），引用“诈骗公私财物，数额较大的”，",
        "第二百六十六条　诈骗公私财物，数额较大的，处三年以下有期徒刑",
        "第二百六十六条　诈骗公私财物\n（一）",
        "第二百六十六条\n\n\n",
        "《某某条例》和该办法第三条，",
        "2024年3月5日张某转账3000元，",
        "“诈骗公私财物",
        "“\n",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    once = f"根据刑法第二百六十六条，{piece * (4000 // len(piece))}"
    calls(once)  # 各种表第一次用时建立
    assert calls(once + piece * (4000 // len(piece))) < 2.5 * calls(once)


def test_a_standard_far_from_every_citation_of_an_endless_sentence_is_not_of_them() -> None:
    far = "，".join(["诈骗公私财物标准为三千元以上"] * 200)
    found = standards(checked(f"依照刑法第二百六十六条，{far}"))
    assert {source for _, source, _ in found} == {"beside"}
    assert 0 < len(found) < 200


def test_what_rests_on_an_unverified_text_wants_a_look() -> None:
    found = checked("法发〔2021〕22号第九条规定的“20张以上”，数额标准为20张", "2024-01-01")
    assert {one.level for one in found.findings} == {"note"}
    assert all("未核对" in reasons(one, load())[0] for one in found.findings)


# 命令行


def run(*words: str, text: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(zuilian.app, ["cites", *words], input=text)
    return result.exit_code, result.output


def test_the_command_says_what_to_look_at_and_leaves_with_one() -> None:
    code, output = run(str(TEXTS / "teaching_note.txt"), "--as-of", "2026-11-22")
    assert code == 1
    assert "须核对：与原文不同" in output
    assert "无误" not in output.partition("\n")[2]


def test_a_text_without_fault_leaves_with_zero(tmp_path: Path) -> None:
    file = tmp_path / "clean.txt"
    file.write_text("依照刑法第二十五条第一款处罚。", encoding="utf-8")
    assert run(str(file))[0] == 0
    assert "当日有效" in run(str(file), "--all")[1]


def test_the_data_holds_every_finding() -> None:
    code, output = run("-", "--json", "--as-of", "2020-01-01", text="刑法第一百九十一条")
    found = json.loads(output)
    assert code == 0
    assert found["findings"][0]["cites"][0]["state"] == "amended_since"
    assert "毒品" in found["findings"][0]["cites"][0]["then"]["text"]


def test_a_provision_is_shown_with_how_it_is_cited() -> None:
    result = CliRunner().invoke(zuilian.app, ["show", "刑法266", "--as-of", "2020-01-01"])
    assert (
        "引用写作：《中华人民共和国刑法》第二百六十六条（1997年10月1日起施行）；刑法266条；criminal_law:266"
        in result.output
    )
    data = json.loads(CliRunner().invoke(zuilian.app, ["show", "刑法266", "--json"]).output)
    assert data["cite_as"]["short"] == "刑法266条"


@pytest.mark.parametrize("file, told", [("nowhere.txt", "找不到"), (".", "读不了")])
def test_a_file_that_is_not_there_is_said_in_chinese(file: str, told: str) -> None:
    code, output = run(file)
    assert code == 2
    assert told in output


def test_every_sort_of_finding_is_a_citation_a_quotation_or_a_standard() -> None:
    assert {type(one) for one in read("teaching_note").findings} == {Mention, Quotation, Standard}
