"""Measure the search against plain FTS5 and print a table: python -m search.quality."""

from __future__ import annotations

import sys
import time
from statistics import median, quantiles

import kb
from search import open_index

from .fts5 import Peer
from .judged import SHOWN, Judged, judged, measured

HALVES = ("tuning", "test", None)


def main() -> None:
    """Print the table."""
    base = kb.load()
    index = open_index(base)
    took: list[float] = []

    def ours(query: Judged) -> list[str]:
        start = time.perf_counter()
        hits = index.find(query.ask, as_of=query.as_of, limit=SHOWN)
        took.append((time.perf_counter() - start) * 1000)
        return [hit.citation for hit in hits]

    peers = {"Whoosh + jieba": ours, "FTS5 trigram": Peer(base, "trigram").search, "FTS5 pairs": Peer(base, "pairs").search}
    lines = [f"{'':16}{'':10}{'n':>5}{'recall@5':>10}{'recall@10':>11}{'MRR':>8}"]
    for name, search in peers.items():
        for half in HALVES:
            queries = judged(half)
            figures = measured(search, queries)
            shown = "".join(f"{value:{width}.3f}" for value, width in zip(figures.values(), (10, 11, 8), strict=True))
            lines.append(f"{name:16}{half or 'all':10}{len(queries):5}{shown}")
    for kind in dict.fromkeys(query.kind for query in judged()):
        queries = tuple(query for query in judged() if query.kind == kind)
        figures = measured(ours, queries)
        shown = "".join(f"{value:{width}.3f}" for value, width in zip(figures.values(), (10, 11, 8), strict=True))
        lines.append(f"{'  ' + kind:26}{len(queries):5}{shown}")
    lines.append(f"ms a query: median {median(took):.1f}, p95 {quantiles(took, n=20)[-1]:.1f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
