"""Whether two items are the same but for names, places and days: the near-duplicate check."""

from __future__ import annotations

import re

from .item import Item

CHANGEABLE = re.compile(r".某|[A-H][市县区]|\d{4}年\d+月(?:至(?:\d{4}年)?\d+月)?间?|（?\d+岁）?|，|；|。|、")
WIDTH = 4
TOO_ALIKE = 0.9
"""Two items of one charge that share more of their text than this are one."""
Shingles = frozenset[str]


def shingles(item: Item) -> Shingles:
    """The runs of characters of an item, without what changes from one telling to the next."""
    said = [item.stem]
    for question in item.questions:
        said += [question.ask, *sorted(option.text for option in question.options)]
    text = CHANGEABLE.sub("", "".join(said))
    return frozenset(text[n : n + WIDTH] for n in range(max(1, len(text) - WIDTH + 1)))


def alike(one: Shingles, other: Shingles) -> float:
    """How much two items share: 1 where all."""
    return len(one & other) / len(one | other)


class Seen:
    """The items that were taken up, to tell whether another is one of them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[Shingles]] = {}
        self._stems: set[str] = set()

    def take(self, item: Item) -> bool:
        """Take up an item; False where one like it was taken up before."""
        told = (
            "/".join([item.stem[:8], *item.cites, item.questions[0].key])
            if item.kind == "blank"
            else item.stem
        )
        if told in self._stems:
            return False
        found, key = shingles(item), (item.kind, item.questions[0].charge)
        kept = self._kept.setdefault(key, [])
        if any(alike(found, other) >= TOO_ALIKE for other in kept):
            return False
        kept.append(found)
        self._stems.add(told)
        return True
