"""The words that jieba knows here: its own as far as they occur in the base, and the legal terms."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .fold import Unit, folded, units

with warnings.catch_warnings():  # jieba 0.42.1 asks for pkg_resources where that is installed, which warns
    warnings.filterwarnings("ignore", "pkg_resources is deprecated")
    import jieba

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

logging.getLogger("jieba").setLevel(logging.CRITICAL)  # it announces its own start on stderr

TERM_FREQUENCY = 20_000  # enough for a legal term to stay in one piece
LONGEST_WORD = 8  # of jieba's words that we take over


@dataclass(frozen=True)
class Dictionary:
    """Words with their frequencies, the legal terms, and the sum of frequencies that jieba reckons with."""

    words: Mapping[str, int]
    terms: frozenset[str]
    total: int

    @classmethod
    def of(cls, texts: Iterable[str], terms: Iterable[str]) -> Dictionary:
        """Jieba's dictionary cut down to what occurs in the texts; its other words could find nothing."""
        legal = frozenset(filter(None, ("".join(folded(term)) for term in terms)))
        occurring = {piece for run in _stretches({*texts, *legal}) for piece in _pieces(run)}
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


def stock() -> Any:
    """Jieba as it comes, complete from the start: it reads and writes no cache file."""
    own = jieba.Tokenizer()
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    return own


def runs(held: list[Unit]) -> Iterator[list[Unit]]:
    """The stretches without punctuation; a number stands alone."""
    run: list[Unit] = []
    for unit in held:
        if run and (unit.number or run[-1].number or unit.start != run[-1].end):
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def _stretches(texts: Iterable[str]) -> set[str]:
    found = (run for text in texts for run in runs(list(units(text))) if not run[0].number)
    return {"".join(unit.text for unit in run) for run in found}


def _pieces(run: str) -> Iterator[str]:
    return (run[at : at + length] for at in range(len(run)) for length in range(1, LONGEST_WORD + 1))
