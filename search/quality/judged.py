"""The judged queries, and the measures over them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Literal

from pydantic import Field

from kb.citation import Citation
from kb.load import Located, build, read_yaml

Kind = Literal["citation", "nickname", "colloquial", "conceptual", "phrase", "dated", "misspelt"]


class Judged(Located):
    """A query and the provisions that ought to be found."""

    ask: str
    kind: Kind
    expect: tuple[str, ...] = Field(min_length=1)
    as_of: date | None = None


class _File(Located):
    queries: tuple[Judged, ...]


Search = Callable[[Judged], list[str]]
SHOWN = 20


def judged(half: Literal["tuning", "test"] | None = None) -> tuple[Judged, ...]:
    """The queries, or every other one: the first, third … to tune with, the rest to test."""
    queries = build(_File, read_yaml(files(__package__) / "queries.yaml")).queries
    return queries if half is None else queries[half == "test" :: 2]


def answers(hit: str, expected: str) -> bool:
    """Whether a hit is the expected provision or lies in it."""
    return Citation.parse(expected).covers(Citation.parse(hit))


def recall(hits: list[str], expected: tuple[str, ...], at: int) -> float:
    """The share of the expected provisions among the first hits."""
    return sum(any(answers(hit, one) for hit in hits[:at]) for one in expected) / len(expected)


def reciprocal_rank(hits: list[str], expected: tuple[str, ...]) -> float:
    """1 where the first hit is right, 1/2 where the second is, 0 where none is."""
    ranks = (n for n, hit in enumerate(hits[:SHOWN], 1) if any(answers(hit, one) for one in expected))
    return 1 / next(ranks, float("inf"))


def measured(search: Search, queries: tuple[Judged, ...]) -> dict[str, float]:
    """Recall at 5 and at 20 and the mean reciprocal rank of a search."""
    found = [(search(query), query.expect) for query in queries]
    return {
        "recall@5": sum(recall(hits, expected, 5) for hits, expected in found) / len(found),
        "recall@20": sum(recall(hits, expected, SHOWN) for hits, expected in found) / len(found),
        "MRR": sum(reciprocal_rank(hits, expected) for hits, expected in found) / len(found),
    }
