"""The words people say for the law's words: the thesaurus, the charges' nicknames, the words of conduct."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import Field

from kb.load import Located, build, read_yaml

from .fold import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import KnowledgeBase

PRACTICE = "办案用语"
FEW = 2  # 一种行为可能涉及的罪名多于这么多，罪名就说明不了什么
MOST_SEEN = 4


class Entry(Located):
    """What people say, the law's words for it, the provisions it leads to, and where the word is used."""

    say: tuple[str, ...] = Field(min_length=1)
    law: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    source: str


class Thesaurus(Located):
    """The thesaurus file; `idle` words only link or ask."""

    idle: tuple[str, ...]
    thesaurus: tuple[Entry, ...]


@dataclass(frozen=True)
class Meaning:
    """What a word that people say is looked up as; where it is a charge, `names` is its article."""

    said: str
    law: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    names: str | None = None
    charge: str | None = None


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus that ships with the program."""
    return build(Thesaurus, read_yaml(files(__package__) / "words.yaml"))


def meanings(base: KnowledgeBase) -> dict[tuple[str, ...], Meaning]:
    """Every word people say, folded: a charge's names go before the thesaurus, that before conduct."""
    found: dict[tuple[str, ...], Meaning] = {}
    for meaning in (*_charges(base), *_practice(base), *_conduct(base)):
        found.setdefault(folded(meaning.said), meaning)
    found.pop((), None)
    return found


def _charges(base: KnowledgeBase) -> Iterator[Meaning]:
    for charge in base.charges.values():
        law = (charge.label, charge.label.removesuffix("罪"))
        former = (entry.name for entry in charge.former_names)
        for said in dict.fromkeys((*law, *charge.aliases, *former)):
            yield Meaning(said, law, (charge.article,), names=charge.article, charge=charge.id)


def _practice(base: KnowledgeBase) -> Iterator[Meaning]:
    for entry in thesaurus().thesaurus:
        see = tuple(citation for citation in entry.see if citation.partition(":")[0] in base.statutes)
        yield from (Meaning(said, entry.law, see) for said in entry.say)


def _conduct(base: KnowledgeBase) -> Iterator[Meaning]:
    """What people call a kind of conduct: the charges it may open, and the provisions that speak of it."""
    cited: dict[str, dict[str, None]] = defaultdict(dict)
    charged: dict[str, dict[str, None]] = defaultdict(dict)
    for charge in base.charges.values():
        for condition in charge.conditions:
            for name in condition.conduct or ():
                charged[name][charge.label.removesuffix("罪")] = None
                cited[name] |= dict.fromkeys((charge.article, *(cite.at for cite in condition.cite)))
    for name, kind in base.conduct_kinds.items():
        charges = tuple(charged[name]) if len(charged[name]) <= FEW else ()
        law = (kind.name, *charges)
        see = tuple(cited[name])[:MOST_SEEN]
        yield from (Meaning(said, law, see) for said in kind.words)
