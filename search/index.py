"""The index: how it is laid out, built from a base, and asked."""

from __future__ import annotations

import threading
from collections import defaultdict
from datetime import date
from functools import cached_property, lru_cache
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING

from whoosh import fields, scoring
from whoosh import query as q
from whoosh.codec.whoosh3 import W3Codec

from kb.citation import Citation

from .analyzer import NameAnalyzer, PairAnalyzer, Weighted, WordAnalyzer, Words
from .dictionary import Dictionary
from .hits import Desk, Found, Hit, article_of, collapsed
from .passages import Passages
from .query import Asked, Concept, Reader, literally
from .standing import weigher
from .words import meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.index import Index as WhooshIndex

    from kb import KnowledgeBase, Provision

EARLIEST, LATEST = "0000-00-00", "9999-12-31"
ENOUGH = 200  # 归并到条之前取多少
FAINT = 0.1  # 不及最好的十分之一，只是偶合
COVERAGE = 0.3  # 命中的要点越全越好
NOT_IN_FORCE = 0.8  # 当日无效的文本排在同样合适的有效文本之后
WEIGHTING = scoring.BM25F(B=0.3, names_B=0.0)


def schema(words: Words) -> fields.Schema:
    """The fields of a passage: `words` ranks, `pairs` finds phrases, `names` finds what it names."""
    return fields.Schema(
        words=fields.TEXT(analyzer=WordAnalyzer(words)),
        pairs=fields.TEXT(analyzer=PairAnalyzer()),
        names=fields.TEXT(analyzer=NameAnalyzer()),
        kind=fields.ID,
        merged=fields.ID,
        start=fields.ID,
        end=fields.ID,
        key=fields.STORED,
    )


def dictionary_of(base: KnowledgeBase) -> Dictionary:
    """The dictionary for a base: its words, and as terms its charges, its documents and what people say."""
    documents = base.statutes.values()
    texts = (text for held in documents for p in held.wordings for text in (p.own, p.paraphrase or ""))
    names = (name for held in documents for name in (held.short or "", *held.aliases))
    said = (word for meaning in meanings(base).values() for word in (meaning.said, *meaning.law))
    return Dictionary.of(texts, [*names, *said])


def fill(index: WhooshIndex, base: KnowledgeBase) -> None:
    """Write every passage of a base into an empty index."""
    writer = index.writer(limitmb=256, codec=W3Codec(compression=0))
    for passage in Passages(base):
        provision = passage.provision
        writer.add_document(
            words=Weighted(passage.segments),
            pairs="\n".join(passage.own),
            names=" ".join(f"{name}^{weight}" for name, weight in passage.names),
            kind=base.statutes[provision.document_id].kind,
            merged="1" if provision.document_id in base.statutes.merged else "0",
            start=str(provision.in_force.start or EARLIEST),
            end=str(provision.in_force.end or LATEST),
            key=_key(provision),
        )
    writer.commit()


def _key(provision: Provision) -> tuple[str, str]:
    """What tells all wordings of all provisions apart."""
    return provision.citation, str(provision.in_force.start or EARLIEST)


