"""Words that seem misspelt: written as they sound, with one character wrong, or in pinyin."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from .fold import units
from .pinyin import blurred, readings

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from .fold import Unit

SHORTEST_SLIP = 4  # 这么长的词才容许错一个字
SHORTEST_END = 6  # 这么长的词才容许头尾的字错
SHORTEST_GAP = 7  # 这么长的词才容许漏、多一个字
SHORTEST_PINYIN = 4
LONGEST = 24


class Spelling:
    """Finds in a text what is no word of the base but nearly one of those that people look for."""

    def __init__(self, wanted: Iterable[str], stands: Callable[[str, str], bool]) -> None:
        """`stands` says whether two units stand together anywhere in the base: what does is not misspelt."""
        self.wanted = frozenset(word for word in wanted if len(word) > 1)
        self.stands = stands
        self._sounds: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._slips: dict[str, list[str]] = defaultdict(list)
        self._letters: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.wanted):
            for reading in readings(word):
                self._sounds[blurred(reading)].append(word)
                self._letters["".join(reading)].append(word)
            if len(word) >= SHORTEST_SLIP:
                for shorter in {word, *_shortened(word)}:
                    self._slips[shorter].append(word)

    def corrected(self, text: str, kept: Callable[[str], bool], within: Container[int]) -> str | None:
        """The text with its misspelt words put right; None where none seems misspelt.

        `kept`: what is a word already, whatever it looks like. `within`: the places inside such words, where no
        other begins or ends.
        """
        held = list(units(text))
        changes: list[tuple[int, int, str]] = []
        at = 0
        while at < len(held):
            found = next(self._at(held, at, kept, within), None) if held[at].start not in within else None
            if found is None:
                at += 1
                continue
            length, word = found
            changes.append((held[at].start, held[at + length - 1].end, word))
            at += length
        for start, end, word in reversed(changes):
            text = text[:start] + word + text[end:]
        return text if changes else None

    def _at(
        self, held: list[Unit], at: int, kept: Callable[[str], bool], within: Container[int]
    ) -> Iterator[tuple[int, str]]:
        """The words that may be meant from here on, the longest first."""
        row = [held[at]]
        for unit in held[at + 1 : at + LONGEST]:
            if unit.start != row[-1].end or unit.number:
                break
            row.append(unit)
        if row[0].number:
            return
        for length in range(len(row), 0, -1):
            said = "".join(unit.text for unit in row[:length])
            if row[length - 1].end in within:
                continue
            if length == 1:
                if len(said) >= SHORTEST_PINYIN and not kept(said):
                    yield from ((1, word) for word in self._letters.get(said, ()))
            elif not kept(said) and not all(self.stands(a.text, b.text) for a, b in pairwise(row[:length])):
                yield from ((length, word) for word in self._near(said))

    def _near(self, said: str) -> list[str]:
        """Words that sound like this, or that differ by one character; those most alike first."""
        found: set[str] = set()
        for reading in readings(said):
            found.update(word for word in self._sounds.get(blurred(reading), ()) if _alike(said, word))
        if len(said) >= SHORTEST_SLIP:
            for shorter in {said, *_shortened(said)}:
                found.update(word for word in self._slips.get(shorter, ()) if _one_slip(said, word))
        return sorted(found - {said}, key=lambda word: (-len(set(word) & set(said)), word))


def _alike(said: str, word: str) -> bool:
    """Two words that sound alike share a character, or they are two different words."""
    return len(word) == len(said) and bool(set(said) & set(word))


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _one_slip(said: str, word: str) -> bool:
    """One character wrong, missing, too many, or two changed places; the ends of a word are seldom mistaken."""
    if len(said) == len(word):
        wrong = [at for at, (a, b) in enumerate(zip(said, word, strict=True)) if a != b]
        swapped = len(wrong) == 2 and said[wrong[0]] == word[wrong[1]] and said[wrong[1]] == word[wrong[0]]  # noqa: PLR2004
        inner = len(word) >= SHORTEST_END or (wrong and 0 < wrong[0] < len(word) - 1)
        return (len(wrong) == 1 and bool(inner)) or (swapped and wrong[1] == wrong[0] + 1)
    ends = said[0] == word[0] and said[-1] == word[-1] and len(word) >= SHORTEST_GAP
    return ends and (said in _shortened(word) or word in _shortened(said))
