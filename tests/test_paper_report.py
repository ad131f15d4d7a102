"""The report of a case: every person and charge is in it, every provision it cites is in its annex, in every format."""

from __future__ import annotations

import datetime
import io
import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from pypdf import PdfReader
from typer.testing import CliRunner

import engine
import kb
import paper
import zuilian
from kb.citation import Citation, find
from paper.model import words_of
from ui.report import CASE_FORMATS, FORMATS, CaseReport, case_sheets

GANG = "09_overseas_gang"
CHAINS = (
    GANG,
    "01_moving_and_renting_cards",
    "36_commodity_platform_levels",
    "34_minors_in_a_four_level_gang",
)
ANNEX = "附：引用的条文"


def made(text: str | dict[str, object]) -> CaseReport:
    knowledge = kb.load()
    source = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    case = engine.parse_case(source, knowledge)
    return CaseReport(engine.assess(case, knowledge, inference="direct"), case, knowledge)


@pytest.fixture(scope="module")
def reports() -> dict[str, CaseReport]:
    return {name: made(engine.examples()[name].read_text(encoding="utf-8")) for name in CHAINS}


@pytest.fixture(scope="module")
def gang(reports: dict[str, CaseReport]) -> CaseReport:
    return reports[GANG]


def words(report: CaseReport) -> str:
    return "\n".join(words_of(block) for block in report.document.blocks)


def two_parts(report: CaseReport) -> tuple[str, str]:
    body, _, annex = words(report).partition(ANNEX)
    return body, annex


def crew(**changes: object) -> dict[str, object]:
    """Thirty persons of a gang who all did the same."""
    people = [f"p{number}" for number in range(30)]
    case: dict[str, object] = {
        "format": 1,
        "title": "三十人话务团伙案",
        "decision_date": "2024-09-06",
        "groups": [{"id": "g", "label": "话务团伙", "facts": {"telecom_fraud": True}}],
        "persons": [{"id": person, "name": f"人员{person[1:]}"} for person in people],
        "conduct": [
            {
                "id": f"a_{person}",
                "who": [person],
                "kind": "defrauding",
                "group": "g",
                "from": "2023-06-01",
                "to": "2023-08-31",
            }
            for person in people
        ],
        "incidents": [
            {
                "id": f"i{number}",
                "group": "g",
                "by": [f"p{number}"],
                "from": f"2023-07-{10 + number}",
                "facts": {"fraud_amount": 30_000},
            }
            for number in range(4)
        ],
    }
    return case | changes


@pytest.mark.parametrize("name", CHAINS)
def test_every_person_and_every_charge_shown_is_told(name: str, reports: dict[str, CaseReport]) -> None:
    body, _ = two_parts(reports[name])
    for person in reports[name].assessment.persons:
        assert person.name in body
        for finding in person.shown:
            assert f"{finding.charge}（{finding.article_label}）" in body
    assert "以下为辅助研判的候选意见" in body


@pytest.mark.parametrize("name", CHAINS)
def test_every_provision_that_the_report_cites_stands_in_its_annex(
    name: str, reports: dict[str, CaseReport]
) -> None:
    report = reports[name]
    body, _ = two_parts(report)
    held = [Citation.parse(text.citation) for text in report.law.texts()]
    cited = {Citation.parse(one) for found in find(body, report.kb.statutes) for one in found.meant}
    assert cited
    assert [one for one in cited if one.path and not any(shown.covers(one) for shown in held)] == []


def test_the_annex_gives_the_wording_of_the_day_of_the_act() -> None:
    """刑法第一百九十一条 was changed on 2021-03-01; the act of this case is older."""
    report = made(engine.examples()["18_loan_fraud_and_laundering"].read_text(encoding="utf-8"))
    shown = [text.provision for text in report.law.texts() if text.citation == "criminal_law:191"]
    acted = datetime.date(2020, 12, 31)
    assert any(provision.in_force.covers(acted) for provision in shown)
    _, annex = two_parts(report)
    for provision in shown:
        assert all(line in annex for line in provision.text.split("\n"))


