"""From text to terms: our own jieba with a legal dictionary, and character pairs, both as Whoosh analyzers."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from math import log
from typing import TYPE_CHECKING, Any

from whoosh.analysis import Analyzer, Token

from .fold import Unit, folded, units

with warnings.catch_warnings():  # jieba 0.42.1 asks for pkg_resources where it is installed, and that warns
    warnings.filterwarnings("ignore", "pkg_resources is deprecated", category=UserWarning)
    import jieba

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

logging.getLogger("jieba").setLevel(logging.CRITICAL)  # it logs its own start-up to stderr

TERM_FREQUENCY = 20_000  # enough for a legal term to stay in one piece
LONGEST_WORD = 8  # of jieba's own words that we take over
LINE_GAP = 100  # between two lines of a provision: no phrase runs across
PAIR = " "


@dataclass(frozen=True)
class Segment:
    """Some text of a provision and how much its words count."""

    text: str
    weight: float = 1.0


class Weighted(str):
    """A field's value in segments of different weight; as a string it is the text of them all."""

    __slots__ = ("segments",)
    segments: tuple[Segment, ...]

    def __new__(cls, segments: Iterable[Segment]) -> Weighted:
        """Join the segments, one a line."""
        held = tuple(segments)
        value = super().__new__(cls, "\n".join(segment.text for segment in held))
        value.segments = held
        return value


