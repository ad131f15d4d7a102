"""Phrases and wildcards find exactly what a plain look through the text finds."""

import random
import re
from functools import cache

import pytest
from whoosh.filedb.filestore import RamStorage

from search.analyzer import Words
from search.dictionary import Dictionary
from search.fold import folded
from search.layout import schema
from search.literal import WILD, Literals
from search.postings import Postings

SEED, MANY = 20261129, 300
LETTERS = "甲乙丙丁人"
SEVERAL_BLOCKS = 300  # texts: Whoosh keeps 128 a block


@cache
def texts() -> tuple[str, ...]:
    """Few letters, so that everything stands in many places and overlaps itself."""
    rnd = random.Random(SEED)

    def line() -> str:
        return "".join(rnd.choices(LETTERS, k=rnd.randrange(1, 40)))

    return tuple("\n".join(line() for _ in range(rnd.randrange(1, 4))) for _ in range(SEVERAL_BLOCKS))


@cache
def literals() -> Literals:
    index = RamStorage().create_index(schema(Words(Dictionary.of(texts(), ()))))
    writer = index.writer()
    for text in texts():
        writer.add_document(pairs=text)
    writer.commit()
    return Literals(Postings(index.searcher()))


def found(*phrases: str) -> list[int]:
    passages: list[int] = literals().matching(tuple(map(folded, phrases))).passages.tolist()
    return passages


def looked_up(*phrases: str) -> list[int]:
    """The numbers of the texts where the phrases stand in a line, one after another and not far apart."""
    pattern = re.compile(f".{{0,{WILD}}}".join(phrases))
    return [n for n, text in enumerate(texts()) if pattern.search(text)]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 8])
def test_a_phrase_is_found_wherever_it_stands(length: int) -> None:
    rnd = random.Random(length)
    for _ in range(MANY // length):
        phrase = "".join(rnd.choices(LETTERS, k=length))
        assert found(phrase) == looked_up(phrase)


@pytest.mark.parametrize("parts", [2, 3])
def test_phrases_are_found_in_order_and_not_far_apart(parts: int) -> None:
    rnd = random.Random(parts)
    for _ in range(MANY // parts):
        phrases = ["".join(rnd.choices(LETTERS, k=rnd.randrange(1, 4))) for _ in range(parts)]
        assert found(*phrases) == looked_up(*phrases)


def test_what_stands_nowhere_is_not_found() -> None:
    assert found("戊") == []
    assert found("甲", "戊") == found("戊", "甲") == []


def test_every_place_of_a_passage_counts() -> None:
    """A phrase that stands far from another may stand near it as well."""
    assert any(text.count("甲乙") > 1 for text in texts())
    assert found("甲乙", "丙丁") == looked_up("甲乙", "丙丁")
