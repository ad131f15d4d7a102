"""What is written can be read back, in every format; the same document is the same bytes."""

from __future__ import annotations

import datetime
import io
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

import paper
from paper import fonts
from paper.as_docx import A4
from paper.clean import clean
from paper.layout import BOTTOM, HIGH, TOP, Layout, Text
from paper.lines import broken
from paper.model import words_of

NASTY = "甲\x00\x01\x0b乙\ud800丙\u202e丁\ufffe戊"
MEANT = "甲\n乙丙丁戊"
LONG = "A1" * 600
REPORT = paper.Document(
    "案件研判报告",
    (
        paper.Heading("一、人员"),
        paper.Paragraph(("张某：", paper.bold("涉嫌诈骗罪"), "，", paper.marked("未核对"))),
        paper.Heading("（一）要件", 2),
        paper.ListItem("明知他人实施犯罪", "√"),
        paper.Quote("第二百六十六条　诈骗公私财物，数额较大的，处三年以下有期徒刑。"),
        paper.Table(
            ("要件", "理由"), tuple((f"要件{number}", "数额达到标准。" * 9) for number in range(60)), (1, 3)
        ),
        paper.Paragraph(NASTY),
        paper.Paragraph(LONG),
        paper.PageBreak(),
        paper.Question(1, ("数额较大是", paper.gap(6), "元以上？"), ("三千", "三万")),
    ),
    subtitle="处理日期 2026-11-29",
    foot="回执：案件 0123456789abcdef",
    date=datetime.date(2026, 11, 29),
)
WRITERS: dict[str, Callable[[paper.Document], bytes]] = {
    "docx": paper.docx,
    "pdf": paper.pdf,
    "md": lambda document: paper.markdown(document).encode(),
    "xlsx": lambda _: paper.xlsx([paper.Sheet("人员", ("姓名",), (("张某",),))]),
}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pdf_text(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


@pytest.fixture(scope="module")
def pdf_pages() -> list[str]:
    return pdf_text(paper.pdf(REPORT))


@pytest.fixture(scope="module")
def written() -> Any:
    return docx.Document(io.BytesIO(paper.docx(REPORT)))


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_document_is_the_same_bytes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = WRITERS[name](REPORT)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert WRITERS[name](REPORT) == first


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_a_zip_file_says_nothing_of_the_clock(name: str) -> None:
    data = WRITERS[name](REPORT)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(datetime.date.today().year).encode() not in packed.read("docProps/core.xml").replace(
            b"2026-11-29", b""
        )


def test_a_docx_is_a4_with_its_words(written: Any) -> None:
    section = written.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == A4
    words = [paragraph.text for paragraph in written.paragraphs]
    assert words[:5] == [
        "案件研判报告",
        "处理日期 2026-11-29",
        "一、人员",
        "张某：涉嫌诈骗罪，未核对",
        "（一）要件",
    ]
    assert MEANT in words
    assert [paragraph.style.name for paragraph in written.paragraphs[:3]] == [
        "Title",
        "Subtitle",
        "Heading 1",
    ]


def test_a_docx_names_chinese_fonts_and_leaves_none_to_the_theme(written: Any) -> None:
    for name, font in {"Normal": "宋体", "Heading 1": "黑体", "Title": "黑体"}.items():
        named = written.styles[name].element.rPr.find(qn("w:rFonts"))
        assert named.get(qn("w:eastAsia")) == font
        assert not [key for key in named.attrib if "Theme" in key]


def test_a_docx_counts_its_pages_in_the_foot(written: Any) -> None:
    foot = written.sections[0].footer.paragraphs[0]
    assert foot.text.startswith("回执：案件 0123456789abcdef\n第 ")
    assert [code.text.strip() for code in foot._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_a_docx_table_repeats_its_header_and_fits_the_page(written: Any) -> None:
    table = written.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["要件", "理由"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    section = written.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in table.columns) <= room
    assert len(table.rows) == 61


ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs spacing ind jc rPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs highlight u lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "tblPr": "tblStyle tblW jc tblLayout tblLook",
    "trPr": "cantSplit tblHeader",
}


@pytest.mark.parametrize("name", ORDERS)
def test_a_docx_keeps_the_order_that_its_format_asks(name: str, written: Any) -> None:
    """Word refuses a file whose properties stand in another order than the format's."""
    order = ORDERS[name].split()
    styles = [
        written.styles[style].element for style in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 4")
    ]
    found = [part for root in (written.element.body, *styles) for part in root.iter(qn(f"w:{name}"))]
    assert found
    for properties in found:
        names = [child.tag.rpartition("}")[2] for child in properties]
        known = [child for child in names if child in order]
        assert known == sorted(known, key=order.index)
        assert len(set(names)) == len(names)
        assert properties.getroottree().getroot().tag.endswith("styles") or known == names


@pytest.mark.parametrize(
    "after", [paper.Paragraph("后"), paper.Table(("后",), (("一",),)), paper.Heading("后")]
)
def test_a_page_break_in_docx_leaves_no_empty_line(after: paper.Block) -> None:
    document = paper.Document(
        "题", (paper.Paragraph("前"), paper.PageBreak(), after, paper.Paragraph("再后"))
    )
    made: Any = docx.Document(io.BytesIO(paper.docx(document)))
    broken_at = [
        "".join(run.text or "" for run in paragraph.iter(qn("w:t")))
        for paragraph in made.element.body.iter(qn("w:p"))
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    ]
    assert broken_at == ["后"]


def test_a_docx_hints_that_quotation_marks_are_chinese(written: Any) -> None:
    fonts_of = [run._r.rPr.rFonts.get(qn("w:hint")) for run in written.paragraphs[3].runs]
    assert set(fonts_of) == {"eastAsia"}


def test_a_pdf_shows_every_word_and_its_page(pdf_pages: list[str]) -> None:
    text = squeezed("".join(pdf_pages))
    for words in (
        "案件研判报告",
        "涉嫌诈骗罪",
        "未核对",
        "√明知他人实施犯罪",
        "第二百六十六条",
        "要件59",
        "A.三千",
        "乙丙丁戊",
    ):
        assert words in text
    assert len(pdf_pages) > 3
    for number, page in enumerate(pdf_pages, 1):
        assert f"第{number}页/共{len(pdf_pages)}页" in squeezed(page)
        assert "回执：案件0123456789abcdef" in squeezed(page)


def test_a_pdf_repeats_the_header_of_a_table_on_every_page_it_covers(pdf_pages: list[str]) -> None:
    covered = [page for page in pdf_pages if re.search(r"要件\d", page)]
    assert len(covered) > 1
    assert all("要件理由" in squeezed(page) for page in covered)


def test_a_long_string_is_torn_at_the_edge_and_loses_nothing(pdf_pages: list[str]) -> None:
    assert LONG in squeezed("".join(pdf_pages[-3:]).replace("第", " "))


def test_a_pdf_carries_its_font() -> None:
    reader = PdfReader(io.BytesIO(paper.pdf(REPORT)))
    page: Any = reader.pages[0]
    for font in page["/Resources"]["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert reader.metadata is not None
    assert reader.metadata.title == "案件研判报告"
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["一、人员"]


def test_a_character_that_no_font_has_is_named() -> None:
    shown = "".join(pdf_text(paper.pdf(paper.Document("表", (paper.Paragraph("名\U00020bb7"),)))))
    assert "名〔U+20BB7〕" in shown or "名\U00020bb7" in shown


def test_without_a_chinese_font_a_pdf_is_refused_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("paper.as_pdf.folders", lambda: (tmp_path,))
    with pytest.raises(paper.NoChineseFont, match="apt install fonts-wqy-microhei"):
        paper.pdf(REPORT)


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_fonts_are_looked_for_where_each_system_keeps_them(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert len(fonts.folders()) >= 2


def test_a_hei_font_is_the_bold_of_a_song_font(tmp_path: Path) -> None:
    for name in ("SimSun.ttc", "SIMHEI.TTF", "DejaVuSans.ttf"):
        (tmp_path / name).touch()
    found = fonts.found_faces((tmp_path,))
    assert found.strong is not None
    assert (found.plain.file.name, found.strong.file.name) == ("SimSun.ttc", "SIMHEI.TTF")


def test_a_row_taller_than_a_page_goes_on() -> None:
    tall = paper.Table(("长",), (("很长的一格。" * 900,), ("末行",)))
    pages = pdf_text(paper.pdf(paper.Document("表", (tall,))))
    assert len(pages) > 2
    assert squeezed("".join(pages)).count("很长的一格") >= 890  # a few are divided by the foot of a page
    assert "末行" in pages[-1]


def test_a_header_taller_than_a_page_is_not_repeated_for_ever() -> None:
    tall = paper.Table(("很长的表头。" * 500, "乙"), (("一", "二"),))
    pages = pdf_text(paper.pdf(paper.Document("表", (tall,))))
    assert 1 < len(pages) < 20
    assert "二" in pages[-1]


def test_another_process_writes_the_same_bytes() -> None:
    """Nothing rests on the order in which a process happens to keep a set."""
    code = (
        "import hashlib, paper; d = paper.Document('报告', (paper.Heading('一'), paper.Paragraph('甲乙丙丁，“引文”。')));"
        "print([hashlib.sha256(w(d)).hexdigest() for w in (paper.docx, paper.pdf)])"
    )
    said = [
        subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(paper.__file__).parents[1])},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]


WORDS = st.text(st.characters(codec=None), max_size=60) | st.text("甲乙（）“”。，A1-_=+@ \n\t", max_size=80)
BLOCKS = st.one_of(
    st.builds(paper.Heading, WORDS, st.integers(1, 4)),
    st.builds(paper.Paragraph, WORDS, st.integers(0, 4)),
    st.builds(paper.Quote, WORDS),
    st.builds(paper.ListItem, st.tuples(WORDS, st.builds(paper.bold, WORDS)), WORDS, st.integers(0, 3)),
    st.builds(
        lambda cells: paper.Table(("甲", "乙"), tuple(cells)), st.lists(st.tuples(WORDS, WORDS), max_size=4)
    ),
    st.builds(paper.Question, st.integers(1, 200), WORDS, st.lists(WORDS, max_size=6).map(tuple)),
    st.just(paper.PageBreak()),
)
DOCUMENTS = st.builds(paper.Document, WORDS, st.lists(BLOCKS, max_size=6).map(tuple), WORDS, WORDS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_no_words_break_a_file(document: paper.Document) -> None:
    back = docx.Document(io.BytesIO(paper.docx(document)))
    assert back.paragraphs[0].text == " ".join(clean(document.title).split())
    paper.markdown(document).encode()
    said = [words for block in document.blocks for words in words_of(block).split("\n")]
    rows = tuple((words,) for words in said)
    page = openpyxl.load_workbook(io.BytesIO(paper.xlsx([paper.Sheet("表", ("词",), rows)]))).worksheets[0]
    assert [cell.value or "" for (cell,) in page.iter_rows(min_row=2)] == [clean(words) for words in said]


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_every_word_finds_its_place_on_a_page(document: paper.Document) -> None:
    laid = Layout(lambda char, _: 0.5 if char.isascii() else 1.0).document(document)
    placed = "".join(item.run.text for page in laid for item in page.items if isinstance(item, Text))
    meant = "".join(clean(words_of(block)) for block in document.blocks)
    assert Counter(re.sub(r"\s", "", meant)) - Counter(re.sub(r"\s", "", placed)) == Counter()
    for page in laid:
        assert all(TOP <= item.y <= HIGH - BOTTOM + 1 for item in page.items if isinstance(item, Text))


def lines(words: str, width: float = 10.0) -> list[str]:
    measured = broken(words, width, lambda char, _: 0.5 if char.isascii() else 1.0)
    return ["".join(piece.text for piece in line.pieces) for line in measured]


def test_no_line_starts_with_a_stop_or_ends_with_an_opening_bracket() -> None:
    assert lines("一二三四五六七八九十。一二三四五六七八（九十）") == [
        "一二三四五六七八九",
        "十。一二三四五六七八",
        "（九十）",
    ]


def test_a_number_stays_whole_where_it_fits() -> None:
    assert lines("一二三四五六七八九200000元") == ["一二三四五六七八九", "200000元"]


def test_a_line_break_of_the_text_is_kept_and_an_empty_text_is_one_line() -> None:
    assert lines("一\n\n二") == ["一", "", "二"]
    assert lines("") == [""]


@pytest.mark.parametrize(
    "options, across",
    [
        (("三千", "一万", "三万", "五万"), 4),
        (("帮助信息网络犯罪活动罪", "诈骗罪"), 2),
        (("很长的选项" * 9, "短"), 1),
        ((), 1),
    ],
)
def test_short_options_stand_side_by_side(options: tuple[str, ...], across: int) -> None:
    question = paper.Question(3, "下列各项中，正确的是（　）。", options)
    assert question.across == across
    document = paper.Document("试卷", (question,))
    text = squeezed("".join(pdf_text(paper.pdf(document))))
    written = docx.Document(io.BytesIO(paper.docx(document)))
    in_docx = squeezed("".join(paragraph.text for paragraph in written.paragraphs))
    for letter, option in zip("ABCD", options, strict=False):
        assert f"{letter}.{option}" in text
        assert f"{letter}.{option}" in in_docx
    assert len(written.paragraphs) == 2 + -(-len(options) // across)


def test_markdown_reads_no_word_as_markup() -> None:
    text = paper.markdown(
        paper.Document(
            "# 标题*",
            (
                paper.Paragraph("- 甲 <script> [a](b) `x` | **y**"),
                paper.Paragraph("1. 乙\n= 丙"),
                paper.Table(("甲|乙",), (("一\n二",),)),
                paper.Paragraph((paper.bold("「诈骗」"), "罪", paper.bold("诈骗"))),
            ),
        )
    )
    assert text.splitlines()[0] == r"# \# 标题\*"
    assert r"\- 甲 \<script\> \[a\](b) \`x\` \| \*\*y\*\*" in text
    assert "1\\. 乙  \n\\= 丙" in text
    assert "| 甲\\|乙 |\n| --- |\n| 一<br>二 |" in text
    assert "<b>「诈骗」</b>罪**诈骗**" in text


def sheet_back(*rows: tuple[paper.Value, ...]) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(paper.xlsx([paper.Sheet("表", ("甲", "乙"), rows)])))
    return book.worksheets[0]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "\t=1", "'=1"])
