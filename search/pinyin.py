"""How characters sound: for words that are typed as they sound, or begun with the letters of their pinyin."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import product

FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"))
FUZZY_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
MOST_READINGS = 8  # 一个词最多取这么多种读法


@cache
def _syllables() -> dict[str, tuple[str, ...]]:
    """Character → its syllables without tones."""
    found: dict[str, list[str]] = {}
    for line in (files(__package__) / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split(" ")
            for character in characters:
                found.setdefault(character, []).append(syllable)
    return {character: tuple(syllables) for character, syllables in found.items()}


def readings(word: str) -> list[tuple[str, ...]]:
    """The ways a word may be read, a syllable for each character; letters and digits stand for themselves."""
    known = _syllables()
    ways = product(*(known.get(character, (character,)) for character in word))
    return [way for way, _ in zip(ways, range(MOST_READINGS), strict=False)]


def blurred(reading: tuple[str, ...]) -> tuple[str, ...]:
    """A reading without the differences that many people do not hear: zh and z, ang and an."""
    return tuple(map(_blurred, reading))


@cache
def _blurred(syllable: str) -> str:
    for full, short in FUZZY:
        if syllable.startswith(full):
            syllable = short + syllable[len(full) :]
    for full, short in FUZZY_ENDS:
        if syllable.endswith(full):
            syllable = syllable.removesuffix(full) + short
    return syllable
