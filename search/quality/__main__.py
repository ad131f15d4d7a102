"""Measure the search against plain FTS5 and print a table: python -m search.quality."""

from __future__ import annotations

import sys
import time
from statistics import median, quantiles
from typing import TYPE_CHECKING

import kb
from search import open_index

from .fts5 import Peer
from .judged import SHOWN, Judged, Search, judged, measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def table(searches: Mapping[str, Search]) -> Iterator[str]:
    """A line for each search, for each half and each kind of query."""
    queries = judged()
    groups = {"tuning": judged("tuning"), "test": judged("test"), "all": queries}
    groups |= {
        kind: tuple(q for q in queries if q.kind == kind) for kind in dict.fromkeys(q.kind for q in queries)
    }
    yield f"{'queries':12}{'n':>5}  {'search':16}{'recall@5':>9}{'recall@20':>10}{'MRR':>7}"
    for name, group in groups.items():
        for search_name, search in searches.items():
            five, twenty, rank = measured(search, group).values()
            yield f"{name:12}{len(group):5}  {search_name:16}{five:9.3f}{twenty:10.3f}{rank:7.3f}"


def main() -> None:
    """Print the table and how long a query takes."""
    base = kb.load()
    index = open_index(base)
    took: list[float] = []

    def ours(query: Judged) -> list[str]:
        start = time.perf_counter()
        hits = index.find(query.ask, as_of=query.as_of, limit=SHOWN)
        took.append((time.perf_counter() - start) * 1000)
        return [hit.citation for hit in hits]

    peers = {"FTS5 pairs": Peer(base, "pairs").search, "FTS5 jieba": Peer(base, "jieba").search}
    searches: dict[str, Search] = {"Whoosh + jieba": ours, **peers}
    for line in table(searches):
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"ms a query: median {median(took):.1f}, p95 {quantiles(took, n=20)[-1]:.1f}\n")


if __name__ == "__main__":
    main()
