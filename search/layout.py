"""How the index is laid out, and how it is filled from a base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec

from .analyzer import NameAnalyzer, PairAnalyzer, Weighted, WordAnalyzer
from .dictionary import Dictionary
from .passages import Passages
from .words import meanings

if TYPE_CHECKING:
    from whoosh.index import Index as WhooshIndex

    from kb import KnowledgeBase, Provision

    from .analyzer import Words


def schema(words: Words) -> fields.Schema:
    """The fields of a passage: `words` ranks, `pairs` finds phrases, `names` finds what it names."""
    return fields.Schema(
        words=fields.TEXT(analyzer=WordAnalyzer(words), phrase=False),
        pairs=fields.TEXT(analyzer=PairAnalyzer()),
        names=fields.TEXT(analyzer=NameAnalyzer(), phrase=False),
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
        writer.add_document(
            words=Weighted(passage.segments),
            pairs="\n".join(passage.own),
            names=" ".join(f"{name}^{weight}" for name, weight in passage.names),
            key=key_of(passage.provision),
        )
    writer.commit()


def key_of(provision: Provision) -> tuple[str, str]:
    """What tells all wordings of all provisions apart."""
    return provision.citation, str(provision.in_force.start or "")