def test_what_is_not_checked_is_marked_in_the_annex(gang: CaseReport) -> None:
    _, annex = two_parts(gang)
    doubtful = [text.provision for text in gang.law.texts() if text.provision.unverified]
    assert doubtful
    assert all(f"{provision.label}［未核对］" in annex for provision in doubtful)


def test_thirty_persons_who_did_the_same_are_told_once() -> None:
    report = made(crew())
    headings = [
        block.words
        for block in report.document.blocks
        if isinstance(block, paper.Heading) and block.level == 2
    ]
    assert sum("等 30 人（研判结果相同）" in heading for heading in headings) == 1
    body, _ = two_parts(report)
    assert body.count("【待查】诈骗罪（刑法第二百六十六条）") == 1
    assert "、".join(f"人员{number}" for number in range(30)) in body
    sums = [line for line in body.split("\n") if line == "人员0、人员1、人员2、人员3"]
    assert (
        len(sums) == 1
    )  # those who took part in one incident each stand in one row of sums, the others in another
    assert len(report.document.blocks) < 250


def test_the_acts_entered_for_a_person_stand_under_his_name(gang: CaseReport) -> None:
    tables = [
        block
        for block in gang.document.blocks
        if isinstance(block, paper.Table) and "登记的行为" in block.header
    ]
    rows = [row for table in tables for row in table.rows]
    assert ("易某甲、连某", "组织、领导、指挥诈骗", "2018-08-01 至 2019-12-31", "境外") in [
        row[:4] for row in rows
    ]
    assert len(rows) >= 7


def test_who_differs_is_told_apart() -> None:
    conduct = crew()["conduct"]
    assert isinstance(conduct, list)
    conduct[7]["facts"] = {"knew_fraud": True}
    headings = [
        block.words
        for block in made(crew(conduct=conduct)).document.blocks
        if isinstance(block, paper.Heading) and block.level == 2
    ]
    assert "人员7" in headings
    assert "人员0、人员1、人员2 等 29 人（研判结果相同）" in headings


def test_a_charge_told_of_a_former_person_is_referred_to_by_his_name(reports: dict[str, CaseReport]) -> None:
    body, _ = two_parts(reports[GANG])
    assert re.search(
        r"【成立】诈骗罪（刑法第二百六十六条）　与(易某甲|林某)相同，见前|量刑　与供卡者甲相同，见前", body
    )


def test_concurrence_is_told_step_by_step(gang: CaseReport) -> None:
    body, _ = two_parts(gang)
    assert "罪数与竞合，逐步：" in body
    for person in gang.assessment.persons:
        assert all(step.text in body for step in person.disposition.steps)


def test_what_a_charge_lacks_stands_in_a_table(gang: CaseReport) -> None:
    tables = [
        block
        for block in gang.document.blocks
        if isinstance(block, paper.Table) and block.header[0] == "方案"
    ]
    assert tables
    lacks = [
        lack.label
        for person in gang.assessment.persons
        for finding in person.shown
        if finding.shortfall
        for lacks in finding.shortfall.missing
        for lack in lacks
    ]
    said = "\n".join(words_of(table) for table in tables)
    assert all(label in said for label in lacks)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_report_written_twice_is_the_same_bytes(ending: str, reports: dict[str, CaseReport]) -> None:
    name = CHAINS[-1]
    again = made(engine.examples()[name].read_text(encoding="utf-8"))
    assert FORMATS[ending](again) == FORMATS[ending](reports[name])


def test_docx_and_pdf_tell_the_same(reports: dict[str, CaseReport]) -> None:
    report = reports[CHAINS[-1]]
    written = docx.Document(io.BytesIO(FORMATS[".docx"](report)))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(FORMATS[".pdf"](report))).pages]
    in_pdf = re.sub(r"\s+", "", "".join(pages))
    receipt = report.assessment.receipt
    for paragraph in written.paragraphs:
        if (paragraph.style.name if paragraph.style else "").startswith("Heading"):
            assert re.sub(r"\s+", "", paragraph.text) in in_pdf
    for page in pages:
        assert all(receipt[part] in page for part in ("input", "law", "rules", "engine"))
    assert "〔U+" not in in_pdf


