"""Words broken into lines as Chinese is set: no stop at the start of a line, no word or number torn while it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .clean import clean
from .model import GAP, Run, Words, runs

NEVER_FIRST = set("，。、；：？！）》」』】〕〉］｝”’…—％‰℃·～,.;:?!)]}%")
NEVER_LAST = set("（《「『【〔〈［｛“‘￥$([{")

Measure = Callable[[str, bool], float]
"""The width of a character, plain or bold, in parts of its size."""


@dataclass(frozen=True)
class Line:
    """One line: its pieces from left to right, and how wide they are together, in parts of the size."""

    pieces: tuple[Run, ...]
    width: float


def broken(words: Words, width: float, measure: Measure) -> list[Line]:
    """The lines that some words fill; at least one, be it empty. What has no place to break is torn at the edge."""
    signs = [replace(run, text=char) for run in runs(words) for char in clean(run.text)]
    return [line for part in _paragraphs(signs) for line in _lines(part, width, measure)]


def _paragraphs(signs: list[Run]) -> Iterator[list[Run]]:
    part: list[Run] = []
    for sign in signs:
        if sign.text == "\n":
            yield part
            part = []
        else:
            part.append(sign)
    yield part


def _lines(signs: list[Run], width: float, measure: Measure) -> Iterator[Line]:
    start, place, used = 0, 0, 0.0
    at = 0
    while at < len(signs):
        if at > start and _may_break(signs[at - 1].text, signs[at].text):
            place = at
        used += measure(signs[at].text, signs[at].bold)
        if used > width and at > start and signs[at].text != " ":
            cut = place if place > start else at
            yield _line(signs[start:cut], measure)
            start = at = place = cut
            used = 0.0
            continue
        at += 1
    yield _line(signs[start:], measure)


def _may_break(before: str, after: str) -> bool:
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(char: str) -> bool:
    return char == GAP or (char.isascii() and (char.isalnum() or char in "_.,'"))


def _line(signs: list[Run], measure: Measure) -> Line:
    """Signs that are set alike joined into pieces; a space at the end takes no room."""
    while signs and signs[-1].text == " ":
        signs = signs[:-1]
    pieces: list[Run] = []
    for sign in signs:
        if pieces and (pieces[-1].bold, pieces[-1].marked) == (sign.bold, sign.marked):
            pieces[-1] = replace(sign, text=pieces[-1].text + sign.text)
        else:
            pieces.append(sign)
    return Line(tuple(pieces), sum(measure(sign.text, sign.bold) for sign in signs))
