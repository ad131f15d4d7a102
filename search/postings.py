"""What a term finds and how well it fits (BM25): read from Whoosh once, and kept while it is asked for often."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from whoosh.searching import Searcher

    Numbers = NDArray[np.int64]
    Scores = NDArray[np.float64]
    Block = tuple[tuple[int, ...], tuple[float, ...], tuple[bytes, ...]]

LENGTH = 0.3  # 篇幅的影响（BM25 的 b）；引文不看篇幅
SATURATION = 1.2  # BM25 的 k1
KEPT = 1024  # 个词


@dataclass(frozen=True, slots=True)
class Posted:
    """The passages that were found, ascending, and how well each fits."""

    passages: Numbers
    scores: Scores


class Postings:
    """The postings of an index; whoever asks holds the lock of its searcher."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.count: int = searcher.doc_count_all()
        self.of = lru_cache(maxsize=KEPT)(self._of)

    def _of(self, field: str, text: str) -> Posted:
        """What has a term; Whoosh's own scorer takes several times as long for the same numbers."""
        numbers, weights = array("q"), array("d")
        for held, weighed, _ in self.blocks(field, text):
            numbers.extend(held)
            weights.extend(weighed)
        passages, weight = np.array(numbers, np.int64), np.array(weights, np.float64)
        if not numbers:
            return Posted(passages, weight)
        idf, norms = self.searcher.idf(field, text), self._norms[field][passages]
        return Posted(passages, idf * weight * (SATURATION + 1) / (weight + norms))

    def blocks(self, field: str, text: str) -> Iterator[Block]:
        """The passages that have a term, with its weight in each and where it stands, many at a time.

        One at a time, as Whoosh offers them, takes four times as long; hence its private parts, of the one
        version that we pin.
        """
        reader = self.searcher.reader()
        if (field, text) not in reader:
            return
        matcher = reader.postings(field, text)
        while matcher.is_active():
            matcher._read_data()  # noqa: SLF001
            steps, weights, places = matcher._data  # noqa: SLF001
            if not isinstance(weights, tuple):  # one for all of them, 1 where it is not said
                weights = (1.0 if weights is None else weights,) * len(steps)
            yield tuple(accumulate(steps)), weights, places
            matcher._next_block()  # noqa: SLF001

    @cached_property
    def _norms(self) -> dict[str, Scores]:
        """Of each field the part of BM25 that hangs on a passage alone."""
        shares = {"words": LENGTH, "pairs": LENGTH, "names": 0.0}
        return {field: self._norm(field, share) for field, share in shares.items()}

    def _norm(self, field: str, share: float) -> Scores:
        reader, average = self.searcher.reader(), self.searcher.avg_field_length(field) or 1
        lengths = np.array([reader.doc_field_length(n, field) or 1 for n in range(self.count)])
        return SATURATION * (1 - share + share * lengths / average)
