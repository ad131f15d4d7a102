"""From text to terms: words by our own jieba, pairs of characters, and names, as Whoosh analyzers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any, Self

from whoosh.analysis import Analyzer, Token

from .dictionary import runs
from .fold import Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .dictionary import Dictionary

LINE_GAP = 100  # between two lines of a provision: no phrase runs across
PAIR = " "  # stands in no unit


@dataclass(frozen=True)
class Segment:
    """Some text of a provision and how much its words count."""

    text: str
    weight: float = 1.0


class Weighted(str):
    """A field's value in segments of different weight; as a string it is the text of them all."""

    __slots__ = ("segments",)
    segments: tuple[Segment, ...]

    def __new__(cls, segments: Iterable[Segment]) -> Self:
        """Join the segments, one a line."""
        held = tuple(segments)
        value = super().__new__(cls, "\n".join(segment.text for segment in held))
        value.segments = held
        return value


@dataclass(frozen=True, slots=True)
class Word:
    """A term, the number of its token, and where it stands."""

    text: str
    position: int
    start: int
    end: int


class Words:
    """Cuts a text into words; positions are token indexes, and a word within a word shares its token's."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self._jieba = dictionary.tokenizer()
        self._indexed: dict[str, tuple[Word, ...]] = {}

    def cut(self, text: str) -> list[Word]:
        """The words of a text one after another, single characters and numbers included."""
        return self._cut(list(units(text)))

    def search(self, text: str) -> Iterator[Word]:
        """The words, the words within them, and the legal terms that several make up; each of them once."""
        held = list(units(text))
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for word in self._cut(held):
            yield word
            yield from self.within(word)
            starts[word.start], ends[word.end] = word.position, word.position
        for start, end, term in self._terms(held):  # 「从犯罪嫌疑人处」里没有「从犯」
            if start in starts and end in ends and starts[start] < ends[end]:
                yield Word(term, starts[start], start, end)

    def indexed(self, text: str) -> tuple[Word, ...]:
        """What `search` finds, remembered: a line stands in an item, its paragraph and its article."""
        if text not in self._indexed:
            self._indexed[text] = tuple(self.search(text))
        return self._indexed[text]

    def forget(self) -> None:
        """Let go of what was remembered, once an index is built."""
        self._indexed.clear()

    def within(self, word: Word) -> Iterator[Word]:
        """The dictionary words within a word."""
        frequencies = self._jieba.FREQ
        for length in range(2, len(word.text)):
            for start in range(len(word.text) - length + 1):
                piece = word.text[start : start + length]
                if frequencies.get(piece):
                    yield Word(piece, word.position, word.start + start, word.start + start + length)

    def _cut(self, held: list[Unit]) -> list[Word]:
        words: list[Word] = []
        for run in runs(held):
            starts = [unit.start for unit in run for _ in unit.text]
            ends = [unit.end for unit in run for _ in unit.text]
            done = 0
            for piece in self._cut_run(run):
                words.append(Word(piece, len(words), starts[done], ends[done + len(piece) - 1]))
                done += len(piece)
        return words

    def _cut_run(self, run: list[Unit]) -> Iterable[str]:
        if run[0].number:
            return [run[0].text]
        pieces: Iterable[str] = self._jieba.cut("".join(unit.text for unit in run), HMM=False)
        return pieces

    def _terms(self, held: list[Unit]) -> Iterator[tuple[int, int, str]]:
        """Start, end and text of each legal term, punctuation within it or not."""
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


class WordAnalyzer(Analyzer):
    """Whoosh's view of Words; a Weighted value counts each segment by its weight."""

    def __init__(self, words: Words | None = None) -> None:
        self.words = words

    def __reduce__(self) -> tuple[type[WordAnalyzer], tuple[()]]:
        return WordAnalyzer, ()  # Whoosh pickles its schema into the index; nobody reads that copy

    def __call__(self, value: str, *, start_pos: int = 0, mode: str = "", **wanted: Any) -> Iterator[Token]:
        """The tokens of a text (`mode` "query": only the words one after another)."""
        token = _token(mode, wanted)
        if self.words is None:
            return
        for segment in value.segments if isinstance(value, Weighted) else (Segment(value),):
            token.boost = segment.weight
            for word in self.words.cut(segment.text) if mode == "query" else self.words.indexed(segment.text):
                token.text, token.pos = word.text, start_pos + word.position
                token.startchar, token.endchar = word.start, word.end
                yield token
            start_pos += LINE_GAP + len(segment.text)


class PairAnalyzer(Analyzer):
    """Each unit, and each two that stand together: with them a quoted phrase is found to the letter."""

    def __call__(self, value: str, *, start_pos: int = 0, mode: str = "", **wanted: Any) -> Iterator[Token]:
        """The tokens of a text; positions are the units' indexes, and lines lie far apart."""
        token = _token(mode, wanted)
        held = list(units(value))
        for index, (unit, after) in enumerate(zip_longest(held, held[1:])):
            token.pos = start_pos + index + unit.line * LINE_GAP
            token.startchar, token.endchar = unit.start, unit.end
            token.text = unit.text
            yield token
            if after is not None and after.line == unit.line:
                token.text = unit.text + PAIR + after.text
                yield token


class NameAnalyzer(Analyzer):
    """Provisions named, separated by spaces, each with its weight: criminal_law:287-2^0.4."""

    def __call__(self, value: str, *, start_pos: int = 0, mode: str = "", **wanted: Any) -> Iterator[Token]:
        """The citations."""
        token = _token(mode, wanted)
        for position, name in enumerate(value.split(), start_pos):
            token.text, _, weight = name.partition("^")
            token.pos, token.boost = position, float(weight or 1)
            yield token


def _token(mode: str, wanted: dict[str, Any]) -> Token:
    """The one token that an analyzer gives out again and again, as Whoosh wants it."""
    return Token(mode=mode, **{key: value for key, value in wanted.items() if key in {"positions", "chars"}})
