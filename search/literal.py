"""Where units stand together to the letter: quoted phrases, and phrases with some way between them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from .analyzer import PAIR
from .postings import Posted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .postings import Numbers, Postings

    Phrase = tuple[str, ...]
    Literal = tuple[Phrase, ...]

WILD = 20  # 「*」最多隔多少字
REACH = 1 << 24  # more units than a passage has: a passage and a place in it are one number


class Literals:
    """Finds phrases in the passages of an index; whoever asks holds the lock of its searcher."""

    def __init__(self, postings: Postings) -> None:
        self.postings = postings

    def matching(self, literal: Literal) -> Posted:
        """The passages where the phrases stand one after another, scored by the pairs they are made of."""
        posted = [self.postings.of("pairs", pair) for phrase in literal for pair in _pairs(phrase)]
        total, among = np.zeros(self.postings.count), np.ones(self.postings.count, bool)
        for each in posted:
            total[each.passages] += each.scores
            has = np.zeros(self.postings.count, bool)
            has[each.passages] = True
            among &= has
        ends = self._starts(literal[0], among) + len(literal[0])
        for phrase in literal[1:]:
            starts = self._starts(phrase, among)
            ends = starts[_follows(starts, ends)] + len(phrase)
        passages = np.unique(ends // REACH)
        return Posted(passages, total[passages])

    def _starts(self, phrase: Phrase, among: NDArray[np.bool_]) -> Numbers:
        """Where a phrase begins: every other pair of it tells as much as all."""
        pairs = _pairs(phrase)
        first, *more = sorted({*range(0, len(pairs), 2), len(pairs) - 1})
        starts = self._places(pairs[first], among)
        for at in more:
            starts = np.intersect1d(starts, self._places(pairs[at], among) - at, assume_unique=True)
        return starts

    def _places(self, pair: str, among: NDArray[np.bool_]) -> Numbers:
        """Where a pair stands in the passages asked for."""
        decode = self.postings.searcher.schema["pairs"].format.decode_positions
        found = [
            n * REACH + place
            for passages, _, places in self.postings.blocks("pairs", pair)
            for n, held in zip(passages, places, strict=True)
            if among[n]
            for place in decode(held)
        ]
        return np.array(found, np.int64)


def _pairs(phrase: Phrase) -> tuple[str, ...]:
    """The pairs that a phrase is made of; a single unit stands for itself."""
    return tuple(first + PAIR + second for first, second in pairwise(phrase)) or phrase


def _follows(starts: Numbers, ends: Numbers) -> NDArray[np.bool_]:
    """Whether something ends not far before each start."""
    if not len(ends):
        return np.zeros(len(starts), bool)
    last = ends[np.maximum(np.searchsorted(ends, starts, "right") - 1, 0)]
    return (last <= starts) & (starts - last <= WILD)
