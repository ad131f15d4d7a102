"""The judged queries hold together, and the search answers them."""

from collections import Counter

import pytest
from search_index import whole_index

import kb
from search.quality.fts5 import Peer
from search.quality.judged import Judged, judged, measured, recall, reciprocal_rank

BASE = kb.load()


def ours(query: Judged) -> list[str]:
    return [hit.citation for hit in whole_index().find(query.ask, as_of=query.as_of)]


def test_there_are_enough_queries_of_every_kind() -> None:
    kinds = Counter(query.kind for query in judged())
    assert sum(kinds.values()) >= 200
    assert min(kinds.values()) >= 8
    assert len(judged("tuning")) + len(judged("test")) == len(judged())


def test_what_is_expected_exists() -> None:
    for query in judged():
        for citation in query.expect:
            BASE.statutes.provision(citation, query.as_of)


def test_the_measures() -> None:
    hits = ["a:1", "b:2.1", "c:3"]
    assert recall(hits, ("b:2", "c:3.1"), at=5) == 0.5
    assert recall(hits, ("b:2",), at=1) == 0
    assert reciprocal_rank(hits, ("b:2", "c:3")) == 0.5
    assert reciprocal_rank(hits, ("c:3.1",)) == 0


@pytest.mark.parametrize("kind", ["citation", "phrase"])
def test_citations_and_phrases_are_all_found(kind: str) -> None:
    missed = [q.ask for q in judged() if q.kind == kind and recall(ours(q), q.expect, at=5) < 1]
    assert missed == []


def test_the_search_keeps_its_quality_and_beats_plain_fts5() -> None:
    figures = measured(ours, judged("test"))
    peers = [measured(Peer(BASE, cut).search, judged("test")) for cut in ("pairs", "jieba")]
    assert figures["recall@5"] >= 0.88
    assert figures["recall@20"] >= 0.9
    assert figures["MRR"] >= 0.8
    assert figures["recall@5"] >= 1.3 * max(peer["recall@5"] for peer in peers)
