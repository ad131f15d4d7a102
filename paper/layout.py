"""A document laid out on A4 pages: where each line, rule and ground stands. It draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .clean import in_one_line
from .lines import Line, Measure, broken
from .model import (
    Block,
    Document,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
    Question,
    Quote,
    Run,
    Table,
    Words,
    in_bold,
    letter,
)

MM = 72 / 25.4
WIDE, HIGH = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 26 * MM, 24 * MM, 25 * MM, 25 * MM
ROOM = WIDE - LEFT - RIGHT
DEEP = HIGH - TOP - BOTTOM
BODY, SMALL, TITLE = 11.0, 9.5, 19.0
HEADINGS = (15.0, 13.0, 11.5, 11.0)
LEADING = 1.55
TIGHT = 1.4
PAD = 4.0
AFTER_HEADING = 48.0
"""So much must still fit under a heading, else it moves to the next page with what it heads."""
WHOLE = DEEP / 3
"""A table row up to this height is never divided."""


@dataclass(frozen=True)
class Text:
    """Words on a baseline."""

    x: float
    y: float
    size: float
    run: Run


@dataclass(frozen=True)
class Rule:
    """A thin line."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float = 0.5


@dataclass(frozen=True)
class Ground:
    """A grey ground under a cell."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """A heading in the outline of the file."""

    y: float
    level: int
    words: str


@dataclass
class Page:
    """What stands on one page."""

    items: list[Text | Rule | Ground | Mark] = field(default_factory=list)


class Layout:
    """Blocks set one under the other, a new page begun wherever the next line does not fit."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.pages = [Page()]
        self.y = TOP

    def document(self, document: Document) -> list[Page]:
        """The pages of a document."""
        self._centred(document.title, TITLE, strong=True)
        if document.subtitle:
            self._centred(document.subtitle, BODY)
        self.y += 8
        for block in document.blocks:
            self.block(block)
        if not self.page.items:  # a page break at the very end
            self.pages.pop()
        return self.pages

    def block(self, block: Block) -> None:
        """Set one block."""
        match block:
            case Heading(words, level):
                self._heading(in_one_line(words), level)
            case Paragraph(words, indent):
                self._say(words, LEFT + indent * BODY)
                self.y += 3
            case Quote(words):
                self._quote(words)
            case ListItem(words, label, level):
                self._item(words, label, level)
            case Table():
                self._table(block)
            case Question():
                self._question(block)
            case PageBreak():
                if self.page.items:
                    self._new_page()

    @property
    def page(self) -> Page:
        """The page that is being filled."""
        return self.pages[-1]

    def _new_page(self) -> None:
        self.pages.append(Page())
        self.y = TOP

    def _room(self, height: float) -> None:
        """Begin a new page where so much does not fit on this one."""
        if self.y + height > HIGH - BOTTOM and self.y > TOP:
            self._new_page()

    def _centred(self, words: str, size: float, *, strong: bool = False) -> None:
        for line in broken(Run(in_one_line(words), bold=strong), ROOM / size, self.measure):
            self._put(line, LEFT + (ROOM - line.width * size) / 2, size, size * LEADING)
        self.y += 4

    def _heading(self, words: str, level: int) -> None:
        size = HEADINGS[level - 1]
        lines = broken(Run(words, bold=True), ROOM / size, self.measure)
        if self.y > TOP:
            self.y += size * 0.7
        self._room(len(lines) * size * LEADING + AFTER_HEADING)
        self.page.items.append(Mark(self.y, level, words))
        for line in lines:
            self._put(line, LEFT, size, size * LEADING)
        self.y += 2

    def _say(self, words: Words, x: float, size: float = BODY) -> None:
        for line in broken(words, (LEFT + ROOM - x) / size, self.measure):
            self._put(line, x, size, size * LEADING)

    def _put(self, line: Line, x: float, size: float, height: float) -> None:
        self._room(height)
        self._set(line, x, self.y + (height + size * 0.76) / 2, size)
        self.y += height

    def _set(self, line: Line, x: float, baseline: float, size: float) -> None:
        for run in line.pieces:
            self.page.items.append(Text(x, baseline, size, run))
            x += sum(self.measure(char, run.bold) for char in run.text) * size

    def _quote(self, words: Words) -> None:
        x = LEFT + 2 * BODY
        for line in broken(words, (LEFT + ROOM - x) / SMALL, self.measure):
            height = SMALL * LEADING
            self._room(height)
            self.page.items.append(Rule(x - 6, self.y, x - 6, self.y + height, 1.5))
            self._put(line, x, SMALL, height)
        self.y += 4

    def _item(self, words: Words, label: str, level: int) -> None:
        label = in_one_line(label)
        wide = max(1.5, sum(self.measure(char, False) for char in label) + 0.5) * BODY
        x = LEFT + level * 1.5 * BODY
        self._room(BODY * LEADING)
        self.page.items.append(Text(x, self.y + BODY * (LEADING + 0.76) / 2, BODY, Run(label)))
        self._say(words, x + wide)
        self.y += 1.5

    def _question(self, block: Question) -> None:
        whole = Layout(self.measure)
        whole.question_parts(block)
        if len(whole.pages) == 1:
            self._room(whole.y - TOP)
        self.question_parts(block)
        self.y += 6

    def question_parts(self, block: Question) -> None:
        """Set a question and its options, wherever they fall."""
        self._item(block.words, f"{block.number}.", 0)
        if block.across == 1:
            for position, option in enumerate(block.options):
                self._item(option, f"{letter(position)}.", 1)
            return
        left, size = LEFT + 1.5 * BODY, (ROOM - 1.5 * BODY) / block.across
        for row in block.lines:
            cells = [broken(option, size / BODY, self.measure) for option in row]
            height = max(len(lines) for lines in cells) * BODY * LEADING
            self._room(height)
            for column, lines in enumerate(cells):
                for number, line in enumerate(lines):
                    baseline = self.y + BODY * (LEADING * number + (LEADING + 0.76) / 2)
                    self._set(line, left + column * size, baseline, BODY)
            self.y += height

    def _table(self, table: Table) -> None:
        widths = [share * ROOM for share in table.shares]
        head = self._cells(tuple(in_bold(cell) for cell in table.header), widths)
        rows = [self._cells(row, widths) for row in table.rows]
        if _height(head) > WHOLE:  # no room to repeat it
            head, rows = [], [head, *rows]
        self._room(_height(head) + (min(_height(rows[0]), WHOLE) if rows else 0))
        self._header(head, widths)
        for row in rows:
            cells, height = row, _height(row)
            if height <= WHOLE and self.y + height > HIGH - BOTTOM:
                self._next_with(head, widths)
            while height > HIGH - BOTTOM - self.y:
                fit = int((HIGH - BOTTOM - self.y - 2 * PAD) / (SMALL * TIGHT))
                if fit > 0:
                    self._row([cell[:fit] for cell in cells], widths)
                    cells = [cell[fit:] for cell in cells]
                    height = _height(cells)
                self._next_with(head, widths)
            self._row(cells, widths)
        self.y += 8

    def _next_with(self, head: list[list[Line]], widths: Sequence[float]) -> None:
        self._new_page()
        self._header(head, widths)

    def _header(self, head: list[list[Line]], widths: Sequence[float]) -> None:
        if head:
            self._row(head, widths, headed=True)

    def _cells(self, row: tuple[Words, ...], widths: Sequence[float]) -> list[list[Line]]:
        return [
            broken(cell, (width - 2 * PAD) / SMALL, self.measure)
            for cell, width in zip(row, widths, strict=True)
        ]

    def _row(self, cells: list[list[Line]], widths: Sequence[float], *, headed: bool = False) -> None:
        height = _height(cells)
        items, x = self.page.items, LEFT
        if headed:
            items.append(Ground(LEFT, self.y, ROOM, height))
        for lines, width in zip(cells, widths, strict=True):
            for number, line in enumerate(lines):
                left = x + (width - line.width * SMALL) / 2 if headed else x + PAD
                baseline = self.y + PAD + SMALL * (TIGHT * number + (TIGHT + 0.76) / 2)
                self._set(line, left, baseline, SMALL)
            items.append(Rule(x, self.y, x, self.y + height))
            x += width
        items.append(Rule(x, self.y, x, self.y + height))
        items.append(Rule(LEFT, self.y, x, self.y))
        items.append(Rule(LEFT, self.y + height, x, self.y + height))
        self.y += height


def _height(cells: list[list[Line]]) -> float:
    return max(len(lines) for lines in cells) * SMALL * TIGHT + 2 * PAD if cells else 0.0
