"""Quoted words held against the law, character by character: the same, another wording's, another place's, not there."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kb.diff import pieces_of
from kb.provision import wording_on

from .cited import doubted
from .fold import folded, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kb import KnowledgeBase, Provision
    from kb.diff import Piece

    from .cited import Level

Match = Literal[
    "same",
    "spelling",
    "other_version",
    "elsewhere",
    "differs",
    "no_wording",
    "not_there",
    "uncited",
    "uncited_old",
]
MATCHES: dict[Match, tuple[Level, str]] = {
    "differs": ("check", "与原文不同"),
    "other_version": ("check", "是另一时期的文本"),
    "elsewhere": ("check", "原文在另一条"),
    "not_there": ("check", "所引条文里没有这段话"),
    "uncited_old": ("check", "没有写出处，且当日不是有效文本"),
    "no_wording": ("unknown", "原文未收录或者未核对，不能比对"),
    "uncited": ("note", "没有写出处"),
    "spelling": ("note", "只有标点、数字写法不同"),
    "same": ("fine", "与原文一致"),
}
SHORTEST = 8  # 更短的话到处都有，不拿去别处找
LIKE = 0.55  # 引文有这么多字在原文里，才逐字对照
LONGEST = 3000  # characters that are still compared one by one
BLOCK = 3
CLOSEST = 3
SEVERAL = 4  # 抄录的话不会是原文的这么多倍
DEEPEST = 10  # 引号里的引号里……再深的不看
MARK = re.compile(r"[“”「」\"]|\n+")
ELLIPSIS = re.compile(r"…+|\.{3,}|。{2,}")
QUOTES = str.maketrans(dict.fromkeys("“”‘’「」『』'", '"') | {"〔": "[", "〕": "]", "（": "(", "）": ")"})


@dataclass(frozen=True)
class Compared:
    """A quotation against the law; `pieces` are (law, quotation), `at` is where the words do stand."""

    match: Match
    at: str | None = None
    label: str = ""
    period: str = ""
    pieces: tuple[Piece, ...] = ()
    unverified: bool = False

    @property
    def level(self) -> Level:
        """How much it matters."""
        return doubted(MATCHES[self.match][0], unverified=self.unverified)


def plain(text: str) -> str:
    """A text without spaces, with one kind of bracket and quotation mark."""
    return "".join(unicodedata.normalize("NFKC", text.translate(QUOTES)).split())


def bare(text: str) -> str:
    """A text without punctuation, its numbers in one writing."""
    return "".join(folded(text.replace("帐", "账")))


plain_law, bare_law = lru_cache(maxsize=4096)(plain), lru_cache(maxsize=8192)(bare)
"""The same of the law's own text, kept; what somebody pasted is never kept."""


@lru_cache(maxsize=1024)
def _printings(base: KnowledgeBase, wording: Provision) -> tuple[str, ...]:
    """A wording as it may be quoted: with the marks of its items, and without."""
    lines = (part.own for part in base.statutes[wording.document_id].parts_of(wording) if part.own)
    return tuple(dict.fromkeys((wording.text, "\n".join(lines))))


def compare(
    base: KnowledgeBase, quote: str, wordings: Iterable[Provision], on: date, *, looked_for: bool = True
) -> Compared | None:
    """A quotation against the wordings of the day (first) and of other days; None where it quotes no law.

    `looked_for`: the text says that these words are of the provision, so not to find them means something.
    """
    found = [*wordings]
    current = _of_the_day(found, on)
    for wording in (*current, *(w for w in found if w not in current)):
        match = _contains(base, wording, quote)
        if match is not None:
            if wording not in current:
                match = "other_version"
            return _compared(base, match, wording)
    held = [w for w in found if w.text]
    if looked_for and found and not held:
        return _compared(base, "no_wording", found[0])
    if len(bare(quote)) >= SHORTEST and (other := elsewhere(base, quote, on)) is not None:
        unsaid: Match = "uncited" if other.in_force.covers(on) else "uncited_old"
        return _compared(base, "elsewhere" if looked_for and found else unsaid, other)
    if not looked_for or len(bare(quote)) < SHORTEST:
        return None
    if any(w.unverified for w in current or held):
        return _compared(base, "no_wording", held[0])
    return _nearest(base, quote, [*current, *(w for w in held if w not in current)])


def _of_the_day(wordings: list[Provision], on: date) -> list[Provision]:
    """Of each provision the wording of the day, else the one before, else its first: as the citation is judged by."""
    by_citation: dict[str, list[Provision]] = {}
    for wording in wordings:
        by_citation.setdefault(wording.citation, []).append(wording)
    return [wording_on(each, on) for each in by_citation.values()]


