"""Two wordings side by side: what a provision, or a whole document, said on one day and says on another."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .citation import Citation
from .numerals import to_han
from .statutes import UnknownCitation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from .documents import Document
    from .provision import Provision
    from .statutes import Statutes

Change = Literal["same", "moved", "spelling", "changed", "added", "removed"]
Piece = tuple[str, str]
"""What an earlier and a later wording say at one place; equal where they agree, one of them empty where they do not."""

Path = tuple[str, ...]
Article = tuple["Provision", ...]
Articles = dict[Path, Article]

ALIKE = 0.5  # 同一条号之下，过半相同才是改写
MOVED = 0.6  # 条号不同，更像才是移过来的
SHORTEST = 2  # characters; agreements shorter than this between changes only confuse a reader
DIGITS = re.compile(r"\d+")
BRACKETS = re.compile(r"[()]")


@dataclass(frozen=True)
class Difference:
    """One paragraph or item on two days; `was` is its earlier label where it bore another number."""

    citation: str
    label: str
    change: Change
    pieces: tuple[Piece, ...]
    by: tuple[str, ...] = ()
    was: str | None = None

    @property
    def before(self) -> str:
        """The earlier wording."""
        return "".join(old for old, _ in self.pieces)

    @property
    def after(self) -> str:
        """The later wording."""
        return "".join(new for _, new in self.pieces)

    def to_json(self) -> dict[str, object]:
        """Its JSON, with both wordings whole."""
        return {
            "citation": self.citation,
            "label": self.label,
            "change": self.change,
            "was": self.was,
            "by": list(self.by),
            "before": self.before,
            "after": self.after,
            "pieces": [list(piece) for piece in self.pieces],
        }


def differences(statutes: Statutes, citation: str, then: date, now: date) -> list[Difference]:
    """Every line below a citation on two days, in the later order; what is gone stands where it stood.

    Articles, and within them lines, are held against each other by their likeness, since numbers move.
    UnknownCitation where the document was not law, or its text is not held, on one of the days, or where the
    provision has no wording on either; ValueError where the days stand in the wrong order.
    """
    if now < then:
        raise ValueError(f"日期次序反了：{then} 晚于 {now} → 先写较早的一天")
    wanted = Citation.parse(citation)
    document = statutes.document(wanted)
    for day in (then, now):
        _held_on(statutes, document, day)
    earlier, later = (_articles(document, wanted, day) for day in (then, now))
    if not earlier and not later:
        raise UnknownCitation(f"{statutes.label(wanted)}在 {then} 和 {now} 都没有收录的文本")
    pairs = [*_paired(earlier, later)]
    if wanted.path and not all(old and new for old, new in pairs):  # it may bear another number now
        whole = (_articles(document, Citation(document.id), day) for day in (then, now))
        pairs = [pair for pair in _paired(*whole) if any(_covers(wanted, side) for side in pair)]
    found: list[Difference] = []
    for old, new in pairs:
        found += _of_article(old, new, _History(document, old, new, then, now))
    return found


def _covers(wanted: Citation, article: Article) -> bool:
    return any(wanted.covers(Citation(wanted.document, line.path)) for line in article)


def _held_on(statutes: Statutes, document: Document, day: date) -> None:
    """UnknownCitation where there is nothing to compare on a day, with the reason."""
    status, by = document.standing(day)
    if status != "现行有效":
        reason = f"（由{statutes.label(by)}废止）" if by else f"（{document.in_force.start} 起施行）"
        raise UnknownCitation(f"{document.name}在 {day} {status}{reason}，没有可以对照的文本")
    if not document.held.covers(day):
        raise UnknownCitation(
            f"{document.name}在 {day} 的文本没有收录，不能对照：所收的是 {document.held.start} 起的文本"
        )


def _articles(document: Document, wanted: Citation, day: date) -> Articles:
    """The lines in force on a day, article by article (section by section of an opinion in parts)."""
    found: dict[Path, list[Provision]] = {}
    for line in document.provisions(day):
        if line.printed and wanted.covers(Citation(document.id, line.path)):
            depth = 2 if document.layout == "parts_sections" and len(line.path) > 1 else 1
            found.setdefault(line.path[:depth], []).append(line)
    return {path: tuple(lines) for path, lines in found.items()}


def _paired(earlier: Articles, later: Articles) -> Iterator[tuple[Article, Article]]:
    """Each article beside what it was: of the same number where alike, else the most alike of another."""
    beside = {
        path: path for path, new in later.items() if path in earlier and _alike(earlier[path], new) > ALIKE
    }
    left = [path for path in earlier if path not in beside]
    for path, new in later.items():
        if path in beside:
            continue
        best = max(left, key=lambda old: _ratio(earlier[old], new), default=None)
        if best is not None and _ratio(earlier[best], new) > MOVED:
            beside[path] = best
            left.remove(best)
    for path in sorted({*left, *later}, key=lambda path: Citation("x", path).order):
        if path in left:
            yield earlier[path], ()
        if path in later:
            yield (earlier[beside[path]] if path in beside else ()), later[path]


def _ratio(old: Article, new: Article) -> float:
    """How alike two articles of different numbers are, as wholes."""
    one, other = ("".join(line.own for line in side) for side in (old, new))
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > MOVED else 0.0


def _alike(old: Article, new: Article) -> float:
    """The share of the shorter article that stands in the other: a paragraph more does not make it another."""
    one, other = ("".join(line.own for line in side) for side in (old, new))
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() * (len(one) + len(other)) / 2 < ALIKE * min(len(one), len(other)):
        return 0.0
    same = sum(block.size for block in matcher.get_matching_blocks() if block.size > SHORTEST)
    return same / max(1, min(len(one), len(other)))


class _History:
    """Which amendment changed which line of one article between two days."""

    def __init__(self, document: Document, old: Article, new: Article, then: date, now: date) -> None:
        tops = dict.fromkeys(line.path[0] for line in (*old, *new))
        wordings = [
            wording for top in tops for wording in document.by_citation.get(f"{document.id}:{top}", ())
        ]
        starts = [w for w in wordings if w.in_force.start and then < w.in_force.start <= now]
        ends = [w for w in wordings if w.in_force.end and then <= w.in_force.end < now]
        self.steps = sorted(
            {(w.in_force.start, w.by or document.id) for w in starts if w.in_force.start}
            | {(w.in_force.end, w.ended_by) for w in ends if w.in_force.end and w.ended_by}
        )
        self.lines = [
            (line.in_force.start, line.in_force.end, line.printed)
            for line in document.wordings
            if line.path[0] in tops
        ]

    def by(self, old: str, new: str) -> tuple[str, ...]:
        """What took an earlier line away, and what brought the later one; all of them where that is unclear."""
        found = [by for day, by in self.steps if self._gone(old, day) or self._came(new, day)]
        return tuple(dict.fromkeys(found or (by for _, by in self.steps)))

    def _gone(self, text: str, day: date) -> bool:
        """The text stood until this day, or until the day before it."""
        return (
            bool(text)
            and any(
                said == text and end is not None and 0 <= (day - end).days <= 1 for _, end, said in self.lines
            )
            and not self._came(text, day)
        )

    def _came(self, text: str, day: date) -> bool:
        """The text stands from this day on, and did not stand before."""
        begun = any(said == text and start == day for start, _, said in self.lines)
        before = any(
            said == text and end is not None and (day - end).days == 1 for _, end, said in self.lines
        )
        return bool(text) and begun and not before


def _of_article(old: Article, new: Article, history: _History) -> list[Difference]:
    """The lines of one article: those alike on both days beside one another, each as what became of it."""
    then, now = ([line.printed for line in side] for side in (old, new))
    found: list[Difference] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_became(*pair, history) for pair in zip(old[a:b], new[c:d], strict=True)]
        else:
            found += _beside(old[a:b], new[c:d], history)
    return found


def _beside(old: Article, new: Article, history: _History) -> Iterator[Difference]:
    """Lines that differ: those more alike than not beside one another in order, the rest gone or new."""
    start = 0
    for line in new:
        rest = old[start:]
        best = max(rest, key=lambda other: _likeness(other, line), default=None)
        if best is None or _likeness(best, line) <= ALIKE:
            by = history.by("", line.printed)
            yield Difference(line.citation, line.label, "added", (("", line.printed),), by)
            continue
        at = old.index(best)
        yield from (_gone(gone, history) for gone in old[start:at])
        yield _became(best, line, history)
        start = at + 1
    yield from (_gone(gone, history) for gone in old[start:])


def _gone(line: Provision, history: _History) -> Difference:
    by = history.by(line.printed, "")
    return Difference(line.citation, line.label, "removed", ((line.printed, ""),), by)


def _likeness(old: Provision, new: Provision) -> float:
    return difflib.SequenceMatcher(None, _plain(old.printed), _plain(new.printed), autojunk=False).ratio()


def _became(old: Provision, new: Provision, history: _History) -> Difference:
    """What became of one line."""
    was = old.label if old.path != new.path else None
    pieces = pieces_of(old.printed, new.printed)
    if old.printed == new.printed:
        return Difference(new.citation, new.label, "moved" if was else "same", pieces, (), was)
    change: Change = "spelling" if _plain(old.printed) == _plain(new.printed) else "changed"
    return Difference(new.citation, new.label, change, pieces, history.by(old.printed, new.printed), was)


def _plain(text: str) -> str:
    """A text without what is only a way of writing: 5000 and 五千, （四） and 四, full and half width, 帐 and 账."""
    same = unicodedata.normalize("NFKC", text).replace("帐", "账")
    return DIGITS.sub(lambda found: to_han(int(found[0])), BRACKETS.sub("", same))


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
