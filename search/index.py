"""The index: how it is laid out, built from a base, and asked."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Any

from whoosh import fields, scoring
from whoosh import query as q

from kb.citation import Citation

from .analyzer import Dictionary, NameAnalyzer, PairAnalyzer, Weighted, WordAnalyzer, Words
from .hits import Desk, Found, Hit, rules_by_provision
from .passages import Passages
from .query import Asked, Concept, Reader, literally
from .words import meanings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kb import KnowledgeBase, Provision
    from whoosh.index import Index as WhooshIndex

EARLIEST, LATEST = "0000-00-00", "9999-12-31"
COVERAGE = 0.3  # 命中的要点越全越好
ENOUGH = 200  # 归并到条之前取多少
WEIGHTING = scoring.BM25F(B=0.3, names_B=0.0)


def schema(words: Words | None) -> fields.Schema:
    """The fields of a passage; `words` ranks, `pairs` finds phrases, `names` holds the provisions it names."""
    return fields.Schema(
        words=fields.TEXT(analyzer=WordAnalyzer(words)),
        pairs=fields.TEXT(analyzer=PairAnalyzer()),
        names=fields.TEXT(analyzer=NameAnalyzer()),
        kind=fields.ID,
        start=fields.ID,
        end=fields.ID,
        key=fields.STORED,
    )


def dictionary_of(base: KnowledgeBase) -> Dictionary:
    """The dictionary for a base: its words, and as terms its charges, its documents and what people say."""
    texts = [text for document in base.statutes.values() for p in document.wordings for text in (p.own, p.paraphrase or "")]
    names = [name for document in base.statutes.values() for name in (document.short or "", *document.aliases)]
    said = [word for meaning in meanings(base).values() for word in (meaning.said, *meaning.law)]
    return Dictionary.of(texts, [*names, *said])


def fill(index: WhooshIndex, base: KnowledgeBase) -> None:
    """Write every passage of a base into an empty index."""
    writer = index.writer(limitmb=256)
    kinds = {document.id: document.kind for document in base.statutes.values()}
    for passage in Passages(base):
        provision = passage.provision
        period = provision.in_force
        writer.add_document(
            words=Weighted(passage.segments),
            pairs="\n".join(passage.own),
            names=" ".join(f"{name}^{weight}" for name, weight in passage.names),
            kind=kinds[provision.document_id],
            start=str(period.start or EARLIEST),
            end=str(period.end or LATEST),
            key=_key(provision),
        )
    writer.commit()


def _key(provision: Provision) -> tuple[str, str]:
    """What tells the wordings of all provisions apart."""
    return provision.citation, str(provision.in_force.start or EARLIEST)


class Index:
    """A base, ready to be searched; any number of threads may ask."""

    def __init__(self, base: KnowledgeBase, words: Words, whoosh_index: WhooshIndex) -> None:
        self.base = base
        self.reader = Reader(base, words)
        self._searcher = whoosh_index.searcher(weighting=WEIGHTING)
        self._wordings = {_key(wording): wording for document in base.statutes.values() for wording in document.wordings}
        self._rules = rules_by_provision(base)
        self._lock = threading.Lock()  # a Whoosh searcher serves one thread at a time
        self._allowed = lru_cache(maxsize=64)(self._documents)

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()

    def find(
        self,
        query: str,
        *,
        as_of: date | None = None,
        kind: str | None = None,
        include_expired: bool = False,
        limit: int = 10,
    ) -> list[Hit]:
        """The provisions that answer a query, the best first, one for an article; nothing for a query that says nothing.

        Shown is the text in force on `as_of` (today), with `include_expired` every wording that ever was
        or will be. A provision that the query names is shown in any case, with its status.
        """
        if limit < 1:
            return []
        day = as_of or date.today()  # noqa: DTZ011 - the law counts days where the user is
        asked = self.reader.read(query)
        desk = Desk(self.base, day, self._rules)
        named = [found for found in self._named(asked, day, every=include_expired) if kind in (None, self._kind(found))]
        hits = [desk.hit(found, "citation", asked.terms) for found in named[:limit]]
        if len(hits) < limit:
            shown = {desk.article(found.provision) for found in named}
            matching = self._matching(asked, None if include_expired else day, kind, max(ENOUGH, 10 * limit))
            others = (pair for pair in desk.collapsed(matching) if desk.article(pair[0].provision) not in shown)
            hits += [desk.hit(found, "words", asked.terms, also) for found, also in islice(others, limit - len(hits))]
        return hits

    def _kind(self, found: Found) -> str:
        return self.base.statutes[found.provision.document_id].kind

    def _named(self, asked: Asked, day: date, *, every: bool) -> Iterator[Found]:
        """What the query names: a provision as it reads on the day, or the provisions of a document in order."""
        for cited in asked.named:
            citation = Citation.parse(cited)
            if not citation.path:
                yield from self._of_document(citation.document, day)
                continue
            wordings = self.base.statutes.versions(citation)
            current = [wording for wording in wordings if wording.in_force.covers(day)]
            yield from (Found(wording, 1.0) for wording in (current or wordings[-1:]))
            if every:
                yield from (Found(wording, 1.0) for wording in reversed(wordings) if wording not in (current or wordings[-1:]))

    def _of_document(self, document: str, day: date) -> Iterator[Found]:
        held = self.base.statutes[document]
        provisions = held.provisions(day) or held.provisions(held.in_force.end)
        return (Found(provision, 1.0) for provision in provisions if provision.level in {"article", "section"})

    def _matching(self, asked: Asked, day: date | None, kind: str | None, most: int) -> list[Found]:
        """The wordings that match, with scores from 1 downwards."""
        with self._lock:
            allowed = self._allowed(day, kind)
            scores = {n: score for n, score in self._scores(asked).items() if allowed is None or n in allowed}
            best = nsmallest(most, scores, key=lambda n: (-scores[n], n))
            keys = [self._searcher.stored_fields(n)["key"] for n in best]
        top = max(scores.values(), default=0) or 1
        return [Found(self._wordings[key], scores[n] / top) for n, key in zip(best, keys, strict=True)]

    def _scores(self, asked: Asked) -> dict[int, float]:
        """Passage → score: of each concept the best alternative counts, and the more concepts the better."""
        total: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for concept in asked.concepts:
            for n, score in self._of_concept(concept).items():
                total[n] += score
                covered[n] += concept.weight
        whole = sum(concept.weight for concept in asked.concepts)
        scores = {n: score * (covered[n] / whole) ** COVERAGE for n, score in total.items()}
        literal = literally(asked)
        if literal is None:
            return scores
        return {n: score + scores.get(n, 0) for n, score in self._matched(literal)}

    def _of_concept(self, concept: Concept) -> dict[int, float]:
        best: dict[int, float] = {}
        for term, weight in concept.alternatives:
            for n, score in self._of_term(term):
                best[n] = max(best.get(n, 0), weight * score)
        return best

    def _of_term(self, term: str) -> list[tuple[int, float]]:
        return list(self._matched(q.Term("names" if ":" in term else "words", term)))

    def _matched(self, query: q.Query) -> Iterator[tuple[int, float]]:
        """What a query matches, by BM25; one by one, since Whoosh's DisjunctionMax mixes up documents."""
        matcher = query.matcher(self._searcher)
        while matcher.is_active():
            yield matcher.id(), matcher.score()
            matcher.next()

    def _documents(self, day: date | None, kind: str | None) -> set[int] | None:
        """The passages in force on a day and of a kind; None where all are wanted."""
        wanted = [q.Term("kind", kind)] if kind is not None else []
        if day is not None:
            wanted += [q.TermRange("start", None, str(day)), q.TermRange("end", str(day), None)]
        return set(self._searcher.docs_for_query(q.And(wanted))) if wanted else None
