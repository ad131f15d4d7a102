"""A document as DOCX that Word and WPS show alike: A4, Song and Hei type, page numbers, tables that go on."""

from __future__ import annotations

import datetime
import io
from typing import Any, cast

from docx import Document as NewDocument
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written

from .clean import clean, in_one_line
from .model import (
    Block,
    Document,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
    Question,
    Quote,
    Table,
    Words,
    in_bold,
    letter,
    page_words,
    runs,
)
from .zipped import repacked

LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
SIZE = 12.0
SMALL = 10.5
HEADINGS = (16.0, 14.0, 12.0, 12.0)
MARGINS = {"top": 30, "bottom": 26, "left": 28, "right": 26}
A4 = (210, 297)
LINE = A4[0] - MARGINS["left"] - MARGINS["right"]
FILL = "E7E6E6"


def docx_bytes(document: Document) -> bytes:
    """The document as a DOCX file; equal documents give equal bytes."""
    made = NewDocument()
    _set_up(made, document)
    title = made.add_paragraph(style="Title")
    title.add_run(in_one_line(document.title))
    if document.subtitle:
        beneath = made.add_paragraph(style="Subtitle")
        beneath.add_run(in_one_line(document.subtitle))
    breaking = False
    for block in document.blocks:
        if isinstance(block, PageBreak):
            breaking = True
            continue
        placed = len(made.element.body)
        _add(made, block)
        if breaking:
            _on_new_page(made, placed)
        breaking = False
    _properties(made, document)
    out = io.BytesIO()
    made.save(out)
    return repacked(out.getvalue())


def _set_up(made: Docx, document: Document) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(A4[0]), Mm(A4[1])
    section.top_margin, section.bottom_margin = Mm(MARGINS["top"]), Mm(MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"])
    section.footer_distance = Mm(12)
    _style(made, "Normal", SONG, SIZE)
    spacing = made.styles["Normal"].paragraph_format
    spacing.line_spacing, spacing.space_after, spacing.space_before = 1.3, Pt(3), Pt(0)
    spacing.widow_control = True
    _style(made, "Title", HEI, 20, centred=True)
    _style(made, "Subtitle", SONG, SIZE, centred=True)
    for level, size in enumerate(HEADINGS, 1):
        _style(made, f"Heading {level}", HEI, size)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if document.foot:
        _small(foot.add_run(in_one_line(document.foot))).add_break()
    before, between, after = page_words("|", "|").split("|")
    _small(foot.add_run(before))
    _field(foot, "PAGE")
    _small(foot.add_run(between))
    _field(foot, "NUMPAGES")
    _small(foot.add_run(after))


def _style(made: Docx, name: str, font: str, size: float, *, centred: bool = False) -> None:
    """A style in black, with the Chinese font named so that neither Word nor WPS picks one of its theme."""
    style = cast(ParagraphStyle, made.styles[name])
    style.font.name, style.font.size = LATIN, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.italic = False
    if name != "Normal":
        style.font.bold = font == HEI and not name.startswith("Title")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(4)
        style.paragraph_format.keep_with_next = True
    if centred:
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for line in style.element.iter(qn("w:pBdr")):
            line.getparent().remove(line)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), LATIN)
    for spaced in properties.findall(qn("w:spacing")) + properties.findall(qn("w:kern")):
        properties.remove(spaced)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")


def _small(run: Any) -> Any:
    run.font.size = Pt(9)
    return run


def _field(paragraph: Written, name: str) -> None:
    """A field that the reader's program fills in."""
    for kind, inner in (("begin", None), (None, name), ("separate", None), ("shown", "1"), ("end", None)):
        run = _small(paragraph.add_run())
        if kind == "shown":
            run.text = inner
        elif kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {inner} "
            run._r.append(code)  # noqa: SLF001 - python-docx has no fields of its own
        else:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)  # noqa: SLF001


