"""A document as Markdown that shows the same words in every reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

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
    letter,
    runs,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_OPENING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)
RULE = "---"


def markdown(document: Document) -> str:
    """The document as Markdown; whatever its words are, none of them is read as markup."""
    parts = [f"# {_line(document.title)}"]
    if document.subtitle:
        parts.append(_line(document.subtitle))
    text = "\n\n".join(parts)
    before: Block | None = None
    for block in document.blocks:
        tight = isinstance(block, ListItem) and isinstance(before, ListItem)
        text += ("\n" if tight else "\n\n") + _block(block)
        before = block
    if document.foot:
        text += f"\n\n{RULE}\n\n{_line(document.foot)}"
    return text + "\n"


def _block(block: Block) -> str:  # noqa: PLR0911 - one line for each kind of block
    match block:
        case Heading(words, level):
            return f"{'#' * (level + 1)} {_line(words)}"
        case Paragraph(words, indent):
            return ("　" * indent + _words(words)).replace("\n", "  \n")
        case Quote(words):
            return "\n>\n".join(f"> {line}" for line in _words(words).split("\n"))
        case ListItem(words, label, level):
            return f"{'  ' * level}- {_label(label)}{_words(words).replace(chr(10), ' ')}"
        case Table():
            return "\n".join(_table(block))
        case Question(number, words, options):
            lines = [f"**{number}.** {_words(words)}"]
            lines += [f"{letter(at)}. {_words(option)}" for at, option in enumerate(options)]
            return "\n\n".join(lines).replace("\n\n", "\r").replace("\n", "  \n").replace("\r", "\n\n")
        case PageBreak():
            return RULE


def _table(table: Table) -> Iterator[str]:
    yield _row(table.header)
    yield "|" + " --- |" * len(table.header)
    yield from (_row(row) for row in table.rows)


def _row(cells: tuple[Words, ...]) -> str:
    return "| " + " | ".join(_words(cell).replace("\n", "<br>") for cell in cells) + " |"


def _label(label: str) -> str:
    return "" if label == "·" else f"{_line(label)} "


def _words(words: Words) -> str:
    return "".join(_styled(clean(run.text), bold=run.bold, marked=run.marked) for run in runs(words))


def _styled(text: str, *, bold: bool, marked: bool) -> str:
    escaped = _escaped(text)
    if bold and text.strip():
        # Between Chinese words and punctuation the stars are no markup to most readers; the tag always is.
        edges = text[0] + text[-1]
        escaped = (
            f"**{escaped}**"
            if all(unicodedata.category(char)[0] == "L" for char in edges)
            else f"<b>{escaped}</b>"
        )
    return f"<mark>{escaped}</mark>" if marked else escaped


def _escaped(text: str) -> str:
    return _OPENING.sub(_opened, _SPECIAL.sub(r"\\\1", text))


def _opened(found: re.Match[str]) -> str:
    """What would start a list or underline a heading, made plain."""
    space, sign = found.groups()
    return f"{space}\\{sign}" if not sign.isdigit() else f"{space}{sign}\\"


def _line(text: str) -> str:
    return _escaped(in_one_line(text))
