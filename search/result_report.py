"""A result in words for the terminal, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb.provision import UNVERIFIED

from .result import FACET_LABELS, FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .hits import Hit
    from .result import Result

SHOWN = 8  # 每个分面列出多少个值


def as_data(hit: Hit) -> dict[str, Any]:
    """A hit for JSON; the first six fields stay as they are."""
    return {
        "citation": hit.citation,
        "document": hit.document,
        "label": hit.label,
        "text": hit.text,
        "status": hit.status,
        "score": hit.score,
        "rank": hit.rank,
        "unverified": hit.unverified,
        "rules": list(hit.rules),
        "charges": list(hit.charges),
        "path": list(hit.path),
        "lead": hit.lead,
        "snippet": hit.snippet,
        "also": list(hit.also),
        "why": hit.why,
        "issuers": list(hit.issuers),
        "promulgated": _day(hit.promulgated),
        "effective": _day(hit.effective),
        "start": _day(hit.start),
        "end": _day(hit.end),
    }


def whole_data(found: Result) -> dict[str, Any]:
    """A result for JSON, with its counts and how the query was read."""
    return {
        "total": found.total,
        "corrected": found.corrected,
        "readings": [{"said": r.said, "law": list(r.law), "see": list(r.see)} for r in found.readings],
        "facets": {
            facet: [{"value": c.value, "label": c.label, "count": c.count} for c in found.facets[facet]]
            for facet in FACETS
        },
        "hits": [as_data(hit) for hit in found.hits],
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def lines(found: Result) -> Iterator[str]:
    """The hits for a terminal: how the query was read, then two lines for each."""
    if found.corrected is not None:
        yield f"按「{found.corrected}」查找（要照原字查，加引号）"
    for hit in found.hits:
        doubt = UNVERIFIED if hit.unverified else ""
        yield f"{hit.label}〔{hit.status}〕〔{hit.rank}〕{doubt}  {hit.citation}"
        yield f"    {hit.snippet}"


def facet_lines(found: Result) -> Iterator[str]:
    """How many there are, and a line for each facet."""
    yield f"共 {found.total} 条"
    for facet in FACETS:
        counts = found.facets[facet]
        more = "……" if len(counts) > SHOWN else ""
        listed = "、".join(f"{count.label}（{count.count}）" for count in counts[:SHOWN])
        yield f"{FACET_LABELS[facet]}：{listed or '无'}{more}"