def _add(made: Docx, block: Block) -> None:
    match block:
        case Heading(words, level):
            made.add_paragraph(style=f"Heading {level}").add_run(in_one_line(words))
        case Paragraph(words, indent):
            _hang(_say(made.add_paragraph(), words), indent, 0)
        case Quote(words):
            quote = _say(made.add_paragraph(), words, SMALL)
            _hang(quote, 2, 0)
            _rule_at_left(quote)
        case ListItem(words, label, level):
            _item(made, words, in_one_line(label), level)
        case Table():
            _table(made, block)
        case Question():
            _question(made, block)


def _on_new_page(made: Docx, placed: int) -> None:
    """Let what was placed last begin a page: a break of its own would leave an empty line at the top."""
    first = next(iter(made.element.body[placed - 1].iter(qn("w:p"))), None)
    if first is not None:
        Written(first, made).paragraph_format.page_break_before = True


def _say(paragraph: Written, words: Words, size: float | None = None) -> Written:
    for piece in runs(words):
        run = paragraph.add_run(clean(piece.text))
        # Quotation marks and dashes stand in both scripts: without the hint Word sets them in the Latin font.
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")  # noqa: SLF001
        if piece.bold:
            run.bold = True
        if piece.marked:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if size:
            run.font.size = Pt(size)
    return paragraph


def _hang(paragraph: Written, indent: float, hanging: float) -> None:
    """Set a paragraph in by so many characters, its first line by so many less."""
    if indent:
        paragraph.paragraph_format.left_indent = Pt(indent * SIZE)
    if hanging:
        paragraph.paragraph_format.first_line_indent = Pt(-hanging * SIZE)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(indent * SIZE))


def _item(made: Docx, words: Words, label: str, level: int) -> Written:
    hanging = max(1.5, _label_width(label))
    item = made.add_paragraph()
    item.add_run(f"{label}\t")
    _hang(_say(item, words), level * 1.5 + hanging, hanging)
    return item


def _label_width(label: str) -> float:
    """In characters, with the space after it."""
    return sum(0.55 if char.isascii() or char == "·" else 1.0 for char in label) + 0.5


def _question(made: Docx, question: Question) -> None:
    parts = [_item(made, question.words, f"{question.number}.", 0)]
    if question.across == 1:
        for position, option in enumerate(question.options):
            parts.append(_item(made, option, f"{letter(position)}.", 1))
    else:
        parts += [_options(made, row, question.across) for row in question.lines]
    for part in parts:
        part.paragraph_format.keep_together = True
    for part in parts[:-1]:
        part.paragraph_format.keep_with_next = True


def _options(made: Docx, row: tuple[Words, ...], across: int) -> Written:
    """Short options in one line, each at a tab stop."""
    line = made.add_paragraph()
    left = 1.5 * SIZE
    line.paragraph_format.left_indent = Pt(left)
    step = (Mm(LINE).pt - left) / across
    for number, option in enumerate(row):
        if number:
            line.add_run("\t")
            line.paragraph_format.tab_stops.add_tab_stop(Pt(left + number * step))
        _say(line, option)
    return line


def _table(made: Docx, table: Table) -> None:
    rows = (table.header, *table.rows)
    made_table = made.add_table(len(rows), len(table.header))
    made_table.style = "Table Grid"
    made_table.autofit = False
    widths = [int(Mm(LINE) * share) for share in table.shares]
    for column, width in zip(made_table.columns, widths, strict=True):
        column.width = Emu(width)
    for number, (cells, row) in enumerate(zip(made_table.rows, rows, strict=True)):
        for cell, words, width in zip(cells.cells, row, widths, strict=True):
            cell.width = Emu(width)
            paragraph = _say(cell.paragraphs[0], in_bold(words) if number == 0 else words, SMALL)
            paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = 1.15, Pt(1)
            if number == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _shade(cell)
        if number == 0:
            cells._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    after = made.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(6)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _rule_at_left(paragraph: Written) -> None:
    edges = OxmlElement("w:pBdr")
    edge = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "999999")):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(
        edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _properties(made: Docx, document: Document) -> None:
    moment = datetime.datetime.combine(document.date, datetime.time())
    core = made.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = core.category = ""
    core.title = in_one_line(document.title)[:255]
    core.created = core.modified = moment
    core.language = "zh-CN"
    core.revision = 1
