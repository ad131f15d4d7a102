"""The words of a case file, found by what an officer would type: facts, conduct and its slang, charges, evidence, types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .rules import Charge
from .vocabulary import ConductKind, EvidenceItem, Fact, FraudType

if TYPE_CHECKING:
    from . import KnowledgeBase


@dataclass(frozen=True)
class Words:
    """What a word leads to: charges, the kinds of conduct entered for them, facts, sorts of evidence, types of fraud."""

    charges: tuple[Charge, ...]
    kinds: Mapping[str, ConductKind]
    facts: Mapping[str, Fact]
    evidence: Mapping[str, EvidenceItem]
    fraud_types: Mapping[str, FraudType]


def find_words(kb: KnowledgeBase, words: str) -> Words:
    """Everything a word names; a charge brings all that opens it and all that it asks. No word: everything."""
    words = words.casefold()
    charges = tuple(charge for charge in kb.charges.values() if words and _names(charge, words))
    opening = {kind for charge in charges for kind in charge.opened_by}
    asked = {name for charge in charges for name in kb.asked_by(charge)}
    kinds = {
        name: kind
        for name, kind in kb.conduct_kinds.items()
        if name in opening or _says(words, name, kind.label, *kind.words)
    }
    facts = {
        name: fact
        for name, fact in kb.facts.items()
        if name in asked or _says(words, name, fact.label, fact.question)
    }
    evidence = {
        name: item
        for name, item in kb.vocabulary.evidence.items()
        if _says(words, name, item.label, *item.words)
    }
    types = {
        name: kind
        for name, kind in kb.vocabulary.fraud_types.items()
        if _says(words, name, kind.label, *kind.words)
    }
    return Words(charges, kinds, facts, evidence, types)


def _says(words: str, *names: str) -> bool:
    return any(words in name.casefold() for name in names)


def _names(charge: Charge, words: str) -> bool:
    """Whether a word is the charge's name, one of its other or former names, or its id."""
    own = {charge.label, charge.label.removesuffix("罪"), charge.id, *charge.aliases}
    own |= {former.name for former in charge.former_names}
    return {words, words.removesuffix("罪")} & {name.casefold() for name in own} != set()


def opened_by_kind(kb: KnowledgeBase, kind: str) -> tuple[str, ...]:
    """The names of the charges that a kind of conduct opens."""
    return tuple(charge.label for charge in kb.charges.values() if kind in charge.opened_by)
