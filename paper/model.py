"""What a document is made of; nothing here knows of any file format."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

EPOCH = datetime.date(2000, 1, 1)
"""The date in a file's properties where a document has none: never the clock, so that equal documents are equal bytes."""


@dataclass(frozen=True)
class Run:
    """Words set alike."""

    text: str
    bold: bool = False
    marked: bool = False


GAP = "＿"

Words = str | Run | tuple[str | Run, ...]
"""What a block says: plain words, or pieces of which some are bold or marked."""


def runs(words: Words) -> Iterator[Run]:
    """The pieces of what a block says, the empty ones left out."""
    for piece in words if isinstance(words, tuple) else (words,):
        run = piece if isinstance(piece, Run) else Run(piece)
        if run.text:
            yield run


def bold(text: str) -> Run:
    """Words in bold type."""
    return Run(text, bold=True)


def marked(text: str) -> Run:
    """Words with a coloured ground, as with a marker."""
    return Run(text, marked=True)


def in_bold(words: Words) -> Words:
    """What a block says, all of it in bold type."""
    return tuple(Run(run.text, bold=True, marked=run.marked) for run in runs(words))


def gap(width: int) -> Run:
    """A line to write on within a sentence, so many characters wide."""
    return Run(GAP * width)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; the document's title stands above level 1."""

    words: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `indent` counts characters by which all of it is set in."""

    words: Words
    indent: int = 0


@dataclass(frozen=True)
class Quote:
    """Words of a text that is quoted; a line break in it starts a new paragraph of the text."""

    words: Words


@dataclass(frozen=True)
class ListItem:
    """One item of a list: its label hangs in the margin, `level` sets it in."""

    words: Words
    label: str = "·"
    level: int = 0


@dataclass(frozen=True)
class Table:
    """A table whose header is repeated on every page; `widths` are shares of the line, equal where none are given."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """A table that is not square is a fault of the program, seen where it is made."""
        columns = {
            len(self.header),
            *(len(row) for row in self.rows),
            *([len(self.widths)] if self.widths else []),
        }
        if len(columns) != 1:
            raise ValueError(f"a table with rows of {sorted(columns)} cells")

    @property
    def shares(self) -> tuple[float, ...]:
        """The width of each column as a part of the line."""
        widths = self.widths or tuple(1.0 for _ in self.header)
        return tuple(width / sum(widths) for width in widths)


ACROSS = ((4, 12), (2, 28))
"""So many options in a line, if the longest takes so many half characters at most."""


def _room(words: Words) -> int:
    """The room that words take, in half characters."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WFA" else 1 for run in runs(words) for char in run.text
    )


@dataclass(frozen=True)
class Question:
    """A numbered question with its options (A, B, C …), kept on one page where it fits."""

    number: int
    words: Words
    options: tuple[Words, ...] = ()

    @property
    def across(self) -> int:
        """How many options stand in one line: as printed papers have it, four, two or one by the longest."""
        longest = max((_room(option) for option in self.options), default=ACROSS[-1][1] + 1)
        return next((across for across, room in ACROSS if longest <= room), 1)

    @property
    def lines(self) -> tuple[tuple[Words, ...], ...]:
        """The options with their letters, those of one line together."""
        named: list[Words] = [(f"{letter(at)}. ", *runs(option)) for at, option in enumerate(self.options)]
        return tuple(tuple(named[at : at + self.across]) for at in range(0, len(named), self.across))


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Quote | ListItem | Table | Question | PageBreak


@dataclass(frozen=True)
class Document:
    """A document: title, blocks, what stands at the foot of each page beside its number, the date in its properties."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    foot: str = ""
    date: datetime.date = EPOCH


Value = str | int | float | bool | datetime.date | None
"""What a cell of a sheet holds."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, the head of each column, the rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def letter(position: int) -> str:
    """The letter of an option by its position: A, B, C and so on."""
    return chr(ord("A") + position)


def page_words(page: str, pages: str) -> str:
    """What the foot of a page says of its number."""
    return f"第 {page} 页 / 共 {pages} 页"


def words_of(block: Block) -> str:
    """What a block says, without how it is set."""
    match block:
        case Table(header, rows):
            said = [*header, *(cell for row in rows for cell in row)]
        case Question(_, words, options):
            said = [words, *options]
        case Heading(words) | Paragraph(words) | Quote(words) | ListItem(words):
            said = [words]
        case _:
            said = []
    return "\n".join("".join(run.text for run in runs(words)) for words in said)
