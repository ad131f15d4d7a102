"""What a query asks for: citations, quoted phrases, wildcards, and words with what they mean in the law."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kb import citation as citations
from kb.numerals import HAN

from .analyzer import PAIR
from .fold import SIMPLIFIED, Unit, folded, units
from .passages import CHARGE
from .result import Reading
from .spelling import Spelling
from .words import Meaning, meanings, thesaurus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kb import KnowledgeBase

    from .analyzer import Word, Words
    from .literal import Literal

LONGEST_QUERY = 400  # 字；再长的只看前面
LONGEST_PHRASE = 60
LONG = 3  # 字；比这长而不指向任何条文的说法，连同其中的词一起找
LONGEST_CORRECTED = 40  # 更长的是整句整段，不猜错别字
MOST_CONCEPTS = 24

# 各种写法的分量：平常的词为 1
SAID = 1.2  # 人说的行话本身，法条里偶尔就有
LAW = 0.7  # 词表中法律的用语
SEE = 1.0  # 词表指向的条文
NAMED = 1.0  # 检索词写明的条文、罪名的条文
CHARGED = 1.0  # 罪名据以定罪的条文
WITHIN = 0.4  # 词中之词
SINGLE = 0.3  # 单字
LOOSE = 0.5  # 词典里没有的两个字连写
COUNTED = 1.3  # 数目连同量词

QUOTED = re.compile('“([^“”]+)”|"([^"]+)"|「([^「」]+)」|『([^『』]+)』|＂([^＂]+)＂')
# 写明了文号、条号而没有收录的：只找提到它的条文
SERIAL = re.compile(r"([\u3400-\u9fff]{2,6})\s*[〔［\[(（]?(\d{4})[〕］\])）年]?\s*第?(\d+)号")
NUMBER = rf"(?:[{HAN}]+|\d+)"
ARTICLE = re.compile(rf"第{NUMBER}条(?:之{NUMBER})?|{NUMBER}条之{NUMBER}")
# 「?」之后没有字的是问号
WILDCARD = re.compile(r"[^\s*?]*[^\W_](?:\*+|\?+(?=\w))\S*|\*+\w\S*")


@dataclass(frozen=True)
class Concept:
    """One thing that is asked for: the terms it may be written as, each with its weight."""

    alternatives: tuple[tuple[str, float], ...]
    reading: Reading | None = None

    @property
    def weight(self) -> float:
        """How much it counts that it is there."""
        return max(weight for _, weight in self.alternatives)


@dataclass(frozen=True)
class Asked:
    """A query understood: what it names, what must be there to the letter, and what it is about.

    `within`: the documents it mentions beside other words. `corrected`: what was read in place of the query.
    """

    named: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    literals: tuple[Literal, ...] = ()
    concepts: tuple[Concept, ...] = ()
    corrected: str | None = None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """How words that people say were read."""
        read = (concept.reading for concept in self.concepts)
        return tuple(dict.fromkeys(reading for reading in read if reading is not None))

    @property
    def terms(self) -> tuple[str, ...]:
        """Everything worth marking in a text, folded."""
        every = (term for concept in self.concepts for term, _ in concept.alternatives)
        words = (term for term in every if field_of(term) == "words")
        said = ("".join(phrase) for literal in self.literals for phrase in literal)
        return tuple(dict.fromkeys((*said, *(word for word in words if len(word) > 1))))


class Reader:
    """Reads queries with the names and words of one base."""

    def __init__(self, base: KnowledgeBase, words: Words, stands: Callable[[str, str], bool]) -> None:
        """`stands` says whether two units stand together anywhere in the base."""
        self.statutes = base.statutes
        self.words = words
        self.meanings = meanings(base)
        self.longest = max(map(len, self.meanings), default=0)
        self.idle = frozenset(thesaurus().idle)
        self.known = words.dictionary.terms | words.dictionary.words.keys()
        names = (name for document in base.statutes.values() for name in (document.short, *document.aliases))
        law = (word for meaning in self.meanings.values() for word in (meaning.said, *meaning.law))
        self.spelling = Spelling({"".join(folded(word or "")) for word in (*names, *law)}, stands)

    def read(self, text: str) -> Asked:
        """Understand a query; one that says nothing asks for nothing."""
        text = text[:LONGEST_QUERY].translate(SIMPLIFIED).strip()
        named = self._naming(text)
        if named is not None:
            return named
        corrected = self._corrected(text)
        if corrected is None:
            return self._saying(text)
        return replace(self._naming(corrected) or self._saying(corrected), corrected=corrected)

    def _corrected(self, text: str) -> str | None:
        """The query without its misspelt words; what is quoted is meant as it stands."""
        if len(text) > LONGEST_CORRECTED or QUOTED.search(text) or WILDCARD.search(text):
            return None
        return self.spelling.corrected(text, self._is_word, self._within_words(text))

    def _within_words(self, text: str) -> set[int]:
        """The places inside words, and inside what people say."""
        held = list(units(text))
        spans = [(word.start, word.end) for word in self.words.cut(text)]
        at = 0
        while at < len(held):
            meaning, length = self._meaning(held, at)
            if meaning is not None:
                spans.append((held[at].start, held[at + length - 1].end))
            at += length
        return {place for start, end in spans for place in range(start + 1, end)}

    def _is_word(self, said: str) -> bool:
        """Whether it is a word, or made of words of more than one character and of idle ones."""
        if said in self.known or folded(said) in self.meanings:
            return True
        cut = [word.text for word in self.words.cut(said)]
        return all((len(word) > 1 and word in self.known) or word in self.idle for word in cut)

    def _naming(self, text: str) -> Asked | None:
        """A query that is nothing but the name of a provision, a document or a charge."""
        if QUOTED.search(text):
            return None
        citation = citations.resolve(text, self.statutes)
        meaning = self.meanings.get(folded(text))
        if citation is None and meaning is not None and meaning.names is not None:
            return Asked((meaning.names,), concepts=(_meant(meaning, "".join(folded(text))),))
        if citation is None:
            return None
        return Asked((citation,), concepts=(Concept(((citation, NAMED),)),) if ":" in citation else ())

    def _saying(self, text: str) -> Asked:
        """Any other query: what is quoted, what is cited, what is not held, and the words that are left."""
        literals: list[Literal] = [(said,) for match in QUOTED.finditer(text) if (said := _said(match))]
        rest = QUOTED.sub("\n", text)
        literals += [parts for match in WILDCARD.finditer(rest) if (parts := _parted(match[0]))]
        rest = WILDCARD.sub("\n", rest)
        cited = citations.find(rest, self.statutes)
        for found in reversed(cited):
            rest = f"{rest[: found.start]}\n{rest[found.end :]}"
        literals += [(folded("{}〔{}〕{}号".format(*match.groups())),) for match in SERIAL.finditer(rest)]
        literals += [(folded(match[0]),) for match in ARTICLE.finditer(rest)]
        words = list(self._concepts(ARTICLE.sub("\n", SERIAL.sub("\n", rest))))
        mentioned = tuple(dict.fromkeys(found.citation for found in cited))
        named = () if words or literals else mentioned
        within = () if named else tuple(citation for citation in mentioned if ":" not in citation)
        concepts = [*(Concept(((citation, NAMED),)) for citation in mentioned if ":" in citation), *words]
        return Asked(named, within, tuple(literals), tuple(concepts[:MOST_CONCEPTS]))

    def _concepts(self, text: str, longest: int | None = None) -> Iterator[Concept]:
        """What people say (in at most so many units) with its meaning, and the plain words between."""
        held = list(units(text))
        between: list[Unit] = []
        at = 0
        while at < len(held):
            meaning, length = self._meaning(held, at, longest)
            if meaning is None:
                between.append(held[at])
            else:
                yield from self._plain(text, between)
                between = []
                yield _meant(meaning, "".join(unit.text for unit in held[at : at + length]))
                if not meaning.see and meaning.names is None and length > LONG:
                    yield from self._concepts(text[held[at].start : held[at + length - 1].end], length - 1)
            at += length
        yield from self._plain(text, between)

    def _meaning(self, held: list[Unit], at: int, longest: int | None = None) -> tuple[Meaning | None, int]:
        """The longest word that people say from here on, and its length."""
        for length in range(min(longest or self.longest, len(held) - at), 0, -1):
            meaning = self.meanings.get(tuple(unit.text for unit in held[at : at + length]))
            if meaning is not None:
                return meaning, length
        return None, 1

    def _plain(self, text: str, between: list[Unit]) -> Iterator[Concept]:
        if not between:
            return
        words = self.words.cut(text[between[0].start : between[-1].end])
        pairs = ((a.position, f"{a.text}{PAIR}{b.text[:1]}") for a, b in pairwise(words) if _loose(a, b))
        after = dict(pairs)
        for word in [word for word in words if word.text not in self.idle] or words:
            number = word.text.isdecimal()
            within = {part.text: WITHIN for part in self.words.within(word)}
            if number and word.position in after:
                within[after[word.position]] = COUNTED
            yield Concept(
                ((word.text, SINGLE if len(word.text) == 1 and not number else 1.0), *within.items())
            )
            if not number and word.position in after:
                yield Concept(((after[word.position], LOOSE),))


def field_of(term: str) -> str:
    """The field of the index that a term is looked for in."""
    return "names" if ":" in term else "pairs" if PAIR in term else "words"


def _loose(first: Word, second: Word) -> bool:
    """A number and its measure, or two single characters that make no word the dictionary knows."""
    return first.text.isdecimal() or (len(first.text) == len(second.text) == 1 and first.end == second.start)


def _meant(meaning: Meaning, said: str) -> Concept:
    weights = {said: 1.0 if meaning.names else SAID}
    for law in meaning.law:
        weights.setdefault("".join(folded(law)), 1.0 if meaning.names else LAW)
    for citation in meaning.see:
        weights.setdefault(citation, NAMED if meaning.names else SEE)
    if meaning.charge is not None:
        weights.setdefault(CHARGE + meaning.charge, CHARGED)
    see = () if meaning.names else meaning.see
    return Concept(tuple(weights.items()), Reading(said, meaning.law, see) if meaning.law or see else None)


def _said(quoted: re.Match[str]) -> tuple[str, ...]:
    return folded(next(filter(None, quoted.groups())))[:LONGEST_PHRASE]


def _parted(text: str) -> Literal:
    parts = (folded(part)[:LONGEST_PHRASE] for part in re.split(r"[*?]+", text))
    return tuple(part for part in parts if part)
