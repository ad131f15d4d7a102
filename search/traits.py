"""What answers are counted by: the document's kind, issuer and year, the charges that rest on them, their status."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from .hits import article_of
from .layout import key_of
from .resting import charges_resting
from .result import Traits

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kb import KnowledgeBase, Provision
    from kb.provision import Status

    from .hits import Article


MANY_DAYS = 100_000  # 个文本与日期，时效记到这么多


def traits_of(base: KnowledgeBase) -> Callable[[Provision, date], Traits]:
    """Says of a provision, on a day, what it is counted by."""
    resting = _charges_by_article(base)
    known: dict[tuple[str, str, date], Status] = {}
    ending = (each for document in base.statutes.values() for each in document.prevails_over if each.ends)
    yielding = {citation.partition(":")[0] for each in ending for citation in each.at}

    @cache
    def of_article(article: Article, status: str) -> Traits:
        document = base.statutes[article[0]]
        return Traits(
            document=(document.id,),
            kind=(document.kind,),
            issuer=document.issuers,
            year=(str(document.promulgated.year),) if document.promulgated else (),
            charge=resting.get(article, ()),
            status=(status,),
        )

    def traits(provision: Provision, on: date) -> Traits:
        article = article_of(base, provision)
        return of_article(article, status(provision, on))

    def status(provision: Provision, on: date) -> Status:
        key = (*key_of(provision), on)
        if key not in known:
            if len(known) > MANY_DAYS:
                known.clear()
            held = base.statutes if provision.document_id in yielding else None
            known[key] = held.standing(provision, on)[0] if held else provision.status(on)
        return known[key]

    return traits


def _charges_by_article(base: KnowledgeBase) -> dict[Article, tuple[str, ...]]:
    """Article or section → the charges that rest on it or on something in it, in the order of the base."""
    found: dict[Article, set[str]] = defaultdict(set)
    for citation, charges in charges_resting(base).items():
        wordings = base.statutes.versions(citation)
        if wordings:
            found[article_of(base, wordings[0])] |= charges
    return {article: tuple(c for c in base.charges if c in named) for article, named in found.items()}