def test_no_cell_of_a_workbook_is_a_formula(words: str) -> None:
    cell = sheet_back((words, None))["A2"]
    assert cell.data_type == "s"
    assert cell.value == clean(words)
    assert cell.quotePrefix


def test_a_workbook_keeps_numbers_dates_and_long_digits() -> None:
    page = sheet_back((20_000, 6222021234567890123), (datetime.date(2024, 5, 1), True), (NASTY, float("nan")))
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] == [
        [20_000, "6222021234567890123"],
        [datetime.datetime(2024, 5, 1), "是"],  # noqa: DTZ001
        [MEANT, "nan"],
    ]
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"


def test_a_cell_that_is_too_long_says_so() -> None:
    value = sheet_back(("长" * 40_000, None))["A2"].value
    assert len(value) <= 32_767
    assert value.endswith("以下从略）")


def test_sheets_with_odd_or_equal_names_each_get_one() -> None:
    sheets = [paper.Sheet(name, ("甲",), ()) for name in ("人员[1]:*", "人员1", "", "长" * 40, "长" * 40)]
    assert openpyxl.load_workbook(io.BytesIO(paper.xlsx(sheets))).sheetnames == [
        "人员1",
        "人员1(2)",
        "表",
        "长" * 31,
        "长" * 27 + "(2)",
    ]


def test_a_table_that_is_not_square_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="rows of"):
        paper.Table(("甲", "乙"), (("一",),))
