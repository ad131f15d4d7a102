"""What a bank is written as can be read back: nothing lost, nothing taken for a sign of the format, scored as we score."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from export_readers import (
    QTI,
    docx_text,
    gift_questions,
    notes_of,
    pdf_text,
    qti_faults,
    qti_score,
    shown,
    squeezed,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from typer.testing import CliRunner

import kb
from kb.numerals import to_han
from paper.clean import harmless
from quiz.bank import write_bank
from quiz.claim import Claim
from quiz.exports import ExportError, exam_of, files
from quiz.exports.anki import deck_id
from quiz.exports.exam import Exam
from quiz.exports.gift import escaped
from quiz.exports.scoring import share
from quiz.exports.spelling import spellings
from quiz.item import Bank, Difficulty, Item, Option, Question
from quiz.score import mark
from zuilian import app

DAY = datetime.date(2026, 6, 1)
BASE = kb.load()
UNITS = sorted({fact.unit or "" for fact in BASE.facts.values()})
HOSTILE = r"""“~错=对#注{括}:冒\反” <b>&amp;"' {{题目}} %50% ->=n \n ]]> // $CATEGORY: [html] * ：：end"""
PROOF = Claim(says="established", charge="fraud")


def options(*right: bool) -> tuple[Option, ...]:
    return tuple(
        Option(
            text=f"第{number}项{HOSTILE}",
            right=holds,
            why=f"第{number}项的理由{HOSTILE}（刑法第二百六十六条）。",
            cites=("criminal_law:266.1", "fashi_2011_7:1.1"),
            claim=PROOF,
        )
        for number, holds in enumerate(right, 1)
    )


def question(kind: Any, *right: bool, **fields: Any) -> Question:
    return Question(
        kind=kind,
        ask=fields.pop("ask", f"应当如何认定？{HOSTILE}"),
        options=options(*right),
        why=f"总的理由{HOSTILE}。",
        cites=("criminal_law:266.1",),
        charge="fraud",
        **fields,
    )


def item(name: str, kind: Any, *questions: Question, stem: str = f"张某\n第二段{HOSTILE}") -> Item:
    return Item(
        id=name,
        kind=kind,
        topic="charge",
        stem=stem,
        questions=questions,
        difficulty=Difficulty(level="medium", elements=3, distance=1),
        on=DAY,
        case={"format": 1},
    )


BLANK = question(
    "blank",
    ask="诈骗公私财物价值达到________元以上的，应当认定为“数额较大”。",
    answers=("三千", "3000"),
    proofs=(PROOF, Claim(says="fails", charge="fraud", change={"fraud_amount": 2999})),
)
ITEMS = (
    item("q01", "single", question("single", False, True, False)).model_copy(
        update={"given": ("情节恶劣",), "unverified": ("fashi_2011_7:1.1",)}
    ),
    item("q02", "multiple", question("multiple", True, False, True, False)),
    item("q03", "multiple", question("multiple", True, True, False, True)),
    item("q04", "true_false", question("true_false", True)),
    item("q05", "true_false", question("true_false", False)),
    item("q06", "blank", BLANK),
    item(
        "q07",
        "blank",
        BLANK.model_copy(update={"ask": "横线处应当填写："}),
        stem="法释规定：“价值________元以上的”",
    ),
    item("q08", "case", question("single", True, False), question("multiple", False, True, True), BLANK),
)
BANK = Bank(title="反诈/测验：“一”", base="0123456789abcdef", as_of=DAY, seed=1, items=ITEMS)
ASKED = [(entry, asked) for entry in ITEMS for asked in entry.questions]
NAMES = ["q01", "q02", "q03", "q04", "q05", "q06", "q07", "q08-1", "q08-2", "q08-3"]


@pytest.fixture(scope="module")
def exam() -> Exam:
    return exam_of(BANK, BASE)


def written(exam: Exam, name: str, what: str | None = None) -> bytes:
    return files(exam, Path(name), what)[Path(name)]


