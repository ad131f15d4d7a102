"""A document as PDF that carries the letters it uses, so that it shows the same words on every machine."""

from __future__ import annotations

import datetime
import logging
from itertools import groupby
from typing import cast

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from .clean import in_one_line
from .fonts import Face, Faces, folders, found_faces
from .layout import HIGH, LEFT, ROOM, WIDE, Ground, Layout, Mark, Page, Rule, Text
from .lines import broken
from .model import Document, Run, page_words

logging.getLogger("fontTools.subset").setLevel(
    logging.ERROR
)  # else it names on stderr what a subset leaves out
FOOT = 8.0
FOOT_TOP = HIGH - 52.0
BOLDER = 0.028
"""How much of its size a letter is thickened by where no bold font is at hand."""
MISSING = "〔{}〕"


def pdf(document: Document) -> bytes:
    """The document as a PDF file; raises NoChineseFont where this machine has none. Equal documents give equal bytes."""
    return _Writer(found_faces(folders())).write(document)


class _Writer:
    """One PDF file in the making, with the fonts it is written in."""

    def __init__(self, faces: Faces) -> None:
        self.out = FPDF(unit="pt", format="A4")
        self.out.set_auto_page_break(auto=False)
        self.out.set_margin(0)
        self.widths: dict[tuple[str, bool], float] = {}
        self.known: dict[str, set[int]] = {}
        self._add("plain", faces.plain)
        self.strong = faces.strong is not None
        if faces.strong:
            self._add("strong", faces.strong)
        self.rare = list(faces.rare)

    def _add(self, name: str, face: Face) -> None:
        """Make a font of the file ready, and note which characters it has."""
        self.out.add_font(name, fname=face.file, collection_font_number=face.number)  # type: ignore[call-arg]
        self.known[name] = set(cast(TTFFont, self.out.fonts[name]).cmap)

    def write(self, document: Document) -> bytes:
        """The file's bytes."""
        out = self.out
        moment = datetime.datetime.combine(document.date, datetime.time(), datetime.UTC)
        out.set_creation_date(moment)
        out.set_title(in_one_line(document.title))
        out.set_lang("zh-CN")
        pages = Layout(self._measure).document(document)
        for number, page in enumerate(pages, 1):
            out.add_page()
            self._draw(page)
            self._foot(document.foot, page_words(str(number), str(len(pages))))
        return bytes(out.output())

    def _measure(self, char: str, bold: bool) -> float:
        """The width of a character in parts of its size."""
        key = (char, bold)
        if key not in self.widths:
            self.widths[key] = sum(self._width(*part) for part in self._parts(char, bold=bold))
        return self.widths[key]

    def _width(self, font: str, text: str) -> float:
        self.out.set_font(font, size=100)
        return self.out.get_string_width(text) / 100

    def _parts(self, text: str, *, bold: bool) -> list[tuple[str, str]]:
        """The words split by the font that has them; a character that no font has is named by its number."""
        shown = [(self._font(char, bold=bold), char) for char in text]
        plain = [
            (font or "plain", char if font else MISSING.format(f"U+{ord(char):04X}")) for font, char in shown
        ]
        return [
            (font, "".join(char for _, char in part)) for font, part in groupby(plain, key=lambda one: one[0])
        ]

    def _font(self, char: str, *, bold: bool) -> str | None:
        for name in [*(["strong"] if bold and self.strong else []), "plain", *self.known]:
            if ord(char) in self.known[name]:
                return name
        if self.rare:  # read only where one is wanted: each costs half a second
            self._add(f"rare{len(self.rare)}", self.rare.pop(0))
            return self._font(char, bold=bold)
        return None

    def _draw(self, page: Page) -> None:
        """Grounds first, so that nothing is hidden under one."""
        for item in sorted(page.items, key=lambda one: not isinstance(one, Ground)):
            match item:
                case Ground(x, y, width, height):
                    self.out.set_fill_color(236)
                    self.out.rect(x, y, width, height, style="F")
                case Rule(x, y, to_x, to_y, weight):
                    self.out.set_draw_color(140)
                    self.out.set_line_width(weight)
                    self.out.line(x, y, to_x, to_y)
                case Mark(y, level, words):
                    self.out.set_y(y)
                    self.out.start_section(words, level - 1, strict=False)
                case Text():
                    self._text(item)

    def _text(self, item: Text) -> None:
        run, x = item.run, item.x
        if run.marked:
            self.out.set_fill_color(255, 236, 150)
            width = sum(self._measure(char, run.bold) for char in run.text) * item.size
            self.out.rect(x, item.y - item.size * 0.9, width, item.size * 1.12, style="F")
        for font, words in self._parts(run.text, bold=run.bold):
            self.out.set_font(font, size=cast(int, item.size))  # its types know whole points only
            thick = run.bold and font != "strong"
            with self.out.local_context(
                text_mode=TextMode.FILL_STROKE if thick else TextMode.FILL,
                line_width=item.size * BOLDER,
                draw_color=0,
                fill_color=0,
                text_color=0,
            ):
                self.out.text(x, item.y, words)
            x += self._width(font, words) * item.size

    def _foot(self, words: str, number: str) -> None:
        y = FOOT_TOP
        self._draw(Page([Rule(LEFT, y, LEFT + ROOM, y)]))
        lines = broken(in_one_line(words), ROOM / FOOT, self._measure)[:2] if words else []
        lines += broken(number, ROOM / FOOT, self._measure)
        for line in lines:
            y += FOOT * 1.5
            x = (WIDE - line.width * FOOT) / 2
            for run in line.pieces:
                self._text(Text(x, y, FOOT, Run(run.text)))