def _contains(base: KnowledgeBase, wording: Provision, quote: str) -> Match | None:
    pieces = [piece for piece in ELLIPSIS.split(quote) if bare(piece)]
    for printing in _printings(base, wording):
        if _in_order(map(_trimmed, map(plain, pieces)), plain_law(printing)):
            return "same"
    for printing in _printings(base, wording):
        if _in_order(map(bare, pieces), bare_law(printing)):
            return "spelling"
    return None


def _trimmed(piece: str) -> str:
    """A quotation ends with its own mark, whatever stands there in the law."""
    return piece.strip("。,;:.…")


def _in_order(pieces: Iterable[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


@lru_cache(maxsize=2)
def _all(base: KnowledgeBase) -> tuple[tuple[str, Provision], ...]:
    """Every article (or section) of every day, bare."""
    return tuple(
        (bare_law(wording.text), wording)
        for document in base.statutes.values()
        for wording in document.wordings
        if len(wording.path) == 1 and wording.text
    )


def elsewhere(base: KnowledgeBase, quote: str, on: date) -> Provision | None:
    """Where in the base the words stand, law of the day first, as deep as they stand whole."""
    wanted = [bare(piece) for piece in ELLIPSIS.split(quote) if bare(piece)]
    found = [wording for text, wording in _all(base) if _in_order(wanted, text)]
    found.sort(key=lambda w: (not w.in_force.covers(on), base.statutes[w.document_id].kind == "amendment"))
    if not found:
        return None
    best = found[0]
    parts = base.statutes[best.document_id].parts_of(best)
    inside = (part for part in parts if _in_order(wanted, bare_law(part.text)))
    return max(inside, key=lambda part: len(part.path), default=best)


def _nearest(base: KnowledgeBase, quote: str, wordings: list[Provision]) -> Compared | None:
    """The differences from the wording that is most like the quotation."""
    if not wordings:
        return None
    short = quote[:LONGEST]
    best: tuple[float, Provision, str] | None = None
    said = pairs(short)
    likely = sorted(wordings, key=lambda wording: -len(said & pairs(wording.text)))[:CLOSEST]
    for wording in likely:
        for printing in _printings(base, wording):
            share, window = _window(short, printing)
            if best is None or share > best[0] + 0.01:
                best = (share, wording, window)
    if best is None or best[0] < LIKE:
        return _compared(base, "not_there", wordings[0])
    _, wording, window = best
    pieces = pieces_of(window, "".join(short.split()))
    return _compared(base, "differs", wording, pieces)


def _compared(
    base: KnowledgeBase, match: Match, wording: Provision, pieces: tuple[Piece, ...] = ()
) -> Compared:
    period = str(base.statutes.spell(wording).days)
    return Compared(match, wording.citation, wording.label, period, pieces, wording.unverified)


def shares(quote: str, laws: Iterable[str]) -> list[float]:
    """How much of a quotation's pairs of characters stand in each of the laws' texts; none in one far shorter."""
    held = [law if not much_longer(quote, law) else "" for law in laws]
    said = pairs(bare(quote)) if any(held) else set()
    return [len(said & pairs(bare_law(law))) / max(1, len(said)) for law in held]


def much_longer(quote: str, law: str) -> bool:
    """Whether a quotation is too long to be one of this text."""
    return len(quote) > SEVERAL * len(law)


def _window(quote: str, law: str) -> tuple[float, str]:
    """The stretch of a law's text that a quotation is of, and the share of the quotation that stands in it."""
    said, text = "".join(quote.split()), "".join(law.split())
    blocks = [
        block
        for block in _matcher(_same_width(said), _same_width(text)).get_matching_blocks()
        if block.size >= BLOCK
    ]
    if not blocks:
        return 0.0, ""
    first, last = blocks[0], blocks[-1]
    start = max(0, first.b - first.a)
    end = last.b + last.size + (len(said) - last.a - last.size)
    return sum(block.size for block in blocks) / len(said), text[start:end]


def _matcher(said: str, law: str) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, said, law, autojunk=False)


def _same_width(text: str) -> str:
    """A text with one kind of mark, each character in its place."""
    one = ((unicodedata.normalize("NFKC", character), character) for character in text.translate(QUOTES))
    return "".join(same if len(same) == 1 else character for same, character in one)


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """The places of the words between quotation marks, those within others after them."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    line = 0
    for match in MARK.finditer(text):
        mark = match[0]
        while opened and text[opened[-1]] == '"' and opened[-1] < line:  # 直引号不跨行
            opened.pop()
        if mark[0] == "\n":
            line = match.start()
            if len(mark) > 1:
                opened.clear()
        elif mark in "“「" or (mark == '"' and not (opened and text[opened[-1]] == '"')):
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            found.append((start + 1, match.start()))
    around: list[int] = []
    for start, end in sorted(
        ((a, b) for a, b in found if b - a > 1), key=lambda place: (place[0], -place[1])
    ):
        while around and around[-1] <= start:
            around.pop()
        around.append(end)
        if len(around) <= DEEPEST:
            yield start, end