def test_gift_gives_back_every_question(exam: Exam) -> None:
    read = list(gift_questions(written(exam, "a.gift").decode()))
    assert [one["id"] for one in read] == [[name] for name in NAMES]
    for (entry, asked), one in zip(ASKED, read, strict=True):
        assert shown(one["text"]).startswith(entry.stem + asked.ask)
        assert asked.why in shown(one["feedback"])
        assert "数额较大的，处三年以下有期徒刑" in shown(one["feedback"])
        if asked.kind == "true_false":
            assert one["truth"] == ("TRUE" if asked.options[0].right else "FALSE")
        elif asked.kind == "blank":
            assert {"3000元", "三千元", "3,000", "三千"} <= {text for _, text, _ in one["answers"]}
            assert {sign for sign, _, _ in one["answers"]} == {"="}
        else:
            assert [(shown(text), shown(why)) for _, text, why in one["answers"]] == [
                (option.text, option.why) for option in asked.options
            ]
            assert [sign for sign, _, _ in one["answers"]] == gift_signs(asked)


def gift_signs(asked: Question) -> list[str]:
    if asked.kind == "single":
        return ["=" if option.right else "~" for option in asked.options]
    part = {2: "~%50%", 3: "~%33.33333%"}[sum(option.right for option in asked.options)]
    return [part if option.right else "~%-100%" for option in asked.options]


@settings(max_examples=50)
@given(st.text())
def test_gift_escapes_are_undone(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", escaped(text), flags=re.DOTALL) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[~=#{}:]", escaped(text))


@pytest.mark.parametrize("rights", range(1, 8))
def test_shares_are_those_that_moodle_lists(rights: int) -> None:
    listed = {"100", "50", "33.33333", "25", "20", "16.66667", "14.28571"}
    assert share(rights) in listed
    assert round(Decimal(share(rights)) * rights) == 100


# Moodle XML, after Moodle's description of its elements.

MOODLE = {
    "multichoice": {"single", "shuffleanswers", "answernumbering"},
    "truefalse": set(),
    "shortanswer": {"usecase"},
}
COMMON = {
    "name",
    "questiontext",
    "generalfeedback",
    "defaultgrade",
    "penalty",
    "hidden",
    "idnumber",
    "answer",
    "tags",
}


def test_moodle_xml_gives_back_every_question(exam: Exam) -> None:
    root = etree.fromstring(written(exam, "a.xml"))
    category, *read = root
    assert category.findtext("category/text") == "$course$/top/反诈//测验：“一”"
    assert [one.findtext("idnumber") for one in read] == NAMES
    for (entry, asked), one in zip(ASKED, read, strict=True):
        assert {child.tag for child in one} == COMMON | MOODLE[one.get("type")]
        assert shown(one.findtext("questiontext/text")).startswith(entry.stem + asked.ask)
        assert asked.why in shown(one.findtext("generalfeedback/text"))
        assert Decimal(one.findtext("defaultgrade")) == (2 if entry.kind in ("multiple", "case") else 1)
        fractions = [float(answer.get("fraction")) for answer in one.iter("answer")]
        assert sum(fraction for fraction in fractions if fraction > 0) == pytest.approx(
            100 * len(fractions) if asked.kind == "blank" else 100, abs=0.001
        )
        said = [answer.findtext("text") for answer in one.iter("answer")]
        if asked.kind == "true_false":
            right = "true" if asked.options[0].right else "false"
            assert dict(zip(said, fractions, strict=True))[right] == 100
        elif asked.kind != "blank":
            assert one.findtext("single") == ("true" if asked.kind == "single" else "false")
            assert [shown(text) for text in said] == [option.text for option in asked.options]
            assert [fraction > 0 for fraction in fractions] == [option.right for option in asked.options]
            assert [shown(answer.findtext("feedback/text")) for answer in one.iter("answer")] == [
                option.why for option in asked.options
            ]


def test_moodle_says_how_incomplete_choices_are_scored(exam: Exam) -> None:
    root = etree.fromstring(written(exam, "a.xml"))
    several = [one for one in root if one.findtext("single") == "false"]
    assert len(several) == 3
    assert all("按选对的比例得分" in one.findtext("questiontext/text") for one in several)


@pytest.fixture(scope="module")
def package(exam: Exam) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(written(exam, "a.zip"))) as packed:
        assert packed.testzip() is None
        return {name: etree.fromstring(packed.read(name)) for name in packed.namelist()}


