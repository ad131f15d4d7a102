"""What a term finds and how well it fits (BM25): read from Whoosh once, and kept while it is asked for often."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from whoosh import query as q

if TYPE_CHECKING:
    from collections.abc import Mapping

    from whoosh.searching import Searcher

LENGTH = 0.3  # 篇幅的影响（BM25 的 b）；引文不看篇幅
SATURATION = 1.2  # BM25 的 k1
KEPT = 1024  # 个词


class Postings:
    """The postings of an index; whoever asks holds the lock of its searcher."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.of = lru_cache(maxsize=KEPT)(self._of)

    def _of(self, field: str, text: str) -> Mapping[int, float]:
        """Passage → score; Whoosh's own scorer takes several times as long for the same numbers."""
        reader = self.searcher.reader()
        if (field, text) not in reader:
            return {}
        idf, lengths = self.searcher.idf(field, text), self._norms[field]
        matcher = reader.postings(field, text)
        found = {}
        while matcher.is_active():
            n, weight = matcher.id(), matcher.weight()
            found[n] = idf * weight * (SATURATION + 1) / (weight + lengths[n])
            matcher.next()
        return found

    def matching(self, query: q.Query) -> Mapping[int, float]:
        """What a phrase or several of them find, as Whoosh scores it."""
        matcher = query.matcher(self.searcher, self.searcher.context())
        found = {}
        while matcher.is_active():
            found[matcher.id()] = matcher.score()
            matcher.next()
        return found

    @cached_property
    def _norms(self) -> dict[str, list[float]]:
        """Of each field the part of BM25 that hangs on a passage alone."""
        return {
            name: self._norm(name, share)
            for name, share in (("words", LENGTH), ("pairs", LENGTH), ("names", 0))
        }

    def _norm(self, field: str, share: float) -> list[float]:
        count = self.searcher.doc_count_all()
        if not share:
            return [SATURATION] * count
        reader, average = self.searcher.reader(), self.searcher.avg_field_length(field) or 1
        length = (reader.doc_field_length(n, field) or 1 for n in range(count))
        return [SATURATION * (1 - share + share * held / average) for held in length]
