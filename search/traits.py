"""What answers are counted by: the document's kind, issuer and year, the charges that rest on them, their status."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from kb.rules import Charge, Concurrence, JointCrime, conditions_of

from .hits import article_of
from .layout import key_of
from .result import Traits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from kb import KnowledgeBase, Provision, Rule
    from kb.statutes import Status

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
    referring: dict[str, set[str]] = defaultdict(set)  # 推定、定义：用到它的罪名
    for charge in base.charges.values():
        for top in conditions_of(charge):
            for condition in top.walk():
                referring[condition.ref or ""].add(charge.id)
    for citation, rules in base.uses.items():
        wordings = base.statutes.versions(citation)
        if wordings:
            article = article_of(base, wordings[0])
            found[article].update(c for name in rules for c in _charges(base.rules[name], referring))
    return {
        article: tuple(c for c in base.charges if c in named) for article, named in found.items() if named
    }


def _charges(rule: Rule, referring: dict[str, set[str]]) -> Iterator[str]:
    if isinstance(rule, Charge):
        yield rule.id
    elif isinstance(rule, JointCrime):
        yield rule.charge
    elif isinstance(rule, Concurrence):
        yield from rule.charges
    else:
        yield from referring.get(rule.id, ())