def test_a_qti_package_lists_every_file_once(package: dict[str, etree._Element]) -> None:
    manifest = package["imsmanifest.xml"]
    space = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
    assert [child.tag for child in manifest] == [
        f"{space}{name}" for name in ("metadata", "organizations", "resources")
    ]
    resources = manifest.findall(f"{space}resources/{space}resource")
    hrefs = [resource.get("href") for resource in resources]
    assert sorted([*hrefs, "imsmanifest.xml"]) == sorted(package)
    assert [resource.find(f"{space}file").get("href") for resource in resources] == hrefs
    depends = [one.get("identifierref") for one in resources[0].iter(f"{space}dependency")]
    assert depends == [resource.get("identifier") for resource in resources[1:]]
    assert [resource.get("type") for resource in resources[:2]] == [
        "imsqti_test_xmlv2p1",
        "imsqti_item_xmlv2p1",
    ]


def test_qti_documents_are_built_as_the_schema_has_it(package: dict[str, etree._Element]) -> None:
    assert [
        (name, fault)
        for name, root in package.items()
        if name != "imsmanifest.xml"
        for fault in qti_faults(root)
    ] == []


def test_a_qti_document_built_otherwise_is_noticed(package: dict[str, etree._Element]) -> None:
    root = etree.fromstring(etree.tostring(package["items/q02.xml"]))
    root.insert(0, root[-1])
    root.find(f".//{QTI}simpleChoice").set("answer", "A")
    assert [fault.partition(":")[0] for fault in qti_faults(root)] == ["assessmentItem", "simpleChoice"]


def test_a_qti_test_has_a_section_for_each_kind(package: dict[str, etree._Element]) -> None:
    sections = package["test.xml"].findall(f".//{QTI}assessmentSection")
    assert [section.get("title") for section in sections] == [
        "单选题",
        "多选题",
        "判断题",
        "填空题",
        "案例分析题",
    ]
    hrefs = [one.get("href") for one in package["test.xml"].iter(f"{QTI}assessmentItemRef")]
    assert hrefs == [f"items/{one.id}.xml" for one in ITEMS]


def test_a_qti_item_says_what_our_item_says(package: dict[str, etree._Element]) -> None:
    for entry in ITEMS:
        root = package[f"items/{entry.id}.xml"]
        names = {one.get("identifier") for one in root.iter(f"{QTI}responseDeclaration")}
        bound = {one.get("responseIdentifier") for one in root.iter() if one.get("responseIdentifier")}
        assert names == bound
        assert len(names) == len(entry.questions)
        body = "".join(root.find(f"{QTI}itemBody").itertext())
        for asked in entry.questions:
            assert all(option.text in body and option.why in body for option in asked.options) or (
                asked.kind == "true_false"
            )
            assert asked.why in "".join(root.find(f"{QTI}modalFeedback").itertext())
        outcomes = {one.get("identifier") for one in root.iter(f"{QTI}outcomeDeclaration")}
        assert {
            one.get("outcomeIdentifier") for one in root.iter() if one.get("outcomeIdentifier")
        } <= outcomes


def answers_to(asked: Question) -> Iterator[list[str]]:
    yield []
    if asked.kind == "blank":
        yield from (["三千元"], ["3,000"], ["3000"], ["2999"], ["三万"])
    elif asked.kind == "true_false":
        yield from (["T"], ["F"])
    else:
        letters = "ABCDEFGH"[: len(asked.options)]
        for size in range(1, len(letters) + 1 if asked.kind == "multiple" else 2):
            yield from map(list, itertools.combinations(letters, size))


def test_qti_scores_every_answer_as_we_do(package: dict[str, etree._Element]) -> None:
    for entry in ITEMS:
        root = package[f"items/{entry.id}.xml"]
        points = 2 if entry.kind in ("multiple", "case") else 1
        for place, asked in enumerate(entry.questions, 1):
            for said in answers_to(asked):
                ours = mark(asked, "".join(said)) * points
                assert qti_score(root, {f"RESPONSE_{place}": said}) == float(ours), (entry.id, said)


# Anki


def test_anki_has_a_note_and_a_card_for_each_question(exam: Exam) -> None:
    notes = notes_of(written(exam, "a.apkg"))
    assert [note["编号"] for note in notes] == NAMES
    assert len({note["guid"] for note in notes}) == len(NAMES)
    for (entry, asked), note in zip(ASKED, notes, strict=True):
        assert shown(note["题目"]) == entry.stem + asked.ask
        assert note["答案"] == asked.key
        assert asked.why in shown(note["解析"])
        assert "诈骗罪" in note["tags"]
        if asked.kind in ("single", "multiple"):
            assert shown(note["选项"]) == "".join(option.text for option in asked.options)
            assert all(option.why in shown(note["选项说明"]) for option in asked.options)