def test_the_workbook_has_its_sheets_and_rows(gang: CaseReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS[".xlsx"](gang)))
    assert book.sheetnames == ["人员", "罪名", "要件", "逐起", "竞合", "补证", "追问", "引用条文", "说明"]
    assert [row[0].value for row in book["人员"].iter_rows(min_row=2)] == [
        person.name for person in gang.assessment.persons
    ]
    assert book["罪名"].max_row == 1 + sum(len(person.findings) for person in gang.assessment.persons)
    assert book["追问"].max_row == 1 + len(gang.assessment.questions)
    assert book["引用条文"].max_row == 1 + len(gang.law.texts())
    assert {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=2)}[
        "案件"
    ] == gang.assessment.receipt["input"]


def test_incidents_and_sums_stand_in_the_workbook_incident_by_incident() -> None:
    rows = next(sheet for sheet in case_sheets(made(crew())) if sheet.name == "逐起").rows
    assert len(rows) == 30 * 4


def test_names_that_break_files_do_not_break_the_report() -> None:
    persons = [{"id": "p0", "name": '=HYPERLINK("x") <b>|*张某&'}]
    case = crew(persons=persons, title="=1+1", incidents=[])
    conduct = case["conduct"]
    assert isinstance(conduct, list)
    report = made(case | {"conduct": conduct[:1]})
    for write in FORMATS.values():
        assert write(report)
    assert r"\<b\>\|\*张某\&" in paper.markdown(report.document)


def test_a_person_without_conduct_is_told_so() -> None:
    persons = [{"id": f"p{number}", "name": f"人员{number}"} for number in range(31)]
    report = made(crew(persons=persons))
    assert "没有登记任何行为，不能评估" in words(report)


@pytest.mark.parametrize("ending", CASE_FORMATS)
def test_a_case_file_written_anew_says_the_same(ending: str) -> None:
    text = engine.examples()[GANG].read_text(encoding="utf-8")
    again = CASE_FORMATS[ending](text)
    assert (json.loads if ending == ".json" else yaml.safe_load)(again)["title"]
    knowledge = kb.load()
    receipts = [
        engine.assess(engine.parse_case(each, knowledge), knowledge, inference="direct").receipt
        for each in (text, again)
    ]
    assert receipts[0] == receipts[1]


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(zuilian.app, ["report", *arguments, "--inference", "direct"])
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize("ending", [*FORMATS, *CASE_FORMATS])
def test_the_command_writes_the_file(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"报告{ending}"
    assert "已写" in run(str(engine.examples()["13_ddos"]), "-o", str(out))
    assert out.stat().st_size > 1000


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    case = tmp_path / "案件.yaml"
    case.write_bytes(engine.examples()["13_ddos"].read_bytes())
    assert "扩展名不对：可用 .docx、.pdf" in run(str(case), "-o", "a.txt", code=2)
    assert "就是案件文件本身" in run(str(case), "-o", str(case), code=2)
    assert "看文件夹是否存在" in run(str(case), "-o", str(tmp_path / "无" / "a.md"), code=2)
    assert "找不到案件文件" in run(str(tmp_path / "无.yaml"), "-o", str(tmp_path / "a.md"), code=2)


def test_without_a_chinese_font_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paper.as_pdf.folders", lambda: (tmp_path,))
    out = tmp_path / "a.pdf"
    assert "fonts-wqy-microhei" in run(str(engine.examples()["13_ddos"]), "-o", str(out), code=2)
    assert not out.exists()


def test_words_that_an_amendment_left_alone_are_dated_by_what_made_them(
    reports: dict[str, CaseReport],
) -> None:
    """自首（刑法第六十七条第一款）: 修正案（八） of 2011 only added a third paragraph."""
    (sheet,) = [
        each for each in case_sheets(reports["01_moving_and_renting_cards"]) if each.name == "引用条文"
    ]
    (row,) = [row for row in sheet.rows if row[0] == "刑法第六十七条第一款"]
    assert "1997-10-01 至 今" in row
