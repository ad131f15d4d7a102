"""A result in words and as data, and filters from what people type: for the command line and for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kb import citation as citations
from kb.provision import UNVERIFIED
from kb.statute_file import RANKS

from .fold import folded
from .result import FACET_LABELS, FACETS, Filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kb import KnowledgeBase

    from .hits import Hit
    from .result import Facet, Result

SHOWN = 8  # 每个分面列出多少个值


def filters(base: KnowledgeBase, said: Mapping[Facet, Sequence[str]]) -> Filters:
    """The filters that people mean: ids, or names as the facets show them; ValueError says which value is none."""
    where = Filters()
    for facet, values in said.items():
        where = where.narrowed(facet, *(_value(base, facet, value) for value in values))
    return where


def _value(base: KnowledgeBase, facet: Facet, said: str) -> str:
    known = _values(base, facet)
    if said in known.values():
        return said
    if (value := known.get("".join(folded(said)))) is not None:
        return value
    if facet == "document" and (cited := citations.resolve(said, base.statutes)) is not None:
        return cited.partition(":")[0]
    examples = "、".join(sorted(set(known.values()))[:SHOWN])
    raise ValueError(
        f"{FACET_LABELS[facet]}「{said}」不对 → 可用：{examples}{'……' if len(known) > SHOWN else ''}"
    )


def _values(base: KnowledgeBase, facet: Facet) -> dict[str, str]:
    """What may be typed, folded → the value."""
    documents = base.statutes.values()
    match facet:
        case "document":
            pairs = [(name, held.id) for held in documents for name in (held.id, held.name, *held.names)]
        case "kind":
            held_kinds = {held.kind for held in documents}
            pairs = [
                (name, kind) for kind, rank in RANKS.items() if kind in held_kinds for name in (kind, rank)
            ]
        case "issuer":
            pairs = [(issuer, issuer) for held in documents for issuer in held.issuers]
        case "year":
            years = {str(held.promulgated.year) for held in documents if held.promulgated}
            pairs = [(name, year) for year in years for name in (year, f"{year}年")]
        case "charge":
            pairs = [
                (name, charge.id)
                for charge in base.charges.values()
                for name in (charge.id, charge.label, charge.label.removesuffix("罪"), *charge.aliases)
            ]
        case "status":
            pairs = [
                (status, status) for status in ("现行有效", "已被修改", "已失效", "尚未施行", "文本未收录")
            ]
    return {"".join(folded(name)): value for name, value in pairs}


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