def test_anki_knows_a_note_again_and_takes_over_the_newer_one(exam: Exam) -> None:
    later = exam_of(BANK.model_copy(update={"items": ITEMS[3:]}), BASE)
    first = notes_of(written(exam, "a.apkg"))
    moment = datetime.datetime(2026, 7, 1, tzinfo=datetime.UTC)
    second = notes_of(files(later, Path("a.apkg"), changed=moment)[Path("a.apkg")])
    kept = {note["编号"]: note["guid"] for note in first}
    assert all(kept[note["编号"]] == note["guid"] for note in second)
    assert {note["deck"] for note in first + second} == {deck_id(exam)}
    assert min(note["mod"] for note in second) > max(note["mod"] for note in first)


# Tables


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "\x00=1"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_csv_has_a_row_an_item(exam: Exam) -> None:
    data = written(exam, "a.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["编号"] for row in rows] == [one.id for one in ITEMS]
    for entry, row in zip(ITEMS, rows, strict=True):
        assert row["题干"] == entry.stem
        for asked in entry.questions:
            assert asked.ask in row["设问"]
            assert asked.key in row["答案"]
            assert asked.why in row["解析"]
            if asked.kind in ("single", "multiple"):
                assert all(
                    option.text in row["选项"] and option.why in row["选项说明"] for option in asked.options
                )
    assert rows[0]["条文"] == "刑法第二百六十六条；法释〔2011〕7号第一条第一款"
    assert (rows[0]["未核对"], rows[0]["题设"], rows[0]["难度"]) == (
        "法释〔2011〕7号第一条第一款",
        "情节恶劣",
        "中",
    )
    assert rows[7]["答案"] == "（1）A\n（2）BC\n（3）三千"


def test_xlsx_has_the_items_and_the_provisions(exam: Exam) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(exam, "a.xlsx")))
    items, law = book.worksheets
    head, *rows = items.iter_rows(values_only=True)
    assert [row[head.index("编号")] for row in rows] == [one.id for one in ITEMS]
    assert rows[0][head.index("题干")] == ITEMS[0].stem
    assert [row[0] for row in law.iter_rows(min_row=2, values_only=True)] == [
        "刑法第二百六十六条",
        "法释〔2011〕7号第一条第一款",
    ]


# Paper


def test_the_paper_asks_everything_and_gives_nothing_away(exam: Exam) -> None:
    text = docx_text(written(exam, "a.docx"))
    for entry, asked in ASKED:
        assert squeezed(entry.stem.split("________")[0]) in text
        assert all(squeezed(option.text) in text for option in asked.options if asked.kind != "true_false")
    assert "理由" not in text
    assert "三千" not in text
    assert "单选题（共1题，每题1分，计1分）" in text
    assert "少选而没有错选的得一半分" in text
    assert "根据下列案情回答第8至10题" in text
    assert "达到＿＿＿＿＿＿＿＿元以上" in text


def test_the_answer_sheet_has_a_place_for_every_answer(exam: Exam) -> None:
    text = docx_text(written(exam, "a.docx", "answers"))
    for box in ("1[A][B][C]", "2[A][B][C][D]", "4[对][错]", "8[A][B]", "9[A][B][C]"):
        assert box in text
    assert text.count("＿" * 20) == 3
    points = docx.Document(io.BytesIO(written(exam, "a.docx", "answers"))).tables[0].rows[1].cells
    assert [cell.text for cell in points] == ["满分", "1", "4", "2", "2", "6", "15"]


def test_the_guide_tells_why_and_why_not_and_quotes_the_law(exam: Exam) -> None:
    text = docx_text(written(exam, "a.docx", "guide"))
    for _, asked in ASKED:
        assert squeezed(asked.why) in text
        assert all(squeezed(option.why) in text for option in asked.options if asked.kind != "true_false")
    for said in (
        "1.答案：B（诈骗罪，罪名认定，难度中，编号q01）",
        "2.答案：AC",
        "4.答案：对",
        "以下写法均可：三千、3000、3,000、3千；带不带“元”均可",
        "题设：以下由题目给定，须由人判断：情节恶劣",
        "未核对：法释〔2011〕7号第一条第一款",
        "刑法第二百六十六条（自1997年10月1日起的文本）诈骗公私财物，数额较大的",
        "法释〔2011〕7号第一条第一款（自2011年4月8日起的文本）诈骗公私财物价值三千元至一万元以上",
    ):
        assert said in text


