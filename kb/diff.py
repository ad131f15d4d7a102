"""Two wordings side by side: what a provision, or a whole document, said on one day and says on another."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from .citation import Citation
from .statutes import UnknownCitation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from .documents import Document
    from .provision import Provision
    from .statutes import Statutes

Change = Literal["same", "changed", "added", "removed"]
Piece = tuple[str, str]
"""What an earlier and a later wording say at one place; equal where they agree, one of them empty where they do not."""

ALIKE = 0.5
SHORTEST = 2  # characters; agreements shorter than this between changes only confuse a reader


@dataclass(frozen=True)
class Difference:
    """One paragraph or item on two days."""

    citation: str
    label: str
    change: Change
    pieces: tuple[Piece, ...]
    by: tuple[str, ...] = ()

    @property
    def before(self) -> str:
        """The earlier wording."""
        return "".join(old for old, _ in self.pieces)

    @property
    def after(self) -> str:
        """The later wording."""
        return "".join(new for _, new in self.pieces)


def differences(statutes: Statutes, citation: str, then: date, now: date) -> list[Difference]:
    """Every line below a citation on two days, in the order of the provisions.

    Within an article lines are held against each other by their likeness, since paragraphs and items move.
    UnknownCitation where the citation is not held, or has no wording on either day.
    """
    wanted = Citation.parse(citation)
    document = statutes.document(wanted)
    earlier, later = (_lines(document, wanted, day) for day in (then, now))
    if not earlier and not later:
        raise UnknownCitation(f"{statutes.label(wanted)}在 {then} 和 {now} 都没有收录的文本")
    tops = dict.fromkeys(line.path[: _top(document, line)] for line in (*earlier, *later))
    found: list[Difference] = []
    for top in sorted(tops, key=lambda path: Citation(document.id, path).order):
        old = [line for line in earlier if line.path[: len(top)] == top]
        new = [line for line in later if line.path[: len(top)] == top]
        by = _made_by(document, top, then, now)
        lines = (line if line.change == "same" else replace(line, by=by) for line in _of_article(old, new))
        found += sorted(lines, key=lambda line: Citation.parse(line.citation).order)
    return found


def _made_by(document: Document, top: tuple[str, ...], then: date, now: date) -> tuple[str, ...]:
    """What changed an article between two days, the first change first."""
    first, last = sorted((then, now))
    wordings = document.by_citation[str(Citation(document.id, top))]
    begun = [w.by for w in wordings if w.in_force.start and first < w.in_force.start <= last]
    ended = [w.ended_by for w in wordings if w.in_force.end and first <= w.in_force.end < last]
    return tuple(dict.fromkeys(by for by in (*begun, *ended) if by))


def _lines(document: Document, wanted: Citation, day: date) -> list[Provision]:
    return [
        line
        for line in document.provisions(day)
        if line.printed and wanted.covers(Citation(document.id, line.path))
    ]


def _top(document: Document, line: Provision) -> int:
    """How many steps lead to the article, or to the section, that a line belongs to."""
    return 2 if document.layout == "parts_sections" and len(line.path) > 1 else 1


def _of_article(old: list[Provision], new: list[Provision]) -> Iterator[Difference]:
    """The lines of one article: those alike on both days beside one another."""
    then, now = ([line.printed for line in side] for side in (old, new))
    for tag, a, b, c, d in difflib.SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_same(line) for line in new[c:d])
        else:
            yield from _changed(old[a:b], new[c:d])


def _changed(old: list[Provision], new: list[Provision]) -> Iterator[Difference]:
    """Lines that differ: the most alike beside one another, the rest gone or new."""
    pairs = _alike(old, new)
    taken = {id(one) for one, _ in pairs}
    beside = {id(other): one for one, other in pairs}
    for line in old:
        if id(line) not in taken:
            yield Difference(line.citation, line.label, "removed", ((line.printed, ""),))
    for line in new:
        one = beside.get(id(line))
        if one is None:
            yield Difference(line.citation, line.label, "added", (("", line.printed),))
        else:
            pieces = pieces_of(one.printed, line.printed)
            yield Difference(line.citation, line.label, "changed", pieces)


def _alike(old: list[Provision], new: list[Provision]) -> list[tuple[Provision, Provision]]:
    """The lines that are more alike than not, in order and without crossing."""
    pairs: list[tuple[Provision, Provision]] = []
    start = 0
    for line in new:
        rest = old[start:]
        best = max(rest, key=lambda other: _likeness(other, line), default=None)
        if best is not None and _likeness(best, line) > ALIKE:
            pairs.append((best, line))
            start = old.index(best) + 1
    return pairs


def _likeness(old: Provision, new: Provision) -> float:
    return difflib.SequenceMatcher(None, old.printed, new.printed, autojunk=False).ratio()


def _same(line: Provision) -> Difference:
    return Difference(line.citation, line.label, "same", ((line.printed, line.printed),))


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts as pieces that agree and pieces that do not."""
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        short = tag == "equal" and b - a < SHORTEST and found
        if (tag != "equal" or short) and found and found[-1][0] != found[-1][1]:
            found[-1] = (found[-1][0] + old[a:b], found[-1][1] + new[c:d])
            continue
        found.append((old[a:b], new[c:d]))
    return tuple(found)
