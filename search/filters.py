"""Filters as people type them: ids, or the names that the facets show."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from kb import citation as citations
from kb.provision import Status
from kb.statute_file import RANKS

from .fold import folded
from .result import FACET_LABELS, Filters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kb import KnowledgeBase

    from .result import Facet

EXAMPLES = 8  # 一个值不对时，列出多少个可用的


def filters(base: KnowledgeBase, said: Mapping[Facet, Sequence[str]]) -> Filters:
    """The filters that people mean: ids, or names as the facets show them; ValueError says of each facet which value is none."""
    where, wrong = Filters(), []
    for facet, values in said.items():
        try:
            where = where.narrowed(facet, *(_value(base, facet, value) for value in values))
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        raise ValueError("\n".join(wrong))
    return where


def _value(base: KnowledgeBase, facet: Facet, said: str) -> str:
    known = _values(base, facet)
    if said in known.values():
        return said
    if (value := known.get("".join(folded(said)))) is not None:
        return value
    if facet == "document" and (cited := citations.resolve(said, base.statutes)) is not None:
        return cited.partition(":")[0]
    examples = "、".join(sorted(set(known.values()))[:EXAMPLES])
    raise ValueError(
        f"{FACET_LABELS[facet]}「{said}」不对 → 可用：{examples}{'……' if len(known) > EXAMPLES else ''}"
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
            pairs = [(status, status) for status in get_args(Status)]
    return {"".join(folded(name)): value for name, value in pairs}