def test_a_wording_that_was_law_when_the_act_was_done_is_quoted_too() -> None:
    laundering = ITEMS[0].questions[0].model_copy(update={"cites": ("criminal_law:191.1",)})
    case = {"conduct": [{"who": ["p1"], "from": datetime.date(2019, 1, 1), "to": datetime.date(2019, 5, 1)}]}
    old = ITEMS[0].model_copy(update={"questions": (laundering,), "case": case})
    (entry,) = exam_of(BANK.model_copy(update={"items": (old,)}), BASE).entries
    (asked,) = entry.asked
    assert [text.head for text in asked.texts] == [
        "刑法第一百九十一条第一款（自2021年3月1日起的文本）",
        "刑法第一百九十一条第一款（自2006年6月29日起的文本）",
    ]


def test_pdf_says_the_same() -> None:
    small = exam_of(BANK.model_copy(update={"items": ITEMS[5:7]}), BASE)
    made = files(small, Path("卷.pdf"), "all")
    assert [path.name for path in made] == ["卷.pdf", "卷-答题卡.pdf", "卷-参考答案.pdf"]
    paper, sheet, guide = map(pdf_text, made.values())
    assert "填空题（共2题，每题1分，计2分）" in paper
    assert "三千" not in paper + sheet
    assert "1.答案：三千" in guide


# All


@pytest.mark.parametrize(
    "name, what",
    [
        ("a.gift", None),
        ("a.xml", None),
        ("a.zip", None),
        ("a.apkg", None),
        ("a.csv", None),
        ("a.xlsx", None),
        ("a.docx", "guide"),
    ],
)
def test_the_same_bank_is_the_same_bytes(exam: Exam, name: str, what: str | None, monkeypatch: Any) -> None:
    first = written(exam, name, what)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert written(exam, name, what) == first


@settings(max_examples=100)
@given(st.integers(1, 10**9), st.sampled_from(UNITS))
def test_every_spelling_of_a_number_is_right_when_we_score_it(number: int, unit: str) -> None:
    asked = BLANK.model_copy(update={"answers": (to_han(number), str(number))})
    for spelled in spellings(asked.answers, unit):
        assert mark(asked, spelled) == 1, spelled


def test_a_blank_takes_the_usual_spellings() -> None:
    found = spellings(("三千", "3000"), "元")
    assert {"3000元", "三千元", "3,000", "3,000元", "三千", "3000", "3，000"} <= set(found)
    assert {"两万", "二万", "2万", "20,000元"} <= set(spellings(("二万",), "元"))
    assert "5.55万元" in spellings(("55500",), "元")
    assert spellings(("其他",)) == ("其他",)


@pytest.mark.parametrize(
    "name, what, said",
    [
        ("a.doc", None, "不认识的格式「a.doc」"),
        ("a", None, "不认识的格式"),
        ("a.csv", "all", "--what 只用于 docx 和 pdf"),
        ("a.docx", "key", "--what「key」不认识"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_repair(
    exam: Exam, name: str, what: str | None, said: str
) -> None:
    with pytest.raises(ExportError) as caught:
        files(exam, Path(name), what)
    assert said in str(caught.value)
    assert "→" in str(caught.value)


def test_an_empty_bank_is_refused() -> None:
    with pytest.raises(ExportError, match="没有题"):
        files(exam_of(BANK.model_copy(update={"items": ()}), BASE), Path("a.gift"))


def test_the_command_writes_files_and_says_what_is_wrong(tmp_path: Path) -> None:
    bank = tmp_path / "题库.yaml"
    write_bank(BANK, bank)
    run = CliRunner().invoke
    done = run(
        app,
        ["quiz", "export", str(bank), "-o", str(tmp_path / "卷.docx"), "--what", "all", "--title", "期中"],
    )
    assert (done.exit_code, len(list(tmp_path.glob("*.docx")))) == (0, 3)
    assert "期中" in docx_text((tmp_path / "卷.docx").read_bytes())
    wrong = run(app, ["quiz", "export", str(bank), "-o", str(tmp_path / "卷.doc")])
    assert wrong.exit_code == 2
    assert "不认识的格式「卷.doc」" in wrong.stderr
    nowhere = run(app, ["quiz", "export", str(bank), "-o", str(tmp_path / "没有" / "卷.csv")])
    assert nowhere.exit_code == 2
    assert "写不到" in nowhere.stderr
