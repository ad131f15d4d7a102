"""What to tell a reader whose citation leads nowhere: the step that is missing, and what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .citation import Citation
from .numbering import UNITS
from .numerals import to_han

if TYPE_CHECKING:
    from .documents import Document


def what_is_missing(document: Document, wanted: Citation) -> str:
    """The first part of a citation that does not exist, and what does stand there."""
    if not wanted.path:
        return f"「{wanted}」是整个文件，请写到条"
    paths = [wording.path for wording in document.wordings]
    held = dict.fromkeys(path[:length] for path in paths for length in range(1, len(path) + 1))
    depth = next((n for n in range(1, len(wanted.path)) if wanted.path[:n] not in held), len(wanted.path))
    above = wanted.path[: depth - 1]
    numbers = [path[-1] for path in held if len(path) == depth and path[:-1] == above and path[-1] != "0"]
    return _what_stands(document, Citation(document.id, wanted.path[:depth]), numbers)


def _what_stands(document: Document, missing: Citation, numbers: list[str]) -> str:
    """The message for a step that is missing, given the numbers of those that stand beside it."""
    depth, levels = len(missing.path), document.numbering.levels
    level = levels[min(depth, len(levels)) - 1]
    unit = UNITS[level]
    place = _place(document, missing.path[:-1])
    if not numbers or depth > len(levels):
        return f"{place}不再分{unit}"
    if depth > 1 and numbers == [str(number + 1) for number in range(len(numbers))]:
        return f"{place}只有{to_han(len(numbers))}{unit}"
    absent, first, last = (
        f"第{to_han(int(number))}部分" if level == "part" else document.numbering.name(level, number)
        for number in (missing.path[-1], numbers[0], numbers[-1])
    )
    return f"{place}未收录{absent}；收录了其中 {len(numbers)} {unit}，在{first}至{last}之间"


def _place(document: Document, path: tuple[str, ...]) -> str:
    """The label of a provision, or of the nearest one above it that has one."""
    wordings = document.by_citation.get(str(Citation(document.id, path)))
    if wordings:
        return wordings[-1].label
    return _place(document, path[:-1]) if path else document.name
