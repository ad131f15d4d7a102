"""The index, asked: what a query names, what its words match, counted, narrowed and sorted."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from whoosh import scoring

from kb.citation import Citation
from kb.provision import wording_on
from kb.statute_file import RANKS

from .analyzer import PAIR
from .hits import Desk, Hit, Scored, article_of, best_of
from .layout import key_of
from .literal import Literals
from .postings import LENGTH, Postings
from .query import Asked, Concept, Reader, field_of
from .result import Filters, Result, Sort, counted
from .suggest import Suggester
from .traits import traits_of
from .weights import weigher

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray
    from whoosh.index import Index as WhooshIndex

    from kb import KnowledgeBase, Provision
    from kb.documents import Document

    from .analyzer import Words
    from .hits import Article, Why
    from .postings import Scores
    from .result import Count, Facet, Traits
    from .suggest import Suggestion

FAINT = 0.1  # 不及最好的十分之一，只是偶合
COVERAGE = 0.3  # 命中的要点越全越好
NOT_IN_FORCE = 0.8  # 当日无效的文本排在同样合适的有效文本之后


@dataclass(frozen=True, slots=True)
class _Row:
    """A passage of the index: its wording and its article."""

    wording: Provision
    article: Article


@dataclass(frozen=True, slots=True)
class _Answer:
    """An article that answers, and what of it was found, the best first."""

    found: list[Scored]
    why: Why


class Index:
    """A base, ready to be searched; any number of threads may ask."""

    def __init__(self, base: KnowledgeBase, words: Words, whoosh_index: WhooshIndex) -> None:
        self.base = base
        self._searcher = whoosh_index.searcher(weighting=scoring.BM25F(B=LENGTH))
        self._postings = Postings(self._searcher)
        self._literals = Literals(self._postings)
        self._desk = Desk(base, words)
        self._traits = traits_of(base)
        self._lock = threading.Lock()  # a Whoosh searcher serves one thread at a time
        self._allowed = lru_cache(maxsize=64)(self._passages)
        self._reader = Reader(base, words, lru_cache(maxsize=4096)(self._stands))

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()

    def find(
        self,
        query: str,
        *,
        as_of: date | None = None,
        include_expired: bool = False,
        limit: int = 10,
    ) -> list[Hit]:
        """The hits of `search` alone, the best first."""
        where = Filters(include_expired=include_expired)
        return list(self.search(query, as_of=as_of, where=where, limit=limit).hits)

    def search(
        self,
        query: str,
        *,
        as_of: date | None = None,
        where: Filters = Filters(),  # noqa: B008 - frozen
        sort: Sort = "relevance",
        limit: int = 10,
    ) -> Result:
        """The provisions that answer a query, one an article, with their number and the counts to narrow by.

        Searched is the law in force on `as_of` (today) unless `where` includes the expired. A provision that the query itself names is shown in any case, with its status, unless `where`
        asks for another status. Amendments are found where their words now stand, unless `where` asks for
        their kind or for them. Sorted by rank or date, the highest or the latest come first, and alike ones
        by relevance. A query that says nothing finds nothing.
        """
        day = as_of or date.today()
        asked = self._reader.read(query)
        answers = list(self._answers(asked, day, where))
        kept = [
            answer for answer in answers if where.any_value or not where.stopped_by(self._of(answer, day))
        ]
        hits = (self._hit(answer, day, asked) for answer in self._sorted(kept, sort)[: max(limit, 0)])

        def count() -> Mapping[Facet, tuple[Count, ...]]:
            return counted(self.base, (self._of(answer, day) for answer in answers), where)

        return Result(tuple(hits), len(kept), asked.corrected, asked.readings, count)

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """What somebody who has typed this far may want to ask, the likeliest first."""
        return self._suggester.suggest(prefix, limit)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.base)

    def _stands(self, first: str, second: str) -> bool:
        """Whether two units stand together anywhere in the base."""
        with self._lock:
            return ("pairs", f"{first}{PAIR}{second}") in self._searcher.reader()

    def _hit(self, answer: _Answer, day: date, asked: Asked) -> Hit:
        traits = self._of(answer, day)
        alike = [each for each in answer.found if self._traits(each.provision, day).status == traits.status]
        return self._desk.hit(best_of(alike), traits, day, answer.why, asked.terms)

    def _of(self, answer: _Answer, day: date) -> Traits:
        return self._traits(answer.found[0].provision, day)

    def _sorted(self, answers: list[_Answer], sort: Sort) -> list[_Answer]:
        if sort == "rank":
            return sorted(answers, key=lambda answer: list(RANKS).index(self._document(answer).kind))
        if sort == "date":
            return sorted(answers, key=self._begun, reverse=True)
        return answers

    def _begun(self, answer: _Answer) -> date:
        document = self._document(answer)
        return document.in_force.start or document.promulgated or date.min

    def _document(self, answer: _Answer) -> Document:
        return self.base.statutes[answer.found[0].provision.document_id]

    def _answers(self, asked: Asked, day: date, where: Filters) -> Iterator[_Answer]:
        """What the query names, then what its words match, the best first."""
        shown = set()
        for found in self._named(asked, day, every=where.include_expired):
            shown.add(article_of(self.base, found.provision))
            yield _Answer([found], "citation")
        for article, group in self._matching(asked, day, where):
            if article not in shown:
                yield _Answer(group, "words")

    def _named(self, asked: Asked, day: date, *, every: bool) -> Iterator[Scored]:
        """What the query names: a provision as it reads on the day, or those of a document in order."""
        for cited in asked.named:
            citation = Citation.parse(cited)
            if not citation.path:
                yield from self._in_document(citation.document, day)
                continue
            wordings = self.base.statutes.versions(citation)
            nearest = wording_on(wordings, day)
            others = [wording for wording in reversed(wordings) if every and wording is not nearest]
            yield from (Scored(wording, 1.0) for wording in (nearest, *others))

    def _in_document(self, document: str, day: date) -> Iterator[Scored]:
        """Its articles or sections, as of the day or as it last read."""
        held = self.base.statutes[document]
        provisions = held.provisions(day) or held.provisions(held.in_force.end)
        in_sections = {provision.path[0] for provision in provisions if provision.level == "section"}
        for provision in provisions:
            whole = provision.level == "part" and provision.path[0] not in in_sections
            if whole or provision.level in {"article", "section"}:
                yield Scored(provision, 1.0)

    def _matching(self, asked: Asked, day: date, where: Filters) -> list[tuple[Article, list[Scored]]]:
        """The articles that match, each with what of it does, the best first; scores from 1 downwards."""
        every, merged = where.include_expired, bool(where.kind or where.document)
        with self._lock:
            rows, scores = self._rows, self._scores(asked) * self._weights
            allowed = self._allowed(None if every else day, asked.within, merged)
            if asked.within and not scores[allowed].any():
                allowed = self._allowed(None if every else day, (), merged)
        scores[~allowed] = 0
        top = scores.max(initial=0)
        kept = np.flatnonzero((scores > 0) & (scores >= FAINT * top))
        kept = kept[np.argsort(-scores[kept], kind="stable")]
        groups: dict[Article, list[Scored]] = defaultdict(list)
        for row, score in zip([rows[n] for n in kept], (scores[kept] / (top or 1)).tolist(), strict=True):
            valid = not every or row.wording.in_force.covers(day)
            groups[row.article].append(Scored(row.wording, score * (1 if valid else NOT_IN_FORCE)))
        if every:  # 有效的文本在前
            for group in groups.values():
                group.sort(key=lambda found: -found.score)
            return sorted(groups.items(), key=lambda item: -item[1][0].score)
        return list(groups.items())

    @cached_property
    def _rows(self) -> tuple[_Row, ...]:
        """What each passage is; asked for under the lock."""
        wordings = {key_of(p): p for document in self.base.statutes.values() for p in document.wordings}
        keys = (self._searcher.stored_fields(n)["key"] for n in range(self._postings.count))
        held = (wordings[key] for key in keys)
        return tuple(_Row(wording, article_of(self.base, wording)) for wording in held)

    @cached_property
    def _weights(self) -> Scores:
        """How much each passage weighs; asked for under the lock."""
        weight = weigher(self.base)
        return np.array([weight(row.wording) for row in self._rows], np.float64)

    def _scores(self, asked: Asked) -> Scores:
        """Of each passage, of each concept its best alternative, and the more concepts the better.

        A passage that lacks what must be there to the letter scores nothing.
        """
        total, covered = np.zeros(self._postings.count), np.zeros(self._postings.count)
        for concept in asked.concepts:
            best = self._of_concept(concept)
            total += best
            covered[best > 0] += concept.weight
        whole = sum(concept.weight for concept in asked.concepts) or 1
        scores: Scores = total * (covered / whole) ** COVERAGE
        there = np.zeros(self._postings.count, int)
        for literal in asked.literals:
            posted = self._literals.matching(literal)
            scores[posted.passages] += posted.scores
            there[posted.passages] += 1
        scores[there < len(asked.literals)] = 0
        return scores

    def _of_concept(self, concept: Concept) -> Scores:
        best = np.zeros(self._postings.count)
        for term, weight in concept.alternatives:
            posted = self._postings.of(field_of(term), term)
            best[posted.passages] = np.maximum(best[posted.passages], weight * posted.scores)
        return best

    def _passages(self, day: date | None, within: tuple[str, ...], merged: bool) -> NDArray[np.bool_]:
        """The passages in force on a day (None: of any), of some documents, with those of amendments or not.

        Asked for under the lock.
        """
        rows = self._rows
        passages: NDArray[np.bool_] = np.zeros(len(rows), bool)
        for document in within:
            passages[self._postings.of("names", document).passages] = True
        if not within:
            passages[:] = True
        if day is None:
            return passages
        amended = self.base.statutes.merged  # what an amendment says is found where it now stands
        left_out = amended if not merged and not within else frozenset()
        wordings = [row.wording for row in rows]
        in_force = (w.in_force.covers(day) and w.document_id not in left_out for w in wordings)
        passages &= np.fromiter(in_force, bool, len(rows))
        return passages