@dataclass(frozen=True)
class Dictionary:
    """The words that jieba knows here: its own that occur in the base, and the legal terms."""

    words: Mapping[str, int]
    terms: frozenset[str]
    total: int

    @classmethod
    def of(cls, texts: Iterable[str], terms: Iterable[str]) -> Dictionary:
        """Jieba's whole dictionary cut down to what occurs in the texts; the rest could find nothing."""
        legal = frozenset(filter(None, ("".join(folded(term)) for term in terms)))
        occurring = {piece for run in _han_runs({*texts, *legal}) for piece in _pieces(run)}
        words, total = {}, 0
        with jieba.get_module_res(jieba.DEFAULT_DICT_NAME) as lines:
            for line in lines:
                word, frequency = line.decode("utf-8").split(" ")[:2]
                total += int(frequency)
                if word in occurring:
                    words[word] = int(frequency)
        return cls(words, legal, total)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Everything that a legal term begins with."""
        return frozenset(term[:length] for term in self.terms for length in range(1, len(term) + 1))

    def tokenizer(self) -> Any:
        """A jieba of our own, complete from the start: it reads and writes no cache file."""
        own = jieba.Tokenizer()
        frequencies = dict(self.words) | dict.fromkeys(self.terms, TERM_FREQUENCY)
        for word in tuple(frequencies):
            for length in range(1, len(word)):
                frequencies.setdefault(word[:length], 0)
        own.FREQ, own.total, own.initialized = frequencies, max(self.total, 1), True
        return own


def _han_runs(texts: Iterable[str]) -> set[str]:
    """The different stretches without punctuation or numbers."""
    runs = (run for text in texts for run in _runs(list(units(text))))
    return {"".join(unit.text for unit in run) for run in runs if not run[0].number}


def _pieces(run: str) -> Iterator[str]:
    return (run[at : at + length] for at in range(len(run)) for length in range(1, LONGEST_WORD + 1))


@dataclass(frozen=True, slots=True)
class Word:
    """A term, the number of its token, and where it stands."""

    text: str
    position: int
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """Cuts a text into words; positions are token indexes, and a word within a word shares its token's."""

    dictionary: Dictionary
    _jieba: Any = field(init=False, repr=False)
    _seen: dict[str, tuple[Word, ...]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_jieba", self.dictionary.tokenizer())

    def indexed(self, text: str) -> tuple[Word, ...]:
        """What `search` finds, remembered: a line stands in an item, its paragraph and its article."""
        if text not in self._seen:
            self._seen[text] = tuple(self.search(text))
        return self._seen[text]

    def forget(self) -> None:
        """Let go of what was remembered, once the index is built."""
        self._seen.clear()

    def cut(self, text: str) -> list[Word]:
        """The words of a text one after another, single characters and numbers included."""
        return self._cut(list(units(text)))

    def search(self, text: str) -> Iterator[Word]:
        """The words of a text, the words within them, and every legal term wherever it stands; each once."""
        held = list(units(text))
        at: dict[int, int] = {}
        cut: set[tuple[str, int]] = set()
        for word in self._cut(held):
            yield word
            yield from self.within(word)
            at.update(dict.fromkeys(range(word.start, word.end), word.position))
            cut.add((word.text, word.start))
        for start, end, term in self._terms(held):
            if (term, start) not in cut:
                yield Word(term, at[start], start, end)

    def _cut(self, held: list[Unit]) -> list[Word]:
        words: list[Word] = []
        for run in _runs(held):
            starts = [unit.start for unit in run for _ in unit.text]
            ends = [unit.end for unit in run for _ in unit.text]
            done = 0
            for piece in [run[0].text] if run[0].number else self._jieba.cut("".join(u.text for u in run), HMM=False):
                words.append(Word(piece, len(words), starts[done], ends[done + len(piece) - 1]))
                done += len(piece)
        return words

    def within(self, word: Word) -> Iterator[Word]:
        """The dictionary words within a word."""
        frequencies = self._jieba.FREQ
        for length in range(2, len(word.text)):
            for start in range(len(word.text) - length + 1):
                piece = word.text[start : start + length]
                if frequencies.get(piece) and piece not in self.dictionary.terms:
                    yield Word(piece, word.position, word.start, word.end)

    def _terms(self, held: list[Unit]) -> Iterator[tuple[int, int, str]]:
        """Start, end and text of each legal term, punctuation within it or not, whatever jieba cut."""
        for _, line in groupby(held, key=lambda unit: unit.line):
            row = list(line)
            for first, unit in enumerate(row):
                text = ""
                for last in row[first:]:
                    text += last.text
                    if text not in self.dictionary.beginnings:
                        break
                    if text in self.dictionary.terms:
                        yield unit.start, last.end, text


def _runs(held: list[Unit]) -> Iterator[list[Unit]]:
    """The stretches without punctuation; a number stands alone."""
    run: list[Unit] = []
    for unit in held:
        if run and (unit.number or run[-1].number or unit.start != run[-1].end):
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


class WordAnalyzer(Analyzer):
    """Whoosh's view of Words; a Weighted value counts each segment by its weight."""

    def __init__(self, words: Words | None = None) -> None:
        self.words = words

    def __reduce__(self) -> tuple[type[WordAnalyzer], tuple[()]]:
        return WordAnalyzer, ()  # Whoosh pickles its schema into the index; we never read that copy

    def __call__(self, value: str, *, start_pos: int = 0, mode: str = "", **wanted: Any) -> Iterator[Token]:
        """The tokens of a text (`mode` "query": only the words one after another)."""
        wanted.pop("removestops", None)
        token = Token(mode=mode, **wanted)
        words = self.words
        if words is None:
            return
        for segment in value.segments if isinstance(value, Weighted) else (Segment(value),):
            last = start_pos
            for word in words.cut(segment.text) if mode == "query" else words.indexed(segment.text):
                token.text, token.boost = word.text, segment.weight
                token.pos, token.startchar, token.endchar = start_pos + word.position, word.start, word.end
                last = max(last, token.pos)
                yield token
            start_pos = last + LINE_GAP


class PairAnalyzer(Analyzer):
    """Each unit and each two that stand together: with them any quoted phrase is found to the letter."""

    def __call__(self, value: str, *, start_pos: int = 0, mode: str = "", **wanted: Any) -> Iterator[Token]:
        """The tokens of a text; the position is the unit's index, and lines lie far apart."""
        wanted.pop("removestops", None)
        token = Token(mode=mode, **wanted)
        held = list(units(value))
        for index, (unit, after) in enumerate(pairwise([*held, None])):
            assert unit is not None
            token.boost, token.startchar, token.endchar = 1.0, unit.start, unit.end
            token.pos = start_pos + index + unit.line * LINE_GAP
            token.text = unit.text
            yield token
            if after is not None and after.line == unit.line:
                token.text = unit.text + PAIR + after.text
                yield token


class NameAnalyzer(Analyzer):
    """Provisions named, separated by spaces, each with its weight: criminal_law:287-2^0.4."""

    def __call__(self, value: str, *, start_pos: int = 0, mode: str = "", **wanted: Any) -> Iterator[Token]:
        """The citations."""
        wanted.pop("removestops", None)
        token = Token(mode=mode, **wanted)
        for token.pos, name in enumerate(value.split(), start_pos):
            token.text, _, weight = name.partition("^")
            token.boost = float(weight or 1)
            yield token