class Index:
    """A base, ready to be searched; any number of threads may ask."""

    def __init__(self, base: KnowledgeBase, words: Words, whoosh_index: WhooshIndex) -> None:
        self.base = base
        self._reader = Reader(base, words)
        self._searcher = whoosh_index.searcher(weighting=WEIGHTING)
        self._wordings = {_key(p): p for document in base.statutes.values() for p in document.wordings}
        self._desk = Desk(base, words)
        self._lock = threading.Lock()  # a Whoosh searcher serves one thread at a time
        self._allowed = lru_cache(maxsize=64)(self._passages)

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
        """The provisions that answer a query, the best first; nothing for a query that says nothing.

        Searched is the law in force on `as_of` (today), with `include_expired` also what was or will be in
        force. Amendments are found where their words now stand, unless their kind is asked for. A provision that
        the query itself names is shown in any case, with its status. `kind`: as in the statute files (law,
        judicial_interpretation …).
        """
        if limit < 1:
            return []
        day = as_of or date.today()
        asked = self._reader.read(query)
        every = self._named(asked, day, every=include_expired)
        named = [found for found in every if kind in (None, self._kind(found))]
        hits = [self._desk.hit(found, day, "citation", asked.terms) for found in named[:limit]]
        if len(hits) == limit:
            return hits
        shown = {article_of(self.base, found.provision) for found in named}
        matching = self._matching(asked, day, kind, every=include_expired, most=max(ENOUGH, 10 * limit))
        new = (
            (best, also)
            for best, also in collapsed(self.base, matching)
            if article_of(self.base, best.provision) not in shown
        )
        return hits + [
            self._desk.hit(best, day, "words", asked.terms, also)
            for best, also in islice(new, limit - len(hits))
        ]

    def _kind(self, found: Found) -> str:
        return self.base.statutes[found.provision.document_id].kind

    def _named(self, asked: Asked, day: date, *, every: bool) -> Iterator[Found]:
        """What the query names: a provision as it reads on the day, or those of a document in order."""
        for cited in asked.named:
            citation = Citation.parse(cited)
            if not citation.path:
                yield from self._in_document(citation.document, day)
                continue
            wordings = self.base.statutes.versions(citation)
            begun = [w for w in wordings if w.in_force.start is None or w.in_force.start <= day]
            nearest = (begun or [wordings[0]])[-1]
            others = [wording for wording in reversed(wordings) if every and wording is not nearest]
            yield from (Found(wording, 1.0) for wording in (nearest, *others))

    def _in_document(self, document: str, day: date) -> Iterator[Found]:
        """Its articles or sections, as of the day or as it last read."""
        held = self.base.statutes[document]
        provisions = held.provisions(day) or held.provisions(held.in_force.end)
        in_sections = {provision.path[0] for provision in provisions if provision.level == "section"}
        for provision in provisions:
            whole = provision.level == "part" and provision.path[0] not in in_sections
            if whole or provision.level in {"article", "section"}:
                yield Found(provision, 1.0)

    def _matching(self, asked: Asked, day: date, kind: str | None, *, every: bool, most: int) -> list[Found]:
        """The wordings that match, with scores from 1 downwards."""
        with self._lock:
            scores = self._scores(asked)
            allowed = self._allowed(None if every else day, kind, asked.within)
            if asked.within and not (allowed and allowed & scores.keys()):
                allowed = self._allowed(None if every else day, kind, ())
            kept = {
                n: score * self._standing[n] for n, score in scores.items() if allowed is None or n in allowed
            }
            best = nsmallest(most, kept, key=lambda n: (-kept[n], n))
            wordings = [self._wordings[self._searcher.stored_fields(n)["key"]] for n in best]
        top = max(kept.values(), default=0) or 1
        return [
            Found(wording, kept[n] / top * (1 if wording.in_force.covers(day) else NOT_IN_FORCE))
            for n, wording in zip(best, wordings, strict=True)
            if kept[n] >= FAINT * top
        ]

    @cached_property
    def _standing(self) -> tuple[float, ...]:
        """How much each passage weighs; asked for under the lock."""
        weight = weigher(self.base, self._desk.rules)
        every = range(self._searcher.doc_count_all())
        return tuple(weight(self._wordings[self._searcher.stored_fields(n)["key"]]) for n in every)

    def _scores(self, asked: Asked) -> dict[int, float]:
        """Passage → score: of each concept its best alternative, and the more concepts the better."""
        total: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for concept in asked.concepts:
            for n, score in self._of_concept(concept).items():
                total[n] += score
                covered[n] += concept.weight
        whole = sum(concept.weight for concept in asked.concepts)
        scores = {n: score * (covered[n] / whole) ** COVERAGE for n, score in total.items()}
        literal = literally(asked)
        return (
            scores if literal is None else {n: score + scores.get(n, 0) for n, score in self._found(literal)}
        )

    def _of_concept(self, concept: Concept) -> dict[int, float]:
        best: dict[int, float] = {}
        for term, weight in concept.alternatives:
            for n, score in self._found(q.Term("names" if ":" in term else "words", term)):
                best[n] = max(best.get(n, 0), weight * score)
        return best

    def _found(self, query: q.Query) -> Iterator[tuple[int, float]]:
        """What one query finds, by BM25; Whoosh's own DisjunctionMax mixes up the scores of documents."""
        matcher = query.matcher(self._searcher, self._searcher.context())
        while matcher.is_active():
            yield matcher.id(), matcher.score()
            matcher.next()

    def _passages(self, day: date | None, kind: str | None, within: tuple[str, ...]) -> frozenset[int] | None:
        """The passages in force on a day, of a kind, of some documents; None where all are wanted."""
        wanted = [q.Or([q.Term("names", document) for document in within])] if within else []
        if kind is not None:
            wanted.append(q.Term("kind", kind))
        if day is not None and kind is None and not within:
            wanted.append(q.Term("merged", "0"))  # what an amendment says is found where it now stands
        if day is not None:
            wanted += [q.TermRange("start", None, str(day)), q.TermRange("end", str(day), None)]
        return frozenset(self._searcher.docs_for_query(q.And(wanted))) if wanted else None
