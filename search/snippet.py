"""The part of a text that shows why it was found, with the words marked."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from .fold import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .analyzer import Words

OPEN, CLOSE = "«", "»"
LENGTH = 100
SENTENCE_ENDS = "。；：\n"
CLAUSE_ENDS = SENTENCE_ENDS + "，、"

SHORT = 2  # 这么短的词须是一个完整的词：「从犯罪嫌疑人处」里没有「从犯」

Span = tuple[int, int]


class Marker:
    """Marks words in a text as one dictionary cuts them."""

    def __init__(self, words: Words) -> None:
        self._spans = lru_cache(maxsize=4096)(partial(_spans, words))
        self._joined = lru_cache(maxsize=1024)(_joined)

    def snippet(self, text: str, terms: tuple[str, ...]) -> str:
        """The stretch of a text where most of the (folded) terms stand, with them between « and »."""
        spans = _merged(self._matches(text, terms))
        start, end = _window(text, spans)
        marked, at = "", start
        for first, last in spans:
            if start <= first and last <= end:
                marked += f"{text[at:first]}{OPEN}{text[first:last]}{CLOSE}"
                at = last
        shown = f"{marked}{text[at:end]}".replace("\n", " ").strip()
        return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"

    def _matches(self, text: str, terms: tuple[str, ...]) -> Iterator[Span]:
        """Where a term stands, whatever punctuation is within it; a number matches as a whole."""
        joined, starts, ends = self._joined(text)
        for term in terms:
            at = joined.find(term)
            while at >= 0:
                if at in starts and at + len(term) in ends:
                    start, end = starts[at], ends[at + len(term)]
                    if len(term) > SHORT or self._stands(text, start, end):
                        yield start, end
                at = joined.find(term, at + 1)

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether a short term is a word of its clause."""
        first = max((text.rfind(character, 0, start) for character in CLAUSE_ENDS), default=-1) + 1
        after = (at for character in CLAUSE_ENDS if (at := text.find(character, end)) >= 0)
        return (start - first, end - first) in self._spans(text[first : min(after, default=len(text))])


def _joined(text: str) -> tuple[str, dict[int, int], dict[int, int]]:
    """A text folded, without punctuation, and where the units of it begin and end."""
    joined, starts, ends = "", {}, {}
    for unit in units(text):
        starts[len(joined)] = unit.start
        joined += unit.text
        ends[len(joined)] = unit.end
    return joined, starts, ends


def _spans(words: Words, clause: str) -> frozenset[Span]:
    return frozenset((word.start, word.end) for word in words.search(clause))


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: list[Span]) -> Span:
    """The stretch that holds the most marked characters, beginning with a clause where that costs none."""
    if len(text) <= LENGTH:
        return 0, len(text)
    clauses = [0, *(at + 1 for at, character in enumerate(text[:-1]) if character in SENTENCE_ENDS)]
    before = [max(0, first - LENGTH // 2) for first, _ in spans]

    def worth(start: int) -> tuple[int, bool, int]:
        held = sum(last - first for first, last in spans if start <= first and last <= start + LENGTH)
        return held, start in clauses, -start

    start = max((*clauses, *before), key=worth)
    return start, min(len(text), start + LENGTH)
